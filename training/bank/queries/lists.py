"""What lists of items show: a search, and the desks of authors, reviewers and the clinical lead."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import aliased

from training.bank.models import (
    Approval,
    BankItem,
    ItemVersion,
    KeySeen,
    State,
)
from training.bank.queries import due, linted, usage
from training.bank.queries.usage import Usage, Use
from training.bank.queries.versions import is_newest, written_by
from training.core.domains import Need
from training.db import db

PAGE = 50
FLAGS = {
    "due": "due for review",
    "overdue": "review date passed",
    "outdated": "cites an outdated source",
    "unfinished": "unfinished",
    "changed": "in use, with a newer version",
    "source": "needs the named source opened",
    "lead": "needs the clinical lead's decision",
}
"""What an item may be marked by besides its state, and in which words."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of items is narrowed to; empty values narrow nothing. ``today`` is what dates are compared with.

    ``usage`` counts how items did in exams; without it nothing is narrowed or sorted by that.
    """

    text: str = ""
    objective: str = ""
    domain: str = ""
    level: str = ""
    difficulty: str = ""
    kind: str = ""
    state: str = ""
    pool: str = ""
    author: str = ""
    flag: str = ""
    use: str = ""
    lint: str = ""
    source: str = ""
    critical: bool = False
    sort: str = "code"
    page: int = 1
    today: date = date.min
    without: frozenset[int] = frozenset()
    """Ids of items that are left out."""
    usage: Usage | None = None

    @classmethod
    def of(cls, values: Mapping[str, str], *, today: date = date.min, usage: Usage | None = None) -> "Filters":
        """Return the filters of an address's values; what is not among them narrows nothing."""
        page = values.get("page", "1")
        return cls(
            text=values.get("text", ""),
            domain=values.get("domain", ""),
            level=values.get("level", ""),
            difficulty=values.get("difficulty", ""),
            kind=values.get("kind", ""),
            state=values.get("state", ""),
            pool=values.get("pool", ""),
            author=values.get("author", ""),
            objective=values.get("objective", ""),
            flag=values.get("flag", ""),
            source=values.get("source", ""),
            use=values.get("use", ""),
            lint=values.get("lint", ""),
            today=today,
            usage=usage,
            critical=values.get("critical") == "y",
            sort=values.get("sort", "code"),
            page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        )

    @property
    def values(self) -> dict[str, str]:
        """Return what narrows, as an address says it: neither order nor page."""
        given = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _NO_FILTER}
        return {name: "y" if value is True else str(value) for name, value in given.items() if value}

    @property
    def address(self) -> str:
        """Return the whole list, in its order, as the query of an address; never empty."""
        return urlencode(self.values | {"sort": self.sort})


_NO_FILTER = frozenset({"sort", "page", "today", "usage", "without"})


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list: its newest version, the number of the version in use if there is one, how it did in exams."""

    version: ItemVersion
    in_use: int | None
    use: Use = usage.NONE


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; ``total`` counts all pages."""

    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int


def search(filters: Filters) -> Page:
    """Return a page of items by their newest version."""
    statement = narrowed(filters)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, filters.page), pages)
    statement, order = ordering(statement, filters)
    rows = db.session.scalars(statement.order_by(*order).limit(PAGE).offset((number - 1) * PAGE)).all()
    item_ids = [row.item_id for row in rows]
    in_use, uses = _in_use(item_ids), usage.of(filters.usage, item_ids) if filters.usage else {}
    listed = tuple(Row(row, in_use.get(row.item_id), uses.get(row.item_id, usage.NONE)) for row in rows)
    return Page(listed, total, number, pages)


def authors() -> list[str]:
    """Return the authors named in newest versions, by name."""
    return list(
        db.session.scalars(select(ItemVersion.author).where(is_newest()).distinct().order_by(ItemVersion.author))
    )


def totals() -> dict[State, int]:
    """Return how many items stand where, by their newest version."""
    rows = db.session.execute(select(ItemVersion.state, func.count()).where(is_newest()).group_by(ItemVersion.state))
    return {State(state): number for state, number in rows}


def to_review(person_id: int) -> list[ItemVersion]:
    """Return what a reviewer can act on: versions in review that they neither wrote at nor approved, oldest first.

    Those whose key they looked at before answering are not among them.
    """
    approved = select(Approval.version).where(Approval.person_id == person_id)
    looked = select(KeySeen.version).where(KeySeen.person_id == person_id)
    rows = db.session.scalars(
        select(ItemVersion)
        .where(ItemVersion.state == State.IN_REVIEW, ItemVersion.hash.not_in(approved), ItemVersion.hash.not_in(looked))
        .order_by(ItemVersion.changed_at, ItemVersion.hash)
    ).all()
    own = written_by(person_id, rows)
    return [row for row in rows if row.hash not in own]


def unfinished_of(person_id: int) -> list[ItemVersion]:
    """Return the newest versions that a person made and that are not signed yet, the last changed first."""
    states = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
    rows = select(ItemVersion).where(
        is_newest(),
        ItemVersion.created_by == person_id,
        ItemVersion.state.in_(states),
        ItemVersion.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(rows.order_by(ItemVersion.changed_at.desc(), ItemVersion.hash)))


def to_sign(page: int) -> Page:
    """Return a page of approved versions that wait for the clinical lead, the longest waiting first."""
    statement = select(ItemVersion).where(ItemVersion.state == State.APPROVED, ItemVersion.withdrawn_at.is_(None))
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    rows = db.session.scalars(
        statement.join(BankItem).order_by(ItemVersion.changed_at, BankItem.code).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    in_use = _in_use([row.item_id for row in rows])
    return Page(tuple(Row(row, in_use.get(row.item_id)) for row in rows), total, number, pages)


def selected(filters: Filters) -> list[ItemVersion]:
    """Return all newest versions that a list would show on all its pages, by code."""
    return list(db.session.scalars(narrowed(filters).order_by(BankItem.code)))


def newest_of(codes: Iterable[str]) -> dict[str, ItemVersion]:
    """Return the newest versions of these items by code; unknown codes are left out."""
    wanted = sorted(set(codes))
    found: dict[str, ItemVersion] = {}
    for start in range(0, len(wanted), 500):
        some = select(ItemVersion).join(BankItem).where(is_newest(), BankItem.code.in_(wanted[start : start + 500]))
        found |= {row.item.code: row for row in db.session.scalars(some.order_by(BankItem.code))}
    return found


def kinds(filters: Filters) -> dict[str, int]:
    """Return how many items of each kind a list would show on all its pages."""
    counted = narrowed(filters).with_only_columns(ItemVersion.kind, func.count()).group_by(ItemVersion.kind)
    return {str(kind): number for kind, number in db.session.execute(counted)}


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


def narrowed(filters: Filters) -> Select[ItemVersion]:
    """Return the statement of what a list shows on all its pages, in no order."""
    statement = select(ItemVersion).join(BankItem).where(is_newest())
    for column, value in (
        (ItemVersion.domain, filters.domain),
        (ItemVersion.level, filters.level),
        (ItemVersion.kind, filters.kind),
        (BankItem.pool, filters.pool),
        (ItemVersion.author, filters.author),
    ):
        if value:
            statement = statement.where(column == value)
    statement = statement.where(*_standing(filters), *_estimated(filters))
    if filters.critical:
        statement = statement.where(ItemVersion.critical)
    if filters.use in usage.USES and filters.usage:
        statement = statement.where(usage.narrowed(filters.use, filters.usage))
    if filters.flag in FLAGS:
        statement = statement.where(_flagged(filters.flag, filters.today))
    if filters.lint in linted.SAID:
        statement = statement.where(linted.narrowed(filters.lint))
    if filters.source:
        statement = statement.where(ItemVersion.cites.contains(f" {filters.source.strip()} ", autoescape=True))
    return statement.where(*_worded(filters))


def _standing(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that a version stands where a search says; withdrawn is no state of its own."""
    if filters.state == "withdrawn":
        yield ItemVersion.withdrawn_at.is_not(None)
    elif filters.state:
        yield ItemVersion.state == filters.state
        yield ItemVersion.withdrawn_at.is_(None)


def _estimated(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that the authors estimated an item's difficulty as a search says, or did not."""
    estimate = ItemVersion.content["difficulty"].as_string()
    if filters.difficulty:
        yield estimate.is_(None) if filters.difficulty == "none" else estimate == filters.difficulty


def _worded(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that each word of a search is there, and that what is left out is not."""
    if filters.without:
        yield ItemVersion.item_id.not_in(filters.without)
    for word in filters.objective.casefold().split():
        yield ItemVersion.objective.contains(word, autoescape=True)
    for word in filters.text.casefold().split():
        yield ItemVersion.search_text.contains(word, autoescape=True)


def _flagged(flag: str, today: date) -> ColumnElement[bool]:
    if flag == "unfinished":
        return ItemVersion.unfinished.is_(true())
    if flag == "changed":
        older = aliased(ItemVersion)
        in_use = older.state.in_((State.APPROVED, State.SIGNED)) & older.withdrawn_at.is_(None)
        return exists().where(older.item_id == ItemVersion.item_id, older.number < ItemVersion.number, in_use)
    if flag in tuple(Need):
        needs: ColumnElement[str] = ItemVersion.content["needs"].as_string()
        return needs.contains(f'"{flag}"')
    passed, cites = due.is_overdue(today), due.cites_outdated()
    return {"overdue": passed, "outdated": cites}.get(flag, passed | cites)


def ordering(
    statement: Select[ItemVersion], filters: Filters
) -> tuple[Select[ItemVersion], tuple[ColumnElement[Any], ...]]:
    """Return a statement with what a list is sorted by joined to it, and the order."""
    name = filters.sort.removeprefix("-")
    columns: dict[str, Any] = {
        "code": BankItem.code,
        "changed": ItemVersion.changed_at,
        "level": ItemVersion.level,
        "state": ItemVersion.state,
        "kind": ItemVersion.kind,
    }
    column = columns.get(name, BankItem.code)
    if name in usage.SORTS and filters.usage:
        uses = usage.by_item(filters.usage)
        statement = statement.outerjoin(uses, uses.c.item_id == ItemVersion.item_id)
        column = func.coalesce(uses.c[name], -1)
    return statement, (column.desc() if filters.sort.startswith("-") else column.asc(), BankItem.code.asc())
