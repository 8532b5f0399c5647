"""Simulating a year: cohorts of people who come, read, sit, practise and are awarded, through the real services."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.accounts import passwords
from training.accounts import queries as accounts
from training.accounts.links import Site
from training.audit import service as audit
from training.db import db
from training.demo import cast
from training.demo.timeline import Story, play
from training.measurement.snapshot import Snapshot
from training.programmes.statement import Issuer
from training.quiz import closing, sittings
from training.quiz.calibration import queries as calibrations
from training.quiz.calibration import service as calibration
from training.quiz.queries import exams
from training.quiz.queries.exams import Published
from training.simulation import queries
from training.simulation.lives import EXAM, Intake, Life, World
from training.simulation.models import SimulationRun
from training.simulation.sitting import Truths

MONTH = timedelta(days=30.4375)
IN_A_COHORT, FEWEST_COHORTS = 20, 4
CALIBRATED_FROM = 40
"""Attempts from which a calibration is made."""
WHY = "The first calibration from answers: it replaces the authors' estimates. Made of simulated attempts."
Calibrate: TypeAlias = Callable[[Published, Snapshot | None], Snapshot]
"""Makes a candidate of an exam's items beside the snapshot in force, from the attempts so far."""


class NoDemonstration(Exception):
    """The people of the demonstration are not here, through whom a simulation teaches, examines and awards."""


class Unfinished(Exception):
    """A simulation that was begun is not finished: only that one can go on."""


class GoesOnElsewhere(Exception):
    """Another process goes on with the same simulation."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a simulation needs of its site; ``clock`` tells the time outside it, ``told`` hears the share done, 0-1."""

    site: Site
    issuer: Issuer
    cost: passwords.Cost
    calibrate: Calibrate
    clock: Callable[[], datetime]
    told: Callable[[float], None]


def begin(*, seed: int, people: int, months: int, now: datetime) -> int:
    """Note what is to be simulated, up to ``now``, and return its id. Raises NoDemonstration, Unfinished."""
    if any(accounts.person_by_email(actor.email) is None for actor in cast.STAFF):
        raise NoDemonstration
    database.begin_write()
    row = SimulationRun(seed=seed, people=people, months=months, until=now, begun_at=now, acts=0, open=True)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Unfinished from error
    facts = {"seed": seed, "people": people, "months": months}
    audit.record("began simulation", actor=None, subject=f"simulation:{row.id}", now=now, facts=facts)
    number = row.id
    database.commit_step()
    return number


def run(tools: Tools) -> int:
    """Go on with the simulation that is unfinished, to its end, and return how many acts it has in all.

    Each act is a transaction of its own with the count of acts, so that it may be interrupted anywhere and run again.
    Everything it records says that it was simulated, and when it was written down. Raises
    GoesOnElsewhere when another process is at it.
    """
    row = queries.unfinished()
    assert row is not None
    number, done, begins = row.id, row.acts, row.until - row.months * MONTH
    until = row.until
    world = _world(row, tools)
    stories = list(_stories(world, people=row.people, months=row.months, begins=begins, calibrate=tools.calibrate))
    counted = 0

    def acted() -> None:
        nonlocal counted
        counted += 1
        world.replaying = counted < done
        if counted <= done:
            return
        _count(number, counted)
        database.commit_step()

    world.replaying = done > 0
    with audit.simulating(tools.clock):
        _grade_rest(tools.site)
        played = play(_told(stories, begins, until, tools.told), until=until, acted=acted)
        _finish(number, played, now=tools.clock())
    return played


def _world(row: SimulationRun, tools: Tools) -> World:
    staff = {actor.first: accounts.person_by_email(actor.email) for actor in cast.STAFF}
    return World(
        run_id=row.id,
        seed=row.seed,
        until=row.until,
        site=tools.site,
        issuer=tools.issuer,
        password_hash=passwords.hash_of(cast.PASSWORD, tools.cost),
        staff={first: person.id for first, person in staff.items() if person},
        truths=Truths(row.seed, EXAM),
    )


def _stories(world: World, *, people: int, months: int, begins: datetime, calibrate: Calibrate) -> Iterator[Story]:
    """Yield the cohorts, one a month at most, then the people, then the calibrations."""
    number = min(months, people, max(FEWEST_COHORTS, round(people / IN_A_COHORT)))
    every = (world.until - begins) / number
    intakes = [Intake(world, place + 1, begins + timedelta(days=6) + place * every) for place in range(number)]
    for intake in intakes:
        yield intake.made()
    for person in range(people):
        yield Life(world, intakes[person * number // people], person + 1).lived()
    yield _calibrated(world, begins + (world.until - begins) * 0.6, calibrate, in_force=True)
    yield _calibrated(world, world.until - timedelta(minutes=5), calibrate, in_force=False)


def _calibrated(world: World, when: datetime, calibrate: Calibrate, *, in_force: bool) -> Story:
    """Calibrate the exam from the attempts so far, and put that in force or leave it for a person to look at."""

    def make(now: datetime) -> None:
        exam = exams.published(EXAM)
        assert exam is not None
        current = calibrations.in_force(exam.exam_id)
        snapshot = calibrate(exam, current.calibration.snapshot if current else None)
        if snapshot.attempts < CALIBRATED_FROM:
            return
        based_on = current.calibration.id if current else None
        made, new = calibration.store(exam.exam_id, snapshot, based_on=based_on, now=now)
        if in_force and new:
            calibration.activate(exam.exam_id, made, WHY, by=world.staff["ada"], now=now)

    yield from world.act(when, make)


def _told(stories: list[Story], begins: datetime, until: datetime, told: Callable[[float], None]) -> Iterator[Story]:
    """Yield stories that tell how far the year has come, each time one of them goes on."""
    return (_telling(story, begins, until, told) for story in stories)


def _telling(story: Story, begins: datetime, until: datetime, told: Callable[[float], None]) -> Story:
    for when in story:
        yield when
        told(min(1.0, max(0.0, (when - begins) / (until - begins))))


def _count(number: int, acts: int) -> None:
    """Count an act in the transaction that did it; of two processes at the same act the second undoes its own."""
    database.begin_write()
    counted = db.session.scalar(
        update(SimulationRun)
        .where(SimulationRun.id == number, SimulationRun.acts == acts - 1, SimulationRun.open.is_(True))
        .values(acts=acts)
        .returning(SimulationRun.id)
    )
    if counted is None:
        database.rollback()
        raise GoesOnElsewhere


def _grade_rest(site: Site) -> None:
    """Grade what was handed in when an interruption came between the closing and the grading."""
    waiting = [row for each in sittings.ungraded() if (row := sittings.attempt(each)) is not None]
    simulated = accounts.simulated(row.person_id for row in waiting)
    for attempt, at in [(row.id, row.submitted_at) for row in waiting if row.person_id in simulated]:
        assert at is not None
        closing.grade(attempt, site=site, now=at)
        database.commit_step()


def _finish(number: int, acts: int, *, now: datetime) -> None:
    database.begin_write()
    row = db.session.get_one(SimulationRun, number)
    row.acts, row.finished_at, row.open = acts, now, None
    audit.record("finished simulation", actor=None, subject=f"simulation:{number}", now=now, facts={"acts": acts})
    database.commit_step()
