"""Loading packs as new versions, making one of them active with a reason, and choosing where to practise."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training import sources
from training.audit import service as audit
from training.core.drafts import Fault
from training.db import db
from training.packs import content, queries, readiness
from training.packs.content import Pack
from training.packs.models import PackActivation, PackChoice, PackVersion


class NotReady(Exception):
    """The version lacks something for which activating it is refused; ``faults`` is all of it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class Meanwhile(Exception):
    """Somebody else loaded, activated or deactivated a version since the page was made; nothing was done."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading came to: the packs that got a new version, with its number, and those that read as before."""

    changed: tuple[tuple[Pack, int], ...]
    unchanged: tuple[Pack, ...]


def load(packs: Iterable[Pack], *, by: int | None, now: datetime) -> Loaded:
    """Store each pack that reads otherwise than its newest version as a new one; nothing becomes active by it.

    Raises Meanwhile when somebody else loads the same pack at this moment.
    """
    database.begin_write()
    changed, unchanged = [], []
    for pack in packs:
        last = db.session.scalars(
            select(PackVersion).where(PackVersion.code == pack.code).order_by(PackVersion.number.desc()).limit(1)
        ).one_or_none()
        if last is not None and last.digest == pack.digest:
            unchanged.append(pack)
            continue
        number = last.number + 1 if last else 1
        _store(pack, number, by=by, now=now)
        facts: dict[str, object] = {"number": number, "digest": pack.digest}
        audit.record("loaded pack", actor=by, subject=f"pack:{pack.code}", now=now, facts=facts)
        changed.append((pack, number))
    return Loaded(tuple(changed), tuple(unchanged))


def activate(  # noqa: PLR0913 - what is activated, what the page showed, and who, why, when
    code: str, number: int, reason: str, *, instead_of: int | None, by: int | None, now: datetime, today: date
) -> None:
    """Make a version the one that trainees see, in the place of ``instead_of``, which the page showed as active.

    Raises NotReady with all that is missing, Meanwhile, and NoResultFound for an unknown version.
    """
    database.begin_write()
    row = db.session.get_one(PackVersion, (code, number))
    faults = readiness.lacking(content.parse(row.content, None), sources.register(), today=today)
    if faults:
        raise NotReady(faults)
    before = db.session.scalars(
        select(PackActivation).where(PackActivation.code == code, PackActivation.ended_at.is_(None)).with_for_update()
    ).one_or_none()
    if (before.number if before else None) != instead_of or instead_of == number:
        raise Meanwhile
    if before is not None:
        before.ended_at, before.ended_by, before.ended_reason = now, by, f"Version {number} took its place."
        db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.add(PackActivation(code=code, number=number, begun_at=now, begun_by=by, reason=reason.strip()))
    except IntegrityError as error:
        raise Meanwhile from error
    facts: dict[str, object] = {"number": number, "instead_of": instead_of}
    details = {"reason": reason.strip()}
    audit.record("activated pack", actor=by, subject=f"pack:{code}", now=now, facts=facts, details=details)


def deactivate(code: str, number: int, reason: str, *, by: int, now: datetime) -> None:
    """Take the active version of a pack out of use. Raises Meanwhile when it is not ``number`` any more."""
    database.begin_write()
    ended = db.session.execute(
        update(PackActivation)
        .where(PackActivation.code == code, PackActivation.number == number, PackActivation.ended_at.is_(None))
        .values(ended_at=now, ended_by=by, ended_reason=reason.strip())
        .returning(PackActivation.id)
    ).one_or_none()
    if ended is None:
        raise Meanwhile
    facts, details = {"number": number}, {"reason": reason.strip()}
    audit.record("deactivated pack", actor=by, subject=f"pack:{code}", now=now, facts=facts, details=details)


def choose(person_id: int, codes: Collection[str], *, now: datetime) -> None:
    """Note where somebody intends to practise: these and no more, of the active packs and those they chose before."""
    database.begin_write()
    before = {row.code: row for row in db.session.scalars(select(PackChoice).where(PackChoice.person_id == person_id))}
    offered = {version.pack.code for version in queries.active()}
    for code, row in before.items():
        if code not in codes:
            db.session.delete(row)
    for code in sorted((set(codes) & offered) - before.keys()):
        _choose(person_id, code, now=now)


def _choose(person_id: int, code: str, *, now: datetime) -> None:
    """Note one choice; where another tab noted it at this moment, it is there."""
    try:
        with db.session.begin_nested():
            db.session.add(PackChoice(person_id=person_id, code=code, chosen_at=now))
    except IntegrityError:
        return


def _store(pack: Pack, number: int, *, by: int | None, now: datetime) -> None:
    values = {"digest": pack.digest, "content": pack.content, "loaded_at": now, "loaded_by": by}
    try:
        with db.session.begin_nested():
            db.session.add(PackVersion(code=pack.code, number=number, **values))
    except IntegrityError as error:
        raise Meanwhile from error
