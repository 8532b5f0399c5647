"""The forms that change what stands in the register.

Choices are plain strings: WTForms 3.3 warns of tuples, and its stubs do not know strings yet.
"""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SearchField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from training.certificates import service
from training.certificates.facts import NAME_LENGTH
from training.core.certification import LAST_DAY, REASONS, Act, Status
from training.core.names import plainly_spaced
from training.web import filters
from training.web.lengths import AtMost

STATUSES = {"Replaced" if status is Status.SUPERSEDED else status.capitalize(): status for status in Status}
"""What the register can be filtered by, in the words its table uses."""
WORDS = [
    InputRequired("Say why: the record keeps it."),
    AtMost(2000),
]


class RegisterForm(FlaskForm):
    """What the register shows."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    words = SearchField("Name or number")
    status = SelectField("Status", choices=["All", *STATUSES])  # type: ignore[list-item]


class ReasonForm(FlaskForm):
    """Why a status changes: a class anybody may read, and words for the record."""

    reason_class = RadioField("Reason shown to anyone who checks")
    reason = TextAreaField("What happened, for the record only", validators=WORDS)

    @classmethod
    def of(cls, act: Act) -> "ReasonForm":
        """Return the form with the reasons of an act."""
        form = cls()
        form.reason_class.choices = list(REASONS[act])  # type: ignore[arg-type]
        return form

    def validate_reason_class(self, field: Field) -> None:
        """Ask for one of them."""
        if not field.data:
            raise ValidationError("Choose the reason that comes nearest.")


class NameForm(FlaskForm):
    """A name as it should stand on the certificate."""

    holder = StringField(
        "Name on the new certificate",
        validators=[
            InputRequired("Enter the name."),
            AtMost(NAME_LENGTH),
        ],
        filters=[plainly_spaced],
    )
    reason = TextAreaField("What shows that this is the name, for the record only", validators=WORDS)

    def __init__(self, present: str, *, proposed: str) -> None:
        super().__init__(holder=proposed)
        self.present = present

    def validate_holder(self, field: Field) -> None:
        """Refuse the name it has, and characters that no font can print."""
        if field.data == self.present:
            raise ValidationError("This is the name it has. Change it, or go back.")
        refused = service.unprintable_in_words(field.data or "")
        if refused:
            shown = ", ".join(refused)
            raise ValidationError(f"The certificate cannot print {shown}. Write the name without it.")


class RenewForm(FlaskForm):
    """How long a renewal is valid."""

    valid_until = DateField(
        "Last day of the renewal",
        validators=[Optional()],
    )
    reason = TextAreaField("What the programme asked for and what was done, for the record only", validators=WORDS)

    def __init__(self, *, today: date, proposed: date | None) -> None:
        super().__init__(valid_until=proposed)
        self.today = today

    def validate_valid_until(self, field: Field) -> None:
        """Refuse a day that is over, and one that the calendar does not have the end of."""
        if field.data and field.data < self.today:
            raise ValidationError("This day is over. Choose a later one.")
        if field.data and field.data > LAST_DAY:
            last = filters.day(LAST_DAY)
            raise ValidationError(f"The calendar ends with {last}. Choose an earlier day, or leave it empty for none.")
