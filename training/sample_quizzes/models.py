"""The tables of sample quizzes. Of visitors they keep two counts a quiz, and nothing else."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class SampleQuiz(Base):
    """A quiz: ``number`` names it to staff for ever, ``link`` to visitors until it is renewed; 80 random bits each."""

    __tablename__ = "sample_quiz"
    __table_args__ = (CheckConstraint("full_marks >= 0 AND full_marks <= answers", name="counts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(19), unique=True)
    link: Mapped[str] = mapped_column(String(19), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    introduction: Mapped[str] = mapped_column(Text)
    ends_on: Mapped[date | None]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    answers: Mapped[int] = mapped_column(default=0)
    full_marks: Mapped[int] = mapped_column(default=0)


class SampleQuestion(Base):
    """An item of a quiz. ``place`` is its name within the quiz, ``position`` its order; ``version`` is what was chosen.

    What visitors see is decided when they ask: the version that practice draws now, or nothing.
    """

    __tablename__ = "sample_question"
    __table_args__ = (UniqueConstraint("quiz_id", "item_id"),)

    quiz_id: Mapped[int] = mapped_column(ForeignKey("sample_quiz.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("bank_item.id"), index=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
