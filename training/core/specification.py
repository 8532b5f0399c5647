"""What an exam asks: domains by levels with counts, length, time, rules and cut."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import ceil, comb, floor
from typing import TypeAlias

from training.core.domains import DOMAIN_TITLES, Domain, Level, Pool
from training.core.drafts import Fault
from training.core.numbers import exact_share

Cell: TypeAlias = tuple[Domain, Level]

ADVISED_GAP = Fraction(20, 100)
"""How far below the total cut a domain minimum should stand (measurement.md 5.4)."""
ADVISED_ITEMS = 15
"""How many items a domain with a minimum should have (measurement.md 5.4)."""
MET_BEFORE = Fraction(1, 4)
"""Of the questions that count on a further paper, the share a person may have met before where nobody set another."""
CHANCE = Fraction(9, 10)
"""How often the imagined good candidate of `false_fails` gets an item right."""


class Release(StrEnum):
    """What a result page shows: a live exam never gives an item away."""

    PROFILE = "domain profile"
    ITEMS = "items after closing"


@dataclass(frozen=True, slots=True)
class Shortage:
    """Something a pool has too little of: a cell, or critical items; or a reason in words, which wants no number."""

    what: str
    wanted: int = 0
    found: int = 0

    def __str__(self) -> str:
        return f"{self.what}: {self.found} of {self.wanted}" if self.wanted else self.what


@dataclass(frozen=True, slots=True)
class Specification:
    """An exam's rules. ``cut`` and ``minimums`` are shares of the possible points, 0-1, compared exactly.

    ``cells`` are what is scored; ``pilots`` questions more are tried out on each paper and count for nothing.
    ``met_before`` is the share of the scored questions, 0-1, that a further paper should hold at most of those the
    person met on papers of the exam before.
    """

    title: str
    cells: Mapping[Cell, int]
    critical: int
    minutes: int
    attempts: int
    waiting_days: int
    cut: Fraction
    cut_reason: str
    provisional: bool = True
    minimums: Mapping[Domain, Fraction] = field(default_factory=dict)
    minimums_reason: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    hard_close: bool = False
    late_minutes: int = 0
    pool: Pool = Pool.EXAM
    release: Release = Release.PROFILE
    modules: tuple[str, ...] = ()
    pilots: int = 0
    met_before: Fraction = MET_BEFORE

    @property
    def length(self) -> int:
        """Return the number of questions that are scored."""
        return sum(self.cells.values())

    @property
    def shown(self) -> int:
        """Return the number of questions on a paper: those that are scored and those that are tried out."""
        return self.length + self.pilots

    @property
    def most_met(self) -> int:
        """Return how many of the questions that count on a further paper the person may have met before."""
        return floor(self.met_before * self.length)

    def asks(self, cell: Cell) -> bool:
        """Return whether a paper holds questions of a cell."""
        return self.cells.get(cell, 0) > 0

    def in_domain(self, domain: Domain) -> int:
        """Return the number of questions of a domain."""
        return sum(wanted for (place, _level), wanted in self.cells.items() if place == domain)

    def at_level(self, level: Level) -> int:
        """Return the number of questions at a cognitive level."""
        return sum(wanted for (_domain, place), wanted in self.cells.items() if place == level)

    def needed(self, domain: Domain) -> int:
        """Return how many whole points the domain's minimum asks for, 0 when it has none."""
        return ceil(self.minimums.get(domain, Fraction(0)) * self.in_domain(domain))

    def faults(self) -> tuple[Fault, ...]:
        """Return everything that stands against publishing, by field."""
        rules = (
            (bool(self.title.strip()), "title", "is blank", "Name the exam."),
            (self.length > 0, "cells", "ask for no questions", "Enter how many questions each cell gives."),
            (self.critical <= self.length, "critical", "is more than the exam's questions", "Lower it."),
            (0 < self.cut <= 1, "cut", "is not between 0 and 100 %", "Enter a share such as 80 %."),
            (bool(self.cut_reason.strip()), "cut_reason", "is blank", "Say how the cut was agreed."),
            (self._opens_before_it_closes(), "closes_at", "is not after the opening", "Choose a later end."),
            (
                not self.hard_close or self.closes_at is not None,
                "hard_close",
                "needs the window's end",
                "Enter when the window closes, or let running attempts finish.",
            ),
            (
                self.pool is Pool.EXAM,
                "pool",
                "is not the exam pool",
                "Draw from the exam pool: the mock exam, which draws from the practice pool, comes of itself.",
            ),
            (
                self.release is Release.PROFILE,
                "release",
                "would give away items that exams draw",
                "Show the profile only: items are shown after the mock exam.",
            ),
            (
                not self.warnings() or bool(self.minimums_reason.strip()),
                "minimums_reason",
                "is blank, though a minimum breaks the advice",
                "Record who decided to keep it, and why.",
            ),
        )
        broken = tuple(Fault(field, words, remedy) for holds, field, words, remedy in rules if not holds)
        return broken + self._minimum_faults()

    def warnings(self) -> tuple[str, ...]:
        """Return a sentence for each domain minimum against the advice of measurement.md 5.4, with its cost."""
        return tuple(
            self._warning(domain)
            for domain, minimum in sorted(self.minimums.items())
            if 0 < self.in_domain(domain) < ADVISED_ITEMS or minimum > self.cut - ADVISED_GAP
        )

    def false_fails(self, *, minimums: bool) -> Fraction:
        """Return the share of good candidates who fail: each item right with chance `CHANCE`, independently.

        Exact: the binomial counts of right answers of each domain, joined over the domains. With ``minimums`` the
        domain minimums are asked as well as the total cut.
        """
        total: dict[int, Fraction] = {0: Fraction(1)}
        for domain in Domain:
            lowest = self.needed(domain) if minimums else 0
            total = _joined(total, _right_answers(self.in_domain(domain), lowest))
        return 1 - sum((share for right, share in total.items() if right >= self.cut * self.length), Fraction(0))

    def plain(self) -> dict[str, object]:
        """Return JSON values, which `specifying.parse` reads back; what came later is left out where nobody set it."""
        return {
            "title": self.title,
            "pool": self.pool.value,
            "cells": {
                domain.value: {
                    level.value: self.cells[domain, level] for level in Level if (domain, level) in self.cells
                }
                for domain in Domain
                if any(place == domain for place, _level in self.cells)
            },
            "critical": self.critical,
            "minutes": self.minutes,
            "attempts": self.attempts,
            "waiting_days": self.waiting_days,
            "opens_at": self.opens_at and self.opens_at.isoformat(),
            "closes_at": self.closes_at and self.closes_at.isoformat(),
            "hard_close": self.hard_close,
            "late_minutes": self.late_minutes,
            "cut": str(self.cut),
            "cut_reason": self.cut_reason,
            "provisional": self.provisional,
            "minimums": {domain.value: str(self.minimums[domain]) for domain in Domain if domain in self.minimums},
            "minimums_reason": self.minimums_reason,
            "release": self.release.value,
            "modules": list(self.modules),
            **({"pilots": self.pilots} if self.pilots else {}),
            **({"met_before": str(self.met_before)} if self.met_before != MET_BEFORE else {}),
        }

    def _opens_before_it_closes(self) -> bool:
        return self.opens_at is None or self.closes_at is None or self.opens_at < self.closes_at

    def _minimum_faults(self) -> tuple[Fault, ...]:
        return tuple(
            Fault(f"minimums.{domain}", "is set for a domain without questions", "Remove it.")
            for domain in sorted(self.minimums)
            if not self.in_domain(domain)
        )

    def _warning(self, domain: Domain) -> str:
        minimum, items = self.minimums[domain], self.in_domain(domain)
        without, with_it = (round(100 * self.false_fails(minimums=asked)) for asked in (False, True))
        return (
            f"{DOMAIN_TITLES[domain]}: a minimum of {exact_share(minimum)} on {items} questions "
            f"({self.needed(domain)} of {items}). Advised are at least {ADVISED_ITEMS} questions and a minimum "
            f"at least 20 points below the cut of {exact_share(self.cut)}. Of 100 candidates who get each question "
            f"right nine times in ten, {without} fail on the total alone and {with_it} with the minimums."
        )


def thin_cells(specification: Specification, counts: Mapping[Cell, int]) -> tuple[Shortage, ...]:
    """Return the cells of which ``counts`` (items a cell that may be drawn) hold fewer than the exam asks."""
    return tuple(
        Shortage(f"{DOMAIN_TITLES[domain]}, {level}", wanted, counts.get((domain, level), 0))
        for domain in Domain
        for level in Level
        if (wanted := specification.cells.get((domain, level), 0)) > counts.get((domain, level), 0)
    )


def _right_answers(items: int, lowest: int) -> dict[int, Fraction]:
    """Return the chance of each number of right answers of ``items`` that is at least ``lowest``."""
    return {
        right: comb(items, right) * CHANCE**right * (1 - CHANCE) ** (items - right)
        for right in range(lowest, items + 1)
    }


def _joined(first: Mapping[int, Fraction], second: Mapping[int, Fraction]) -> dict[int, Fraction]:
    sums: dict[int, Fraction] = {}
    for right, chance in first.items():
        for more, share in second.items():
            sums[right + more] = sums.get(right + more, Fraction(0)) + chance * share
    return sums
