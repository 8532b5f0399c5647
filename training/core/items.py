"""What every item is, whatever its kind: its header, its options, its marks, and the contract of a kind."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import ClassVar, Protocol, Self, TypeAlias, TypeVar, runtime_checkable

from training.core.drafts import UNFINISHED, Draft, Reader
from training.core.origins import Origin

Response: TypeAlias = tuple[str, ...]
"""What a candidate gave, for every kind; empty is unanswered. Choices are option ids in the order given; what else a
text of it means, such as ``p1=c`` or ``12.5 mm``, is the kind's own affair."""

Rewrite: TypeAlias = Callable[[str], str]

T = TypeVar("T", bound="Item")

MAX_CODE = 100
MOST_OPTIONS = 26
MOST_CRITERIA = 12
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


@dataclass(frozen=True, slots=True)
class Option:
    """One choice or step. ``correct`` says nothing in an ordering item, whose key is an order.

    ``weight`` is the share of the mark that choosing it gives (-1 to 1) where an item is marked by weights, as other
    systems do; None where the kind's own rule marks it.
    """

    id: str
    text: str
    rationale: str
    sources: tuple[str, ...]
    correct: bool = False
    dangerous: bool = False
    weight: Fraction | None = None

    @classmethod
    def read(cls, reader: Reader, *, flagged: bool) -> Self:
        """Return the option that ``reader`` stands on; ``flagged`` kinds know correct and dangerous options."""
        return cls(
            id=reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits"),
            text=reader.text("text"),
            rationale=reader.text("rationale", later=True),
            sources=reader.words("sources", WORD, at_least=1, later=True),
            correct=flagged and reader.flag("correct"),
            dangerous=flagged and reader.flag("dangerous"),
            weight=_weight(reader) if flagged else None,
        )

    def draft(self) -> dict[str, object]:
        """Return the option as plain values, defaults left out."""
        draft: dict[str, object] = {"id": self.id, "text": self.text, "rationale": self.rationale}
        flags: dict[str, object] = {name: True for name in ("correct", "dangerous") if getattr(self, name)}
        weight = {} if self.weight is None else {"weight": str(self.weight)}
        return draft | {"sources": list(self.sources)} | flags | weight

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
    """What an item says about itself besides what it asks.

    ``feedback`` is shown at review whatever was answered. An ``unfinished`` item may lack what stands before it
    here, and its options their reasons and sources; it is kept as a draft and goes no further.
    """

    code: str
    pool: Pool
    domain: Domain
    level: Level
    objective: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: str
    checked_on: date | None
    review_by: date | None
    author: str
    module: str
    section: str
    vignette: bool = False
    safety_point: str = ""
    stimulus: Stimulus | None = None
    enemies: tuple[str, ...] = ()
    feedback: str = ""
    origin: Origin | None = None
    unfinished: bool = False

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
            "checked_on": self.checked_on.isoformat() if self.checked_on else "",
            "review_by": self.review_by.isoformat() if self.review_by else "",
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
            "feedback": self.feedback,
            "origin": self.origin.draft() if self.origin else None,
            UNFINISHED: self.unfinished,
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


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric: what is looked for and how many points it can bring."""

    id: str
    text: str
    points: int
    rationale: str = ""

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the criterion that ``reader`` stands on."""
        name = reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits")
        points = reader.number("points", low=1, high=100)
        if points is None:
            reader.fault("points", "are missing", "Write how many points it can bring, 1 to 100.")
        return cls(name, reader.text("text"), points or 1, reader.text("rationale", required=False))

    def draft(self) -> dict[str, object]:
        """Return the criterion as plain values, defaults left out."""
        draft: dict[str, object] = {"id": self.id, "text": self.text, "points": self.points}
        return draft | ({"rationale": self.rationale} if self.rationale else {})

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the criterion with its texts passed through ``rewrite``."""
        return replace(self, text=rewrite(self.text), rationale=rewrite(self.rationale))


@runtime_checkable
class Rubric(Protocol):
    """A kind that two people mark by a rubric, each on their own."""

    @property
    def criteria(self) -> tuple[Criterion, ...]: ...
    @property
    def model_answer(self) -> str: ...


@runtime_checkable
class Growing(Protocol):
    """A kind whose accepted answers are a list that a marker may add to."""

    def accepting(self, response: Response, share: Fraction) -> dict[str, object]:
        """Return the draft that also accepts ``response``, for ``share`` of the mark; what else it needs is missing."""


def read_criteria(reader: Reader) -> tuple[Criterion, ...]:
    """Return the rubric of the draft, noting a wrong number and repeated ids; an unfinished item may have none yet."""
    criteria = []
    for nested in reader.tables("criteria"):
        criteria.append(Criterion.read(nested))
        reader.take(nested)
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        reader.fault("criteria", f"are {len(criteria)}", f"Write 1 to {MOST_CRITERIA}.", missing=not criteria)
    ids = [criterion.id for criterion in criteria]
    for value in sorted({value for value in ids if value and ids.count(value) > 1}):
        reader.fault("criteria", f"have the same id twice: {value[:60]!r}", "Make each different.")
    return tuple(criteria)


def read_header(reader: Reader) -> Header:
    """Return the header of the draft that ``reader`` reads, noting every fault.

    The values of a header with faults are placeholders; the caller raises before anybody sees them.
    """
    reader.text("kind")
    checked_on, review_by = reader.day("checked_on", later=True), reader.day("review_by", later=True)
    if checked_on and review_by and review_by <= checked_on:
        reader.fault("review_by", "is not after checked_on", "Give the day by which it must be checked again.")
    header = Header(
        code=reader.word("code", CODE, "three parts such as safety/pneumothorax/delayed-cough"),
        pool=reader.member("pool", Pool, Pool.PRACTICE),
        domain=reader.member("domain", Domain, Domain.FOUNDATIONS),
        level=reader.member("level", Level, Level.RECALL),
        objective=reader.line("objective", later=True),
        facts=reader.words("facts", WORD, at_least=1, later=True),
        sources=reader.words("sources", WORD, at_least=1, later=True),
        evidence=reader.choice("evidence", ("S", "C"), later=True),
        checked_on=checked_on,
        review_by=review_by,
        author=reader.line("author", later=True),
        module=reader.word("module", WORD, "the name of a module", later=True),
        section=reader.word("section", WORD, "the name of a section of that module", later=True),
        vignette=reader.flag("vignette"),
        safety_point=reader.word("safety_point", WORD, "a safety rule such as C1", required=False),
        stimulus=_stimulus(reader),
        enemies=reader.words("enemies", CODE),
        feedback=reader.text("feedback", required=False),
        origin=_origin(reader),
        unfinished=reader.flag(UNFINISHED),
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


def _origin(reader: Reader) -> Origin | None:
    nested = reader.table("origin")
    if nested is None:
        return None
    origin = Origin.read(nested)
    reader.take(nested)
    return origin


def _weight(reader: Reader) -> Fraction | None:
    weight = reader.fraction("weight")
    if weight is not None and not -1 <= weight <= 1:
        reader.fault("weight", f"is {weight}", 'Write a share between "-1" and "1".')
        return None
    return weight


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
        remedy = "Let the question be the last paragraph."
        reader.fault("stem", "ends with a list, a table or a picture", remedy, missing=True)
    return stem


def read_options(reader: Reader, *, low: int, high: int, flagged: bool) -> tuple[Option, ...]:
    """Return the options of the draft, noting a wrong number, repeated ids and repeated texts.

    A finished item has ``low`` to ``high`` options; what another system wrote may have 2 to `MOST_OPTIONS`.
    """
    options = []
    for nested in reader.tables("options"):
        options.append(Option.read(nested, flagged=flagged))
        reader.take(nested)
    if not low <= len(options) <= high:
        bearable = 2 <= len(options) <= MOST_OPTIONS
        reader.fault("options", f"are {len(options)}", f"Write {low} to {high}.", missing=bearable)
    for name in ("id", "text"):
        values = [getattr(option, name).strip() for option in options]
        for value in sorted({value for value in values if value and values.count(value) > 1}):
            message = f"have the same {name} twice: {value[:60]!r}"
            reader.fault("options", message, "Make each different.", missing=name == "text")
    return tuple(options)


def option_citations(options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    """Return (field, source code) of every source that options cite."""
    numbered = enumerate(options, start=1)
    return tuple((f"options[{number}].sources", code) for number, option in numbered for code in option.sources)


def option_words(options: Sequence[Option], response: Response) -> tuple[str, ...]:
    """Return the texts of the options in a response, in the order given."""
    texts = {option.id: option.text for option in options}
    return tuple(texts[option] for option in response if option in texts)


def check_dangerous(reader: Reader, header: Header, options: Sequence[Option], *, critical: bool) -> None:
    """Note a dangerous option that is correct, and a safety point without danger or danger without one."""
    for number, option in enumerate(options, start=1):
        if option.dangerous and option.correct:
            reader.fault(f"options[{number}].dangerous", "stands on a correct option", "Only a wrong one is dangerous.")
    if critical and not header.safety_point:
        remedy = "Name the safety rule it tests."
        reader.fault("safety_point", "is missing on an item with a dangerous choice", remedy, missing=True)
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
    """Return the header with its feedback, and its stimulus, text and figure as one, passed through ``rewrite``."""
    stimulus, feedback = header.stimulus, rewrite(header.feedback) if header.feedback else ""
    if stimulus is not None:
        stimulus = replace(stimulus, text=rewrite(stimulus.markdown()), figure="", alt="")
    return replace(header, stimulus=stimulus, feedback=feedback)
