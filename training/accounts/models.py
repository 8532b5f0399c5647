"""The tables of people and their roles."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core.roles import Role
from training.db import Base


class PersonState(StrEnum):
    """Whether a person may sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    BLOCKED = "blocked"


class Person(UserMixin, Base):
    """Somebody with an account. ``email`` is kept in lower case; ``zone`` is an IANA name."""

    __tablename__ = "person"

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
    role_rows: Mapped[list["PersonRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles held."""
        return frozenset(row.role for row in self.role_rows)


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(String(20), primary_key=True)
