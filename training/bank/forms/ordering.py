"""The form of ordering items."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from wtforms import FieldList, Form, FormField, IntegerField, StringField, TextAreaField

from training.bank.forms.item import Check, ItemForm, whole_box
from training.bank.forms.values import listed, option_draft, text
from training.core.drafts import Draft, Fault


class StepForm(Form):
    """One step of an ordering item."""

    id = StringField("Letter")
    text = TextAreaField("Text")
    place = IntegerField("Right place")
    rationale = TextAreaField("Why it stands there")
    sources = StringField("Sources of this step")

    def draft(self) -> dict[str, object]:
        """Return the step as a draft holds it."""
        return option_draft(self)


class DangerForm(Form):
    """Two steps whose wrong order would endanger a patient."""

    first = StringField("Dangerous when this step (letter)")
    then = StringField("comes before this one (letter)")
    why = TextAreaField("Why this order is dangerous")

    def draft(self) -> dict[str, object]:
        """Return the pair as a draft holds it."""
        return {"first": self.first.data or "", "then": self.then.data or "", "why": text(self.why.data)}


class OrderingForm(ItemForm):
    """The form of an ordering item: each step says its place in the right order."""

    kind = "ordering"
    parts: ClassVar[Mapping[str, str]] = {"options": "Step", "dangerous_orders": "Dangerous order"}
    own: ClassVar[tuple[str, ...]] = ("all_or_nothing",)
    all_or_nothing = whole_box()
    options = FieldList(FormField(StepForm))
    dangerous_orders = FieldList(FormField(DangerForm))

    @classmethod
    def values_of(cls, draft: Draft) -> dict[str, Any]:
        """Return what the form's fields hold for a canonical draft."""
        values = super().values_of(draft)
        places = {step: place for place, step in enumerate(listed(draft, "key"), start=1)}
        for option in values["options"]:
            option["place"] = places.get(str(option.get("id")))
        return values

    def draft(self) -> dict[str, object]:
        """Return the draft; the key is the steps by their places, or as they stand where no step has a place.

        It is empty unless each place is given once.
        """
        entries = [entry.form for entry in self.options]
        places = [form.place.data for form in entries] if any(map(_placed, entries)) else range(1, len(entries) + 1)
        steps = {place: form.id.data or "" for place, form in zip(places, entries, strict=True)}
        whole = set(steps) == set(range(1, len(entries) + 1))
        return super().draft() | {"key": [steps[place] for place in range(1, len(steps) + 1)] if whole else []}

    def place_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its field, one of the key at the places."""
        super().place_faults(map(self._in_places, faults))

    def checks(self, faults: Iterable[Fault]) -> list[Check]:
        """Return what is still to mend in words of the form."""
        return super().checks(map(self._in_places, faults))

    def _in_places(self, fault: Fault) -> Fault:
        if fault.field != "key":
            return fault
        remedy = f"Number the steps from 1 to {len(self.options)}, or leave all places empty where they stand in order."
        return replace(fault, field="options[1].place", message="and the others are not each there once", remedy=remedy)


def _placed(form: StepForm) -> bool:
    """Return whether somebody gave a step a place, if only one that is no number."""
    typed = form.place.raw_data or [form.place.data]
    return any(str(each or "").strip() for each in typed)
