"""The tables of certificates: rows that never change, and the history of their status beside them."""

from datetime import date, datetime
from typing import Never

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, deferred, mapped_column, object_session, relationship

from training.certificates import facts
from training.certificates.facts import Facts
from training.core.certification import Act, Change, Reason
from training.db import Base


class Certificate(Base):
    """One certificate as it was issued. ``facts`` are canonical JSON; the columns after them repeat some for search.

    ``award_key`` names what it was issued for, so that one award cannot have two. ``expires_at`` is the first moment
    at which it has expired. ``erased_at`` is when its holder was erased (`erasure`, the one exception): the PDF and
    the name are gone then, the hashes are of what was issued.
    """

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(19), unique=True)
    award_key: Mapped[str] = mapped_column(String(160), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    facts: Mapped[str] = mapped_column(Text)
    facts_sha256: Mapped[str] = mapped_column(String(64), index=True)
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    pdf_sha256: Mapped[str] = mapped_column(String(64), index=True)
    holder: Mapped[str] = mapped_column(String(120))
    searched: Mapped[str] = mapped_column(String(400))
    programme_code: Mapped[str] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(String(120))
    valid_until: Mapped[date | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    demo: Mapped[bool]
    issued_at: Mapped[datetime] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]
    issued_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    history: Mapped[list["CertificateStatus"]] = relationship(order_by="CertificateStatus.place", lazy="selectin")

    __table_args__ = (CheckConstraint("issued_by <> person_id", name="four_eyes"),)

    @property
    def stated(self) -> Facts:
        """Return the facts as a value."""
        return facts.read(self.facts)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return the history as the rules take it."""
        return tuple(Change(Act(row.act), row.at) for row in self.history)


class CertificateStatus(Base):
    """One change of status: who, when, why. ``place`` counts from 1 for each certificate."""

    __tablename__ = "certificate_status"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    place: Mapped[int]
    act: Mapped[Act] = mapped_column(String(20))
    reason_class: Mapped[Reason] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(2000))
    by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("certificate_id", "place"),
        CheckConstraint("act IN ('suspended', 'reinstated', 'revoked', 'superseded')", name="act"),
        CheckConstraint("place > 0", name="place"),
    )


class Immutable(RuntimeError):
    """A row of this slice was about to be changed or deleted: what was issued stays as it was issued."""


@event.listens_for(Certificate, "before_update")
@event.listens_for(CertificateStatus, "before_update")
def _no_change(_mapper: Mapper[Base], _connection: Connection, row: Base) -> None:
    """Refuse a changed column; a longer history is no change of the certificate's row."""
    session = object_session(row)
    if session is not None and session.is_modified(row, include_collections=False):
        raise Immutable(f"{row.__tablename__} rows are never changed")


@event.listens_for(Certificate, "before_delete")
@event.listens_for(CertificateStatus, "before_delete")
def _no_deletion(_mapper: Mapper[Base], _connection: Connection, row: Base) -> Never:
    raise Immutable(f"{row.__tablename__} rows are never deleted")
