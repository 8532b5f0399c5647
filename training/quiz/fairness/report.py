"""What the papers given out came to, how much was left to the draw, and what the pool still allows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil, log
from statistics import quantiles

from training.bank.queries import stock
from training.core import balancing, estimating, luck
from training.core.domains import Domain, Level
from training.core.items import Item
from training.core.specification import Cell, Specification
from training.quiz import trial_papers
from training.quiz.calibration import queries as calibrations
from training.quiz.fairness import queries
from training.quiz.queries.exams import Published

LOOKED_AT = 200
"""The newest papers that are compared with each other."""
TRIED = 40
"""Papers that are drawn on trial where nobody sat yet."""
FORETOLD = 60
"""Papers by which the luck of the draw is foretold."""
UNSURE = 0.8
"""How far, in logits, an author's estimate is off, as a standard deviation: that of a truth spread by 1 logit round a
rating that correlates with it by 0.6, as panels do (measurement.md 3.3)."""
ENOUGH = 100
"""Responses an item needs before papers may be called equivalent (measurement.md 3.4)."""
THRICE = 3
"""Papers without a common question that an exam of three attempts needs."""
NARROW = 0.1
"""Expected shares of a cell that lie closer leave balancing nothing to exchange."""


@dataclass(frozen=True, slots=True)
class Room:
    """What the pool holds for a cell: ``share`` is how often its items come on average, 0-1.

    ``papers`` is how many papers without a common item it could give one person; ``easiest`` and ``hardest`` are the
    expected shares of its items at the standard.
    """

    cell: Cell
    wanted: int
    held: int
    critical: int
    share: float
    papers: int
    easiest: float
    hardest: float

    @property
    def advice(self) -> str:
        """Return what to write next for the cell, blank where it has enough."""
        if self.held < THRICE * self.wanted:
            return f"{THRICE * self.wanted - self.held} more, for three papers"
        if self.held - self.critical < THRICE * self.wanted:
            return f"{THRICE * self.wanted - self.held + self.critical} more that are not critical"
        return "easier or harder ones" if self.easiest - self.hardest < NARROW else ""


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report. Chances, shares and ``luck`` are 0-1; points are raw points expected at the standard.

    ``tried`` says that nobody sat yet, so the papers are drawn on trial. ``between`` and ``again`` hold how many items
    two candidates' papers, or two papers of one person, have in common, on average and at most.
    """

    calibrated: bool
    tried: bool
    papers: int
    target: float
    points: tuple[float, float]
    cut: int
    chances: tuple[float, float]
    luck: float
    answered: int
    items: int
    exposure: tuple[tuple[int, int], ...]
    most_given: tuple[str, float]
    between: tuple[float, int]
    again: tuple[float, int]
    relaxed: Mapping[str, int]
    rooms: tuple[Room, ...]


def of(exam: Published) -> Fairness:
    """Return the report of an exam. Raises PoolTooSmall where no paper can be drawn and none was given."""
    specification = exam.specification
    pool = stock.pool(specification.pool, live=True)
    given = queries.papers(exam.version_id, LOOKED_AT)
    tried = [] if given else list(trial_papers.drawn(exam, count=TRIED, seed=1))
    papers = [paper.scored for paper in given] or [_scored(paper) for paper in tried]
    every = {each.version: each.item for each in pool} | stock.versions({name for paper in papers for name in paper})
    asked = {name: item for name, item in every.items() if specification.asks(_cell(item))}
    live = {each.version: asked[each.version] for each in pool if each.version in asked}
    digest = calibrations.digest_in_force(exam.exam_id)
    known = calibrations.items(exam.exam_id, digest) if digest else {}
    shares = {name: each.at_standard for name, each in known.items()}
    reckoned = estimating.calibrated(asked, specification, shares)
    needed = ceil(specification.cut * specification.length)
    chances = [luck.chance([reckoned[name].expected for name in paper], needed) for paper in papers]
    points = [sum(reckoned[name].expected for name in paper) for paper in papers]
    errors = {name: known[name].error if name in known else UNSURE for name in asked}
    counts = Counter(name for paper in papers for name in paper)
    often, most = max(counts.items(), key=lambda each: (each[1], each[0]))
    return Fairness(
        calibrated=bool(digest),
        tried=not given,
        papers=len(papers),
        target=balancing.target({name: reckoned[name] for name in live}, live, specification).total,
        points=(min(points), max(points)),
        cut=needed,
        chances=_middle(chances),
        luck=luck.left(
            list(islice(papers, FORETOLD)),
            {name: _logit(reckoned[name].expected) for name in counts},
            errors,
            needed=needed,
            seed=1,
        ),
        answered=sum(known[name].responses >= ENOUGH for name in live if name in known),
        items=len(live),
        exposure=_tenths([counts[name] / len(papers) for name in live]),
        most_given=(every[often].header.code, most / len(papers)),
        between=luck.shared([frozenset(paper) for paper in papers]),
        again=_again(given),
        relaxed=Counter(what for paper in given for what in paper.relaxed),
        rooms=_rooms(live, specification, reckoned),
    )


def _scored(paper: Mapping[str, object]) -> tuple[str, ...]:
    items = paper["items"]
    assert isinstance(items, list)
    return tuple(str(item["version"]) for item in items if not item["pilot"])


def _cell(item: Item) -> Cell:
    return item.header.domain, item.header.level


def _middle(values: Sequence[float]) -> tuple[float, float]:
    """Return the 5th and 95th percentile; of a single value both are it."""
    if len(values) < 2:
        return values[0], values[0]
    cuts = quantiles(values, n=20, method="inclusive")
    return cuts[0], cuts[-1]


def _logit(share: float) -> float:
    inside = min(max(share, 0.001), 0.999)
    return log(inside / (1 - inside))


def _tenths(rates: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """Return how many items were never given, and how many by tenths of the papers: 1 to 10 %, 11 to 20 % and so on."""
    found = Counter(ceil(rate * 10 - 1e-9) for rate in rates)
    return tuple((tenth, found[tenth]) for tenth in range(max(found, default=0) + 1))


def _again(given: Sequence[queries.Given]) -> tuple[float, int]:
    """Return what the papers of one person have in common, over all people with several."""
    by_person: dict[int, list[frozenset[str]]] = {}
    for paper in given:
        by_person.setdefault(paper.person_id, []).append(frozenset(paper.scored))
    pairs = [
        len(one & other)
        for papers in by_person.values()
        for place, one in enumerate(papers)
        for other in papers[place + 1 :]
    ]
    return (sum(pairs) / len(pairs), max(pairs)) if pairs else (0.0, 0)


def _rooms(
    items: Mapping[str, Item], specification: Specification, reckoned: Mapping[str, balancing.Reckoned]
) -> tuple[Room, ...]:
    held: dict[Cell, list[str]] = {}
    for name, item in items.items():
        held.setdefault(_cell(item), []).append(name)
    found = []
    for cell in ((domain, level) for domain in Domain for level in Level if specification.asks((domain, level))):
        names, wanted = held.get(cell, []), specification.cells[cell]
        expected = [reckoned[name].expected for name in names]
        found.append(
            Room(
                cell=cell,
                wanted=wanted,
                held=len(names),
                critical=sum(items[name].critical for name in names),
                share=wanted / len(names) if names else 1.0,
                papers=len(names) // wanted,
                easiest=max(expected, default=0.0),
                hardest=min(expected, default=0.0),
            )
        )
    return tuple(found)
