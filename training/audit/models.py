"""The tables of the record: rows that are never changed, their details apart, and the head of the chain."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class AuditRow(Base):
    """One act. ``facts`` holds ids and plain values, never personal details; ``hash`` covers all and the row before."""

    __tablename__ = "audit_row"

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    details_hash: Mapped[str | None] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditDetail(Base):
    """The personal details of one act, which may be erased: the row keeps only their salted hash."""

    __tablename__ = "audit_detail"

    seq: Mapped[int] = mapped_column(ForeignKey("audit_row.seq"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, object]] = mapped_column(JSON)


class AuditHead(Base):
    """How many rows there are and the newest hash, so that a cut-off tail is found. One row, id 1."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
