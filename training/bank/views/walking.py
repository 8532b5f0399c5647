"""From an item to the next of the list one came from: an address carries the list along as ``list``."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import request

from training.bank.queries import neighbours
from training.bank.queries.neighbours import Neighbours
from training.bank.views import shown

LONGEST = 2000
"""Characters of a list's address that are read; no form of the list writes more."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A list and where an item stands in it; ``address`` is the query of the list's own page."""

    address: str
    beside: Neighbours


def of(code: str) -> Walk | None:
    """Return where an item stands in the list that the address names, None when it names none."""
    given = request.args.get("list", "")[:LONGEST]
    if not given:
        return None
    filters = shown.filters(dict(parse_qsl(given)))
    beside = neighbours.of(filters, code)
    return Walk(filters.address, beside) if beside else None
