"""People, for administrators: finding, inviting, roles, blocking, extra time, names, erasing."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import erasure, queries, second_factor, service
from training.accounts.forms import AccommodationForm, InviteForm, RolesForm
from training.accounts.here import factor, site
from training.core import addresses
from training.core.roles import Permission, Role
from training.web import numbers
from training.web.access import fresh, requires
from training.web.frame import settings
from training.web.meanwhile import Change, as_seen, both

if TYPE_CHECKING:
    from training.accounts.models import Person

bp = Blueprint("people", __name__, template_folder="templates", url_prefix="/people")
RECENT = 15
OWN = "Nobody acts on their own account. Ask another administrator."
LAST = "This is the last administrator who can sign in. Make somebody else one first."
ELSE = "The account changed in the meantime. This is how it stands now."


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """List people, found by name or address and by role."""
    words, role = request.args.get("q", "").strip(), request.args.get("role", "")
    state = request.args.get("state", "")
    page = max(1, request.args.get("page", 1, type=numbers.row))
    found = queries.found_people(words, role=role, state=state, page=page)
    roles = [(one.value, one.value.capitalize()) for one in Role]
    return render_template("accounts/people.html", found=found, words=words, role=role, state_wanted=state, roles=roles)


@bp.get("/invite")
@requires(Permission.MANAGE_PEOPLE)
def new() -> ResponseReturnValue:
    """Show the form for an invitation."""
    return render_template("accounts/invite.html", form=InviteForm())


@bp.post("/invite")
@requires(Permission.MANAGE_PEOPLE)
@fresh(RECENT)
def invite() -> ResponseReturnValue:
    """Make an account and mail the invitation."""
    form = InviteForm()
    if not form.validate():
        return render_template("accounts/invite.html", form=form), 422
    roles = [Role(value) for value in form.roles.data or ()]
    email, name = form.email.data or "", form.name.data or ""
    try:
        person = service.invite(email, name, roles, by=current_user.id, site=site(), now=clock.now())
    except service.AddressTaken:
        form.email.errors = ["There is an account with this address. Find it in the list of people."]
        return render_template("accounts/invite.html", form=form), 422
    flash(f"{person.name} is invited. The link in the mail is good for 14 days.", "good")
    return redirect(url_for("people.show", person_id=person.id), 303)


@bp.get("/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def show(person_id: int) -> ResponseReturnValue:
    """Show one account."""
    return _page(_person(person_id))


@bp.post("/<int:person_id>/roles")
@requires(Permission.MANAGE_PEOPLE)
@fresh(RECENT)
def set_roles(person_id: int) -> ResponseReturnValue:
    """Give a person the ticked roles and no others."""
    person, form = _person(person_id), RolesForm()
    if not form.validate():
        return _page(person, roles=form), 422
    roles = [Role(value) for value in form.roles.data or ()]
    changes = both(request.form.get("seen"), _roles_in_words(_locked(person).roles), _roles_in_words(roles))
    if changes:
        return _page(person, roles=form, changes=changes), 409
    return _done(
        person_id, lambda: service.set_roles(person_id, roles, by=current_user.id, now=clock.now()), "Roles saved."
    )


@bp.post("/<int:person_id>/block")
@requires(Permission.MANAGE_PEOPLE)
@fresh(RECENT)
def block(person_id: int) -> ResponseReturnValue:
    """End somebody's access at once."""
    name = _person(person_id).name
    return _done(
        person_id,
        lambda: service.block(person_id, by=current_user.id, now=clock.now()),
        f"{name} is blocked and signed out everywhere. Nothing was deleted.",
    )


@bp.post("/<int:person_id>/unblock")
@requires(Permission.MANAGE_PEOPLE)
@fresh(RECENT)
def unblock(person_id: int) -> ResponseReturnValue:
    """Give access back."""
    name = _person(person_id).name
    return _done(
        person_id,
        lambda: service.unblock(person_id, by=current_user.id, now=clock.now()),
        f"{name} has access again.",
    )


@bp.post("/<int:person_id>/sign-out")
@requires(Permission.MANAGE_PEOPLE)
def sign_out(person_id: int) -> ResponseReturnValue:
    """End all sessions of somebody."""
    name = _person(person_id).name
    try:
        ended = service.sign_out_everywhere(person_id, by=current_user.id, now=clock.now())
    except service.OwnAccount:
        flash(OWN, "warn")
    else:
        flash(f"{name} is signed out on {ended} {'device' if ended == 1 else 'devices'}.", "good")
    return redirect(url_for("people.show", person_id=person_id), 303)


@bp.post("/<int:person_id>/invite-again")
@requires(Permission.MANAGE_PEOPLE)
def invite_again(person_id: int) -> ResponseReturnValue:
    """Mail another invitation; the one before ends."""
    name = _person(person_id).name
    return _done(
        person_id,
        lambda: service.invite_again(person_id, by=current_user.id, site=site(), now=clock.now()),
        f"{name} is sent a new invitation, good for 14 days. The old link no longer works.",
    )


@bp.post("/<int:person_id>/extra-time")
@requires(Permission.MANAGE_PEOPLE)
def accommodate(person_id: int) -> ResponseReturnValue:
    """Grant extra time."""
    person, form = _person(person_id), AccommodationForm()
    wanted = form.value() if form.validate() else None
    if wanted is None:
        return _page(person, extra=form), 422
    note = form.note.data or ""
    stored = queries.accommodation(_locked(person).id).factor
    changes = both(request.form.get("seen"), _time_in_words(stored), _time_in_words(wanted))
    if changes:
        return _page(person, extra=form, changes=changes), 409
    return _done(
        person_id,
        lambda: service.accommodate(person_id, wanted, note, by=current_user.id, now=clock.now()),
        "Extra time saved. An exam that is running keeps the deadline it was given.",
    )


@bp.post("/<int:person_id>/name")
@requires(Permission.MANAGE_PEOPLE)
def decide_name(person_id: int) -> ResponseReturnValue:
    """Accept or refuse another name on certificates."""
    person, name = _person(person_id), request.form.get("name", "")
    accept = request.form.get("decision") == "accept"
    said = "The name is accepted; certificates issued from now on carry it." if accept else "The wish is refused."
    then = None
    if accept and person.certificate_name_fixed_at is not None:
        said += " Those issued before stand here: open each that is valid, and correct its name."
        then = url_for("register.index", person=person_id)
    return _done(
        person_id,
        lambda: service.decide_name(person_id, name, accept=accept, by=current_user.id, now=clock.now()),
        said,
        then=then,
    )


@bp.post("/<int:person_id>/code-app")
@requires(Permission.MANAGE_PEOPLE)
@fresh(RECENT)
def remove_code_app(person_id: int) -> ResponseReturnValue:
    """Take the code app off the account of somebody who lost phone and recovery codes."""
    name = _person(person_id).name
    return _done(
        person_id,
        lambda: second_factor.take_off(person_id, by=current_user.id, now=clock.now()),
        f"The code app is off {name}'s account, and {name} is signed out.",
    )


@bp.get("/<int:person_id>/erase")
@requires(Permission.MANAGE_PEOPLE)
def erasing(person_id: int) -> ResponseReturnValue:
    """Say what erasing does before it is done."""
    return render_template("accounts/erase.html", person=_person(person_id), wrong=False)


@bp.post("/<int:person_id>/erase")
@requires(Permission.MANAGE_PEOPLE)
@fresh(5)
def erase(person_id: int) -> ResponseReturnValue:
    """Erase a person after their address was typed."""
    person = _person(person_id)
    if addresses.kept(request.form.get("address", "")) != person.email:
        return render_template("accounts/erase.html", person=person, wrong=True), 422
    erasers = current_app.extensions.get("needlewise_erasers", ())
    return _done(
        person_id,
        lambda: erasure.erase(person_id, by=current_user.id, also=erasers, data=settings().data, now=clock.now()),
        "The person is erased. Decisions about them stay, under a number.",
    )


def _done(person_id: int, act: Callable[[], object], said: str, *, then: str | None = None) -> ResponseReturnValue:
    """Do an act on somebody's account and go back to their page, or ``then`` elsewhere, which says how it went."""
    try:
        act()
    except service.OwnAccount:
        flash(OWN, "warn")
    except service.LastAdministrator:
        flash(LAST, "warn")
    except service.WrongState:
        flash(ELSE, "warn")
    else:
        flash(said, "good")
        if then is not None:
            return redirect(then, 303)
    return redirect(url_for("people.show", person_id=person_id), 303)


def _locked(person: "Person") -> "Person":
    """Return a person as they are now, whose row nobody else changes till the commit; one's own is refused later."""
    return person if person.id == current_user.id else service.other_person(person.id, current_user.id)


def _roles_in_words(roles: Iterable[Role]) -> dict[str, str]:
    return {"Roles": ", ".join(sorted(roles)) or "none"}


def _time_in_words(value: Fraction) -> dict[str, str]:
    return {"Time in exams": factor(value)}


def _person(person_id: int) -> "Person":
    return queries.person(person_id) or abort(404)


def _page(
    person: "Person",
    roles: RolesForm | None = None,
    extra: AccommodationForm | None = None,
    changes: Iterable[Change] = (),
) -> str:
    now, time = clock.now(), queries.accommodation(person.id).factor
    return render_template(
        "accounts/person.html",
        person=person,
        own=person.id == current_user.id,
        roles=roles or RolesForm(roles=sorted(person.roles)),
        extra=extra or AccommodationForm.showing(time),
        changes=changes,
        seen_roles=as_seen(_roles_in_words(person.roles)),
        seen_time=as_seen(_time_in_words(time)),
        accommodations=queries.accommodations(person.id),
        names=queries.certificate_names(person.id),
        wish=queries.open_name_request(person.id),
        code_app=queries.has_second_factor(person.id),
        sessions=queries.sessions_of(person.id, now=now),
        invitation=queries.invitation(person.id),
        opened=person.password_hash is not None,
        people=queries.people(row.granted_by for row in queries.accommodations(person.id) if row.granted_by),
        now=now,
    )
