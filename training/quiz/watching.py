"""What the pages of administrators show of exams and attempts, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from training.accounts.links import Site
from training.core import rehearsing, specifying
from training.core.responses import EventKind, seconds
from training.core.specification import Shortage
from training.quiz import closing, feasibility, invigilation, monitor, sittings
from training.quiz.models import AttemptState, Device, ExtraTime, Held, HeldWhy, Problem, Ruling
from training.quiz.monitor import Trouble
from training.quiz.queries import exams
from training.quiz.recording import Ack
from training.scoring import queries as results
from training.scoring.queries import Decided, Pending

ACK_WORDS: Mapping[Ack, str] = {
    Ack.STORED: "stored",
    Ack.DUP: "known already",
    Ack.HELD: "put aside",
    Ack.LATE: "late, waiting for your decision",
}
KIND_WORDS: Mapping[EventKind, str] = {
    EventKind.ANSWER: "answered",
    EventKind.CLEAR: "cleared the answer",
    EventKind.FLAG: "flagged",
    EventKind.UNFLAG: "removed the flag",
    EventKind.ELIMINATE: "ruled an option out",
    EventKind.RESTORE: "took an option back",
    EventKind.SEEN: "looked at it",
}


DETAIL = 80
"""Characters of an answer that a timeline shows."""
HELD_WORDS: Mapping[HeldWhy, str] = {
    HeldWhy.UNREADABLE: "cannot be read",
    HeldWhy.NUMBER: "its number is out of range, or was used before for something else",
    HeldWhy.QUESTION: "no such question",
    HeldWhy.VALUE: "no answer of this kind",
    HeldWhy.DEVICE: "from a device that does not hold the attempt",
    HeldWhy.LATE: "late",
}


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One line of the list of exams."""

    code: str
    title: str
    length: int
    pilots: int
    minutes: int
    version: int | None
    changed: bool
    short: bool
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an attempt's timeline."""

    at: datetime
    words: str
    position: int | None
    detail: str
    epoch: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One question of an attempt: what the log says of it, no words of the item."""

    position: int
    code: str
    pilot: bool
    first_seen_at: datetime | None
    answered: bool
    flagged: bool
    changes: int
    eliminated: int
    seconds: int


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """One attempt with everything that happened in it; ``holds`` is whether its evidence gives the stored decision."""

    id: int
    person_id: int
    code: str
    title: str
    mock: bool
    version: int
    number: int
    state: str
    started_at: datetime
    deadline_at: datetime
    closes_at: datetime
    submitted_at: datetime | None
    closed_by: str | None
    voided_at: datetime | None
    void_reason: str | None
    given_back: bool
    factor: Fraction
    accommodation_note: str
    seed: int
    paper: str
    scoring: str
    modules: Mapping[str, str]
    digest: str | None
    questions: tuple[Seen, ...]
    timeline: tuple[Line, ...]
    devices: tuple[Device, ...]
    held: tuple[Held, ...]
    late: tuple[Held, ...]
    extra: tuple[ExtraTime, ...]
    problems: tuple[Problem, ...]
    results: tuple[Decided, ...]
    waiting: tuple[Pending, ...]
    holds: bool | None

    @property
    def person_ids(self) -> set[int]:
        """Return everybody named on the page."""
        return {self.person_id, *(extra.given_by for extra in self.extra)}


def exam_rows() -> list[ExamRow]:
    """Return a line for every exam."""
    every, troubles = exams.exams(), monitor.troubles()
    newest = {found.exam_id: found for found in exams.published_of([exam.id for exam in every])}
    drafts = [specifying.parse(exam.draft) for exam in every]
    lacking = feasibility.shortages_of({exam.id: draft for exam, draft in zip(every, drafts, strict=True)})
    rows = []
    for exam, draft in zip(every, drafts, strict=True):
        published = newest.get(exam.id)
        rows.append(
            ExamRow(
                code=exam.code,
                title=draft.title,
                length=draft.length,
                pilots=draft.pilots,
                minutes=draft.minutes,
                version=published.number if published else None,
                changed=published is not None and published.specification != draft,
                short=bool(lacking[exam.id]),
                trouble=troubles.get(exam.code, Trouble(0, 0, 0)),
            )
        )
    return rows


def shortages(code: str) -> tuple[Shortage, ...]:
    """Return what the pool lacks for the published version, so that nobody can start; empty when all is well."""
    published = exams.published(code)
    return feasibility.shortages(published.exam_id, published.specification) if published else ()


def attempt(attempt_id: int) -> AttemptPage | None:
    """Return one attempt with everything that happened in it, None for an unknown one."""
    found = sittings.attempt_at(attempt_id)
    if found is None:
        return None
    row, specification = found.attempt, specifying.parse(found.version.specification)
    log, devices, held = sittings.log(row.id), sittings.devices(row.id), sittings.held(row.id)
    extra, sheet = sittings.extra_time(row.id), sittings.sheet(row.paper_sha256)
    late = [one for one in held if one.why == HeldWhy.LATE and not one.ruling and row.state != AttemptState.VOIDED]
    return AttemptPage(
        id=row.id,
        person_id=row.person_id,
        code=found.code,
        title=specification.title,
        mock=rehearsing.is_mock(specification),
        version=found.version.number,
        number=row.number,
        state=row.state,
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        closes_at=row.closes_at,
        submitted_at=row.submitted_at,
        closed_by=row.closed_by,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
        given_back=row.given_back,
        factor=Fraction(str(row.accommodation["factor"])),
        accommodation_note=str(row.accommodation.get("note", "")),
        seed=row.seed,
        paper=row.paper_sha256,
        scoring=sheet.scoring,
        modules=sheet.modules,
        digest=row.event_digest,
        questions=_questions(row.paper_sha256, log),
        timeline=_timeline(log, devices, extra),
        devices=tuple(devices),
        held=tuple(one for one in held if one not in late),
        late=tuple(late),
        extra=tuple(extra),
        problems=tuple(sittings.problems([row.id])),
        results=tuple(results.history(row.id)),
        waiting=tuple(results.waiting([row.id])),
        holds=_holds(row.id),
    )


def rule(attempt_id: int, held_ids: Sequence[int], *, accept: bool, by: int, site: Site, now: datetime) -> None:
    """Accept or refuse late answers. Raises what `invigilation.rule_on_late` raises."""
    ruling = Ruling.ACCEPTED if accept else Ruling.REFUSED
    invigilation.rule_on_late(attempt_id, held_ids, ruling=ruling, by=by, site=site, now=now)


def _holds(attempt_id: int) -> bool | None:
    """Return whether the stored decision follows from its evidence, computed now; None without a result."""
    rescored = closing.rescored(attempt_id)
    return rescored.holds if rescored else None


def _questions(paper: str, log: Sequence[sittings.Logged]) -> tuple[Seen, ...]:
    said, spent, first = sittings.said(log), seconds(log), _first_seen(log)
    return tuple(
        Seen(
            position=slot.position,
            code=slot.item.header.code,
            pilot=slot.pilot,
            first_seen_at=first.get(slot.position),
            answered=slot.position in said.answers,
            flagged=slot.position in said.flagged,
            changes=sum(event.position == slot.position and event.kind is EventKind.ANSWER for event in log),
            eliminated=len(said.eliminated.get(slot.position, ())),
            seconds=spent.get(slot.position, 0),
        )
        for slot in sittings.sheet(paper).slots
    )


def _first_seen(log: Sequence[sittings.Logged]) -> dict[int, datetime]:
    """Return when each question was first in view: a look is reported at its end, with its seconds."""
    found: dict[int, datetime] = {}
    for event in log:
        looked = timedelta(seconds=int(event.value[0])) if event.kind is EventKind.SEEN else timedelta(0)
        began = event.made_at - looked
        found[event.position] = min(began, found.get(event.position, began))
    return found


def _timeline(
    log: Sequence[sittings.Logged], devices: Sequence[Device], extra: Sequence[ExtraTime]
) -> tuple[Line, ...]:
    lines = [
        *(
            Line(event.received_at, KIND_WORDS[event.kind], event.position, _detail(event.value), event.epoch)
            for event in log
        ),
        *(Line(device.opened_at, "opened on a device", None, device.agent, device.epoch) for device in devices),
        *(Line(one.given_at, f"{one.minutes} minutes added", None, one.reason, None) for one in extra),
    ]
    return tuple(sorted(lines, key=lambda line: line.at))


def _detail(value: Sequence[str]) -> str:
    """Return what an event says, the beginning of a long text only."""
    words = ", ".join(value)
    return words if len(words) <= DETAIL else f"{words[:DETAIL]}…"
