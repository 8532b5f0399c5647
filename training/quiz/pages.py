"""What the pages of an exam show, as plain values: nothing here names an item's code, version, key or danger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from training.core import rehearsing, specifying, timing
from training.core.domains import Domain
from training.core.items import Growing, Item, illustrated
from training.core.responses import RESPONDING, Response
from training.core.rubrics import Rubric
from training.core.scoring import Decision, Outcome
from training.core.specification import Specification
from training.modules import queries as modules
from training.modules.content import Module
from training.quiz import letters, reasons, sittings
from training.quiz.models import Attempt, Held, HeldWhy
from training.quiz.papers import Sheet, SheetSlot
from training.quiz.queries import standings
from training.quiz.queries.standings import Standing
from training.quiz.sittings import Phase, Said
from training.scoring import queries as results
from training.scoring.models import MarkRow
from training.web.filters import clock as clock_text


@dataclass(frozen=True, slots=True)
class Desk:
    """An attempt of the viewer's own. ``newest`` is the rank of the last event the page knows."""

    attempt_id: int
    person_id: int
    number: int
    exam_code: str
    specification: Specification
    version: int
    phase: Phase
    started_at: datetime
    deadline_at: datetime
    submitted_at: datetime | None
    remaining_ms: int
    factor: Fraction
    given_back: bool
    extra_minutes: int
    epoch: int
    sheet: Sheet
    said: Said

    @property
    def title(self) -> str:
        """Return the exam's name."""
        return self.specification.title

    @property
    def mock(self) -> bool:
        """Return whether this is a mock exam, from which nothing follows."""
        return rehearsing.is_mock(self.specification)

    @property
    def length(self) -> int:
        """Return the number of questions."""
        return len(self.sheet.slots)

    @property
    def unanswered(self) -> list[int]:
        """Return the positions without an answer."""
        return [slot.position for slot in self.sheet.slots if slot.position not in self.said.answers]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as its macro draws it: the item with its figures at addresses of this paper.

    A whole answer fills at least ``whole`` fields; ``advice`` is for one that fills fewer.
    """

    position: int
    kind: str
    item: Item
    order: tuple[str, ...]
    response: Response
    eliminated: tuple[str, ...]
    flagged: bool
    whole: int
    advice: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of the check page; ``advice`` when the answer is not whole."""

    position: int
    answered: bool
    flagged: bool
    advice: str | None


def desk(attempt_id: int, person_id: int, now: datetime) -> Desk | None:
    """Return an attempt as its pages need it, None when it is not this person's."""
    found = sittings.attempt_at(attempt_id, person_id)
    if found is None:
        return None
    row, version, code = found
    return Desk(
        attempt_id=row.id,
        person_id=person_id,
        number=row.number,
        exam_code=code,
        specification=specifying.parse(version.specification),
        version=version.number,
        phase=sittings.phase(row, now),
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        submitted_at=row.submitted_at,
        remaining_ms=timing.remaining_ms(row.deadline_at, now),
        factor=Fraction(str(row.accommodation["factor"])),
        given_back=row.given_back,
        extra_minutes=sum(extra.minutes for extra in sittings.extra_time(row.id)),
        epoch=row.epoch,
        sheet=sittings.sheet(row.paper_sha256),
        said=sittings.said(sittings.log(row.id)),
    )


def questions(
    desk: Desk, figure_urls: Mapping[str, str], *, unsaved: Mapping[int, Response] | None = None
) -> list[Question]:
    """Return the questions of a paper in order; ``figure_urls`` by the names figures have on it.

    ``unsaved`` answers stand in the place of those that are saved.
    """
    given = {**desk.said.answers, **(unsaved or {})}
    return [
        Question(
            position=slot.position,
            kind=slot.item.kind,
            item=illustrated(slot.item, {name: figure_urls[figure.token] for name, figure in slot.figures.items()}),
            order=slot.order,
            response=given.get(slot.position, ()),
            eliminated=slot.places(tuple(desk.said.eliminated.get(slot.position, ()))),
            flagged=slot.position in desk.said.flagged,
            whole=(whole := _whole(slot)),
            advice=_advice(slot, 1) if whole > 1 else "",
        )
        for slot in desk.sheet.slots
    ]


def _whole(slot: SheetSlot) -> int:
    """Return how many values an answer has at least about which there is nothing to advise."""
    return next((size for size in range(1, len(slot.places(slot.item.key)) + 1) if not _advice(slot, size)), 1)


def _advice(slot: SheetSlot, size: int) -> str:
    """Return the advice on an answer of so many values."""
    return slot.item.complaint(slot.response(slot.places(slot.item.key)[:size]) or ()) or ""


def check_rows(desk: Desk) -> list[CheckRow]:
    """Return a line for each question."""
    found = advice(desk.sheet, desk.said)
    return [
        CheckRow(
            slot.position,
            slot.position in desk.said.answers,
            slot.position in desk.said.flagged,
            found.get(slot.position),
        )
        for slot in desk.sheet.slots
    ]


def advice(sheet: Sheet, said: Said) -> dict[int, str]:
    """Return what each answer given still lacks, by position; nothing that would say whether it is right."""
    given = ((slot, said.answers[slot.position]) for slot in sheet.slots if slot.position in said.answers)
    return {slot.position: words for slot, response in given if (words := slot.item.complaint(response))}


def start_page(standing: Standing, now: datetime) -> dict[str, object]:
    """Return what the start page shows."""
    specification = standing.exam.specification
    study = {version.module.code: version.module for version in modules.current()} if standing.locks else {}
    running = standing.open_attempt
    allowed = running.deadline_at - running.started_at if running else timing.allowed(standing.limits)
    return {
        "standing": standing,
        "specification": specification,
        "rules": reasons.rules(specification),
        "allowed_words": length_words(allowed),
        "deadline_at": timing.deadline(now, standing.limits, extra_minutes=0),
        "open_attempt": running,
        "sections": _named_sections((section for lock in standing.locks for section in lock.sections), study),
        "modules": _named_modules((module for lock in standing.locks for module in lock.modules), study),
        "locks": {lock.why.name: lock for lock in standing.locks},
        "past": [sat for sat in standing.attempts if sat.submitted_at],
    }


def length_words(length: timedelta) -> str:
    """Return a length of time to the second: ``45 min``, ``1 h 7 min 30 s``."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def receipt(desk: Desk) -> dict[str, object]:
    """Return what the receipt shows."""
    given = sittings.frozen_responses(desk.attempt_id, 1)
    return {
        "answered": sum(bool(response) for response in given.values()),
        "late": len({held.payload["position"] for held in sittings.held(desk.attempt_id) if _late_answer(held)}),
        "code": letters.receipt_code(desk.attempt_id, desk.sheet.sha256),
    }


def _late_answer(held: Held) -> bool:
    return held.why == HeldWhy.LATE and held.payload["kind"] in RESPONDING


def result(attempt_id: int, person_id: int, now: datetime) -> dict[str, object] | None:
    """Return what the result page shows, None for an attempt of somebody else's or without a result that counts.

    Few statements: this page follows a submission, when a whole class comes at once.
    """
    beside = sittings.attempts_beside(attempt_id, person_id)
    found = next((placed for placed in beside if placed.attempt.id == attempt_id), None)
    if found is None or sittings.phase(found.attempt, now) is not Phase.GRADED:
        return None
    held = results.current_with_marks(attempt_id)
    if held is None:
        return None
    stored, marks = held
    decision, specification = stored.decision, specifying.parse(found.version.specification)
    sheet = sittings.sheet(found.attempt.paper_sha256)
    left, next_at = _next([placed.attempt for placed in beside], specification)
    return {
        "attempt_id": attempt_id,
        "mock": rehearsing.is_mock(specification),
        "title": specification.title,
        "exam_code": found.code,
        "specification": specification,
        "number": found.attempt.number,
        "submitted_at": found.attempt.submitted_at,
        "decision": decision,
        "passed": decision.outcome is Outcome.PASS,
        "withheld": decision.outcome is Outcome.WITHHELD,
        "waiting": results.waiting([attempt_id]) if decision.outcome is Outcome.WITHHELD else (),
        "by_people": decision.outcome is not Outcome.WITHHELD and _by_people(sheet, stored.id),
        "reasons": reasons.words(decision),
        "cut": sheet.rules.cut,
        "shown": len(sheet.slots),
        "pilots": sheet.pilots,
        "weak": _weak(sheet, decision, marks) if decision.outcome is Outcome.FAIL else [],
        "sections": _named_sections(
            standings.sections_to_read(slot.item for slot in sheet.slots if slot.version in stored.dangerous),
            _studied(sheet),
        ),
        "left": left,
        "next_at": next_at,
    }


def _by_people(sheet: Sheet, result_id: int) -> bool:
    """Return whether people gave some of the marks; asks only when the paper holds a question they may have to mark."""
    marked = any(isinstance(slot.item, Rubric | Growing) for slot in sheet.scored)
    return marked and bool(results.given(result_id))


def newer_answer(desk: Desk, slot: SheetSlot, mine: Response, error: Exception) -> dict[str, object]:
    """Return what the page with both answers shows."""
    stored = getattr(error, "stored", ())
    newest = getattr(error, "newest", (0, 0))
    return {
        "desk": desk,
        "position": slot.position,
        "mine": list(slot.item.words(mine)),
        "posted": slot.places(mine),
        "stored": list(slot.item.words(stored)),
        "seen": f"{newest[0]}.{newest[1]}",
    }


def time_of_day(moment: datetime) -> str:
    """Return the time of day in the viewer's zone, to the second."""
    return clock_text(moment)


def _weak(
    sheet: Sheet, decision: Decision, marks: Iterable[MarkRow]
) -> list[tuple[Domain, list[tuple[str, str, str]]]]:
    """Return the domains below the cut, the weakest first, each with the sections behind what was missed in it.

    A section teaches more than one question, so none is given away.
    """
    studied = _studied(sheet)
    whole = {row.position for row in marks if row.awarded_num * row.possible_den == row.possible_num * row.awarded_den}
    missed = [slot.item for slot in sheet.scored if slot.position not in whole]
    by_domain = {domain: [item for item in missed if item.header.domain is domain] for domain in Domain}
    return [
        (domain, _named_sections(standings.sections_to_read(by_domain[domain]), studied))
        for domain in standings.domains_to_study(decision, sheet.rules.cut)
    ]


def _studied(sheet: Sheet) -> dict[str, Module]:
    """Return the modules the paper rests on; versions never change, so a process reads each once."""
    return {code: modules.restored(version) for code, version in sheet.modules.items()}


def _named_modules(codes: Iterable[str], found: Mapping[str, Module]) -> list[tuple[str, str]]:
    """Return modules with their titles; one that is not there goes by the words of its code."""
    return [(code, found[code].title if code in found else _plain(code)) for code in codes]


def _named_sections(pairs: Iterable[tuple[str, str]], found: Mapping[str, Module]) -> list[tuple[str, str, str]]:
    """Return sections as module, section and title; one that is not there goes by the words of its code."""
    return [(module, name, _section_title(found.get(module), name)) for module, name in pairs]


def _section_title(module: Module | None, name: str) -> str:
    section = module.section(name) if module else None
    return section.title if section else _plain(name)


def _plain(code: str) -> str:
    return code.replace("-", " ")


def _next(attempts: Sequence[Attempt], specification: Specification) -> tuple[int, datetime | None]:
    """Return how many attempts are left and when the next may start."""
    counted = [row.submitted_at for row in attempts if not row.given_back]
    closed = [moment for moment in counted if moment]
    last = timing.next_attempt_at(max(closed), waiting_days=specification.waiting_days) if closed else None
    return max(0, specification.attempts - len(counted)), last
