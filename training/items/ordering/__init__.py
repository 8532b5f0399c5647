"""Four to six steps to be put in their right order."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
from random import Random
from typing import ClassVar, Self

from training.core.choices import Choices
from training.core.drafts import Draft, Reader
from training.core.headers import read_header
from training.core.items import ALL_OR_NOTHING, Mark, is_whole, read_stem, whole_draft
from training.core.options import check_dangerous, read_options
from training.core.responses import Response
from training.core.texts import OPTION_ID, Rewrite


@dataclass(frozen=True, slots=True)
class DangerousOrder:
    """Two steps that must not stand in this order: doing ``first`` before ``then`` would endanger a patient."""

    first: str
    then: str
    why: str

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the pair that ``reader`` stands on."""
        wanted = "the id of a step"
        return cls(reader.word("first", OPTION_ID, wanted), reader.word("then", OPTION_ID, wanted), reader.text("why"))

    def draft(self) -> dict[str, object]:
        """Return the pair as plain values."""
        return {"first": self.first, "then": self.then, "why": self.why}

    def holds(self, order: Response) -> bool:
        """Return whether ``order`` puts both steps, in the dangerous order."""
        return self.first in order and self.then in order and order.index(self.first) < order.index(self.then)


@dataclass(frozen=True, slots=True)
class Ordering(Choices):
    """Steps marked by Kendall's tau, floor 0: concordant pairs less discordant ones, over all pairs.

    A critical item is all or nothing, and so is one that says so. The guess is the mean mark of a random order. The
    order shown is random and never the key, so that leaving it stands is never full marks.
    """

    kind: ClassVar[str] = "ordering"
    title: ClassVar[str] = "Ordering"

    key: Response
    dangerous_orders: tuple[DangerousOrder, ...] = ()
    all_or_nothing: bool = False

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        header, stem = read_header(reader), read_stem(reader)
        options = read_options(reader, low=4, high=6, flagged=False)
        key, pairs = reader.words("key", OPTION_ID), _dangerous_orders(reader)
        item = cls(header, stem, options, key, pairs, reader.flag(ALL_OR_NOTHING))
        ids = {option.id for option in options}
        if options and (set(item.key) != ids or len(item.key) != len(options)):
            reader.fault("key", "does not name every step once", "Write the ids of all steps in their right order.")
        for number, pair in enumerate(item.dangerous_orders, start=1):
            if not {pair.first, pair.then} <= ids or pair.first == pair.then:
                reader.fault(f"dangerous_orders[{number}]", "does not name two steps", "Name two different ids.")
            elif pair.holds(item.key):
                reader.fault(f"dangerous_orders[{number}]", "is the order of the key", "Turn first and then round.")
        check_dangerous(reader, header, options, critical=item.critical)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        options = [option.draft() for option in self.options]
        draft = {"kind": self.kind} | self.header.draft() | {"key": list(self.key), "stem": self.stem}
        pairs = [pair.draft() for pair in self.dangerous_orders]
        return draft | whole_draft(self) | ({"dangerous_orders": pairs} if pairs else {}) | {"options": options}

    @property
    def critical(self) -> bool:
        """Return whether some order would endanger a patient."""
        return bool(self.dangerous_orders)

    @property
    def guess(self) -> Fraction:
        """Return the mean mark over all orders; one over their number where only the key counts."""
        steps = len(self.options)
        if is_whole(self):
            return Fraction(1, factorial(steps))
        total = sum((_tau(swaps, steps) * ways for swaps, ways in enumerate(_inversions(steps))), Fraction(0))
        return total / factorial(steps)

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the steps in a random order out of all orders but the key."""
        orders = [order for order in permutations(sorted(self.key)) if order != self.key]
        return chance.choice(orders)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` holds known steps, each once; it may be a part of an order."""
        return len(set(response)) == len(response) and set(response) <= set(self.key)

    def complaint(self, response: Response) -> str | None:
        """Return advice for a part of an order, and for a step placed twice."""
        if len(set(response)) < len(response):
            return "A step stands twice. Give each step one place."
        if len(response) < len(self.key):
            return f"Put all {len(self.key)} steps in order, or keep the order shown."
        return None

    def mark(self, response: Response) -> Mark:
        """Return max(0, tau) of a whole order, 1 or 0 where it is marked as a whole; a part of an order gets 0.

        A dangerous pair counts as soon as both its steps are placed.
        """
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        dangerous = any(pair.holds(response) for pair in self.dangerous_orders)
        return Mark(self._score(response), Fraction(1), dangerous=dangerous)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        pairs = tuple(replace(pair, why=rewrite(pair.why)) for pair in self.dangerous_orders)
        return replace(Choices.reworded(self, rewrite), dangerous_orders=pairs)

    def _score(self, response: Response) -> Fraction:
        if len(response) < len(self.key):
            return Fraction(0)
        if is_whole(self):
            return Fraction(response == self.key)
        swaps = sum(response.index(a) > response.index(b) for a, b in combinations(self.key, 2))
        return _tau(swaps, len(self.key))


def _dangerous_orders(reader: Reader) -> tuple[DangerousOrder, ...]:
    pairs = []
    for nested in reader.tables("dangerous_orders"):
        pairs.append(DangerousOrder.read(nested))
        reader.take(nested)
    return tuple(pairs)


def _tau(swaps: int, steps: int) -> Fraction:
    """Return max(0, Kendall's tau) of an order with so many discordant pairs (Kendall 1938)."""
    pairs = steps * (steps - 1) // 2
    return max(Fraction(0), Fraction(pairs - 2 * swaps, pairs))


def _inversions(steps: int) -> tuple[int, ...]:
    """Return how many orders have 0, 1, 2 … discordant pairs (Mahonian numbers)."""
    ways = [1]
    for size in range(2, steps + 1):
        longer = [0] * (len(ways) + size - 1)
        for swaps, count in enumerate(ways):
            for more in range(size):
                longer[swaps + more] += count
        ways = longer
    return tuple(ways)
