"""Starting an attempt: everything that decides it is read under one lock, and the database has the last word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training.audit import service as audit
from training.bank.queries import gallery, stock
from training.core import exposure, timing
from training.core.assembling import Assembled
from training.core.domains import Pool
from training.core.drawing import Place, PoolTooSmall
from training.core.items import Item, figures
from training.db import add_rows, db
from training.quiz import basis, counted, exposed, item_use, met, papers
from training.quiz.models import Attempt, AttemptState, Paper, Slot
from training.quiz.practice import met as of_practice
from training.quiz.queries import standings
from training.quiz.queries.standings import Lock, Standing, Why
from training.quiz.service import QuizError, UnknownExam


class Locked(QuizError):
    """The exam cannot be started now, for every reason in ``locks``."""

    def __init__(self, locks: Sequence[Lock]) -> None:
        super().__init__("The exam cannot be started: " + ", ".join(lock.why for lock in locks) + ".")
        self.locks = tuple(locks)


class AlreadyOpen(QuizError):
    """The person has an attempt in progress already; go on with that one."""

    def __init__(self, attempt_id: int) -> None:
        super().__init__("You have this exam open already. Go on where you were.")
        self.attempt_id = attempt_id


class WrongPool(QuizError):
    """A paper holds an item of another pool than its exam draws from."""

    def __init__(self) -> None:
        super().__init__("The paper holds questions of another pool. It is not given out.")


@dataclass(frozen=True, slots=True)
class Chance:
    """What a start takes from chance: the draw's ``seed`` and a ``secret`` of 64 hex digits."""

    seed: int
    secret: str


def start(person_id: int, exam_code: str, *, honour: bool, chance: Chance, now: datetime) -> int:
    """Assemble a paper, freeze it, start the clock, and return the attempt's id.

    Raises UnknownExam; AlreadyOpen with the attempt in progress; Locked with every reason; PoolTooSmall, after
    which the caller records it by `note_thin_pool`. The number of statements does not depend on the paper's length.
    """
    database.begin_write()
    standing = standings.standing(person_id, exam_code, now, lock=True)
    if standing is None:
        raise UnknownExam(f"There is no published exam called {exam_code}.")
    if standing.open_attempt is not None:
        raise AlreadyOpen(standing.open_attempt.id)
    locks = (*standing.locks, *(() if honour else (Lock(Why.HONOUR),)))
    if locks:
        raise Locked(locks)
    return begin(standing, _assembled(standing, chance), chance, act="started attempt", now=now)


def begin(standing: Standing, assembled: Assembled, chance: Chance, *, act: str, now: datetime) -> int:
    """Freeze a paper, start the clock, and return the attempt's id; what it is called on record is ``act``.

    Call `training.db.begin_write` before and see that nothing locks the start. Raises WrongPool for a paper that holds
    an item of another pool than the exam's; QuizError when another start won the race, AlreadyOpen where it is found.
    """
    places, person_id = assembled.places, standing.candidate.person_id
    found = stock.versions(place.version for place in places)
    if any(item.header.pool is not standing.exam.specification.pool for item in found.values()):
        raise WrongPool
    content = papers.frozen(
        assembled,
        standing.exam.specification,
        _figures(found),
        studied=standing.candidate.completed,
        seed=chance.seed,
        secret=chance.secret,
    )
    digest = papers.digest(content)
    attempt_id = _add_attempt(standing, chance, digest, now)
    db.session.execute(insert(Paper).values(attempt_id=attempt_id, content=content, sha256=digest))
    add_rows(Slot, list(_slots(attempt_id, places)))
    facts = {"attempt": attempt_id, "number": len(standing.attempts) + 1, "paper": digest}
    facts |= {"tried out": pilots} if (pilots := sum(place.pilot for place in places)) else {}
    audit.record(act, actor=person_id, subject=f"exam:{standing.exam.code}", now=now, facts=facts)
    return attempt_id


def note_thin_pool(person_id: int, exam_code: str, refusal: PoolTooSmall, *, now: datetime) -> None:
    """Record that a start was refused because the pool is too small, so that administrators see it."""
    database.begin_write()
    shortages = [str(short) for short in refusal.shortages]
    facts = {"shortages": shortages}
    audit.record("refused start: pool too small", actor=person_id, subject=f"exam:{exam_code}", now=now, facts=facts)


def _assembled(standing: Standing, chance: Chance) -> Assembled:
    specification = standing.exam.specification
    seen = standings.seen_codes(standing.exam.exam_id, standing.candidate.person_id) if standing.attempts else ()
    person_id = standing.candidate.person_id
    practised = (of_practice.shown(person_id), met.on_papers(person_id, Pool.PRACTICE))
    pool = stock.pool(Pool.EXAM, live=True, unless=practised)
    shown = item_use.shown(each.version for each in pool) if specification.pilots else {}
    balanced_by, given = basis.with_counts(standing.exam.exam_id)
    assembly = counted.assembly(pool, specification, seen, balanced_by)
    spared = exposure.spared(given, assembly.limits, seed=chance.seed)
    found = assembly.one(chance.seed, responses=shown, spared=spared)
    scored = {place.version for place in found.places if not place.pilot}
    exposed.note(standing.exam.exam_id, opened=assembly.limits.keys() - spared, given=scored)
    return found


def _figures(found: Mapping[str, Item]) -> dict[str, dict[str, str]]:
    """Return the figures shown on a paper by version and name; asks the bank only when there are any."""
    shown = [version for version, item in found.items() if figures(item)]
    return gallery.figures_of(shown) if shown else {}


def _add_attempt(standing: Standing, chance: Chance, paper: str, now: datetime) -> int:
    specification, candidate = standing.exam.specification, standing.candidate
    deadline_at = timing.deadline(now, standing.limits, extra_minutes=0)
    values = {
        "exam_id": standing.exam.exam_id,
        "exam_version_id": standing.exam.version_id,
        "person_id": candidate.person_id,
        "number": len(standing.attempts) + 1,
        "state": AttemptState.IN_PROGRESS,
        "seed": chance.seed,
        "started_at": now,
        "deadline_at": deadline_at,
        "closes_at": timing.closing(deadline_at, late_minutes=specification.late_minutes),
        "honour_at": now,
        "accommodation": papers.accommodation(candidate.factor, note=candidate.note),
        "paper_sha256": paper,
        "answer_key": chance.secret,
    }
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    attempt_id = db.session.scalar(
        dialect.insert(Attempt).values(values).on_conflict_do_nothing().returning(Attempt.id)
    )
    if attempt_id is None:
        raise _open_elsewhere(standing)
    return int(attempt_id)


def _open_elsewhere(standing: Standing) -> QuizError:
    """Return what to say when another start won the race."""
    attempts = standings.sat(standing.exam.exam_id, standing.candidate.person_id)
    return AlreadyOpen(attempts[-1].id) if attempts else QuizError("Two starts met. Try again.")


def _slots(attempt_id: int, places: Iterable[Place]) -> Iterable[dict[str, object]]:
    for position, place in enumerate(places, start=1):
        yield {
            "attempt_id": attempt_id,
            "position": position,
            "version": place.version,
            "option_order": list(place.order),
            "drawn": dict(place.values),
            "pilot": place.pilot,
        }
