"""What is due for review: items whose day passed, and items that cite a source which became outdated."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from training.bank.models import ItemVersion, State
from training.bank.tended import ItemCheck, SourceFlag
from training.db import db


def outdated() -> dict[str, SourceFlag]:
    """Return the sources that are outdated now, each with the flag that says so."""
    last = select(func.max(SourceFlag.id)).group_by(SourceFlag.source)
    rows = db.session.scalars(
        select(SourceFlag).where(SourceFlag.id.in_(last), SourceFlag.outdated).order_by(SourceFlag.source)
    )
    return {row.source: row for row in rows}


def flags_of(source: str) -> list[SourceFlag]:
    """Return everything that was said of a source, the last first."""
    return list(
        db.session.scalars(select(SourceFlag).where(SourceFlag.source == source).order_by(SourceFlag.id.desc()))
    )


def checks_of(hashes: Iterable[str]) -> list[ItemCheck]:
    """Return who found which version still right, the last first."""
    wanted = select(ItemCheck).where(ItemCheck.version.in_(set(hashes))).order_by(ItemCheck.id.desc())
    return list(db.session.scalars(wanted))


def is_overdue(today: date) -> ColumnElement[bool]:
    """Return the condition that a version's day passed, its own or that of the last check."""
    again = select(ItemCheck.again_by).where(ItemCheck.version == ItemVersion.hash)
    until = func.coalesce(again.order_by(ItemCheck.id.desc()).limit(1).scalar_subquery(), ItemVersion.review_by)
    return and_(_alive(), until < today)


def cites_outdated() -> ColumnElement[bool]:
    """Return the condition that a version cites a source flagged after it was made and after its last check."""
    return and_(_alive(), or_(false(), *(_hit(code, flag) for code, flag in outdated().items())))


def reasons(rows: Iterable[ItemVersion], today: date) -> dict[str, tuple[str, ...]]:
    """Return by hash why versions are due, in whole sentences; those that are not are left out."""
    rows = [row for row in rows if row.state != State.RETIRED and row.withdrawn_at is None]
    flags = outdated()
    last = {check.version: check for check in reversed(checks_of(row.hash for row in rows))}
    found = {row.hash: tuple(_reasons(row, flags, last.get(row.hash), today)) for row in rows}
    return {version: said for version, said in found.items() if said}


def _reasons(row: ItemVersion, flags: dict[str, SourceFlag], check: ItemCheck | None, today: date) -> list[str]:
    until = check.again_by if check else row.review_by
    said = [f"It was to be checked again by {until.day} {until:%B %Y}."] if until and until < today else []
    for code in row.cites.split():
        flag = flags.get(code)
        if flag and row.created_at <= flag.at and (check is None or check.at < flag.at):
            said.append(f"{code} is outdated since {flag.on.day} {flag.on:%B %Y}: {flag.reason}")
    return said


def _alive() -> ColumnElement[bool]:
    return and_(ItemVersion.state != State.RETIRED, ItemVersion.withdrawn_at.is_(None))


def _hit(code: str, flag: SourceFlag) -> ColumnElement[bool]:
    checked = exists().where(ItemCheck.version == ItemVersion.hash, ItemCheck.at >= flag.at)
    cited = ItemVersion.cites.contains(f" {code} ", autoescape=True)
    return and_(cited, ItemVersion.created_at <= flag.at, ~checked)
