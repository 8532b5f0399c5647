"""Writing modules in the browser: each save is a new version in state draft, and two who write lose nothing."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from training import items
from training.core.drafts import DraftError
from training.db import begin_write, db
from training.modules import content, outline, rows, versions
from training.modules.models import CurrentModule, ModuleSignature, ModuleVersion, State
from training.modules.outline import Content
from training.modules.refusals import CodeTaken, EditedMeanwhile, ModuleError, WrongState

RESERVED = frozenset({"comments", "edit", "new", "sign-off", "versions", "unsaved"})
"""Codes that would be addresses of other pages."""
LARGEST = 4 * 2**20
"""Characters a module may have, drawings included."""


def create(code: str, title: str, *, by: int, now: datetime) -> str:
    """Begin a module and return the hash of its first draft. Raises CodeTaken."""
    begin_write()
    if code in RESERVED or versions.newest(code) is not None:
        raise CodeTaken(f"The code {code} is taken. Choose another.")
    last = db.session.scalar(select(func.max(CurrentModule.position))) or 0
    return _store(outline.blank(code, title, last + 1), by=by, now=now).id


def save(
    code: str, change: Callable[[Content], Content], *, part: tuple[str, str], base: str, by: int, now: datetime
) -> str:
    """Change one part of the newest version and return the hash of the draft this makes.

    ``part`` is its kind and id and ``base`` the version its author started from. Whoever changed another part in the
    meantime is not in the way: both changes stay. Raises EditedMeanwhile when the same part differs, WrongState when
    the words are those of a version that is in review or in use, and what ``change`` raises.
    """
    begin_write()
    newest = versions.newest(code)
    if newest is None:
        raise WrongState("There is no such module.")
    started = versions.version_of(base)
    if started is None or started.code != code:
        raise EditedMeanwhile(newest.id)
    if newest.id != base and outline.value(newest.content, *part) != outline.value(started.content, *part):
        raise EditedMeanwhile(newest.id)
    changed = change(dict(newest.content))
    if hash_of(changed) == newest.id:
        return newest.id
    return _store(changed, by=by, now=now).id


def finished(words: Content) -> Content:
    """Return a module's content as files would give it, with the parts that ship; as it stands when not finished."""
    draft, plates = {name: value for name, value in words.items() if name not in content.BESIDE}, outline.plates(words)
    try:
        return content.parse(draft, plates).content()
    except DraftError:
        return {**draft, "plates": plates}


def hash_of(words: Content) -> str:
    """Return the hash that names a version with these words."""
    return sha256(items.canonical(finished(words))).hexdigest()


def _store(words: Content, *, by: int, now: datetime) -> ModuleVersion:
    whole = finished(words)
    if len(items.canonical(whole)) > LARGEST:
        raise ModuleError("This module is too large. Use simpler drawings.")
    version = hash_of(words)
    held = versions.version_of(version)
    if held is not None and (held.state not in (State.DRAFT, State.RETIRED) or _signed(version)):
        raise WrongState(f"These are the very words of version {held.number}, which was {held.state}. Change them.")
    try:
        with db.session.begin_nested():
            row = rows.add(version, whole, state=State.DRAFT, by=by, now=now)
            row.loaded_by = by
    except IntegrityError as error:
        newest = versions.newest(str(words["code"]))
        raise EditedMeanwhile(newest.id if newest else "") from error
    if held is not None:
        rows.end_approvals(version)
    rows.record("module saved", row, by=by, now=now)
    return row


def _signed(version: str) -> bool:
    return db.session.get(ModuleSignature, version) is not None
