"""The tables of exams and attempts: what is frozen, what is only ever added, and the few rows with a state."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from training.core.domains import Pool
from training.core.responses import EventKind
from training.db import Base


class AttemptState(StrEnum):
    """Where an attempt stands. Only an attempt in progress takes answers; voided ones count for nothing."""

    IN_PROGRESS = "in progress"
    SUBMITTED = "submitted"
    GRADED = "graded"
    VOIDED = "voided"


class ClosedBy(StrEnum):
    """Who ended an attempt."""

    CANDIDATE = "candidate"
    CLOCK = "clock"


class HeldWhy(StrEnum):
    """Why an event was put aside instead of into the log."""

    UNREADABLE = "unreadable"
    NUMBER = "number out of range"
    QUESTION = "no such question"
    VALUE = "no answer of this kind"
    DEVICE = "another device"
    LATE = "late"


class Ruling(StrEnum):
    """What an administrator decided about late answers."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


_BIG = BigInteger().with_variant(Integer, "sqlite")


class Exam(Base):
    """An exam as it is being edited; ``revision`` counts saves, so that a second editor is noticed.

    The mock exam of an exam is a row beside it, ``mock_of`` it, so that whatever is kept or counted by exam keeps them
    apart. Its ``pool`` says from where its papers come, and all its versions say the same.
    """

    __tablename__ = "exam"
    __table_args__ = (
        UniqueConstraint("id", "pool"),
        CheckConstraint(
            "(pool = 'exam' AND mock_of IS NULL) OR (pool = 'practice' AND mock_of IS NOT NULL)", name="pool"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    draft: Mapped[dict[str, object]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    pool: Mapped[Pool] = mapped_column(String(10), default=Pool.EXAM, server_default=Pool.EXAM)
    mock_of: Mapped[int | None] = mapped_column(ForeignKey("exam.id"), unique=True)


class ExamVersion(Base):
    """A published specification. Never changed; a paper names the one it was drawn by.

    Those of a mock exam have the numbers of the versions they were made from.
    """

    __tablename__ = "exam_version"
    __table_args__ = (
        UniqueConstraint("exam_id", "number"),
        ForeignKeyConstraint(["exam_id", "pool"], ["exam.id", "exam.pool"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int]
    pool: Mapped[Pool] = mapped_column(String(10), default=Pool.EXAM, server_default=Pool.EXAM)
    number: Mapped[int]
    specification: Mapped[dict[str, object]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    scoring: Mapped[str] = mapped_column(String(20))
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Entry(Base):
    """A person's admission to an exam; one that was withdrawn starts no new attempt but may finish one."""

    __tablename__ = "exam_entry"
    __table_args__ = (UniqueConstraint("exam_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    admitted_at: Mapped[datetime]
    admitted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class Attempt(Base):
    """One sitting. ``closes_at`` is when the server ends it; the key signs answer files of this attempt."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("exam_id", "person_id", "number"),
        CheckConstraint(_one_of("state", AttemptState), name="state"),
        CheckConstraint("state IN ('in progress', 'voided') OR submitted_at IS NOT NULL", name="submitted_at"),
        CheckConstraint("state <> 'voided' OR void_reason IS NOT NULL", name="void_reason"),
        CheckConstraint("deadline_at > started_at AND closes_at >= deadline_at", name="times"),
        Index(
            "uq_attempt_open",
            "exam_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'in progress'"),
            postgresql_where=text("state = 'in progress'"),
        ),
        Index("ix_attempt_state_closes_at", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    exam_version_id: Mapped[int] = mapped_column(ForeignKey("exam_version.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    state: Mapped[AttemptState] = mapped_column(String(20), default=AttemptState.IN_PROGRESS)
    seed: Mapped[int] = mapped_column(_BIG)
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    honour_at: Mapped[datetime]
    accommodation: Mapped[dict[str, object]] = mapped_column(JSON)
    paper_sha256: Mapped[str] = mapped_column(String(64))
    answer_key: Mapped[str] = mapped_column(String(64))
    epoch: Mapped[int] = mapped_column(default=0)
    epoch_client: Mapped[str | None] = mapped_column(String(40))
    submitted_at: Mapped[datetime | None]
    closed_by: Mapped[ClosedBy | None] = mapped_column(String(20))
    event_digest: Mapped[str | None] = mapped_column(String(64))
    graded_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    void_reason: Mapped[str | None] = mapped_column(String(1000))
    given_back: Mapped[bool] = mapped_column(default=False)


class Paper(Base):
    """What one attempt got, frozen: versions, option orders, figures under random names, rules, cut."""

    __tablename__ = "paper"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64), index=True)


class Slot(Base):
    """One place on a paper; ``position`` counts from 1, ``drawn`` holds the values its item is bound to.

    A ``pilot`` is tried out and scored in no result; the frozen paper says the same.
    """

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("attempt_id", "version"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    option_order: Mapped[list[str]] = mapped_column(JSON)
    drawn: Mapped[dict[str, str]] = mapped_column(JSON, server_default="{}")
    pilot: Mapped[bool] = mapped_column(default=False, server_default=false())


class Exposure(Base):
    """For how many papers of an exam a version was open to be drawn, and how many of them it was given."""

    __tablename__ = "exposure"
    __table_args__ = (CheckConstraint("given >= 0 AND given <= open", name="given_when_open"),)

    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"), primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), primary_key=True)
    open: Mapped[int]
    given: Mapped[int]


class Device(Base):
    """A device an attempt was opened on; its epoch belongs to it alone."""

    __tablename__ = "attempt_device"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(200))


class Event(Base):
    """What a candidate did at a question; only ever added. ``waiting`` is how many the device still had to send."""

    __tablename__ = "attempt_event"
    __table_args__ = (
        UniqueConstraint("attempt_id", "client", "seq"),
        ForeignKeyConstraint(["attempt_id", "position"], ["slot.attempt_id", "slot.position"]),
        CheckConstraint(_one_of("kind", EventKind), name="kind"),
        CheckConstraint("seq >= 1 AND epoch >= 1", name="numbers"),
    )

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    attempt_id: Mapped[int]
    client: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    epoch: Mapped[int]
    position: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(String(10))
    value: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    waiting: Mapped[int] = mapped_column(default=0)


class Held(Base):
    """An event put aside, as it came; late ones wait for an administrator's ruling."""

    __tablename__ = "attempt_held"
    __table_args__ = (
        UniqueConstraint("attempt_id", "digest"),
        CheckConstraint(_one_of("why", HeldWhy), name="why"),
    )

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    client: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int | None]
    why: Mapped[HeldWhy] = mapped_column(String(30))
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    ruling: Mapped[Ruling | None] = mapped_column(String(10))
    ruled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime | None]


class Response(Base):
    """The response of a slot when its attempt closed. Accepting late answers freezes a further ``edition``."""

    __tablename__ = "response"
    __table_args__ = (ForeignKeyConstraint(["attempt_id", "position"], ["slot.attempt_id", "slot.position"]),)

    attempt_id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[list[str]] = mapped_column(JSON)


class ExtraTime(Base):
    """Minutes an administrator added to one attempt, with the reason."""

    __tablename__ = "attempt_extra_time"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    minutes: Mapped[int]
    reason: Mapped[str] = mapped_column(String(1000))
    given_at: Mapped[datetime]
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Problem(Base):
    """A problem a candidate reported from a question; ``answered_at`` once an administrator dealt with it."""

    __tablename__ = "attempt_problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    position: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(2000))
    reported_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
