"""Looking at results: the one that holds for each attempt, and all there were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from training.core.items import Mark
from training.core.scoring import Decision, decision_of
from training.db import db
from training.scoring.models import GivenMark, MarkRow, OpenMark, Result, Waiting


@dataclass(frozen=True, slots=True)
class Decided:
    """A stored result as other slices see it; ``dangerous`` holds the versions at which a dangerous choice was made."""

    id: int
    attempt_id: int
    edition: int
    decision: Decision
    rules: str
    evidence: str
    made_at: datetime
    dangerous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A response that people must mark; ``open`` while the result that holds lacks its mark."""

    id: int
    attempt_id: int
    edition: int
    position: int
    version: str
    since: datetime
    open: bool


def current(attempt_ids: Iterable[int]) -> dict[int, Decided]:
    """Return the result that holds for each attempt that has one: the one no other supersedes."""
    held = select(Result).where(Result.attempt_id.in_(list(attempt_ids)), _holds())
    return {row.attempt_id: row for row in _decided(held)}


def current_with_marks(attempt_id: int) -> tuple[Decided, list[MarkRow]] | None:
    """Return the result that holds for an attempt with its marks in order of the paper, in one statement; None without.

    A mark that people must still give is not among them.
    """
    newer = aliased(Result)
    rows = db.session.execute(
        select(Result, MarkRow)
        .outerjoin(MarkRow, MarkRow.result_id == Result.id)
        .where(Result.attempt_id == attempt_id, ~select(newer.id).where(newer.supersedes == Result.id).exists())
        .order_by(MarkRow.position)
    ).all()
    if not rows:
        return None
    found = [mark for _result, mark in rows if mark is not None]
    return _told(rows[0][0], [mark.version for mark in found if mark.dangerous]), found


def history(attempt_id: int) -> list[Decided]:
    """Return all results of an attempt, the oldest first."""
    return _decided(select(Result).where(Result.attempt_id == attempt_id).order_by(Result.id))


def marks(result_id: int) -> list[MarkRow]:
    """Return the marks of a result in order of the paper."""
    return list(db.session.scalars(select(MarkRow).where(MarkRow.result_id == result_id).order_by(MarkRow.position)))


def given(result_id: int) -> dict[int, Mark]:
    """Return the marks that people gave and a result was made with, by position."""
    rows = db.session.scalars(select(GivenMark).where(GivenMark.result_id == result_id))
    return {
        row.position: Mark(Fraction(row.awarded_num, row.awarded_den), Fraction(1), dangerous=row.dangerous)
        for row in rows
    }


def waiting(attempt_ids: Iterable[int] | None = None) -> list[Pending]:
    """Return the responses that wait for people to mark them, the oldest first; of these attempts if given."""
    found = select(Waiting).where(_open())
    if attempt_ids is not None:
        found = found.where(Waiting.attempt_id.in_(list(attempt_ids)))
    rows = db.session.scalars(found.order_by(Waiting.since, Waiting.id))
    return [_pending(row, still=True) for row in rows]


def pending(waiting_ids: Iterable[int]) -> dict[int, Pending]:
    """Return responses that wait for people to mark them, or once did, by id."""
    rows = db.session.execute(select(Waiting, _open()).where(Waiting.id.in_(list(waiting_ids))))
    return {row.id: _pending(row, still=bool(still)) for row, still in rows}


def of_attempt(attempt_id: int) -> list[Pending]:
    """Return every response of an attempt that people must mark, or once had to."""
    rows = db.session.execute(select(Waiting, _open()).where(Waiting.attempt_id == attempt_id).order_by(Waiting.id))
    return [_pending(row, still=bool(still)) for row, still in rows]


def lock(waiting_id: int) -> None:
    """Hold a response that people mark until the transaction ends."""
    db.session.execute(select(Waiting.id).where(Waiting.id == waiting_id).with_for_update())


@cache
def _holds() -> ColumnElement[bool]:
    newer = aliased(Result)
    return ~select(newer.id).where(newer.supersedes == Result.id).exists()


@cache
def _open() -> ColumnElement[bool]:
    newer = aliased(Result)
    superseded = select(newer.id).where(newer.supersedes == OpenMark.result_id).exists()
    return select(OpenMark.result_id).where(OpenMark.waiting_id == Waiting.id, ~superseded).exists()


def _pending(row: Waiting, *, still: bool) -> Pending:
    return Pending(row.id, row.attempt_id, row.edition, row.position, row.version, row.since, still)


def _decided(statement: Select[Result]) -> list[Decided]:
    """Return results with what was dangerous in them, in one statement."""
    rows = db.session.execute(
        statement.add_columns(MarkRow.version)
        .outerjoin(MarkRow, (MarkRow.result_id == Result.id) & MarkRow.dangerous)
        .order_by(Result.id, MarkRow.position)
    )
    found: dict[int, tuple[Result, list[str]]] = {}
    for row, version in rows:
        found.setdefault(row.id, (row, []))[1].extend([version] if version else [])
    return [_told(row, dangerous) for row, dangerous in found.values()]


def _told(row: Result, dangerous: Sequence[str]) -> Decided:
    return Decided(
        row.id,
        row.attempt_id,
        row.edition,
        decision_of(row.decision),
        row.rules,
        row.evidence,
        row.made_at,
        tuple(dangerous),
    )
