"""Who plays in the demonstration. The addresses end in ``.test``, which no mail server on earth serves."""

from collections.abc import Iterator
from dataclasses import dataclass

from training.core.roles import Role

PASSWORD = "needle-and-point"  # noqa: S105 - published on purpose
"""The published password of every demonstration account; the demo profile binds to this machine only."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the demonstration; ``told`` says what to sign in for, empty for the crowd."""

    first: str
    name: str
    roles: frozenset[Role]
    told: str = ""
    zone: str = "Europe/London"
    certificate_name: str = ""

    @property
    def email(self) -> str:
        """Return the address to sign in with."""
        return f"{self.first}@demo.test"


def _trainee(first: str, name: str, told: str, *, zone: str = "Europe/London") -> Actor:
    return Actor(first, name, frozenset({Role.TRAINEE}), told, zone)


STAFF = (
    Actor("ines", "Ines Duarte", frozenset({Role.INSTRUCTOR}), "instructor"),
    Actor("ivo", "Ivo Marković", frozenset({Role.INSTRUCTOR, Role.REVIEWER}), "second instructor, reviews"),
    Actor("rhea", "Rhea Lindqvist", frozenset({Role.REVIEWER}), "reviewer"),
    Actor("lena", "Lena Sørensen", frozenset({Role.CLINICAL_LEAD}), "clinical lead"),
    Actor("sam", "Sam Whitlock", frozenset({Role.ASSESSOR}), "assessor"),
    Actor("ada", "Ada Nwosu", frozenset({Role.ADMINISTRATOR}), "administrator"),
    Actor("otto", "Otto Keller", frozenset({Role.AUDITOR}), "auditor"),
)

TRAINEES = (
    _trainee("tara", "Tara Okafor", "trainee, ready for the exam"),
    _trainee("finn", "Finn Gallagher", "trainee, fresh: nothing done yet"),
    _trainee("maya", "Maya Raghavan", "trainee, in the middle of the exam with extra time", zone="Europe/Berlin"),
    _trainee("felix", "Felix Baumann", "trainee, failed once and waiting", zone="Europe/Vienna"),
    _trainee("nora", "Nora Haddad", "trainee, lacks only the practical; chose two boards"),
    _trainee("ravi", "Ravi Menon", "trainee, ready to be awarded", zone="Asia/Kolkata"),
    _trainee("vera", "Vera Kowalska", "trainee, holds a valid certificate"),
)

HOLDERS = (
    _trainee("emil", "Emil Andersson", "certificate expired"),
    _trainee("suki", "Suki Tanaka", "certificate suspended"),
    _trainee("rolf", "Rolf Petersen", "certificate revoked"),
    _trainee("hana", "Hana Dvořáková", "certificate replaced under her new name"),
)

_CROWD = """
Amelia Hart; Benedikt Krause; Chloé Dubois; Daniel Osei; Eleni Papadopoulou; Farid Rahimi; Grace Mbeki; Hugo Almeida;
Isla Morrison; Jakub Novák; Katarzyna Wójcik; Liam O’Connor; Mei Lin; Nikolai Petrov; Olivia Bennett; Pedro Sánchez;
Quyên Nguyễn; Rosa Bianchi; Samir Haddad; Thandi Nkosi; Ulrike Vogel; Viktor Horváth; Wanjiru Kamau; Xavier Roche;
Yasmin Aziz; Zoltán Kiss; Anjali Sharma; Bruno Costa; Clara Lund; Dmitri Volkov; Esther Adeyemi; Fatima Zahra;
Gareth Pugh; Helena Strand; Ibrahim Diallo; Joana Ferreira; Kwame Boateng; Lucia Moretti; Marek Zieliński; Noa Levi
"""
_OTHERS = """
Aurelia Popescu; Bilal Khan; Cecilia Nyström; Diego Fuentes; Emma Kowalczyk; Florian Huber; Gita Patel; Henrik Dahl
"""
INVITED = Actor("ingrid", "Ingrid Solberg", frozenset({Role.TRAINEE}))
"""Who was sent an invitation and has not opened it yet."""

_WRITTEN = {
    "Eleni Papadopoulou": "Ελένη Παπαδοπούλου",
    "Farid Rahimi": "فريد رحيمي",
    "Mei Lin": "林美",
    "Nikolai Petrov": "Николай Петров",
    "Quyên Nguyễn": "Nguyễn Thị Quyên",
    "Anjali Sharma": "अंजलि शर्मा",
    "Noa Levi": "נועה לוי",
}
"""How some of the crowd have their name on the certificate."""


def crowd() -> tuple[Actor, ...]:
    """Return the forty who are ready to be awarded, in a fixed order."""
    return tuple(_numbered(_CROWD, first=1))


def others() -> tuple[Actor, ...]:
    """Return those who are on their way, the furthest first."""
    return tuple(_numbered(_OTHERS, first=len(crowd()) + 1))


def _numbered(names: str, *, first: int) -> Iterator[Actor]:
    for number, name in enumerate((" ".join(name.split()) for name in names.split(";")), start=first):
        yield Actor(f"person-{number:02}", name, frozenset({Role.TRAINEE}), certificate_name=_WRITTEN.get(name, ""))


def accounts() -> tuple[Actor, ...]:
    """Return whom a newcomer may sign in as, trainee, instructor and administrator first."""
    first = ("tara", "ines", "ada")
    told = [actor for actor in (*TRAINEES, *STAFF) if actor.told]
    return tuple(sorted(told, key=lambda actor: first.index(actor.first) if actor.first in first else len(first)))


def named(first: str) -> Actor:
    """Return the actor of a first name."""
    return next(actor for actor in everybody() if actor.first == first)


def everybody() -> tuple[Actor, ...]:
    """Return all who play and have opened their account."""
    return (*STAFF, *TRAINEES, *HOLDERS, *crowd(), *others())
