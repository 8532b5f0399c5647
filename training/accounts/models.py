"""The tables of people, their roles, their ways in, and what was granted to them."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    false,
    inspect,
    text,
    true,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from training.core.roles import Role
from training.db import Base


class PersonState(StrEnum):
    """Whether a person may sign in. ``erased``: the row stands for decisions that must stay checkable."""

    INVITED = "invited"
    ACTIVE = "active"
    BLOCKED = "blocked"
    ERASED = "erased"


class Person(UserMixin, Base):
    """Somebody with an account. ``email`` is kept in lower case; ``zone`` is an IANA name.

    ``certificate_name_fixed_at`` is when the first certificate was issued: from then on a correction is a request.
    ``review_mails`` says whether news about the review of items is mailed too; it is always on the desk.
    ``simulated`` people were made by a simulation and stay that; the database lets no name of theirs leave it out.
    """

    __tablename__ = "person"

    session_token = ""
    """The token this browser signed in with; set by the loader, never stored."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[PersonState] = mapped_column(String(20), default=PersonState.INVITED)
    password_hash: Mapped[str | None] = mapped_column(String(300))
    zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    certificate_name: Mapped[str | None] = mapped_column(String(120))
    certificate_name_confirmed_at: Mapped[datetime | None]
    certificate_name_fixed_at: Mapped[datetime | None]
    review_mails: Mapped[bool] = mapped_column(default=True, server_default=true())
    simulated: Mapped[bool] = mapped_column(default=False, server_default=false())
    role_rows: Mapped[list["PersonRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("state IN ('invited', 'active', 'blocked', 'erased')", name="state"),
        CheckConstraint(
            "state = 'erased' OR (simulated = (name LIKE '%(simulated)')"
            " AND (certificate_name IS NULL OR simulated = (certificate_name LIKE '%(simulated)'))"
            " AND (NOT simulated OR email LIKE '%@simulated.invalid'))",
            name="simulated",
        ),
        Index(
            "ix_person_simulated",
            "id",
            sqlite_where=text("simulated"),
            postgresql_where=text("simulated"),
        ),
    )

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles held."""
        return frozenset(row.role for row in self.role_rows)

    def get_id(self) -> str:
        """Return what the cookies name: the token of the session, not the person."""
        return self.session_token


class SimulatedForGood(RuntimeError):
    """Somebody was about to become simulated, or to be it no more: that is decided when an account is made."""


@event.listens_for(Person, "before_update")
def _stays_simulated(_mapper: Mapper[Person], _connection: Connection, row: Person) -> None:
    if inspect(row).attrs.simulated.history.has_changes():
        raise SimulatedForGood(f"person {row.id}")


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(String(20), primary_key=True)


class UserSession(Base):
    """One browser in which somebody is signed in. The token is in its cookie, only its SHA-256 is here."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(200), default="")
    revoked_at: Mapped[datetime | None]


class TokenKind(StrEnum):
    """What a mailed link is for."""

    INVITATION = "invitation"
    RESET = "password reset"
    LINK = "sign-in link"
    EMAIL = "e-mail change"


class PersonToken(Base):
    """A link that was mailed: good once, until it runs out. ``email`` is the new address of an e-mail change."""

    __tablename__ = "person_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TokenKind] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    email: Mapped[str | None] = mapped_column(String(254))


class SecondFactor(Base):
    """The secret of a person's code app; in force from ``confirmed_at``. ``last_step`` lets a code work once."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]


class RecoveryCode(Base):
    """One way in without the code app, good once; 80 random bits, stored as their SHA-256."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)


class CertificateName(Base):
    """The name for certificates as it was once: kept when it is confirmed or corrected, never changed."""

    __tablename__ = "certificate_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    set_at: Mapped[datetime]


class NameRequest(Base):
    """A wish to correct the name after a certificate was issued; one open at a time, decided by somebody else."""

    __tablename__ = "name_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(500))
    requested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    accepted: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name="decided_whole"),
        CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name="four_eyes"),
        Index(
            "uq_name_request_open",
            "person_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )


class AccommodationRow(Base):
    """Time granted to a person, as a fraction of the limit; the newest row is in force, the others are history."""

    __tablename__ = "accommodation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    factor_num: Mapped[int]
    factor_den: Mapped[int]
    note: Mapped[str] = mapped_column(String(500))
    granted_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    granted_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("factor_den > 0 AND factor_num >= factor_den AND factor_num <= 5 * factor_den", name="factor"),
        CheckConstraint("granted_by <> person_id", name="four_eyes"),
    )


class KeptForm(Base):
    """A form that was sent when the sign-in had run out, kept for the same person in the same browser."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(2000))
    page: Mapped[str] = mapped_column(String(2000))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    files: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(index=True)
