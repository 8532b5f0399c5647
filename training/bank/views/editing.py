"""The editor: one form a kind, beside a preview that is the exam's own page of the item."""

from collections.abc import Collection
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, items
from training.accounts.here import site
from training.bank import attachments, safety_points, unsaved
from training.bank.attachments import Unfit
from training.bank.forms.item import ItemForm, field_id
from training.bank.forms.names import with_names
from training.bank.forms.pages import FigureForm
from training.bank.forms.registry import changed_list, form_for
from training.bank.forms.values import words
from training.bank.queries import gallery, sharing, subjects, versions
from training.bank.refusals import REFUSED, AlreadyThere, BankError, CodeTaken, EditedMeanwhile, FigureTaken
from training.bank.service import commenting as commenting_service
from training.bank.service import sharing as cases
from training.bank.service import writing
from training.bank.views import attaching, autosaving, citing, commenting, previewing, shown, walking
from training.core.differences import changes
from training.core.domains import Domain, Level, Pool
from training.core.drafts import Fault
from training.core.roles import Permission
from training.items import KINDS
from training.reviews import notices
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

REVIEWED_WITHIN = timedelta(days=731)
"""When a new item is to be checked again, unless its author says otherwise: two years."""
REVIEW = "save:review"
"""What the button says that saves and goes on to ask for a review."""
NEXT = "save:next"
"""What the button says that saves and goes on to the next item of the list."""
ENEMY = "enemy:"
"""What a button says before the code that it declares an enemy."""
WITHHELD = (
    "Somebody saved a version meanwhile and asked for its review. What you typed is below. Answer that version first, "
    "or open the item's editor in another tab and choose to see the key; then save here again."
)

bp = Blueprint("edit", __name__)


@bp.get("/bank/new")
@requires(Permission.WRITE_ITEMS)
def choose() -> ResponseReturnValue:
    return render_template("bank/choose.html", kinds=KINDS, cell=_asked_cell(), case=request.args.get("case"))


@bp.get("/bank/new/<kind>")
@requires(Permission.WRITE_ITEMS)
def new(kind: str) -> ResponseReturnValue:
    form_class = form_for(kind) or abort(404)
    kept = _going_on(form_class, unsaved.place_of(None, kind))
    if kept is not None:
        return _page(kept)
    case = versions.newest(request.args.get("case", ""))
    like = versions.newest(request.args.get("like", ""))
    if like is not None and shown.withholds(like):
        return render_template("bank/blind.html", row=like, to_answer=shown.to_answer(like))
    if like is not None and like.kind == kind:
        return _page(form_class(data=_copied(form_class, like, replaces=bool(request.args.get("replaces")))))
    today = clock.now().date()
    first = {"pool": Pool.EXAM, "domain": next(iter(Domain)), "level": Level.RECALL} | _asked_cell()
    dates = {"checked_on": today, "review_by": today + REVIEWED_WITHIN}
    known = {"author": current_user.name, "evidence": "S", "seed": _seed()}
    shared = form_class.of_case(case.content) if case is not None else {}
    return _page(form_class(data=form_class.blank() | known | first | dates | shared))


def _asked_cell() -> dict[str, str]:
    """Return what an address asks a new item for: pool, domain, level, safety point; what nobody knows is left out."""
    known: dict[str, Collection[str]] = {
        "pool": [*Pool],
        "domain": [*Domain],
        "level": [*Level],
        "safety_point": safety_points.CODES,
    }
    return {name: value for name, values in known.items() if (value := request.args.get(name, "")) in values}


@bp.post("/bank/new/<kind>")
@requires(Permission.WRITE_ITEMS)
def create(kind: str) -> ResponseReturnValue:
    return _handled(form_for(kind) or abort(404), None)


@bp.get("/bank/items/<code:code>/edit")
@requires(Permission.WRITE_ITEMS)
def form(code: str) -> ResponseReturnValue:
    row = versions.newest(code) or abort(404)
    form_class = form_for(row.kind) or abort(404)
    if shown.withholds(row):
        return render_template("bank/blind.html", row=row, to_answer=shown.to_answer(row))
    kept = _going_on(form_class, row.item.code)
    if kept is not None:
        kept.code.data = row.item.code
        return _page(kept, row)
    return _page(form_class(data=form_class.values_of(row.content) | {"base": row.hash, "seed": _seed()}), row)


@bp.post("/bank/items/<code:code>/edit")
@requires(Permission.WRITE_ITEMS)
def save(code: str) -> ResponseReturnValue:
    row = versions.newest(code) or abort(404)
    return _handled(form_for(row.kind) or abort(404), row)


@bp.post("/bank/preview/<kind>")
@requires(Permission.WRITE_ITEMS)
def preview(kind: str) -> ResponseReturnValue:
    """Return the preview of what is typed, as a fragment; nothing is stored."""
    form = (form_for(kind) or abort(404))(request.form)
    framed = bool(request.form.get("framed"))
    return render_template(
        "bank/preview.html", form=form, preview=previewing.of(form), field_id=field_id, framed=framed
    )


@bp.post("/bank/preview/<kind>/page")
@requires(Permission.WRITE_ITEMS)
def preview_page(kind: str) -> ResponseReturnValue:
    """Return what is typed as the page of the exam, or as the page seen after it, whole; nothing is stored."""
    form = (form_for(kind) or abort(404))(request.form)
    page = "bank/preview_review.html" if request.form.get("as") == "review" else "bank/preview_exam.html"
    return render_template(page, preview=previewing.question(form))


@bp.post("/api/bank/figures")
@requires(Permission.WRITE_ITEMS)
def drop_figure() -> ResponseReturnValue:
    """Store a picture that was dropped on the editor or pasted into it; return its name, or why it is not kept."""
    given = request.files.get("picture") or abort(400)
    name, problems = attaching.drop(given, by=current_user.id, now=clock.now())
    return {"name": name} if name else ({"words": " ".join(problems)}, 422)


@bp.get("/bank/figures")
@requires(Permission.WRITE_ITEMS)
def figures() -> ResponseReturnValue:
    return _figures(FigureForm(formdata=None))


@bp.post("/bank/figures")
@requires(Permission.WRITE_ITEMS)
def add_figure() -> ResponseReturnValue:
    form = FigureForm()
    given = form.picture.data
    if not given:
        form.picture.errors = ["Choose a file."]
        return _figures(form), 422
    try:
        picture = attaching.received(given)
        writing.add_figure(picture, by=current_user.id, now=clock.now())
    except Unfit as error:
        form.picture.errors = attaching.sentences(given, error)
        return _figures(form), 422
    except FigureTaken as error:
        form.picture.errors = [str(error)]
        return _figures(form), 422
    shows = picture.media_type.startswith("image/")
    how = f"Show it in an item with ![what it shows](figure:{picture.name})" if shows else "Name it in a shared case."
    flash(f"Added. {how}", "good")
    return redirect(url_for("bank.edit.figures"), 303)


def _figures(form: FigureForm) -> str:
    accepted = ",".join(attachments.TYPES)
    return render_template("bank/figures.html", figures=gallery.figures(), form=form, accepted=accepted)


def _handled(form_class: type[ItemForm], row: "ItemVersion | None") -> ResponseReturnValue:
    """Do what the pressed button says: change a list, add or take away a recording, preview, mark, or save."""
    form = form_class(request.form)
    if row is not None:
        form.code.data = row.item.code
    act = request.form.get("do", "mark" if request.form.getlist("preview") else "save")
    if act.partition(":")[0] in form_class.parts:
        return _page(form_class(data=changed_list(_values(form), act)), row)
    if act.startswith("attach"):
        added = attaching.attach(form, act.partition(":")[2], by=current_user.id, now=clock.now())
        return _page(form, row), 200 if added else 422
    if act.startswith("save"):
        return _saved(form, row)
    return _page(form, row, **_changed(form, act))


def _changed(form: ItemForm, act: str) -> dict[str, Any]:
    """Do what a button does to the form alone, and return what its page shows besides."""
    if act.startswith(ENEMY):
        form.enemies.data = " ".join([*(form.enemies.data or "").split(), act.removeprefix(ENEMY)])
    elif act == "detach":
        form.stimulus_recording.data = form.stimulus_captions.data = ""
    elif act.startswith(citing.FIND):
        return {"picker": citing.asked(form, act)}
    elif act.startswith(citing.CITE):
        return {"cited": citing.cite(form, act)}
    return {"marked": act == "mark"}


def _saved(form: ItemForm, row: "ItemVersion | None") -> ResponseReturnValue:
    base = None if row is None else form.base.data or row.hash
    draft = form.draft()
    faults = previewing.faults_of(draft)
    left = attaching.not_added(form)
    if faults or left:
        form.place_faults(faults)
        return _page(form, row), 422
    try:
        replaces, seen = form.replaces.data or "", words(form.case_seen.data)
        version = writing.save(draft, base=base, by=current_user.id, now=clock.now(), replaces=replaces, case_seen=seen)
    except EditedMeanwhile as error:
        return _both(form, error.newest), 409
    except CodeTaken as error:
        form.place_faults([Fault("code", str(error))])
        return _page(form, row), 422
    except (AlreadyThere, BankError) as error:
        form.form_errors.append(str(error))
        return _page(form, row), 422
    autosaving.saved(form, row)
    stored = versions.version_of(version)
    same = row is not None and stored is not None and stored.hash == row.hash
    flash("Nothing changed, so nothing was stored." if same else "Saved as a draft.", "info" if same else "good")
    if stored is not None and not same:
        _tell_case(stored)
    if row is not None:
        _settle(row)
    return redirect(_afterwards(str(draft["code"])), 303)


def _afterwards(code: str) -> str:
    """Return where one goes on after saving an item: to its page, to asking for its review, to the next of the list."""
    walk = walking.of(code)
    if request.form.get("do") == REVIEW:
        return url_for("bank.show", code=code, list=walk.address if walk else None, _anchor="ask")
    if walk and walk.beside.next and request.form.get("do") == NEXT:
        return url_for("bank.edit.form", code=walk.beside.next, list=walk.address)
    return url_for("bank.show", code=code, list=walk.address if walk else None)


def _tell_case(stored: "ItemVersion") -> None:
    """Say which items got the words of a case together with a version."""
    others = sharing.of_case(sharing.case_of(stored), without=stored.item.code)
    made = [each.item.code for each in others if each.changed_at == stored.changed_at]
    if made:
        flash(
            f"The case is changed in {len(made)} more {'item' if len(made) == 1 else 'items'}: {', '.join(made)}.",
            "info",
        )


def _settle(row: "ItemVersion") -> None:
    """Resolve the comments that the author ticked as settled by what was saved."""
    now = clock.now()
    try:
        settled = commenting_service.settle(commenting.ticked(), row.item.code, by=current_user.id, now=now)
    except REFUSED as error:
        flash(str(error), "danger")
        return
    if settled:
        notices.post(subjects.of, by=current_user.id, site=site(), now=now)
        flash(f"{settled} {'comment is' if settled == 1 else 'comments are'} resolved.", "good")


def _copied(form_class: type[ItemForm], row: "ItemVersion", *, replaces: bool) -> dict[str, Any]:
    """Return what a new item like another begins with: the code and where it came from are its own.

    One that ``replaces`` the other is its enemy: until that is retired, no paper holds both.
    """
    values = form_class.values_of(row.content)
    values |= {"code": "", "origin": "", "author": current_user.name, "seed": _seed()}
    if not replaces:
        return values
    return values | {"replaces": row.item.code, "enemies": f"{row.item.code} {values['enemies']}".strip()}


def _going_on(form_class: type[ItemForm], place: str) -> ItemForm | None:
    """Return the form as it was kept unsaved, when the address asks to go on with it."""
    return autosaving.restored(form_class, place) if request.args.get("unsaved") else None


def _both(form: ItemForm, newest: str) -> str:
    """Show the version somebody saved meanwhile beside what was typed; saving again keeps both."""
    theirs = versions.version_of(newest) or abort(404)
    if shown.withholds(theirs):
        form.form_errors.append(WITHHELD)
        return _page(form, theirs)
    mine = items.kept(form.draft()).draft()
    form.base.data = newest
    writer = shown.names([theirs.created_by])[theirs.created_by]
    found = with_names(changes(theirs.content, mine), form.kind)
    return _page(form, theirs, theirs=theirs, writer=writer, changes=found)


def _page(form: ItemForm, row: "ItemVersion | None" = None, *, marked: bool = False, **more: object) -> str:
    kind = items.kind_of(form.kind) or abort(404)
    sharers = sharing.of_case(form.stimulus_code.data or "", without=form.code.data or "")
    form.case_seen.data = " ".join(each.hash for each in sharers)
    return render_template(
        "bank/edit.html",
        form=form,
        row=row,
        kind=kind,
        sharers=sharers,
        most=cases.MOST,
        walk=walking.of(row.item.code) if row else None,
        preview=previewing.of(form, marked=marked),
        framed=False,
        field_id=field_id,
        figure_url=shown.figure_url(form.picture()),
        held=attaching.held(),
        changed=request.method == "POST",
        **autosaving.offered(form, row),
        **commenting.beside(form, row),
        **more,
    )


def _values(form: ItemForm) -> dict[str, Any]:
    return dict(form.data)


def _seed() -> str:
    return str(SystemRandom().getrandbits(32))
