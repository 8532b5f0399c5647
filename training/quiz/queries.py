"""Looking at exams: what is published, who is admitted, and what a person may do next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import func, select

from training.bank.queries import stock
from training.core import drawing, timing
from training.core import specification as specifications
from training.core.domains import DOMAIN_TITLES, Domain, Pool
from training.core.items import Item
from training.core.numbers import exact_share
from training.core.scoring import Decision, Outcome
from training.core.specification import Cell, Shortage, Specification
from training.db import db
from training.quiz import candidates
from training.quiz.candidates import Candidate
from training.quiz.models import Attempt, AttemptState, Entry, Exam, ExamVersion, Slot
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
    HONOUR = "honour"


@dataclass(frozen=True, slots=True)
class Lock:
    """One reason; ``until`` when time opens it, ``modules`` and ``sections`` when studying does."""

    why: Why
    until: datetime | None = None
    modules: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """The newest published version of an exam."""

    exam_id: int
    code: str
    version_id: int
    number: int
    specification: Specification


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


@dataclass(frozen=True, slots=True)
class PassedExam:
    """A pass that stands, for whoever awards."""

    attempt_id: int
    result_id: int
    title: str
    version: int
    passed_at: datetime
    awarded: Fraction
    possible: Fraction
    standard: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """An exam as its editor sees it; ``held`` is what the pool holds a cell, signed versions only."""

    exam: Exam
    draft: Specification
    held: dict[Cell, int]
    shortages: tuple[Shortage, ...]
    versions: tuple[ExamVersion, ...]

    @property
    def unpublished(self) -> bool:
        """Return whether the draft says anything that the newest version does not."""
        return not self.versions or self.versions[0].specification != self.draft.plain()


def exams() -> list[Exam]:
    """Return all exams by code."""
    return list(db.session.scalars(select(Exam).order_by(Exam.code)))


def exam(code: str) -> Exam | None:
    """Return an exam by its code."""
    return db.session.scalars(select(Exam).where(Exam.code == code)).one_or_none()


def settings(code: str) -> Settings | None:
    """Return an exam with its draft, what the pool holds for it, and its published versions, the newest first."""
    found = exam(code)
    if found is None:
        return None
    draft = specifications.parse(found.draft)
    versions = select(ExamVersion).where(ExamVersion.exam_id == found.id).order_by(ExamVersion.number.desc())
    return Settings(found, draft, held_cells(draft.pool), shortages(draft), tuple(db.session.scalars(versions)))


def shortages(draft: Specification) -> tuple[Shortage, ...]:
    """Return what a live exam's pool lacks to fill a paper: thin cells, else critical items or peace among enemies."""
    try:
        drawing.draw(stock.pool(draft.pool, live=True), draft, seed=0, seen=())
    except drawing.PoolTooSmall as refusal:
        return refusal.shortages
    return ()


def held_cells(pool: Pool) -> dict[Cell, int]:
    """Return how many items of a pool an exam may draw by cell: signed versions only."""
    return {(domain, level): count.signed for (place, domain, level), count in stock.counts().items() if place == pool}


def published(code: str) -> Published | None:
    """Return the newest published version of an exam, None before the first."""
    row = db.session.execute(
        select(Exam.id, ExamVersion.id, ExamVersion.number, ExamVersion.specification)
        .join(ExamVersion, ExamVersion.exam_id == Exam.id)
        .where(Exam.code == code)
        .order_by(ExamVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return Published(row[0], code, row[1], row[2], specifications.parse(row[3])) if row else None


def admitted_to(person_id: int) -> list[str]:
    """Return the codes of published exams a person is or was admitted to."""
    return list(
        db.session.scalars(
            select(Exam.code)
            .join(Entry, Entry.exam_id == Exam.id)
            .where(Entry.person_id == person_id, select(ExamVersion.id).where(ExamVersion.exam_id == Exam.id).exists())
            .order_by(Exam.code)
        )
    )


def standing(person_id: int, exam_code: str, now: datetime, *, lock: bool = False) -> Standing | None:
    """Return where a person stands with an exam, None when it was never published or there is no such person.

    ``lock`` holds the person's entry until the transaction ends, for whoever decides by what stands here.
    """
    found, candidate = published(exam_code), candidates.candidate(person_id)
    if found is None or candidate is None:
        return None
    entries = select(Entry).where(Entry.exam_id == found.exam_id, Entry.person_id == person_id)
    entry = db.session.scalars(entries.with_for_update() if lock else entries).one_or_none()
    attempts = sat(found.exam_id, person_id)
    bare = Standing(
        exam=found,
        candidate=candidate,
        admitted=entry is not None and entry.withdrawn_at is None,
        attempts=attempts,
        locks=(),
        next_at=_next_at(found.specification, attempts),
    )
    return replace(bare, locks=tuple(_locks(bare, now)))


def sat(exam_id: int, person_id: int) -> tuple[Sat, ...]:
    """Return a person's attempts at an exam, the first one first."""
    rows = db.session.scalars(
        select(Attempt).where(Attempt.exam_id == exam_id, Attempt.person_id == person_id).order_by(Attempt.number)
    ).all()
    decided = scoring.current(row.id for row in rows) if rows else {}
    return tuple(_sat(row, decided.get(row.id)) for row in rows)


def best_result(person_id: int, exam_code: str) -> PassedExam | None:
    """Return the best pass of a person that stands, the earlier one of equals; None without a pass."""
    return passes([person_id], exam_code).get(person_id)


def passes(person_ids: Iterable[int], exam_code: str) -> dict[int, PassedExam]:
    """Return the best pass of each of these people that stands; the statements do not grow with the people."""
    rows = db.session.execute(
        select(Attempt, ExamVersion)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(Exam.code == exam_code, Attempt.person_id.in_(set(person_ids)), Attempt.submitted_at.is_not(None))
        .order_by(Attempt.person_id, Attempt.number)
    ).all()
    decided = scoring.current(attempt.id for attempt, _version in rows) if rows else {}
    best: dict[int, tuple[Sat, ExamVersion]] = {}
    for attempt, version in rows:
        found = _sat(attempt, decided.get(attempt.id))
        before = best.get(attempt.person_id)
        if found.passed and (before is None or _share(found.decision) > _share(before[0].decision)):
            best[attempt.person_id] = (found, version)
    return {person_id: _passed(*found) for person_id, found in best.items()}


def running() -> int:
    """Return how many attempts are in progress."""
    running = select(func.count()).select_from(Attempt).where(Attempt.state == AttemptState.IN_PROGRESS)
    return db.session.scalar(running) or 0


def _passed(sat: Sat, version: ExamVersion) -> PassedExam:
    assert sat.decision is not None
    assert sat.result_id is not None
    assert sat.submitted_at is not None
    specification = specifications.parse(version.specification)
    return PassedExam(
        sat.id,
        sat.result_id,
        specification.title,
        version.number,
        sat.submitted_at,
        sat.decision.awarded,
        sat.decision.possible,
        _standard(specification),
        specification.provisional,
    )


def _standard(specification: Specification) -> str:
    """Return the cut in words, exact: ``2/3 of the points, and 80 % in Safety``."""
    parts = [f"{exact_share(specification.cut)} of the points"]
    parts += [f"{exact_share(cut)} in {DOMAIN_TITLES[domain]}" for domain, cut in specification.minimums.items()]
    return ", and ".join(parts)


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


def _locks(standing: Standing, now: datetime) -> Iterator[Lock]:
    """Yield every reason against a start, so that a person sees all of them at once."""
    if not standing.admitted:
        yield Lock(Why.NOT_ADMITTED)
    yield from _window_locks(standing.exam.specification, now)
    yield from _attempt_locks(standing, now)
    yield from _study_locks(standing)
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


def _study_locks(standing: Standing) -> Iterator[Lock]:
    missing = tuple(code for code in standing.exam.specification.modules if code not in standing.candidate.completed)
    if missing:
        yield Lock(Why.MODULES, modules=missing)
    again = _to_read_again(standing.candidate.person_id, standing.attempts)
    if again:
        yield Lock(Why.READ_AGAIN, sections=again)


def _to_read_again(person_id: int, attempts: Sequence[Sat]) -> tuple[tuple[str, str], ...]:
    """Return the sections a dangerous choice of the last attempt asks to be read again and that were not."""
    last = next((attempt for attempt in reversed(attempts) if attempt.decision), None)
    if last is None or last.submitted_at is None or not _dangerous(last):
        return ()
    sections = sections_to_read(stock.versions(last.dangerous).values())
    return tuple(
        section for section in sections if not candidates.has_read_again(person_id, [section], last.submitted_at)
    )


def _dangerous(attempt: Sat) -> bool:
    return attempt.state is not AttemptState.VOIDED and bool(attempt.decision and attempt.decision.safety_points)


def _next_at(specification: Specification, attempts: Sequence[Sat]) -> datetime | None:
    closed = [sat.submitted_at for sat in attempts if sat.submitted_at and not sat.given_back]
    return timing.next_attempt_at(max(closed), waiting_days=specification.waiting_days) if closed else None


def _share(decision: Decision | None) -> Fraction:
    return decision.awarded / decision.possible if decision else Fraction(0)


def _sat(row: Attempt, decided: scoring.Decided | None) -> Sat:
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
