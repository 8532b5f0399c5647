"""The table of simulations: what was asked for, and how far it has come."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class SimulationRun(Base):
    """One simulation. What it does follows from the columns up to ``until``, the moment up to which it simulates.

    ``acts`` counts what was done, each with what it did in one transaction, so that one that was interrupted goes on
    where it was. Only one is unfinished at a time.
    """

    __tablename__ = "simulation_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    people: Mapped[int]
    months: Mapped[int]
    until: Mapped[datetime]
    begun_at: Mapped[datetime]
    acts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]

    open: Mapped[bool | None] = mapped_column(unique=True)
    """True until it is finished, then nothing: so the database lets only one be unfinished."""

    __table_args__ = (
        CheckConstraint("people > 0 AND months > 0 AND acts >= 0", name="counts"),
        CheckConstraint("(open IS NULL) = (finished_at IS NOT NULL) AND (open IS NULL OR open)", name="open"),
    )
