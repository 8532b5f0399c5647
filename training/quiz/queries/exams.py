"""Exams: their drafts, what the pool holds for them, and what is published."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, func, select, true
from sqlalchemy.orm import aliased

from training.bank.queries import stock
from training.core import specifying
from training.core.domains import Pool
from training.core.specification import Cell, Specification
from training.db import db
from training.quiz.models import Attempt, AttemptState, Exam, ExamVersion


@dataclass(frozen=True, slots=True)
class Published:
    """The newest published version of an exam."""

    exam_id: int
    code: str
    version_id: int
    number: int
    specification: Specification


@dataclass(frozen=True, slots=True)
class Settings:
    """An exam as its editor sees it; ``held`` is what the pool holds a cell, signed versions only."""

    exam: Exam
    draft: Specification
    held: dict[Cell, int]
    versions: tuple[ExamVersion, ...]

    @property
    def unpublished(self) -> bool:
        """Return whether the draft says anything that the newest version does not."""
        return not self.versions or self.versions[0].specification != self.draft.plain()


def exams() -> list[Exam]:
    """Return all exams by code; mock exams are none."""
    return list(db.session.scalars(select(Exam).where(Exam.mock_of.is_(None)).order_by(Exam.code)))


def exam(code: str) -> Exam | None:
    """Return an exam by its code."""
    return db.session.scalars(select(Exam).where(Exam.code == code, Exam.mock_of.is_(None))).one_or_none()


def settings(code: str) -> Settings | None:
    """Return an exam with its draft, what the pool holds for it, and its published versions, the newest first."""
    found = exam(code)
    if found is None:
        return None
    draft = specifying.parse(found.draft)
    versions = select(ExamVersion).where(ExamVersion.exam_id == found.id).order_by(ExamVersion.number.desc())
    return Settings(found, draft, held_cells(draft.pool), tuple(db.session.scalars(versions)))


def held_cells(pool: Pool) -> dict[Cell, int]:
    """Return how many items of a pool an exam may draw by cell: signed versions only."""
    return {(domain, level): count.signed for (place, domain, level), count in stock.counts().items() if place == pool}


def published(code: str) -> Published | None:
    """Return the newest published version of an exam, None before the first."""
    return next(iter(_published(Exam.code == code)), None)


def all_published() -> list[Published]:
    """Return the newest published version of every exam that has one, by code."""
    return _published(true())


def published_of(exam_ids: Collection[int]) -> list[Published]:
    """Return the newest published version of each of these exams that has one, by code."""
    return _published(Exam.id.in_(exam_ids)) if exam_ids else []


def _published(wanted: ColumnElement[bool]) -> list[Published]:
    rows = db.session.execute(
        select(Exam.id, Exam.code, ExamVersion.id, ExamVersion.number, ExamVersion.specification)
        .join(ExamVersion, (ExamVersion.exam_id == Exam.id) & (ExamVersion.number == _newest()))
        .where(wanted, Exam.mock_of.is_(None))
        .order_by(Exam.code)
    )
    return [
        Published(exam_id, code, version_id, number, specifying.parse(plain))
        for exam_id, code, version_id, number, plain in rows
    ]


@cache
def _newest() -> ScalarSelect[int]:
    every = aliased(ExamVersion)
    return select(func.max(every.number)).where(every.exam_id == Exam.id).scalar_subquery()


def running() -> int:
    """Return how many attempts at exams are in progress; those at mock exams are left out."""
    exam = select(Exam.id).where(Exam.mock_of.is_(None))
    running = Attempt.state == AttemptState.IN_PROGRESS, Attempt.exam_id.in_(exam)
    return db.session.scalar(select(func.count()).select_from(Attempt).where(*running)) or 0
