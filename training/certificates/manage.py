"""The register of certificates: finding one, its history, and what may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.certificates import guilloche, queries, service
from training.certificates.forms import STATUSES, NameForm, ReasonForm, RegisterForm, RenewForm
from training.certificates.queries import Standing
from training.core import certification
from training.core.certification import Act, Reason, Status
from training.core.roles import Permission, allows
from training.web import numbers
from training.web.access import requires

if TYPE_CHECKING:
    from training.certificates.models import Certificate

bp = Blueprint("register", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Step:
    """An act as its page asks for it, and what it will do."""

    act: Act
    do: Callable[..., None]
    title: str
    button: str
    tone: str
    effect: str
    done: str


STEPS = {
    "suspend": Step(
        Act.SUSPENDED,
        service.suspend,
        "Suspend certificate",
        "Suspend 1 certificate",
        "danger",
        "Anyone who checks it sees that it is suspended, and the reason below. You can reinstate it later.",
        "The certificate is suspended.",
    ),
    "reinstate": Step(
        Act.REINSTATED,
        service.reinstate,
        "Reinstate certificate",
        "Reinstate 1 certificate",
        "primary",
        "Anyone who checks it sees that it is valid again, unless its last day is over.",
        "The certificate is reinstated.",
    ),
    "revoke": Step(
        Act.REVOKED,
        service.revoke,
        "Revoke certificate",
        "Revoke 1 certificate for good",
        "danger",
        "Anyone who checks it sees that it is revoked, and the reason below. This cannot be undone: a mistake is "
        "mended by a new award.",
        "The certificate is revoked.",
    ),
}


SHORTER_NAME: dict[type[Exception], str] = {
    service.Unprintable: "Write the name without it.",
    service.TooLong: "Shorten the name, for instance to initials.",
}
"""What to do about a name with which the certificate cannot be printed."""
OTHER_NAME = "Correct the name first, to a shorter one that can be printed; then renew the certificate that has it."


@bp.get("/register")
@requires(Permission.SEE_CERTIFICATES)
def index() -> ResponseReturnValue:
    """Show the register, filtered."""
    form, now = RegisterForm(request.args), clock.now()
    wanted = form.status.data or ""
    status, person_id = STATUSES.get(wanted), request.args.get("person", type=numbers.row)
    listing = queries.register(
        words=form.words.data or "",
        status=status,
        now=now,
        page=request.args.get("page", 1, type=numbers.row),
        person_id=person_id,
    )
    return render_template(
        "register/index.html",
        form=form,
        listing=listing,
        counts=queries.counts(now=now),
        filters={"words": form.words.data or "", "status": wanted if status else None, "person": person_id},
        person=accounts.person(person_id) if person_id else None,
    )


@bp.get("/register/<number>")
@requires(Permission.SEE_CERTIFICATES)
def show(number: str) -> ResponseReturnValue:
    """Show one certificate with its whole history."""
    standing = _standing(number, clock.now())
    history = queries.history(standing.number)
    people = accounts.people({standing.issued_by, standing.person_id, *(event.by for event in history)})
    return render_template(
        "register/show.html",
        standing=standing,
        facts=standing.facts,
        history=history,
        names={person_id: person.name for person_id, person in people.items()},
        paths=guilloche.paths(standing.facts_sha256),
        possible=_possible(standing),
        name_now=_name_now(standing),
        may_manage=allows(current_user.roles, Permission.MANAGE_CERTIFICATES),
    )


@bp.get("/register/<number>/<any(suspend, reinstate, revoke):step>")
@requires(Permission.MANAGE_CERTIFICATES)
def ask(number: str, step: str) -> ResponseReturnValue:
    """Ask for the reason of a change of status and say what it will do."""
    standing = _standing(number, clock.now())
    if step not in _possible(standing):
        return _not_possible(standing)
    return _step_page(standing, STEPS[step], ReasonForm.of(STEPS[step].act))


@bp.post("/register/<number>/<any(suspend, reinstate, revoke):step>")
@requires(Permission.MANAGE_CERTIFICATES)
def change(number: str, step: str) -> ResponseReturnValue:
    """Change the status."""
    now, wanted = clock.now(), STEPS[step]
    standing, form = _standing(number, now), ReasonForm.of(STEPS[step].act)
    if not form.validate():
        return _step_page(standing, wanted, form), 422
    try:
        wanted.do(
            standing.number,
            reason_class=Reason(form.reason_class.data),
            reason=form.reason.data or "",
            by=current_user.id,
            now=now,
        )
    except service.OwnCertificate:
        return _own(standing)
    except service.NotPossible:
        return _not_possible(standing)
    told = (
        "Nobody is told: the holder was erased." if standing.erased_at else f"{standing.facts.holder} is told by mail."
    )
    return _done(standing.number, f"{wanted.done} {told}")


@bp.get("/register/<number>/name")
@requires(Permission.MANAGE_CERTIFICATES)
def ask_name(number: str) -> ResponseReturnValue:
    """Ask for the corrected name."""
    standing = _standing(number, clock.now())
    return _name_page(standing, _name_form(standing))


@bp.post("/register/<number>/name")
@requires(Permission.MANAGE_CERTIFICATES)
def correct_name(number: str) -> ResponseReturnValue:
    """Issue the certificate anew under the corrected name."""
    now = clock.now()
    standing = _standing(number, now)
    form = _name_form(standing)
    if not form.validate():
        return _name_page(standing, form), 422
    try:
        return _replaced(
            standing,
            lambda: service.correct_name(
                standing.number,
                holder=form.holder.data or "",
                reason=form.reason.data or "",
                by=current_user.id,
                now=now,
            ),
        )
    except service.UNPRINTED as error:
        form.holder.errors = [f"{_unprinted(error)} {SHORTER_NAME[type(error)]}"]
        return _name_page(standing, form), 422


@bp.get("/register/<number>/renew")
@requires(Permission.MANAGE_CERTIFICATES)
def ask_renewal(number: str) -> ResponseReturnValue:
    """Ask for the last day of a renewal; proposed is as long as the certificate was valid."""
    now = clock.now()
    standing = _standing(number, now)
    return _renewal_page(standing, _renewal_form(standing, now))


@bp.post("/register/<number>/renew")
@requires(Permission.MANAGE_CERTIFICATES)
def renew(number: str) -> ResponseReturnValue:
    """Issue the renewal."""
    now = clock.now()
    standing = _standing(number, now)
    form = _renewal_form(standing, now)
    if not form.validate():
        return _renewal_page(standing, form), 422
    try:
        return _replaced(
            standing,
            lambda: service.renew(
                standing.number,
                valid_until=form.valid_until.data,
                reason=form.reason.data or "",
                by=current_user.id,
                now=now,
            ),
        )
    except service.UNPRINTED as error:
        form.form_errors.append(f"{_unprinted(error)} {OTHER_NAME}")
        return _renewal_page(standing, form), 422


def _replaced(standing: Standing, issue: Callable[[], "Certificate"]) -> ResponseReturnValue:
    """Issue what takes the place of a certificate. Raises Unprintable and TooLong, for the form to say."""
    try:
        number = issue().number
    except service.OwnCertificate:
        return _own(standing)
    except (service.NotPossible, service.AlreadyIssued, service.HolderErased):
        return _not_possible(standing)
    return _done(number, f"Certificate {number} is issued and takes the place of {standing.number}.")


def _unprinted(error: Exception) -> str:
    return f"Nothing was issued: {error}."


def _standing(number: str, now: datetime) -> Standing:
    return queries.standing(number, now=now) or abort(404)


def _possible(standing: Standing) -> tuple[str, ...]:
    """Return the steps that the status allows."""
    steps = tuple(
        name
        for name, step in STEPS.items()
        if certification.allows(step.act, current=standing.status, suspended=standing.suspended)
    )
    if standing.erased_at is not None:
        return steps
    if standing.status is Status.VALID:
        return (*steps, "name", "renew")
    if standing.status is Status.EXPIRED and not standing.suspended:
        return (*steps, "renew")
    return steps


def _name_form(standing: Standing) -> NameForm:
    return NameForm(standing.facts.holder, proposed=_name_now(standing) or standing.facts.holder)


def _name_now(standing: Standing) -> str | None:
    """Return the name confirmed in the holder's account since the certificate was issued, when it is another."""
    person = accounts.person(standing.person_id)
    confirmed_at = person.certificate_name_confirmed_at if person and not standing.erased_at else None
    if person is None or confirmed_at is None or confirmed_at <= standing.issued_at:
        return None
    return person.certificate_name if person.certificate_name != standing.facts.holder else None


def _renewal_form(standing: Standing, now: datetime) -> RenewForm:
    facts = standing.facts
    today = now.astimezone(ZoneInfo(facts.zone)).date()
    length = facts.valid_until - facts.awarded_on if facts.valid_until else None
    left = certification.LAST_DAY - today
    return RenewForm(today=today, proposed=None if length is None else today + min(length, left))


def _step_page(standing: Standing, step: Step, form: ReasonForm) -> str:
    return render_template(
        "register/change.html", standing=standing, facts=standing.facts, step=step, form=form, action=request.path
    )


def _name_page(standing: Standing, form: NameForm) -> str:
    return render_template("register/name.html", standing=standing, facts=standing.facts, form=form)


def _renewal_page(standing: Standing, form: RenewForm) -> str:
    return render_template("register/renew.html", standing=standing, facts=standing.facts, form=form)


def _done(number: str, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("register.show", number=number), 303)


def _own(standing: Standing) -> ResponseReturnValue:
    flash("This is your own certificate. Ask another administrator.", "danger")
    return redirect(url_for("register.show", number=standing.number), 303)


def _not_possible(standing: Standing) -> ResponseReturnValue:
    flash("Nothing was changed: how the certificate stands does not allow it. See its history below.", "warn")
    return redirect(url_for("register.show", number=standing.number), 303)
