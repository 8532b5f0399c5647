"""What every kind's form holds: the header and the stem, and the way between form and draft."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FileField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training.bank.forms.safety_point import SafetyPointField
from training.bank.forms.values import day, flat_tables, listed, text, whole, words
from training.core.domains import DOMAIN_TITLES, NEED_TITLES, Level, Pool
from training.core.drafts import Draft, Fault
from training.core.recordings import FIELDS
from training.web.choices import choices

PATH = re.compile(r"(?P<list>\w+)\[(?P<number>\d+)\](?:\.(?P<field>\w+))?")
DOMAINS = tuple((domain.value, title) for domain, title in DOMAIN_TITLES.items())
DIFFICULTIES = (("", "not estimated"), ("1", "1, easiest"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, hardest"))
LISTS = ("facts", "sources", "enemies")
STIMULUS = ("code", "text", "figure", "alt", *FIELDS)
TEXTS = ("code", "pool", "domain", "level", "objective", "evidence", "author", "module", "section", "safety_point")


_KEPT_EMPTY = frozenset({*TEXTS, *LISTS, "stem", "options", "checked_on", "review_by"}) - {"safety_point", "enemies"}


def field_id(path: str) -> str:
    """Return the id of the field that a path of a draft names, so that a link can lead to it.

    >>> field_id("options[2].text"), field_id("stimulus.alt"), field_id("options")
    ('options-1-text', 'stimulus_alt', 'options-0-text')
    """
    listed = PATH.fullmatch(path)
    if listed is None:
        return f"{path}-0-text" if path == "options" else path.replace(".", "_")
    return f"{listed['list']}-{int(listed['number']) - 1}-{listed['field'] or 'text'}"


def whole_box() -> BooleanField:
    """Return the box of the kinds that give part marks by which one item gives none."""
    return BooleanField(
        "All or nothing",
        description="The full mark for exactly the right answer, else none. Trainees read so at the question. "
        "Leave it empty for part marks; a critical item is all or nothing anyway.",
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to mend in a draft; ``target`` is the id of its field, "" where it has none."""

    words: str
    target: str


class ItemForm(Form):
    """What every kind's form holds: the header and the stem.

    ``kind`` names the kind, ``parts`` its lists, each with the word for one entry, ``own`` its other fields.
    """

    kind: ClassVar[str]
    parts: ClassVar[Mapping[str, str]] = {"options": "Option"}
    nested: ClassVar[Mapping[str, str]] = {}
    """Lists of this form by what an entry of another list calls them."""
    own: ClassVar[tuple[str, ...]] = ()
    marks_key: ClassVar[bool] = False
    """Whether entries of its lists are ticked as right."""
    pane: ClassVar[str] = ""
    """A template above the lists that helps to fill them; it is given ``figure_url``."""

    base = HiddenField()
    seed = HiddenField()
    origin = HiddenField()
    case_seen = HiddenField(default="")
    """The hashes of the versions that share the case, as the page showed them."""
    replaces = HiddenField(default="")
    """The code of the item that a new one takes the place of."""
    revision = HiddenField(default="0")
    code = StringField(
        "Code", description="domain/topic/name, such as safety/pneumothorax/delayed-cough. It never changes."
    )
    pool = SelectField("Pool", choices=choices((pool.value, pool.value) for pool in Pool), validate_choice=False)
    domain = SelectField("Domain", choices=choices(DOMAINS), validate_choice=False)
    level = SelectField("Level", choices=choices((level.value, level.value) for level in Level), validate_choice=False)
    difficulty = SelectField(
        "Difficulty, the authors' own estimate",
        choices=choices(DIFFICULTIES),
        validate_choice=False,
        description="What a borderline trainee makes of it, before anybody answered. The rule of each step stands in "
        "the guide to writing questions.",
    )
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
    needs = SelectMultipleField(
        "Needs before a live exam may draw it",
        choices=choices((need.value, title) for need, title in NEED_TITLES.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
        description="For facts that nobody read in their source, and for teaching judgements. Whoever signs it "
        "confirms each.",
    )
    module = StringField("Module to study again")
    section = StringField("Section of that module")
    safety_point = SafetyPointField("Safety point", description="What a critical item tests; other items name none.")
    enemies = StringField("Enemy items", description="Codes of items that give this one away.", validators=[Optional()])
    author = StringField("Author")
    checked_on = DateField("Checked on")
    review_by = DateField("To be checked again by")
    stimulus_code = StringField("Shared case: name", validators=[Optional()])
    stimulus_text = TextAreaField("Shared case: text", validators=[Optional()])
    stimulus_figure = StringField("Shared case: figure", validators=[Optional()])
    stimulus_alt = StringField("Shared case: what the figure shows", validators=[Optional()])
    stimulus_recording = StringField("Shared case: recording", validators=[Optional()])
    stimulus_captions = StringField("Shared case: captions", validators=[Optional()])
    stimulus_language = StringField("Shared case: language of the recording", validators=[Optional()])
    stimulus_transcript = TextAreaField("Shared case: transcript", validators=[Optional()])
    stimulus_figure_file = FileField("New figure of the case", validators=[Optional()])
    recording_file = FileField("New recording", validators=[Optional()])
    captions_file = FileField("New captions", validators=[Optional()])

    @classmethod
    def values_of(cls, draft: Draft) -> dict[str, Any]:
        """Return what the form's fields hold for a canonical draft."""
        values: dict[str, Any] = {name: draft.get(name, "") for name in (*TEXTS, "stem", "feedback")}
        values |= {"origin": json.dumps(draft["origin"]) if "origin" in draft else ""}
        values |= {name: " ".join(listed(draft, name)) for name in LISTS}
        values |= {
            name: date.fromisoformat(str(draft[name])) for name in ("checked_on", "review_by") if draft.get(name)
        }
        stimulus = draft.get("stimulus")
        given = stimulus if isinstance(stimulus, Mapping) else {}
        values |= {f"stimulus_{name}": given.get(name, "") for name in STIMULUS}
        values |= {name: flat_tables(draft, name) for name in cls.parts}
        values |= {name: draft[name] for name in cls.own if name in draft}
        values |= {"difficulty": str(draft.get("difficulty", "")), "needs": listed(draft, "needs")}
        return values | {"vignette": bool(draft.get("vignette"))}

    @classmethod
    def of_case(cls, draft: Draft) -> dict[str, Any]:
        """Return what a further item on the case of a canonical draft begins with."""
        values = cls.values_of(draft)
        shared = ("pool", "domain", "module", "section", *(f"stimulus_{name}" for name in STIMULUS))
        return {name: values[name] for name in shared}

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        return {"options": [{"id": letter} for letter in "abcd"]}

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed; values left empty are left out where a draft may leave them out."""
        values: dict[str, object] = {"kind": self.kind}
        values |= {name: text(self.data[name]) for name in TEXTS}
        values |= {name: words(self.data[name]) for name in LISTS}
        values |= {name: day(self[name]) for name in ("checked_on", "review_by")}
        values |= {"stem": text(self.stem.data)} | {name: self.entries(name) for name in self.parts}
        values |= {"vignette": bool(self.vignette.data)} | self._stimulus()
        values |= {"difficulty": whole(self.difficulty.data), "needs": list(self.needs.data or ())}
        values |= {"feedback": text(self.feedback.data), "origin": _origin(self.origin.data)}
        values |= {name: True for name in self.own if isinstance(self[name], BooleanField) and self[name].data}
        return {name: value for name, value in values.items() if value or name in _KEPT_EMPTY}

    def entries(self, name: str) -> list[dict[str, object]]:
        """Return what a list holds, as a draft holds it."""
        return [form.draft() for form in self.forms(name)]

    def picture(self) -> str:
        """Return the name of the figure that the pane shows, an empty text for none."""
        return ""

    def place_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its field, so that the page says it there; what has no field stands above the form."""
        for fault in faults:
            words = " ".join(part for part in (_sentence(fault.message), fault.remedy) if part)
            field = self._field(fault.field)
            if field is None:
                self.form_errors.append(f"{self._label(fault.field)} {words}")
            else:
                field.errors = [*field.errors, words]
        for name in self.parts:
            found = [form.errors for form in self.forms(name)]
            self[name].errors = found if any(found) else []

    def checks(self, faults: Iterable[Fault]) -> list[Check]:
        """Return what is still to mend in words of the form, in its order: the question, its options, the rest."""
        found = []
        for fault in sorted(faults, key=lambda fault: _page_part(fault.field)):
            field = self._field(fault.field)
            remedy = f" {fault.remedy}" if fault.remedy else ""
            words = f"{self._label(fault.field)} {_sentence(fault.message)}{remedy}"
            first = "-0" if field is not None and field.type in ("RadioField", "SelectMultipleField") else ""
            found.append(Check(words, field.id + first if field is not None else ""))
        return found

    def _label(self, path: str) -> str:
        """Return what the page calls the field at ``path``: "Option 2, text"."""
        listed, field = PATH.fullmatch(path), self._field(path)
        if listed is None or listed["list"] not in self.parts:
            return field.label.text if field is not None else path.replace("_", " ").capitalize()
        part = f"{self.parts[listed['list']]} {listed['number']}"
        return f"{part}, {field.label.text.lower()}" if field is not None and listed["field"] else part

    def _field(self, path: str) -> Field | None:
        place = PATH.fullmatch(path)
        if place is None:
            name = path.replace(".", "_")
            return self[name] if name in self and name not in self.parts else None
        forms = self.forms(place["list"]) if place["list"] in self.parts else []
        if int(place["number"]) > len(forms):
            return None
        form = forms[int(place["number"]) - 1]
        return next((field for field in form if place["field"] in (None, field.short_name)), None)

    def forms(self, name: str) -> list[Any]:
        """Return the forms of a list's entries."""
        entries = self[name]
        return [entry.form for entry in entries] if isinstance(entries, FieldList) else []

    def _stimulus(self) -> dict[str, object]:
        values = {name: text(self.data[f"stimulus_{name}"]) for name in STIMULUS}
        given = {name: value for name, value in values.items() if value}
        return {"stimulus": given} if given else {}


def _origin(value: str | None) -> dict[str, object]:
    """Return where the item came from, which the page carries along unseen."""
    try:
        origin = json.loads(value or "{}")
    except ValueError:
        return {}
    return origin if isinstance(origin, dict) else {}


def _page_part(path: str) -> int:
    """Return which part of the page a field stands in."""
    return 0 if path in ("code", "stem") else 1 if PATH.fullmatch(path) or path in ("options", "key") else 2


def _sentence(message: str) -> str:
    return message if message.endswith(".") else f"{message}."
