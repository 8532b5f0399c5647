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


def form_of_running(row: "ItemVersion", asked: waiting.Asked, *, fresh: bool = False) -> AskForm:
    """Return the form of a request that runs, holding what it says now; those named can be kept."""
    given = {"due_on": asked.due_on or usual_day(), "reviewers": sorted(asked.named), "seen": asked.mark}
    form = AskForm(formdata=None, **given) if fresh else AskForm()
    able = {person.id: person.name for person in waiting.who_may(Permission.REVIEW_ITEMS, row)}
    able |= {person: str(name) for person, name in shown.names(asked.named - set(able)).items() if person is not None}
    form.reviewers.choices = sorted(able.items(), key=lambda each: (each[1], each[0]))
    return form


def fits(form: AskForm, *, since: date | None = None) -> bool:
    """Return whether the form can be acted on; a day that has passed is named, unless it was wanted ``since``."""
    if not form.validate():
        return False
    if form.due_on.data and form.due_on.data < shown.today() and form.due_on.data != since:
        form.due_on.errors = ["This day has passed. Choose today or a later day."]
    return not form.due_on.errors
