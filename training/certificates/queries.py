"""Reading certificates: by number, by holder, as a register with filters, and what somebody's file is."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import undefer

from training.audit import queries as audit
from training.certificates import erasure
from training.certificates.facts import Facts
from training.certificates.models import Certificate, CertificateStatus
from training.core import certification
from training.core.certification import Act, Reason, Status, read_number
from training.db import db

PAGE = 50


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a certificate's history, for those who may read it all."""

    act: Act
    reason_class: Reason
    reason: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A certificate as it stands at one moment, without a word that only the record may keep.

    ``since`` is when the status began: the change that made it, or the first moment after the last day.
    ``replaced_by`` is the number of its successor.
    """

    number: str
    person_id: int
    status: Status
    since: datetime
    suspended: bool
    reason_class: Reason | None
    replaced_by: str | None
    facts: Facts
    facts_sha256: str
    pdf_sha256: str
    issued_at: datetime
    issued_by: int
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the register; ``total`` counts all that match."""

    rows: tuple[Standing, ...]
    total: int
    page: int

    @property
    def first(self) -> int:
        """Return the place of the first row, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Return the place of the last row."""
        return self.first + len(self.rows) - 1


def by_number(text: str) -> Certificate | None:
    """Return the certificate with the number that somebody typed; case, spaces, dashes and look-alikes forgiven."""
    number = read_number(text)
    if number is None:
        return None
    return db.session.scalars(select(Certificate).where(Certificate.number == number)).one_or_none()


def by_award(award_key: str) -> Certificate | None:
    """Return what was issued for an award."""
    return db.session.scalars(select(Certificate).where(Certificate.award_key == award_key)).one_or_none()


def standing(text: str, *, now: datetime) -> Standing | None:
    """Return how the certificate of a typed number stands."""
    found = by_number(text)
    return None if found is None else _standings([found], now)[0]


def of_person(person_id: int, *, now: datetime) -> tuple[Standing, ...]:
    """Return a person's certificates, the newest first."""
    rows = db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    ).all()
    return _standings(rows, now)


def of_people(person_ids: Iterable[int], *, now: datetime) -> dict[int, tuple[Standing, ...]]:
    """Return the certificates of people, each one's together, the newest first; the statements do not grow."""
    rows = db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id.in_(set(person_ids)))
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    ).all()
    found: dict[int, list[Standing]] = {}
    for standing_now in _standings(rows, now):
        found.setdefault(standing_now.person_id, []).append(standing_now)
    return {person_id: tuple(held) for person_id, held in found.items()}


def own(person_id: int, text: str, *, now: datetime) -> Standing | None:
    """Return a person's own certificate; None for another's."""
    found = standing(text, now=now)
    return found if found is not None and found.person_id == person_id else None


def kept(person_id: int) -> list[dict[str, object]]:
    """Return what this slice keeps about a person, for that person to take away; the PDFs are on their pages."""
    rows = db.session.scalars(
        select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.issued_at, Certificate.id)
    )
    return [
        {
            "number": row.number,
            "issued_at": row.issued_at.isoformat(),
            "facts": json.loads(row.facts),
            "pdf_sha256": row.pdf_sha256,
            "history": [
                {"act": one.act, "at": one.at.isoformat(), "reason_class": one.reason_class, "reason": one.reason}
                for one in row.history
            ],
        }
        for row in rows
    ]


def pdf(number: str) -> bytes | None:
    """Return the bytes issued, from the register alone; None once the holder was erased.

    Raises NoResultFound for a number that is not there.
    """
    return (
        db.session.scalars(select(Certificate).where(Certificate.number == number).options(undefer(Certificate.pdf)))
        .one()
        .pdf
    )


def by_file(digest: str, *, now: datetime) -> Standing | None:
    """Return the certificate whose PDF, or whose attached facts, have this SHA-256 (64 hex digits)."""
    same = or_(Certificate.pdf_sha256 == digest, Certificate.facts_sha256 == digest)
    row = db.session.scalars(select(Certificate).where(same).limit(1)).one_or_none()
    return None if row is None else _standings([row], now)[0]


def numbers() -> tuple[str, ...]:
    """Return the number of every certificate, in the order of their award."""
    return tuple(db.session.scalars(select(Certificate.number).order_by(Certificate.id)))


def damaged(number: str) -> tuple[str, ...]:
    """Return which stored parts of a certificate no longer have the hash recorded at issue; empty when all hold.

    The hashes themselves stand in the record of acts too, whose chain `training audit verify` checks. Once the holder
    was erased, the facts are held against the hash of what was left of them, and there is no PDF.
    """
    row = by_number(number)
    if row is None:
        return ()
    issued, stored = _recorded("issued certificate", row.number), pdf(row.number)
    facts = issued.get("facts_sha256")
    left = facts if row.erased_at is None else _recorded(erasure.ACT, row.number).get("left_sha256")
    parts = {
        "facts": (row.facts_sha256 == facts, sha256(row.facts.encode()).hexdigest() == left),
        "PDF": (
            row.pdf_sha256 == issued.get("pdf_sha256"),
            (stored is None) == (row.erased_at is not None),
            stored is None or sha256(stored).hexdigest() == row.pdf_sha256,
        ),
    }
    return tuple(name for name, holds in parts.items() if not all(holds))


def history(number: str) -> tuple[Event, ...]:
    """Return the whole history of a certificate, oldest first."""
    rows = db.session.scalars(
        select(CertificateStatus)
        .join(Certificate, CertificateStatus.certificate_id == Certificate.id)
        .where(Certificate.number == number)
        .order_by(CertificateStatus.place)
    )
    return tuple(Event(Act(row.act), Reason(row.reason_class), row.reason, row.by, row.at) for row in rows)


def register(*, words: str, status: Status | None, now: datetime, page: int, person_id: int | None = None) -> Listing:
    """Return a page of all certificates, or one person's, the newest first; ``words`` are parts of names, or a number.

    What one person holds may carry several names.
    """
    wanted = [*_matching(words), *(() if status is None else (_has(status, now),))]
    if person_id is not None:
        wanted.append(Certificate.person_id == person_id)
    total = db.session.scalar(select(func.count()).select_from(Certificate).where(*wanted)) or 0
    page = max(1, min(page, -(-total // PAGE)))
    rows = db.session.scalars(
        select(Certificate)
        .where(*wanted)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return Listing(_standings(rows, now), total, page)


def counts(*, now: datetime) -> dict[Status, int]:
    """Return how many certificates have each status."""
    return {
        status: db.session.scalar(select(func.count()).select_from(Certificate).where(_has(status, now))) or 0
        for status in Status
    }


def expiring(*, now: datetime, within: timedelta) -> tuple[Standing, ...]:
    """Return valid certificates that expire soon, the soonest first."""
    rows = db.session.scalars(
        select(Certificate)
        .where(_has(Status.VALID, now), Certificate.expires_at <= now + within)
        .order_by(Certificate.expires_at, Certificate.id)
    ).all()
    return _standings(rows, now)


def folded(text: str) -> str:
    """Return text as it is searched: without regard to case."""
    return " ".join(text.casefold().split())


def _recorded(action: str, number: str) -> dict[str, object]:
    """Return what the record of acts says of a certificate's issue, or of another act on it."""
    acts = audit.newest(action=action, subject=f"certificate:{number}", actor_id=None, before=None, limit=1)
    return acts[0].facts if acts else {}


def _matching(words: str) -> list[ColumnElement[bool]]:
    number = read_number(words)
    if number is not None:
        return [Certificate.number == number]
    return [Certificate.searched.contains(word, autoescape=True) for word in folded(words).split()]


def _has(status: Status, now: datetime) -> ColumnElement[bool]:
    """Return `certification.status` as SQL; a test holds the two together."""
    revoked, superseded = _holds(Act.REVOKED), _holds(Act.SUPERSEDED)
    expired = and_(Certificate.expires_at.is_not(None), Certificate.expires_at <= now)
    open_ = and_(not_(revoked), not_(superseded), or_(Certificate.expires_at.is_(None), Certificate.expires_at > now))
    newest = (
        select(CertificateStatus.act)
        .where(CertificateStatus.certificate_id == Certificate.id)
        .order_by(CertificateStatus.place.desc())
        .limit(1)
        .scalar_subquery()
    )
    suspended = func.coalesce(newest, "") == Act.SUSPENDED
    return {
        Status.REVOKED: revoked,
        Status.SUPERSEDED: and_(superseded, not_(revoked)),
        Status.EXPIRED: and_(expired, not_(revoked), not_(superseded)),
        Status.SUSPENDED: and_(open_, suspended),
        Status.VALID: and_(open_, not_(suspended)),
    }[status]


def _holds(act: Act) -> ColumnElement[bool]:
    return (
        select(CertificateStatus.id)
        .where(CertificateStatus.certificate_id == Certificate.id, CertificateStatus.act == act)
        .exists()
    )


def _standings(rows: Sequence[Certificate], now: datetime) -> tuple[Standing, ...]:
    successors = _successors([row.id for row in rows])
    return tuple(_standing(row, successors.get(row.id), now) for row in rows)


def _successors(ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    found = select(Certificate.supersedes_id, Certificate.number).where(Certificate.supersedes_id.in_(ids))
    return {earlier: number for earlier, number in db.session.execute(found) if earlier is not None}


def _standing(row: Certificate, successor: str | None, now: datetime) -> Standing:
    stated = row.stated
    status = certification.status(valid_until=stated.valid_until, zone=stated.zone, changes=row.changes, now=now)
    deciding = _deciding(row, status)
    expires = certification.expires_at(stated.valid_until, stated.zone)
    since = expires if status is Status.EXPIRED and expires else deciding.at if deciding else row.issued_at
    return Standing(
        number=row.number,
        person_id=row.person_id,
        status=status,
        since=since,
        suspended=bool(row.history) and row.history[-1].act == Act.SUSPENDED,
        reason_class=Reason(deciding.reason_class) if deciding else None,
        replaced_by=successor,
        facts=stated,
        facts_sha256=row.facts_sha256,
        pdf_sha256=row.pdf_sha256,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        erased_at=row.erased_at,
    )


def _deciding(row: Certificate, status: Status) -> CertificateStatus | None:
    """Return the change that made the status; None for one that needs none."""
    acts = {
        Status.REVOKED: Act.REVOKED,
        Status.SUPERSEDED: Act.SUPERSEDED,
        Status.SUSPENDED: Act.SUSPENDED,
    }
    wanted = acts.get(status)
    return next((change for change in reversed(row.history) if change.act == wanted), None)
