"""What every item says about itself besides what it asks, and the case, figure or recording it may share."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from training.core.domains import Domain, Level, Need, Pool
from training.core.drafts import UNFINISHED, Reader
from training.core.origins import Origin
from training.core.recordings import Recording
from training.core.texts import CODE, FIGURE_NAME, MAX_CODE, WORD, Rewrite


@dataclass(frozen=True, slots=True)
class Stimulus:
    """A case, figure or recording that items share and that is drawn together; the same ``code``, the same words."""

    code: str
    text: str = ""
    figure: str = ""
    alt: str = ""
    recording: Recording | None = None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the stimulus that ``reader`` stands on; it has a text, a figure, a recording or several of them."""
        stimulus = cls(
            code=reader.word("code", WORD, "a name without blanks"),
            text=reader.text("text", required=False),
            figure=reader.word("figure", FIGURE_NAME, "a file name such as chest.svg", required=False),
            alt=reader.line("alt", required=False),
            recording=Recording.read(reader),
        )
        if not (stimulus.text.strip() or stimulus.figure or stimulus.recording):
            remedy = "Write the case, or name its figure or recording."
            reader.fault("text", "is missing, and there is no figure or recording", remedy)
        if bool(stimulus.figure) != bool(stimulus.alt.strip()):
            reader.fault("alt", "and figure go together", "Say in one sentence what the figure shows.")
        return stimulus

    def draft(self) -> dict[str, object]:
        """Return the stimulus as plain values, empty ones left out."""
        own = {name: value for name in ("code", "text", "figure", "alt") if (value := getattr(self, name))}
        return own | (self.recording.draft() if self.recording else {})

    def markdown(self) -> str:
        """Return text and figure as one Markdown text."""
        picture = f"![{self.alt}](figure:{self.figure})" if self.figure else ""
        return "\n\n".join(part for part in (self.text, picture) if part)


@dataclass(frozen=True, slots=True)
class Header:
    """What an item says about itself besides what it asks.

    ``feedback`` is shown at review whatever was answered. ``difficulty`` is the authors' own estimate, 1 to 5.
    ``needs`` says what whoever signs it confirms, because its facts were not read in a source. An ``unfinished`` item
    may lack what stands before it here, and its options their reasons and sources; it is kept as a draft and goes no
    further.
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
    difficulty: int | None = None
    needs: tuple[Need, ...] = ()
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
            "difficulty": self.difficulty,
            "needs": [str(need) for need in self.needs],
            "vignette": self.vignette,
            "safety_point": self.safety_point,
            "stimulus": self.stimulus.draft() if self.stimulus else None,
            "enemies": list(self.enemies),
            "feedback": self.feedback,
            "origin": self.origin.draft() if self.origin else None,
            UNFINISHED: self.unfinished,
        }
        return {name: value for name, value in given.items() if value}


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
        difficulty=reader.number("difficulty", low=1, high=5),
        needs=_needs(reader),
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


def _needs(reader: Reader) -> tuple[Need, ...]:
    """Return what the item needs, in the order of the list of needs."""
    given = reader.words("needs", WORD)
    for word in given:
        if word not in tuple(Need):
            reader.fault("needs", f"holds {word[:80]!r}", "Use source, lead or both.")
    return tuple(need for need in Need if need in given)


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


def _check_code(reader: Reader, header: Header) -> None:
    if len(header.code) > MAX_CODE:
        reader.fault("code", f"has {len(header.code)} characters; at most {MAX_CODE} fit", "Shorten it.")
    if CODE.fullmatch(header.code) and not header.code.startswith(f"{header.domain}/"):
        reader.fault("code", f"does not begin with its domain {header.domain}", f"Begin it with {header.domain}/.")
    if header.code in header.enemies:
        reader.fault("enemies", "names the item itself", "Remove it.")


def reworded_header(header: Header, rewrite: Rewrite) -> Header:
    """Return the header with its feedback, and its stimulus, text and figure as one, passed through ``rewrite``.

    The files of a recording are where ``rewrite`` puts figures.
    """
    stimulus, feedback = header.stimulus, rewrite(header.feedback) if header.feedback else ""
    if stimulus is not None:
        recording = stimulus.recording.reworded(rewrite) if stimulus.recording else None
        stimulus = replace(stimulus, text=rewrite(stimulus.markdown()), figure="", alt="", recording=recording)
    return replace(header, stimulus=stimulus, feedback=feedback)
