"""The form of items that people mark by a rubric."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import FieldList, Form, FormField, IntegerField, StringField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.item import ItemForm
from training.bank.forms.values import text


class CriterionForm(Form):
    """One line of the rubric."""

    id = StringField("Letter", description="Stays with the criterion through every edit.")
    text = TextAreaField("What is looked for")
    points = IntegerField("Points it can bring")
    rationale = TextAreaField("How to judge it", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the criterion as a draft holds it."""
        values: dict[str, object] = {name: text(self[name].data) for name in ("id", "text")}
        values |= {"points": self.points.data or 0}
        return values | ({"rationale": text(self.rationale.data)} if self.rationale.data else {})


class ExtendedTextForm(ItemForm):
    """The form of an extended-text item: its rubric, a model answer, how long the answer should be."""

    kind = "extended_text"
    parts: ClassVar[Mapping[str, str]] = {"criteria": "Criterion"}
    own: ClassVar[tuple[str, ...]] = ("model_answer", "least", "most")

    model_answer = TextAreaField("Model answer", description="Shown at review. Markdown.")
    least = IntegerField("At least, in words", validators=[Optional()])
    most = IntegerField("At most, in words", validators=[Optional()])
    criteria = FieldList(FormField(CriterionForm))

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        return {"criteria": [{"id": "a"}]}

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed."""
        limits = {name: self.data[name] for name in ("least", "most") if self.data[name]}
        return super().draft() | limits | {"model_answer": text(self.model_answer.data)}
