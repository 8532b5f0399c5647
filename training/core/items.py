"""What every item is, whatever its kind: its header, its options, its marks, and the contract of a kind."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import ClassVar, Protocol, Self, TypeAlias, TypeVar

from training.core.drafts import Draft, Reader

Response: TypeAlias = tuple[str, ...]
"""What a candidate gave, for every kind: option ids in the order given; empty is unanswered."""

Rewrite: TypeAlias = Callable[[str], str]

T = TypeVar("T", bound="Item")

MAX_CODE = 100
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*){2}")
OPTION_ID = re.compile(r"[a-z][a-z0-9]{0,7}")
WORD = re.compile(r"[^\s,;]{1,60}")
FIGURE = re.compile(r"(?<=\]\()figure:([A-Za-z0-9][A-Za-z0-9._-]{0,99})(?=[)\s])")
FIGURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Domain(StrEnum):
    """A content area of the exam."""

    FOUNDATIONS = "foundations"
    TRIGGER_POINTS = "trigger-points"
    PHYSIOLOGY = "physiology"
    ANATOMY = "anatomy"
    TECHNIQUE = "technique"
    SAFETY = "safety"
    EVIDENCE = "evidence"
    PROFESSIONAL = "professional"


DOMAIN_TITLES: Mapping[Domain, str] = {
    Domain.FOUNDATIONS: "Foundations and professional context",
    Domain.TRIGGER_POINTS: "Trigger-point concepts and examination",
    Domain.PHYSIOLOGY: "Physiology and mechanisms",
    Domain.ANATOMY: "Applied anatomy, palpation, positioning",
    Domain.TECHNIQUE: "Technique: needles, superficial, deep, dose",
    Domain.SAFETY: "Safety: contraindications, complications, emergencies",
    Domain.EVIDENCE: "Evidence, clinical reasoning, aftercare",
    Domain.PROFESSIONAL: "Law, consent, documentation",
}


class Level(StrEnum):
    """A cognitive level; evaluating counts as analyse."""

    RECALL = "recall"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"


class Pool(StrEnum):
    """Where an item may be shown; an item is in one pool only, so practice never gives an exam away."""

    EXAM = "exam"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Mark:
    """Points for one item: ``0 <= awarded <= possible``; ``dangerous`` when the response held a dangerous choice."""

    awarded: Fraction
    possible: Fraction
    dangerous: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice or step. ``correct`` says nothing in an ordering item, whose key is an order."""

    id: str
    text: str
    rationale: str
    sources: tuple[str, ...]
    correct: bool = False
    dangerous: bool = False

    @classmethod
    def read(cls, reader: Reader, *, flagged: bool) -> Self:
        """Return the option that ``reader`` stands on; ``flagged`` kinds know correct and dangerous options."""
        return cls(
            id=reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits"),
            text=reader.text("text"),
            rationale=reader.text("rationale"),
            sources=reader.words("sources", WORD, at_least=1),
            correct=flagged and reader.flag("correct"),
            dangerous=flagged and reader.flag("dangerous"),
        )

    def draft(self) -> dict[str, object]:
        """Return the option as plain values, defaults left out."""
        draft: dict[str, object] = {"id": self.id, "text": self.text, "rationale": self.rationale}
        flags = {name: True for name in ("correct", "dangerous") if getattr(self, name)}
        return draft | {"sources": list(self.sources)} | flags

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the option with its texts passed through ``rewrite``."""
        return replace(self, text=rewrite(self.text), rationale=rewrite(self.rationale))


@dataclass(frozen=True, slots=True)
class Stimulus:
    """A case or figure that several items share and that is drawn together; the same ``code``, the same words."""

    code: str
    text: str = ""
    figure: str = ""
    alt: str = ""

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the stimulus that ``reader`` stands on; it has a text, a figure or both."""
        stimulus = cls(
            code=reader.word("code", WORD, "a name without blanks"),
            text=reader.text("text", required=False),
            figure=reader.word("figure", FIGURE_NAME, "a file name such as chest.svg", required=False),
            alt=reader.line("alt", required=False),
        )
        if not stimulus.text.strip() and not stimulus.figure:
            reader.fault("text", "is missing, and there is no figure", "Write the case or name its figure.")
        if bool(stimulus.figure) != bool(stimulus.alt.strip()):
            reader.fault("alt", "and figure go together", "Say in one sentence what the figure shows.")
        return stimulus

    def draft(self) -> dict[str, object]:
        """Return the stimulus as plain values, empty ones left out."""
        return {name: value for name in ("code", "text", "figure", "alt") if (value := getattr(self, name))}

    def markdown(self) -> str:
        """Return text and figure as one Markdown text."""
        picture = f"![{self.alt}](figure:{self.figure})" if self.figure else ""
        return "\n\n".join(part for part in (self.text, picture) if part)


@dataclass(frozen=True, slots=True)
class Header:
    """What an item says about itself besides what it asks."""

    code: str
    pool: Pool
    domain: Domain
    level: Level
    objective: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: str
    checked_on: date
    review_by: date
    author: str
    module: str
    section: str
    vignette: bool = False
    safety_point: str = ""
    stimulus: Stimulus | None = None
    enemies: tuple[str, ...] = ()

    def draft(self) -> dict[str, object]:
        """Return the header as plain values, defaults left out."""
        return {
            "code": self.code,
            "pool": str(self.pool),
            "domain": str(self.domain),
            "level": str(self.level),
            "objective": self.objective,
            "facts": list(self.facts),
            "sources": list(self.sources),
            "evidence": self.evidence,
            "checked_on": self.checked_on.isoformat(),
            "review_by": self.review_by.isoformat(),
            "author": self.author,
            "module": self.module,
            "section": self.section,
        } | self._optional()

    def _optional(self) -> dict[str, object]:
        given: dict[str, object] = {
            "vignette": self.vignette,
            "safety_point": self.safety_point,
            "stimulus": self.stimulus.draft() if self.stimulus else None,
            "enemies": list(self.enemies),
        }
        return {name: value for name, value in given.items() if value}


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
    def critical(self) -> bool:
        """Return whether some response holds a dangerous choice."""

    @property
    def guess(self) -> Fraction:
        """Return the expected mark of a random response, 0-1; the rule stands in the kind's docstring."""

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the option ids in the order one paper shows them."""

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` can be a response of this kind: known ids, no repeats, not too many.

        The empty response fits every kind: it is unanswered. A part of an order fits, so that it can be kept.
        """

    def complaint(self, response: Response) -> str | None:
        """Return advice on an incomplete response for the page, None when there is nothing to say."""

    def mark(self, response: Response) -> Mark:
        """Return the mark; a response that does not fit, or an empty one, gets 0 and is not dangerous."""

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text a candidate or reviewer reads passed through ``rewrite``."""


def read_header(reader: Reader) -> Header:
    """Return the header of the draft that ``reader`` reads, noting every fault.

    The values of a header with faults are placeholders; the caller raises before anybody sees them.
    """
    reader.text("kind")
    checked_on, review_by = reader.day("checked_on"), reader.day("review_by")
    if checked_on and review_by and review_by <= checked_on:
        reader.fault("review_by", "is not after checked_on", "Give the day by which it must be checked again.")
    header = Header(
        code=reader.word("code", CODE, "three parts such as safety/pneumothorax/delayed-cough"),
        pool=reader.member("pool", Pool, Pool.PRACTICE),
        domain=reader.member("domain", Domain, Domain.FOUNDATIONS),
        level=reader.member("level", Level, Level.RECALL),
        objective=reader.line("objective"),
        facts=reader.words("facts", WORD, at_least=1),
        sources=reader.words("sources", WORD, at_least=1),
        evidence=reader.choice("evidence", ("S", "C")),
        checked_on=checked_on or date.min,
        review_by=review_by or date.max,
        author=reader.line("author"),
        module=reader.word("module", WORD, "the name of a module"),
        section=reader.word("section", WORD, "the name of a section of that module"),
        vignette=reader.flag("vignette"),
        safety_point=reader.word("safety_point", WORD, "a safety rule such as C1", required=False),
        stimulus=_stimulus(reader),
        enemies=reader.words("enemies", CODE),
    )
    _check_code(reader, header)
    return header


def _stimulus(reader: Reader) -> Stimulus | None:
    nested = reader.table("stimulus")
    if nested is None:
        return None
    stimulus = Stimulus.read(nested)
    reader.take(nested)
    return stimulus


def _check_code(reader: Reader, header: Header) -> None:
    if len(header.code) > MAX_CODE:
        reader.fault("code", f"has {len(header.code)} characters; at most {MAX_CODE} fit", "Shorten it.")
    if CODE.fullmatch(header.code) and not header.code.startswith(f"{header.domain}/"):
        reader.fault("code", f"does not begin with its domain {header.domain}", f"Begin it with {header.domain}/.")
    if header.code in header.enemies:
        reader.fault("enemies", "names the item itself", "Remove it.")


def read_stem(reader: Reader) -> str:
    """Return the stem, whose last paragraph is the question; noting a stem that ends otherwise."""
    stem = reader.text("stem")
    _, question = split_stem(stem)
    if re.match(r"\s*([-*+|>#]|\d+[.)]\s|!\[|```|\s{4})", question):
        reader.fault("stem", "ends with a list, a table or a picture", "Let the question be the last paragraph.")
    return stem


def read_options(reader: Reader, *, low: int, high: int, flagged: bool) -> tuple[Option, ...]:
    """Return the options of the draft, noting a wrong number, repeated ids and repeated texts."""
    options = []
    for nested in reader.tables("options"):
        options.append(Option.read(nested, flagged=flagged))
        reader.take(nested)
    if not low <= len(options) <= high:
        reader.fault("options", f"are {len(options)}", f"Write {low} to {high}.")
    for name in ("id", "text"):
        values = [getattr(option, name).strip() for option in options]
        for value in sorted({value for value in values if value and values.count(value) > 1}):
            reader.fault("options", f"have the same {name} twice: {value[:60]!r}", "Make each different.")
    return tuple(options)


def check_dangerous(reader: Reader, header: Header, options: Sequence[Option], *, critical: bool) -> None:
    """Note a dangerous option that is correct, and a safety point without danger or danger without one."""
    for number, option in enumerate(options, start=1):
        if option.dangerous and option.correct:
            reader.fault(f"options[{number}].dangerous", "stands on a correct option", "Only a wrong one is dangerous.")
    if critical and not header.safety_point:
        reader.fault("safety_point", "is missing on an item with a dangerous choice", "Name the safety rule it tests.")
    if header.safety_point and not critical:
        reader.fault("safety_point", "stands on an item without a dangerous choice", "Remove it, or flag the choice.")


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
    """Return the names of the figures an item shows."""
    return frozenset(name for text in texts(item) for name in FIGURE.findall(text))


def illustrated(item: T, addresses: Mapping[str, str]) -> T:
    """Return the item with its figures at ``addresses`` (by figure name), ready for a page."""
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


def reworded_header(header: Header, rewrite: Rewrite) -> Header:
    """Return the header with its stimulus, text and figure as one text, passed through ``rewrite``."""
    stimulus = header.stimulus
    if stimulus is None:
        return header
    return replace(header, stimulus=replace(stimulus, text=rewrite(stimulus.markdown()), figure="", alt=""))
