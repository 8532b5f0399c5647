"""Where a person stands with an exam: what they sat, what is left, and every reason against a start."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache, partial

from sqlalchemy import ColumnElement, select

from training.bank.queries import stock
from training.core import timing
from training.core.domains import Domain, Pool
from training.core.items import Item
from training.core.scoring import Decision, Outcome
from training.core.specification import Specification
from training.db import db
from training.modules.queries import Reading
from training.quiz import candidates
from training.quiz.candidates import Candidate
from training.quiz.models import Attempt, AttemptState, Entry, Slot
from training.quiz.queries import exams
from training.quiz.queries.exams import Published
from training.scoring import queries as scoring


class Why(StrEnum):
    """Why an exam cannot be started now."""

    UNPUBLISHED = "unpublished"
    NOT_ADMITTED = "not admitted"
    NOT_OPEN = "not open"
    CLOSED = "closed"
    PASSED = "passed"
    UNDECIDED = "undecided"
    USED = "attempts used"
    WAITING = "waiting"
    MODULES = "modules"
    READ_AGAIN = "read again"
    NAME = "name"
    POOL = "another pool"
    HONOUR = "honour"


@dataclass(frozen=True, slots=True)
class Lock:
    """One reason; ``until`` when time opens it, ``modules`` and ``sections`` when studying does."""

    why: Why
    until: datetime | None = None
    modules: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sat:
    """One attempt of a person, with the decision that holds, None while there is none."""

    id: int
    number: int
    state: AttemptState
    started_at: datetime
    deadline_at: datetime
    submitted_at: datetime | None
    given_back: bool
    result_id: int | None
    decision: Decision | None
    dangerous: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Return whether this attempt is a pass that stands."""
        return self.state is not AttemptState.VOIDED and bool(self.decision and self.decision.outcome is Outcome.PASS)

    @property
    def undecided(self) -> bool:
        """Return whether the result of this attempt waits for people to mark."""
        return self.state is not AttemptState.VOIDED and bool(
            self.decision and self.decision.outcome is Outcome.WITHHELD
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with an exam: what counts, what is left, what locks it."""

    exam: Published
    candidate: Candidate
    admitted: bool
    attempts: tuple[Sat, ...]
    locks: tuple[Lock, ...]
    next_at: datetime | None

    @property
    def used(self) -> int:
        """Return how many attempts count against the limit."""
        return sum(not attempt.given_back for attempt in self.attempts)

    @property
    def left(self) -> int:
        """Return how many attempts are left."""
        return max(0, self.exam.specification.attempts - self.used)

    @property
    def open_attempt(self) -> Sat | None:
        """Return the attempt in progress."""
        return next((sat for sat in self.attempts if sat.state is AttemptState.IN_PROGRESS), None)

    @property
    def judged(self) -> Sat | None:
        """Return the last attempt whose result can be read; a voided one has none to show."""
        graded = (sat for sat in reversed(self.attempts) if sat.state is AttemptState.GRADED)
        return next((sat for sat in graded if sat.decision and not sat.undecided), None)

    @property
    def limits(self) -> timing.Limits:
        """Return what decides the deadline of an attempt started now."""
        return limits(self.exam.specification, self.candidate.factor)


def standing(person_id: int, exam_code: str, now: datetime, *, lock: bool = False) -> Standing | None:
    """Return where a person stands with an exam, None when it was never published or there is no such person.

    ``lock`` holds the person's entry until the transaction ends, for whoever decides by what stands here.
    """
    found, candidate = exams.published(exam_code), candidates.candidate(person_id)
    if found is None or candidate is None:
        return None
    entries = select(Entry).where(Entry.exam_id == found.exam_id, Entry.person_id == person_id)
    entry = db.session.scalars(entries.with_for_update() if lock else entries).one_or_none()
    bare = _bare(found, candidate, entry, sat(found.exam_id, person_id))
    return replace(bare, locks=tuple(_locks(bare, now, partial(candidates.reading, person_id))))


def standings(person_id: int, now: datetime) -> list[Standing]:
    """Return where a person stands with each published exam they are or were admitted to, by code.

    The statements do not grow with the exams.
    """
    entries = {row.exam_id: row for row in db.session.scalars(select(Entry).where(Entry.person_id == person_id))}
    found, candidate = exams.published_of(list(entries)), candidates.candidate(person_id)
    if candidate is None:
        return []
    attempts, reading = _sat_by_exam(Attempt.person_id == person_id), cache(partial(candidates.reading, person_id))
    bare = [_bare(exam, candidate, entries[exam.exam_id], attempts.get(exam.exam_id, ())) for exam in found]
    return [replace(each, locks=tuple(_locks(each, now, reading))) for each in bare]


def _bare(exam: Published, candidate: Candidate, entry: Entry | None, attempts: tuple[Sat, ...]) -> Standing:
    """Return where a person stands, without what locks it."""
    return Standing(
        exam=exam,
        candidate=candidate,
        admitted=entry is not None and entry.withdrawn_at is None,
        attempts=attempts,
        locks=(),
        next_at=_next_at(exam.specification, attempts),
    )


def sat(exam_id: int, person_id: int) -> tuple[Sat, ...]:
    """Return a person's attempts at an exam, the first one first."""
    return _sat_by_exam(Attempt.exam_id == exam_id, Attempt.person_id == person_id).get(exam_id, ())


def _sat_by_exam(*wanted: ColumnElement[bool]) -> dict[int, tuple[Sat, ...]]:
    rows = db.session.scalars(select(Attempt).where(*wanted).order_by(Attempt.number)).all()
    decided = scoring.current(row.id for row in rows) if rows else {}
    found: dict[int, list[Sat]] = {}
    for row in rows:
        found.setdefault(row.exam_id, []).append(sat_of(row, decided.get(row.id)))
    return {exam_id: tuple(theirs) for exam_id, theirs in found.items()}


def seen_codes(exam_id: int, person_id: int) -> frozenset[str]:
    """Return the codes of items a person met in earlier attempts at an exam."""
    versions = db.session.scalars(
        select(Slot.version)
        .join(Attempt, Attempt.id == Slot.attempt_id)
        .where(Attempt.exam_id == exam_id, Attempt.person_id == person_id)
        .distinct()
    ).all()
    return frozenset(item.header.code for item in stock.versions(versions).values())


def sections_to_read(items: Iterable[Item]) -> tuple[tuple[str, str], ...]:
    """Return the ``(module, section)`` pairs that items are linked to, each once."""
    headers = [item.header for item in items]
    return tuple(dict.fromkeys((header.module, header.section) for header in headers if header.module))


def limits(specification: Specification, factor: Fraction) -> timing.Limits:
    """Return what decides a deadline."""
    return timing.Limits(specification.minutes, factor, specification.closes_at, specification.hard_close)


def domains_to_study(decision: Decision, cut: Fraction) -> tuple[Domain, ...]:
    """Return the domains below the cut, the weakest first."""
    weak = [tally for tally in decision.profile if tally.awarded < cut * tally.possible]
    return tuple(tally.domain for tally in sorted(weak, key=lambda tally: tally.awarded / tally.possible))


def sat_of(row: Attempt, decided: scoring.Decided | None) -> Sat:
    """Return an attempt with its decision, None while there is none."""
    return Sat(
        id=row.id,
        number=row.number,
        state=AttemptState(row.state),
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        submitted_at=row.submitted_at,
        given_back=row.given_back,
        result_id=decided.id if decided else None,
        decision=decided.decision if decided else None,
        dangerous=decided.dangerous if decided else (),
    )


def _locks(standing: Standing, now: datetime, reading: Callable[[], Reading]) -> Iterator[Lock]:
    """Yield every reason against a start, so that a person sees all of them at once."""
    if not standing.admitted:
        yield Lock(Why.NOT_ADMITTED)
    if standing.exam.specification.pool is not Pool.EXAM:
        yield Lock(Why.POOL)
    yield from _window_locks(standing.exam.specification, now)
    yield from _attempt_locks(standing, now)
    yield from _study_locks(standing, reading)
    if not standing.candidate.name_confirmed:
        yield Lock(Why.NAME)


def _window_locks(specification: Specification, now: datetime) -> Iterator[Lock]:
    if specification.opens_at and now < specification.opens_at:
        yield Lock(Why.NOT_OPEN, until=specification.opens_at)
    if specification.closes_at and now >= specification.closes_at:
        yield Lock(Why.CLOSED)


def _attempt_locks(standing: Standing, now: datetime) -> Iterator[Lock]:
    if any(attempt.passed for attempt in standing.attempts):
        yield Lock(Why.PASSED)
    elif any(attempt.undecided for attempt in standing.attempts):
        yield Lock(Why.UNDECIDED)
    elif not standing.left:
        yield Lock(Why.USED)
    elif standing.next_at and now < standing.next_at:
        yield Lock(Why.WAITING, until=standing.next_at)


def _study_locks(standing: Standing, reading: Callable[[], Reading]) -> Iterator[Lock]:
    missing = tuple(code for code in standing.exam.specification.modules if code not in standing.candidate.completed)
    if missing:
        yield Lock(Why.MODULES, modules=missing)
    again = _to_read_again(reading, standing.attempts)
    if again:
        yield Lock(Why.READ_AGAIN, sections=again)


def _to_read_again(reading: Callable[[], Reading], attempts: Sequence[Sat]) -> tuple[tuple[str, str], ...]:
    """Return the sections a dangerous choice of the last attempt asks to be read again and that were not."""
    last = next((attempt for attempt in reversed(attempts) if attempt.decision), None)
    if last is None or last.submitted_at is None or not _dangerous(last):
        return ()
    sections = sections_to_read(stock.versions(last.dangerous).values())
    return reading().lacks(sections, last.submitted_at)


def _dangerous(attempt: Sat) -> bool:
    return attempt.state is not AttemptState.VOIDED and bool(attempt.decision and attempt.decision.safety_points)


def _next_at(specification: Specification, attempts: Sequence[Sat]) -> datetime | None:
    closed = [sat.submitted_at for sat in attempts if sat.submitted_at and not sat.given_back]
    return timing.next_attempt_at(max(closed), waiting_days=specification.waiting_days) if closed else None
