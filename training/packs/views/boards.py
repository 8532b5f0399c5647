"""A trainee's page: where they intend to practise, what is asked there, and what they have on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.core import gaps
from training.core.gaps import Held, State
from training.core.roles import Permission
from training.packs import queries, records, service, shown
from training.packs.forms import PlacesForm
from training.packs.queries import Version
from training.packs.shown import Line
from training.programmes import hour_kinds
from training.sources import Source
from training.web.access import requires
from training.web.choices import choices
from training.web.frame import settings

bp = Blueprint("boards", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class GapList:
    """What one active pack asks, line by line, and how many lines stand how."""

    version: Version
    lines: tuple[Line, ...]

    def number(self, state: State) -> int:
        """Return how many lines stand so."""
        return sum(line.gap.state == state for line in self.lines)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what the lines cite, each once, in their order; what the register lacks by now is left out."""
        found = [cited.source for line in self.lines for cited in line.shown.cited]
        return tuple(dict.fromkeys(source for source in found if source is not None))


@dataclass(frozen=True, slots=True)
class Places:
    """The packs that may be chosen, the codes that were, and of those the names of packs that are not active now."""

    active: tuple[Version, ...]
    chosen: frozenset[str]
    gone: Mapping[str, str]


@bp.get("/boards")
@requires(Permission.SEE_OWN_GAPS)
def index() -> ResponseReturnValue:
    """Show what is asked where the viewer intends to practise, beside what is on record."""
    places = _places()
    return _page(_form(places, fresh=True), places)


@bp.post("/boards")
@requires(Permission.SEE_OWN_GAPS)
def choose() -> ResponseReturnValue:
    """Note where the viewer intends to practise."""
    places = _places()
    form = _form(places, fresh=False)
    if not form.validate():
        form.places.errors = ["A place you ticked is not offered any more. Look through your ticks and save again."]
        return _page(form, places), 422
    service.choose(current_user.id, form.places.data or [], now=clock.now())
    flash("Noted. Only you see this.", "good")
    return redirect(url_for("boards.index"), 303)


def _places() -> Places:
    active, chosen = tuple(queries.active()), frozenset(queries.choices(current_user.id))
    return Places(active, chosen, queries.names(chosen - {version.pack.code for version in active}))


def _form(places: Places, *, fresh: bool) -> PlacesForm:
    form = PlacesForm(formdata=None, places=sorted(places.chosen)) if fresh else PlacesForm()
    offered = {version.pack.code: version.pack.name for version in places.active}
    gone = {code: f"{name} (no pack is active)" for code, name in places.gone.items()}
    form.places.choices = choices((offered | gone).items())
    return form


def _page(form: PlacesForm, places: Places) -> str:
    here, now = settings(), clock.now()
    today = now.astimezone(here.timezone).date()
    held = records.held(current_user.id, provider=here.institution, zone=here.zone, now=now)
    mine = [version for version in places.active if version.pack.code in places.chosen]
    return render_template(
        "packs/boards.html",
        form=form,
        places=places,
        lists=[_list(version, held, today) for version in mine],
        held=held,
        today=today,
        kinds={kind.code: kind.title for kind in hour_kinds.kinds()},
    )


def _list(version: Version, held: Held, today: date) -> GapList:
    found = gaps.gaps(version.pack.requirements, held)
    return GapList(version, shown.lines(found, version.pack, today=today))
