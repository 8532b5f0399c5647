"""The tables of modules: versions that never change, which one is current, and what people did with them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class State(StrEnum):
    """Where a version stands. What is read is the current one: signed, or loaded from files and awaiting review."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    SIGNED = "signed"
    RETIRED = "retired"


_STATES = ", ".join(f"'{state}'" for state in State)


class ModuleVersion(Base):
    """One unchangeable wording of a module, named by the hash of everything in it, plates included.

    Only its state changes. ``loaded_at`` and ``loaded_by`` say who wrote or loaded it. A draft need not be finished.
    """

    __tablename__ = "module_version"
    __table_args__ = (UniqueConstraint("code", "number"), CheckConstraint(f"state IN ({_STATES})", name="state"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    state: Mapped[State] = mapped_column(String(20), index=True)
    changed_at: Mapped[datetime]


class CurrentModule(Base):
    """Which version of a module is read now."""

    __tablename__ = "module"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("module_version.id"), unique=True)
    position: Mapped[int]
    since: Mapped[datetime]


class ModuleSignature(Base):
    """A clinical lead's word that one version may be taught; one a version."""

    __tablename__ = "module_signature"

    version_id: Mapped[str] = mapped_column(ForeignKey("module_version.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class ModuleApproval(Base):
    """A reviewer's approval of one exact version."""

    __tablename__ = "module_approval"

    version_id: Mapped[str] = mapped_column(ForeignKey("module_version.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class ModuleUnsaved(Base):
    """What somebody typed in the editor of a module and has not saved: one a part, seen by its author alone.

    ``place`` is the module's code and the part; ``revision`` counts, so that a second tab is noticed.
    """

    __tablename__ = "module_unsaved"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str] = mapped_column(String(200))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    revision: Mapped[int]
    kept_at: Mapped[datetime] = mapped_column(index=True)


class SectionOpened(Base):
    """A person opened a section in one wording; ``digest`` names it, so that only changed sections ask again."""

    __tablename__ = "section_opened"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module_code: Mapped[str] = mapped_column(String(60))
    section: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[str] = mapped_column(ForeignKey("module_version.id"), index=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "module_code", "section", "digest"),)


class CheckpointAnswer(Base):
    """One answer to a question in passing; never changed, the newest is shown."""

    __tablename__ = "checkpoint_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module_code: Mapped[str] = mapped_column(String(60))
    checkpoint: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[str] = mapped_column(ForeignKey("module_version.id"), index=True)
    response: Mapped[list[str]] = mapped_column(JSON)
    right: Mapped[bool]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "person_id", "module_code"),)


class ModuleCompleted(Base):
    """A person opened every section and answered every question of one version; kept when a newer one comes."""

    __tablename__ = "module_completed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("module_version.id"), primary_key=True)
    module_code: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime]


class StudyRun(Base):
    """Since when a person's study is not yet credited, and the last sign of it. One row a person."""

    __tablename__ = "study_run"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]
    seen: Mapped[datetime]


class StudyMinute(Base):
    """One credited minute of the clock: whole minutes since 1970, so that nothing counts it twice."""

    __tablename__ = "study_minute"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    minute: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    module_code: Mapped[str] = mapped_column(String(60))

    __table_args__ = (Index(None, "person_id", "module_code"), CheckConstraint("minute > 0", name="after_1970"))


class ReadAgain(Base):
    """A section somebody was asked to read again, and from when a reading counts."""

    __tablename__ = "read_again"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    module_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    since: Mapped[datetime]
