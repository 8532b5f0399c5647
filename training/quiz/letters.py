"""The letters about an attempt: that it arrived, that its result is there, that it was voided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, SQLColumnExpression, select

from training.accounts import queries as accounts
from training.accounts.links import Site
from training.accounts.queries import Addressee
from training.core import rehearsing, specifying
from training.db import db
from training.mail import service as mail
from training.quiz.models import Attempt, AttemptState, ClosedBy, Exam, ExamVersion


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt that was closed, with what its letters say of it."""

    attempt_id: int
    person_id: int
    number: int
    state: AttemptState
    paper_sha256: str
    submitted_at: datetime
    closed_by: ClosedBy
    title: str
    mock: bool
    person: Addressee


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told of an attempt that need not be closed, and which one it is."""

    person_id: int
    number: int
    title: str
    person: Addressee


def columns() -> tuple[SQLColumnExpression[Any], ...]:
    """Return the columns of a `Sitting`, for the statement that closes it: one statement less than asking again."""
    version = select(ExamVersion.specification).where(ExamVersion.id == Attempt.exam_version_id).scalar_subquery()
    own = (Attempt.id, Attempt.person_id, Attempt.number, Attempt.state, Attempt.paper_sha256, Attempt.submitted_at)
    return (*own, Attempt.closed_by, version, *accounts.addressee(Attempt.person_id))


def sitting_of(row: Row[*tuple[Any, ...]]) -> Sitting:
    """Return the attempt that `columns` gave."""
    attempt_id, person_id, number, state, paper, submitted_at, closed_by, plain, *person = row
    specification = specifying.parse(plain)
    return Sitting(
        attempt_id=attempt_id,
        person_id=person_id,
        number=number,
        state=AttemptState(state),
        paper_sha256=paper,
        submitted_at=submitted_at,
        closed_by=ClosedBy(closed_by),
        title=specification.title,
        mock=rehearsing.is_mock(specification),
        person=Addressee(*person),
    )


def sitting(attempt_id: int) -> Sitting | None:
    """Return an attempt that was closed, None for one in progress or voided before it ended."""
    found = select(*columns()).where(Attempt.id == attempt_id, Attempt.closed_by.is_not(None))
    row = db.session.execute(found).one_or_none()
    return sitting_of(row) if row else None


def received(closed: Sitting, site: Site, *, answered: int, questions: int, now: datetime) -> None:
    """Queue the receipt of an attempt; a second one is never queued, and none of a mock exam."""
    if closed.mock:
        return
    context = {
        "received": _when(closed.submitted_at, closed.person.zone),
        "answered": str(answered),
        "questions": str(questions),
        "receipt": receipt_code(closed.attempt_id, closed.paper_sha256),
        "by_clock": "yes" if closed.closed_by is ClosedBy.CLOCK else "",
        "receipt_url": f"{site.url}/exam/attempts/{closed.attempt_id}/receipt",
    }
    _queue("exam-received", closed, site, context, dedupe=f"exam-received:{closed.attempt_id}", now=now)


def result_ready(closed: Sitting, site: Site, *, edition: int, now: datetime) -> None:
    """Queue the letter that a result is there, once for each; it does not say which, since mail is no secret.

    None is sent of a mock exam, whose result is there at once and from which nothing follows.
    """
    if closed.mock:
        return
    context = {
        "again": "yes" if edition > 1 else "",
        "result_url": f"{site.url}/exam/attempts/{closed.attempt_id}/result",
    }
    dedupe = f"exam-result:{closed.attempt_id}:{edition}"
    _queue("exam-result", closed, site, context, dedupe=dedupe, now=now)


def voided(attempt_id: int, site: Site, *, reason: str, given_back: bool, now: datetime) -> None:
    """Queue the letter that an attempt was voided, with the reason; an attempt is voided once."""
    version = select(ExamVersion.specification).where(ExamVersion.id == Attempt.exam_version_id).scalar_subquery()
    row = db.session.execute(
        select(Attempt.person_id, Attempt.number, Exam.code, version, *accounts.addressee(Attempt.person_id))
        .join(Exam, Exam.id == Attempt.exam_id)
        .where(Attempt.id == attempt_id)
    ).one()
    person_id, number, code, plain, *person = row
    told = Told(person_id, number, specifying.parse(plain).title, Addressee(*person))
    context = {
        "reason": reason.strip(),
        "given_back": "yes" if given_back else "",
        "exam_url": f"{site.url}/exam/{code}",
    }
    _queue("exam-voided", told, site, context, dedupe=f"exam-voided:{attempt_id}", now=now)


def receipt_code(attempt_id: int, paper_sha256: str) -> str:
    """Return the code by which a receipt is found: the beginning of the paper's hash, and the attempt."""
    return f"{paper_sha256[:12]}-{attempt_id}"


def _queue(
    kind: str, about: Sitting | Told, site: Site, context: dict[str, str], *, dedupe: str, now: datetime
) -> None:
    common = {
        "name": about.person.name,
        "institution": site.institution,
        "title": about.title,
        "number": str(about.number),
    }
    mail.queue(kind, to=about.person.email, person_id=about.person_id, context=common | context, dedupe=dedupe, now=now)


def _when(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y, %H:%M:%S} {local:%Z}"
