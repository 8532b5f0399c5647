"""Starting a mock exam: as an exam starts, with nothing that could lock it, and from the practice pool alone."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training.core import rehearsing, scoring, specifying
from training.core.specification import Specification
from training.db import db
from training.quiz import counted, papers, starting
from training.quiz.mocks import queries
from training.quiz.models import Exam, ExamVersion
from training.quiz.queries import exams
from training.quiz.queries.exams import Published
from training.quiz.queries.standings import Lock, Why
from training.quiz.service import UnknownExam
from training.quiz.starting import AlreadyOpen, Chance, Locked


def start(person_id: int, exam_code: str, *, honour: bool, chance: Chance, now: datetime) -> int:
    """Put a mock paper together, freeze it, start the clock, and return the attempt's id.

    Of the practice pool it takes what was not on the person's last mock paper first. Raises UnknownExam; AlreadyOpen
    with the mock in progress; Locked without the honour statement; PoolTooSmall.
    """
    database.begin_write()
    exam = exams.published(exam_code)
    standing = queries.standing(person_id, exam) if exam else None
    if exam is None or standing is None:
        raise UnknownExam(f"There is no published exam called {exam_code}.")
    if standing.open_attempt is not None:
        raise AlreadyOpen(standing.open_attempt.id)
    if not honour:
        raise Locked([Lock(Why.HONOUR)])
    mock = _version(exam, now)
    met = queries.last_met(mock.exam_id, person_id)
    assembled = counted.assembly(queries.pool(), mock.specification, met).one(chance.seed)
    return starting.begin(replace(standing, exam=mock), assembled, chance, act="started mock exam", now=now)


def _version(exam: Published, now: datetime) -> Published:
    """Return the mock of a published version, made the first time somebody sits it."""
    mock = rehearsing.mock(exam.specification)
    exam_id = _exam(exam, mock, now)
    values = {
        "exam_id": exam_id,
        "number": exam.number,
        "pool": mock.pool,
        "specification": mock.plain(),
        "sha256": papers.digest(mock.plain()),
        "scoring": scoring.VERSION,
        "published_at": now,
    }
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(ExamVersion).values(values).on_conflict_do_nothing())
    version_id, plain = db.session.execute(
        select(ExamVersion.id, ExamVersion.specification).where(
            ExamVersion.exam_id == exam_id, ExamVersion.number == exam.number
        )
    ).one()
    return Published(exam_id, exam.code, version_id, exam.number, specifying.parse(plain))


def _exam(exam: Published, mock: Specification, now: datetime) -> int:
    """Return the id under which the mock of an exam is kept; its code is one that no exam can be given."""
    values = {
        "code": f"mock:{exam.exam_id}",
        "draft": mock.plain(),
        "revision": 1,
        "created_at": now,
        "changed_at": now,
        "pool": mock.pool,
        "mock_of": exam.exam_id,
    }
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Exam).values(values)
    named = {"draft": statement.excluded.draft}
    found = db.session.scalar(
        statement.on_conflict_do_update(index_elements=["mock_of"], set_=named).returning(Exam.id)
    )
    assert found is not None  # the row is there or was just made
    return int(found)
