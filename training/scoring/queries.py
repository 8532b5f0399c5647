"""Looking at results: the one that holds for each attempt, and all there were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from training.core.scoring import Decision, decision_of
from training.db import db
from training.scoring.models import MarkRow, Result


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


def current(attempt_ids: Iterable[int]) -> dict[int, Decided]:
    """Return the result that holds for each attempt that has one: the one no other supersedes."""
    newer = aliased(Result)
    held = select(Result).where(
        Result.attempt_id.in_(list(attempt_ids)), ~select(newer.id).where(newer.supersedes == Result.id).exists()
    )
    return {row.attempt_id: row for row in _decided(held)}


def history(attempt_id: int) -> list[Decided]:
    """Return all results of an attempt, the oldest first."""
    return _decided(select(Result).where(Result.attempt_id == attempt_id).order_by(Result.id))


def marks(result_id: int) -> list[MarkRow]:
    """Return the marks of a result in order of the paper."""
    return list(db.session.scalars(select(MarkRow).where(MarkRow.result_id == result_id).order_by(MarkRow.position)))


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
    return [
        Decided(
            row.id,
            row.attempt_id,
            row.edition,
            decision_of(row.decision),
            row.rules,
            row.evidence,
            row.made_at,
            tuple(dangerous),
        )
        for row, dangerous in found.values()
    ]
