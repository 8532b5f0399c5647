"""What the site has on record of one person, as far as boards ask for it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from training.accounts import queries as accounts
from training.certificates import queries as certificates
from training.core.certification import Status
from training.core.eligibility import Need
from training.core.gaps import Field, Held
from training.practicals import queries as practicals
from training.programmes import hour_kinds
from training.programmes.catalogue import Programme
from training.programmes.hour_kinds import Origin
from training.programmes.queries import cohorts, hours
from training.quiz.queries import passes

if TYPE_CHECKING:
    from training.programmes.models import Enrolment


def held(person_id: int, *, provider: str, zone: str, now: datetime) -> Held:
    """Return what is on record of a person in the programmes they have or had a place in; ``provider`` trains them."""
    places = cohorts.places_of(person_id)
    newest_last = reversed(places)
    programmes = tuple({row.programme_code: cohorts.programme_of(row.cohort) for row in newest_last}.values())
    minutes = _minutes(person_id, programmes)
    sessions = practicals.confirmed_sessions(person_id)
    written_on, practical_on = _written(person_id, programmes, zone), _practical(person_id, programmes)
    return Held(
        minutes=minutes,
        sessions=sessions.count,
        waiting=practicals.waiting([person_id]).get(person_id, 0),
        written_on=written_on,
        practical_on=practical_on,
        fields={
            Field.NAME: _name(person_id),
            Field.COURSE_TITLE: _joined(programme.title for programme in programmes),
            Field.PROVIDER: provider if places else "",
            Field.DATES: _dates(places),
            Field.HOURS_BY_KIND: _hours(minutes),
            Field.REGIONS: _regions(person_id, programmes),
            Field.WRITTEN_RESULT: "passed" if written_on else "",
            Field.PRACTICAL_RESULT: "passed" if practical_on else "",
            Field.SESSION_LOG: f"{sessions.count} confirmed" if sessions.count else "",
            Field.VERIFICATION: _joined(
                one.number for one in certificates.of_person(person_id, now=now) if one.status is Status.VALID
            ),
        },
    )


def _minutes(person_id: int, programmes: Iterable[Programme]) -> Mapping[str, int]:
    """Return the minutes of each kind. Of several programmes only what people entered adds up: study counts once."""
    found = [hours.of_person(person_id, programme) for programme in programmes]
    return {kind.code: int(60 * _over(kind.origin, [one[kind.code] for one in found])) for kind in hour_kinds.kinds()}


def _over(origin: Origin, each: list[Fraction]) -> Fraction:
    return sum(each, Fraction()) if origin is Origin.ENTERED else max(each, default=Fraction())


def _written(person_id: int, programmes: Iterable[Programme], zone: str) -> date | None:
    found = [passes.best(person_id, code) for programme in programmes for code in programme.exams]
    days = [one.passed_at.astimezone(ZoneInfo(zone)).date() for one in found if one is not None]
    return min(days, default=None)


def _practical(person_id: int, programmes: Iterable[Programme]) -> date | None:
    found = [practicals.passed_assessment(person_id, code) for code in _forms(programmes)]
    return min((max(row.held_on for row in one.stations) for one in found if one is not None), default=None)


def _forms(programmes: Iterable[Programme]) -> set[str]:
    return {asked.code for programme in programmes for asked in programme.requirements if asked.need == Need.PRACTICAL}


def _name(person_id: int) -> str:
    person = accounts.people([person_id])[person_id]
    return (person.certificate_name or "") if person.certificate_name_confirmed_at else ""


def _dates(places: "Iterable[Enrolment]") -> str:
    return _joined(f"{_day(row.cohort.starts_on)} to {_day(row.cohort.ends_on)}" for row in places)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _hours(minutes: Mapping[str, int]) -> str:
    there = [(kind.stated, minutes[kind.code]) for kind in hour_kinds.kinds() if minutes[kind.code]]
    return _joined(f"{stated}: {number / 60:.1f} h" for stated, number in there)


def _regions(person_id: int, programmes: Iterable[Programme]) -> str:
    """Return the regions of stations passed and sessions confirmed, by the titles of the forms."""
    codes = [session.region for session in practicals.confirmed_sessions(person_id).sessions]
    titles: dict[str, str] = {}
    for code in sorted(_forms(programmes)):
        form = practicals.form(code)
        if form is not None:
            titles |= {region.code: region.title for region in form.regions}
        codes += [row.region for row in practicals.passed_stations([person_id], code).get(person_id, ())]
    return _joined(titles.get(code, code) for code in codes)


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
