"""The forms of the bank. One form a kind, through one registry; what they hold and a draft are the same thing."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from training.core.drafts import Draft, Fault
from training.core.items import DOMAIN_TITLES, Level, Pool
from training.web.choices import choices

PATH = re.compile(r"(?P<list>\w+)\[(?P<number>\d+)\](?:\.(?P<field>\w+))?")
ALL = ("", "All")
DOMAINS = tuple((domain.value, title) for domain, title in DOMAIN_TITLES.items())
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LISTS = ("facts", "sources", "enemies")
TEXTS = ("code", "pool", "domain", "level", "objective", "evidence", "author", "module", "section", "safety_point")


def _words(value: object) -> list[str]:
    """Return the words of a field that holds several, however they are set apart."""
    return [word for word in re.split(r"[\s,;]+", str(value or "")) if word]


def _text(value: object) -> str:
    """Return a text as written: a browser ends the lines of a text area with CR LF."""
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n")


class OptionForm(Form):
    """One option of a kind that chooses."""

    id = StringField("Letter", description="Stays with the option through every edit.")
    text = TextAreaField("Text")
    correct = BooleanField("Right answer")
    dangerous = BooleanField("Choosing it would endanger a patient")
    weight = StringField(
        "Weight", description="Only for a partly right option: a share such as 1/2.", validators=[Optional()]
    )
    rationale = TextAreaField("Why it is right or wrong")
    sources = StringField("Sources of this option")

    def draft(self) -> dict[str, object]:
        """Return the option as a draft holds it."""
        flags: dict[str, object] = {name: True for name in ("correct", "dangerous") if self.data[name]}
        weight = {"weight": self.weight.data} if self.weight.data else {}
        return _option_draft(self) | flags | weight


class StepForm(Form):
    """One step of an ordering item."""

    id = StringField("Letter", description="Stays with the step through every edit.")
    text = TextAreaField("Text")
    place = IntegerField("Place in the right order")
    rationale = TextAreaField("Why it stands there")
    sources = StringField("Sources of this step")

    def draft(self) -> dict[str, object]:
        """Return the step as a draft holds it."""
        return _option_draft(self)


class DangerForm(Form):
    """Two steps whose wrong order would endanger a patient."""

    first = StringField("Dangerous when this step (letter)")
    then = StringField("comes before this one (letter)")
    why = TextAreaField("Why this order is dangerous")

    def draft(self) -> dict[str, object]:
        """Return the pair as a draft holds it."""
        return {"first": self.first.data or "", "then": self.then.data or "", "why": _text(self.why.data)}


class ItemForm(Form):
    """What every kind's form holds: the header and the stem.

    ``kind`` names the kind, ``parts`` its lists, each with the word for one entry.
    """

    kind: ClassVar[str]
    parts: ClassVar[Mapping[str, str]] = {"options": "Option"}

    base = HiddenField()
    seed = HiddenField()
    origin = HiddenField()
    code = StringField(
        "Code", description="domain/topic/name, such as safety/pneumothorax/delayed-cough. It never changes."
    )
    pool = SelectField("Pool", choices=choices((pool.value, pool.value) for pool in Pool), validate_choice=False)
    domain = SelectField("Domain", choices=choices(DOMAINS), validate_choice=False)
    level = SelectField("Level", choices=choices((level.value, level.value) for level in Level), validate_choice=False)
    stem = TextAreaField("Question", description="Markdown. The last paragraph is the question itself.")
    vignette = BooleanField("Opens with a clinical case")
    feedback = TextAreaField("Shown at review, whatever was answered", validators=[Optional()])
    objective = StringField("Objective", description="What answering it shows, in one line.")
    facts = StringField("Facts", description="Numbers of the facts tested, with blanks between them.")
    sources = StringField("Sources of the key", description="Codes of the register, with blanks between them.")
    evidence = RadioField(
        "The key rests on",
        choices=choices([("S", "a paper, guideline, regulator or standard"), ("C", "a calculation that is shown")]),
        validate_choice=False,
    )
    module = StringField("Module to study again")
    section = StringField("Section of that module")
    safety_point = StringField("Safety point", description="Critical items only, such as C1.", validators=[Optional()])
    enemies = StringField("Enemy items", description="Codes of items that give this one away.", validators=[Optional()])
    author = StringField("Author")
    checked_on = DateField("Checked on")
    review_by = DateField("To be checked again by")
    stimulus_code = StringField("Shared case: name", validators=[Optional()])
    stimulus_text = TextAreaField("Shared case: text", validators=[Optional()])
    stimulus_figure = StringField("Shared case: figure", validators=[Optional()])
    stimulus_alt = StringField("Shared case: what the figure shows", validators=[Optional()])

    options: ClassVar[Any]

    @classmethod
    def values_of(cls, draft: Draft) -> dict[str, Any]:
        """Return what the form's fields hold for a canonical draft."""
        values: dict[str, Any] = {name: draft.get(name, "") for name in (*TEXTS, "stem", "feedback")}
        values |= {"origin": json.dumps(draft["origin"]) if "origin" in draft else ""}
        values |= {name: " ".join(_list(draft, name)) for name in LISTS}
        values |= {
            name: date.fromisoformat(str(draft[name])) for name in ("checked_on", "review_by") if draft.get(name)
        }
        stimulus = draft.get("stimulus")
        given = stimulus if isinstance(stimulus, Mapping) else {}
        values |= {f"stimulus_{name}": given.get(name, "") for name in ("code", "text", "figure", "alt")}
        options = [
            dict(option) | {"sources": " ".join(_list(option, "sources"))} for option in _tables(draft, "options")
        ]
        return values | {"vignette": bool(draft.get("vignette")), "options": options}

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed; values left empty are left out where a draft may leave them out."""
        values: dict[str, object] = {"kind": self.kind}
        values |= {name: _text(self.data[name]) for name in TEXTS}
        values |= {name: _words(self.data[name]) for name in LISTS}
        values |= {name: _day(self[name]) for name in ("checked_on", "review_by")}
        values |= {"stem": _text(self.stem.data), "options": [entry.form.draft() for entry in self.options]}
        values |= {"vignette": bool(self.vignette.data)} | self._stimulus()
        values |= {"feedback": _text(self.feedback.data), "origin": _origin(self.origin.data)}
        return {name: value for name, value in values.items() if value or name in _KEPT_EMPTY}

    def place_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its field, so that the page says it there; what has no field stands above the form."""
        for fault in faults:
            words = " ".join(part for part in (_sentence(fault.message), fault.remedy) if part)
            field = self._field(fault.field)
            if field is None:
                self.form_errors.append(f"{fault.field}: {words}")
            else:
                field.errors = [*field.errors, words]
        for name in self.parts:
            found = [form.errors for form in self._forms(name)]
            self[name].errors = found if any(found) else []  # type: ignore[assignment]

    def _field(self, path: str) -> Field | None:
        listed = PATH.fullmatch(path)
        if listed is None:
            name = path.replace(".", "_")
            return self[name] if name in self and name not in self.parts else None
        forms = self._forms(listed["list"]) if listed["list"] in self.parts else []
        if int(listed["number"]) > len(forms):
            return None
        form = forms[int(listed["number"]) - 1]
        return next((field for field in form if listed["field"] in (None, field.short_name)), None)

    def _forms(self, name: str) -> list[Form]:
        entries = self[name]
        return [entry.form for entry in entries] if isinstance(entries, FieldList) else []

    def _stimulus(self) -> dict[str, object]:
        values = {name: _text(self.data[f"stimulus_{name}"]) for name in ("code", "text", "figure", "alt")}
        given = {name: value for name, value in values.items() if value}
        return {"stimulus": given} if given else {}


class SingleChoiceForm(ItemForm):
    """The form of a single-choice item."""

    kind = "single_choice"
    options = FieldList(FormField(OptionForm))


class MultipleResponseForm(ItemForm):
    """The form of a multiple-response item."""

    kind = "multiple_response"
    options = FieldList(FormField(OptionForm))


class OrderingForm(ItemForm):
    """The form of an ordering item: each step says its place in the right order."""

    kind = "ordering"
    parts: ClassVar[Mapping[str, str]] = {"options": "Step", "dangerous_orders": "Dangerous order"}
    options = FieldList(FormField(StepForm))
    dangerous_orders = FieldList(FormField(DangerForm))

    @classmethod
    def values_of(cls, draft: Draft) -> dict[str, Any]:
        """Return what the form's fields hold for a canonical draft."""
        values = super().values_of(draft)
        places = {step: place for place, step in enumerate(_list(draft, "key"), start=1)}
        for option in values["options"]:
            option["place"] = places.get(str(option.get("id")))
        return values | {"dangerous_orders": [dict(pair) for pair in _tables(draft, "dangerous_orders")]}

    def draft(self) -> dict[str, object]:
        """Return the draft; the key is the steps by their places, empty unless each place is given once."""
        steps = {entry.form.place.data: entry.form.id.data or "" for entry in self.options}
        whole = set(steps) == set(range(1, len(self.options) + 1))
        pairs = [entry.form.draft() for entry in self.dangerous_orders]
        key = [steps[place] for place in sorted(steps)] if whole else []
        return super().draft() | {"key": key} | ({"dangerous_orders": pairs} if pairs else {})


FORMS: tuple[type[ItemForm], ...] = (
    SingleChoiceForm,
    MultipleResponseForm,
    OrderingForm,
)
_BY_KIND: Mapping[str, type[ItemForm]] = {form.kind: form for form in FORMS}
_KEPT_EMPTY = frozenset({*TEXTS, *LISTS, "stem", "options", "checked_on", "review_by"}) - {"safety_point", "enemies"}


def form_for(kind: str) -> type[ItemForm] | None:
    """Return the form of a kind, None for an unknown one."""
    return _BY_KIND.get(kind)


def changed_list(values: dict[str, Any], act: str) -> dict[str, Any]:
    """Return a form's values after an act on one of its lists: ``options:add``, ``options:up:2`` (from 1)."""
    name, verb, *place = act.split(":")
    entries = list(values.get(name) or [])
    at = int(place[0]) - 1 if place and place[0].isdigit() else len(entries)
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


class CommentForm(FlaskForm):
    """Words about a version."""

    comment = TextAreaField("Comment", validators=[Optional()])


class ReasonForm(FlaskForm):
    """Why a version is withdrawn."""

    reason = TextAreaField("Reason")


class UploadForm(FlaskForm):
    """Files of items: TOML, pictures, or a zip of them."""

    files = MultipleFileField("Files")


class FigureForm(FlaskForm):
    """One picture."""

    picture = FileField("Picture")


class ApplyForm(FlaskForm):
    """Applying an import."""

    leave_out = BooleanField("I agree that what is listed as refused or in conflict is left out")


class FilterForm(Form):
    """What a list of items is narrowed to."""

    text = StringField("Words or code")
    domain = SelectField("Domain", choices=choices([ALL, *DOMAINS]))
    level = SelectField("Level", choices=choices([ALL, *((level.value, level.value) for level in Level)]))
    kind = SelectField("Kind", choices=choices([ALL]))
    pool = SelectField("Pool", choices=choices([ALL, *((pool.value, pool.value) for pool in Pool)]))
    state = SelectField("State", choices=choices([ALL]))
    author = SelectField("Author", choices=choices([ALL]))
    critical = BooleanField("Critical only")


def _option_draft(form: Form) -> dict[str, object]:
    data = form.data
    texts = {name: _text(data[name]) for name in ("id", "text", "rationale")}
    return texts | {"sources": _words(data["sources"])}


def _origin(value: str | None) -> dict[str, object]:
    """Return where the item came from, which the page carries along unseen."""
    try:
        origin = json.loads(value or "{}")
    except ValueError:
        return {}
    return origin if isinstance(origin, dict) else {}


def _day(field: Field) -> str:
    """Return a date as text, what was typed when it is none."""
    if field.data is not None:
        return str(field.data)
    return str(field.raw_data[0]) if field.raw_data else ""


def _list(draft: Mapping[str, object], name: str) -> list[str]:
    value = draft.get(name)
    return [str(entry) for entry in value] if isinstance(value, list | tuple) else []


def _tables(draft: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = draft.get(name)
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list | tuple) else []


def _sentence(message: str) -> str:
    return message if message.endswith(".") else f"{message}."
