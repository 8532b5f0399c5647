"""What the compared applications share: durability on SQLite, and a record of what reaches the database."""

import os
import sqlite3
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


def prepare(app: Flask, db: SQLAlchemy) -> None:
    """Give an application's SQLite connections the durability that the product's have; PostgreSQL needs nothing."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _pragmas)


def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def insert(db: SQLAlchemy, table: type) -> sqlite.Insert | postgresql.Insert:
    """Return the database's own INSERT, which can say what happens on a conflict."""
    return (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(table)


def trace(path: str) -> None:
    """Append what every engine of this process sends to a file, a line each; many rows in one INSERT are one."""

    def write(line: str) -> None:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(" ".join(line.split())[:300] + "\n")

    def execute(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            write(statement)

    event.listen(Engine, "before_cursor_execute", execute)
    for word in ("begin", "commit", "rollback"):
        event.listen(Engine, word, lambda _connection, word=word: write(word.upper()))


if os.environ.get("BENCH_TRACE"):
    trace(os.environ["BENCH_TRACE"])
