"""What a certificate of a programme states, put together from what was recorded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from training.certificates.facts import LIMITS, Exam, Facts, Hours, Module, Observation, Predecessor, Title
from training.core import eligibility
from training.core.certification import Reason
from training.core.contact_hours import hours_in_words
from training.core.eligibility import Need
from training.modules import queries as modules
from training.practicals import queries as practicals
from training.practicals.models import PracticalAssessment, SupervisedSession
from training.programmes import hour_kinds
from training.programmes.catalogue import Award, Programme
from training.programmes.hour_kinds import Origin
from training.programmes.models import ContactHours
from training.programmes.queries import hours
from training.programmes.queries.candidates import Candidate
from training.quiz.queries import passes

DIGITS = 12
"""How many digits of a version's hash a certificate prints."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues, as it stands on a certificate. ``zone`` is the institution's; ``url`` the site's address."""

    institution: str
    zone: str
    url: str
    demo: bool


def facts(candidate: Candidate, programme: Programme, issuer: Issuer, *, number: str, today: date) -> Facts:
    """Return what the certificate of a candidate states, awarded ``today`` at the institution.

    Raises ValueError when the records do not hold what the award requires.
    """
    award, person = candidate.award, candidate.person
    title, zone = Title(award.title), ZoneInfo(issuer.zone)
    seen = _practice(programme, award, person.id) if title is Title.FOUNDATIONS else ()
    return Facts(
        number=number,
        holder=person.certificate_name or "",
        title=title,
        institution=issuer.institution,
        zone=issuer.zone,
        programme_code=programme.code,
        programme_title=programme.title,
        awarded_on=today,
        issued_on=today,
        valid_until=eligibility.months_later(today, award.valid_months),
        modules=_modules(award, person.id, zone),
        exam=_exam(award, person.id, zone),
        observed=tuple(seen),
        hours=_hours(programme, award, person.id, theory=title is Title.THEORY),
        check_address=f"{issuer.url}/check",
        limits=LIMITS[title],
        demo=issuer.demo,
        replaces=Predecessor(candidate.certificate.number, Reason.RENEWAL) if candidate.certificate else None,
        simulated=person.simulated,
    )


def _modules(award: Award, person_id: int, zone: ZoneInfo) -> tuple[Module, ...]:
    asked = _codes(award, Need.MODULE)
    return tuple(
        Module(
            title=studied.title,
            version=studied.version[:DIGITS],
            completed_on=studied.completed_at.astimezone(zone).date(),
            awaits_review=studied.awaits_review,
        )
        for studied in modules.versions_studied(person_id)
        if studied.code in asked
    )


def _exam(award: Award, person_id: int, zone: ZoneInfo) -> Exam:
    for code in _codes(award, Need.EXAM):
        passed = passes.best(person_id, code)
        if passed is not None:
            return Exam(
                title=passed.title,
                version=str(passed.version),
                passed_on=passed.passed_at.astimezone(zone).date(),
                standard=passed.standard,
                provisional=passed.provisional,
            )
    raise ValueError("no exam was passed")


def _hours(programme: Programme, award: Award, person_id: int, *, theory: bool) -> tuple[Hours, ...]:
    """Return the hours by kind; a kind without any is left out, but for study, which is measured for everybody."""
    found = hours.of_people([person_id], programme, award.requirements)[person_id]
    return tuple(
        Hours(kind.stated, int(found[kind.code] * 60))
        for kind in hour_kinds.kinds()
        if (kind.theory or not theory) and (found[kind.code] or kind.origin is Origin.STUDY)
    )


def _practice(programme: Programme, award: Award, person_id: int) -> Sequence[Observation]:
    stations = [
        _station(row)
        for code in _codes(award, Need.PRACTICAL)
        for row in practicals.passed_stations([person_id], code).get(person_id, ())
    ]
    taught = _taught(hours.standing_of(person_id, programme.code))
    return [*stations, *taught, *_supervised(practicals.confirmed_sessions(person_id).sessions)]


def _station(row: PracticalAssessment) -> Observation:
    form = practicals.form_version(row.form_version)
    assert form is not None
    return Observation(
        what=f"{form.station(row.station).lower()} station of the practical assessment, "
        f"{form.region(row.region).lower()}: {row.points} of {2 * len(row.steps)} points, no critical step unsafe",
        where=row.place,
        by=row.assessor_name,
        role=row.assessor_roles,
        first_on=row.held_on,
        last_on=row.held_on,
        checklist=f"{form.title}, version {row.form_version[:DIGITS]}",
    )


def _taught(records: Iterable[ContactHours]) -> list[Observation]:
    """Return one statement an assessor, in the order of their first days, with the hours they entered by kind."""
    known = {kind.code for kind in hour_kinds.entered()}
    grouped: dict[tuple[str, str], list[ContactHours]] = defaultdict(list)
    for row in records:
        if row.kind in known:
            grouped[row.assessor_name, row.assessor_roles].append(row)
    return [
        Observation(
            what=_in_words(rows),
            where="; ".join(dict.fromkeys(row.place for row in rows)),
            by=name,
            role=roles,
            first_on=rows[0].held_on,
            last_on=rows[-1].held_on,
            checklist="Record of contact hours",
        )
        for (name, roles), rows in grouped.items()
    ]


def _in_words(rows: Sequence[ContactHours]) -> str:
    """Return hours by kind and the number of days: ``practical teaching in person 12.5 h, on 2 days``."""
    minutes = {kind: sum(row.minutes for row in rows if row.kind == kind.code) for kind in hour_kinds.entered()}
    told = [f"{kind.stated} {hours_in_words(amount)} h" for kind, amount in minutes.items() if amount]
    days = len({row.held_on for row in rows})
    return f"{', '.join(told)}, on {days} {'day' if days == 1 else 'days'}"


def _supervised(sessions: Iterable[SupervisedSession]) -> list[Observation]:
    """Return one statement a supervisor, in the order of their first sessions."""
    grouped: dict[tuple[str, str], list[SupervisedSession]] = defaultdict(list)
    for row in sessions:
        grouped[row.decided_name or "", row.decided_roles or ""].append(row)
    return [
        Observation(
            what=f"{len(rows)} supervised {'session' if len(rows) == 1 else 'sessions'}, "
            f"{sum(row.minutes for row in rows)} minutes in all",
            where="; ".join(dict.fromkeys(row.place for row in rows)),
            by=name,
            role=roles,
            first_on=rows[0].held_on,
            last_on=rows[-1].held_on,
            checklist="Log of supervised sessions, each confirmed by the supervisor",
        )
        for (name, roles), rows in grouped.items()
    ]


def _codes(award: Award, need: Need) -> tuple[str, ...]:
    return tuple(requirement.code for requirement in award.requirements if requirement.need == need)
