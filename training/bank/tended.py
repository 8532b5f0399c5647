"""Tables of looking after a bank: retired and checked items, outdated sources, cosmetic edits, ratings, changes."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class Retirement(Base):
    """That an item was retired, by whom and why; it stays when the item is taken up again."""

    __tablename__ = "item_retirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("bank_item.id"), index=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)


class Replacement(Base):
    """That an item takes the place of another, said once."""

    __tablename__ = "item_replacement"
    __table_args__ = (
        UniqueConstraint("item_id", "by_item_id"),
        CheckConstraint("item_id <> by_item_id", name="other"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("bank_item.id"))
    by_item_id: Mapped[int] = mapped_column(ForeignKey("bank_item.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class SourceFlag(Base):
    """That a source was called outdated, or current again; the last row of a source counts, none is ever changed.

    ``on`` is the day since which it is so.
    """

    __tablename__ = "source_flag"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100), index=True)
    outdated: Mapped[bool]
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class ItemCheck(Base):
    """That somebody who did not write a version found it still right; ``again_by`` takes the place of its own day."""

    __tablename__ = "item_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    on: Mapped[date]
    again_by: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class CosmeticEdit(Base):
    """That a reviewer called a version a cosmetic edit of the one in use before it, or took that back, and why.

    Only ever added: each row supersedes the one before it, which only one may do, and the last of a version counts.
    """

    __tablename__ = "item_cosmetic_edit"
    __table_args__ = (
        CheckConstraint("before <> version", name="other"),
        Index(
            "uq_item_cosmetic_edit_first",
            "version",
            unique=True,
            sqlite_where=text("supersedes IS NULL"),
            postgresql_where=text("supersedes IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    before: Mapped[str] = mapped_column(ForeignKey("item_version.hash"))
    cosmetic: Mapped[bool]
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("item_cosmetic_edit.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class PanelRating(Base):
    """What a judge of a panel expects of an item: the share, 0-1, of borderline candidates who would be right.

    ``judge`` is what the panel calls its judge. A rating that takes the place of another takes its row.
    """

    __tablename__ = "item_rating"
    __table_args__ = (
        UniqueConstraint("version", "judge"),
        CheckConstraint("share >= 0 AND share <= 1", name="share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"))
    judge: Mapped[str] = mapped_column(String(60))
    share: Mapped[float]
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class SavedFilter(Base):
    """What somebody narrows the list of items to, under a name of their own."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime]


class ChangeRun(Base):
    """A change of many items as it was shown: what changes, and by code the version each item had then."""

    __tablename__ = "item_change_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    wanted: Mapped[dict[str, object]] = mapped_column(JSON)
    versions: Mapped[dict[str, str]] = mapped_column(JSON)


class Linted(Base):
    """That the linter read a version, in which edition, and what it found.

    ``found`` holds the rules and their severities, each with a blank before and after it.
    """

    __tablename__ = "item_linted"

    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), primary_key=True)
    edition: Mapped[str] = mapped_column(String(16))
    found: Mapped[str] = mapped_column(Text)
