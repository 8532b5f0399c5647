"""What judges of panels rated."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from training.bank.models import BankItem, ItemVersion
from training.bank.tended import PanelRating
from training.db import db

CHUNK = 500


def of(versions: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return by version what each judge rated, as a share of borderline candidates, 0-1; unrated ones are left out."""
    wanted = sorted(set(versions))
    found: dict[str, dict[str, float]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = select(PanelRating).where(PanelRating.version.in_(wanted[start : start + CHUNK]))
        for row in db.session.scalars(rows.order_by(PanelRating.judge)):
            found.setdefault(row.version, {})[row.judge] = row.share
    return found


def versions_of(codes: Collection[str]) -> dict[str, dict[int, str]]:
    """Return the versions of items by code and number."""
    wanted = sorted(codes)
    found: dict[str, dict[int, str]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = select(BankItem.code, ItemVersion.number, ItemVersion.hash).join(ItemVersion.item)
        for code, number, version in db.session.execute(
            rows.where(BankItem.code.in_(wanted[start : start + CHUNK]))
        ).all():
            found.setdefault(code, {})[number] = version
    return found
