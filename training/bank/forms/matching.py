"""The form of matching items."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.item import ItemForm, whole_box
from training.bank.forms.values import given, option_draft, text, words


class PremiseForm(Form):
    """What is to be matched."""

    id = StringField("Letter", description="Stays with it through every edit.")
    text = TextAreaField("Text")
    match = StringField("Belongs to the option (letter)")
    rationale = TextAreaField("Why they belong together")
    sources = StringField("Sources of this match")

    def draft(self) -> dict[str, object]:
        """Return the premise as a draft holds it."""
        return option_draft(self) | {"match": self.match.data or ""}


class MatchOptionForm(Form):
    """An option; one that belongs to nothing is an extra wrong one."""

    id = StringField("Letter", description="Stays with the option through every edit.")
    text = TextAreaField("Text")
    rationale = TextAreaField("Why it belongs to nothing", validators=[Optional()])
    sources = StringField("Sources of this option", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the option as a draft holds it."""
        sources = words(self.sources.data)
        texts = {"id": self.id.data or "", "text": text(self.text.data)}
        return texts | given(self, "rationale") | ({"sources": sources} if sources else {})


class MatchDangerForm(Form):
    """A match that would endanger a patient."""

    premise = StringField("Dangerous when this (letter)")
    option = StringField("is matched with this option (letter)")
    why = TextAreaField("Why this match is dangerous")

    def draft(self) -> dict[str, object]:
        """Return the match as a draft holds it."""
        return {"premise": self.premise.data or "", "option": self.option.data or "", "why": text(self.why.data)}


class MatchingForm(ItemForm):
    """The form of a matching item."""

    kind = "matching"
    parts: ClassVar[Mapping[str, str]] = {
        "premises": "Premise",
        "options": "Option",
        "dangerous_matches": "Dangerous match",
    }
    own: ClassVar[tuple[str, ...]] = ("all_or_nothing",)
    all_or_nothing = whole_box()
    premises = FieldList(FormField(PremiseForm))
    options = FieldList(FormField(MatchOptionForm))
    dangerous_matches = FieldList(FormField(MatchDangerForm))

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        return {"premises": [{"id": letter} for letter in "pqr"], "options": [{"id": letter} for letter in "abcd"]}
