"""The schema of the database: which revision it is on, and moving it up and down under a lock.

Migrations are Alembic's, in training/migrations. A server never migrates when it starts: it says which command does.
However many there are, they are one transaction: a migration that fails or is killed leaves the database as it was.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from training.db import Base

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_462_001
"""The advisory lock of PostgreSQL that one migration holds."""


class SchemaLocked(Exception):
    """Another process is migrating this database."""


@cache
def head() -> str:
    """Return the newest revision the program knows, read once."""
    newest = ScriptDirectory(str(FOLDER)).get_current_head()
    assert newest is not None
    return newest


def revisions() -> tuple[str, ...]:
    """Return the names of the program's migrations, newest first."""
    return tuple(script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions())


def knows(revision: str) -> bool:
    """Return whether the program has a migration of this name."""
    return revision in revisions()


def current(engine: Engine) -> str | None:
    """Return the revision the database is on, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_empty(engine: Engine) -> bool:
    """Return whether the database has no table at all."""
    return not inspect(engine).get_table_names()


def is_bare(engine: Engine) -> bool:
    """Return whether the database has no table of ours, though it may hold the name of the revision it is on."""
    return not inspect(engine).has_table("person")


def upgrade(engine: Engine, *, lock_file: Path, revision: str = "head") -> None:
    """Move the database up to ``revision``. Raises SchemaLocked when another process is at it."""
    with locked(engine, lock_file) as connection:
        move_up(connection, revision)


def downgrade(engine: Engine, *, lock_file: Path, revision: str) -> None:
    """Move the database down to ``revision`` (``base`` empties it). Raises SchemaLocked."""
    with locked(engine, lock_file) as connection:
        move_down(connection, revision)


def move_up(connection: Connection, revision: str = "head") -> None:
    """Move the database of a connection that `locked` gave up to ``revision``."""
    command.upgrade(_config(connection), revision)


def move_down(connection: Connection, revision: str) -> None:
    """Move the database of a connection that `locked` gave down to ``revision``."""
    command.downgrade(_config(connection), revision)


def differences(engine: Engine) -> list[str]:
    """Return how the tables differ from what the program expects; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [_told(change) for change in compare_metadata(context, Base.metadata)]


def _told(change: tuple[Any, ...] | list[tuple[Any, ...]]) -> str:
    """Return a difference that Alembic found, such as ``("add_column", None, "person", column)``, as a sentence."""
    kind, *parts = change[0] if isinstance(change, list) else change
    act, _, what = kind.partition("_")
    if act == "modify":
        return f"The column {parts[1]}.{parts[2]} has another {what}."
    table = getattr(parts[-1], "table", parts[-1])
    named = f"{what} {parts[-1].name}" + (f" of {table}" if table is not parts[-1] else "")
    return f"The {named} is lacking." if act == "add" else f"The {named} is none of this program's."


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


@contextmanager
def locked(engine: Engine, lock_file: Path) -> Iterator[Connection]:
    """Hold the database's migration lock: an advisory lock on PostgreSQL, a locked file beside SQLite's.

    Yields the connection to migrate on. Raises SchemaLocked when another process holds the lock.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection, lock_file.open("w") as file:
        connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        if engine.dialect.name == "postgresql":
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}).scalar_one()
            connection.commit()
        else:
            taken = _lock(file.fileno())
        if not taken:
            raise SchemaLocked
        try:
            with _unchecked(connection):
                yield connection
                connection.commit()
        finally:
            if engine.dialect.name == "postgresql":
                connection.rollback()
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
                connection.commit()


@contextmanager
def _unchecked(connection: Connection) -> Iterator[None]:
    """Let SQLite drop and rebuild tables that others point at: it checks foreign keys again afterwards."""
    if connection.dialect.name != "sqlite":
        yield
        return
    plain = connection.connection.driver_connection
    assert plain is not None
    plain.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        plain.execute("PRAGMA foreign_keys=ON")


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
