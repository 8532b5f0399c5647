"""The tables of the bank: items, their unchangeable versions, and who did what to each version."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core.domains import Domain, Level, Pool
from training.db import Base


class State(StrEnum):
    """Where a version stands. Only signed versions are drawn by a live exam; practice draws approved ones too."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    SIGNED = "signed"
    RETIRED = "retired"


class RunState(StrEnum):
    """Whether an import was only shown, was applied, or was dropped."""

    SHOWN = "shown"
    APPLIED = "applied"
    DROPPED = "dropped"


_STATES = ", ".join(f"'{state}'" for state in State)


class BankItem(Base):
    """An item: a code and a pool, which never change. ``base`` is the version last exported or imported."""

    __tablename__ = "bank_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(100), unique=True)
    pool: Mapped[Pool] = mapped_column(String(10))
    base: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]


class ItemVersion(Base):
    """One unchangeable wording and key, named by the hash of its content; only its state changes.

    The columns beside ``content`` repeat what lists search and sort by.
    """

    __tablename__ = "item_version"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason IS NOT NULL", name="withdrawn_reason"),
        Index(
            "uq_item_version_signed",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'signed'"),
            postgresql_where=text("state = 'signed'"),
        ),
    )

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("bank_item.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    domain: Mapped[Domain] = mapped_column(String(40))
    level: Mapped[Level] = mapped_column(String(20))
    critical: Mapped[bool]
    author: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    figures: Mapped[dict[str, str]] = mapped_column(JSON)
    search_text: Mapped[str] = mapped_column(Text)
    objective: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The objective as it is searched: folded to small letters."""
    cites: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Codes of all its sources, each with a blank before and after it."""
    review_by: Mapped[date | None]
    unfinished: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[State] = mapped_column(String(20), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)

    item: Mapped[BankItem] = relationship(lazy="joined", innerjoin=True)


class Approval(Base):
    """One reviewer's approval of one exact version, with the list they went through: `training.bank.checklist`."""

    __tablename__ = "item_approval"
    __table_args__ = (UniqueConstraint("version", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    checklist: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))


class ReviewAnswer(Base):
    """What a reviewer answered before the key was shown."""

    __tablename__ = "item_review_answer"
    __table_args__ = (UniqueConstraint("version", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    response: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]


class SignOff(Base):
    """The clinical lead's signature under one exact version."""

    __tablename__ = "item_sign_off"

    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class KeySeen(Base):
    """That a reviewer looked at a version's key before answering it, and so does not review it."""

    __tablename__ = "item_key_seen"

    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class Figure(Base):
    """A picture, recording or captions. Its name stands for these bytes for ever: a changed one gets a new name."""

    __tablename__ = "item_figure"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Unsaved(Base):
    """What somebody typed in the editor and has not saved: one an item, one for each kind of new item.

    ``place`` is the item's code, or ``new:`` and the kind; ``revision`` counts, so that a second tab is noticed.
    """

    __tablename__ = "item_unsaved"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str] = mapped_column(String(120))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    revision: Mapped[int]
    kept_at: Mapped[datetime] = mapped_column(index=True)


class ImportRun(Base):
    """One import as it was shown: applying it does exactly this, or nothing."""

    __tablename__ = "bank_import_run"
    __table_args__ = (CheckConstraint("state IN ('shown', 'applied', 'dropped')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(300))
    state: Mapped[RunState] = mapped_column(String(10), default=RunState.SHOWN)
    applied_at: Mapped[datetime | None]
    plan: Mapped[dict[str, object]] = mapped_column(JSON)
