"""What the pools hold, cell by cell: what may be drawn now and what is on its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, Select, literal, select

from training.bank.models import BankItem, ItemVersion, State
from training.core.coverage import Held
from training.core.domains import Domain, Level, Pool
from training.core.specification import Cell
from training.db import db

Place = tuple[Pool, Domain, Level]
Versions = Select[int, str, str, str, str, str, str]
DRAWABLE = "drawable"
STAGES = {State.APPROVED: "approved", State.IN_REVIEW: "review", State.DRAFT: "drafts"}
IN_USE = {Pool.EXAM: {State.SIGNED}, Pool.PRACTICE: {State.APPROVED, State.SIGNED}}
"""Which states a pool draws from: live exams signed versions only."""
_NO_WORDS = literal("")


@dataclass(frozen=True, slots=True)
class Standing:
    """An item where it counts: by the version that is drawn, else by its newest one, with that version's stage.

    ``words`` are those of that version which were asked for: its objective, the safety point it names.
    """

    place: Place
    stage: str
    code: str
    words: str


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
    for standing in _standings(_versions(_NO_WORDS, of=None if cell is None else _in_cell(cell)), cell):
        numbers = found.setdefault(standing.place, {})
        numbers[standing.stage] = numbers.get(standing.stage, 0) + 1
    return {place: Held(**numbers) for place, numbers in found.items()}


def objectives(cell: Cell) -> list[Objective]:
    """Return the learning objectives of a cell by their words."""
    grouped: dict[str, list[Standing]] = {}
    for standing in _standings(_versions(_words("objective"), of=_in_cell(cell)), cell):
        grouped.setdefault(standing.words, []).append(standing)
    return [_objective(text, grouped[text]) for text in sorted(grouped, key=str.casefold)]


def safety_points(pool: Pool) -> dict[str, tuple[Held, tuple[str, ...]]]:
    """Return what a pool holds of critical items by the safety point they name, with their codes, drawable ones first.

    An item counts once, as in `held`, and by the safety point of the version that counts.
    """
    critical = select(ItemVersion.item_id).where(ItemVersion.critical)
    grouped: dict[str, list[Standing]] = {}
    for standing in _standings(_versions(_words("safety_point"), of=critical)):
        if standing.place[0] == pool and standing.words:
            grouped.setdefault(standing.words, []).append(standing)
    return {point: (_counted(found), _codes(found)) for point, found in grouped.items()}


def difficulties(pool: Pool) -> dict[Domain, dict[str, int]]:
    """Return how many items of a pool have each estimate of difficulty by domain, ``""`` for none.

    An item counts once, as in `held`, whether it may be drawn or is on its way.
    """
    found: dict[Domain, dict[str, int]] = {}
    for standing in _standings(_versions(_words("difficulty"), of=None)):
        if standing.place[0] is pool:
            steps = found.setdefault(standing.place[1], {})
            steps[standing.words] = steps.get(standing.words, 0) + 1
    return found


def _objective(text: str, found: list[Standing]) -> Objective:
    by_pool: dict[Pool, list[Standing]] = {}
    for standing in found:
        by_pool.setdefault(standing.place[0], []).append(standing)
    return Objective(text, {pool: _counted(standings) for pool, standings in by_pool.items()}, _codes(found))


def _counted(found: list[Standing]) -> Held:
    return sum((Held(**{standing.stage: 1}) for standing in found), Held())


def _codes(found: list[Standing]) -> tuple[str, ...]:
    return tuple(each.code for each in sorted(found, key=lambda each: (each.stage != DRAWABLE, each.code)))


def _standings(versions: Versions, cell: Cell | None = None) -> Iterator[Standing]:
    """Return every item among ``versions`` that counts somewhere; in ``cell`` if given."""
    rows = db.session.execute(versions)
    for _item, one in groupby(rows, key=lambda row: row[0]):
        standing = _standing([[str(value or "") for value in row[1:]] for row in one])
        if cell is None or standing.place[1:] == cell:
            yield standing


def _standing(versions: list[list[str]]) -> Standing:
    """Return where an item counts; ``versions`` are in order of their numbers."""
    pool = Pool(versions[0][0])
    drawn = [version for version in versions if version[3] in IN_USE[pool]]
    _pool, domain, level, state, code, words = (drawn or versions)[-1]
    stage = DRAWABLE if drawn else STAGES[State(state)]
    return Standing((pool, Domain(domain), Level(level)), stage, code, words.strip())


def _versions(words: ColumnElement[str], *, of: Select[int] | None) -> Versions:
    """Return the versions on their way or in use, in order, each with ``words``; of the items ``of`` if given."""
    columns = (BankItem.pool, ItemVersion.domain, ItemVersion.level, ItemVersion.state, BankItem.code, words)
    wanted = (
        select(ItemVersion.item_id, *columns)
        .join(BankItem)
        .where(ItemVersion.withdrawn_at.is_(None), ItemVersion.state != State.RETIRED)
        .order_by(ItemVersion.item_id, ItemVersion.number)
    )
    return wanted if of is None else wanted.where(ItemVersion.item_id.in_(of))


def _words(name: str) -> ColumnElement[str]:
    found: ColumnElement[str] = ItemVersion.content[name].as_string()
    return found


def _in_cell(cell: Cell) -> Select[int]:
    """Return the items that have a version in a cell."""
    return select(ItemVersion.item_id).where(ItemVersion.domain == cell[0], ItemVersion.level == cell[1])
