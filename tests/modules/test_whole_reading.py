"""Whole modules noted at once leave the same rows as reading them act by act."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import people
from tests.conftest import NOON
from tests.modules import samples
from training.audit.models import AuditRow
from training.db import commit_step, db
from training.modules import queries, service, whole_reading
from training.modules.models import CheckpointAnswer, ModuleCompleted, SectionOpened, StudyMinute, StudyRun
from training.modules.whole_reading import Sitting

pytestmark = pytest.mark.usefixtures("loaded")
TARA, TOM = (people.identity(first) for first in ("tara", "tom"))
TABLES = (SectionOpened, CheckpointAnswer, StudyMinute, StudyRun, ModuleCompleted)
SITTINGS = (
    Sitting("bands", 5, NOON),
    Sitting("bands-again", 12, NOON + timedelta(minutes=14)),
    Sitting("bands-last", 3, NOON + timedelta(days=1)),
)


@pytest.fixture
def loaded(context, tmp_path):
    for position, code in enumerate(("bands", "bands-again", "bands-last"), start=1):
        folder = tmp_path / code
        samples.load(folder, NOON, code=code, position=position, minutes=10, questions=("first", "second"))


def act_by_act(person, sittings):
    for sitting in sittings:
        for minute in range(sitting.minutes, -1, -1):
            service.study_sign(person, sitting.code, now=sitting.ended_at - timedelta(minutes=minute))
        module = queries.current_version(sitting.code).module
        for section in module.sections:
            service.open_section(person, sitting.code, section.id, now=sitting.ended_at)
        for checkpoint in module.checkpoints:
            service.answer(person, sitting.code, checkpoint.id, checkpoint.asked.key, now=sitting.ended_at)
    commit_step()


def at_once(person, sittings):
    whole_reading.note(person, sittings)
    commit_step()


def left_behind(person):
    """Return every row of a person, without what numbers it and whose it is, and what the record says of them."""
    rows = {
        table.__tablename__: [
            {column.name: getattr(row, column.name) for column in table.__table__.columns if column.name not in HIDDEN}
            for row in db.session.scalars(
                select(table).where(table.person_id == person).order_by(*table.__table__.primary_key)
            )
        ]
        for table in TABLES
    }
    acts = select(AuditRow.action, AuditRow.subject, AuditRow.at, AuditRow.facts).where(AuditRow.actor_id == person)
    rows["record"] = [tuple(row) for row in db.session.execute(acts.order_by(AuditRow.seq))]
    return rows


HIDDEN = ("id", "person_id")


def test_the_same_rows_are_left_as_by_reading_act_by_act():
    act_by_act(TARA, SITTINGS)
    at_once(TOM, SITTINGS)

    assert left_behind(TOM) == left_behind(TARA)
    assert queries.study_seconds(TOM) == {"bands": 300, "bands-again": 600, "bands-last": 180}
    assert all(standing.finished and standing.completed_at for standing in queries.standings(TOM))


def test_reading_goes_on_after_earlier_signs_of_study():
    for person in (TARA, TOM):
        act_by_act(person, SITTINGS[:1])
    act_by_act(TARA, SITTINGS[1:])
    at_once(TOM, SITTINGS[1:])

    assert left_behind(TOM) == left_behind(TARA)


def test_three_modules_take_as_few_statements_as_one(statements):
    queries.current()  # what a process keeps of the modules is not counted
    with statements() as one:
        at_once(TARA, SITTINGS[:1])
    with statements() as three:
        at_once(TOM, SITTINGS)

    assert len(three) == len(one)
    assert len(three) <= 20


def test_an_unknown_module_leaves_nothing_behind():
    with pytest.raises(service.Unknown):
        whole_reading.note(TARA, [*SITTINGS, Sitting("nothing-like-it", 5, NOON)])

    assert not any(left_behind(TARA).values())
