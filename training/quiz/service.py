"""Setting exams and admitting people to them."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.audit import service as audit
from training.core import specifying
from training.core.specification import Specification
from training.db import db
from training.quiz import papers, shipped
from training.quiz.models import Entry, Exam
from training.quiz.queries import exams


class QuizError(Exception):
    """The exam refuses an act; the message says what to do."""


class CodeTaken(QuizError):
    """Another exam has this code."""


class UnknownExam(QuizError):
    """There is no exam with this code, or it was never published."""


class EditedMeanwhile(QuizError):
    """Somebody saved this exam since it was opened; ``stored`` is what they saved."""

    def __init__(self, stored: Specification, revision: int) -> None:
        super().__init__(
            "Somebody else saved this exam since you opened it. Both versions are shown; choose what to keep."
        )
        self.stored = stored
        self.revision = revision


def create(code: str, specification: Specification, *, by: int | None, now: datetime) -> None:
    """Add an exam that is not published yet. Raises CodeTaken."""
    database.begin_write()
    row = Exam(code=code, draft=specification.plain(), created_at=now, changed_at=now, changed_by=by)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise CodeTaken(f"Another exam is called {code}. Choose another code.") from error
    audit.record("added exam", actor=by, subject=f"exam:{code}", now=now)


def load_shipped(*, by: int | None, now: datetime) -> tuple[str, ...]:
    """Add the shipped exams that are not here yet, as drafts, and return their codes; nothing is overwritten."""
    database.begin_write()
    new = [each for each in shipped.exams() if exams.exam(each.code) is None]
    for each in new:
        create(each.code, each.specification, by=by, now=now)
    return tuple(each.code for each in new)


def save(code: str, specification: Specification, *, revision: int, by: int, now: datetime) -> None:
    """Store a draft that was opened at ``revision``. Raises UnknownExam, EditedMeanwhile."""
    database.begin_write()
    done = db.session.scalar(
        update(Exam)
        .where(Exam.code == code, Exam.mock_of.is_(None), Exam.revision == revision)
        .values(draft=specification.plain(), revision=Exam.revision + 1, changed_at=now, changed_by=by)
        .returning(Exam.id)
    )
    if done is None:
        row = _exam(code)
        raise EditedMeanwhile(specifying.parse(row.draft), row.revision)
    facts = {"sha256": papers.digest(specification.plain())}
    audit.record("changed exam", actor=by, subject=f"exam:{code}", now=now, facts=facts)


def admit(person_id: int, exam_code: str, *, by: int | None, now: datetime) -> None:
    """Admit a person to an exam; one who was withdrawn comes back with the attempts used before.

    Admitting twice changes nothing. Raises UnknownExam.
    """
    database.begin_write()
    exam = _exam(exam_code)
    found = db.session.scalars(
        select(Entry).where(Entry.exam_id == exam.id, Entry.person_id == person_id).with_for_update()
    ).one_or_none()
    if found is not None and found.withdrawn_at is None:
        return
    if found is not None:
        found.withdrawn_at = None
        db.session.flush()
    elif not _add_entry(exam.id, person_id, by=by, now=now):
        return
    audit.record("admitted to exam", actor=by, subject=f"exam:{exam_code}", now=now, facts={"person": person_id})


def withdraw_entry(person_id: int, exam_code: str, *, by: int | None, now: datetime) -> None:
    """Withdraw a person from an exam: no new attempt, but one in progress may be finished. Raises UnknownExam."""
    database.begin_write()
    exam = _exam(exam_code)
    done = db.session.scalar(
        update(Entry)
        .where(Entry.exam_id == exam.id, Entry.person_id == person_id, Entry.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Entry.id)
    )
    if done is not None:
        audit.record("withdrew from exam", actor=by, subject=f"exam:{exam_code}", now=now, facts={"person": person_id})


def _exam(code: str) -> Exam:
    row = db.session.scalars(
        select(Exam).where(Exam.code == code, Exam.mock_of.is_(None)).with_for_update()
    ).one_or_none()
    if row is None:
        raise UnknownExam(f"There is no exam called {code}.")
    return row


def _add_entry(exam_id: int, person_id: int, *, by: int | None, now: datetime) -> bool:
    """Add an entry and return whether it was new."""
    try:
        with db.session.begin_nested():
            db.session.execute(
                insert(Entry).values(exam_id=exam_id, person_id=person_id, admitted_at=now, admitted_by=by)
            )
    except IntegrityError:
        return False
    return True
