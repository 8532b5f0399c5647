"""Which mock exams are offered, and what somebody sat of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import select

from training import items
from training.bank.queries import stock
from training.bank.queries.stock import PoolItem
from training.core import rehearsing, specifying
from training.core.domains import Pool
from training.core.drawing import PoolTooSmall
from training.core.lacking import lacks
from training.core.specification import Shortage, Specification
from training.db import db
from training.quiz import candidates, counted
from training.quiz.models import Attempt, Exam, Slot
from training.quiz.queries import exams, standings
from training.quiz.queries.exams import Published
from training.quiz.queries.standings import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """The mock of a published exam, and what the practice pool lacks for it; nothing where it can be sat."""

    exam: Published
    specification: Specification
    shortages: tuple[Shortage, ...]


def offers() -> list[Offer]:
    """Return the mock exams that can be sat now, by the exams' codes."""
    drawn = pool()
    found = [_offer(exam, drawn) for exam in exams.all_published()]
    return [offer for offer in found if not offer.shortages]


def offer(exam_code: str) -> Offer | None:
    """Return the mock of an exam with what it lacks, None before the exam is published."""
    exam = exams.published(exam_code)
    return _offer(exam, pool()) if exam else None


def shortages(specification: Specification) -> tuple[Shortage, ...]:
    """Return what the practice pool lacks for the mock of an exam with this specification; empty when all is well."""
    return _shortages(rehearsing.mock(specification), pool())


def pool() -> tuple[PoolItem, ...]:
    """Return what a mock exam may draw: practice items whose every answer the site marks by itself.

    Its result comes at once, so nothing may wait for people.
    """
    return tuple(each for each in stock.pool(Pool.PRACTICE, live=False) if _marks_alone(each.version))


def standing(person_id: int, exam: Published) -> Standing | None:
    """Return where a person stands with the mock of an exam, None when there is no such person.

    Nothing locks it and no number of attempts limits it. The ``exam`` in it has the code of the real one.
    """
    candidate = candidates.candidate(person_id)
    if candidate is None:
        return None
    mock = row_id(exam.exam_id)
    return Standing(
        exam=replace(exam, exam_id=mock or 0, specification=rehearsing.mock(exam.specification)),
        candidate=candidate,
        admitted=True,
        attempts=standings.sat(mock, person_id) if mock else (),
        locks=(),
        next_at=None,
    )


def row_id(exam_id: int) -> int | None:
    """Return under which id the mock of an exam is kept, None before anybody sat it."""
    return db.session.scalar(select(Exam.id).where(Exam.mock_of == exam_id))


def last_met(mock_id: int, person_id: int) -> frozenset[str]:
    """Return the codes of the items on somebody's last mock paper."""
    last = (
        select(Attempt.id)
        .where(Attempt.exam_id == mock_id, Attempt.person_id == person_id)
        .order_by(Attempt.number.desc())
        .limit(1)
    )
    met = db.session.scalars(select(Slot.version).where(Slot.attempt_id == last.scalar_subquery()))
    return frozenset(item.header.code for item in stock.versions(met).values())


def sat(exam_id: int) -> int:
    """Return how many mocks of an exam were started."""
    return len(db.session.scalars(select(Attempt.id).where(Attempt.exam_id == row_id(exam_id))).all())


def _offer(exam: Published, drawn: Sequence[PoolItem]) -> Offer:
    specification = rehearsing.mock(exam.specification)
    return Offer(exam, specification, _shortages(specification, drawn))


def _shortages(specification: Specification, drawn: Sequence[PoolItem]) -> tuple[Shortage, ...]:
    return _lacks(tuple(each.version for each in drawn), json.dumps(specification.plain(), sort_keys=True))


@lru_cache(maxsize=64)
def _lacks(versions: tuple[str, ...], specification: str) -> tuple[Shortage, ...]:
    """Try a paper once a process: a version is the hash of its item, so what it gave it would give again."""
    found = stock.versions(versions)
    pool = [PoolItem(version, found[version]) for version in versions]
    asked = specifying.parse(json.loads(specification))
    try:
        counted.assembly(pool, asked, ()).one(seed=0)
    except PoolTooSmall as refusal:
        return lacks(found, asked) or refusal.shortages
    return ()


@lru_cache(maxsize=5_000)
def _marks_alone(version: str) -> bool:
    return items.marks_alone(stock.versions([version])[version])
