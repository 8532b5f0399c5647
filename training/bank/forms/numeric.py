"""The form of numeric items."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import FieldList, FormField, SelectField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.answers import UNITS, NumberDangerForm, NumberForm, UnitForm, unless
from training.bank.forms.item import ItemForm
from training.bank.forms.values import given
from training.web.choices import choices


class NumericForm(ItemForm):
    """The form of a numeric item."""

    kind = "numeric"
    parts: ClassVar[Mapping[str, str]] = {
        "answers": "Accepted number",
        "units": "Unit",
        "dangerous": "Dangerous stretch",
    }
    own: ClassVar[tuple[str, ...]] = ("unit", "wrong_rationale")
    unit = SelectField("The unit", choices=choices(UNITS), validate_choice=False)
    wrong_rationale = TextAreaField("Why any other number is wrong", validators=[Optional()])
    answers = FieldList(FormField(NumberForm))
    units = FieldList(FormField(UnitForm))
    dangerous = FieldList(FormField(NumberDangerForm))

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        return {"answers": [{}]}

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed."""
        return super().draft() | given(self, "wrong_rationale") | unless(self, "unit", "none")
