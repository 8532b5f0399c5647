"""A holder's own certificates."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from training import clock
from training.certificates import guilloche, qr, queries
from training.certificates.formats import pdf
from training.certificates.views.check import verdict
from training.core.roles import Permission
from training.web.access import requires

bp = Blueprint("certificates", __name__, template_folder="../templates")


@bp.get("/certificates")
@requires(Permission.SEE_OWN_CERTIFICATES)
def index() -> ResponseReturnValue:
    """List the viewer's certificates."""
    return render_template("certificates/index.html", standings=queries.of_person(current_user.id, now=clock.now()))


@bp.get("/certificates/<number>")
@requires(Permission.SEE_OWN_CERTIFICATES)
def show(number: str) -> ResponseReturnValue:
    """Show one of them, with its QR code and what became of it."""
    standing = queries.own(current_user.id, number, now=clock.now()) or abort(404)
    code = qr.svg(standing.facts.check_url, ink="#1f2a2e")
    return render_template(
        "certificates/show.html",
        standing=standing,
        facts=standing.facts,
        verdict=verdict(standing),
        history=queries.history(standing.number),
        paths=guilloche.paths(standing.facts_sha256),
        code=Markup(code),  # noqa: S704 - drawn by segno from an address of ours
        statements=[pdf.statement(seen) for seen in standing.facts.observed],
        hours=[pdf.hours(each) for each in standing.facts.hours],
    )
