"""A cohort with people at several stages and hours in every state, a roster that was read, one that was applied."""

from dataclasses import replace
from datetime import date, datetime

from tests.conftest import NOON
from tests.people import identity
from tests.programmes import teaching, world
from training.db import commit_step
from training.programmes import roster
from training.programmes.queries import rosters as plans
from training.programmes.service import cohorts, rosters
from training.programmes.service import hours as service

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
    taught = _taught(cohort)
    number = world.award(place)
    return {
        "cohort": cohort,
        "empty_cohort": empty,
        "place": waiting,
        "awarded_place": place,
        "awarded_number": number,
        "left_place": left,
        **taught,
        "roster": _read(cohort, now),
        "applied_roster": _applied(empty, now),
    }


def _taught(cohort: int) -> dict[str, int]:
    """Enter hours for Tara: two that stand, one that was corrected, one taken back."""
    day, sam = date(2026, 11, 17), identity("sam")
    (first,) = teaching.entered(cohort, {"tara": 360}, held_on=day, key="1" * 32)
    online = teaching.entered(
        cohort, {"tara": 90}, held_on=date(2026, 11, 18), kind="live-online", topic="Consent", place="Video call"
    )[0]
    wrong = teaching.entered(cohort, {"tara": 120}, held_on=date(2026, 11, 19), key="2" * 32)[0]
    service.strike(wrong, "Entered for another group", service.Signed(sam, "3" * 32, NOON))
    held = replace(teaching.DAY, held_on=day, note="Left after the first case")
    corrected = service.Correction(first, held, 255, "Left at half past two")
    made = service.correct(corrected, service.Signed(sam, "4" * 32, NOON)).id
    commit_step()
    return {"taught": made, "taught_online": online}


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
