"""Reading what a device sends: a batch of events, each either good for the log or put aside with a reason."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from training import items
from training.core.responses import EventKind, Response
from training.quiz.models import HeldWhy
from training.quiz.papers import Sheet, SheetSlot

CLIENT = re.compile(r"[A-Za-z0-9_-]{8,40}")
"""What a device may call itself: an id it made by chance."""
BATCH = 200
"""Events read from one request; the device sends the rest again."""
MAX_SEQ = 1_000_000
MAX_SECONDS = 86_400
MAX_PAYLOAD = 2_000
_KINDS = {kind.value: kind for kind in EventKind}


class Unreadable(ValueError):
    """The body is no batch of events at all."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request brings, not yet judged. ``sent_wall`` is the device's clock (ms) when it sent."""

    client: str
    epoch: int
    events: tuple[object, ...]
    waiting: int
    sent_wall: int | None


@dataclass(frozen=True, slots=True)
class Good:
    """An event that may be stored."""

    seq: int
    position: int
    kind: EventKind
    value: Response
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Aside:
    """An event that is kept beside the log; ``seq`` is None when it has no usable number.

    ``advice`` is what the question says of an answer that it cannot take, such as one that is too long.
    """

    seq: int | None
    why: HeldWhy
    payload: dict[str, object]
    made_at: datetime | None
    advice: str = ""

    @property
    def words(self) -> str:
        """Return why it is no event of the log, for whoever sent it."""
        return self.advice or f"Not stored: {self.why}."

    @property
    def digest(self) -> str:
        """Return the hash by which a repeat is known."""
        return sha256(items.canonical([self.seq, self.payload])).hexdigest()


def batch(body: object) -> Batch:
    """Return the batch of a request's JSON. Raises Unreadable when it is none; single events never are the reason."""
    if not isinstance(body, Mapping):
        raise Unreadable
    client, epoch, events = body.get("client"), body.get("epoch"), body.get("events")
    if not isinstance(client, str) or not CLIENT.fullmatch(client) or not isinstance(events, list):
        raise Unreadable
    return Batch(
        client=client,
        epoch=whole(epoch, high=MAX_SEQ) or 0,
        events=tuple(events[:BATCH]),
        waiting=whole(body.get("waiting"), high=MAX_SEQ) or 0,
        sent_wall=whole(body.get("sent_wall"), high=2**53),
    )


def read(event: object, sheet: Sheet, *, sent_wall: int | None, now: datetime) -> Good | Aside:
    """Return an event as it can be stored, or why it cannot."""
    if not isinstance(event, Mapping):
        return Aside(None, HeldWhy.UNREADABLE, _kept(event), None)
    seq = whole(event.get("seq"), low=1, high=MAX_SEQ)
    made_at = _made_at(event.get("made_wall"), sent_wall=sent_wall, now=now)
    if seq is None:
        return Aside(None, HeldWhy.NUMBER, _kept(event), made_at)
    slot = sheet.slot(whole(event.get("slot"), high=MAX_SEQ) or 0)
    if slot is None:
        return Aside(seq, HeldWhy.QUESTION, _kept(event), made_at)
    kind = _KINDS.get(str(event.get("kind")))
    value = None if kind is None else _value(kind, event.get("value"), slot)
    if kind is None or value is None:
        return Aside(seq, HeldWhy.VALUE, _kept(event), made_at, _advice(event.get("value"), slot))
    return Good(seq, slot.position, kind, value, made_at)


def aside(event: Good, why: HeldWhy, epoch: int) -> Aside:
    """Return a readable event put aside, in stored values, so that it can be accepted later."""
    payload: dict[str, object] = {
        "epoch": epoch,
        "position": event.position,
        "kind": event.kind.value,
        "value": list(event.value),
    }
    return Aside(event.seq, why, payload, event.made_at)


def _value(kind: EventKind, value: object, slot: SheetSlot) -> Response | None:
    """Return the value as it is stored: option ids, or seconds; None when it cannot be one of this kind."""
    if kind is EventKind.SEEN:
        seconds = whole(value, high=MAX_SECONDS)
        return None if seconds is None else (str(seconds),)
    if kind in (EventKind.CLEAR, EventKind.FLAG, EventKind.UNFLAG):
        return ()
    response = _response(value, slot)
    if response is None:
        return None
    fits = slot.item.fits(response) if kind is EventKind.ANSWER else len(response) == 1 and response[0] in slot.order
    return response if fits else None


def _response(value: object, slot: SheetSlot) -> Response | None:
    if not isinstance(value, list) or not all(isinstance(part, int | str) for part in value):
        return None
    return slot.response([str(part) for part in value])


def _advice(value: object, slot: SheetSlot) -> str:
    response = _response(value, slot)
    return (response and slot.item.complaint(response)) or ""


def whole(value: object, *, low: int = 0, high: int) -> int | None:
    """Return a whole number between ``low`` and ``high``, None for anything else."""
    fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return int(value) if fits and isinstance(value, int) else None


def _made_at(made_wall: object, *, sent_wall: int | None, now: datetime) -> datetime:
    """Return when an event was made: its age by the device's own clock, taken from now; now when it does not say.

    A device whose clock is wrong still knows ages. Without ``sent_wall`` its clock is believed, never into the future.
    """
    made = whole(made_wall, high=2**53)
    if made is None:
        return now
    if sent_wall is not None:
        return now - timedelta(milliseconds=min(max(0, sent_wall - made), 10**9))
    return min(now, datetime.fromtimestamp(min(made, 4 * 10**12) / 1000, UTC))


def _kept(event: object) -> dict[str, object]:
    """Return what came, as much of it as is kept; escaped, since it may hold what no text can."""
    return {"raw": json.dumps(event, sort_keys=True)[:MAX_PAYLOAD]}
