"""Asking for a review: until when, and whom."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from training.bank.forms.pages import AskForm
from training.bank.queries import waiting
from training.bank.views import shown
from training.core.roles import Permission
from training.web.frame import settings

if TYPE_CHECKING:
    from training.bank.models import ItemVersion


def usual_day() -> date:
    """Return the day until which a review is wanted when nobody says another."""
    return shown.today() + timedelta(days=settings().review_days)


def form_of(row: "ItemVersion", *, fresh: bool = False) -> AskForm:
    """Return the form of a version, offering whoever may review it; a fresh one holds the usual day."""
    form = AskForm(formdata=None, due_on=usual_day()) if fresh else AskForm()
    form.reviewers.choices = [(person.id, person.name) for person in waiting.who_may(Permission.REVIEW_ITEMS, row)]
    return form


def fits(form: AskForm) -> bool:
    """Return whether the form can be acted on; a day that has passed is named."""
    if not form.validate():
        return False
    if form.due_on.data and form.due_on.data < shown.today():
        form.due_on.errors = ["This day has passed. Choose today or a later day."]
    return not form.due_on.errors
