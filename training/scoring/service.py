"""Making results: given what was answered and by which rules, it asks nobody, and it is safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training import items
from training.core.items import Item, Mark, Response
from training.core.scoring import VERSION, Decision, Rules, Scored, decide
from training.db import db
from training.scoring.models import MarkRow, Result


class UnknownRules(ValueError):
    """A paper names scoring rules that this program does not have."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One slot with its item and its frozen response."""

    position: int
    version: str
    item: Item
    response: Response


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a decision is made from; ``paper`` is the SHA-256 of the frozen paper."""

    paper: str
    answered: Sequence[Answered]
    rules: Rules
    scoring: str

    @property
    def sha256(self) -> str:
        """Return the SHA-256 over paper, responses by position, and rules."""
        content = {
            "paper": self.paper,
            "scoring": self.scoring,
            "responses": [[one.position, one.version, list(one.response)] for one in self.answered],
        }
        return sha256(items.canonical(content)).hexdigest()


def decision(evidence: Evidence) -> tuple[Decision, tuple[Mark | None, ...]]:
    """Return the decision and the marks of evidence, None where a person must mark; store nothing.

    Raises UnknownRules.
    """
    if evidence.scoring != VERSION:
        raise UnknownRules(evidence.scoring)
    marks = tuple(one.item.mark(one.response) for one in evidence.answered)
    scored = [
        Scored(one.position, one.item.header.domain, mark, one.item.header.safety_point)
        for one, mark in zip(evidence.answered, marks, strict=True)
    ]
    return decide(scored, evidence.rules), marks


def grade(
    attempt_id: int, evidence: Evidence, *, edition: int, supersedes: int | None, now: datetime
) -> Decision | None:
    """Store the result of an attempt; None when it was there already.

    ``supersedes`` names the result a regrade replaces, None for the first. Raises UnknownRules.
    """
    made, marks = decision(evidence)
    database.begin_write()
    result_id = _add(
        attempt_id=attempt_id,
        edition=edition,
        outcome=made.outcome,
        decision=made.plain(),
        awarded_num=made.awarded.numerator,
        awarded_den=made.awarded.denominator,
        possible_num=made.possible.numerator,
        possible_den=made.possible.denominator,
        rules=evidence.scoring,
        evidence=evidence.sha256,
        made_at=now,
        supersedes=supersedes,
    )
    if result_id is None:
        return None
    marked = zip(evidence.answered, marks, strict=True)
    rows = [_row(result_id, one, mark) for one, mark in marked if mark is not None]
    db.session.execute(insert(MarkRow), rows)
    return made


def _add(**values: object) -> int | None:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Result).values(values).on_conflict_do_nothing().returning(Result.id)
    found: int | None = db.session.execute(statement).scalar_one_or_none()
    return found


def _row(result_id: int, one: Answered, mark: Mark) -> dict[str, object]:
    return {
        "result_id": result_id,
        "position": one.position,
        "version": one.version,
        "awarded_num": mark.awarded.numerator,
        "awarded_den": mark.awarded.denominator,
        "possible_num": mark.possible.numerator,
        "possible_den": mark.possible.denominator,
        "dangerous": mark.dangerous,
    }
