"""Awarding certificates: one, or a cohort's as one job that can be killed anywhere and goes on.

A certificate is named by its place, its award and its round, and the database lets each name have one certificate. So
an award may be asked for twice, by two people or by a job that is done again, and is still given once.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from training import db as database
from training.accounts import service as people
from training.audit import service as audit
from training.certificates import service as certificates
from training.jobs import service as jobs
from training.jobs.models import Job
from training.jobs.worker import Run
from training.programmes import statement
from training.programmes.catalogue import Award
from training.programmes.models import Cohort
from training.programmes.queries import candidates
from training.programmes.queries.candidates import Candidate, Stage
from training.programmes.queries.cohorts import programme_of
from training.programmes.statement import Issuer

KIND = "award"
CHANGED = "The record changed while the certificate was made. Look at it again, then award."
REMEDIES = {
    certificates.Unprintable: "The name on the certificate holds a character that no font has. Ask its holder to "
    "correct it (Profile, Name on certificates), then award this person again.",
    certificates.TooLong: "What the certificate states does not fit on its page. Shorten the name or the places, "
    "then award this person again.",
}


class NotReady(Exception):
    """The award cannot be given now; ``reasons`` are sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class AlreadyAwarded(Exception):
    """The award was given; ``number`` is the certificate's."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class NobodyReady(Exception):
    """Nobody in the cohort can be awarded this now."""


def award(enrolment_id: int, award_code: str, *, by: int, issuer: Issuer, now: datetime, again: bool = False) -> str:
    """Award one person and return the number of the certificate.

    A renewal takes the place of the certificate before. ``again`` awards somebody whose certificate was revoked.
    Raises LookupError, NotReady, AlreadyAwarded, and certificates.Unprintable or TooLong; then nothing is written.
    """
    found = _ready(enrolment_id, award_code, by=by, now=now, again=again)
    programme = programme_of(found.enrolment.cohort)
    today = now.astimezone(ZoneInfo(issuer.zone)).date()
    facts = statement.facts(found, programme, issuer, number=certificates.new_number(), today=today)
    key, person_id = found.key, found.person.id
    try:
        certificates.issue(facts, award_key=key, person_id=person_id, by=by, now=now)
    except certificates.AlreadyIssued as error:
        database.rollback()
        raise AlreadyAwarded(error.number) from error
    except (certificates.NotPossible, certificates.HolderErased) as error:
        database.rollback()
        raise NotReady(CHANGED) from error
    if not candidates.still_holds(found, holder=facts.holder, now=now):
        database.rollback()
        raise NotReady(CHANGED)
    people.fix_certificate_name(person_id, now=now)
    refs = sorted(fact.ref for line in found.lines for fact in line.facts)
    details = {"programme": programme.version, "enrolment": enrolment_id, "certificate": facts.number, "evidence": refs}
    audit.record("awarded", actor=by, subject=f"person:{person_id}", now=now, facts={"award": key} | details)
    return facts.number


def queue_cohort(cohort: Cohort, award: Award, *, by: int, issuer: Issuer, now: datetime) -> Job:
    """Queue the award of everybody in a cohort who is ready now, one step a person. Raises NobodyReady.

    The same people are queued once: a second request while the first job is there returns that job.
    """
    ready = [found for found in candidates.of_cohort(cohort, award, now=now, by=by) if found.ready]
    if not ready:
        raise NobodyReady
    keys = [found.key for found in ready]
    args = {
        "cohort": cohort.id,
        "places": [found.enrolment.id for found in ready],
        "award": award.code,
        "by": by,
        "issuer": asdict(issuer),
    }
    title = f"{award.short}: {cohort.name}"
    dedupe = f"{KIND}:{_digest(keys)}"
    job = jobs.enqueue(KIND, args, title=title, total=len(ready), requested_by=by, dedupe=dedupe, now=now)
    while job.over:
        again = f"{dedupe}:{job.id}"
        job = jobs.enqueue(KIND, args, title=title, total=len(ready), requested_by=by, dedupe=again, now=now)
    facts = {"cohort": cohort.id, "award": award.code, "people": len(ready)}
    audit.record("queued awards", actor=by, subject=f"job:{job.id}", now=now, facts=facts)
    return job


def award_cohort(run: Run) -> None:
    """Award the people of one job, from where it stands; who cannot be awarded is noted and the others go on."""
    places, code = _numbers(run.args["places"]), str(run.args["award"])
    by, issuer = _numbers([run.args["by"]])[0], _issuer(run.args["issuer"])
    for place in places[run.done :]:
        _step(run, place, code, by=by, issuer=issuer)


def _step(run: Run, place: int, code: str, *, by: int, issuer: Issuer) -> None:
    try:
        award(place, code, by=by, issuer=issuer, now=run.now())
    except AlreadyAwarded:
        database.rollback()
        run.advance()
    except NotReady as error:
        run.fail(_name(place, code, run), " ".join(error.reasons))
    except (certificates.Unprintable, certificates.TooLong) as error:
        run.fail(_name(place, code, run), f"{REMEDIES[type(error)]} ({error})")
    else:
        run.advance()


def _ready(enrolment_id: int, award_code: str, *, by: int, now: datetime, again: bool) -> Candidate:
    """Return the candidate when the award can be given. Raises LookupError, NotReady, AlreadyAwarded."""
    found = candidates.one(enrolment_id, award_code, now=now, by=by)
    if found is None:
        raise LookupError(enrolment_id)
    if found.stage is Stage.AWARDED and found.certificate:
        raise AlreadyAwarded(found.certificate.number)
    if not (found.ready or (again and found.again)):
        raise NotReady(*_reasons(found))
    return found


def _reasons(found: Candidate) -> tuple[str, ...]:
    if found.stage is Stage.WITHDRAWN:
        return ("The place was withdrawn.",)
    if found.stage is Stage.REVOKED:
        return ("A certificate of this award was revoked. Award this person alone, and on purpose.",)
    return found.obstacles or ("Not done yet: " + "; ".join(found.missing) + ".",)


def _name(place: int, code: str, run: Run) -> str:
    database.rollback()
    found = candidates.one(place, code, now=run.now(), by=None)
    return f"{found.person.name}, {found.person.email}" if found else f"place {place}"


def _issuer(args: object) -> Issuer:
    assert isinstance(args, Mapping)
    return Issuer(
        institution=str(args["institution"]), zone=str(args["zone"]), url=str(args["url"]), demo=bool(args["demo"])
    )


def _numbers(values: object) -> list[int]:
    assert isinstance(values, list)
    return [int(value) for value in values]


def _digest(keys: list[str]) -> str:
    return sha256("\n".join(keys).encode()).hexdigest()[:32]
