"""Asking for the review of an item: the form of a version, offering whoever may review it."""

from typing import TYPE_CHECKING

from training.bank.queries import waiting
from training.core.roles import Permission
from training.reviews import asking
from training.reviews.queries import Asked

if TYPE_CHECKING:
    from training.bank.models import ItemVersion
    from training.reviews.asking import AskForm


def form_of(row: "ItemVersion", asked: Asked = asking.NOBODY, *, fresh: bool = False) -> "AskForm":
    """Return the form of a version; a fresh one holds what its request says, or the usual day."""
    able = {person.id: person.name for person in waiting.who_may(Permission.REVIEW_ITEMS, row)}
    return asking.form_of(able, asked, fresh=fresh)
