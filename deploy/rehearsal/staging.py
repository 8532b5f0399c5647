"""What a person with the question bank open would do or know: reviewing, signing, and the right answers."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle

from flask import Flask

from training import clock
from training import db as database
from training import settings as configuration
from training.accounts import queries as accounts
from training.accounts import service
from training.app import create_app
from training.bank.models import State
from training.bank.service import reviewing
from training.core.domains import Need, Pool
from training.core.roles import Role
from training.db import db
from training.demo import acts
from training.modules import queries as modules
from training.modules import reviewing as module_reviewing
from training.modules import whole_reading
from training.modules.whole_reading import Sitting
from training.quiz import sittings

STAFF = (
    ("rosa@rehearsal.test", "Rosa Reviewer", "reviewer"),
    ("remo@rehearsal.test", "Remo Reviewer", "reviewer"),
    ("lea@rehearsal.test", "Lea Lead", "clinical lead"),
    ("ari@rehearsal.test", "Ari Assessor", "assessor"),
)
"""Four eyes: two who review and one who signs are three people, and none of them sits the exam or sets it."""


def site(environment: Mapping[str, str]) -> Flask:
    """Return the site of the rehearsal's settings, for calling its services."""
    return create_app(configuration.read(environment))


def add_staff(app: Flask) -> None:
    """Add the staff; they do what they do by the services, so nobody opens their accounts."""
    with _at_work(app):
        for email, name, role in STAFF:
            service.add(email, name, [Role(role)], by=None, zone="UTC", now=clock.now())
        database.commit_step()


def review_and_sign(app: Flask) -> int:
    """Have every item of the exam pool answered, approved and signed, and the modules too; return how many items."""
    with _at_work(app):
        now = clock.now()
        rosa, remo, lea = (_id(email) for email, _name, _role in STAFF[:3])
        reviewers = cycle((rosa, remo))
        for version in acts.versions_in(State.IN_REVIEW, Pool.EXAM):
            acts.review(version, reviewers, now=now)
        approved = acts.versions_in(State.APPROVED)
        reviewing.sign(approved, by=lea, now=now, confirmed=dict.fromkeys(approved, tuple(Need)))
        for module in modules.current():
            module_reviewing.approve(module.id, by=rosa, now=now)
            module_reviewing.sign(module.id, by=lea, now=now)
        database.commit_step()
        return len(approved)


def reading() -> dict[str, tuple[str, ...]]:
    """Return the sections of each module, in reading order."""
    return {found.module.code: tuple(section.id for section in found.module.sections) for found in modules.current()}


def read(app: Flask, email: str, codes: Sequence[str]) -> None:
    """Note that somebody read these modules: their pages are the same, and one module shows that they work."""
    with _at_work(app):
        now = clock.now()
        whole_reading.note(_id(email), [Sitting(code, 0, now) for code in codes])
        database.commit_step()


def checkpoints(code: str) -> dict[str, list[str]]:
    """Return the right answer to each question in passing of a module, as its page posts it."""
    version = modules.current_version(code)
    assert version is not None
    asked = {checkpoint.id: checkpoint.asked for checkpoint in version.module.checkpoints}
    return {name: list(item.posted(item.key, item.ids)) for name, item in asked.items()}


def solution(attempt_id: int) -> dict[int, list[str]]:
    """Return the right answer to each question of an attempt's paper, as the exam page posts it."""
    row = sittings.attempt(attempt_id)
    assert row is not None
    slots = sittings.sheet(row.paper_sha256).slots
    return {slot.position: list(slot.item.posted(slot.item.key, slot.order)) for slot in slots}


@contextmanager
def asking(app: Flask) -> Iterator[None]:
    """Read from the database for a moment."""
    with app.app_context():
        yield
        db.session.rollback()


@contextmanager
def _at_work(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.remove()


def _id(email: str) -> int:
    person = accounts.person_by_email(email)
    assert person is not None
    return person.id
