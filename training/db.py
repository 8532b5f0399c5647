"""The database handle, and the one place that commits.

Reads run in a short transaction of their own. A service that writes calls `begin_write` first: on SQLite the write
lock is taken there, so the reads that decide the write are inside it (architecture, D6). A request's write is
committed after the view succeeded, a command's by `commit_command`, a job step's by `commit_step`.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import structlog
from flask import Flask, Response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    Integer,
    MetaData,
    Table,
    event,
    insert,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Iterator

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FULL_SQLITE = ("disk is full", "readonly database", "disk I/O error", "database is locked")
FULL_POSTGRES = frozenset({"53000", "53100", "53200", "25006"})
"""Out of disk or memory, or read-only (PostgreSQL, appendix A: error codes)."""
TOO_LARGE_POSTGRES = "22003"
"""A number out of the range of its column (the same appendix)."""
_log = structlog.get_logger(__name__)


class CannotWrite(Exception):
    """The database takes nothing now: its disk is full, or it is locked or read-only. Nothing was stored."""


class OutOfRange(Exception):
    """A number that no column can hold, so that no row has it. Nothing was stored."""


class Unreachable(CannotWrite):
    """The database does not answer: it is not running, is being started again, or cut the connection."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite drops the offset, so it is put back; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value in UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time needs its zone"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Part: TypeAlias = Annotated[int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"))]
"""The numerator or denominator of a mark: 64 bits on both databases, for marks are exact sums of small shares."""


class Base(DeclarativeBase):
    """Every table subclasses this (not ``db.Model``, which type checkers cannot see)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Base.registry.update_type_annotation_map({datetime: UtcDateTime})
db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    """Bind the database to ``app`` and commit after each request that wrote and succeeded."""
    db.init_app(app)
    app.after_request(_finish)
    with app.app_context():
        prepare_engine(db.engine)


def prepare_engine(engine: Engine) -> None:
    """Give an engine its connection settings; on SQLite, transactions that begin when we say so."""
    event.listen(engine, "handle_error", _name_refusal)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


def begin_write() -> None:
    """End the reads so far and begin the transaction that writes; a second call changes nothing.

    Rows loaded before are read again when they are touched next. Raises RuntimeError when something was
    written before the write began, since its deciding reads would stand outside the lock.
    """
    session = db.session()
    if session.info.get("writing"):
        return
    if session.new or session.dirty or session.deleted:
        message = "a row was changed before begin_write()"
        raise RuntimeError(message)
    rollback()
    session.info["writing"] = True
    session.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})


def table_of(model: type[Base]) -> Table:
    """Return the table that keeps the objects of a class."""
    return model.metadata.tables[model.__tablename__]


def add_rows(model: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, of which there may be none: in one statement, and without what an object a row would take.

    Call `begin_write` before. The session's objects are written first, and know nothing of these rows.
    """
    if rows:
        db.session.flush()
        db.session.execute(insert(table_of(model)), rows)


def before_commit(work: Callable[[], None]) -> None:
    """Run ``work`` last in the transaction being written: what needs a lock that is held briefly."""
    db.session().info.setdefault("before_commit", []).append(work)


def after_commit(work: Callable[[], object]) -> None:
    """Run ``work`` right after the commit of what is being written, in a transaction of its own.

    A failure of it is logged and left to the worker; the request that asked for it has succeeded. Dropped when
    the transaction is rolled back.
    """
    db.session().info.setdefault("after_commit", []).append(work)


def forget_deleted() -> None:
    """Empty SQLite's write-ahead log after the commit, so that what was deleted stands in no file of the database.

    The database file itself holds zeros where something was deleted (``secure_delete``). While somebody reads for
    longer than the wait for a lock, the log stays, and later writes go over it. PostgreSQL's vacuum does it by itself.
    """
    if db.engine.dialect.name == "sqlite":
        after_commit(_empty_log)


def _empty_log() -> None:
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def commit_step() -> None:
    """Commit what was written and then run what waits for the commit."""
    session = db.session()
    for work in session.info.pop("before_commit", []):
        work()
    waiting = session.info.pop("after_commit", [])
    session.commit()
    for work in waiting:
        _run_after(work)


def rollback() -> None:
    """Undo what was written since the last commit, and what waited for it."""
    session = db.session()
    for name in ("before_commit", "after_commit", "audit"):
        session.info.pop(name, None)
    session.rollback()


@contextmanager
def commit_command() -> "Iterator[None]":
    """Commit at the end of a command, or undo all of it when it raises."""
    try:
        yield
        commit_step()
    except BaseException:
        rollback()
        raise


def _run_after(work: Callable[[], object]) -> None:
    try:
        work()
        commit_step()
    except Exception:  # noqa: BLE001 - the worker repeats it; the committed request must not fail
        rollback()
        _log.exception("after_commit_failed")


def _finish(response: Response) -> Response:
    if request.method in SAFE or response.status_code >= 400:
        rollback()
    else:
        commit_step()
    return response


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _written(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop("writing", None)


def _name_refusal(context: ExceptionContext) -> None:
    """Raise CannotWrite for an error that says the store takes nothing, whatever the database calls it.

    Raise OutOfRange for a number that the database cannot hold.
    """
    error = context.original_exception
    words, sqlstate = str(error), getattr(error, "sqlstate", None)
    if isinstance(error, OverflowError) or sqlstate == TOO_LARGE_POSTGRES:
        raise OutOfRange(words) from error
    if sqlstate in FULL_POSTGRES or (
        isinstance(error, sqlite3.OperationalError) and any(part in words for part in FULL_SQLITE)
    ):
        raise CannotWrite(words) from error
    unconnected = context.connection is None and isinstance(context.sqlalchemy_exception, OperationalError)
    if context.is_disconnect or unconnected:
        raise Unreachable(words) from error


def _sqlite_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
