"""A passage with gaps: lists to choose from, texts and numbers to type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import ClassVar, Self

from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import ALL_OR_NOTHING, Mark, is_whole, read_stem, whole_draft
from training.core.options import Option, check_dangerous
from training.core.responses import Response
from training.core.shares import read_entries
from training.core.texts import Rewrite
from training.core.typed import Judged, too_much
from training.items.cloze.gaps import Gap, arranged, gap_draft, read_gap
from training.items.cloze.passage import check_passage, gaps_of

MOST_GAPS = 40
MOST_SUMS = 5_000
"""Sums of shares told apart for the guess; beyond them only their mean is kept, which the floor cannot lift."""


@dataclass(frozen=True, slots=True)
class Cloze:
    """Gaps marked one by one: the mean of their shares by weight, floor 0; all or nothing when critical or saying so.

    The rule of Moodle's embedded answers. The guess is the mean mark when a random option is chosen in each list; a
    typed gap is worth nothing by chance. A gap that a person must judge leaves the item without a mark.
    """

    kind: ClassVar[str] = "cloze"
    title: ClassVar[str] = "Cloze"
    options: ClassVar[tuple[Option, ...]] = ()

    header: Header
    stem: str
    passage: str
    gaps: tuple[Gap, ...]
    all_or_nothing: bool = False

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        gaps = read_entries(reader, "gaps", read_gap, most=MOST_GAPS)
        header, stem, whole = read_header(reader), read_stem(reader), reader.flag(ALL_OR_NOTHING)
        item = cls(header, stem, reader.text("passage"), gaps, whole)
        names = [gap.id for gap in gaps]
        if not names or len(set(names)) < len(names):
            reader.fault("gaps", "are missing or have one id twice", "Write one or more, each with its id.")
        check_passage(reader, item.passage, names)
        check_dangerous(reader, item.header, (), critical=item.critical)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        draft = {"kind": self.kind} | self.header.draft() | {"stem": self.stem, "passage": self.passage}
        return draft | whole_draft(self) | {"gaps": [gap_draft(gap) for gap in self.gaps]}

    @property
    def places(self) -> tuple[Gap, ...]:
        """Return the gaps in the order they stand in the passage."""
        known = {gap.id: gap for gap in self.gaps}
        return tuple(known[name] for name in gaps_of(self.passage) if name in known)

    @property
    def key(self) -> Response:
        """Return the best answer to each gap."""
        return tuple(f"{gap.id}={gap.key}" for gap in self.places if gap.key)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the options of each list as parts of a response."""
        return tuple(f"{gap.id}={option.id}" for gap in self.places for option in gap.options)

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what the gaps cite."""
        numbered = enumerate(self.gaps, start=1)
        return tuple(cited for number, gap in numbered for cited in gap.citations(f"gaps[{number}]."))

    @property
    def critical(self) -> bool:
        """Return whether some gap can be filled so that it would endanger a patient."""
        return any(gap.critical for gap in self.gaps)

    @property
    def guess(self) -> Fraction:
        """Return the mean mark when a random option is chosen in each list and nothing is typed."""
        if is_whole(self):
            return prod((_chance_of_full(gap) for gap in self.gaps), start=Fraction(1))
        total = {Fraction(0): Fraction(1)}
        for gap in self.gaps:
            longer: dict[Fraction, Fraction] = {}
            for (before, likely), (gained, chance) in product(total.items(), _gains(gap)):
                longer[before + gained] = longer.get(before + gained, Fraction(0)) + likely * chance
            total = longer if len(longer) <= MOST_SUMS else _mean(longer)
        return sum((self._bounded(gained) * likely for gained, likely in total.items()), Fraction(0))

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the options of each list in a random order."""
        return tuple(f"{gap.id}={option}" for gap in self.places for option in arranged(gap, chance))

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return what was posted for each gap, in the order of the passage, blanks for those left open."""
        if not any(value.strip() for value in posted):
            return ()
        if len(posted) != len(self.places):
            return None
        given = [(gap, value) for gap, value in zip(self.places, posted, strict=True) if value.strip()]
        values = [(gap.id, gap.received(value, shown(gap, order))) for gap, value in given]
        return tuple(f"{name}={value}" for name, value in values) if all(value for _name, value in values) else None

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return a value for each gap, blank for one left open; nothing for an empty response."""
        given = values_of(response)
        values = [gap.posted(given[gap.id], shown(gap, order)) if gap.id in given else "" for gap in self.places]
        return tuple(values) if any(values) else ()

    def words(self, response: Response) -> tuple[str, ...]:
        """Return what stands in each gap."""
        given = values_of(response)
        return tuple(gap.word(given[gap.id]) if gap.id in given else "—" for gap in self.places) if given else ()

    def filled(self, response: Response) -> dict[str, str]:
        """Return what a response says of each gap, as far as the gap can hold it."""
        given = values_of(response)
        return {gap.id: given[gap.id] for gap in self.places if gap.fits(given.get(gap.id, ""))}

    def shown(self, gap: Gap, order: Sequence[str]) -> tuple[str, ...]:
        """Return the ids of a gap's options as a paper with this order shows them."""
        return shown(gap, order)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` fills known gaps, each at most once, with what they can hold."""
        known, given = {gap.id: gap for gap in self.gaps}, values_of(response)
        return len(given) == len(response) and all(
            name in known and known[name].fits(value) for name, value in given.items()
        )

    def complaint(self, response: Response) -> str | None:
        """Return advice for what is too long, for gaps left open, and for what is no number where one is wanted."""
        given = values_of(response)
        for number, gap in enumerate(self.places, start=1):
            if gap.kind != "choice" and (said := too_much(given.get(gap.id, ""))):
                return f"Gap {number}: {said}"
        if len(given) < len(self.gaps):
            return "Fill every gap."
        found = (gap.complaint(given[gap.id]) for gap in self.places if gap.id in given)
        return next((complaint for complaint in found if complaint), None)

    def judged(self, gap: Gap, response: Response) -> Judged:
        """Return what a response is worth at one gap, and why."""
        value = values_of(response).get(gap.id, "")
        return gap.judged(value) if gap.fits(value) else Judged(Fraction(0))

    def mark(self, response: Response) -> Mark | None:
        """Return the mean share of the gaps by weight, at least 0; 1 or 0 as a whole; None for a person."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        judged = [(gap, self.judged(gap, response)) for gap in self.gaps]
        if any(found.danger for _gap, found in judged):
            return Mark(Fraction(0), Fraction(1), dangerous=True)
        shares = [(gap, found.share) for gap, found in judged]
        if any(share is None for _gap, share in shares):
            return None
        if is_whole(self):
            return Mark(Fraction(all(share == 1 for _gap, share in shares)), Fraction(1))
        return Mark(self._bounded(sum((gap.weight * (share or 0) for gap, share in shares), Fraction(0))), Fraction(1))

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            passage=rewrite(self.passage),
            gaps=tuple(gap.reworded(rewrite) for gap in self.gaps),
        )

    def _bounded(self, gained: Fraction) -> Fraction:
        """Return the mark of weighted shares added up: their part of all weights, 0 to 1."""
        whole = sum((gap.weight for gap in self.gaps), Fraction(0)) or Fraction(1)
        return min(Fraction(1), max(Fraction(0), gained / whole))


def values_of(response: Response) -> dict[str, str]:
    """Return what a response says of each gap; parts that are none are left out."""
    parts = (part.partition("=") for part in response)
    return {name: value for name, equals, value in parts if equals}


def shown(gap: Gap, order: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of a gap's options as a paper with this order shows them."""
    return tuple(part.removeprefix(f"{gap.id}=") for part in order if part.startswith(f"{gap.id}="))


def _gains(gap: Gap) -> list[tuple[Fraction, Fraction]]:
    """Return what a random answer to a gap adds, each with its chance."""
    part = Fraction(1, len(gap.options) or 1)
    return [(gap.weight * (gap.judged(option.id).share or 0), part) for option in gap.options] or [(Fraction(0), part)]


def _mean(sums: Mapping[Fraction, Fraction]) -> dict[Fraction, Fraction]:
    return {sum((gained * chance for gained, chance in sums.items()), Fraction(0)): Fraction(1)}


def _chance_of_full(gap: Gap) -> Fraction:
    full = sum(gap.judged(option.id).share == 1 for option in gap.options)
    return Fraction(full, len(gap.options) or 1)
