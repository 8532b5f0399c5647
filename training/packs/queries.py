"""Reading packs: the newest versions, the active ones, their history, and where somebody intends to practise."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from training.db import db
from training.packs import content
from training.packs.content import Known, Pack
from training.packs.models import PackActivation, PackChoice, PackVersion
from training.programmes import hour_kinds
from training.sources import register


@dataclass(frozen=True, slots=True)
class Version:
    """A pack as one version has it, and when it was loaded; ``active_since`` is None unless trainees see it."""

    pack: Pack
    number: int
    loaded_at: datetime
    loaded_by: int | None
    active_since: datetime | None


def known() -> Known:
    """Return what files of packs may name on this site."""
    return Known(tuple(register()), tuple(kind.code for kind in hour_kinds.kinds()))


def newest() -> list[Version]:
    """Return the newest version of every pack, by its name."""
    last = select(PackVersion.code, func.max(PackVersion.number).label("number")).group_by(PackVersion.code).subquery()
    rows = db.session.scalars(
        select(PackVersion).join(last, and_(last.c.code == PackVersion.code, last.c.number == PackVersion.number))
    )
    return _by_name(rows)


def versions(code: str) -> list[Version]:
    """Return every version of a pack, the newest first; nothing for an unknown one."""
    rows = db.session.scalars(
        select(PackVersion).where(PackVersion.code == code).order_by(PackVersion.number.desc())
    ).all()
    open_ones = _open() if rows else {}
    return [_version(row, open_ones) for row in rows]


def active() -> list[Version]:
    """Return the active version of every pack that has one, by its name."""
    rows = db.session.scalars(
        select(PackVersion)
        .join(
            PackActivation, and_(PackActivation.code == PackVersion.code, PackActivation.number == PackVersion.number)
        )
        .where(PackActivation.ended_at.is_(None))
    )
    return _by_name(rows)


def history(code: str) -> list[PackActivation]:
    """Return when versions of a pack were active and why, the newest first."""
    return list(
        db.session.scalars(select(PackActivation).where(PackActivation.code == code).order_by(PackActivation.id.desc()))
    )


def choices(person_id: int) -> Mapping[str, datetime]:
    """Return the packs somebody chose, with when, by code."""
    rows = db.session.scalars(select(PackChoice).where(PackChoice.person_id == person_id).order_by(PackChoice.code))
    return {row.code: row.chosen_at for row in rows}


def names(codes: Collection[str]) -> Mapping[str, str]:
    """Return what the newest versions of these packs are called, by code."""
    return {version.pack.code: version.pack.name for version in newest() if version.pack.code in codes} if codes else {}


def _by_name(rows: Iterable[PackVersion]) -> list[Version]:
    found, open_ones = list(rows), _open()
    return sorted((_version(row, open_ones) for row in found), key=lambda version: version.pack.name.casefold())


def _open() -> Mapping[tuple[str, int], datetime]:
    rows = db.session.scalars(select(PackActivation).where(PackActivation.ended_at.is_(None)))
    return {(row.code, row.number): row.begun_at for row in rows}


def _version(row: PackVersion, open_ones: Mapping[tuple[str, int], datetime]) -> Version:
    pack = content.parse(row.content, None)
    return Version(pack, row.number, row.loaded_at, row.loaded_by, open_ones.get((row.code, row.number)))
