"""What every item is, whatever its kind: its marks, its texts, and the contract of a kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import ClassVar, Protocol, Self, TypeVar, runtime_checkable

from training.core.drafts import Draft, Reader
from training.core.headers import Header
from training.core.options import Option
from training.core.responses import Response
from training.core.texts import FIGURE, Rewrite

T = TypeVar("T", bound="Item")

ALL_OR_NOTHING = "all_or_nothing"
"""The field by which a draft says that only exactly its key counts."""


class Keys(StrEnum):
    """Where a kind keeps what is right: on one of its options, on several, or elsewhere."""

    ONE = "one option"
    SEVERAL = "several options"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Mark:
    """Points for one item: ``0 <= awarded <= possible``; ``dangerous`` when the response held a dangerous choice."""

    awarded: Fraction
    possible: Fraction
    dangerous: bool = False


class Item(Protocol):
    """One question. ``kind`` is also the name of its folder and of its templates.

    An item is made from a draft by `parse` and gives an equal draft back, so that files, the editor and the
    database hold the same thing. It never changes.
    """

    kind: ClassVar[str]
    title: ClassVar[str]

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""

    def draft(self) -> dict[str, object]:
        """Return the canonical draft: plain JSON values, defaults left out; ``parse(item.draft()) == item``."""

    @property
    def header(self) -> Header: ...
    @property
    def stem(self) -> str: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def key(self) -> Response:
        """Return the response with full marks (in file order for choices)."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of whatever a paper puts in order, in file order; none for a kind without choices."""

    @property
    def critical(self) -> bool:
        """Return whether some response holds a dangerous choice."""

    @property
    def guess(self) -> Fraction:
        """Return the expected mark of a random response, 0-1; the rule stands in the kind's docstring."""

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return (field, source code) of every source cited besides the header's, such as ``options[1].sources``."""

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the ids in the order one paper shows them."""

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the response that a page posted for a paper with this ``order``.

        What a page posts names places (``"1"`` is the first one shown) or holds what was typed, never an id. None
        when it cannot be a response; blank values are choices not made.
        """

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return what a page posts for a response: ``received(posted(response, order), order) == response``."""

    def words(self, response: Response) -> tuple[str, ...]:
        """Return a response as people read it, a text a part; Markdown where the item's own texts are."""

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` can be a response of this kind: known ids, no repeats, not too much.

        The empty response fits every kind: it is unanswered. A part of an order fits, so that it can be kept.
        """

    def complaint(self, response: Response) -> str | None:
        """Return advice on an incomplete response for the page, None when there is nothing to say."""

    def mark(self, response: Response) -> Mark | None:
        """Return the mark, None while a person must give it.

        A response that does not fit, or an empty one, gets 0 and is not dangerous; no person need look at it.
        """

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text a candidate or reviewer reads passed through ``rewrite``."""


@runtime_checkable
class Variable(Protocol):
    """A kind some of whose numbers are drawn for each paper and bound before the item is shown or marked."""

    def drawn(self, chance: Random) -> Mapping[str, str]:
        """Return one set of values by name, for one slot of one paper."""

    def bound(self, values: Mapping[str, str]) -> Item:
        """Return the item with these values in its texts and its key. Raises KeyError for one that is missing."""


@runtime_checkable
class Entire(Protocol):
    """A kind that gives part marks, some of whose items say that they are all or nothing."""

    @property
    def all_or_nothing(self) -> bool:
        """Return whether the item says that only exactly its key counts."""


@runtime_checkable
class Pictured(Protocol):
    """A kind that is asked on a figure of its own."""

    @property
    def figure(self) -> str:
        """Return the name of the figure; ready for a page its address, or its drawing as markup."""

    def drawn(self, drawing: str) -> Item:
        """Return the item with its figure as markup in the place of its name."""


@runtime_checkable
class Growing(Protocol):
    """A kind whose accepted answers are a list that a marker may add to."""

    def accepting(self, response: Response, share: Fraction) -> dict[str, object]:
        """Return the draft that also accepts ``response``, for ``share`` of the mark; what else it needs is missing."""


def is_whole(item: Item) -> bool:
    """Return whether an item is marked as a whole, the full mark for its key and else nothing: critical, or said so.

    This is dichotomous scoring, as QTI's match_correct has it.
    """
    return item.critical or (isinstance(item, Entire) and item.all_or_nothing)


def whole_draft(item: Entire) -> dict[str, object]:
    """Return what a canonical draft says of marking as a whole: nothing where parts of the key count."""
    return {ALL_OR_NOTHING: True} if item.all_or_nothing else {}


def read_stem(reader: Reader) -> str:
    """Return the stem, whose last paragraph is the question; noting a stem that ends otherwise."""
    stem = reader.text("stem")
    _, question = split_stem(stem)
    if re.match(r"\s*([-*+|>#]|\d+[.)]\s|!\[|```|\s{4})", question):
        remedy = "Let the question be the last paragraph."
        reader.fault("stem", "ends with a list, a table or a picture", remedy, missing=True)
    return stem


def split_stem(stem: str) -> tuple[str, str]:
    r"""Return what leads up to the question, and the question: the last paragraph.

    >>> split_stem("She faints.\n\nWhat comes first?")
    ('She faints.', 'What comes first?')
    """
    case, _, question = stem.rstrip().rpartition("\n\n")
    return case, question


def texts(item: Item) -> tuple[str, ...]:
    """Return every text of an item that may hold a figure."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    item.reworded(note)
    return tuple(found)


def figures(item: Item) -> frozenset[str]:
    """Return the names of the files an item shows or plays: figures, its recording, the captions of that."""
    return frozenset(name for text in texts(item) for name in FIGURE.findall(text))


def illustrated(item: T, addresses: Mapping[str, str]) -> T:
    """Return the item with its figures and recording at ``addresses`` (by name), ready for a page."""
    return item.reworded(lambda text: FIGURE.sub(lambda found: addresses[found[1]], text))


def response_of(posted: Sequence[str], order: Sequence[str]) -> Response | None:
    """Return the response that a page posted as places on this paper (``"1"`` is the first option shown).

    A value of several places (``"1 2 3"``, what a button such as "keep this order" posts) is the whole response;
    blank values are choices not made. None when a value is no place of this paper.

    >>> response_of(["2", "1"], ("c", "a"))
    ('a', 'c')
    """
    whole = [value for value in posted if " " in value]
    places = whole[-1].split() if whole else [value for value in posted if value]
    known = {str(number): option for number, option in enumerate(order, start=1)}
    return tuple(known[place] for place in places) if all(place in known for place in places) else None


def places_of(response: Response, order: Sequence[str]) -> tuple[str, ...]:
    """Return the places on this paper of a response's options, as the page posts them."""
    return tuple(str(order.index(option) + 1) for option in response if option in order)


def shuffled(ids: Sequence[str], chance: Random) -> tuple[str, ...]:
    """Return ``ids`` in an order drawn from ``chance``."""
    return tuple(chance.sample(tuple(ids), len(ids)))
