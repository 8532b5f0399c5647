"""A cohort with people at several stages, a roster that was read, one that was applied."""

from datetime import datetime

from tests.people import identity
from tests.programmes import world
from training.db import commit_step
from training.programmes import roster
from training.programmes.queries import rosters as plans
from training.programmes.service import cohorts, rosters

LINES = "email;name;certificate_name\ntara@demo.test;Tara O.;\nnew@demo.test;New Person;Dr New\nbroken;X;\n"


def fill(now: datetime) -> dict[str, object]:
    """Make the cohort, its places and rosters, and return their ids."""
    world.prepare()
    cohort, empty = world.cohort(), world.cohort("Autumn 2027")
    people = world.crowd(3)
    place, waiting, left = (world.place(cohort, person_id) for person_id in people)
    world.enrolled(cohort, "tara")
    world.ready(*people[:2])
    cohorts.withdraw(left, "Enrolled by mistake", by=identity("ada"), site=world.SITE, now=now)
    commit_step()
    number = world.award(place)
    return {
        "cohort": cohort,
        "empty_cohort": empty,
        "place": waiting,
        "awarded_place": place,
        "awarded_number": number,
        "left_place": left,
        "roster": _read(cohort, now),
        "applied_roster": _applied(empty, now),
    }


def _read(cohort: int, now: datetime) -> int:
    made = rosters.store(cohort, "people.csv", roster.read(LINES.encode()), by=identity("ada"), now=now).id
    commit_step()
    return made


def _applied(cohort: int, now: datetime) -> int:
    made = rosters.store(
        cohort, "one.csv", roster.read(b"email,name\nlate@demo.test,Late\n"), by=identity("ada"), now=now
    )
    expected = plans.fingerprint(plans.plan(made, by=identity("ada")))
    rosters.apply(made.id, expected=expected, by=identity("ada"), site=world.SITE, now=now)
    commit_step()
    return made.id
