"""A question in passing, written in the form that the site has for its kind: the item bank's."""

from collections.abc import Mapping
from typing import Any, Protocol

from flask import current_app, request
from werkzeug.datastructures import MultiDict

from training import items
from training.linting import registry as linter
from training.linting.questions import of_draft
from training.linting.rules import Finding
from training.modules.content import NOT_ASKED
from training.modules.editing_forms import KINDS, QuestionForm

FIRST = "single_choice"
"""The kind of a question that does not say a known one."""


class KindForm(Protocol):
    """The form of a kind: its lists by name, what was typed, and that as a draft."""

    kind: str
    parts: Mapping[str, str]
    data: dict[str, Any]

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed."""


def begun(kind: str) -> dict[str, object]:
    """Return what a new question of a kind holds before anybody wrote it."""
    form_class = _form_class(kind)
    form = form_class(data=form_class.blank())
    return _asked(form) | {"kind": form.kind}


def values(part: Mapping[str, object]) -> dict[str, Any]:
    """Return what the form of a stored question begins with."""
    kind = str(part.get("kind") or FIRST)
    held: dict[str, Any] = _form_class(kind).values_of(
        {name: value for name, value in part.items() if name not in NOT_ASKED}
    )
    return held | {"section": part.get("section", ""), "kind": kind}


def form_of(data: Mapping[str, Any] | MultiDict[str, str] | None = None) -> QuestionForm:
    """Return the form of a question with that of its kind, with values, or with what was posted.

    Where the kind was changed, what both kinds have stays, and lists that only the new one has begin as in a new one.
    """
    posted = data if isinstance(data, MultiDict) else request.form if data is None else None
    form = QuestionForm(posted) if posted is not None else QuestionForm(data=data)
    form_class = _form_class(form.kind.data or FIRST)
    if posted is None:
        form.asked = form_class(data=data)
        return form
    form.asked = form_class(posted)
    if not any(form.asked.data[name] for name in form_class.parts):
        form.asked = form_class(data=form.asked.data | form_class.blank())
    return form


def changed(asked: KindForm, act: str) -> KindForm | None:
    """Return a kind's form after an act on one of its lists, such as ``options:add``; None for any other act."""
    if act.partition(":")[0] not in asked.parts:
        return None
    forms = current_app.extensions["needlewise_question_forms"]
    made: KindForm = _form_class(asked.kind)(data=forms.changed_list(dict(asked.data), act))
    return made


def part(form: QuestionForm, name: str) -> dict[str, object]:
    """Return the question as the draft of a module holds it."""
    return {"id": name, "section": form.section.data or "", "kind": form.asked.kind} | _asked(form.asked)


def wording(part: Mapping[str, object]) -> tuple[Finding, ...]:
    """Return what the linter of items says of a question's wording; what is only missing the modules' own says."""
    kind = str(part.get("kind", ""))
    found = linter.check(of_draft(part, keys=items.keys_of(kind)))
    return tuple(each for each in found if each.rule.severity != "error")


def _asked(form: KindForm) -> dict[str, object]:
    return {name: value for name, value in form.draft().items() if name not in NOT_ASKED}


def _form_class(kind: str) -> Any:  # noqa: ANN401 - a class of another slice, handed over when the site is made
    known = kind if kind in dict(KINDS) else FIRST
    return current_app.extensions["needlewise_question_forms"].form_for(known)
