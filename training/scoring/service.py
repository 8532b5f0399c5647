"""Making results: given what was answered and by which rules, it asks nobody, and it is safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import ModuleType

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training import items
from training.core.items import Item, Mark
from training.core.responses import Response
from training.core.scoring import VERSION, Decision, Rules, Scored, decide
from training.db import add_rows, db
from training.scoring.models import GivenMark, MarkRow, OpenMark, Result, Waiting


class UnknownRules(ValueError):
    """A paper names scoring rules that this program does not have."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One slot with its item, its frozen response, and the mark that people gave it, if they did.

    A ``pilot`` gets the mark its item gives, for statistics; it is in no sum, nobody marks it, no danger is in it.
    """

    position: int
    version: str
    item: Item
    response: Response
    given: Mark | None = None
    pilot: bool = False

    @property
    def mark(self) -> Mark | None:
        """Return the mark: the item's own, else what people gave, None while they have not."""
        own = self.item.mark(self.response)
        return self.given if own is None else own

    @property
    def by_people(self) -> bool:
        """Return whether the mark is one that people gave."""
        return self.given is not None and self.item.mark(self.response) is None

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the response."""
        return sha256(items.canonical(list(self.response))).hexdigest()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a decision is made from; ``paper`` is the SHA-256 of the frozen paper."""

    paper: str
    answered: Sequence[Answered]
    rules: Rules
    scoring: str

    @property
    def sha256(self) -> str:
        """Return the SHA-256 over paper, responses by position, rules, and the marks that people gave."""
        content: dict[str, object] = {
            "paper": self.paper,
            "scoring": self.scoring,
            "responses": [[one.position, one.version, list(one.response)] for one in self.answered],
        }
        people = [
            [one.position, str(one.given.awarded), one.given.dangerous]
            for one in self.answered
            if one.given is not None and one.by_people
        ]
        content |= {"people": people} if people else {}
        return sha256(items.canonical(content)).hexdigest()


def decision(evidence: Evidence) -> tuple[Decision, tuple[Mark | None, ...]]:
    """Return the decision and the marks of evidence, None where a person must mark; store nothing.

    Raises UnknownRules.
    """
    if evidence.scoring != VERSION:
        raise UnknownRules(evidence.scoring)
    marks = tuple(one.mark for one in evidence.answered)
    scored = [
        Scored(one.position, one.item.header.domain, mark, one.item.header.safety_point, one.pilot)
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
    _add_marks(result_id, evidence.answered, marks)
    _add_given(result_id, evidence.answered)
    _add_open(
        result_id, attempt_id, edition, [one for one in evidence.answered if one.mark is None and not one.pilot], now
    )
    return made


def _add_marks(result_id: int, answered: Sequence[Answered], marks: Sequence[Mark | None]) -> None:
    rows = [_row(result_id, one, mark) for one, mark in zip(answered, marks, strict=True) if mark is not None]
    add_rows(MarkRow, rows)


def _add_given(result_id: int, answered: Sequence[Answered]) -> None:
    """Keep the marks of people that a result was made with."""
    rows = [
        {
            "result_id": result_id,
            "position": one.position,
            "awarded_num": one.given.awarded.numerator,
            "awarded_den": one.given.awarded.denominator,
            "dangerous": one.given.dangerous,
        }
        for one in answered
        if one.given is not None and one.by_people
    ]
    add_rows(GivenMark, rows)


def _add_open(result_id: int, attempt_id: int, edition: int, unmarked: Sequence[Answered], now: datetime) -> None:
    """Note what people must mark; words that waited before go on waiting since then."""
    for one in unmarked:
        values = {"attempt_id": attempt_id, "edition": edition, "position": one.position, "version": one.version}
        statement = _dialect().insert(Waiting).values(values | {"response": one.digest, "since": now})
        db.session.execute(statement.on_conflict_do_nothing())
        waiting_id = db.session.scalar(
            select(Waiting.id).where(
                Waiting.attempt_id == attempt_id, Waiting.position == one.position, Waiting.response == one.digest
            )
        )
        db.session.add(OpenMark(result_id=result_id, position=one.position, waiting_id=waiting_id))
    db.session.flush()


def _add(**values: object) -> int | None:
    statement = _dialect().insert(Result).values(values).on_conflict_do_nothing().returning(Result.id)
    found: int | None = db.session.execute(statement).scalar_one_or_none()
    return found


def _dialect() -> ModuleType:
    return postgresql if db.engine.dialect.name == "postgresql" else sqlite


def _row(result_id: int, one: Answered, mark: Mark) -> dict[str, object]:
    return {
        "result_id": result_id,
        "position": one.position,
        "version": one.version,
        "awarded_num": mark.awarded.numerator,
        "awarded_den": mark.awarded.denominator,
        "possible_num": mark.possible.numerator,
        "possible_den": mark.possible.denominator,
        "dangerous": mark.dangerous and not one.pilot,
    }
