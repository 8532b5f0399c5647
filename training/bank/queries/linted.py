"""What the linter found in versions, kept so that a list of many items can be narrowed by it."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import ColumnElement, func, select

from training import linting, sources
from training.bank.models import ItemVersion
from training.bank.queries.versions import is_newest
from training.bank.tended import Linted
from training.db import db
from training.linting.registry import RULES

SAID = {
    "error": "has errors",
    "warning": "has warnings",
    "info": "has something worth a look",
    "none": "nothing was found",
} | {rule.name: rule.title for rule in RULES}
"""What a list is narrowed to, and in which words: a severity, nothing at all, or one rule."""


@cache
def edition() -> str:
    """Return what names the linter as it is: 16 hex digits over its rules, its languages and the source register."""
    files = sorted(path for path in Path(linting.__path__[0]).iterdir() if path.suffix in (".py", ".toml"))
    return sha256(b"\0".join(path.read_bytes() for path in (*files, sources.FILE))).hexdigest()[:16]


def narrowed(wanted: str) -> ColumnElement[bool]:
    """Return the condition that the linter found this in a version: a severity, ``none`` or a rule."""
    found = Linted.found == "" if wanted == "none" else Linted.found.contains(f" {wanted} ", autoescape=True)
    return ItemVersion.hash.in_(select(Linted.version).where(Linted.edition == edition(), found))


def unread() -> int:
    """Return how many newest versions wait to be read by the linter as it is now."""
    return db.session.scalar(select(func.count()).select_from(ItemVersion).where(is_newest(), ~_read())) or 0


def to_read(limit: int) -> Sequence[ItemVersion]:
    """Return some of the newest versions that wait to be read."""
    return db.session.scalars(select(ItemVersion).where(is_newest(), ~_read()).limit(limit)).all()


def _read() -> ColumnElement[bool]:
    return ItemVersion.hash.in_(select(Linted.version).where(Linted.edition == edition()))
