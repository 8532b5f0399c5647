"""Versions of items as reviews and their news name them, and what each says, part by part."""

from collections.abc import Collection

from sqlalchemy import select

from training.bank.models import ItemVersion
from training.bank.parts import parts
from training.db import db
from training.reviews.subjects import Subject, Wording


def of(hashes: Collection[str]) -> dict[str, Subject]:
    """Return how news names these versions; hashes that are none of an item's are left out."""
    rows = db.session.scalars(select(ItemVersion).where(ItemVersion.hash.in_(hashes))) if hashes else ()
    return {row.hash: _subject(row) for row in rows}


def wording(row: ItemVersion) -> Wording:
    """Return what a version says, part by part."""
    return Wording(row.hash, row.number, lambda: parts(row.content))


def _subject(row: ItemVersion) -> Subject:
    page = f"/bank/items/{row.item.code}/versions/{row.number}"
    return Subject(row.item.code, row.number, page, f"{page}/review")
