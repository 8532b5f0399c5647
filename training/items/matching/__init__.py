"""Two to ten premises, each matched with one of several options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import ClassVar, Self

from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import ALL_OR_NOTHING, Mark, is_whole, read_stem, shuffled, whole_draft
from training.core.options import Option, check_dangerous, option_citations
from training.core.responses import Response
from training.core.texts import Rewrite
from training.items.matching.pairs import DangerousMatch, Premise, note_repeats, pair, pairs, read_choices, read_entries


@dataclass(frozen=True, slots=True)
class Matching:
    """Premises marked one by one: the share of them matched right; all or nothing when critical or when it says so.

    The rule of Moodle's and QTI's match questions. The guess is the mean mark when every premise gets a random option:
    one over the number of options, to the power of the number of premises when all or nothing.
    """

    kind: ClassVar[str] = "matching"
    title: ClassVar[str] = "Matching"

    header: Header
    stem: str
    premises: tuple[Premise, ...]
    options: tuple[Option, ...]
    dangerous_matches: tuple[DangerousMatch, ...] = ()
    all_or_nothing: bool = False

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        header, stem = read_header(reader), read_stem(reader)
        premises = read_entries(reader, "premises", Premise.read, low=2, high=10)
        note_repeats(reader, "premises", premises)
        options, dangers = read_choices(reader), read_entries(reader, "dangerous_matches", DangerousMatch.read)
        item = cls(header, stem, premises, options, dangers, reader.flag(ALL_OR_NOTHING))
        item.check(reader)
        check_dangerous(reader, header, (), critical=item.critical)
        reader.finish()
        return item

    def check(self, reader: Reader) -> None:
        """Note a premise matched with nothing, and a dangerous match that is none or the right one."""
        right = {premise.id: premise.match for premise in self.premises}
        for number, premise in enumerate(self.premises, start=1):
            if premise.match and premise.match not in self.ids:
                reader.fault(f"premises[{number}].match", "names no option", "Write the id of its option.")
        for number, danger in enumerate(self.dangerous_matches, start=1):
            if danger.premise not in right or danger.option not in self.ids:
                remedy = "Name the id of a premise and of an option."
                reader.fault(f"dangerous_matches[{number}].premise", "and option do not name a match", remedy)
            elif right[danger.premise] == danger.option:
                remedy = "Only a wrong match is dangerous."
                reader.fault(f"dangerous_matches[{number}].option", "is the right one", remedy)

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        dangers = [danger.draft() for danger in self.dangerous_matches]
        options = [
            {name: value for name, value in option.draft().items() if value or name in {"id", "text"}}
            for option in self.options
        ]
        draft = {"kind": self.kind} | self.header.draft() | {"stem": self.stem} | whole_draft(self)
        lists: dict[str, object] = {"premises": [premise.draft() for premise in self.premises], "options": options}
        return draft | lists | ({"dangerous_matches": dangers} if dangers else {})

    @property
    def key(self) -> Response:
        """Return every premise with its option, in file order."""
        return tuple(pair(premise.id, premise.match) for premise in self.premises)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the options, in file order."""
        return tuple(option.id for option in self.options)

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what premises and options cite."""
        numbered = enumerate(self.premises, start=1)
        cited = tuple((f"premises[{number}].sources", code) for number, one in numbered for code in one.sources)
        return cited + option_citations(self.options)

    @property
    def critical(self) -> bool:
        """Return whether some match would endanger a patient."""
        return bool(self.dangerous_matches)

    @property
    def guess(self) -> Fraction:
        """Return the mean mark when every premise gets a random option."""
        return Fraction(1, len(self.options) or 1) ** (len(self.premises) if is_whole(self) else 1)

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the options in a random order; premises stand as they are written."""
        return shuffled(self.ids, chance)

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the matches of the posted places, ``1=2`` for the first premise and the second option shown."""
        known = {
            f"{row}={place}": pair(premise.id, option)
            for row, premise in enumerate(self.premises, start=1)
            for place, option in enumerate(order, start=1)
        }
        given = [value for value in posted if value]
        return tuple(known[value] for value in given) if all(value in known for value in given) else None

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return a value for each premise, blank for one without a match; nothing for an empty response."""
        given = pairs(response)
        values = [
            f"{row}={order.index(given[premise.id]) + 1}" if given.get(premise.id) in order else ""
            for row, premise in enumerate(self.premises, start=1)
        ]
        return tuple(values) if any(values) else ()

    def words(self, response: Response) -> tuple[str, ...]:
        """Return each matched premise with the text of its option."""
        given = self.chosen(response)
        matched = [premise for premise in self.premises if premise.id in given]
        return tuple(f"{premise.text.strip()}: {given[premise.id].text.strip()}" for premise in matched)

    def option(self, name: str) -> Option | None:
        """Return the option with this id, None for an unknown one."""
        return next((option for option in self.options if option.id == name), None)

    def chosen(self, response: Response) -> dict[str, Option]:
        """Return the option a response gives each premise."""
        found = ((premise, self.option(name)) for premise, name in pairs(response).items())
        return {premise: option for premise, option in found if option is not None}

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` holds known matches, at most one a premise; some may be left out."""
        known = {premise.id for premise in self.premises}
        given = pairs(response)
        return len(given) == len(response) and set(given) <= known and set(given.values()) <= set(self.ids)

    def complaint(self, response: Response) -> str | None:
        """Return advice for premises without a match."""
        missing = len(self.premises) - len(pairs(response))
        if missing <= 0:
            return None
        return f"Match all {len(self.premises)}." if response else "Choose an option for each."

    def mark(self, response: Response) -> Mark:
        """Return the share of the premises that are matched right; 1 or 0 where it is marked as a whole."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        right = len(set(response) & set(self.key))
        share = Fraction(right, len(self.premises) or 1)
        dangerous = any(danger.pair in response for danger in self.dangerous_matches)
        return Mark(Fraction(share == 1) if is_whole(self) else share, Fraction(1), dangerous=dangerous)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            premises=tuple(premise.reworded(rewrite) for premise in self.premises),
            options=tuple(option.reworded(rewrite) for option in self.options),
            dangerous_matches=tuple(replace(danger, why=rewrite(danger.why)) for danger in self.dangerous_matches),
        )
