"""The form that starts an exam, and those of whoever sets and watches exams."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    FileField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from training.core.domains import DOMAIN_TITLES, Domain, Level
from training.core.drafts import Fault
from training.core.numbers import exact_share
from training.core.specification import Specification
from training.web.lengths import AtMost

YEARS = range(2000, 3000)
"""The years a window may name: at both ends of the calendar no zone and no extra time can be added."""
REASON = [InputRequired("Give the reason; the record keeps it."), AtMost(1000)]


class StartForm(FlaskForm):
    """The honour statement, without which no exam starts."""

    honour = BooleanField(
        "I work alone, without notes, other people or other devices, and I tell nobody the questions",
        validators=[InputRequired("Tick the honour statement to start.")],
    )


class NewExamForm(FlaskForm):
    """A new exam: its code and name."""

    code = StringField(
        "Code",
        validators=[
            InputRequired("Give the exam a code."),
            Regexp(r"^[a-z0-9-]{3,60}$", message="Use small letters, digits and hyphens, at least three."),
        ],
    )
    title = StringField("Name", validators=[InputRequired("Name the exam."), AtMost(200)])


class SettingsForm(FlaskForm):
    """A specification; the counts of cells and the minimums are added below."""

    revision = IntegerField("Revision")
    title = StringField("Name", validators=[InputRequired("Name the exam."), AtMost(200)])
    critical = IntegerField("Critical items on every paper", validators=[InputRequired(), NumberRange(0, 200)])
    pilots = IntegerField("Questions tried out on every paper", default=0, validators=[Optional(), NumberRange(0, 100)])
    minutes = IntegerField("Time", validators=[InputRequired("Enter the minutes."), NumberRange(1, 600)])
    attempts = IntegerField("Attempts", validators=[InputRequired("Enter how many."), NumberRange(1, 20)])
    waiting_days = IntegerField("Days between attempts", validators=[InputRequired(), NumberRange(0, 365)])
    met_before = StringField("Questions met before, at most", validators=[Optional(), AtMost(40)])
    opens_at = DateTimeLocalField("Opens", format="%Y-%m-%dT%H:%M", validators=[Optional()])
    closes_at = DateTimeLocalField("Last start", format="%Y-%m-%dT%H:%M", validators=[Optional()])
    hard_close = BooleanField("End running attempts when the window closes")
    late_minutes = IntegerField("Accept late answers for", validators=[InputRequired(), NumberRange(0, 1440)])
    cut = StringField("Pass mark", validators=[InputRequired("Enter a share such as 80 %."), AtMost(40)])
    cut_reason = TextAreaField("How the pass mark was agreed", validators=[AtMost(2000)])
    provisional = BooleanField("The pass mark is provisional")
    minimums_reason = TextAreaField("Recorded decision on minimums", validators=[AtMost(2000)])
    modules = SelectMultipleField(
        "Modules to complete first", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def fill(self, specification: Specification, zone: ZoneInfo) -> None:
        """Show a specification; times in ``zone``."""
        for name in (
            "title",
            "critical",
            "pilots",
            "minutes",
            "attempts",
            "waiting_days",
            "hard_close",
            "late_minutes",
        ):
            self[name].data = getattr(specification, name)
        for name in ("cut_reason", "provisional", "minimums_reason"):
            self[name].data = getattr(specification, name)
        self.cut.data, self.met_before.data = exact_share(specification.cut), exact_share(specification.met_before)
        self.modules.data = list(specification.modules)
        for name in ("opens_at", "closes_at"):
            moment: datetime | None = getattr(specification, name)
            self[name].data = moment.astimezone(zone) if moment else None
        for domain in Domain:
            least = specification.minimums.get(domain)
            self[_minimum(domain)].data = exact_share(least) if least is not None else ""
            for level in Level:
                self[_cell(domain, level)].data = specification.cells.get((domain, level), 0)

    def draft(self, zone: ZoneInfo) -> dict[str, object]:
        """Return what was entered, as plain values for `specifying.parse`."""
        names = ("title", "critical", "minutes", "attempts", "waiting_days", "hard_close", "late_minutes", "cut")
        texts = ("cut_reason", "provisional", "minimums_reason", "modules")
        return {name: self[name].data for name in (*names, *texts)} | {
            "pilots": self.pilots.data or 0,
            **({"met_before": self.met_before.data} if self.met_before.data else {}),
            "opens_at": _moment(self.opens_at.data, zone, fold=0),
            "closes_at": _moment(self.closes_at.data, zone, fold=1),
            "cells": {
                domain.value: {level.value: self[_cell(domain, level)].data or 0 for level in Level}
                for domain in Domain
            },
            "minimums": {domain.value: self[_minimum(domain)].data for domain in Domain if self[_minimum(domain)].data},
        }

    def times_exist(self, zone: ZoneInfo) -> bool:
        """Return whether both times stand on the clock of ``zone``, which skips an hour each spring; say it if not."""
        afar = [field for field in (self.opens_at, self.closes_at) if field.data and field.data.year not in YEARS]
        for field in afar:
            field.errors = [*field.errors, f"Enter a year from {YEARS[0]} to {YEARS[-1]}."]
        if afar:
            return False
        skipped = [field for field in (self.opens_at, self.closes_at) if not _exists(field.data, zone)]
        for field in skipped:
            field.errors = [*field.errors, "The clocks skip this hour on that day. Choose a time before or after it."]
        return not skipped

    def blame(self, faults: Iterable[Fault]) -> None:
        """Show faults at their fields, those of no field on top."""
        for fault in faults:
            name = _field_name(fault.field)
            words = f"{fault.message}. {fault.remedy}".strip()
            if name in self:
                self[name].errors = [*self[name].errors, words]
            else:
                self.form_errors.append(f"{fault.field} {words}")

    def said(self) -> dict[str, str]:
        """Return every setting as people read it, by what the page calls it."""
        return {str(field.label.text): _said(field) for field in self if field.name not in {"csrf_token", "revision"}}

    def cell(self, domain: Domain, level: Level) -> object:
        """Return the field of a cell."""
        return self[_cell(domain, level)]

    def minimum(self, domain: Domain) -> object:
        """Return the field of a domain's minimum."""
        return self[_minimum(domain)]


def _said(field: Field) -> str:
    value = field.data
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.day} {value:%B %Y, %H:%M %Z}"
    if isinstance(field, SelectMultipleField):
        return ", ".join(str(title) for _, title, chosen, _ in field.iter_choices() if chosen) or "none"
    return "not set" if value in (None, "") else str(value)


def _field_name(path: str) -> str:
    """Return the name of the field that holds a setting: ``cells.safety.apply`` is in ``cell_safety_apply``."""
    return path.replace("cells.", "cell_").replace("minimums.", "minimum_").replace(".", "_")


def _cell(domain: Domain, level: Level) -> str:
    return f"cell_{domain}_{level}"


def _minimum(domain: Domain) -> str:
    return f"minimum_{domain}"


for _domain in Domain:
    setattr(
        SettingsForm,
        _minimum(_domain),
        StringField(f"Minimum in {DOMAIN_TITLES[_domain]}", validators=[Optional(), AtMost(40)]),
    )
    for _level in Level:
        setattr(
            SettingsForm,
            _cell(_domain, _level),
            IntegerField(f"{DOMAIN_TITLES[_domain]}, {_level}", validators=[Optional(), NumberRange(0, 200)]),
        )


class ExtraTimeForm(FlaskForm):
    """Minutes and their reason."""

    minutes = IntegerField("Minutes", validators=[InputRequired("Enter the minutes."), NumberRange(1, 600)])
    reason = TextAreaField("Reason", validators=REASON)


class VoidForm(FlaskForm):
    """Why an attempt counts for nothing, and whether it is given back."""

    reason = TextAreaField("Reason", validators=REASON)
    give_back = BooleanField("Give the attempt back, so that it does not count against the number")


class AnswerFileForm(FlaskForm):
    """The file that a candidate's device saved."""

    file = FileField("Answer file", validators=[InputRequired("Choose the file.")])


def _moment(entered: datetime | None, zone: ZoneInfo, *, fold: int) -> str | None:
    """Return an entered time with its offset; of an hour that comes twice, a window holds both."""
    return entered.replace(tzinfo=zone, fold=fold).isoformat() if entered else None


def _exists(entered: datetime | None, zone: ZoneInfo) -> bool:
    if entered is None:
        return True
    return entered.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == entered
