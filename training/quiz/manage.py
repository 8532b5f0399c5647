"""The pages of administrators: setting exams, publishing them, watching who sits, acting on attempts."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import here
from training.accounts import queries as accounts
from training.core import specifying
from training.core.domains import Domain, Level
from training.core.drafts import DraftError
from training.core.roles import Permission, allows
from training.core.specification import Specification
from training.modules import queries as modules
from training.quiz import feasibility, invigilation, publishing, retaking, service, shipped, sittings, watching
from training.quiz import monitor as monitor_
from training.quiz.calibration import queries as calibrations
from training.quiz.forms import AnswerFileForm, ExtraTimeForm, NewExamForm, SettingsForm, VoidForm
from training.quiz.mocks import queries as mocks
from training.quiz.queries import exams
from training.quiz.service import QuizError
from training.scoring import queries as results
from training.web import filters, numbers
from training.web.access import requires
from training.web.choices import choices
from training.web.frame import settings
from training.web.meanwhile import both

bp = Blueprint("exams", __name__, url_prefix="/exams", template_folder="templates")


@bp.get("")
@requires(Permission.MONITOR_EXAM)
def index() -> ResponseReturnValue:
    """List all exams, published or not."""
    return render_template("exams/index.html", rows=watching.exam_rows(), may_set=_may(Permission.SET_EXAM))


@bp.get("/new")
@requires(Permission.SET_EXAM)
def new() -> ResponseReturnValue:
    """Show the form for a new exam."""
    return render_template("exams/new.html", form=NewExamForm())


@bp.post("")
@requires(Permission.SET_EXAM)
def create() -> ResponseReturnValue:
    """Add an exam with the shipped one's numbers, to be changed."""
    form = NewExamForm()
    if form.validate_on_submit():
        code = str(form.code.data)
        try:
            service.create(code, shipped.renamed(str(form.title.data)), by=int(current_user.id), now=clock.now())
        except service.CodeTaken as error:
            form.code.errors = [str(error)]
        else:
            return redirect(url_for("exams.show", code=code), 303)
    return render_template("exams/new.html", form=form), 422


@bp.get("/<code>")
@requires(Permission.MONITOR_EXAM)
def show(code: str) -> ResponseReturnValue:
    """Show an exam's settings, what the pool holds for it, and its versions."""
    found = _settings(code)
    form = _settings_form()
    form.fill(found.draft, settings().timezone)
    form.revision.data = found.exam.revision
    return _settings_page(found, form)


@bp.post("/<code>")
@requires(Permission.SET_EXAM)
def save(code: str) -> ResponseReturnValue:
    """Save the settings; a save of somebody else meanwhile shows both."""
    found, form = _settings(code), _settings_form()
    draft = _entered(form)
    if draft is None:
        return _settings_page(found, form), 422
    revision = numbers.within(form.revision.data or 0)
    try:
        service.save(code, draft, revision=revision, by=int(current_user.id), now=clock.now())
    except service.EditedMeanwhile as error:
        form.revision.raw_data, form.revision.data = None, error.revision
        changes = both("", _said(error.stored), _said(draft))
        if changes:
            return _settings_page(found, form, changes=changes), 409
    flash("The settings are saved. Papers follow them once you publish.", "good")
    return redirect(url_for("exams.show", code=code), 303)


@bp.get("/<code>/publish")
@requires(Permission.SET_EXAM)
def ask_publish(code: str) -> ResponseReturnValue:
    """Show what publishing freezes, or what stands against it."""
    return _publish_page(_settings(code))


@bp.post("/<code>/publish")
@requires(Permission.SET_EXAM)
def publish(code: str) -> ResponseReturnValue:
    """Freeze the settings as a new version."""
    if not _settings(code).unpublished:
        return redirect(url_for("exams.ask_publish", code=code), 303)
    revision = request.form.get("revision", type=numbers.row) or 0
    try:
        number = publishing.publish(code, revision=revision, by=int(current_user.id), now=clock.now())
    except publishing.NotPublishable as error:
        flash(str(error), "warn")
        return render_template(
            "exams/publish.html", settings=_settings(code), shortages=error.shortages, retakes=None
        ), 409
    except service.EditedMeanwhile as error:
        flash(str(error), "warn")
        return _publish_page(_settings(code)), 409
    flash(f"Version {number} is published. Attempts started from now on follow it.", "good")
    return redirect(url_for("exams.show", code=code), 303)


@bp.get("/<code>/monitor")
@requires(Permission.MONITOR_EXAM)
def monitor(code: str) -> ResponseReturnValue:
    """Show who sits now and, apart from them, who is done; those in trouble first."""
    found = _settings(code)
    rows, rehearsed = monitor_.watched(found.exam.id), monitor_.mocks_with_problems(found.exam.id)
    owners = {row.id: (row.person_id, row.number) for row in rows} | rehearsed
    people = accounts.people(person_id for person_id, _number in owners.values())
    problems = sittings.problems(owners)
    waiting = results.waiting({row.id for row in rows})
    return render_template(
        "exams/monitor.html",
        settings=found,
        rows=rows,
        sitting=[row for row in rows if row.sits],
        done=[row for row in rows if not row.sits],
        people=people,
        simulated_ids={person.id for person in people.values() if person.simulated},
        waiting={one.attempt_id: [each for each in waiting if each.attempt_id == one.attempt_id] for one in waiting},
        problems=[problem for problem in problems if problem.answered_at is None],
        owners=owners,
        mocks=rehearsed,
        shortages=watching.shortages(code),
        live=request.args.get("live") != "no",
        viewer_id=int(current_user.id),
        now=clock.now(),
        may_act=_may(Permission.MANAGE_ATTEMPTS),
    )


@bp.get("/<code>/extra-time")
@requires(Permission.MANAGE_ATTEMPTS)
def ask_extra_time_for_all(code: str) -> ResponseReturnValue:
    """Show the form for adding minutes to everybody."""
    return _extra_time_for_all(_settings(code), ExtraTimeForm())


@bp.post("/<code>/extra-time")
@requires(Permission.MANAGE_ATTEMPTS)
def extra_time_for_all(code: str) -> ResponseReturnValue:
    """Add minutes to every attempt in progress."""
    found, form = _settings(code), ExtraTimeForm()
    if not form.validate_on_submit():
        return _extra_time_for_all(found, form), 422
    count = invigilation.add_minutes_to_all(
        found.exam.id, int(form.minutes.data or 0), str(form.reason.data), by=int(current_user.id), now=clock.now()
    )
    if count:
        added, to = filters.count(form.minutes.data or 0, "minute"), filters.count(count, "running attempt")
        flash(f"Added {added} to {to}.", "good")
    else:
        flash("No attempt of anybody else is running here, so no minutes were added.", "warn")
    return redirect(url_for("exams.monitor", code=code), 303)


@bp.get("/attempts/<int:attempt_id>")
@requires(Permission.MONITOR_EXAM)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """Show one attempt with everything that happened in it."""
    found = watching.attempt(attempt_id)
    if found is None:
        abort(404)
    return render_template(
        "exams/attempt.html",
        attempt=found,
        people=accounts.people(found.person_ids),
        form=AnswerFileForm(),
        held_words=watching.HELD_WORDS,
        may_act=_may(Permission.MANAGE_ATTEMPTS) and found.person_id != int(current_user.id) and not found.mock,
    )


@bp.get("/attempts/<int:attempt_id>/extra-time")
@requires(Permission.MANAGE_ATTEMPTS)
def ask_extra_time(attempt_id: int) -> ResponseReturnValue:
    """Show the form for adding minutes to one attempt."""
    return render_template("exams/extra_time.html", **_one(attempt_id), form=ExtraTimeForm())


@bp.post("/attempts/<int:attempt_id>/extra-time")
@requires(Permission.MANAGE_ATTEMPTS)
def extra_time(attempt_id: int) -> ResponseReturnValue:
    """Add minutes to one attempt."""
    form, one = ExtraTimeForm(), _one(attempt_id)
    if not form.validate_on_submit():
        return render_template("exams/extra_time.html", **one, form=form), 422
    try:
        invigilation.add_minutes(
            attempt_id, int(form.minutes.data or 0), str(form.reason.data), by=int(current_user.id), now=clock.now()
        )
    except QuizError as error:
        return _refused(attempt_id, error)
    flash(f"Added {filters.count(form.minutes.data or 0, 'minute')}.", "good")
    return redirect(url_for("exams.attempt", attempt_id=attempt_id), 303)


@bp.get("/attempts/<int:attempt_id>/void")
@requires(Permission.MANAGE_ATTEMPTS)
def ask_void(attempt_id: int) -> ResponseReturnValue:
    """Say what voiding does, and ask for the reason."""
    form = VoidForm()
    form.give_back.data = True
    return render_template("exams/void.html", **_one(attempt_id), form=form)


@bp.post("/attempts/<int:attempt_id>/void")
@requires(Permission.MANAGE_ATTEMPTS)
def void(attempt_id: int) -> ResponseReturnValue:
    """Let an attempt count for nothing."""
    form, one = VoidForm(), _one(attempt_id)
    if not form.validate_on_submit():
        return render_template("exams/void.html", **one, form=form), 422
    try:
        invigilation.void(
            attempt_id,
            str(form.reason.data),
            give_back=bool(form.give_back.data),
            by=int(current_user.id),
            site=here.site(),
            now=clock.now(),
        )
    except QuizError as error:
        return _refused(attempt_id, error)
    flash("The attempt is voided. It stays on record and counts for nothing. Its candidate is told by mail.", "good")
    return redirect(url_for("exams.attempt", attempt_id=attempt_id), 303)


@bp.post("/attempts/<int:attempt_id>/late")
@requires(Permission.MANAGE_ATTEMPTS)
def late(attempt_id: int) -> ResponseReturnValue:
    """Accept or refuse the late answers that are ticked."""
    _one(attempt_id)
    accept = request.form.get("ruling") == "accept"
    held_ids = request.form.getlist("held", type=numbers.row)
    try:
        watching.rule(attempt_id, held_ids, accept=accept, by=int(current_user.id), site=here.site(), now=clock.now())
    except QuizError as error:
        return _refused(attempt_id, error)
    flash("The late answers are accepted." if accept else "The late answers are refused.", "good")
    return redirect(url_for("exams.attempt", attempt_id=attempt_id), 303)


@bp.post("/attempts/<int:attempt_id>/file")
@requires(Permission.MANAGE_ATTEMPTS)
def answer_file(attempt_id: int) -> ResponseReturnValue:
    """Take the answer file that a candidate's device saved."""
    _one(attempt_id)
    sent = request.files.get("file")
    try:
        taken = invigilation.take_file(
            attempt_id, sent.read() if sent else b"", by=int(current_user.id), now=clock.now()
        )
    except QuizError as error:
        return _refused(attempt_id, error)
    parts = ", ".join(f"{count} {watching.ACK_WORDS[ack]}" for ack, count in sorted(taken.acks.items()))
    flash(f"The file was read: {parts or 'nothing new'}.", "good")
    return redirect(url_for("exams.attempt", attempt_id=attempt_id), 303)


@bp.post("/problems/<int:problem_id>")
@requires(Permission.MANAGE_ATTEMPTS)
def close_problem(problem_id: int) -> ResponseReturnValue:
    """Note that a reported problem was dealt with."""
    try:
        attempt_id = invigilation.close_problem(problem_id, by=int(current_user.id), now=clock.now())
    except invigilation.OwnAttempt as error:
        flash(str(error), "warn")
        return redirect(url_for("exams.index"), 303)
    if attempt_id is None:
        abort(404)
    flash("Noted as dealt with.", "good")
    return redirect(url_for("exams.attempt", attempt_id=attempt_id), 303)


def _may(permission: Permission) -> bool:
    return allows(current_user.roles, permission)


def _settings(code: str) -> exams.Settings:
    found = exams.settings(code)
    if found is None:
        abort(404)
    return found


def _said(specification: Specification) -> dict[str, str]:
    form = _settings_form(formdata=None)
    form.fill(specification, settings().timezone)
    return form.said()


def _settings_form(**given: object) -> SettingsForm:
    form = SettingsForm(**given)
    form.modules.choices = choices(modules.titles().items())
    return form


def _entered(form: SettingsForm) -> Specification | None:
    """Return the specification that was entered; None, with the reasons in the form, when there is none."""
    zone = settings().timezone
    if not form.validate_on_submit() or not form.times_exist(zone):
        return None
    try:
        return specifying.parse(form.draft(zone))
    except DraftError as error:
        form.blame(error.faults)
        return None


def _settings_page(found: exams.Settings, form: SettingsForm, changes: tuple[object, ...] = ()) -> str:
    return render_template(
        "exams/show.html",
        settings=found,
        form=form,
        changes=changes,
        domains=list(Domain),
        levels=list(Level),
        may_set=_may(Permission.SET_EXAM),
        balanced_on=calibrations.source_in_force(found.exam.id),
        mock_shortages=mocks.shortages(found.draft),
        mocks_sat=mocks.sat(found.exam.id),
        shortages=feasibility.shortages(found.exam.id, found.draft),
    )


def _publish_page(found: exams.Settings) -> str:
    shortages = feasibility.against_cohort(found.exam.id, found.draft) if found.unpublished else ()
    retakes = retaking.of(found.exam.id, found.draft) if found.unpublished and not shortages else None
    return render_template("exams/publish.html", settings=found, shortages=shortages, retakes=retakes)


def _extra_time_for_all(found: exams.Settings, form: ExtraTimeForm) -> str:
    running = monitor_.running(found.exam.id, besides=int(current_user.id))
    return render_template("exams/extra_time_for_all.html", settings=found, form=form, running=running)


def _one(attempt_id: int) -> dict[str, object]:
    """Return what a page about one attempt says of it; 404 for an unknown one."""
    found = sittings.attempt_at(attempt_id)
    if found is None:
        abort(404)
    person = accounts.person(found.attempt.person_id)
    return {"attempt": found.attempt, "code": found.code, "name": person.name if person else "Erased"}


def _refused(attempt_id: int, error: QuizError) -> ResponseReturnValue:
    flash(str(error), "warn")
    return redirect(url_for("exams.attempt", attempt_id=attempt_id), 303)
