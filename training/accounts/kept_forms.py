"""Forms sent when the sign-in had run out: kept a day for the same person in the same browser."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from training import db as database
from training.accounts import tokens
from training.accounts.models import KeptForm
from training.db import db
from training.web.refill import SECRETS

KEPT = timedelta(days=1)
LARGEST = 2 * 2**20
"""Characters of all values together; a form over it is not kept, and the page says so."""
MOST = 10
"""Forms kept for one person; the oldest gives way."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sent: where to, from which page, the values, and the names of files (never their content)."""

    action: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


class FormTooLarge(Exception):
    """The values together are longer than what is kept."""


def keep(sent: Sent, *, person_id: int, now: datetime) -> str:
    """Keep a form and return the token its browser needs to get it back. Raises FormTooLarge."""
    fields = [[name, value] for name, value in sent.fields if not any(part in name.lower() for part in SECRETS)]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        raise FormTooLarge
    database.begin_write()
    token = tokens.new()
    _make_room(person_id, now)
    db.session.add(
        KeptForm(
            token_hash=tokens.digest(token),
            person_id=person_id,
            action=sent.action[:2000],
            page=sent.page[:2000],
            fields=fields,
            files=list(sent.files),
            created_at=now,
        )
    )
    return token


def kept(token: str, *, person_id: int, now: datetime) -> Sent | None:
    """Return the form kept under a token, for the person who sent it and nobody else."""
    row = db.session.scalars(
        select(KeptForm).where(
            KeptForm.token_hash == tokens.digest(token),
            KeptForm.person_id == person_id,
            KeptForm.created_at > now - KEPT,
        )
    ).one_or_none()
    if row is None:
        return None
    return Sent(row.action, row.page, tuple((name, value) for name, value in row.fields), tuple(row.files))


def forget(token: str, *, person_id: int) -> None:
    """Delete a kept form: it was sent again, or is not wanted."""
    database.begin_write()
    db.session.execute(
        delete(KeptForm).where(KeptForm.token_hash == tokens.digest(token), KeptForm.person_id == person_id)
    )


def _make_room(person_id: int, now: datetime) -> None:
    """Delete what is over its time, and a person's oldest forms over the most that are kept."""
    newest: Iterable[int] = db.session.scalars(
        select(KeptForm.id).where(KeptForm.person_id == person_id).order_by(KeptForm.id.desc()).limit(MOST - 1)
    ).all()
    db.session.execute(delete(KeptForm).where(KeptForm.created_at <= now - KEPT))
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == person_id, KeptForm.id.not_in(newest)))
