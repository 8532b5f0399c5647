"""What the pools hold, cell by cell: what may be drawn now and what is on its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Select, literal, select

from training.bank.models import BankItem, ItemVersion, State
from training.core.coverage import Held
from training.core.domains import Domain, Level, Pool
from training.core.specification import Cell
from training.db import db

Place = tuple[Pool, Domain, Level]
DRAWABLE = "drawable"
STAGES = {State.APPROVED: "approved", State.IN_REVIEW: "review", State.DRAFT: "drafts"}
IN_USE = {Pool.EXAM: {State.SIGNED}, Pool.PRACTICE: {State.APPROVED, State.SIGNED}}
"""Which states a pool draws from: live exams signed versions only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An item where it counts: by the version that is drawn, else by its newest one, with that version's stage."""

    place: Place
    stage: str
    code: str
    objective: str


@dataclass(frozen=True, slots=True)
class Objective:
    """A learning objective of a cell, what each pool holds for it, and the codes of its items, drawable ones first."""

    text: str
    held: dict[Pool, Held]
    codes: tuple[str, ...]


def held(cell: Cell | None = None) -> dict[Place, Held]:
    """Return what each pool holds by cell, of one cell if given; places that hold nothing are left out.

    An item counts once. The exam draws signed versions, practice approved ones too; an item with neither counts where
    its newest version stands. What is withdrawn or retired counts nowhere.
    """
    found: dict[Place, dict[str, int]] = {}
    for standing in _standings(cell, words=False):
        numbers = found.setdefault(standing.place, {})
        numbers[standing.stage] = numbers.get(standing.stage, 0) + 1
    return {place: Held(**numbers) for place, numbers in found.items()}


def objectives(cell: Cell) -> list[Objective]:
    """Return the learning objectives of a cell by their words."""
    grouped: dict[str, list[Standing]] = {}
    for standing in _standings(cell, words=True):
        grouped.setdefault(standing.objective, []).append(standing)
    return [_objective(text, grouped[text]) for text in sorted(grouped, key=str.casefold)]


def _objective(text: str, found: list[Standing]) -> Objective:
    counts: dict[Pool, Held] = {}
    for standing in found:
        pool = standing.place[0]
        counts[pool] = counts.get(pool, Held()) + Held(**{standing.stage: 1})
    ordered = sorted(found, key=lambda each: (each.stage != DRAWABLE, each.code))
    return Objective(text, counts, tuple(standing.code for standing in ordered))


def _standings(cell: Cell | None, *, words: bool) -> Iterator[Standing]:
    """Return every item that counts somewhere; in ``cell`` if given. Objectives are left out without ``words``."""
    rows = db.session.execute(_versions(cell, words=words))
    for _item, versions in groupby(rows, key=lambda row: row[0]):
        standing = _standing([[str(value or "") for value in row[1:]] for row in versions])
        if cell is None or standing.place[1:] == cell:
            yield standing


def _standing(versions: list[list[str]]) -> Standing:
    """Return where an item counts; ``versions`` are in order of their numbers."""
    pool = Pool(versions[0][0])
    drawn = [version for version in versions if version[3] in IN_USE[pool]]
    _pool, domain, level, state, code, objective = (drawn or versions)[-1]
    stage = DRAWABLE if drawn else STAGES[State(state)]
    return Standing((pool, Domain(domain), Level(level)), stage, code, objective.strip())


def _versions(cell: Cell | None, *, words: bool) -> Select[int, str, str, str, str, str, str]:
    """Return the versions on their way or in use, in order; with ``cell`` those of every item that has one there."""
    objective = ItemVersion.content["objective"].as_string() if words else literal("")
    columns = (BankItem.pool, ItemVersion.domain, ItemVersion.level, ItemVersion.state, BankItem.code, objective)
    wanted = (
        select(ItemVersion.item_id, *columns)
        .join(BankItem)
        .where(ItemVersion.withdrawn_at.is_(None), ItemVersion.state != State.RETIRED)
        .order_by(ItemVersion.item_id, ItemVersion.number)
    )
    if cell is None:
        return wanted
    there = select(ItemVersion.item_id).where(ItemVersion.domain == cell[0], ItemVersion.level == cell[1])
    return wanted.where(ItemVersion.item_id.in_(there))
