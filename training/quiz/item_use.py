"""How versions of items did on papers: counted here for the bank, which lists items and knows no exam."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Float, Integer, Select, cast, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from training.accounts import queries as accounts
from training.bank.queries.usage import Stood
from training.db import db
from training.quiz.models import Attempt, Exam, Problem, Slot
from training.scoring.models import MarkRow, Result

_SIMULATED = accounts.is_simulated(Attempt.person_id)


def counted(among: Select[str] | None) -> Select[*tuple[Any, ...]]:
    """Return rows as the bank's Usage has them, of the versions ``among`` or of all.

    ``tried`` are those of the ``drawn`` that counted for nothing; their marks count here as all others do.
    ``simulated`` are those of the ``drawn`` on papers of simulated people. Voided attempts and results that another
    one superseded do not count. ``points`` sums the share of the possible points that each mark is.
    """
    superseded = select(Result.supersedes).where(Result.supersedes.is_not(None))
    zero = literal(0)
    share = cast(MarkRow.awarded_num * MarkRow.possible_den, Float) / (MarkRow.awarded_den * MarkRow.possible_num)
    drawn = _sound(
        select(Slot.version.label("version"), func.count().label("drawn"),
               func.sum(cast(Slot.pilot, Integer)).label("tried"),
               func.sum(cast(_SIMULATED, Integer)).label("simulated"), zero.label("marked"),
               literal(0.0).label("points"), zero.label("problems")).join(Attempt, Attempt.id == Slot.attempt_id),
        among, Slot.version,
    )  # fmt: skip
    marked = _sound(
        select(MarkRow.version, zero, zero, zero, func.count(), func.sum(share), zero)
        .join(Result, Result.id == MarkRow.result_id)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .where(Result.id.not_in(superseded), MarkRow.possible_num > 0),
        among,
        MarkRow.version,
    )
    reported = _sound(
        select(Slot.version, zero, zero, zero, zero, literal(0.0), func.count(Problem.id))
        .join(Problem, (Problem.attempt_id == Slot.attempt_id) & (Problem.position == Slot.position))
        .join(Attempt, Attempt.id == Slot.attempt_id),
        among,
        Slot.version,
    )
    rows = union_all(drawn, marked, reported).subquery()
    return select(rows)


def shown(hashes: Iterable[str]) -> dict[str, int]:
    """Return how often each of some versions stood on a paper that was not voided; none for those that never did."""
    rows = db.session.execute(
        select(Slot.version, func.count())
        .join(Attempt, Attempt.id == Slot.attempt_id)
        .where(Slot.version.in_(set(hashes)), Attempt.voided_at.is_(None))
        .group_by(Slot.version)
    )
    return {version: int(count) for version, count in rows}


def by_exam(hashes: Iterable[str]) -> list[Stood]:
    """Return the exams on whose papers any of some versions stood, the last first; voided attempts count too."""
    title = Exam.draft["title"].as_string()
    last = func.max(Attempt.started_at)
    rows = db.session.execute(
        select(title, func.count(), func.sum(cast(Slot.pilot, Integer)), func.sum(cast(_SIMULATED, Integer)), last)
        .select_from(Slot)
        .join(Attempt, Attempt.id == Slot.attempt_id)
        .join(Exam, Exam.id == Attempt.exam_id)
        .where(Slot.version.in_(set(hashes)))
        .group_by(Exam.id, title)
        .order_by(last.desc(), Exam.id)
    )
    return [Stood(exam, drawn, int(tried), int(simulated), at) for exam, drawn, tried, simulated, at in rows]


def _sound(
    statement: Select[*tuple[Any, ...]], among: Select[str] | None, version: InstrumentedAttribute[str]
) -> Select[*tuple[Any, ...]]:
    statement = statement.where(Attempt.voided_at.is_(None)).group_by(version)
    return statement if among is None else statement.where(version.in_(among))
