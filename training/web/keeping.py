"""What the script of an editor sends while somebody types, and what it is told: the same for every editor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from training.web import filters

LARGEST_BODY = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Sent:
    """The body of a request to keep: what names the form, its fields, and the revision its page knows."""

    named: Mapping[str, object]
    fields: list[list[str]]
    revision: int

    def text(self, name: str) -> str:
        """Return a text of what names the form, empty when it is none."""
        value = self.named.get(name)
        return value if isinstance(value, str) else ""


def sent() -> Sent:
    """Return what a script sent; aborts with 413 what is too large to be read."""
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    body = request.get_json(silent=True)
    given = body if isinstance(body, dict) else {}
    return Sent(given, _pairs(given.get("fields")), revision_of(given.get("revision")))


def revision_of(value: object) -> int:
    """Return the revision a page knows, 0 for anything else."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def kept(revision: int, newer: str, *, now: datetime) -> ResponseReturnValue:
    """Say when it was kept, and whether somebody saved meanwhile."""
    return jsonify(revision=revision, words=f"Kept at {filters.clock(now)[:5]}, not saved yet. {newer}".strip())


def kept_elsewhere(at: datetime | None, revision: int) -> ResponseReturnValue:
    """Say that another page came between, and the revision that is there, 0 for none."""
    words = (
        f"Not kept: other unsaved changes of yours are from {filters.when(at)}."
        if at
        else "Not kept: you saved or discarded this in another tab."
    )
    return {"error": "kept elsewhere", "words": words, "revision": revision}, 409


def too_long() -> ResponseReturnValue:
    """Say that it is too long to be kept."""
    return {"error": "too long", "words": "This is too long to be kept until you save it."}, 413


def _pairs(value: object) -> list[list[str]]:
    pairs = value if isinstance(value, list) else []
    return [pair for pair in pairs if isinstance(pair, list) and [type(part) for part in pair] == [str, str]]
