"""What several pages need of the site they run on."""

from fractions import Fraction

from training.accounts import queries
from training.accounts.links import Site
from training.accounts.passwords import Cost
from training.web.frame import settings

WAIT = "Too many tries. Wait, or have a sign-in link mailed to you."


def cost() -> Cost:
    """Return what a password hash costs here."""
    return Cost(memory_kib=settings().argon2_memory_kib, time=settings().argon2_time)


def about(person_id: int) -> tuple[str, str, str]:
    """Return what others know of a person, which a password must not be: name, address, institution."""
    person = queries.person(person_id)
    return (person.name, person.email, settings().institution) if person else ("", "", settings().institution)


def site() -> Site:
    """Return what mails say of this site."""
    return Site.of(settings())


def factor(value: Fraction) -> str:
    """Return extra time in words: ``1.5 times the time``."""
    return "the usual time" if value == 1 else f"{float(value):.4g} times the time"


def browser(agent: str) -> str:
    """Return what a person calls the browser that names itself ``agent``."""
    names = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )  # fmt: skip
    name = next((name for part, name in names if part in agent), "A browser")
    system = next((system for part, system in systems if part in agent), None)
    return f"{name} on {system}" if system else name
