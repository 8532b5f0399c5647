"""The forms of sample quizzes for whoever shares them."""

from collections.abc import Iterable
from datetime import date

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Form,
    IntegerField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training.core.domains import DOMAIN_TITLES, Domain
from training.core.samples import LARGEST
from training.sample_quizzes.service import Details
from training.web.choices import choices
from training.web.lengths import AtMost


class DetailsForm(FlaskForm):
    """What is said of a quiz. A last day that is over is refused, unless it was the last day already."""

    today = date.min
    kept: date | None = None

    title = StringField("Title", validators=[DataRequired("Give the quiz a title."), AtMost(120)])
    introduction = TextAreaField("Introduction", validators=[Optional(), AtMost(2000)])
    ends_on = DateField("Last day", validators=[Optional()])

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a day that is over."""
        if field.data and field.data < self.today and field.data != self.kept:
            message = "This day is over. Choose today or a later day, or leave it empty."
            raise ValidationError(message)

    def details(self) -> Details:
        """Return what was entered."""
        return Details((self.title.data or "").strip(), (self.introduction.data or "").strip(), self.ends_on.data)


class FindForm(Form):
    """What the list of items is narrowed to."""

    text = SearchField("Words")
    domain = SelectField(
        "Domain", choices=choices([("", "All"), *((str(each), title) for each, title in DOMAIN_TITLES.items())])
    )


class DrawForm(FlaskForm):
    """From which domains how many questions are drawn."""

    domains = SelectMultipleField(
        "Domains",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        choices=choices((str(each), title) for each, title in DOMAIN_TITLES.items()),
        validators=[DataRequired("Choose at least one domain.")],
    )
    number = IntegerField(
        "How many questions",
        default=5,
        validators=[
            InputRequired("Say how many questions you want."),
            NumberRange(1, LARGEST, f"Choose a number from 1 to {LARGEST}."),
        ],
    )

    def chosen(self) -> Iterable[Domain]:
        """Return the domains that were ticked."""
        return [Domain(name) for name in self.domains.data or []]
