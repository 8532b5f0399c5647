"""The bank's list, an item with its versions, and what was different between two of them."""

from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter

from training import sources as register
from training.bank import saved_filters
from training.bank.forms.names import with_names
from training.bank.forms.pages import ALL, FilterForm
from training.bank.queries import comparing as comparisons
from training.bank.queries import due, gallery, linted, lists, versions
from training.bank.queries.lists import Filters
from training.bank.views import (
    autosaving,
    booklet,
    changing,
    citing,
    commenting,
    cosmetic,
    desk,
    editing,
    exchanging,
    filtering,
    item_page,
    planning,
    requesting,
    retiring,
    reviewing,
    sheets,
    shown,
    tending,
)
from training.core.roles import Permission
from training.items import KINDS
from training.web import numbers, ranges
from training.web.access import requires, signed_in
from training.web.choices import choices

STATES = ("draft", "in review", "approved", "signed", "retired", "withdrawn")

SHOWN = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PLAYED = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"
"""What a file may do that is opened by itself. In a sandbox a browser's own player may not fetch what it plays."""

bp = Blueprint("bank", __name__, template_folder="../templates")


class CodeConverter(BaseConverter):
    """An item's code in an address: three parts."""

    regex = r"[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+"
    part_isolating = False


@bp.record_once
def _add_converter(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["code"] = CodeConverter


for part in (
    desk,
    editing,
    autosaving,
    reviewing,
    requesting,
    retiring,
    commenting,
    cosmetic,
    exchanging,
    changing,
    citing,
    filtering,
    sheets,
    tending,
    planning,
    booklet,
):
    bp.register_blueprint(part.bp)


@bp.get("/bank")
@requires(Permission.SEE_BANK)
def index() -> ResponseReturnValue:
    filters, form = filters_of(request.args)
    page = lists.search(filters)
    rows = [row.version for row in page.rows]
    return render_template(
        "bank/index.html",
        kept=saved_filters.all_of(current_user.id),
        due=due.reasons(rows, filters.today),
        ticked=request.args.get("ticked") == "all",
        form=form,
        filters=filters,
        unread=linted.unread() if filters.lint else 0,
        page=page,
        totals=lists.totals(),
        sort_url=_sort_url,
        may=shown.may,
    )


@bp.get("/bank/items/<code:code>")
@requires(Permission.SEE_BANK)
def show(code: str) -> ResponseReturnValue:
    return item_page.render(versions.newest(code) or abort(404))


@bp.get("/bank/items/<code:code>/versions/<int:number>")
@requires(Permission.SEE_BANK)
def version(code: str, number: int) -> ResponseReturnValue:
    return item_page.render(versions.version(code, number) or abort(404))


@bp.get("/bank/items/<code:code>/compare/<int:old>/<int:new>")
@requires(Permission.SEE_BANK)
def compare(code: str, old: int, new: int) -> ResponseReturnValue:
    return _compared(code, old, new)


@bp.get("/bank/items/<code:code>/compare")
@requires(Permission.SEE_BANK)
def comparing(code: str) -> ResponseReturnValue:
    """Compare any two versions that a form names; the newest two when it names none."""
    newest = versions.newest(code) or abort(404)
    history = [row.number for row in versions.history(code)]
    before = history[1] if len(history) > 1 else newest.number
    old, new = (
        request.args.get("old", before, type=numbers.row),
        request.args.get("new", newest.number, type=numbers.row),
    )
    return _compared(code, old, new)


@bp.get("/bank/figures/<digest>/<name>")
@requires(Permission.SEE_BANK)
def picture(digest: str, name: str) -> ResponseReturnValue:
    """Serve a figure or a recording to staff; in an exam they have addresses that say nothing."""
    found = gallery.held(digest) or abort(404)
    response = ranges.sent(found.size, found.media_type, found.read)
    played = found.media_type.startswith(("audio/", "video/"))
    response.headers["Content-Security-Policy"] = PLAYED if played else SHOWN
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@bp.get("/sources")
@signed_in
def sources() -> ResponseReturnValue:
    """List the register: every source the content cites, with what it is and whether it was seen."""
    found = register.matching(request.args.get("q", ""))
    outdated = due.outdated() if shown.may(Permission.SEE_BANK) else {}
    return render_template(
        "bank/sources.html", sources=found, q=request.args.get("q", ""), outdated=outdated, may=shown.may
    )


def filters_of(values: "MultiDict[str, str]") -> tuple[Filters, FilterForm]:
    """Return what a list is narrowed to, and the form that says so; a value nobody offers narrows nothing."""
    form = FilterForm(values)
    form.kind.choices = choices([ALL, *((kind.kind, kind.title) for kind in KINDS)])
    form.state.choices = choices([ALL, *((state, state) for state in STATES)])
    form.author.choices = choices([ALL, *((author, author) for author in lists.authors())])
    return shown.filters(values.to_dict()), form


def _compared(code: str, old: int, new: int) -> str:
    before, after = versions.version(code, old) or abort(404), versions.version(code, new) or abort(404)
    hidden = any(shown.hides_key(row) for row in (before, after))
    found = () if hidden else with_names(comparisons.of_versions(before, after), after.kind)
    return render_template(
        "bank/compare.html", before=before, after=after, changes=found, hidden=hidden, history=versions.history(code)
    )


def _sort_url(name: str) -> str:
    arguments = {key: value for key, value in request.args.items() if key not in ("sort", "page")}
    turned = f"-{name}" if request.args.get("sort", "code") == name else name
    return url_for("bank.index") + "?" + urlencode(arguments | {"sort": turned})
