"""What loading or importing files would change in the bank."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from training.bank.adoption import Key, keys_of
from training.bank.models import (
    BankItem,
    ImportRun,
    ItemVersion,
    State,
)
from training.bank.queries.gallery import figure_digests
from training.bank.queries.versions import is_newest
from training.bank.readings import Found, Known, Outcome, Planned
from training.core.differences import Change, changes
from training.core.drafts import Draft
from training.db import db


def known(sources: Iterable[str], sections: Mapping[str, Iterable[str]] | None) -> Known:
    """Return what files may refer to: the given sources and sections, and what the bank holds."""
    pools = db.session.execute(select(BankItem.code, BankItem.pool)).all()
    return Known(
        sources=frozenset(sources),
        sections=None if sections is None else {module: tuple(names) for module, names in sections.items()},
        pools={code: str(pool) for code, pool in pools},
        figures=figure_digests(),
    )


def import_run(run_id: int, person_id: int) -> ImportRun | None:
    """Return an import that this person uploaded."""
    return db.session.scalars(
        select(ImportRun).where(ImportRun.id == run_id, ImportRun.person_id == person_id)
    ).one_or_none()


def import_name(run_id: int, person_id: int) -> str | None:
    """Return what an import that this person uploaded is called, without reading all that it holds."""
    return db.session.scalar(select(ImportRun.name).where(ImportRun.id == run_id, ImportRun.person_id == person_id))


def origins() -> tuple[frozenset[str], dict[Key, tuple[str, ...]]]:
    """Return all codes, and codes by what another system calls the item, the oldest item first."""
    rows = db.session.execute(
        select(BankItem.code, ItemVersion.content["origin"]).join(BankItem).where(is_newest()).order_by(BankItem.id)
    ).all()
    by_key: dict[Key, tuple[str, ...]] = {}
    for code, origin in rows:
        for key in keys_of(origin or {}):
            by_key[key] = (*by_key.get(key, ()), code)
    return frozenset(code for code, _origin in rows), by_key


def newest_and_base(codes: Iterable[str]) -> tuple[dict[str, tuple[Draft, Draft]], dict[tuple[str, str], Draft]]:
    """Return by code the newest draft of an item and the one last exported or imported, or the newest again.

    And by code and hash the draft of every version.
    """
    wanted = sorted(codes)
    found: dict[str, tuple[Draft, Draft]] = {}
    versions: dict[tuple[str, str], Draft] = {}
    for start in range(0, len(wanted), 500):
        rows = db.session.scalars(
            select(ItemVersion)
            .join(BankItem)
            .where(BankItem.code.in_(wanted[start : start + 500]))
            .order_by(ItemVersion.number)
        ).all()
        bases = {row.item.code: row.content for row in rows if row.hash == row.item.base}
        found |= {row.item.code: (row.content, bases.get(row.item.code, row.content)) for row in rows}
        versions |= {(row.item.code, row.hash): row.content for row in rows}
    return found, versions


def compare(found: Sequence[Found]) -> tuple[Planned, ...]:
    """Return what loading items would do, each compared with the newest version and with what was exported.

    An item is in conflict when it changed here and in the file since the version the file was exported from: that
    is the version it notes, or else the one exported or imported last.
    """
    codes = [item.code for item in found]
    rows = [
        row
        for start in range(0, len(codes), 500)
        for row in db.session.scalars(
            select(ItemVersion).join(BankItem).where(BankItem.code.in_(codes[start : start + 500]))
        )
    ]
    by_code: dict[str, list[ItemVersion]] = {}
    for row in rows:
        by_code.setdefault(row.item.code, []).append(row)
    return tuple(_planned(item, by_code.get(item.code, [])) for item in found)


def of_versions(before: ItemVersion, after: ItemVersion) -> tuple[Change, ...]:
    """Return what differs between two versions of an item, its figures included."""
    one, other = ({f"figure {name}": digest[:12] for name, digest in row.figures.items()} for row in (before, after))
    return changes(before.content | one, after.content | other)


def _planned(found: Found, rows: list[ItemVersion]) -> Planned:
    if not rows:
        return Planned(found, Outcome.NEW, None)
    ours = max(rows, key=lambda row: row.number)
    base = found.base or ours.item.base
    held = {row.hash: row for row in rows}.get(found.version)
    unchanged = held is not None and (held is ours or base != ours.hash or _in_motion(held))
    if unchanged:
        return Planned(found, Outcome.UNCHANGED, ours.hash)
    outcome = Outcome.CHANGED if base == ours.hash else Outcome.CONFLICT
    return Planned(found, outcome, ours.hash, _all_changes(ours, found))


def _all_changes(ours: ItemVersion, found: Found) -> tuple[Change, ...]:
    shown = {f"figure {name}": digest[:12] for name, digest in ours.figures.items()}
    theirs = {f"figure {name}": digest[:12] for name, digest in found.figures.items()}
    return changes(ours.content | shown, found.draft | theirs)


def _in_motion(row: ItemVersion) -> bool:
    """Return whether a version is on its way or in use, so that the same words cannot become a draft anew."""
    return row.state in (State.IN_REVIEW, State.APPROVED, State.SIGNED) and row.withdrawn_at is None
