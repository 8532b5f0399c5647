"""What exams want of each cell of the bank: told here, since the bank knows no exam."""

from sqlalchemy import func, select

from training.core import specifying
from training.core.coverage import Wanted
from training.core.specification import Specification
from training.db import db
from training.quiz.models import Exam, ExamVersion


def wanted() -> tuple[Wanted, ...]:
    """Return what the newest published version of each exam asks, by code."""
    newest = (
        select(ExamVersion.exam_id, func.max(ExamVersion.number).label("number"))
        .group_by(ExamVersion.exam_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Exam.code, ExamVersion.number, ExamVersion.specification)
        .join(ExamVersion, ExamVersion.exam_id == Exam.id)
        .join(newest, (newest.c.exam_id == ExamVersion.exam_id) & (newest.c.number == ExamVersion.number))
        .where(Exam.mock_of.is_(None))
        .order_by(Exam.code)
    )
    return tuple(_wanted(code, number, specifying.parse(plain)) for code, number, plain in rows)


def _wanted(code: str, number: int, specification: Specification) -> Wanted:
    return Wanted(code, specification.title, number, specification.pool, specification.cells)
