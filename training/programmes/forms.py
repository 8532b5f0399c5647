"""The forms of programmes: a cohort, a roster, a reason."""

from flask_wtf import FlaskForm
from wtforms import DateField, FileField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from training.web.lengths import AtMost


class CohortForm(FlaskForm):
    """A cohort's name and dates."""

    name = StringField(
        "Name",
        validators=[DataRequired("Give the cohort a name."), AtMost(120)],
    )
    starts_on = DateField("Begins on", validators=[InputRequired("Enter the first day.")])
    ends_on = DateField("Ends on", validators=[InputRequired("Enter the last day.")])

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            message = "The last day lies before the first. Correct one of them."
            raise ValidationError(message)


class RosterForm(FlaskForm):
    """A roster to be read."""

    file = FileField("Roster (CSV)")


class ReasonForm(FlaskForm):
    """A reason for closing a place."""

    reason = TextAreaField(
        "Reason",
        validators=[DataRequired("Give the reason."), AtMost(2000)],
    )
