"""The review booklet: the items a list shows, one a block, to be printed with keys or without."""

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask_login import current_user

from training import clock
from training import sources as register
from training.bank.queries import blind, lists, stock
from training.bank.views import shown
from training.core.items import Item
from training.core.layout import laid_out
from training.core.roles import Permission
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

MOST = 200
"""Items one booklet holds; a longer one is printed domain by domain."""

bp = Blueprint("booklet", __name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a booklet in the order it is printed in; ``keyed`` when key, reasons and sources stand under it."""

    row: "ItemVersion"
    item: Item
    order: tuple[str, ...]
    keyed: bool


@bp.get("/bank/booklet")
@requires(Permission.SEE_BANK)
def page() -> str:
    """Show the booklet of what an address narrows the bank to; ``keys=y`` is the one with keys.

    An item whose key the viewer is still to answer before seeing it stands without its key in either.
    """
    filters = shown.filters(request.args.to_dict())
    rows = lists.selected(filters)
    with_keys = request.args.get("keys") == "y"
    return render_template(
        "bank/booklet.html",
        entries=_entries(rows[:MOST], with_keys=with_keys),
        total=len(rows),
        most=MOST,
        with_keys=with_keys,
        filters=filters,
        printed_at=clock.now(),
        by=current_user.name,
        sources=register.register() if with_keys else {},
    )


def _entries(rows: "list[ItemVersion]", *, with_keys: bool) -> list[Entry]:
    """Return what is printed of each version; the order of its choices is one that its hash draws."""
    found = stock.versions([row.hash for row in rows])
    hidden = set(blind.versions_hidden(current_user.id, [row.item_id for row in rows]).values())
    entries = []
    for row in rows:
        item, order = laid_out(found[row.hash], Random(row.hash))  # noqa: S311 - an order, no secret
        keyed = with_keys and row.item_id not in hidden
        entries.append(Entry(row, shown.with_pictures(item, row.figures), order, keyed))
    return entries
