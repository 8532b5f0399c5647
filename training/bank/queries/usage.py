"""How items did in exams. Who gives exams counts that; the bank is handed the counting and joins it to its lists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, Subquery, func, select

from training.bank.models import ItemVersion
from training.db import db

Usage: TypeAlias = Callable[[Select[str] | None], Select[*tuple[Any, ...]]]
"""A function: rows of ``version``, ``drawn``, ``tried``, ``simulated``, ``marked``, ``points``, ``problems``.

``points`` is a sum of shares, 0-1. It counts the given versions only, or all for None; one version may have several
rows.
"""
ENOUGH = 10
"""Marked answers from which a share says something."""
HARD, EASY = 0.4, 0.9
USES = {
    "never": "never drawn",
    "drawn": "drawn",
    "hard": "under 40 % of the points",
    "easy": "over 90 % of the points",
    "reported": "a problem was reported",
}
"""What a list is narrowed to by how items did, and in which words; a share counts from ten marked answers."""
SORTS = ("drawn", "share")


@dataclass(frozen=True, slots=True)
class Use:
    """How often an item stood on a paper and was marked, its share of the points (None unmarked), problems reported.

    ``tried`` of the times it was ``drawn`` it was tried out: marked like the others, but in no result. ``simulated`` of
    them it stood on the paper of a simulated person.
    """

    drawn: int = 0
    marked: int = 0
    share: float | None = None
    problems: int = 0
    tried: int = 0
    simulated: int = 0


@dataclass(frozen=True, slots=True)
class Stood:
    """An exam on whose papers an item stood: its title, how often, and when an attempt with it began last.

    ``tried`` of the times it was ``drawn`` it was tried out and counted for nothing; ``simulated`` of them it was drawn
    for a simulated person.
    """

    exam: str
    drawn: int
    tried: int
    simulated: int
    last_at: datetime


NONE = Use()
"""How an item did that no exam drew."""


def by_item(usage: Usage, among: Select[str] | None = None) -> Subquery:
    """Return drawn, marked, share and problems by item, over all its versions."""
    each = usage(among).subquery()
    marked = func.sum(each.c.marked)
    return (
        select(
            ItemVersion.item_id.label("item_id"),
            func.sum(each.c.drawn).label("drawn"),
            func.sum(each.c.tried).label("tried"),
            func.sum(each.c.simulated).label("simulated"),
            marked.label("marked"),
            (func.sum(each.c.points) / func.nullif(marked, 0)).label("share"),
            func.sum(each.c.problems).label("problems"),
        )
        .join(each, each.c.version == ItemVersion.hash)
        .group_by(ItemVersion.item_id)
        .subquery()
    )


def of(usage: Usage, item_ids: Iterable[int]) -> dict[int, Use]:
    """Return how items did, by id; those that no exam drew are left out."""
    among = select(ItemVersion.hash).where(ItemVersion.item_id.in_(set(item_ids)))
    found = by_item(usage, among).c
    rows = db.session.execute(
        select(found.item_id, found.drawn, found.marked, found.share, found.problems, found.tried, found.simulated)
    )
    return {
        item: Use(int(drawn), int(marked), share, int(problems), int(tried), int(simulated))
        for item, drawn, marked, share, problems, tried, simulated in rows
    }


def by_version(usage: Usage, hashes: Iterable[str]) -> dict[str, Use]:
    """Return how versions did, by hash; those that no exam drew are left out."""
    each = usage(select(ItemVersion.hash).where(ItemVersion.hash.in_(set(hashes)))).subquery()
    marked = func.sum(each.c.marked)
    share = func.sum(each.c.points) / func.nullif(marked, 0)
    drawn, tried, simulated = func.sum(each.c.drawn), func.sum(each.c.tried), func.sum(each.c.simulated)
    sums = select(each.c.version, drawn, marked, share, func.sum(each.c.problems), tried, simulated)
    rows = db.session.execute(sums.group_by(each.c.version))
    return {
        version: Use(int(shown), int(counted), points, int(problems), int(piloted), int(made))
        for version, shown, counted, points, problems, piloted, made in rows
    }


def narrowed(use: str, usage: Usage) -> ColumnElement[bool]:
    """Return the condition that an item did so."""
    found = by_item(usage)
    enough = found.c.marked >= ENOUGH
    conditions: dict[str, ColumnElement[bool]] = {
        "hard": enough & (found.c.share < HARD),
        "easy": enough & (found.c.share > EASY),
        "reported": found.c.problems > 0,
    }
    among = ItemVersion.item_id.in_(select(found.c.item_id).where(conditions.get(use, found.c.drawn > 0)))
    return ~among if use == "never" else among
