"""The files that items show or play: figures, recordings and their captions."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import LargeBinary, func, select

from training.bank.models import (
    Figure,
    ItemVersion,
)
from training.db import db


@dataclass(frozen=True, slots=True)
class Held:
    """A file that the bank holds: what it is and how many bytes it has, without them."""

    digest: str
    media_type: str
    size: int

    def read(self, start: int, stop: int) -> bytes:
        """Return its bytes from a place up to another, so that a part of a long recording is all that is fetched."""
        part = func.substr(Figure.content, start + 1, stop - start, type_=LargeBinary)
        return db.session.scalars(select(part).where(Figure.digest == self.digest).limit(1)).one()


def held(digest: str | None) -> Held | None:
    """Return a file by the digest of its bytes, None when there is none."""
    statement = select(Figure.media_type, func.length(Figure.content)).where(Figure.digest == digest).limit(1)
    row = db.session.execute(statement).one_or_none()
    return None if row is None or digest is None else Held(digest, *row)


def figures_of(hashes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the figures of versions: version hash → name → digest of the bytes."""
    wanted = set(hashes)
    return dict(
        db.session.execute(select(ItemVersion.hash, ItemVersion.figures).where(ItemVersion.hash.in_(wanted))).all()
    )


def figures() -> list[Figure]:
    """Return all figures by name, without their bytes."""
    return list(db.session.scalars(select(Figure).order_by(Figure.name)))


def figure_digests() -> dict[str, str]:
    """Return the digest of every figure by name."""
    return dict(db.session.execute(select(Figure.name, Figure.digest)).all())


def figure_contents(names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of figures by name."""
    return dict(db.session.execute(select(Figure.name, Figure.content).where(Figure.name.in_(set(names)))).all())
