"""What simulated people are called: first and last names from many places, put together by chance."""

from random import Random

_FIRST = """
Abena Adam Aisha Alba Amara Amir Ana Anders Anouk Arjun Astrid Beatriz Björn Camille Carlos Chiara Daan Dalia Dario Elif
Elin Emeka Enzo Eva Farah Finn Freya Gabriel Giulia Hamza Hanna Hassan Ida Imran Ingrid Isabel Ivan Jana Jonas Julia
Kamil Karim Katja Keira Kofi Lars Laura Layla Leon Lina Luca Luis Magda Malik Marta Matteo Mila Nadia Naveen Nina Noah
Olga Omar Oskar Paula Pavel Petra Priya Rafael Rania Robin Sana Sara Selma Simon Sofia Stefan Tariq Teresa Thomas Tomás
Uma Vera Victor Wanda Yara Yusuf Zara Zoe
"""
_LAST = """
Abbott Adeyemi Ahmed Almeida Andersen Bailey Baker Banerjee Barros Becker Berg Bianchi Boateng Brandt Campbell Castro
Chaudhry Cohen Costa Cruz Dahl Danso Davies Dogan Eriksen Farouk Fernandes Fischer Foster Fraser Garcia Georgiou Gomes
Grant Haddad Hansen Herrera Hoffmann Horvat Hughes Hussain Ibrahim Ivanov Jansen Jensen Kaya Keller Khan Kowalski Kumar
Larsen Lefebvre Lindgren Lopez Marino Martin Mensah Meyer Moreau Morris Nakamura Ndlovu Nguyen Nilsson Novak Okafor
Olsen Osei Owusu Patel Pereira Petrov Popescu Quinn Rahman Ramos Reid Ricci Rossi Ruiz Santos Sato Schmidt Shah Silva
Singh Sousa Stewart Sutton Tan Taylor Thomsen Torres Ueda Varga Vidal Wagner Walsh Weber Wilson Yilmaz Zimmermann
"""


def name(chance: Random) -> str:
    """Return a name."""
    return f"{chance.choice(_FIRST.split())} {chance.choice(_LAST.split())}"
