"""The tables of people, their roles, their ways in, and what was granted to them."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    role_rows: Mapped[list["PersonRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("state IN ('invited', 'active', 'blocked', 'erased')", name="state"),
    )

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles held."""
        return frozenset(row.role for row in self.role_rows)

    def get_id(self) -> str:
        """Return what the cookies name: the token of the session, not the person."""
        return self.session_token


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
