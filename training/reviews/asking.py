"""Asking for a review: until when, and whom."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training import clock
from training.accounts import queries as accounts
from training.reviews.queries import Asked
from training.reviews.requesting import Wanted
from training.web.frame import settings

NOBODY = Asked()


class AskForm(FlaskForm):
    """Until when a review is wanted, and by whom; nobody ticked means everybody who may."""

    seen = HiddenField()
    """The mark of the request that the page showed."""
    due_on = DateField("Wanted by", validators=[Optional()])
    reviewers = SelectMultipleField(
        "Reviewers", coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), choices=[]
    )

    def wanted(self) -> Wanted:
        """Return what was asked for; without a day it is the usual one."""
        return Wanted(self.due_on.data or usual_day(), frozenset(self.reviewers.data or ()))


def today() -> date:
    """Return today's date at the institution: what due days are compared with."""
    return clock.now().astimezone(settings().timezone).date()


def usual_day() -> date:
    """Return the day until which a review is wanted when nobody says another."""
    return today() + timedelta(days=settings().review_days)


def form_of(able: Mapping[int, str], asked: Asked = NOBODY, *, fresh: bool = False) -> AskForm:
    """Return the form of a request that offers whoever may review, and those named so far.

    A fresh one holds what the request says, or the usual day; another holds what was sent.
    """
    given = {"due_on": asked.due_on or usual_day(), "reviewers": sorted(asked.named), "seen": asked.mark}
    form = AskForm(formdata=None, **given) if fresh else AskForm()
    named = {person.id: person.name for person in accounts.people(asked.named - set(able)).values()}
    form.reviewers.choices = sorted((dict(able) | named).items(), key=lambda each: (each[1], each[0]))
    return form


def fits(form: AskForm, *, since: date | None = None) -> bool:
    """Return whether the form can be acted on; a day that has passed is named, unless it was wanted ``since``."""
    if not form.validate():
        return False
    if form.due_on.data and form.due_on.data < today() and form.due_on.data != since:
        form.due_on.errors = ["This day has passed. Choose today or a later day."]
    return not form.due_on.errors
