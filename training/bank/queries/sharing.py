"""Which items share a case: the newest versions that name it, of items still in use or on the way."""

import json

from sqlalchemy import ColumnElement, Text, cast, select

from training.bank.models import BankItem, ItemVersion, State
from training.bank.queries.versions import is_newest
from training.db import db


def of_case(case: str, *, without: str = "") -> list[ItemVersion]:
    """Return the newest versions that share a case, by the code of their items, one item left out."""
    if not case:
        return []
    rows = (
        select(ItemVersion)
        .join(BankItem)
        .where(
            _names(case),
            ItemVersion.content["stimulus"]["code"].as_string() == case,
            is_newest(),
            ItemVersion.state != State.RETIRED,
            ItemVersion.withdrawn_at.is_(None),
            BankItem.code != without,
        )
    )
    return list(db.session.scalars(rows.order_by(BankItem.code)))


def _names(case: str) -> ColumnElement[bool]:
    """Return the condition that a version's text holds the name at all, which is cheaper than reading each as JSON."""
    return cast(ItemVersion.content, Text).contains(json.dumps(case), autoescape=True)


def case_of(row: ItemVersion) -> str:
    """Return the name of the case a version shows, an empty text for none."""
    stimulus = row.content.get("stimulus")
    return str(stimulus.get("code", "")) if isinstance(stimulus, dict) else ""
