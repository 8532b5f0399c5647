"""The versions of an item, who wrote at them, and what reviewers said."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from training.accounts import queries as accounts
from training.bank.models import (
    Approval,
    BankItem,
    ItemVersion,
    ReviewAnswer,
    SignOff,
    State,
)
from training.db import db


def newest(code: str) -> ItemVersion | None:
    """Return the newest version of an item."""
    return db.session.scalars(_of_code(code).order_by(ItemVersion.number.desc()).limit(1)).one_or_none()


def newest_of(codes: Iterable[str]) -> dict[str, ItemVersion]:
    """Return the newest version of each of some items, by code."""
    rows = select(BankItem.code, ItemVersion).join(BankItem).where(BankItem.code.in_(set(codes)), is_newest())
    return dict(db.session.execute(rows).all())


def version(code: str, number: int) -> ItemVersion | None:
    """Return one version of an item by its number."""
    return db.session.scalars(_of_code(code).where(ItemVersion.number == number)).one_or_none()


def version_of(version_hash: str) -> ItemVersion | None:
    """Return one version by its hash."""
    return db.session.get(ItemVersion, version_hash)


def numbers(hashes: Iterable[str]) -> dict[str, int]:
    """Return the numbers that versions have within their items, by hash."""
    wanted = select(ItemVersion.hash, ItemVersion.number).where(ItemVersion.hash.in_(set(hashes)))
    return dict(db.session.execute(wanted).all())


def history(code: str) -> list[ItemVersion]:
    """Return all versions of an item, the newest first."""
    return list(db.session.scalars(_of_code(code).order_by(ItemVersion.number.desc())))


def approvals(hashes: Iterable[str]) -> list[Approval]:
    """Return the approvals of versions in the order they were given."""
    return list(db.session.scalars(select(Approval).where(Approval.version.in_(set(hashes))).order_by(Approval.id)))


def sign_offs(hashes: Iterable[str]) -> list[SignOff]:
    """Return the signatures under versions."""
    return list(db.session.scalars(select(SignOff).where(SignOff.version.in_(set(hashes))).order_by(SignOff.at)))


def newest_signed(item_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of the newest version in use of each of some items; items without one are left out."""
    rows = db.session.execute(
        select(ItemVersion.item_id, func.max(ItemVersion.number))
        .where(ItemVersion.item_id.in_(set(item_ids)), ItemVersion.state == State.SIGNED)
        .group_by(ItemVersion.item_id)
    )
    return dict(rows.all())


def review_answer(version_hash: str, person_id: int) -> ReviewAnswer | None:
    """Return what a reviewer answered before seeing the key."""
    return db.session.scalars(
        select(ReviewAnswer).where(ReviewAnswer.version == version_hash, ReviewAnswer.person_id == person_id)
    ).one_or_none()


def wrote(row: ItemVersion, person_id: int) -> bool:
    """Return whether somebody wrote at a version, by the rows or by the name it gives as its author's."""
    return row.hash in written_by(person_id, [row])


def written_by(person_id: int, rows: Sequence[ItemVersion]) -> frozenset[str]:
    """Return the hashes of those versions that a person wrote at.

    That is who made it, or any version since the last signed one before it, and whoever has the author's name of one
    of these: files name an author that no row knows, and another name does not make somebody else of them.
    """
    found_name = accounts.name(person_id)
    name = None if found_name is None else found_name.casefold()
    made = _made({row.item_id for row in rows})
    found = ((row.hash, _since_signed(made.get(row.item_id, []), row.number)) for row in rows)
    return frozenset(
        version
        for version, since in found
        if any(each.maker == person_id or each.author.casefold() == name for each in since)
    )


def writers(row: ItemVersion) -> set[int]:
    """Return who made a version, or any version since the last signed one before it."""
    since = _since_signed(_made([row.item_id]).get(row.item_id, []), row.number)
    return {each.maker for each in since if each.maker is not None}


def authors(row: ItemVersion) -> set[str]:
    """Return whom a version, or any version since the last signed one before it, names as its author; case folded."""
    since = _since_signed(_made([row.item_id]).get(row.item_id, []), row.number)
    return {each.author.casefold() for each in since}


class _Made(NamedTuple):
    number: int
    maker: int | None
    author: str
    signed: bool


def _made(item_ids: Iterable[int]) -> dict[int, list[_Made]]:
    """Return every version of some items with its maker and author and whether it is signed, by item and number."""
    rows = db.session.execute(
        select(
            ItemVersion.item_id,
            ItemVersion.number,
            ItemVersion.created_by,
            ItemVersion.author,
            SignOff.version.is_not(None),
        )
        .outerjoin(SignOff, SignOff.version == ItemVersion.hash)
        .where(ItemVersion.item_id.in_(set(item_ids)))
        .order_by(ItemVersion.item_id, ItemVersion.number)
    )
    made: dict[int, list[_Made]] = {}
    for item_id, number, maker, author, signed in rows:
        made.setdefault(item_id, []).append(_Made(number, maker, author, signed))
    return made


def _since_signed(made: Iterable[_Made], number: int) -> list[_Made]:
    """Return a version and those between it and the last signed one before it."""
    since: list[_Made] = []
    for each in made:
        if each.number > number:
            break
        since.append(each)
        if each.signed and each.number < number:
            since.clear()
    return since


@cache
def is_newest() -> ColumnElement[bool]:
    """Return the condition that no later version of the item is there."""
    later = aliased(ItemVersion)
    return ~exists().where(later.item_id == ItemVersion.item_id, later.number > ItemVersion.number)


def _of_code(code: str) -> Select[ItemVersion]:
    return select(ItemVersion).join(BankItem).where(BankItem.code == code)
