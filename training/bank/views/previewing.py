"""The preview beside the editor: the exam's own page of what is typed so far, and what is still to mend.

A question can be looked at long before it can be saved. What a paper does not show (the header, reasons, sources) is
filled in for the look of it; an empty option says that it is empty. Nothing of that is ever stored.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from flask import request

from training import items, sources
from training.bank import checks, files, resembling
from training.bank.forms.item import ItemForm
from training.bank.forms.registry import LETTERS
from training.bank.queries import coverage, gallery
from training.bank.views import shown
from training.core.coverage import CellState, states
from training.core.domains import Domain, Level, Pool
from training.core.drafts import Draft, DraftError, Fault
from training.core.items import Item
from training.core.items import figures as figures_shown
from training.core.layout import laid_out
from training.core.recordings import FIELDS, medium_of

NO_PICTURE = "0" * 64
HEADER: Mapping[str, object] = {
    "code": "foundations/preview/item", "pool": "practice", "domain": "foundations", "level": "recall",
    "objective": "-", "facts": ["-"], "sources": ["-"], "evidence": "S", "checked_on": "2000-01-01",
    "review_by": "2000-01-02", "author": "-", "module": "-", "section": "-", "enemies": [],
}  # fmt: skip


def of(form: ItemForm, *, marked: bool | None = None) -> dict[str, Any]:
    """Return the question as a paper shows it, the answer given in the preview and its mark when asked for.

    ``item`` is None when there is not enough to show; ``checks`` is what keeps the draft from being saved,
    ``missing`` what is to be written before it can be reviewed, ``findings`` what the linter says, ``similar`` which
    items of the bank resemble it.
    """
    draft = form.draft()
    faults = faults_of(draft)
    item, _keyed = _item(draft)
    findings = checks.of(draft)
    named = {finding.field for finding in findings.errors}
    missing = () if item is None or faults else (fault for fault in items.missing(item) if fault.field not in named)
    preview: dict[str, Any] = {"checks": form.checks(faults), "missing": form.checks(missing), "findings": findings}
    preview |= {"similar": resembling.similar(draft), "enemies": draft.get("enemies", [])}
    preview["cited"] = [(code, sources.register().get(code)) for code in dict.fromkeys(_cited(draft))]
    return preview | {"cell": _cell(draft)} | question(form, marked=marked)


def question(form: ItemForm, *, marked: bool | None = None) -> dict[str, Any]:
    """Return only the question of what is typed, laid out as on a paper, with the answer given in the preview."""
    item, keyed = _item(form.draft())
    if item is None:
        return {"item": None, "marked": False, "mark": None}
    item, order = laid_out(item, Random(form.seed.data or "0"))  # noqa: S311 - the order of a preview, no secret
    response = item.received(request.form.getlist("preview"), order) or ()
    held = gallery.figure_digests()
    wanted = request.form.get("do") == "mark" if marked is None else marked
    return {
        "item": shown.with_pictures(item, {name: held.get(name, NO_PICTURE) for name in figures_shown(item)}),
        "order": order,
        "response": response,
        "places": item.posted(response, order),
        "keyed": keyed,
        "marked": wanted and keyed,
        "mark": item.mark(response) if wanted and keyed else None,
        "complaint": item.complaint(response),
        "sources": sources.register(),
    }


def _cell(draft: Draft) -> CellState | None:
    """Return how full the cell is that a draft feeds; None as long as it names none."""
    pool, domain, level = (str(draft.get(name, "")) for name in ("pool", "domain", "level"))
    if pool not in list(Pool) or domain not in list(Domain) or level not in list(Level):
        return None
    place = Pool(pool), Domain(domain), Level(level)
    return states(coverage.held(place[1:]), shown.demand())[place]


def faults_of(draft: Draft) -> tuple[Fault, ...]:
    """Return everything that keeps a draft from being saved; what is only missing does not."""
    try:
        item = items.kept(draft)
    except DraftError as error:
        return error.faults
    return tuple(files.references(item, shown.known()))


def _cited(value: object) -> Iterator[str]:
    """Return the codes of sources that any part of a draft names, in its order."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from (str(code) for code in inner) if name == "sources" else _cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cited(inner)


def _item(draft: Draft) -> tuple[Item | None, bool]:
    """Return what a draft can be shown as and whether its key is the one typed; None when there is not enough."""
    item = _parsed(draft) or _parsed(_filled(draft))
    keyed = item is not None
    return item or next(filter(None, map(_parsed, _made_up(_filled(draft)))), None), keyed


def _parsed(draft: Draft) -> Item | None:
    try:
        return items.kept(draft)
    except DraftError:
        return None


def _filled(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft with everything that a paper does not show filled in; the key stays as typed."""
    options = [_filled_option(option, number) for number, option in enumerate(draft.get("options", ()), start=1)]
    danger = draft.get("dangerous_orders") or any(option.get("dangerous") for option in options)
    filled = {**draft, **HEADER, "options": options, "stem": draft.get("stem", "").strip() or "(No question yet.)"}
    filled |= {"safety_point": "C1" if danger else "", "stimulus": _filled_stimulus(draft.get("stimulus"))}
    return {name: value for name, value in filled.items() if value}


def _filled_option(option: Mapping[str, Any], number: int) -> dict[str, Any]:
    empty = {"text": f"({option.get('id') or number}: no text yet.)", "rationale": "(No reason yet.)", "sources": ["-"]}
    return {**option, **{name: option.get(name) or words for name, words in empty.items()}}


def _filled_stimulus(stimulus: Mapping[str, Any] | None) -> dict[str, Any] | None:
    given = {"code": "-", **(stimulus or {})}
    figure = {"alt": given.get("alt", "-"), "figure": given["figure"]} if given.get("figure") else {}
    text = {"text": given["text"]} if given.get("text") else {}
    played = {name: given[name] for name in FIELDS if given.get(name)} if medium_of(given.get("recording", "")) else {}
    return {"code": "-", **text, **figure, **played} if text or figure or played else None


def _made_up(draft: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Return drafts whose letters and key are made up; a kind takes the one of its own shape."""
    plain = [{name: option[name] for name in ("text", "rationale", "sources")} for option in draft.get("options", ())]
    options = [{"id": letter, **option} for letter, option in zip(LETTERS, plain, strict=False)]
    bare = {name: value for name, value in draft.items() if name not in ("key", "dangerous_orders", "safety_point")}
    for right in (1, 2):
        yield {**bare, "options": [option | {"correct": n < right} for n, option in enumerate(options)]}
    yield {**bare, "options": options, "key": [option["id"] for option in options]}
