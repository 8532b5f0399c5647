"""Where the tests of a worker keep their database, one after the other, and what many of them begin from.

A function marked `beginning` brings a database on its way: it publishes an exam, admits people, starts an attempt. Done
to the same database with the same arguments it comes to the same rows, so they are kept when they were made twice, and
put back for whoever wants them next.
"""

import shutil
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial, wraps
from itertools import count
from pathlib import Path
from threading import current_thread, main_thread
from typing import Protocol

from flask import current_app

from training.db import db

PLACE = "place of the tests"


class Database(Protocol):
    """A database that can be put back to what it was when it was ``kept`` under a name; the template has none."""

    kept: set[str]

    def keep(self, name: str) -> None: ...

    def put_back(self, name: str | None) -> bool:
        """Put the rows back; return whether open connections are of no use any more."""

    def mark(self) -> Hashable:
        """Return what differs after whoever wrote anything."""


@dataclass
class File:
    """A file of SQLite, copied from its template and from its own copies."""

    path: Path
    template: Path
    kept: set[str] = field(default_factory=set)

    def keep(self, name: str) -> None:
        with sqlite3.connect(self.path) as connection:
            assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0, "somebody still writes"
        connection.close()
        shutil.copy(self.path, self._copy(name))
        self.kept.add(name)

    def put_back(self, name: str | None) -> bool:
        for part in self._parts():
            part.unlink(missing_ok=True)
        shutil.copy(self._copy(name) if name else self.template, self.path)
        return True

    def mark(self) -> Hashable:
        return tuple(_written(part) for part in self._parts())

    def _copy(self, name: str) -> Path:
        return self.path.with_name(f"{name}.kept")

    def _parts(self) -> list[Path]:
        return [self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))]


def _written(part: Path) -> tuple[int, int]:
    """Return when a file was written and how long it is; nothing is written to an empty log."""
    if not part.exists() or part.name.endswith("-shm"):
        return 0, 0
    state = part.stat()
    return (state.st_mtime_ns, state.st_size) if state.st_size else (0, 0)


@dataclass
class Place:
    """The database of one test after the other.

    The address stays, so that the worker's engine and what it compiled serve every test. ``lost`` says whether open
    connections are of no use since it was renewed.
    """

    url: str
    database: Database
    lost: bool = False
    _mark: Hashable = None
    _way: tuple = ()
    _met: set[tuple] = field(default_factory=set)
    _kept: dict[tuple, tuple[str, object]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _going: bool = False

    def renew(self) -> None:
        """Make it the template again."""
        self.lost = self.database.put_back(None)
        self._at(())

    def go(self, step: tuple, make: Callable[[], object]) -> object:
        """Bring the database one step on and return what ``make`` returns or once returned.

        Steps inside a step, and those on a database that anything else was written to, are made.
        """
        if self._going or self.database.mark() != self._mark:
            return make()
        way = (*self._way, step)
        name, result = self._kept.get(way, ("", None))
        if name in self.database.kept:
            db.session.rollback()
            if self.database.put_back(name):
                db.engine.dispose()
            db.session.expire_all()
        else:
            self._going = True
            try:
                result = make()
            finally:
                self._going = False
                db.session.rollback()  # what was not committed is not there for the next either
            if way in self._met:
                name = f"kept_{next(self._numbers)}"
                self.database.keep(name)
                self._kept[way] = name, deepcopy(result)
            self._met.add(way)
        self._at(way)
        return deepcopy(result)

    def _at(self, way: tuple) -> None:
        self._way, self._mark = way, self.database.mark()


def beginning(make: Callable) -> Callable:
    """Let what ``make`` does be put back where a test of this worker did it twice; it returns plain values or None.

    Threads that race each other do it themselves.
    """

    @wraps(make)
    def begin(*args: object, **options: object) -> object:
        place = current_app.extensions.get(PLACE)
        if place is None or current_thread() is not main_thread():
            return make(*args, **options)
        step = make.__module__, make.__qualname__, repr(args), repr(sorted(options.items()))
        return place.go(step, partial(make, *args, **options))

    return begin
