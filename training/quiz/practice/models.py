"""The tables of practice."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, String
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
    """The one answer of a slot, with its mark; never changed. Without a mark where only people could give one."""

    __tablename__ = "practice_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["set_id", "position"], ["practice_slot.set_id", "practice_slot.position"], ondelete="CASCADE"
        ),
        CheckConstraint("awarded_num >= 0 AND awarded_den > 0", name="awarded"),
    )

    set_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    response: Mapped[list[str]] = mapped_column(JSON)
    awarded_num: Mapped[Part | None]
    awarded_den: Mapped[Part | None]
    answered_at: Mapped[datetime]

    @property
    def share(self) -> Fraction | None:
        """Return the share of the full mark, 0-1, None where only people could give it."""
        if self.awarded_num is None or self.awarded_den is None:
            return None
        return Fraction(self.awarded_num, self.awarded_den)
