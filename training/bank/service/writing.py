"""Writing items: a draft becomes a new version, a file what items show or play."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from itertools import chain, count
from pathlib import PurePosixPath

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training import items
from training.audit import service as audit
from training.bank import files
from training.bank.models import (
    BankItem,
    State,
)
from training.bank.queries import gallery, versions
from training.bank.readings import Found, Picture
from training.bank.refusals import CodeTaken, EditedMeanwhile
from training.bank.service import linting, looking, sharing
from training.bank.service.retiring import add_replacement
from training.bank.service.rows import add, facts_of, store, subject
from training.core.drafts import Draft, DraftError, Fault
from training.core.items import Item
from training.core.items import figures as figures_shown
from training.db import db


def save(
    draft: Draft, *, base: str | None, by: int, now: datetime, replaces: str = "", case_seen: Collection[str] = ()
) -> str:
    """Store a draft as a new version in state draft and return its hash; the same words again change nothing.

    What is only missing may be written later; the version says that it is unfinished and cannot be reviewed.

    ``base`` is the hash of the version the author started from, None for a new item; that may name the code of the
    item it ``replaces``. Raises DraftError with every fault, CodeTaken for a new item whose code exists,
    EditedMeanwhile when ``base`` is no longer the newest, AlreadyThere when an older version in review or in use has
    these words, CannotRetire when it cannot replace that item.

    Where the words of its case changed, the items that share it get a draft with them too; ``case_seen`` holds
    the hashes of those the author was shown. Raises CaseShared for others, CaseFull when there would be too many.
    """
    item = items.kept(draft)
    database.begin_write()
    sharing.lock(item)
    digests = _digests(item)
    found = Found(item, items.version(item.draft(), digests), digests)
    bank_item = _new_item(item, now) if base is None else _item_to_change(item, base)
    newest = None if base is None else versions.newest(item.header.code)
    if newest is not None and newest.hash == found.version:
        return found.version
    sharers = sharing.to_carry(item, newest, case_seen)
    looking.look(item.header.code, by=by, now=now)
    row = add(bank_item, found, state=State.DRAFT, by=by, now=now)
    linting.note(row)
    replaced: dict[str, object] = {}
    if base is None and replaces:
        add_replacement(replaces, item.header.code, by=by, now=now)
        replaced = {"replaces": replaces}
    audit.record("saved item", actor=by, subject=subject(row), now=now, facts=facts_of(row) | replaced)
    sharing.carry(item, sharers, by=by, now=now)
    return found.version


def add_figure(picture: Picture, *, by: int, now: datetime) -> str:
    """Store a picture and return its name; the same picture again changes nothing.

    Raises FigureTaken when another picture has the name.
    """
    database.begin_write()
    if store([picture], by=by, now=now):
        facts = {"digest": picture.digest, "bytes": len(picture.content)}
        audit.record("added figure", actor=by, subject=f"figure:{picture.name}", now=now, facts=facts)
    return picture.name


def attach(picture: Picture, *, by: int, now: datetime) -> str:
    """Store a file under its name, or under the next one that is free, such as ``cough-2.mp4``; return that name.

    The same file again keeps the name it has.
    """
    held = gallery.figure_digests()
    path = PurePosixPath(picture.name)
    names = chain([picture.name], (f"{path.stem}-{number}{path.suffix}" for number in count(2)))
    name = next(name for name in names if held.get(name, picture.digest) == picture.digest)
    return add_figure(replace(picture, name=name), by=by, now=now)


def _digests(item: Item) -> dict[str, str]:
    """Return the digests of an item's files. Raises DraftError naming those the bank does not have."""
    held = gallery.figure_digests()
    missing = tuple(files.absent(item, figures_shown(item) - set(held)))
    if missing:
        raise DraftError(missing)
    return {name: held[name] for name in figures_shown(item)}


def _new_item(item: Item, now: datetime) -> BankItem:
    row = BankItem(code=item.header.code, pool=item.header.pool, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise CodeTaken(f"Another item has the code {item.header.code}. Choose another.") from error
    return row


def _item_to_change(item: Item, base: str) -> BankItem:
    statement = select(BankItem).where(BankItem.code == item.header.code).with_for_update()
    row = db.session.scalars(statement).one_or_none()
    newest = versions.newest(item.header.code)
    if row is None or newest is None:
        raise DraftError((Fault("code", "is not the code of this item", "A code never changes; write a new item."),))
    if newest.hash != base:
        raise EditedMeanwhile(newest.hash)
    return row
