"""The entries of what is typed: accepted texts and numbers, units, dangerous answers; for several kinds."""

from wtforms import BooleanField, Form, StringField, TextAreaField
from wtforms.validators import Optional

from training.bank.forms.values import given, text, words
from training.core.units import UnitRule

SHARE = "Of the mark, such as 1/2; empty for all of it, 0 for a known mistake."
UNSURE = (("wrong", "counts as wrong"), ("person", "goes to a person"))
UNITS = (
    (UnitRule.NONE.value, "is printed beside the field"),
    (UnitRule.OPTIONAL.value, "may be typed"),
    (UnitRule.REQUIRED.value, "must be typed"),
    (UnitRule.CHOOSE.value, "is chosen from a list"),
)


class ReasonsForm(Form):
    """Why an answer is worth what it is worth."""

    share = StringField("Share", description=SHARE, validators=[Optional()])
    rationale = TextAreaField("Why it is right or wrong")
    sources = StringField("Sources of this answer")

    def reasons(self) -> dict[str, object]:
        """Return the reasons as a draft holds them."""
        return given(self, "share") | {
            "rationale": text(self.rationale.data),
            "sources": words(self.sources.data),
        }


class SpellingForm(ReasonsForm):
    """An accepted text."""

    text = StringField("Text", description="A star stands for any letters; write \\* for a star.")

    def draft(self) -> dict[str, object]:
        """Return the answer as a draft holds it."""
        return {"text": self.text.data or ""} | self.reasons()


class NumberForm(ReasonsForm):
    """An accepted number: a value, or a stretch."""

    value = StringField("Number", validators=[Optional()])
    tolerance = StringField("Give or take", description="A number, or a share such as 2%.", validators=[Optional()])
    low = StringField("Or from", validators=[Optional()])
    high = StringField("up to", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the answer as a draft holds it."""
        return given(self, "value", "tolerance", "low", "high") | self.reasons()


class UnitForm(Form):
    """A unit."""

    name = StringField("Unit")
    factor = StringField("How many of the first unit it is", validators=[Optional()])

    def draft(self) -> dict[str, object]:
        """Return the unit as a draft holds it."""
        return {"name": self.name.data or ""} | given(self, "factor")


class TextDangerForm(Form):
    """A text whose choice would endanger a patient."""

    text = StringField("Text")
    why = TextAreaField("Why it is dangerous")

    def draft(self) -> dict[str, object]:
        """Return the text as a draft holds it."""
        return {"text": self.text.data or "", "why": text(self.why.data)}


class NumberDangerForm(Form):
    """A stretch of numbers that would endanger a patient."""

    low = StringField("From", validators=[Optional()])
    high = StringField("Up to", validators=[Optional()])
    why = TextAreaField("Why it is dangerous")

    def draft(self) -> dict[str, object]:
        """Return the stretch as a draft holds it."""
        return given(self, "low", "high") | {"why": text(self.why.data)}


def flags(form: Form, *names: str) -> dict[str, object]:
    """Return the ticked boxes among ``names``, as a draft holds them."""
    return {name: True for name in names if isinstance(form[name], BooleanField) and form[name].data}


def unless(form: Form, name: str, usual: str) -> dict[str, object]:
    """Return a choice as a draft holds it: left out when it is the usual one."""
    value = str(form[name].data or usual)
    return {} if value == usual else {name: value}
