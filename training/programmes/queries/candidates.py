"""What people have shown, and where each stands with an award."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from training.accounts import queries as accounts
from training.certificates import queries as certificates
from training.certificates.queries import Standing
from training.core import eligibility
from training.core.certification import Status
from training.core.eligibility import Evidence, Fact, Line, Need, Requirement
from training.db import db
from training.modules import queries as modules
from training.practicals import queries as practicals
from training.programmes.catalogue import Award, Programme
from training.programmes.models import Cohort, Enrolment
from training.programmes.queries.cohorts import CLOSED, places, programme_of
from training.quiz.queries import passes

if TYPE_CHECKING:
    from training.accounts.models import Person


class Stage(StrEnum):
    """Where one person stands with one award."""

    ELIGIBLE = "eligible"
    RENEWABLE = "can be renewed"
    MISSING = "something is missing"
    HELD = "held back"
    REVOKED = "revoked before"
    AWARDED = "awarded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person as far as one award is concerned.

    ``lines`` are the checklist that counts now: a renewal's, once one can be made. ``obstacles`` are sentences on
    what holds the award back though everything is done. ``round`` counts the certificates of this award, from 1.
    """

    enrolment: Enrolment
    person: "Person"
    award: Award
    lines: tuple[Line, ...]
    stage: Stage
    certificate: Standing | None
    obstacles: tuple[str, ...]
    round: int
    since: datetime | None

    @property
    def key(self) -> str:
        """Return the name of this award, of which there is one certificate at most."""
        return f"{self.enrolment.id}:{self.award.code}:{self.round}"

    @property
    def ready(self) -> bool:
        """Return whether the certificate can be issued now, alone or with the whole cohort."""
        return self.stage in (Stage.ELIGIBLE, Stage.RENEWABLE)

    @property
    def again(self) -> bool:
        """Return whether it can be issued again after one was revoked: alone only, and on purpose."""
        return self.stage is Stage.REVOKED and not self.obstacles

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the titles of the requirements that are not done."""
        return tuple(line.requirement.title for line in self.lines if not line.done)


def evidence(
    person_ids: Iterable[int], requirements: Iterable[Requirement], *, now: datetime
) -> dict[int, dict[str, Evidence]]:
    """Return what each person has shown for each requirement, by its key.

    The number of statements depends on the requirements, never on the people.
    """
    ids = set(person_ids)
    found: dict[int, dict[str, Evidence]] = {person_id: {} for person_id in ids}
    asked = tuple(requirements)
    for person_id, shown in _modules_shown(ids).items():
        found[person_id] |= shown
    for code in {requirement.code for requirement in asked if requirement.need == Need.EXAM}:
        for person_id, passed in passes.of_people(ids, code).items():
            fact = Fact(f"result:{passed.result_id}", passed.passed_at)
            found[person_id][f"{Need.EXAM}:{code}"] = Evidence((fact,))
    for requirement in (requirement for requirement in asked if requirement.need == Need.PRACTICAL):
        for person_id, shown_once in _practical_shown(ids, requirement).items():
            found[person_id][requirement.key] = shown_once
    for key in {requirement.key for requirement in asked if requirement.need == Need.SESSIONS}:
        for person_id, sessions in _sessions_shown(ids).items():
            found[person_id][key] = sessions
    return found


def of_cohort(cohort: Cohort, award: Award, *, now: datetime, by: int | None) -> list[Candidate]:
    """Return everybody with an open place in a cohort, by name, as far as one award is concerned."""
    return of_places(places(cohort.id), award, now=now, by=by)


def of_places(rows: Sequence[Enrolment], award: Award, *, now: datetime, by: int | None) -> list[Candidate]:
    """Return the people of these places as far as one award is concerned, by name. ``by`` is who would award."""
    ids = {row.person_id for row in rows}
    people = accounts.people(ids)
    shown = evidence(ids, (*award.requirements, *award.renewal), now=now)
    held = _certificates_of(ids, award, now=now)
    found = [
        _candidate(row, people[row.person_id], award, shown[row.person_id], held.get(row.person_id, ()), now)
        for row in rows
    ]
    ordered = sorted(found, key=lambda candidate: (candidate.person.name.casefold(), candidate.person.id))
    return [_four_eyes(candidate, by) for candidate in ordered]


def one(enrolment_id: int, award_code: str, *, now: datetime, by: int | None) -> Candidate | None:
    """Return one person as far as one award is concerned; None when there is no such place or award."""
    row = db.session.get(Enrolment, enrolment_id)
    award = programme_of(row.cohort).award(award_code) if row else None
    if row is None or award is None:
        return None
    return of_places([row], award, now=now, by=by)[0]


def still_holds(candidate: Candidate, *, holder: str, now: datetime) -> bool:
    """Return whether what made somebody ready still stands, with the place locked until the transaction ends."""
    row = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.id == candidate.enrolment.id)
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    ).one()
    person = accounts.people([row.person_id])[row.person_id]
    asked = tuple(line.requirement for line in candidate.lines)
    lines = eligibility.checklist(asked, evidence([person.id], asked, now=now)[person.id], since=candidate.since)
    named = person.certificate_name == holder and person.certificate_name_confirmed_at is not None
    return row.withdrawn_at is None and named and eligibility.eligible(lines)


def _modules_shown(ids: set[int]) -> dict[int, dict[str, Evidence]]:
    return {
        person_id: {
            f"{Need.MODULE}:{done.code}": Evidence((Fact(f"module:{done.version}", done.at),)) for done in completions
        }
        for person_id, completions in modules.completions(ids).items()
    }


def _practical_shown(ids: set[int], requirement: Requirement) -> dict[int, Evidence]:
    """Return the passed stations of each person; those that do not make a whole never count as enough."""
    shown = {}
    for person_id, rows in practicals.passed_stations(ids, requirement.code).items():
        facts = tuple(Fact(f"practical:{row.id}", _noon(row.held_on)) for row in rows)
        whole = practicals.is_complete(rows, requirement.code)
        shown[person_id] = Evidence(facts if whole else facts[: requirement.amount - 1])
    return shown


def _sessions_shown(ids: set[int]) -> dict[int, Evidence]:
    confirmed, waiting = practicals.confirmed(ids), practicals.waiting(ids)
    return {
        person_id: Evidence(
            tuple(
                Fact(f"session:{row.id}", _noon(row.held_on))
                for row in (confirmed[person_id].sessions if person_id in confirmed else ())
            ),
            waiting.get(person_id, 0),
        )
        for person_id in confirmed.keys() | waiting.keys()
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _certificates_of(ids: set[int], award: Award, *, now: datetime) -> dict[int, tuple[Standing, ...]]:
    found = certificates.of_people(ids, now=now)
    return {
        person_id: tuple(row for row in rows if row.facts.title == award.title) for person_id, rows in found.items()
    }


def _candidate(
    row: Enrolment,
    person: "Person",
    award: Award,
    shown: Mapping[str, Evidence],
    held: Sequence[Standing],
    now: datetime,
) -> Candidate:
    """Return a candidate from what is known; ``held`` are the certificates of this award, the newest first."""
    current = next((one for one in held if one.status in (Status.VALID, Status.SUSPENDED, Status.EXPIRED)), None)
    renewing = current is not None and _renewal_is_open(current, award, now)
    since = datetime.combine(current.facts.awarded_on, time.max, UTC) if current and renewing else None
    lines = eligibility.checklist(award.renewal if renewing else award.requirements, shown, since=since)
    stage = _stage(row, current, lines, renewing=renewing, revoked=bool(held) and held[0].status is Status.REVOKED)
    found = Candidate(row, person, award, lines, stage, current, (), 1 + len(held), since)
    obstacles = _obstacles(person, current)
    if not obstacles or not (found.ready or found.again):
        return found
    return replace(found, stage=Stage.HELD, obstacles=obstacles)


def _stage(row: Enrolment, current: Standing | None, lines: Sequence[Line], *, renewing: bool, revoked: bool) -> Stage:
    if row.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if current is not None and not renewing:
        return Stage.AWARDED
    if not eligibility.eligible(lines):
        return Stage.MISSING
    if current is None and revoked:
        return Stage.REVOKED
    return Stage.RENEWABLE if renewing else Stage.ELIGIBLE


def _renewal_is_open(current: Standing, award: Award, now: datetime) -> bool:
    last = current.facts.valid_until
    if last is None:
        return False
    return now.date() >= eligibility.renewal_opens_on(last, months_before=award.renewal_opens)


def _obstacles(person: "Person", current: Standing | None) -> tuple[str, ...]:
    obstacles = []
    if not person.certificate_name or person.certificate_name_confirmed_at is None:
        obstacles.append("The name on the certificate is not confirmed yet. Ask the holder to confirm it.")
    if person.state in CLOSED:
        obstacles.append("The account is blocked.")
    if current is not None and current.suspended:
        obstacles.append(f"Certificate {current.number} is suspended. Reinstate or revoke it first.")
    return tuple(obstacles)


def _four_eyes(candidate: Candidate, by: int | None) -> Candidate:
    if candidate.person.id != by or not (candidate.ready or candidate.again):
        return candidate
    own = "Nobody awards a certificate to themselves. Ask another administrator."
    return replace(candidate, stage=Stage.HELD, obstacles=(own,))


@dataclass(frozen=True, slots=True)
class Progress:
    """One person's line of a cohort's table: everything the programme asks for, and what they hold."""

    enrolment: Enrolment
    person: "Person"
    lines: tuple[Line, ...]
    certificates: tuple[Standing, ...]

    @property
    def done(self) -> int:
        """Return how many requirements are done."""
        return sum(line.done for line in self.lines)

    @property
    def named(self) -> bool:
        """Return whether the name on the certificate is confirmed."""
        return self.person.certificate_name_confirmed_at is not None

    def lacks(self, key: str) -> bool:
        """Return whether the requirement of this key is not done."""
        return any(line.requirement.key == key and not line.done for line in self.lines)


def progress(rows: Sequence[Enrolment], programme: Programme, *, now: datetime) -> list[Progress]:
    """Return how far the people of these places are, by name; the statements do not grow with the people."""
    ids = {row.person_id for row in rows}
    people, shown = accounts.people(ids), evidence(ids, programme.requirements, now=now)
    held = certificates.of_people(ids, now=now)
    titles = {award.title for award in programme.awards}
    found = [
        Progress(
            row,
            people[row.person_id],
            eligibility.checklist(programme.requirements, shown[row.person_id]),
            tuple(one for one in held.get(row.person_id, ()) if one.facts.title in titles),
        )
        for row in rows
    ]
    return sorted(found, key=lambda line: (line.person.name.casefold(), line.person.id))
