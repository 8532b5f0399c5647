"""How often versions of items were open to be drawn for an exam, and how often they were given: a count a version."""

from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import SQLColumnExpression, null, select
from sqlalchemy.dialects import postgresql, sqlite

from training.core.exposure import Given
from training.db import db, table_of
from training.quiz.models import Exam, Exposure

T = TypeVar("T")


def counts(exam_id: int) -> dict[str, Given]:
    """Return the counts of an exam by version; a version that was never open has none."""
    return counts_beside(null(), exam_id)[1]


def counts_beside(fact: SQLColumnExpression[T], exam_id: int) -> tuple[T | None, dict[str, Given]]:
    """Return one fact, as a column, and the counts of an exam: in one statement, for every start asks both."""
    rows = db.session.execute(
        select(fact, Exposure.version, Exposure.open, Exposure.given)
        .select_from(Exam)
        .outerjoin(Exposure, Exposure.exam_id == Exam.id)
        .where(Exam.id == exam_id)
    ).all()
    given = {version: Given(opened, given) for _fact, version, opened, given in rows if version}
    return rows[0][0], given


def note(exam_id: int, *, opened: Collection[str], given: Collection[str]) -> None:
    """Count one paper more: for which versions were ``opened`` to it, and which it was ``given``, which were open too.

    Call `training.db.begin_write` before. The rows are written in one order, so that starts wait for each other
    instead of blocking each other.
    """
    every = sorted({*opened, *given})
    rows = [{"exam_id": exam_id, "version": each, "open": 1, "given": int(each in given)} for each in every]
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    table = table_of(Exposure)
    statement = dialect.insert(table)  # compiled once for all starts, which a list of values is for none
    more = {"open": table.c.open + 1, "given": table.c.given + statement.excluded.given}
    db.session.execute(statement.on_conflict_do_update(index_elements=["exam_id", "version"], set_=more), rows)
