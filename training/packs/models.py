"""The tables of packs: versions, which of them are and were active, and where trainees intend to practise."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class PackVersion(Base):
    """One version of a pack as its file was loaded; never changed."""

    __tablename__ = "pack_version"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class PackActivation(Base):
    """A time during which a version is what trainees see, with the reasons; a pack has one open one at most."""

    __tablename__ = "pack_activation"
    __table_args__ = (
        ForeignKeyConstraint(["code", "number"], ["pack_version.code", "pack_version.number"]),
        Index(
            "uq_pack_activation_open",
            "code",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    begun_at: Mapped[datetime]
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    ended_reason: Mapped[str | None] = mapped_column(Text)


class PackChoice(Base):
    """That somebody intends to practise where a pack is about; their own note, which nobody else sees."""

    __tablename__ = "pack_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    chosen_at: Mapped[datetime]
