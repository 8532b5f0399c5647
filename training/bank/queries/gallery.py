"""The figures of the bank."""

from collections.abc import Iterable

from sqlalchemy import select

from training.bank.models import (
    Figure,
    ItemVersion,
)
from training.db import db


def figures_of(hashes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the figures of versions: version hash → name → digest of the bytes."""
    wanted = set(hashes)
    return dict(
        db.session.execute(select(ItemVersion.hash, ItemVersion.figures).where(ItemVersion.hash.in_(wanted))).all()
    )


def figure(digest: str) -> Figure | None:
    """Return a figure by the digest of its bytes."""
    return db.session.scalars(select(Figure).where(Figure.digest == digest).limit(1)).one_or_none()


def figures() -> list[Figure]:
    """Return all figures by name, without their bytes."""
    return list(db.session.scalars(select(Figure).order_by(Figure.name)))


def figure_digests() -> dict[str, str]:
    """Return the digest of every figure by name."""
    return dict(db.session.execute(select(Figure.name, Figure.digest)).all())


def figure_contents(names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of figures by name."""
    return dict(db.session.execute(select(Figure.name, Figure.content).where(Figure.name.in_(set(names)))).all())
