"""Issuing certificates and changing their status.

The PDF is made before the write begins. What decides (one certificate an award, one successor a certificate, which
status may follow) is decided inside it: by unique constraints, and by the lock on the certificate's row.
"""

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training.accounts import queries as accounts
from training.audit import service as audit
from training.certificates import queries
from training.certificates.facts import NAME_LENGTH, Facts, Predecessor
from training.certificates.formats import pdf
from training.certificates.formats.pdf import TooLong, Unprintable
from training.certificates.models import Certificate, CertificateStatus
from training.core import certification
from training.core import simulated as marks
from training.core.certification import REASONS, Act, Reason, Status
from training.db import begin_write, db
from training.mail import service as mail

NOTICE = timedelta(days=60)
"""How long before the last day its holder is told."""

UNPRINTED = (Unprintable, TooLong)
"""What `issue` raises when a certificate cannot be printed."""

__all__ = [
    "NOTICE", "UNPRINTED", "AlreadyIssued", "HolderErased", "NotFound", "NotPossible", "OwnCertificate", "TooLong",
    "Unprintable", "correct_name", "issue", "new_number", "notice_expiring", "reinstate", "renew", "revoke", "suspend",
    "unprintable", "unprintable_in_words",
]  # fmt: skip


class AlreadyIssued(Exception):
    """The award has its certificate; ``number`` is it."""

    def __init__(self, number: str) -> None:
        super().__init__(f"certificate {number} was issued for this award")
        self.number = number


class OwnCertificate(Exception):
    """Somebody was about to act on a certificate of their own."""


class HolderErased(Exception):
    """The holder was erased: nothing takes the place of their certificate."""


class NotFound(LookupError):
    """There is no certificate with this number."""


class NotPossible(Exception):
    """The status does not allow the act; ``status`` is what it is now."""

    def __init__(self, act: Act, status: Status) -> None:
        super().__init__(f"a certificate that is {status} cannot be {act}")
        self.act = act
        self.status = status


def unprintable(name: str) -> tuple[str, ...]:
    """Return the characters of a name that no certificate can print, each once; empty when all can be."""
    return pdf.missing(name)


def unprintable_in_words(name: str) -> tuple[str, ...]:
    """Return the same, each as a person may look it up: shown where it shows, with its number and name."""
    return tuple(pdf.described(character) for character in pdf.missing(name))


def new_number() -> str:
    """Return a public number nobody can guess: 80 random bits."""
    return certification.number_of(secrets.randbits(certification.BITS))


def issue(facts: Facts, *, award_key: str, person_id: int, by: int, now: datetime) -> Certificate:
    """Issue a certificate with these facts for one award, whose name is ``award_key``.

    When the facts name a predecessor, that one is superseded in the same transaction. Raises AlreadyIssued when the
    award has one, OwnCertificate when ``by`` is the holder, NotPossible when the predecessor cannot be superseded,
    Unprintable and TooLong when it cannot be printed; then nothing is written.
    """
    return _issue(facts, award_key=award_key, person_id=person_id, by=by, now=now, reason="")


def correct_name(number: str, *, holder: str, reason: str, by: int, now: datetime) -> Certificate:
    """Issue the same award under a corrected name; the certificate of ``number`` is superseded.

    Award date and last day stay. Raises NotFound, HolderErased, NotPossible unless it is valid, and what `issue`
    raises.
    """
    earlier = _standing(number, now)
    if earlier.status is not Status.VALID:
        raise NotPossible(Act.SUPERSEDED, earlier.status)
    facts = replace(
        earlier.facts,
        number=new_number(),
        holder=marks.called(holder, simulated=earlier.facts.simulated, most=NAME_LENGTH),
        issued_on=_today(earlier.facts.zone, now),
        replaces=Predecessor(earlier.number, Reason.NAME),
    )
    key = f"name:{earlier.number}"
    return _issue(facts, award_key=key, person_id=earlier.person_id, by=by, now=now, reason=reason)


def renew(number: str, *, valid_until: date | None, reason: str, by: int, now: datetime) -> Certificate:
    """Issue a renewal: awarded today, valid until a new last day; what was studied and passed keeps its dates.

    Raises NotFound, HolderErased, NotPossible unless it is valid or expired, and what `issue` raises.
    """
    earlier = _standing(number, now)
    today = _today(earlier.facts.zone, now)
    facts = replace(
        earlier.facts,
        number=new_number(),
        awarded_on=today,
        issued_on=today,
        valid_until=valid_until,
        replaces=Predecessor(earlier.number, Reason.RENEWAL),
    )
    key = f"renewal:{earlier.number}"
    return _issue(facts, award_key=key, person_id=earlier.person_id, by=by, now=now, reason=reason)


def suspend(number: str, *, reason_class: Reason, reason: str, by: int, now: datetime) -> None:
    """Suspend a certificate until it is reinstated. Raises NotFound, OwnCertificate, NotPossible, ValueError."""
    _change(number, Act.SUSPENDED, reason_class=reason_class, reason=reason, by=by, now=now)


def reinstate(number: str, *, reason_class: Reason, reason: str, by: int, now: datetime) -> None:
    """End a suspension. Raises NotFound, OwnCertificate, NotPossible, ValueError."""
    _change(number, Act.REINSTATED, reason_class=reason_class, reason=reason, by=by, now=now)


def revoke(number: str, *, reason_class: Reason, reason: str, by: int, now: datetime) -> None:
    """Revoke a certificate for good. Raises NotFound, OwnCertificate, NotPossible, ValueError."""
    _change(number, Act.REVOKED, reason_class=reason_class, reason=reason, by=by, now=now)


def notice_expiring(now: datetime) -> int:
    """Queue a mail to each holder whose certificate expires soon, once a certificate; return how many stand so."""
    found = queries.expiring(now=now, within=NOTICE)
    for standing in found:
        _tell("certificate-expiring", standing.facts, standing.person_id, dedupe=standing.number, now=now)
    return len(found)


def _issue(facts: Facts, *, award_key: str, person_id: int, by: int, now: datetime, reason: str) -> Certificate:
    if by == person_id:
        raise OwnCertificate
    content = pdf.write(facts)
    begin_write()
    existing = queries.by_award(award_key)
    if existing is not None:
        raise AlreadyIssued(existing.number)
    earlier = _superseded(facts, person_id=person_id, by=by, now=now, reason=reason)
    certificate = _row(facts, content, now)
    certificate.award_key, certificate.person_id, certificate.issued_by = award_key, person_id, by
    certificate.supersedes_id = earlier.id if earlier else None
    try:
        with db.session.begin_nested():
            db.session.add(certificate)
            db.session.flush()
    except IntegrityError as error:
        raise _conflict(award_key, earlier) from error
    audit.record(
        "issued certificate",
        actor=by,
        subject=f"certificate:{facts.number}",
        now=now,
        facts={
            "person": person_id,
            "award": award_key,
            "facts_sha256": certificate.facts_sha256,
            "pdf_sha256": certificate.pdf_sha256,
            "supersedes": earlier.number if earlier else None,
        },
        details={"holder": facts.holder, "reason": reason},
    )
    _tell("certificate-issued", facts, person_id, dedupe=facts.number, now=now)
    return certificate


def _row(facts: Facts, content: bytes, now: datetime) -> Certificate:
    return Certificate(
        number=facts.number,
        facts=facts.canonical().decode(),
        facts_sha256=facts.digest(),
        pdf=content,
        pdf_sha256=sha256(content).hexdigest(),
        holder=facts.holder,
        searched=queries.folded(facts.holder),
        programme_code=facts.programme_code,
        title=facts.title,
        valid_until=facts.valid_until,
        expires_at=certification.expires_at(facts.valid_until, facts.zone),
        demo=facts.demo,
        issued_at=now,
    )


def _superseded(facts: Facts, *, person_id: int, by: int, now: datetime, reason: str) -> Certificate | None:
    """Mark the predecessor that the facts name, if they name one, as superseded."""
    if facts.replaces is None:
        return None
    earlier = _locked(facts.replaces.number)
    if earlier.person_id != person_id:
        raise NotFound(facts.replaces.number)
    if earlier.erased_at is not None:
        raise HolderErased
    _append(earlier, Act.SUPERSEDED, facts.replaces.reason, reason or f"Replaced by {facts.number}.", by=by, now=now)
    return earlier


def _conflict(award_key: str, earlier: Certificate | None) -> Exception:
    """Return what a constraint refused, when another transaction was faster."""
    winner = queries.by_award(award_key)
    if winner is not None:
        return AlreadyIssued(winner.number)
    assert earlier is not None
    return NotPossible(Act.SUPERSEDED, Status.SUPERSEDED)


def _change(number: str, act: Act, *, reason_class: Reason, reason: str, by: int, now: datetime) -> None:
    begin_write()
    certificate = _locked(number)
    _append(certificate, act, reason_class, reason, by=by, now=now)
    stated = certificate.stated
    kind = f"certificate-{act}"
    dedupe = f"{number}:{len(certificate.history)}"
    _tell(kind, stated, certificate.person_id, dedupe=dedupe, now=now, reason=reason_class)


def _locked(number: str) -> Certificate:
    """Return a certificate whose history nobody else extends until the commit."""
    found = db.session.scalars(
        select(Certificate)
        .where(Certificate.number == number)
        .with_for_update(of=Certificate)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(number)
    return found


def _append(certificate: Certificate, act: Act, reason_class: Reason, reason: str, *, by: int, now: datetime) -> None:
    """Add a line to the history of a locked certificate."""
    if by == certificate.person_id:
        raise OwnCertificate
    if reason_class not in REASONS[act] or not reason.strip():
        raise ValueError("a change of status needs one of its reasons, and words")
    stated = certificate.stated
    changes = certificate.changes
    current = certification.status(valid_until=stated.valid_until, zone=stated.zone, changes=changes, now=now)
    suspended = bool(changes) and changes[-1].act is Act.SUSPENDED
    if not certification.allows(act, current=current, suspended=suspended):
        raise NotPossible(act, current)
    certificate.history.append(
        CertificateStatus(
            place=len(changes) + 1, act=act, reason_class=reason_class, reason=reason.strip(), by=by, at=now
        )
    )
    db.session.flush()
    audit.record(
        f"{act} certificate",
        actor=by,
        subject=f"certificate:{certificate.number}",
        now=now,
        facts={"person": certificate.person_id, "reason_class": reason_class, "place": len(changes) + 1},
        details={"reason": reason.strip()},
    )


def _tell(kind: str, facts: Facts, person_id: int, *, dedupe: str, now: datetime, reason: str = "") -> None:
    """Queue a mail to the holder, unless their account is gone."""
    person = accounts.person(person_id)
    if person is None or person.state == "erased":
        return
    mail.queue(
        kind,
        to=person.email,
        person_id=person_id,
        context={
            "name": facts.holder,
            "title": facts.title,
            "number": facts.number,
            "institution": facts.institution,
            "last_day": pdf.day(facts.valid_until) if facts.valid_until else "",
            "reason": reason,
            "demo": "yes" if facts.demo else "",
            "check_url": facts.check_url,
        },
        dedupe=f"{kind}:{dedupe}",
        now=now,
    )


def _standing(number: str, now: datetime) -> queries.Standing:
    found = queries.standing(number, now=now)
    if found is None:
        raise NotFound(number)
    return found


def _today(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
