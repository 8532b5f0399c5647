"""The form of each kind, in one line, and what its list buttons do."""

from collections.abc import Mapping
from typing import Any

from training.bank.forms.calculated import CalculatedForm
from training.bank.forms.choice import MultipleResponseForm, SingleChoiceForm
from training.bank.forms.cloze import ClozeForm
from training.bank.forms.extended_text import ExtendedTextForm
from training.bank.forms.hotspot import HotspotForm
from training.bank.forms.item import ItemForm
from training.bank.forms.matching import MatchingForm
from training.bank.forms.numeric import NumericForm
from training.bank.forms.ordering import OrderingForm
from training.bank.forms.short_text import ShortTextForm
from training.bank.forms.values import whole

LETTERS = "abcdefghijklmnopqrstuvwxyz"

FORMS: tuple[type[ItemForm], ...] = (
    SingleChoiceForm,
    MultipleResponseForm,
    OrderingForm,
    MatchingForm,
    NumericForm,
    CalculatedForm,
    ShortTextForm,
    ClozeForm,
    HotspotForm,
    ExtendedTextForm,
)
_BY_KIND: Mapping[str, type[ItemForm]] = {form.kind: form for form in FORMS}


def form_for(kind: str) -> type[ItemForm] | None:
    """Return the form of a kind, None for an unknown one."""
    return _BY_KIND.get(kind)


def changed_list(values: dict[str, Any], act: str) -> dict[str, Any]:
    """Return a form's values after an act on one of its lists: ``options:add``, ``options:up:2`` (from 1)."""
    name, verb, *place = act.split(":")
    entries = list(values.get(name) or [])
    number = whole(place[0]) if place else ""
    at = number - 1 if isinstance(number, int) and number > 0 else len(entries)
    if verb == "add":
        used = {entry.get("id") for entry in entries}
        entries.append({"id": next((letter for letter in LETTERS if letter not in used), "")})
    elif verb == "remove" and at < len(entries):
        del entries[at]
    elif verb in ("up", "down"):
        other = at + (-1 if verb == "up" else 1)
        if 0 <= other < len(entries) and at < len(entries):
            entries[at], entries[other] = entries[other], entries[at]
    return values | {name: entries}
