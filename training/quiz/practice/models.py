"""The tables of practice."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base, Part


class PracticeSet(Base):
    """A run of questions one person asked for; ``seed`` decides the order of its options."""

    __tablename__ = "practice_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    domains: Mapped[list[str]] = mapped_column(JSON)
    seed: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime]


class PracticeSlot(Base):
    """One question of a set, with the order and the values it is shown with.

    A question answered wrong is asked again in a new slot at the end.
    """

    __tablename__ = "practice_slot"
    __table_args__ = (CheckConstraint("position >= 1", name="position"),)

    set_id: Mapped[int] = mapped_column(ForeignKey("practice_set.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    code: Mapped[str] = mapped_column(String(100))
    option_order: Mapped[list[str]] = mapped_column(JSON)
    drawn: Mapped[dict[str, str]] = mapped_column(JSON, server_default="{}")
    again: Mapped[bool] = mapped_column(default=False)


class PracticeAnswer(Base):
    """The one answer of a slot, with its mark; never changed. Without a mark where only people could give one.

    All answers of a person are the log of reviews from which follows what comes again when. ``answered_on`` is the day
    in the person's zone as it was then; ``ease`` how it went, as `training.core.recalling.Ease`, None without a mark;
    ``seconds`` are whole, by the server's clock, from the question shown to the answer, None when not known.
    """

    __tablename__ = "practice_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["set_id", "position"], ["practice_slot.set_id", "practice_slot.position"], ondelete="CASCADE"
        ),
        CheckConstraint("awarded_num >= 0 AND awarded_den > 0", name="awarded"),
        CheckConstraint("certainty IN ('sure', 'fairly sure', 'guessed')", name="certainty"),
        CheckConstraint("seconds >= 0", name="seconds"),
        CheckConstraint(
            "(ease IS NULL AND awarded_num IS NULL) OR (ease BETWEEN 1 AND 4 AND awarded_num IS NOT NULL)", name="ease"
        ),
    )

    set_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    response: Mapped[list[str]] = mapped_column(JSON)
    awarded_num: Mapped[Part | None]
    awarded_den: Mapped[Part | None]
    answered_at: Mapped[datetime]
    answered_on: Mapped[date]
    certainty: Mapped[str | None] = mapped_column(String(12))
    seconds: Mapped[int | None]
    ease: Mapped[int | None] = mapped_column(SmallInteger)

    @property
    def share(self) -> Fraction | None:
        """Return the share of the full mark, 0-1, None where only people could give it."""
        if self.awarded_num is None or self.awarded_den is None:
            return None
        return Fraction(self.awarded_num, self.awarded_den)
