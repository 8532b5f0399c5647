"""The form of short-text items."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, FieldList, FormField, SelectField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.answers import UNSURE, SpellingForm, TextDangerForm, unless
from training.bank.forms.item import ItemForm
from training.bank.forms.values import given
from training.web.choices import choices


class ShortTextForm(ItemForm):
    """The form of a short-text item."""

    kind = "short_text"
    parts: ClassVar[Mapping[str, str]] = {"answers": "Accepted text", "dangerous": "Dangerous text"}
    own: ClassVar[tuple[str, ...]] = ("case", "accents", "unsure", "wrong_rationale")
    case = BooleanField("Capitals count")
    accents = BooleanField("Accents count")
    unsure = SelectField("A text that is close to one of these", choices=choices(UNSURE), validate_choice=False)
    wrong_rationale = TextAreaField("Why any other text is wrong", validators=[Optional()])
    answers = FieldList(FormField(SpellingForm))
    dangerous = FieldList(FormField(TextDangerForm))

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        return {"answers": [{}]}

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed."""
        return super().draft() | unless(self, "unsure", "wrong") | given(self, "wrong_rationale")
