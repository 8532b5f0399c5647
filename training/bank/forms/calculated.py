"""The form of calculated items."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.answers import UNITS, NumberDangerForm, ReasonsForm, UnitForm, unless
from training.bank.forms.item import ItemForm
from training.bank.forms.values import given, whole, words
from training.web.choices import choices


class VariableForm(Form):
    """A number drawn for each paper."""

    name = StringField("Name", description="Write {name} in the texts where its value belongs.")
    low = StringField("From", validators=[Optional()])
    high = StringField("up to", validators=[Optional()])
    step = StringField("by steps of", validators=[Optional()])
    values = StringField("Or one of", description="Numbers with blanks between them.", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the variable as a draft holds it."""
        values = words(self.values.data)
        numbers = given(self, "low", "high", "step") | ({"values": values} if values else {})
        return {"name": self.name.data or ""} | numbers


class FormulaForm(ReasonsForm):
    """An accepted number, worked out."""

    formula = StringField("Formula", description="Such as mass * 0.5 + 1; also round(x, 1), min, max, abs, sqrt.")
    tolerance = StringField("Give or take", description="A number, or a share such as 2%.", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the answer as a draft holds it."""
        return {"formula": self.formula.data or ""} | given(self, "tolerance") | self.reasons()


class CalculatedForm(ItemForm):
    """The form of a calculated item."""

    kind = "calculated"
    parts: ClassVar[Mapping[str, str]] = {
        "variables": "Variable",
        "answers": "Accepted formula",
        "units": "Unit",
        "dangerous": "Dangerous stretch",
    }
    own: ClassVar[tuple[str, ...]] = ("decimals", "unit", "wrong_rationale")
    decimals = StringField("Decimals of the right answer", validators=[Optional()])
    unit = SelectField("The unit", choices=choices(UNITS), validate_choice=False)
    wrong_rationale = TextAreaField("Why any other number is wrong", validators=[Optional()])
    variables = FieldList(FormField(VariableForm))
    answers = FieldList(FormField(FormulaForm))
    units = FieldList(FormField(UnitForm))
    dangerous = FieldList(FormField(NumberDangerForm))

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        return {"variables": [{}], "answers": [{}]}

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed; decimals that are no number stay what they are, to be refused."""
        decimals = whole(self.decimals.data)
        places: dict[str, object] = {} if decimals == "" else {"decimals": decimals}
        return super().draft() | places | unless(self, "unit", "none") | given(self, "wrong_rationale")
