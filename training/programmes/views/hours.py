"""Contact hours: an assessor's sheets of groups, a person's hours, corrections."""

import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.core.contact_hours import MOST, hours_in_words
from training.core.roles import Permission, allows
from training.programmes import hour_kinds
from training.programmes.forms import ReasonForm
from training.programmes.hour_forms import CorrectionForm, SheetForm, correction_form, sheet_form
from training.programmes.queries import cohorts
from training.programmes.queries import hours as queries
from training.programmes.service import hours as service
from training.web import filters, numbers, written
from training.web.access import requires
from training.web.frame import settings

if TYPE_CHECKING:
    from datetime import date

    from training.accounts.models import Person
    from training.programmes.models import Cohort, ContactHours

bp = Blueprint("hours", __name__, template_folder="../templates")
OWN = "These hours are yours. Another assessor enters them, corrects them or takes them back."
CORRECTED_BEFORE = "This record was corrected before. The newer one is in the list."


@bp.get("/hours")
@requires(Permission.ASSESS)
def index() -> ResponseReturnValue:
    """Show the groups hours are entered for, and what one entered lately."""
    recorded, sizes = queries.recorded_by(current_user.id), cohorts.sizes()
    return render_template(
        "hours/index.html",
        groups=[group for group in cohorts.every() if sizes.get(group.id)],
        sizes=sizes,
        recorded=recorded,
        newer=queries.superseded(recorded),
        people=accounts.people({row.person_id for row in recorded}),
        title=hour_kinds.title,
    )


@bp.get("/hours/groups/<int:cohort_id>/new")
@requires(Permission.ASSESS)
def new(cohort_id: int) -> ResponseReturnValue:
    """Show the empty sheet of a group."""
    group = _group(cohort_id)
    people = _people(cohort_id)
    ticked = [person.id for person in people] if request.args.get("ticked") == "all" else []
    form = sheet_form(people, latest=_today(), data={"key": secrets.token_hex(16), "person": ticked})
    return _sheet(group, people, form)


@bp.post("/hours/groups/<int:cohort_id>")
@requires(Permission.ASSESS)
def enter(cohort_id: int) -> ResponseReturnValue:
    """Enter hours for those who are ticked, or for all that stood on the page: for all of them or for nobody."""
    group = _group(cohort_id)
    people = _people(cohort_id)
    form = sheet_form(people, latest=_today())
    if request.form.get("all"):
        form.person.data = request.form.getlist("shown", type=numbers.row)
    if not form.validate():
        return _sheet(group, people, form), 422
    sheet = service.Sheet(cohort_id, form.held(), form.minutes(), form.further.data)
    try:
        rows = service.enter(sheet, _signed(form))
    except service.OwnRecord:  # no sheet lists who looks at it
        flash(OWN, "warn")
        return redirect(url_for("hours.new", cohort_id=cohort_id), 303)
    except service.LeftCohort as error:
        form.person.errors = [_left(cohort_id, error.person_ids)]
    except service.SameKind as error:
        form.further.errors = [_same(error.rows)]
    except service.Overfull as error:
        form.hours.errors = [_overfull(error.minutes)]
    else:
        flash(f"Entered for {filters.count(len(rows), 'person', 'people')}, with your name and the time.", "good")
        return redirect(url_for("hours.index"), 303)
    return _sheet(group, _people(cohort_id), form), 422


@bp.get("/hours/people/<int:person_id>")
@requires(Permission.SEE_PRACTICALS)
def person(person_id: int) -> ResponseReturnValue:
    """Show a person's hours by kind in each programme, and every record entered for them."""
    found = accounts.person(person_id) or abort(404)
    records = queries.records_of(person_id)
    return render_template(
        "hours/person.html",
        person=found,
        programmes=queries.by_programme(person_id),
        kinds=hour_kinds.kinds(),
        records=records,
        newer=queries.superseded(records),
        title=hour_kinds.title,
        may_act=allows(current_user.roles, Permission.ASSESS) and person_id != current_user.id,
    )


@bp.get("/hours/records/<int:record_id>/correct")
@requires(Permission.ASSESS)
def ask_correct(record_id: int) -> ResponseReturnValue:
    """Show the form of a record of one's own, filled with what was entered."""
    row = queries.record(record_id) or abort(404)
    if row.person_id == current_user.id:
        return _about_oneself()
    row = _own_record(record_id)
    given = {
        "key": secrets.token_hex(16),
        "held_on": row.held_on,
        "kind": row.kind,
        "topic": row.topic,
        "place": row.place,
        "hours": hours_in_words(row.minutes),
        "note": row.note,
    }
    return _correction(row, correction_form(latest=_today(), data=given))


@bp.post("/hours/records/<int:record_id>/correct")
@requires(Permission.ASSESS)
def correct(record_id: int) -> ResponseReturnValue:
    """Enter the record that takes the place of the earlier one."""
    row, form = queries.record(record_id) or abort(404), correction_form(latest=_today())
    person_id = row.person_id
    if current_user.id not in (person_id, row.assessor_id):
        abort(404)
    if not form.validate():
        return _correction(row, form), 422
    correction = service.Correction(record_id, form.held(), form.minutes, (form.reason.data or "").strip())
    try:
        service.correct(correction, _signed(form))
    except LookupError:
        abort(404)
    except service.OwnRecord:
        return _about_oneself()
    except service.AlreadyCorrected:
        return _overtaken(person_id), 409
    except service.Overfull as error:
        form.hours.errors = [_overfull(error.minutes)]
        return _correction(_own_record(record_id), form), 422
    flash("Corrected by a new record. The earlier one stays readable.", "good")
    return redirect(url_for("hours.person", person_id=person_id), 303)


@bp.get("/hours/records/<int:record_id>/strike")
@requires(Permission.ASSESS)
def ask_strike(record_id: int) -> ResponseReturnValue:
    """Ask for the reason hours are taken back."""
    row = queries.record(record_id) or abort(404)
    if row.person_id == current_user.id:
        return _about_oneself()
    return abort(404) if row.struck else _strike(row, ReasonForm())


@bp.post("/hours/records/<int:record_id>/strike")
@requires(Permission.ASSESS)
def strike(record_id: int) -> ResponseReturnValue:
    """Take hours back by a new record."""
    row, form = queries.record(record_id) or abort(404), ReasonForm()
    person_id = row.person_id
    if not form.validate():
        return _strike(row, form), 422
    signed = service.Signed(current_user.id, secrets.token_hex(16), clock.now())
    try:
        service.strike(record_id, (form.reason.data or "").strip(), signed)
    except LookupError:
        abort(404)
    except service.OwnRecord:
        return _about_oneself()
    except service.AlreadyCorrected:
        flash(CORRECTED_BEFORE, "warn")
    else:
        flash("Taken back. The record stays readable and counts no more.", "good")
    return redirect(url_for("hours.person", person_id=person_id), 303)


def _group(cohort_id: int) -> "Cohort":
    return cohorts.cohort(cohort_id) or abort(404)


def _people(cohort_id: int) -> list["Person"]:
    """Return who has an open place in a group, by name, without the one who looks: nobody enters their own."""
    found = accounts.people(row.person_id for row in cohorts.places(cohort_id)).values()
    listed = [person for person in found if person.id != current_user.id and person.state != "erased"]
    return sorted(listed, key=lambda person: (person.name.casefold(), person.id))


def _own_record(record_id: int) -> "ContactHours":
    """Return a record that this assessor may correct."""
    row = queries.record(record_id)
    if row is None or row.struck or row.assessor_id != current_user.id:
        abort(404)
    return row


def _about_oneself() -> ResponseReturnValue:
    """Send somebody whose own hours these are back to the list, and say who acts on them."""
    flash(OWN, "warn")
    return redirect(url_for("hours.index"), 303)


def _signed(form: SheetForm | CorrectionForm) -> service.Signed:
    """Return who enters, with the key the empty form was given; a foreign or missing one is replaced."""
    key = form.key.data or ""
    kept = key if len(key) == 32 and key.isalnum() else secrets.token_hex(16)
    return service.Signed(current_user.id, kept, clock.now())


def _today() -> "date":
    """Return today's date at the institution."""
    return clock.now().astimezone(settings().timezone).date()


def _sheet(group: "Cohort", people: list["Person"], form: SheetForm) -> str:
    found = queries.of_people([person.id for person in people], cohorts.programme_of(group))
    so_far = {
        person_id: sum(amount for code, amount in hours.items() if code in {kind.code for kind in hour_kinds.entered()})
        for person_id, hours in found.items()
    }
    return render_template("hours/sheet.html", group=group, people=people, form=form, so_far=so_far)


def _correction(row: "ContactHours", form: CorrectionForm) -> str:
    return render_template("hours/correct.html", row=row, person=accounts.person(row.person_id), form=form)


def _overtaken(person_id: int) -> str:
    """Say that a record was corrected meanwhile, and give back what was typed."""
    return render_template(
        "overtaken.html",
        heading="This record was corrected meanwhile",
        why="Nothing was saved now. The newer record is in the list; correct that one if it is not right yet.",
        sent=written.sent(silent={"key"}),
        words="Go to the hours",
        href=url_for("hours.person", person_id=person_id),
    )


def _strike(row: "ContactHours", form: ReasonForm) -> str:
    return render_template(
        "hours/strike.html", row=row, person=accounts.person(row.person_id), form=form, title=hour_kinds.title
    )


def _left(cohort_id: int, person_ids: Iterable[int]) -> str:
    """Say who has no place in a group any more; who never had one is not named."""
    gone = {row.person_id for row in cohorts.places(cohort_id, withdrawn=True)}.intersection(person_ids)
    names = ", ".join(sorted(person.name for person in accounts.people(gone).values()))
    return f"Not in this group any more: {names or 'somebody'}. Nothing was entered. Check the others and enter again."


def _same(rows: tuple["ContactHours", ...]) -> str:
    people = accounts.people(row.person_id for row in rows)
    named = "; ".join(
        f"{people[row.person_id].name}, {filters.minutes(row.minutes * 60)}, entered by {row.assessor_name}"
        for row in rows
    )
    kind = hour_kinds.title(rows[0].kind).lower()
    return (
        f"There are hours of {kind} on {filters.day(rows[0].held_on)} already: {named}. Nothing was entered. Tick this "
        "only if yours come on top of them."
    )


def _overfull(minutes: Mapping[int, int]) -> str:
    people = accounts.people(minutes)
    named = "; ".join(
        f"{people[person_id].name} has {filters.minutes(so_far * 60)}" for person_id, so_far in minutes.items()
    )
    return f"One day holds at most {MOST // 60} hours a person. On this day so far: {named}. Nothing was entered."
