"""Publishing an exam: its draft is frozen once nothing stands against it."""

from datetime import datetime

from sqlalchemy import func, select

from training import db as database
from training.audit import service as audit
from training.core import scoring, specifying
from training.core.drafts import Fault
from training.core.specification import Shortage, Specification
from training.db import db
from training.quiz import feasibility, papers
from training.quiz.models import Exam, ExamVersion
from training.quiz.service import EditedMeanwhile, QuizError, UnknownExam


class NotPublishable(QuizError):
    """An exam that cannot be published, with everything that stands against it."""

    def __init__(self, faults: tuple[Fault, ...], shortages: tuple[Shortage, ...]) -> None:
        super().__init__("This exam cannot be published yet.")
        self.faults = faults
        self.shortages = shortages


def publish(code: str, *, revision: int, by: int | None, now: datetime) -> int:
    """Freeze the draft as a new version and return its number.

    Raises NotPublishable with every fault and everything the pool lacks (only signed versions count, so no unapproved
    or unsigned one can come onto a paper), EditedMeanwhile when the draft is not the one that was shown, UnknownExam.
    What takes long is looked at before the transaction that writes; what the pool may have lost since, in it.
    """
    row = _exam(code, lock=False)
    draft = specifying.parse(row.draft)
    _refuse(draft, feasibility.against_cohort(row.id, draft))
    database.begin_write()
    row = _exam(code, lock=True)
    draft = specifying.parse(row.draft)
    if row.revision != revision:
        raise EditedMeanwhile(draft, row.revision)
    _refuse(draft, feasibility.shortages(row.id, draft))
    newest = db.session.scalar(select(func.max(ExamVersion.number)).where(ExamVersion.exam_id == row.id))
    number = (newest or 0) + 1
    digest = papers.digest(draft.plain())
    db.session.add(
        ExamVersion(
            exam_id=row.id,
            number=number,
            pool=draft.pool,
            specification=draft.plain(),
            sha256=digest,
            scoring=scoring.VERSION,
            published_at=now,
            published_by=by,
        )
    )
    db.session.flush()
    facts = {"number": number, "sha256": digest}
    audit.record("published exam", actor=by, subject=f"exam:{code}", now=now, facts=facts)
    return number


def _refuse(draft: Specification, shortages: tuple[Shortage, ...]) -> None:
    """Raise NotPublishable with what stands against a draft, if anything does."""
    if (faults := draft.faults()) or shortages:
        raise NotPublishable(faults, shortages)


def _exam(code: str, *, lock: bool) -> Exam:
    wanted = select(Exam).where(Exam.code == code, Exam.mock_of.is_(None))
    row = db.session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if row is None:
        raise UnknownExam(f"There is no exam called {code}.")
    return row
