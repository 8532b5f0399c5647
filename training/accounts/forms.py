"""The forms of accounts."""

from collections.abc import Iterable
from fractions import Fraction
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training.accounts import passwords
from training.core import names
from training.core.numbers import entered, exact
from training.core.roles import Role
from training.web.choices import choices
from training.web.lengths import AtMost

TOO_LONG = AtMost(254)
SPACED = [names.plainly_spaced]
USUAL_FACTORS = (
    ("1", "As everybody"),
    ("5/4", "A quarter more (1.25 times)"),
    ("3/2", "Half as much again (1.5 times)"),
    ("2", "Twice as much"),
)
FACTORS = choices((*USUAL_FACTORS, ("other", "Another factor")))
ROLES = choices((role.value, role.value.capitalize()) for role in Role)
ZONES = choices(
    (zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"
)


def is_address(form: Form, field: Field) -> None:
    """Refuse what cannot be an e-mail address; what it belongs to, only a mail can tell."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError("This is not an e-mail address; it looks like name@example.org.") from error


def is_written(form: Form, field: Field) -> None:
    """Refuse a name without a letter or with characters nobody can see."""
    text = field.data or ""
    if not names.has_letter(text):
        raise ValidationError("Write the name in letters.")
    if hidden := names.unseen(text):
        raise ValidationError(f"The name holds what nobody can see: {', '.join(hidden)}. Write it without.")


class SignInForm(FlaskForm):
    """E-mail and password; ``next`` is the page asked for."""

    email = EmailField("E-mail", validators=[InputRequired("Enter your e-mail address."), TOO_LONG])
    password = PasswordField("Password", validators=[InputRequired("Enter your password.")])
    stay = BooleanField("Stay signed in on this device for 14 days")
    next = HiddenField()


class CodeForm(FlaskForm):
    """A code of the app or a recovery code."""

    one_time_code = StringField("Code", validators=[InputRequired("Enter the code."), AtMost(64)])


class ConfirmForm(FlaskForm):
    """The password again, before an act that weighs much."""

    password = PasswordField("Password", validators=[InputRequired("Enter your password.")])
    next = HiddenField()


class AddressForm(FlaskForm):
    """An address to mail a link to."""

    email = EmailField("E-mail", validators=[InputRequired("Enter an e-mail address."), TOO_LONG, is_address])


class NewPasswordForm(FlaskForm):
    """A new password, once: it can be shown, and reset by mail."""

    password = PasswordField("New password", validators=[InputRequired("Choose a password.")])

    def judge(self, about: Iterable[str]) -> bool:
        """Return whether the password may be chosen by the person ``about`` tells of; say why not in the form."""
        complaint = passwords.complaint(self.password.data or "", about=about)
        if complaint:
            self.password.errors = [*self.password.errors, complaint]
        return complaint is None


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old_password = PasswordField("Old password", validators=[InputRequired("Enter the password you have now.")])


class AcceptForm(NewPasswordForm):
    """What opens an account: a password, and for trainees the name on certificates."""

    certificate_name = StringField(
        "Name on certificates", validators=[Optional(), AtMost(120), is_written], filters=SPACED
    )


class ProfileForm(FlaskForm):
    """What a person decides about their account."""

    name = StringField("Name", validators=[InputRequired("Enter your name."), AtMost(200), is_written], filters=SPACED)
    zone = SelectField("Time zone", choices=ZONES)
    review_mails = BooleanField("Mail me news about reviews of items")


class CertificateNameForm(FlaskForm):
    """The name on certificates, confirmed by its owner."""

    certificate_name = StringField(
        "Name on certificates",
        validators=[InputRequired("Write the name as it shall stand."), AtMost(120), is_written],
        filters=SPACED,
    )
    right = BooleanField(
        "This is my name as it shall stand on certificates", validators=[InputRequired("Tick this to confirm it.")]
    )


class NameWishForm(FlaskForm):
    """Another name on certificates, asked for after one was issued."""

    certificate_name = StringField(
        "Name on certificates",
        validators=[InputRequired("Write the name as it shall stand."), AtMost(120), is_written],
        filters=SPACED,
    )
    reason = TextAreaField("Reason", validators=[InputRequired("Say why, in a sentence."), AtMost(500)])


class InviteForm(FlaskForm):
    """Somebody new."""

    email = EmailField("E-mail", validators=[InputRequired("Enter their address."), TOO_LONG, is_address])
    name = StringField("Name", validators=[InputRequired("Enter their name."), AtMost(200), is_written], filters=SPACED)
    roles = SelectMultipleField(
        "Roles",
        choices=ROLES,
        validators=[InputRequired("Choose at least one role.")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class RolesForm(FlaskForm):
    """The roles of a person."""

    roles = SelectMultipleField(
        "Roles",
        choices=ROLES,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class AccommodationForm(FlaskForm):
    """Extra time: a usual factor, or another as a decimal or a fraction."""

    factor = RadioField("Time in exams", choices=FACTORS, validators=[InputRequired("Choose how much time.")])
    other = StringField("Another factor", validators=[Optional(), AtMost(12)])
    note = StringField("Note", validators=[Optional(), AtMost(500)])

    @classmethod
    def showing(cls, factor: Fraction) -> "AccommodationForm":
        """Return the form with the factor that is in force."""
        usual = str(factor) in dict(USUAL_FACTORS)
        return cls(factor=str(factor) if usual else "other", other="" if usual else entered(factor))

    def value(self) -> Fraction | None:
        """Return the factor chosen; None, with the reason in the form, when it is not between 1 and 5."""
        if self.factor.data != "other":
            return Fraction(self.factor.data or "1")
        try:
            found = exact((self.other.data or "").replace(",", ".").replace(" ", ""))
        except ValueError:
            found = Fraction(0)
        if 1 <= found <= 5 and found.denominator <= 1000:
            return found
        self.other.errors = ["Write a number from 1 to 5, such as 1.75 or 7/4."]
        return None
