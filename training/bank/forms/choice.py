"""The forms of the kinds that choose among options."""

from typing import ClassVar

from wtforms import BooleanField, FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.item import ItemForm, whole_box
from training.bank.forms.values import option_draft


class OptionForm(Form):
    """One option of a kind that chooses."""

    id = StringField("Letter")
    text = TextAreaField("Text")
    correct = BooleanField("Right answer")
    dangerous = BooleanField("Dangerous")
    weight = StringField(
        "Weight", description="Only for a partly right option: a share such as 1/2.", validators=[Optional()]
    )
    rationale = TextAreaField("Why it is right or wrong")
    sources = StringField("Sources of this option")

    def draft(self) -> dict[str, object]:
        """Return the option as a draft holds it."""
        flags: dict[str, object] = {name: True for name in ("correct", "dangerous") if self.data[name]}
        weight = {"weight": self.weight.data} if self.weight.data else {}
        return option_draft(self) | flags | weight


class SingleChoiceForm(ItemForm):
    """The form of a single-choice item."""

    kind = "single_choice"
    marks_key = True
    options = FieldList(FormField(OptionForm))


class MultipleResponseForm(ItemForm):
    """The form of a multiple-response item."""

    kind = "multiple_response"
    marks_key = True
    own: ClassVar[tuple[str, ...]] = ("all_or_nothing",)
    all_or_nothing = whole_box()
    options = FieldList(FormField(OptionForm))
