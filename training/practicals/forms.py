"""The forms of practicals: a station, a supervised session, a reason."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from training.practicals.catalogue import Form
from training.practicals.service.records import PLACE, TEXT
from training.practicals.service.sessions import Entry
from training.web.lengths import AtMost

if TYPE_CHECKING:
    from training.accounts.models import Person

PATIENTS = {"real": "A patient", "simulated": "A simulated patient or a colleague"}
LONG = AtMost(TEXT)


class ReasonForm(FlaskForm):
    """A reason for declining or taking back."""

    reason = TextAreaField("Reason", validators=[DataRequired("Give the reason."), LONG])


class StationHead(FlaskForm):
    """What every station asks besides its steps. Nothing is required: a half-finished form is kept as it is."""

    revision = HiddenField()
    about = HiddenField()
    held_on = StringField("Held on")
    place = StringField("Place", validators=[AtMost(PLACE)])
    patient = RadioField("Shown on", choices=PATIENTS, validate_choice=False)
    region = SelectField("Region", validate_choice=False)
    remarks = TextAreaField("Remarks", validators=[LONG])
    reason = TextAreaField("Why is the earlier record corrected?", validators=[LONG])

    def fields(self) -> dict[str, str]:
        """Return what the form holds, by field, empty ones left out."""
        kept = {name: str(value) for name, value in self.data.items() if value and value != "None"}
        return {name: value for name, value in kept.items() if name not in {"csrf_token", "revision", "about"}}

    def tell(self, problems: Mapping[str, str]) -> None:
        """Put each problem to its field."""
        for name, sentence in problems.items():
            self[name].errors = [sentence]


def station_form(form: Form, station: str, **given: object) -> StationHead:
    """Return the form of one station: the head, and a group of radio buttons a step, named ``step-<number>``."""
    scale = {str(mark): f"{mark} · {label}" for mark, label in form.scale}
    steps = {
        f"step-{step.number}": RadioField(f"{step.number}. {step.text}", choices=scale, validate_choice=False)
        for step in form.steps[station]
    }
    page: StationHead = type("StationForm", (StationHead,), steps)(**given)
    page.region.choices = _regions(form)
    return page


class SessionForm(FlaskForm):
    """A supervised session as its trainee enters it."""

    key = HiddenField()
    held_on = DateField("Day", validators=[InputRequired("Enter the day.")])
    minutes = IntegerField(
        "Minutes under supervision",
        validators=[
            InputRequired("Enter the minutes."),
            NumberRange(5, 720, "Enter between 5 and 720 minutes; enter a second day by itself."),
        ],
    )
    place = StringField("Place", validators=[DataRequired("Enter where it was."), AtMost(PLACE)])
    region = SelectField("Region", validators=[InputRequired("Choose the region.")])
    technique = RadioField("Technique", validators=[InputRequired("Choose the technique.")])
    patients = IntegerField(
        "Number of patients", validators=[Optional(), NumberRange(1, 50, "Enter between 1 and 50 patients.")]
    )
    supervisor = SelectField("Supervisor", coerce=int, validators=[InputRequired("Choose who supervised you.")])
    remarks = TextAreaField("Remarks", validators=[Optional(), LONG])
    reason = TextAreaField("Why is the earlier entry corrected?", validators=[LONG])

    latest = date.max
    correcting = False

    def validate_held_on(self, field: DateField) -> None:
        """Refuse a day that has not come yet."""
        if field.data and field.data > self.latest:
            message = "This day has not come yet. Enter the day it was held."
            raise ValidationError(message)

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask for a reason where an earlier entry is corrected."""
        if self.correcting and not (field.data or "").strip():
            message = "Say why the earlier entry is corrected."
            raise ValidationError(message)

    def entry(self) -> Entry:
        """Return the session described, after the form was found in order."""
        return Entry(
            supervisor_id=self.supervisor.data,
            held_on=self.held_on.data or date.min,
            minutes=self.minutes.data or 0,
            place=(self.place.data or "").strip(),
            region=self.region.data,
            technique=self.technique.data,
            patients=self.patients.data,
            remarks=(self.remarks.data or "").strip(),
        )


def session_form(form: Form, supervisors: Iterable["Person"], *, latest: date, **given: object) -> SessionForm:
    """Return the form of a session with the regions, techniques and supervisors one may choose."""
    page = SessionForm(**given)
    page.latest = latest
    page.region.choices = _regions(form)
    page.technique.choices = {station.code: station.title for station in form.stations}
    page.supervisor.choices = {str(person.id): person.name for person in supervisors}
    return page


def _regions(form: Form) -> dict[str, str]:
    return {"": "Choose…"} | {region.code: region.title for region in form.regions}
