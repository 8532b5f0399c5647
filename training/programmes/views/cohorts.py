"""Cohorts: the list, one with who lacks what, enrolling, withdrawing, exporting."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.accounts.links import Site
from training.core.eligibility import Need
from training.core.roles import Permission
from training.modules import grouping
from training.programmes import catalogue, hour_kinds
from training.programmes.forms import CohortForm, ReasonForm
from training.programmes.queries import candidates
from training.programmes.queries import cohorts as queries
from training.programmes.queries import hours as contact_hours
from training.programmes.queries.candidates import Progress
from training.programmes.service import cohorts as service
from training.web.access import requires
from training.web.filters import day
from training.web.frame import settings
from training.web.meanwhile import Change, as_seen, both

if TYPE_CHECKING:
    from training.programmes.models import Cohort, Enrolment

bp = Blueprint("cohorts", __name__, template_folder="../templates")
PROGRAMME = "dry-needling-foundations"
SHOWN = 40
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@bp.get("/cohorts")
@requires(Permission.MANAGE_COHORTS)
def index() -> ResponseReturnValue:
    """List the cohorts."""
    return render_template("programmes/cohorts.html", cohorts=queries.every(), sizes=queries.sizes())


@bp.get("/cohorts/new")
@requires(Permission.MANAGE_COHORTS)
def new() -> ResponseReturnValue:
    """Show the form of a new cohort."""
    return _edit(CohortForm())


@bp.post("/cohorts")
@requires(Permission.MANAGE_COHORTS)
def create() -> ResponseReturnValue:
    """Make a cohort for the programme as it reads now."""
    form = CohortForm()
    if not form.validate():
        return _edit(form), 422
    name, starts_on, ends_on = form.name.data or "", form.starts_on.data, form.ends_on.data
    assert starts_on is not None
    assert ends_on is not None
    programme = catalogue.programmes()[PROGRAMME]
    try:
        made = service.create(
            programme, name, starts_on=starts_on, ends_on=ends_on, by=current_user.id, now=clock.now()
        )
    except service.NameTaken:
        form.name.errors = ["Another cohort has this name. Choose a name that tells them apart."]
        return _edit(form), 422
    flash("The cohort is made. Enrol people next.", "good")
    return redirect(url_for("cohorts.show", cohort_id=made.id), 303)


@bp.get("/cohorts/<int:cohort_id>/edit")
@requires(Permission.MANAGE_COHORTS)
def edit(cohort_id: int) -> ResponseReturnValue:
    """Show a cohort's name and dates to be changed."""
    found = _cohort(cohort_id)
    return _edit(CohortForm(obj=found), found)


@bp.post("/cohorts/<int:cohort_id>/edit")
@requires(Permission.MANAGE_COHORTS)
def change(cohort_id: int) -> ResponseReturnValue:
    """Change a cohort's name and dates."""
    found, form = _cohort(cohort_id), CohortForm()
    if not form.validate():
        return _edit(form, found), 422
    name, starts_on, ends_on = form.name.data or "", form.starts_on.data, form.ends_on.data
    assert starts_on is not None
    assert ends_on is not None
    changes = both(
        request.form.get("seen"), _in_words(service.locked(cohort_id)), _words(name.strip(), starts_on, ends_on)
    )
    if changes:
        return _edit(form, found, changes), 409
    try:
        service.change(cohort_id, name, starts_on=starts_on, ends_on=ends_on, by=current_user.id, now=clock.now())
    except service.NameTaken:
        form.name.errors = ["Another cohort has this name. Choose a name that tells them apart."]
        return _edit(form, found), 422
    flash("Saved.", "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


@bp.get("/cohorts/<int:cohort_id>")
@requires(Permission.MANAGE_COHORTS)
def show(cohort_id: int) -> ResponseReturnValue:
    """Show who of a cohort lacks what."""
    found, now = _cohort(cohort_id), clock.now()
    programme = queries.programme_of(found)
    everybody = candidates.progress(queries.places(cohort_id), programme, now=now)
    lacks, words = request.args.get("lacks", ""), request.args.get("name", "").strip()
    rows = _filtered(everybody, lacks, words)
    return render_template(
        "programmes/cohort.html",
        cohort=found,
        programme=programme,
        groups=grouping.grouped(
            [asked for asked in programme.requirements if asked.need == Need.MODULE], lambda asked: asked.code
        ),
        others=[asked for asked in programme.requirements if asked.need != Need.MODULE],
        everybody=everybody,
        rows=rows,
        lacks=lacks,
        words=words,
        withdrawn=len(queries.places(cohort_id, withdrawn=True)),
        missing={
            requirement.key: sum(row.lacks(requirement.key) for row in everybody)
            for requirement in programme.requirements
        },
    )


@bp.post("/cohorts/<int:cohort_id>/export")
@requires(Permission.MANAGE_COHORTS)
def export(cohort_id: int) -> ResponseReturnValue:
    """Send who lacks what as CSV."""
    found, now = _cohort(cohort_id), clock.now()
    programme = queries.programme_of(found)
    rows = candidates.progress(queries.places(cohort_id), programme, now=now)
    service.note_export(cohort_id, people=len(rows), by=current_user.id, now=now)
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    asked = [f"{asked.title} ({asked.amount})" for asked in programme.requirements]
    sheet.writerow(["name", "email", "simulated", *asked, *(f"{kind.title} (hours)" for kind in hour_kinds.kinds())])
    hours = contact_hours.of_people([row.person.id for row in rows], programme)
    for row in rows:
        got, spent = [line.got for line in row.lines], [f"{float(each):.2f}" for each in hours[row.person.id].values()]
        simulated = "yes" if row.person.simulated else ""
        sheet.writerow([_cell(row.person.name), _cell(row.person.email), simulated, *got, *spent])
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="cohort-{cohort_id}.csv"'
    return answer


@bp.get("/cohorts/<int:cohort_id>/hours")
@requires(Permission.MANAGE_COHORTS)
def hours(cohort_id: int) -> ResponseReturnValue:
    """Show the contact hours of a cohort's people by kind."""
    found = _cohort(cohort_id)
    programme = queries.programme_of(found)
    people = accounts.people(row.person_id for row in queries.places(cohort_id))
    return render_template(
        "programmes/cohort_hours.html",
        cohort=found,
        programme=programme,
        people=sorted(people.values(), key=lambda person: (person.name.casefold(), person.id)),
        kinds=hour_kinds.kinds(),
        found=contact_hours.of_people(people, programme),
    )


@bp.get("/cohorts/<int:cohort_id>/withdrawn")
@requires(Permission.MANAGE_COHORTS)
def withdrawn(cohort_id: int) -> ResponseReturnValue:
    """Show who left a cohort, when and why."""
    rows = queries.places(cohort_id, withdrawn=True)
    people = accounts.people({row.person_id for row in rows} | {row.withdrawn_by for row in rows if row.withdrawn_by})
    return render_template("programmes/withdrawn.html", cohort=_cohort(cohort_id), rows=rows, people=people)


@bp.get("/cohorts/<int:cohort_id>/enrol")
@requires(Permission.MANAGE_COHORTS)
def choose(cohort_id: int) -> ResponseReturnValue:
    """Find somebody who has an account."""
    found, words = _cohort(cohort_id), request.args.get("name", "").strip()
    page = accounts.found_people(words, role="", state="", page=1) if words else None
    rows = page.people[:SHOWN] if page else ()
    inside = {row.person_id for row in queries.places(cohort_id)}
    return render_template("programmes/enrol.html", cohort=found, words=words, people=rows, inside=inside)


@bp.post("/cohorts/<int:cohort_id>/people/<int:person_id>")
@requires(Permission.MANAGE_COHORTS)
def enrol(cohort_id: int, person_id: int) -> ResponseReturnValue:
    """Enrol one person."""
    _cohort(cohort_id)
    person = accounts.person(person_id) or abort(404)
    name = person.name
    try:
        service.enrol(cohort_id, person_id, by=current_user.id, site=_site(), now=clock.now())
    except service.OwnEnrolment:
        flash("Nobody enrols themselves. Ask another administrator.", "warn")
    except service.AlreadyEnrolled as error:
        flash(f"{name} has an open place in {error.cohort} already.", "warn")
    except service.Blocked:
        flash(f"{name}'s account is blocked. Unblock it first.", "warn")
    except service.ExamMissing:
        flash("The programme's exam is not set up yet. Set it up, then enrol people.", "warn")
    else:
        flash(f"{name} is enrolled and told by mail.", "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


@bp.get("/places/<int:enrolment_id>")
@requires(Permission.MANAGE_COHORTS)
def place(enrolment_id: int) -> ResponseReturnValue:
    """Show one person's place: what each award asks for, with the evidence."""
    row, now = _place(enrolment_id), clock.now()
    programme = queries.programme_of(row.cohort)
    return render_template(
        "programmes/place.html",
        row=row,
        programme=programme,
        progress=candidates.progress([row], programme, now=now)[0],
        awards=[candidates.of_places([row], award, now=now, by=current_user.id)[0] for award in programme.awards],
        people=accounts.people(filter(None, (row.enrolled_by, row.withdrawn_by))),
        kinds=hour_kinds.kinds(),
        contact_hours=contact_hours.of_person(row.person_id, programme),
    )


@bp.get("/places/<int:enrolment_id>/withdraw")
@requires(Permission.MANAGE_COHORTS)
def ask_withdraw(enrolment_id: int) -> ResponseReturnValue:
    """Say what withdrawing does, and ask for the reason."""
    return _withdraw(_place(enrolment_id), ReasonForm())


@bp.post("/places/<int:enrolment_id>/withdraw")
@requires(Permission.MANAGE_COHORTS)
def withdraw(enrolment_id: int) -> ResponseReturnValue:
    """Close a place with a reason."""
    row, form = _place(enrolment_id), ReasonForm()
    if not form.validate():
        return _withdraw(row, form), 422
    cohort_id = row.cohort_id
    try:
        service.withdraw(enrolment_id, form.reason.data or "", by=current_user.id, site=_site(), now=clock.now())
    except service.OwnEnrolment:
        flash("Nobody withdraws themselves. Ask another administrator.", "warn")
    except service.AlreadyWithdrawn:
        flash("This place was withdrawn before.", "warn")
    else:
        flash("The place is withdrawn. Nothing that was done is lost.", "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


def _cohort(cohort_id: int) -> "Cohort":
    return queries.cohort(cohort_id) or abort(404)


def _place(enrolment_id: int) -> "Enrolment":
    return queries.enrolment(enrolment_id) or abort(404)


def _site() -> Site:
    return Site.of(settings())


def _edit(form: CohortForm, cohort: "Cohort | None" = None, changes: Iterable[Change] = ()) -> str:
    seen = as_seen(_in_words(cohort)) if cohort else ""
    return render_template("programmes/cohort_form.html", form=form, cohort=cohort, seen=seen, changes=changes)


def _in_words(cohort: "Cohort") -> dict[str, str]:
    return _words(cohort.name, cohort.starts_on, cohort.ends_on)


def _words(name: str, starts_on: date, ends_on: date) -> dict[str, str]:
    return {"Name": name, "Begins on": day(starts_on), "Ends on": day(ends_on)}


def _withdraw(row: "Enrolment", form: ReasonForm) -> str:
    person = accounts.person(row.person_id)
    return render_template("programmes/withdraw.html", row=row, person=person, form=form)


def _filtered(rows: list[Progress], lacks: str, words: str) -> list[Progress]:
    if lacks == "nothing":
        rows = [row for row in rows if row.done == len(row.lines)]
    elif lacks == "name":
        rows = [row for row in rows if not row.named]
    elif lacks:
        rows = [row for row in rows if row.lacks(lacks)]
    return [row for row in rows if words.casefold() in f"{row.person.name} {row.person.email}".casefold()]


def _cell(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
