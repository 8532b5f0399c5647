"""Which versions of items are the same question still, as reviewers declared."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from training.bank.models import ItemVersion, SignOff
from training.bank.tended import CosmeticEdit
from training.core.cosmetic import never_cosmetic
from training.core.differences import Change
from training.db import db


def said_of(hashes: Iterable[str]) -> list[CosmeticEdit]:
    """Return everything that was declared of versions, and taken back, the last first."""
    wanted = select(CosmeticEdit).where(CosmeticEdit.version.in_(set(hashes))).order_by(CosmeticEdit.id.desc())
    return list(db.session.scalars(wanted))


def last_of(version: str) -> CosmeticEdit | None:
    """Return what was declared of a version, or taken back, last."""
    return db.session.scalars(select(CosmeticEdit).where(CosmeticEdit.version == version, _counts())).one_or_none()


def joined() -> list[tuple[str, str]]:
    """Return every pair of versions whose answers are counted together, the earlier one first."""
    wanted = select(CosmeticEdit.before, CosmeticEdit.version).where(CosmeticEdit.cosmetic, _counts())
    return [(before, version) for before, version in db.session.execute(wanted.order_by(CosmeticEdit.id))]


def in_use_before(row: ItemVersion) -> ItemVersion | None:
    """Return the last version of an item before this one that was signed, so that exams could draw it."""
    return db.session.scalars(
        select(ItemVersion)
        .join(SignOff, SignOff.version == ItemVersion.hash)
        .where(ItemVersion.item_id == row.item_id, ItemVersion.number < row.number)
        .order_by(ItemVersion.number.desc())
        .limit(1)
    ).one_or_none()


def against(before: ItemVersion, row: ItemVersion) -> list[Change]:
    """Return what no reviewer can declare cosmetic of what changed between two versions."""
    return never_cosmetic(before.content, row.content, (before.figures, row.figures))


def _counts() -> ColumnElement[bool]:
    later = aliased(CosmeticEdit)
    return ~exists().where(later.supersedes == CosmeticEdit.id)
