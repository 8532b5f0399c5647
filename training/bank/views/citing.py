"""Picking a source of the register while one writes: found by words, its code put into the field it is for."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field, FieldList, Form, FormField

from training import sources
from training.bank.forms.item import ItemForm
from training.bank.forms.values import words
from training.bank.queries import due
from training.core.roles import Permission
from training.sources import Source
from training.web.access import requires

FIND, CITE = "find:", "cite:"
"""What buttons say before the id of a field of sources; after ``CITE`` follow a colon and a code."""
SHOWN = 12

bp = Blueprint("cite", __name__)


@dataclass(frozen=True, slots=True)
class Picker:
    """What a search of the register found for a field; ``outdated`` are the codes flagged so."""

    target: str
    label: str
    words: str
    found: tuple[Source, ...]
    total: int
    outdated: frozenset[str]


@bp.post("/bank/sources/find")
@requires(Permission.WRITE_ITEMS)
def find() -> ResponseReturnValue:
    """Return what the register holds for some words, as a fragment."""
    picker = search(request.form.get("target", ""), "")
    return render_template("bank/sources_found.html", picker=picker)


def asked(form: ItemForm, act: str) -> Picker:
    """Return what a form's page shows for a button that asks for sources."""
    target = act.removeprefix(FIND)
    label = next((label for field, label in _fields(form) if field.id == target), "") or abort(400)
    return search(target, label)


def cite(form: ItemForm, act: str) -> tuple[str, str, str]:
    """Put a code into its field, once, and return the code, the field's id and what it is called."""
    target, _, code = act.removeprefix(CITE).partition(":")
    field, label = next(((field, label) for field, label in _fields(form) if field.id == target), (None, ""))
    if field is None or code not in sources.register():
        abort(400)
    field.data = " ".join(dict.fromkeys([*words(field.data), code]))
    return code, target, label


def search(target: str, label: str) -> Picker:
    """Return what the register holds for the words that were sent, for a field and what the page calls it."""
    wanted = request.form.get("source_words", "")
    found = sources.matching(wanted)
    shown = tuple(found[:SHOWN])
    return Picker(target, label, wanted, shown, len(found), frozenset(due.outdated()))


def _fields(form: Form, before: str = "") -> Iterator[tuple[Field, str]]:
    """Yield the fields of a form that hold sources, each with what the page calls it."""
    for field in form:
        if isinstance(field, FieldList):
            one = getattr(form, "parts", {}).get(field.short_name, field.label.text)
            for number, entry in enumerate(field, start=1):
                if isinstance(entry, FormField):
                    yield from _fields(entry.form, f"{one} {number}: ")
        elif field.short_name == "sources":
            yield field, f"{before}{field.label.text.lower() if before else field.label.text}"
