"""Answers of a page without scripts: one form a question, whose numbers the server counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from training import db as database
from training.core import responses, timing
from training.core.responses import EventKind, Response
from training.db import db
from training.quiz import devices, sittings
from training.quiz.models import Attempt, AttemptState, Event
from training.quiz.service import QuizError


class NewerAnswer(QuizError):
    """The question was answered elsewhere since the page was made; ``stored`` is that answer, ``newest`` its rank."""

    def __init__(self, stored: Response, newest: tuple[int, int]) -> None:
        super().__init__("This question was answered elsewhere meanwhile. Both answers are shown; choose one.")
        self.stored = stored
        self.newest = newest


class NoSuchAnswer(QuizError):
    """The value cannot be an answer to this question."""


def save_form(
    attempt_id: int,
    person_id: int,
    position: int,
    events: Sequence[tuple[EventKind, Response]],
    *,
    seen: tuple[int, int],
    now: datetime,
) -> None:
    """Store what a page without scripts posts for one question; the server counts its numbers.

    ``seen`` is the newest (epoch, sequence) the page was made with. Raises NewerAnswer when the question has an
    answer that the page did not show, devices.NotOpen after the time, NoSuchAnswer.
    """
    database.begin_write()
    row = _held_attempt(attempt_id, person_id)
    if row.state != AttemptState.IN_PROGRESS or now >= row.deadline_at + timing.GRACE:
        raise devices.NotOpen("The time is up. What was saved before counts.")
    slot = sittings.sheet(row.paper_sha256).slot(position)
    refused = [value for kind, value in events if kind is EventKind.ANSWER and not (slot and slot.item.fits(value))]
    if slot is None or refused:
        raise NoSuchAnswer((slot and slot.item.complaint(refused[0])) or "It does not fit the question. Choose again.")
    log = sittings.log(attempt_id)
    answered = responses.newest(log).get(position)
    given = any(kind in responses.RESPONDING for kind, _value in events)
    if given and answered is not None and (answered.epoch, answered.seq) > seen:
        raise NewerAnswer(answered.value, (answered.epoch, answered.seq))
    if not events:  # nothing was chosen: it stays unanswered
        return
    epoch = row.epoch
    if row.epoch_client != devices.FORM:
        epoch = devices.next_epoch(attempt_id, row.epoch, client=devices.FORM, agent="", now=now)
    last = max((event.seq for event in log if event.client == devices.FORM), default=0)
    db.session.execute(
        insert(Event),
        [
            {
                "attempt_id": attempt_id,
                "client": devices.FORM,
                "seq": number,
                "epoch": epoch,
                "position": position,
                "kind": kind,
                "value": list(value),
                "made_at": now,
                "received_at": now,
                "waiting": 0,
            }
            for number, (kind, value) in enumerate(events, start=last + 1)
        ],
    )


def _held_attempt(attempt_id: int, person_id: int) -> Attempt:
    statement = select(Attempt).where(Attempt.id == attempt_id, Attempt.person_id == person_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()
