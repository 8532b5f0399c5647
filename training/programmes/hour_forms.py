"""The forms of contact hours: a sheet of a group, the correction of one record."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from training.core import contact_hours
from training.core.contact_hours import NoDay, NoHours
from training.practicals.service.records import PLACE, TEXT
from training.programmes import hour_kinds
from training.programmes.service.hours import Held
from training.web import numbers
from training.web.lengths import AtMost

if TYPE_CHECKING:
    from training.accounts.models import Person


class HeldForm(FlaskForm):
    """What was held, when and where; ``latest`` is today at the institution."""

    key = HiddenField()
    held_on = DateField("Day", validators=[InputRequired("Enter the day.")])
    kind = RadioField("Kind of hours", validators=[InputRequired("Choose the kind.")])
    topic = StringField("What was taught", validators=[DataRequired("Enter what was taught."), AtMost(PLACE)])
    place = StringField("Place", validators=[DataRequired("Enter where it was."), AtMost(PLACE)])
    hours = StringField("Hours")
    note = TextAreaField("Note", validators=[Optional(), AtMost(TEXT)])

    latest = date.max

    def validate_held_on(self, field: DateField) -> None:
        """Refuse what is no day, a day that has not come yet and one years back."""
        if field.data is None:
            field.errors = []
            raise ValidationError("Enter the day as year, month and day, such as 2026-11-20.")
        try:
            contact_hours.check_day(field.data, today=self.latest)
        except NoDay as error:
            raise ValidationError(str(error)) from error

    def held(self) -> Held:
        """Return what was held, after the form was found in order."""
        return Held(
            held_on=self.held_on.data or date.min,
            kind=self.kind.data,
            topic=(self.topic.data or "").strip(),
            place=(self.place.data or "").strip(),
            note=(self.note.data or "").strip(),
        )


class CorrectionForm(HeldForm):
    """A record that takes the place of an earlier one."""

    reason = TextAreaField(
        "Why is the earlier record corrected?",
        validators=[DataRequired("Say why the earlier record is corrected."), AtMost(TEXT)],
    )

    def validate_hours(self, field: StringField) -> None:
        """Refuse what is no number of quarter hours."""
        _minutes(field)

    @property
    def minutes(self) -> int:
        """Return the minutes, after the form was found in order."""
        return _minutes(self.hours)


class SheetForm(HeldForm):
    """Who of a group was there: names to tick, and hours of their own for whom came later or left early.

    The hours of one person are the field ``hours-<id>``.
    """

    person = SelectMultipleField("Who was there", coerce=numbers.row, validate_choice=False)
    further = BooleanField("These hours are a further part of that day")

    def validate_person(self, field: SelectMultipleField) -> None:
        """Ask for at least one name."""
        if not field.data:
            raise ValidationError("Tick who was there.")

    def validate_hours(self, field: StringField) -> None:
        """Refuse what is no number of quarter hours, or nothing where somebody has no hours of their own."""
        if (field.data or "").strip() or any(not self._own(person_id) for person_id in self.person.data or ()):
            _minutes(field)

    def minutes(self) -> dict[int, int]:
        """Return the minutes of everybody ticked, after the form was found in order."""
        return {
            person_id: _minutes(self[f"hours-{person_id}"] if self._own(person_id) else self.hours)
            for person_id in self.person.data or ()
        }

    def hours_of(self, person_id: int) -> Field:
        """Return the field of one person's own hours."""
        return self[f"hours-{person_id}"]

    def _own(self, person_id: int) -> str:
        name = f"hours-{person_id}"
        return (self[name].data or "").strip() if name in self else ""


def sheet_form(people: Iterable["Person"], *, latest: date, **given: object) -> SheetForm:
    """Return the sheet of these people, each with a field for hours of their own."""
    listed = list(people)
    fields = {f"hours-{person.id}": StringField(f"Hours of {person.name}") for person in listed}
    checks = {f"validate_hours-{person.id}": _check_own for person in listed}
    form: SheetForm = type("ListedSheetForm", (SheetForm,), fields | checks)(**given)
    form.person.choices = [(person.id, person.name) for person in listed]
    _prepare(form, latest)
    return form


def correction_form(*, latest: date, **given: object) -> CorrectionForm:
    """Return the form of a correction."""
    form = CorrectionForm(**given)
    _prepare(form, latest)
    return form


def _prepare(form: HeldForm, latest: date) -> None:
    form.latest = latest
    form.kind.choices = {kind.code: kind.title for kind in hour_kinds.entered()}


def _check_own(form: SheetForm, field: StringField) -> None:
    """Refuse hours of one person that are no number, or that stand beside a name without a tick."""
    if not (field.data or "").strip():
        return
    if int(field.name.removeprefix("hours-")) not in (form.person.data or ()):
        raise ValidationError("Hours are given, but the name is not ticked. Tick it or empty the hours.")
    _minutes(field)


def _minutes(field: Field) -> int:
    """Return the minutes of a field. Raises ValidationError."""
    try:
        return contact_hours.minutes_of(field.data or "")
    except NoHours as error:
        raise ValidationError(str(error)) from error
