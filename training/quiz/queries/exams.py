"""Exams: their drafts, what the pool holds for them, what is published, and who was admitted."""

from dataclasses import dataclass

from sqlalchemy import func, select

from training.bank.queries import stock
from training.core import drawing
from training.core import specification as specifications
from training.core.domains import Pool
from training.core.specification import Cell, Shortage, Specification
from training.db import db
from training.quiz.models import Attempt, AttemptState, Entry, Exam, ExamVersion


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
    shortages: tuple[Shortage, ...]
    versions: tuple[ExamVersion, ...]

    @property
    def unpublished(self) -> bool:
        """Return whether the draft says anything that the newest version does not."""
        return not self.versions or self.versions[0].specification != self.draft.plain()


def exams() -> list[Exam]:
    """Return all exams by code."""
    return list(db.session.scalars(select(Exam).order_by(Exam.code)))


def exam(code: str) -> Exam | None:
    """Return an exam by its code."""
    return db.session.scalars(select(Exam).where(Exam.code == code)).one_or_none()


def settings(code: str) -> Settings | None:
    """Return an exam with its draft, what the pool holds for it, and its published versions, the newest first."""
    found = exam(code)
    if found is None:
        return None
    draft = specifications.parse(found.draft)
    versions = select(ExamVersion).where(ExamVersion.exam_id == found.id).order_by(ExamVersion.number.desc())
    return Settings(found, draft, held_cells(draft.pool), shortages(draft), tuple(db.session.scalars(versions)))


def shortages(draft: Specification) -> tuple[Shortage, ...]:
    """Return what a live exam's pool lacks to fill a paper: thin cells, else critical items or peace among enemies."""
    try:
        drawing.draw(stock.pool(draft.pool, live=True), draft, seed=0, seen=())
    except drawing.PoolTooSmall as refusal:
        return refusal.shortages
    return ()


def held_cells(pool: Pool) -> dict[Cell, int]:
    """Return how many items of a pool an exam may draw by cell: signed versions only."""
    return {(domain, level): count.signed for (place, domain, level), count in stock.counts().items() if place == pool}


def published(code: str) -> Published | None:
    """Return the newest published version of an exam, None before the first."""
    row = db.session.execute(
        select(Exam.id, ExamVersion.id, ExamVersion.number, ExamVersion.specification)
        .join(ExamVersion, ExamVersion.exam_id == Exam.id)
        .where(Exam.code == code)
        .order_by(ExamVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return Published(row[0], code, row[1], row[2], specifications.parse(row[3])) if row else None


def admitted_to(person_id: int) -> list[str]:
    """Return the codes of published exams a person is or was admitted to."""
    return list(
        db.session.scalars(
            select(Exam.code)
            .join(Entry, Entry.exam_id == Exam.id)
            .where(Entry.person_id == person_id, select(ExamVersion.id).where(ExamVersion.exam_id == Exam.id).exists())
            .order_by(Exam.code)
        )
    )


def running() -> int:
    """Return how many attempts are in progress."""
    running = select(func.count()).select_from(Attempt).where(Attempt.state == AttemptState.IN_PROGRESS)
    return db.session.scalar(running) or 0
