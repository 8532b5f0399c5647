"""What people read for the fields of an item, the same everywhere: the labels of its kind's editor.

A path is that of a draft: ``stem``, ``stimulus.alt``, ``options[2].text`` (by place, in a fault), ``options[b].text``
(by id, in a comparison), ``options:order``; in a cloze also ``gaps[g1].answers[1].text``.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from wtforms import Form

from training.bank.forms.item import ItemForm
from training.bank.forms.registry import FORMS, form_for
from training.core.differences import Change

UNSEEN = {"kind": "Kind of question", "key": "Right order", "origin.tags": "Tags", "origin.format": "Came from"}
"""Fields that the editor shows in another way."""
_ENTRY = re.compile(r"(\w+)\[([^\]]+)\](?:\.(.+))?")
_ORDER = re.compile(r"(?:(.+)\.)?(\w+):order")


def named(path: str, kind: str) -> str:
    """Return what the editor of ``kind`` calls a field, of an unknown kind the first editor that has it.

    >>> named("stem", "single_choice"), named("options[b].rationale", "ordering")
    ('Question', 'Step b, why it stands there')
    """
    form = form_for(kind)
    tried = [form] if form else FORMS
    found = next((words for each in tried if (words := _words(each, path))), None)
    return found or UNSEEN.get(path) or (path[:1].upper() + path[1:].replace("_", " "))


def with_names(changes: Iterable[Change], kind: str) -> tuple[Change, ...]:
    """Return changes whose labels are what people read."""
    return tuple(replace(change, label=named(change.label, kind)) for change in changes)


def _words(form: type[ItemForm], path: str) -> str | None:
    order, entry = _ORDER.fullmatch(path), _ENTRY.fullmatch(path)
    if order:
        part = form.parts.get(_listed(form, order[2], inside=bool(order[1])))
        said = f"{part}: order" if part else None
        return f"{named(order[1], form.kind)}, {said.lower()}" if said and order[1] else said
    if entry is None:
        return _label(form, path.replace(".", "_"))
    return _entry(form, entry[1], entry[2], entry[3], inside=False)


def _entry(form: type[ItemForm], name: str, which: str, rest: str | None, *, inside: bool) -> str | None:
    """Return the words for a field of one entry of a list: "Option b, text"."""
    name = _listed(form, name, inside=inside)
    if name not in form.parts:
        return None
    said, inner = f"{form.parts[name]} {which}", _ENTRY.fullmatch(rest or "")
    if rest is None:
        return said
    if inner:
        words = _entry(form, inner[1], inner[2], inner[3], inside=True)
    else:
        words = _label(getattr(form, name).args[0].args[0], rest)
    return f"{said}, {words[:1].lower()}{words[1:]}" if words else None


def _listed(form: type[ItemForm], name: str, *, inside: bool) -> str:
    """Return the list of the form that holds what an entry calls ``name``."""
    return form.nested.get(name, name) if inside else name


def _label(form: type[Form], name: str) -> str | None:
    """Return the label of a field of a form's class."""
    unbound = getattr(form, name, None)
    given = getattr(unbound, "args", ())
    return given[0] if given and isinstance(given[0], str) else None
