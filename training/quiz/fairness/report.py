"""What the papers given out came to, how much was left to the draw, and what the pool still allows."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil, floor, log
from statistics import fmean

from training.bank.queries import stock
from training.core import balancing, estimating, luck, overlap
from training.core.balancing import TOLERANCE, Reckoned
from training.core.domains import DOMAIN_TITLES, Domain
from training.core.items import Item
from training.core.luck import Foretold
from training.core.overlap import Shared
from training.core.rooms import Room, rooms
from training.core.specification import Specification
from training.measurement.snapshot import Figures, Rated
from training.quiz import item_use, trial_papers
from training.quiz.calibration import queries as calibrations
from training.quiz.fairness import queries
from training.quiz.fairness.queries import Given
from training.quiz.queries.exams import Published

LOOKED_AT = 500
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
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it was drawn: ``then`` are the points reckoned at its start from ``basis``, ``cut`` its raw cut.

    They are None for one of before papers were balanced. What was drawn on trial is nobody's attempt. ``met`` is how
    many of its questions the person met before and should have at most; None where they met none of the exam's.
    """

    scored: tuple[str, ...]
    basis: str
    then: float | None
    cut: Fraction | None
    relaxed: tuple[str, ...]
    met: tuple[int, int] | None = None
    attempt_id: int | None = None
    started_at: datetime | None = None
    sha256: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paper by what is reckoned today: the points a candidate just at the standard is expected to get on it.

    ``domains`` are those of each domain with a minimum; ``cut`` is the paper's raw cut, and ``chance``, 0-1, that of
    this candidate to reach it.
    """

    number: int
    paper: Paper
    cut: Fraction
    now: float
    domains: Mapping[Domain, float]
    chance: float

    @property
    def equal(self) -> int:
        """Return the raw cut that makes the paper as hard to pass as it should be; ties go up (measurement.md 3.5)."""
        return floor(self.now + 0.5)


@dataclass(frozen=True, slots=True)
class Achieved:
    """What papers came to, in all or in a domain with a minimum, beside the target; ``off`` of them miss it."""

    title: str
    target: float
    points: tuple[float, ...]

    @property
    def off(self) -> int:
        """Return how many papers are further from the target than the tolerance."""
        return sum(abs(each - self.target) > TOLERANCE + _NEAR for each in self.points)

    @property
    def mean(self) -> float:
        """Return the mean of the points."""
        return fmean(self.points)


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report. Chances, shares and rates are 0-1.

    ``tried`` says that nobody sat this version yet, so the papers are drawn on trial. ``answered`` items have enough
    responses in the calibration in force, ``stood`` so many have stood on enough papers so far. ``rates`` holds the
    share of papers that each item which may be drawn stands on, ``rated`` counts these items by whose rating was used.
    """

    calibrated: bool
    rated: Mapping[Rated, int]
    tried: bool
    lines: tuple[Line, ...]
    achieved: tuple[Achieved, ...]
    cut: Fraction
    chances: tuple[float, float]
    foretold: Foretold
    answered: int
    stood: int
    rates: tuple[float, ...]
    most_given: tuple[str, float]
    between: Shared
    again: Shared
    relaxed: Mapping[str, int]
    rooms: tuple[Room, ...]
    critical: int

    @property
    def items(self) -> int:
        """Return how many items may be drawn."""
        return len(self.rates)

    @property
    def mean_rate(self) -> float:
        """Return on which share of papers an item stands on average, 0 without items."""
        return fmean(self.rates) if self.rates else 0.0

    @property
    def needed(self) -> int:
        """Return how many whole points reach the cut."""
        return ceil(self.cut)

    @property
    def later(self) -> int:
        """Return how many papers went to somebody who had met questions of the exam before."""
        return sum(line.paper.met is not None for line in self.lines)

    @property
    def over(self) -> int:
        """Return how many of these hold more of what was met before than they should."""
        return sum(line.paper.met is not None and line.paper.met[0] > line.paper.met[1] for line in self.lines)

    @property
    def unequal(self) -> int:
        """Return how many papers would need another cut than their own by what is reckoned today."""
        return sum(line.equal != floor(line.cut + Fraction(1, 2)) for line in self.lines)


def of(exam: Published) -> Fairness:
    """Return the report of an exam. Raises PoolTooSmall where no paper can be drawn and none was given."""
    specification = exam.specification
    everything = queries.papers(exam.exam_id, LOOKED_AT)
    given = [paper for paper in everything if paper.version_id == exam.version_id]
    drawn = [_kept(paper) for paper in given] or [
        _tried(paper) for paper in trial_papers.drawn(exam, count=TRIED, seed=1)
    ]
    ground = _ground(exam, {name for paper in drawn for name in paper.scored})
    lines = tuple(_line(number, paper, ground, specification) for number, paper in enumerate(drawn, start=1))
    papers = [line.paper.scored for line in lines]
    counts = Counter(name for paper in papers for name in paper)
    often, most = max(counts.items(), key=lambda each: (each[1], each[0]))
    owned = [(paper.person_id, paper.scored) for paper in everything]
    between, again = overlap.shared(owned if given else list(enumerate(papers)))
    stood = item_use.shown(ground.live)
    return Fairness(
        calibrated=ground.calibrated,
        rated=ground.rated,
        tried=not given,
        lines=lines,
        achieved=_achieved(lines, ground, specification),
        cut=specification.cut * specification.length,
        chances=luck.middle([line.chance for line in lines]),
        foretold=_foretold(papers, ground, specification),
        answered=ground.answered,
        stood=sum(number >= ENOUGH for number in stood.values()),
        rates=tuple(counts[name] / len(papers) for name in ground.live),
        most_given=(ground.asked[often].header.code, most / len(papers)),
        between=between,
        again=again,
        relaxed=Counter(what for line in lines for what in line.paper.relaxed),
        rooms=rooms(ground.live, specification, ground.reckoned),
        critical=sum(item.critical for item in ground.live.values()),
    )


def _rated(known: Figures | None, item: Item) -> Rated:
    """Return whose rating of an item was used: that of a panel through a calibration alone."""
    told = known.rated if known else Rated.NOBODY
    return told or (Rated.AUTHORS if item.header.difficulty is not None else Rated.NOBODY)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known of items: ``asked`` are those of some papers and all that may be drawn, ``live`` only the latter.

    ``errors`` are the standard deviations, in logits, of what is reckoned.
    """

    asked: Mapping[str, Item]
    live: Mapping[str, Item]
    reckoned: Mapping[str, Reckoned]
    errors: Mapping[str, float]
    calibrated: bool
    rated: Mapping[Rated, int]
    answered: int


def _ground(exam: Published, stood: Collection[str]) -> _Ground:
    specification = exam.specification
    pool = {each.version: each.item for each in stock.pool(specification.pool, live=True)}
    every = pool | stock.versions(stood)
    asked = {name: item for name, item in every.items() if specification.asks((item.header.domain, item.header.level))}
    live = {name: item for name, item in asked.items() if name in pool}
    digest = calibrations.digest_in_force(exam.exam_id)
    known = calibrations.items(exam.exam_id, digest) if digest else {}
    return _Ground(
        asked=asked,
        live=live,
        reckoned=estimating.calibrated(
            asked, specification, {name: figures.at_standard for name, figures in known.items()}
        ),
        errors={name: known[name].error if name in known else UNSURE for name in asked},
        calibrated=any(figures.responses for figures in known.values()),
        rated=Counter(_rated(known.get(name), item) for name, item in live.items()),
        answered=sum(known[name].responses >= ENOUGH for name in live if name in known),
    )


def _kept(paper: Given) -> Paper:
    """Return a paper that was given out, by what it kept."""
    balance = paper.balance
    return Paper(
        scored=paper.scored,
        basis=str(balance.get("basis", "")),
        then=float(str(balance["expected"])) if balance else None,
        cut=Fraction(str(balance["cut"])) if balance else None,
        relaxed=_words(balance.get("relaxed", [])),
        met=(int(str(balance["met"])), int(str(balance["met at most"]))) if "met" in balance else None,
        attempt_id=paper.attempt_id,
        started_at=paper.started_at,
        sha256=paper.sha256,
        simulated=paper.simulated,
    )


def _tried(paper: Mapping[str, object]) -> Paper:
    """Return a paper that was drawn on trial."""
    items, balance = paper["items"], paper["balance"]
    assert isinstance(items, list)
    assert isinstance(balance, dict)
    return Paper(
        scored=tuple(str(item["version"]) for item in items if not item["pilot"]),
        basis=str(balance["basis"]),
        then=float(balance["expected"]),
        cut=Fraction(balance["cut"]),
        relaxed=_words(balance["relaxed"]),
    )


def _words(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(each) for each in value)


def _line(number: int, paper: Paper, ground: _Ground, specification: Specification) -> Line:
    points = {name: ground.reckoned[name].expected for name in paper.scored}
    cut = specification.cut * specification.length if paper.cut is None else paper.cut
    return Line(
        number=number,
        paper=paper,
        cut=cut,
        now=sum(points.values()),
        domains={
            domain: sum(share for name, share in points.items() if ground.asked[name].header.domain is domain)
            for domain in specification.minimums
        },
        chance=luck.chance(list(points.values()), ceil(cut)),
    )


def _achieved(lines: Sequence[Line], ground: _Ground, specification: Specification) -> tuple[Achieved, ...]:
    target = balancing.target({name: ground.reckoned[name] for name in ground.live}, ground.live, specification)
    return (
        Achieved("Whole paper", target.total, tuple(line.now for line in lines)),
        *(
            Achieved(DOMAIN_TITLES[domain], wanted, tuple(line.domains[domain] for line in lines))
            for domain, wanted in target.domains.items()
        ),
    )


def _foretold(papers: Sequence[Sequence[str]], ground: _Ground, specification: Specification) -> Foretold:
    few = papers[-FORETOLD:]
    names = {name for paper in few for name in paper}
    return luck.foretold(
        few,
        {name: _logit(ground.reckoned[name].expected) for name in names},
        ground.errors,
        needed=ceil(specification.cut * specification.length),
        seed=1,
    )


def _logit(share: float) -> float:
    inside = min(max(share, 0.001), 0.999)
    return log(inside / (1 - inside))
