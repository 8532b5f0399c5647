"""What a certificate requires, what a person has shown for it, and what is still missing."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Need(StrEnum):
    """A kind of requirement."""

    MODULE = "module"
    EXAM = "exam"
    PRACTICAL = "practical"
    SESSIONS = "sessions"


IN_A_ROOM = frozenset({Need.PRACTICAL, Need.SESSIONS})
"""What only people in a room can give; the site records it and who saw it, and can offer nothing in its place."""


class State(StrEnum):
    """Where one requirement stands for one person."""

    DONE = "done"
    NEXT = "next"
    OPEN = "open"
    LOCKED = "locked"
    WAITING = "waiting"
    IN_A_ROOM = "needs people in a room"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing an award requires. ``amount`` counts facts; ``fresh`` ones must be shown anew for a renewal."""

    need: Need
    code: str
    title: str
    amount: int = 1
    fresh: bool = False

    @property
    def key(self) -> str:
        """Return the name under which its evidence is found; equal requirements of two awards share it."""
        return f"{self.need}:{self.code}"

    @property
    def in_a_room(self) -> bool:
        """Return whether only people in a room can give it."""
        return self.need in IN_A_ROOM


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing shown: where it is recorded (``kind:id``) and when it came about."""

    ref: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one requirement; ``waiting`` counts what somebody else, or time, has still to decide."""

    facts: tuple[Fact, ...] = ()
    waiting: int = 0


NOTHING = Evidence()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a person's checklist: ``got`` of ``requirement.amount``, with the facts that count."""

    requirement: Requirement
    state: State
    got: int
    waiting: int
    facts: tuple[Fact, ...]

    @property
    def done(self) -> bool:
        """Return whether nothing is missing here."""
        return self.state == State.DONE

    @property
    def missing(self) -> int:
        """Return how many facts are still missing, never below 0."""
        return max(0, self.requirement.amount - self.got)


def checklist(
    requirements: Iterable[Requirement], evidence: Mapping[str, Evidence], *, since: datetime | None = None
) -> tuple[Line, ...]:
    """Return a line for each requirement, in their order.

    An exam is locked until every module of the list is done. At most one line is ``NEXT``: the first that the person
    can do now and at this site. With ``since`` (the last award) the list is a renewal's: facts from before it do not
    count for the requirements that are ``fresh``.
    """
    wanted = tuple(requirements)
    counted = [_facts(requirement, evidence, since) for requirement in wanted]
    modules_done = all(
        len(facts) >= requirement.amount
        for requirement, facts in zip(wanted, counted, strict=True)
        if requirement.need == Need.MODULE
    )
    lines, next_given = [], False
    for requirement, facts in zip(wanted, counted, strict=True):
        waiting = evidence.get(requirement.key, NOTHING).waiting
        state = _state(requirement, got=len(facts), waiting=waiting, unlocked=modules_done)
        if state == State.OPEN and not next_given:
            state, next_given = State.NEXT, True
        lines.append(Line(requirement, state, len(facts), waiting, facts))
    return tuple(lines)


def eligible(lines: Iterable[Line]) -> bool:
    """Return whether every requirement is done; an empty list is not, since nothing was asked."""
    states = [line.done for line in lines]
    return bool(states) and all(states)


def months_later(day: date, months: int) -> date:
    """Return the same day of a later (or, below 0, earlier) month, its last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def renewal_opens_on(valid_until: date, *, months_before: int) -> date:
    """Return the first day on which an award may be renewed."""
    return months_later(valid_until, -months_before)


def _facts(requirement: Requirement, evidence: Mapping[str, Evidence], since: datetime | None) -> tuple[Fact, ...]:
    """Return the facts that count, each once, oldest first."""
    known = {fact.ref: fact for fact in evidence.get(requirement.key, NOTHING).facts}
    counts = [fact for fact in known.values() if since is None or not requirement.fresh or fact.at > since]
    return tuple(sorted(counts, key=lambda fact: (fact.at, fact.ref)))


def _state(requirement: Requirement, *, got: int, waiting: int, unlocked: bool) -> State:
    if got >= requirement.amount:
        return State.DONE
    if got + waiting >= requirement.amount:
        return State.WAITING
    if requirement.in_a_room:
        return State.IN_A_ROOM
    if requirement.need == Need.EXAM and not unlocked:
        return State.LOCKED
    return State.OPEN
