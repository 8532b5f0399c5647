"""The trainee's pages: what is next, and the whole programme."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.certificates import queries as certificates
from training.core.certification import Status
from training.core.eligibility import Line, Need, State
from training.core.roles import Role
from training.modules import grouping
from training.programmes import catalogue, crosswalk, hour_kinds
from training.programmes.catalogue import Programme
from training.programmes.queries import candidates, cohorts
from training.programmes.queries import hours as contact_hours
from training.programmes.queries.candidates import Candidate, Progress, Stage
from training.quiz.queries import standings
from training.quiz.queries.standings import Standing, Why
from training.scoring import queries as results
from training.web import filters
from training.web.access import signed_in
from training.web.frame import settings

if TYPE_CHECKING:
    from training.programmes.models import Enrolment

bp = Blueprint("programmes", __name__, template_folder="../templates")
SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the checklist as the page shows it; ``action`` is empty where there is nothing to press."""

    line: Line
    state: str
    words: str
    detail: str
    href: str
    action: str
    action_href: str

    @property
    def button(self) -> str:
        """Return the words of the button at the top of the page, where no title stands beside it."""
        if self.line.requirement.need == Need.MODULE:
            return f"Continue with “{self.line.requirement.title}”"
        return self.action


@dataclass(frozen=True, slots=True)
class Part:
    """The modules of one part of the programme, which the checklist shows as one point."""

    title: str
    points: tuple[Point, ...]

    @property
    def state(self) -> str:
        """Return done, current where the next thing to do is in it, or open."""
        states = {point.state for point in self.points}
        return "done" if states == {"done"} else "current" if "current" in states else "open"

    @property
    def words(self) -> str:
        """Return how many of its modules are done."""
        return f"{sum(point.line.done for point in self.points)} of {len(self.points)} modules done"

    @property
    def onward(self) -> Point | None:
        """Return the module to go on with, None when that is elsewhere."""
        return next((point for point in self.points if point.state == "current"), None)


@dataclass(frozen=True, slots=True)
class Place:
    """One programme somebody takes, as their home shows it. ``onward`` is the one thing to do next, or None."""

    enrolment: "Enrolment"
    programme: Programme
    points: tuple[Point, ...]
    awards: tuple[Candidate, ...]
    onward: Point | None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the modules by part, in the order of the programme."""
        points = [point for point in self.points if point.line.requirement.need == Need.MODULE]
        groups = grouping.grouped(points, lambda point: point.line.requirement.code)
        return tuple(Part(group.title, group.entries) for group in groups)

    @property
    def others(self) -> tuple[Point, ...]:
        """Return the points that are no modules."""
        return tuple(point for point in self.points if point.line.requirement.need != Need.MODULE)

    @property
    def done(self) -> int:
        """Return how many points are done."""
        return sum(point.line.done for point in self.points)

    @property
    def awarded(self) -> bool:
        """Return whether every certificate of the programme is awarded and stands."""
        return all(
            award.stage is Stage.AWARDED and not (award.certificate and award.certificate.suspended)
            for award in self.awards
        )

    @property
    def ready(self) -> bool:
        """Return whether the course office can award now."""
        return any(award.ready for award in self.awards)

    @property
    def lacking(self) -> frozenset[Need]:
        """Return the kinds of requirement that are not done."""
        return frozenset(point.line.requirement.need for point in self.points if not point.line.done)


@bp.get("/home")
@signed_in
def home() -> ResponseReturnValue:
    """Show what is next, what is done, and what only people in a room can give."""
    now = clock.now()
    held = certificates.of_person(current_user.id, now=now)
    return render_template(
        "programmes/home.html",
        places=_places(now),
        expiring=[
            one
            for one in held
            if one.status is Status.VALID and one.facts.valid_until and one.facts.valid_until <= (now + SOON).date()
        ],
        certificates=[one for one in held if one.status is Status.VALID],
    )


@bp.get("/programme")
@signed_in
def show() -> ResponseReturnValue:
    """Show the programme whole: what each award asks for, with the evidence, and what rules ask beside it."""
    places = _places(clock.now())
    programme = places[0].programme if places else next(iter(catalogue.programmes().values()))
    return render_template(
        "programmes/show.html",
        places=places,
        missing=not places and Role.TRAINEE in current_user.roles,
        programme=programme,
        rows=[(row, row.given_by(programme)) for row in crosswalk.rows()],
        kinds=hour_kinds.kinds(),
        contact_hours={
            place.programme.code: contact_hours.of_person(current_user.id, place.programme) for place in places
        },
    )


@bp.get("/programme/hours")
@signed_in
def hours() -> ResponseReturnValue:
    """Show one's own contact hours by kind, and every record that assessors entered."""
    records = contact_hours.records_of(current_user.id)
    return render_template(
        "programmes/hours.html",
        programmes=contact_hours.by_programme(current_user.id),
        kinds=hour_kinds.kinds(),
        records=records,
        newer=contact_hours.superseded(records),
        title=hour_kinds.title,
    )


def _places(now: datetime) -> list[Place]:
    rows = [row for row in cohorts.places_of(current_user.id) if row.withdrawn_at is None]
    return [_place(row, now) for row in rows]


def _place(row: "Enrolment", now: datetime) -> Place:
    programme = cohorts.programme_of(row.cohort)
    found: Progress = candidates.progress([row], programme, now=now)[0]
    stands = {code: standings.standing(current_user.id, code, now) for code in programme.exams}
    points = tuple(_point(line, stands.get(line.requirement.code), now) for line in found.lines)
    awards = tuple(candidates.of_places([row], award, now=now, by=None)[0] for award in programme.awards)
    onward = next((point for point in points if point.state == "current"), None)
    return Place(row, programme, points, awards, onward)


def _point(line: Line, standing: Standing | None, now: datetime) -> Point:
    """Return a point of the checklist: an exam's takes its words from how the person stands with it."""
    need, code = line.requirement.need, line.requirement.code
    if need == Need.MODULE:
        href, action = url_for("modules.show", code=code), "Read this module"
    elif need == Need.EXAM:
        return _exam_point(line, standing, now)
    else:
        href, action = url_for("sessions.index"), "Open your practical record"
    return Point(line, STATES[line.state], _words(line), _detail(line), href, action, href)


def _exam_point(line: Line, standing: Standing | None, now: datetime) -> Point:
    state, words, detail = STATES[line.state], _words(line), ""
    href, action = url_for("quiz.show", code=line.requirement.code), "Go to the exam"
    action_href = href
    if standing is None:
        return Point(line, "locked", "Not published yet", "The course office says when it is.", "", "", "")
    if standing.open_attempt is not None:
        return Point(line, "current", "In progress", "Your attempt is running.", href, "Go on with the exam", href)
    undecided = next((sat for sat in standing.attempts if sat.undecided), None)
    if undecided is not None and not line.done:
        return _undecided(line, undecided.id)
    if not line.done and line.state != State.LOCKED and standing.locks:
        state, words, action, action_href = _shut(standing, href)
    if not line.done:
        limits = standing.exam.specification
        detail = (
            f"{limits.shown} questions, {limits.minutes} minutes. Attempts left: {standing.left} of {limits.attempts}."
        )
    return Point(line, state, words, detail, href, action, action_href)


def _shut(standing: Standing, href: str) -> tuple[str, str, str, str]:
    """Return the state of an exam that cannot be started, in words, and what the person can do about it.

    What only they can open is theirs to do now. Everything else waits, at most with what to work on meanwhile.
    """
    why = {lock.why for lock in standing.locks}
    if Why.READ_AGAIN in why:
        return "current", _locked(standing), "See what to read again", href
    if why == {Why.NAME}:
        return "current", _locked(standing), "Confirm your name", url_for("profile.certificate_name")
    if Why.WAITING in why and standing.judged:
        result = url_for("quiz.result", attempt_id=standing.judged.id)
        return "waiting", _locked(standing), "See what to work on", result
    return "waiting", _locked(standing), "", ""


def _undecided(line: Line, attempt_id: int) -> Point:
    """Return the point of an exam whose result waits for people to mark: since when, and who must act."""
    since = min((one.since for one in results.waiting([attempt_id])), default=None)
    words = f"Waits for marking since {filters.when(since)}"
    detail = "People mark some of your answers: the course's markers. You get a mail when the result is there."
    href = url_for("quiz.result", attempt_id=attempt_id)
    return Point(line, "waiting", words, detail, href, "See where it stands", href)


def _locked(standing: Standing) -> str:
    lock = standing.locks[0]
    until = f" {filters.when(lock.until)}" if lock.until else ""
    words = {
        Why.WAITING: f"Next attempt from{until}",
        Why.NOT_OPEN: f"Opens{until}",
        Why.CLOSED: "The window is over; ask the course office",
        Why.UNDECIDED: "Your last attempt waits for people to mark it",
        Why.USED: "No attempts left; ask the course office",
        Why.READ_AGAIN: "Read the linked sections again first",
        Why.NAME: "Confirm the name on your certificate first",
        Why.POOL: "The administrators must publish it again",
        Why.NOT_ADMITTED: "You are not admitted; ask the course office",
    }
    return words.get(lock.why, "Locked; the exam's page says why")


STATES = {
    State.DONE: "done",
    State.NEXT: "current",
    State.OPEN: "open",
    State.LOCKED: "locked",
    State.WAITING: "waiting",
    State.IN_A_ROOM: "open",
}


def _words(line: Line) -> str:
    if line.done:
        return "Done " + filters.day(line.facts[-1].at, settings().zone)
    if line.state == State.LOCKED:
        return "Opens when all modules are done"
    if line.state == State.WAITING:
        return f"{line.got} of {line.requirement.amount} confirmed, {line.waiting} wait for the supervisor"
    if line.requirement.in_a_room:
        unit = "stations" if line.requirement.need == Need.PRACTICAL else "sessions confirmed"
        return f"{line.got} of {line.requirement.amount} {unit}"
    return "Next" if line.state == State.NEXT else "Not done yet"


def _detail(line: Line) -> str:
    if line.done or not line.requirement.in_a_room:
        return ""
    if line.requirement.need == Need.PRACTICAL:
        return "Needs people in a room: an assessor watches you at two stations, in two regions."
    return "Needs people in a room: practise under supervision, enter each session, and the supervisor confirms it."
