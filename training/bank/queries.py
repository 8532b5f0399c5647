"""Looking into the bank: what may be drawn, what lists show, what an import would change."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from training import items
from training.accounts import queries as accounts
from training.bank.adoption import Key, keys_of
from training.bank.differences import Change, changes
from training.bank.models import (
    Approval,
    BankItem,
    Comment,
    Figure,
    ImportRun,
    ItemVersion,
    ReviewAnswer,
    SignOff,
    State,
)
from training.bank.readings import Found, Known, Outcome, Planned
from training.core.drafts import Draft
from training.core.items import Domain, Item, Level, Pool
from training.core.layout import laid_out
from training.db import db

PAGE = 50


@dataclass(frozen=True, slots=True)
class PoolItem:
    """A version that may be drawn now."""

    version: str
    item: Item


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a cell may be drawn: in practice, in a live exam, and of these the critical ones."""

    approved: int = 0
    signed: int = 0
    critical: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of items is narrowed to; empty values narrow nothing."""

    text: str = ""
    domain: str = ""
    level: str = ""
    kind: str = ""
    state: str = ""
    pool: str = ""
    author: str = ""
    critical: bool = False
    sort: str = "code"
    page: int = 1

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Filters":
        """Return the filters of an address's values; what is not among them narrows nothing."""
        page = values.get("page", "1")
        return cls(
            text=values.get("text", ""),
            domain=values.get("domain", ""),
            level=values.get("level", ""),
            kind=values.get("kind", ""),
            state=values.get("state", ""),
            pool=values.get("pool", ""),
            author=values.get("author", ""),
            critical=values.get("critical") == "y",
            sort=values.get("sort", "code"),
            page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list: its newest version, and the number of the version in use, None when there is none."""

    version: ItemVersion
    in_use: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; ``total`` counts all pages."""

    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int


class _Parsed:
    """Items by version: versions never change, so neither does this; the least used leave when it is full."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: OrderedDict[str, Item] = OrderedDict()

    def add(self, version: str, content: Mapping[str, object]) -> Item:
        """Parse and hold an item."""
        item = self._items[version] = items.parse(content)
        while len(self._items) > self._size:
            self._items.popitem(last=False)
        return item

    def get(self, version: str) -> Item | None:
        """Return an item that is held."""
        return self._items.get(version)


_parsed = _Parsed(size=5_000)


def pool(pool: Pool, *, live: bool) -> tuple[PoolItem, ...]:
    """Return the versions of a pool that may be drawn, by code.

    A live exam draws signed versions only, practice the newest approved or signed one of each item. What is
    withdrawn or retired is in neither.
    """
    hashes = [version for version, _state in _drawable(pool, live=live)]
    found = versions(hashes)
    drawn = (PoolItem(version, found[version]) for version in hashes)
    return tuple(sorted(drawn, key=lambda each: each.item.header.code))


def versions(hashes: Iterable[str]) -> dict[str, Item]:
    """Return items by version hash, whatever their state; unknown hashes are left out."""
    wanted = list(dict.fromkeys(hashes))
    found = {version: item for version in wanted if (item := _parsed.get(version))}
    missing = [version for version in wanted if version not in found]
    for start in range(0, len(missing), 500):
        rows = db.session.execute(
            select(ItemVersion.hash, ItemVersion.content).where(ItemVersion.hash.in_(missing[start : start + 500]))
        )
        found |= {version: _parsed.add(version, content) for version, content in rows}
    return {version: found[version] for version in wanted if version in found}


def as_reviewed(version: str, person_id: int) -> tuple[Item, tuple[str, ...]]:
    """Return an item and its order as one reviewer sees them: theirs, and the same on every look.

    Raises KeyError for an unknown version.
    """
    return laid_out(versions([version])[version], Random(f"{version}:{person_id}"))  # noqa: S311 - an order, no secret


def counts() -> dict[tuple[Pool, Domain, Level], Count]:
    """Return how many items each pool holds by domain and level; cells that hold none are left out."""
    table: dict[tuple[Pool, Domain, Level], list[int]] = {}
    for each in Pool:
        for column, live in ((0, False), (1, True)):
            for drawn in pool(each, live=live):
                header = drawn.item.header
                cell = table.setdefault((each, header.domain, header.level), [0, 0, 0])
                cell[column] += 1
                cell[2] += live and drawn.item.critical
    return {cell: Count(*numbers) for cell, numbers in table.items()}


def figures_of(hashes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the figures of versions: version hash → name → digest of the bytes."""
    wanted = set(hashes)
    return dict(
        db.session.execute(select(ItemVersion.hash, ItemVersion.figures).where(ItemVersion.hash.in_(wanted))).all()
    )


def figure(digest: str) -> Figure | None:
    """Return a figure by the digest of its bytes."""
    return db.session.scalars(select(Figure).where(Figure.digest == digest).limit(1)).one_or_none()


def figures() -> list[Figure]:
    """Return all figures by name, without their bytes."""
    return list(db.session.scalars(select(Figure).order_by(Figure.name)))


def figure_digests() -> dict[str, str]:
    """Return the digest of every figure by name."""
    return dict(db.session.execute(select(Figure.name, Figure.digest)).all())


def figure_contents(names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of figures by name."""
    return dict(db.session.execute(select(Figure.name, Figure.content).where(Figure.name.in_(set(names)))).all())


def known(sources: Iterable[str], sections: Mapping[str, Iterable[str]] | None) -> Known:
    """Return what files may refer to: the given sources and sections, and what the bank holds."""
    pools = db.session.execute(select(BankItem.code, BankItem.pool)).all()
    return Known(
        sources=frozenset(sources),
        sections=None if sections is None else {module: tuple(names) for module, names in sections.items()},
        pools={code: str(pool) for code, pool in pools},
        figures=figure_digests(),
    )


def search(filters: Filters) -> Page:
    """Return a page of items by their newest version."""
    statement = _narrowed(filters)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, filters.page), pages)
    rows = db.session.scalars(statement.order_by(*_order(filters.sort)).limit(PAGE).offset((number - 1) * PAGE)).all()
    in_use = _in_use([row.item_id for row in rows])
    return Page(tuple(Row(row, in_use.get(row.item_id)) for row in rows), total, number, pages)


def authors() -> list[str]:
    """Return the authors named in newest versions, by name."""
    return list(db.session.scalars(select(ItemVersion.author).where(_newest()).distinct().order_by(ItemVersion.author)))


def totals() -> dict[State, int]:
    """Return how many items stand where, by their newest version."""
    rows = db.session.execute(select(ItemVersion.state, func.count()).where(_newest()).group_by(ItemVersion.state))
    return {State(state): number for state, number in rows}


def newest(code: str) -> ItemVersion | None:
    """Return the newest version of an item."""
    return db.session.scalars(_of_code(code).order_by(ItemVersion.number.desc()).limit(1)).one_or_none()


def version(code: str, number: int) -> ItemVersion | None:
    """Return one version of an item by its number."""
    return db.session.scalars(_of_code(code).where(ItemVersion.number == number)).one_or_none()


def version_of(version_hash: str) -> ItemVersion | None:
    """Return one version by its hash."""
    return db.session.get(ItemVersion, version_hash)


def history(code: str) -> list[ItemVersion]:
    """Return all versions of an item, the newest first."""
    return list(db.session.scalars(_of_code(code).order_by(ItemVersion.number.desc())))


def comments(hashes: Iterable[str]) -> list[Comment]:
    """Return the comments on versions, the newest first."""
    statement = select(Comment).where(Comment.version.in_(set(hashes))).order_by(Comment.at.desc(), Comment.id.desc())
    return list(db.session.scalars(statement))


def approvals(hashes: Iterable[str]) -> list[Approval]:
    """Return the approvals of versions in the order they were given."""
    return list(db.session.scalars(select(Approval).where(Approval.version.in_(set(hashes))).order_by(Approval.id)))


def sign_offs(hashes: Iterable[str]) -> list[SignOff]:
    """Return the signatures under versions."""
    return list(db.session.scalars(select(SignOff).where(SignOff.version.in_(set(hashes))).order_by(SignOff.at)))


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

    That is who made it, or any version since the last signed one before it, and whoever has its author's name: files
    name an author that no row knows.
    """
    person = accounts.person(person_id)
    name = person.name.casefold() if person else None
    made = _makers({row.item_id for row in rows})
    return frozenset(
        row.hash
        for row in rows
        if row.author.casefold() == name or person_id in _since_signed(made.get(row.item_id, []), row.number)
    )


def to_review(person_id: int) -> list[ItemVersion]:
    """Return what a reviewer can act on: versions in review that they neither wrote at nor approved, oldest first."""
    approved = select(Approval.version).where(Approval.person_id == person_id)
    rows = db.session.scalars(
        select(ItemVersion)
        .where(ItemVersion.state == State.IN_REVIEW, ItemVersion.hash.not_in(approved))
        .order_by(ItemVersion.changed_at, ItemVersion.hash)
    ).all()
    own = written_by(person_id, rows)
    return [row for row in rows if row.hash not in own]


def unfinished_of(person_id: int) -> list[ItemVersion]:
    """Return the newest versions that a person made and that are not signed yet, the last changed first."""
    states = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
    rows = select(ItemVersion).where(
        _newest(),
        ItemVersion.created_by == person_id,
        ItemVersion.state.in_(states),
        ItemVersion.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(rows.order_by(ItemVersion.changed_at.desc(), ItemVersion.hash)))


def to_sign(page: int) -> Page:
    """Return a page of approved versions that wait for the clinical lead, by code."""
    statement = select(ItemVersion).where(ItemVersion.state == State.APPROVED, ItemVersion.withdrawn_at.is_(None))
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    rows = db.session.scalars(
        statement.join(BankItem).order_by(BankItem.code).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    in_use = _in_use([row.item_id for row in rows])
    return Page(tuple(Row(row, in_use.get(row.item_id)) for row in rows), total, number, pages)


def selected(filters: Filters) -> list[ItemVersion]:
    """Return all newest versions that a list would show on all its pages, by code."""
    return list(db.session.scalars(_narrowed(filters).order_by(BankItem.code)))


def import_run(run_id: int, person_id: int) -> ImportRun | None:
    """Return an import that this person uploaded."""
    return db.session.scalars(
        select(ImportRun).where(ImportRun.id == run_id, ImportRun.person_id == person_id)
    ).one_or_none()


def origins() -> tuple[frozenset[str], dict[Key, tuple[str, ...]]]:
    """Return all codes, and codes by what another system calls the item, the oldest item first."""
    rows = db.session.execute(
        select(BankItem.code, ItemVersion.content["origin"]).join(BankItem).where(_newest()).order_by(BankItem.id)
    ).all()
    by_key: dict[Key, tuple[str, ...]] = {}
    for code, origin in rows:
        for key in keys_of(origin or {}):
            by_key[key] = (*by_key.get(key, ()), code)
    return frozenset(code for code, _origin in rows), by_key


def newest_and_base(codes: Iterable[str]) -> dict[str, tuple[Draft, Draft]]:
    """Return by code the newest draft of an item and the one last exported or imported, or the newest again."""
    wanted = sorted(codes)
    found: dict[str, tuple[Draft, Draft]] = {}
    for start in range(0, len(wanted), 500):
        rows = db.session.scalars(
            select(ItemVersion)
            .join(BankItem)
            .where(BankItem.code.in_(wanted[start : start + 500]))
            .order_by(ItemVersion.number)
        ).all()
        bases = {row.item.code: row.content for row in rows if row.hash == row.item.base}
        found |= {row.item.code: (row.content, bases.get(row.item.code, row.content)) for row in rows}
    return found


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


def _drawable(pool: Pool, *, live: bool) -> list[tuple[str, State]]:
    states = (State.SIGNED,) if live else (State.APPROVED, State.SIGNED)
    rows = db.session.execute(
        select(ItemVersion.item_id, ItemVersion.hash, ItemVersion.state)
        .join(BankItem)
        .where(BankItem.pool == pool, ItemVersion.state.in_(states), ItemVersion.withdrawn_at.is_(None))
        .order_by(ItemVersion.number)
    )
    return list({item: (version, state) for item, version, state in rows}.values())


def _in_use(item_ids: Sequence[int]) -> dict[int, int]:
    """Return the number of the version in use of each item that has one: signed, or else approved."""
    rows = db.session.execute(
        select(ItemVersion.item_id, ItemVersion.number)
        .where(
            ItemVersion.item_id.in_(item_ids),
            ItemVersion.state.in_((State.SIGNED, State.APPROVED)),
            ItemVersion.withdrawn_at.is_(None),
        )
        .order_by((ItemVersion.state == State.SIGNED), ItemVersion.number)
    )
    return dict(rows.all())


def _makers(item_ids: Iterable[int]) -> dict[int, list[tuple[int, int | None, bool]]]:
    """Return number, maker and whether it is signed of every version of some items, by item and number."""
    rows = db.session.execute(
        select(ItemVersion.item_id, ItemVersion.number, ItemVersion.created_by, SignOff.version.is_not(None))
        .outerjoin(SignOff, SignOff.version == ItemVersion.hash)
        .where(ItemVersion.item_id.in_(set(item_ids)))
        .order_by(ItemVersion.item_id, ItemVersion.number)
    )
    made: dict[int, list[tuple[int, int | None, bool]]] = {}
    for item_id, number, maker, signed in rows:
        made.setdefault(item_id, []).append((number, maker, signed))
    return made


def _since_signed(made: Iterable[tuple[int, int | None, bool]], number: int) -> set[int | None]:
    """Return who made a version or one between it and the last signed one before it."""
    makers: set[int | None] = set()
    for at, maker, signed in made:
        if at > number:
            break
        makers.add(maker)
        if signed and at < number:
            makers.clear()
    return makers


def _newest() -> ColumnElement[bool]:
    """Return the condition that no later version of the item is there."""
    later = aliased(ItemVersion)
    return ~exists().where(later.item_id == ItemVersion.item_id, later.number > ItemVersion.number)


def _of_code(code: str) -> Select[ItemVersion]:
    return select(ItemVersion).join(BankItem).where(BankItem.code == code)


def _narrowed(filters: Filters) -> Select[ItemVersion]:
    statement = select(ItemVersion).join(BankItem).where(_newest())
    for column, value in (
        (ItemVersion.domain, filters.domain),
        (ItemVersion.level, filters.level),
        (ItemVersion.kind, filters.kind),
        (BankItem.pool, filters.pool),
        (ItemVersion.author, filters.author),
    ):
        if value:
            statement = statement.where(column == value)
    if filters.state == "withdrawn":
        statement = statement.where(ItemVersion.withdrawn_at.is_not(None))
    elif filters.state:
        statement = statement.where(ItemVersion.state == filters.state, ItemVersion.withdrawn_at.is_(None))
    if filters.critical:
        statement = statement.where(ItemVersion.critical)
    for word in filters.text.casefold().split():
        statement = statement.where(ItemVersion.search_text.contains(word, autoescape=True))
    return statement


def _order(sort: str) -> tuple[Any, ...]:
    columns: dict[str, Any] = {
        "code": BankItem.code,
        "changed": ItemVersion.changed_at,
        "level": ItemVersion.level,
        "state": ItemVersion.state,
        "kind": ItemVersion.kind,
    }
    column = columns.get(sort.removeprefix("-"), BankItem.code)
    return (column.desc() if sort.startswith("-") else column.asc(), BankItem.code)
