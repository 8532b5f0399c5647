"""The form of cloze items: gaps and what belongs to them in lists side by side, each entry naming its gap."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from wtforms import BooleanField, FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.answers import (
    UNITS,
    UNSURE,
    NumberDangerForm,
    NumberForm,
    UnitForm,
    flags,
    unless,
)
from training.bank.forms.choice import OptionForm
from training.bank.forms.item import ItemForm, whole_box
from training.bank.forms.values import flat_tables, given, tables, text
from training.core.drafts import Draft, Fault
from training.web.choices import choices

LISTS = {"choices": "options", "answers": "answers", "units": "units", "dangerous": "dangerous"}
"""The lists of the form, and what a gap calls them."""

_NESTED = re.compile(r"gaps\[(\d+)\]\.(\w+)\[(\d+)\](.*)")
_KINDS = (("choice", "a list to choose from"), ("text", "a text to type"), ("number", "a number to type"))


class GapForm(Form):
    """One gap, without its answers."""

    id = StringField("Name", description="Its place in the passage is [[name]].")
    kind = SelectField("It is", choices=choices(_KINDS), validate_choice=False)
    weight = StringField("Weight", description="How much it counts; empty for 1.", validators=[Optional()])
    case = BooleanField("Capitals count")
    accents = BooleanField("Accents count")
    unsure = SelectField("A text that is close to an accepted one", choices=choices(UNSURE), validate_choice=False)
    unit = SelectField("A number's unit", choices=choices(UNITS[:-1]), validate_choice=False)
    wrong_rationale = TextAreaField("Why anything else is wrong", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the gap as a draft holds it, without its answers."""
        named = {"id": self.id.data or "", "kind": self.kind.data or "choice"} | given(
            self, "weight", "wrong_rationale"
        )
        return named | flags(self, "case", "accents") | unless(self, "unsure", "wrong") | unless(self, "unit", "none")


class GapOptionForm(OptionForm):
    """One option of a list."""

    gap = StringField("Of the gap")


class GapAnswerForm(NumberForm):
    """An accepted text or number."""

    gap = StringField("Of the gap")
    text = StringField("Text", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the answer as a draft holds it."""
        return given(self, "text") | super().draft()


class GapUnitForm(UnitForm):
    """A unit of a number."""

    gap = StringField("Of the gap")


class GapDangerForm(NumberDangerForm):
    """A text or a stretch of numbers that would endanger a patient."""

    gap = StringField("Of the gap")
    text = StringField("Text", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the danger as a draft holds it."""
        return given(self, "text") | super().draft()


class ClozeForm(ItemForm):
    """The form of a cloze item."""

    kind = "cloze"
    parts: ClassVar[Mapping[str, str]] = {
        "gaps": "Gap",
        "choices": "Option of a list",
        "answers": "Accepted answer",
        "units": "Unit of a number",
        "dangerous": "Dangerous answer",
    }
    nested: ClassVar[Mapping[str, str]] = {inner: name for name, inner in LISTS.items()}
    own: ClassVar[tuple[str, ...]] = ("passage", "all_or_nothing")
    all_or_nothing = whole_box()
    passage = TextAreaField("Passage", description="Markdown. Write [[g1]] where the gap g1 stands.")
    gaps = FieldList(FormField(GapForm))
    choices = FieldList(FormField(GapOptionForm))
    answers = FieldList(FormField(GapAnswerForm))
    units = FieldList(FormField(GapUnitForm))
    dangerous = FieldList(FormField(GapDangerForm))

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        options = [{"gap": "a", "id": letter} for letter in "abc"]
        return {"gaps": [{"id": "a", "kind": "choice"}], "choices": options}

    @classmethod
    def values_of(cls, draft: Draft) -> dict[str, Any]:
        """Return what the form's fields hold for a canonical draft."""
        gaps = tables(draft, "gaps")
        lists = {
            name: [entry | {"gap": gap.get("id")} for gap in gaps for entry in flat_tables(gap, inner)]
            for name, inner in LISTS.items()
        }
        return super().values_of(draft) | lists

    def draft(self) -> dict[str, object]:
        """Return the draft; an entry whose gap does not exist stands beside the gaps, to be refused."""
        draft, listed_gaps = super().draft(), self.entries("gaps")
        gaps = {str(gap["id"]): gap for gap in listed_gaps}
        for name, inner in LISTS.items():
            draft.pop(name, None)
            for form in self.forms(name):
                holder = gaps.get(str(form.gap.data or ""), draft)
                listed = holder.setdefault(inner, [])
                assert isinstance(listed, list)
                listed.append(form.draft())
        return draft | {"gaps": listed_gaps, "passage": text(self.passage.data)}

    def place_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault of a gap's answers at its entry, and say which entries name no gap."""
        remedy = "Name one of the gaps, or remove the entry."
        super().place_faults(
            Fault(fault.field, "hold an entry whose gap does not exist", remedy)
            if fault.field in LISTS.values()
            else replace(fault, field=self._flat(fault.field))
            for fault in faults
        )

    def _flat(self, path: str) -> str:
        """Return the path of a fault in the lists of the form: ``gaps[2].answers[1].text`` is ``answers[5].text``."""
        found = _NESTED.fullmatch(path)
        name = next((name for name, inner in LISTS.items() if found and found[2] == inner), "")
        if found is None or not name or int(found[1]) > len(self.gaps):
            return path
        gap = self.gaps[int(found[1]) - 1].form.id.data
        places = [place for place, form in enumerate(self.forms(name), start=1) if form.gap.data == gap]
        return f"{name}[{places[int(found[3]) - 1]}]{found[4]}" if int(found[3]) <= len(places) else path
