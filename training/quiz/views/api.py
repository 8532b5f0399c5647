"""What an exam page's scripts talk to. Questions go by position, options by their place on this paper."""

from collections.abc import Iterable
from datetime import datetime

from flask import Blueprint, abort, request, session, url_for
from flask.typing import ResponseReturnValue

from training import clock
from training.accounts import here
from training.accounts import queries as accounts
from training.core import timing
from training.quiz import closing, devices, pages, recording, sittings, wire
from training.quiz.papers import SheetSlot
from training.web.access import identified

bp = Blueprint("quiz_api", __name__, url_prefix="/api")
MAX_BODY = 96 * 2**10
"""Bytes of a request: the longest text of a question, even where JSON writes each character with six."""


def _sender() -> int | None:
    return accounts.signed_in_id(str(session.get("_user_id", "")), now=clock.now())


@bp.get("/attempts/<int:attempt_id>/state")
@identified(_sender)
def state(person_id: int, attempt_id: int) -> ResponseReturnValue:
    """Say where the server stands: time left, answers, flags and struck options."""
    return _state(attempt_id, person_id, clock.now())


@bp.post("/attempts/<int:attempt_id>/device")
@identified(_sender)
def device(person_id: int, attempt_id: int) -> ResponseReturnValue:
    """Open the attempt on a device; ``take`` takes it over from another one."""
    body, now = _body(), clock.now()
    client = body.get("client")
    if not isinstance(client, str) or not wire.CLIENT.fullmatch(client):
        abort(400)
    try:
        opened = devices.open_on_device(
            attempt_id,
            person_id,
            client=client,
            agent=request.user_agent.string,
            take=body.get("take") is True,
            now=now,
        )
    except devices.NotOpen:
        return _state(attempt_id, person_id, now)
    if opened is None:
        abort(404)
    key = sittings.file_key(attempt_id) if opened.epoch else None
    held_since = opened.held_since.isoformat() if opened.held_since else None
    given = {"mine": opened.epoch is not None, "held_since": held_since, "file_key": key}
    return _state(attempt_id, person_id, now) | given


@bp.post("/attempts/<int:attempt_id>/events")
@identified(_sender)
def events(person_id: int, attempt_id: int) -> ResponseReturnValue:
    """Take a batch of events and say what became of each."""
    try:
        batch = wire.batch(_body())
    except wire.Unreadable:
        abort(400)
    now = clock.now()
    receipt = recording.record(attempt_id, person_id, batch, now=now)
    if receipt is None:
        abort(404)
    if not receipt.remaining_ms:
        closing.close_over(attempt_id, site=here.site(), now=now)
    refused = {"refused": receipt.refused} if receipt.refused else {}
    return refused | {
        "acks": receipt.acks,
        "remaining_ms": receipt.remaining_ms,
        "epoch": receipt.epoch,
        "state": receipt.state,
        "at": now.isoformat(timespec="seconds"),
    }


@bp.post("/attempts/<int:attempt_id>/submit")
@identified(_sender)
def submit(person_id: int, attempt_id: int) -> ResponseReturnValue:
    """Submit the attempt once every event of the device is here; the same receipt however often.

    What does not say how many events there are submits nothing: a body that was cut would close the attempt without
    them. A page without scripts has an address of its own.
    """
    body = _body()
    client, last_seq = body.get("client"), wire.whole(body.get("last_seq"), high=wire.MAX_SEQ)
    if not isinstance(client, str) or not wire.CLIENT.fullmatch(client) or last_seq is None:
        abort(400)
    try:
        theirs = closing.submit(
            attempt_id, person_id, client=client, last_seq=last_seq, site=here.site(), now=clock.now()
        )
    except closing.Missing as error:
        return {"error": "missing", "missing": error.numbers}, 409
    if not theirs:
        abort(404)
    return {"state": "submitted", "receipt": url_for("quiz.receipt", attempt_id=attempt_id)}


def _body() -> dict[str, object]:
    """Return the JSON object of a request, an empty one for anything else."""
    if (request.content_length or 0) > MAX_BODY:
        abort(413)
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _state(attempt_id: int, person_id: int, now: datetime) -> dict[str, object]:
    row = sittings.attempt(attempt_id, person_id)
    if row is None:
        abort(404)
    sheet, said = sittings.sheet(row.paper_sha256), sittings.said(sittings.log(attempt_id))
    phase = sittings.phase(row, now)
    running = phase in (sittings.Phase.OPEN, sittings.Phase.OVER)
    return {
        "state": row.state,
        "over": phase is not sittings.Phase.OPEN,
        "epoch": row.epoch,
        "remaining_ms": timing.remaining_ms(row.deadline_at, now) if running else 0,
        "at": now.isoformat(timespec="seconds"),
        "answers": {slot.position: _places(slot, said.answers.get(slot.position, ())) for slot in sheet.slots},
        "advice": pages.advice(sheet, said),
        "flagged": sorted(said.flagged),
        "eliminated": {
            slot.position: _places(slot, sorted(said.eliminated[slot.position]))
            for slot in sheet.slots
            if slot.position in said.eliminated
        },
    }


def _places(slot: SheetSlot, response: Iterable[str]) -> list[str]:
    return list(slot.places(tuple(response)))
