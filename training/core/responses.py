"""What a log of events says, in whatever order: the response of each question, flags, struck options, time spent."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, TypeAlias

Response: TypeAlias = tuple[str, ...]
"""What a candidate gave, for every kind; empty is unanswered. Choices are option ids in the order given; what else a
text of it means, such as ``p1=c`` or ``12.5 mm``, is the kind's own affair."""


class EventKind(StrEnum):
    """What a candidate did at a question."""

    ANSWER = "answer"
    CLEAR = "clear"
    FLAG = "flag"
    UNFLAG = "unflag"
    ELIMINATE = "eliminate"
    RESTORE = "restore"
    SEEN = "seen"


RESPONDING = frozenset({EventKind.ANSWER, EventKind.CLEAR})
FLAGGING = frozenset({EventKind.FLAG, EventKind.UNFLAG})
ELIMINATING = frozenset({EventKind.ELIMINATE, EventKind.RESTORE})


class Event(Protocol):
    """One stored event. ``value`` holds option ids, for ``seen`` one text of whole seconds."""

    @property
    def client(self) -> str: ...
    @property
    def epoch(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def kind(self) -> EventKind: ...
    @property
    def value(self) -> Response: ...


def rank(event: Event) -> tuple[int, int, str]:
    """Return what orders events: the larger epoch, then the larger sequence number, is the newer."""
    return event.epoch, event.seq, event.client


def newest(events: Iterable[Event]) -> dict[int, Event]:
    """Return the answer or clear event that holds at each position, whatever the order or repeats of ``events``."""
    found: dict[int, Event] = {}
    for event in events:
        if event.kind in RESPONDING and (event.position not in found or rank(event) > rank(found[event.position])):
            found[event.position] = event
    return found


def current(events: Iterable[Event]) -> dict[int, Response]:
    """Return the response at each position that has one; a cleared position is left out, as is one never answered."""
    return {
        position: event.value
        for position, event in newest(events).items()
        if event.kind is EventKind.ANSWER and event.value
    }


def flagged(events: Iterable[Event]) -> frozenset[int]:
    """Return the positions whose newest flag event sets the flag."""
    last: dict[int, Event] = {}
    for event in sorted((event for event in events if event.kind in FLAGGING), key=rank):
        last[event.position] = event
    return frozenset(position for position, event in last.items() if event.kind is EventKind.FLAG)


def eliminated(events: Iterable[Event]) -> dict[int, frozenset[str]]:
    """Return the option ids struck out at each position; an option restored later is left out."""
    last: dict[tuple[int, str], Event] = {}
    for event in sorted((event for event in events if event.kind in ELIMINATING), key=rank):
        last.update({(event.position, option): event for option in event.value})
    struck = [place for place, event in last.items() if event.kind is EventKind.ELIMINATE]
    return {
        position: frozenset(option for place, option in struck if place == position) for position, _option in struck
    }


def seconds(events: Iterable[Event]) -> dict[int, int]:
    """Return the seconds spent at each position: the sum over its seen events, each counted once."""
    seen = {(event.client, event.seq): event for event in events if event.kind is EventKind.SEEN}
    spent: dict[int, int] = {}
    for event in seen.values():
        spent[event.position] = spent.get(event.position, 0) + int(event.value[0])
    return spent
