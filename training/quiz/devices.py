"""The devices an attempt is open on: each takes the next epoch, so that the order of two is never in doubt."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update

from training import db as database
from training.db import db
from training.quiz import sittings
from training.quiz.models import Attempt, AttemptState, Device
from training.quiz.service import QuizError

FORM = "form"
"""The client of pages without scripts; the server counts for it."""


class NotOpen(QuizError):
    """The attempt takes no answers any more."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An attempt opened on a device. ``epoch`` is None when another device holds it and was not to be taken over."""

    epoch: int | None
    held_since: datetime | None


def open_on_device(
    attempt_id: int, person_id: int, *, client: str, agent: str, take: bool, now: datetime
) -> Opened | None:
    """Open an attempt on a device, which gets an epoch of its own; None when the attempt is not theirs.

    The same client keeps its epoch. Another one gets the next only with ``take``; else it learns since when the
    attempt is open elsewhere. Raises NotOpen once the attempt is closed.
    """
    database.begin_write()
    row = sittings.attempt(attempt_id, person_id)
    if row is None:
        return None
    if row.state != AttemptState.IN_PROGRESS:
        raise NotOpen("This attempt is closed.")
    if row.epoch_client == client:
        return Opened(row.epoch, None)
    if row.epoch_client not in (None, FORM) and not take:
        return Opened(None, sittings.devices(attempt_id)[-1].opened_at)
    return Opened(next_epoch(attempt_id, row.epoch, client=client, agent=agent, now=now), None)


def next_epoch(attempt_id: int, epoch: int, *, client: str, agent: str, now: datetime) -> int:
    """Give ``client`` the epoch after ``epoch``. Raises NotOpen when somebody else took it or the attempt closed."""
    taken = db.session.scalar(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.epoch == epoch, Attempt.state == AttemptState.IN_PROGRESS)
        .values(epoch=Attempt.epoch + 1, epoch_client=client)
        .returning(Attempt.epoch)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise NotOpen("This attempt was opened elsewhere at the same moment. Open it again.")
    db.session.execute(
        insert(Device).values(attempt_id=attempt_id, epoch=taken, client=client, agent=agent[:200], opened_at=now)
    )
    return taken
