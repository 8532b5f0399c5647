"""The rows under the life of items: adding a version, and moving it from state to state."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from training.bank.models import (
    Approval,
    BankItem,
    Figure,
    ItemVersion,
    ReviewAnswer,
    SignOff,
    State,
)
from training.bank.queries import gallery
from training.bank.readings import Found, Picture
from training.bank.refusals import AlreadyThere, FigureTaken, WrongState
from training.core.drafts import DraftError, Fault
from training.core.items import Item, texts
from training.db import db
from training.reviews import requesting

FETCHED = {"synchronize_session": "fetch"}
"""How an update tells the session what it changed: by what it touched, not by a look at every row that is loaded."""


def add(bank_item: BankItem, found: Found, *, state: State, by: int | None, now: datetime) -> ItemVersion:
    """Add a version, or bring an older one with the same words forward.

    Raises DraftError for one that names another pool: whoever met the item in practice would meet it in the exam.
    """
    if found.item.header.pool != bank_item.pool:
        raise DraftError((Fault("pool", f"was {bank_item.pool}", "An item keeps its pool; write a new item."),))
    held = db.session.get(ItemVersion, found.version)
    if held is not None:
        if held.state not in (State.DRAFT, State.RETIRED) and held.withdrawn_at is None:
            raise AlreadyThere(f"These are the words of version {held.number}, which is {held.state}.")
        return restart(held, state, by=by, now=now)
    row = version_row(bank_item, found, number=_next_number(bank_item.id), state=state, by=by, now=now)
    db.session.add(row)
    db.session.flush()
    return row


def version_row(
    bank_item: BankItem, found: Found, *, number: int, state: State, by: int | None, now: datetime
) -> ItemVersion:
    item = found.item
    return ItemVersion(
        hash=found.version,
        item=bank_item,
        number=number,
        kind=item.kind,
        domain=item.header.domain,
        level=item.header.level,
        critical=item.critical,
        author=item.header.author,
        content=item.draft(),
        figures=dict(found.figures),
        search_text=_search_text(item),
        objective=item.header.objective.casefold(),
        cites=_cited(item),
        review_by=item.header.review_by,
        unfinished=item.header.unfinished,
        state=state,
        created_at=now,
        created_by=by,
        changed_at=now,
    )


def restart(row: ItemVersion, state: State, *, by: int | None, now: datetime) -> ItemVersion:
    for table in (Approval, ReviewAnswer, SignOff):
        db.session.execute(delete(table).where(table.version == row.hash))
    requesting.drop(row.hash)
    row.number = _next_number(row.item_id)
    row.state, row.changed_at = state, now
    row.created_by = row.created_by if by is None else by
    row.withdrawn_at = row.withdrawn_by = row.withdrawn_reason = None
    db.session.flush()
    return row


def _next_number(item_id: int) -> int:
    newest = db.session.scalar(select(func.max(ItemVersion.number)).where(ItemVersion.item_id == item_id))
    return (newest or 0) + 1


def _search_text(item: Item) -> str:
    return "\n".join((item.header.code, item.header.objective, *texts(item))).casefold()


def _cited(item: Item) -> str:
    codes = (*item.header.sources, *(code for _path, code in item.citations))
    return "".join(f" {code} " for code in dict.fromkeys(codes))


def locked(version: str) -> ItemVersion:
    row = db.session.get(ItemVersion, version, with_for_update={"of": ItemVersion})
    if row is None:
        raise WrongState("There is no such version.")
    return row


def require(row: ItemVersion, states: Sequence[State]) -> None:
    if row.state not in states or row.withdrawn_at is not None:
        now_it_is = "withdrawn" if row.withdrawn_at else row.state
        raise WrongState(f"Version {row.number} of {row.item.code} is {now_it_is}, not {' or '.join(states)}.")


def move(row: ItemVersion, states: Sequence[State], to: State, now: datetime, *, withdrawn: bool = False) -> None:
    """Change a state, only from where it was thought to be. Raises WrongState when it is not there."""
    condition = [ItemVersion.hash == row.hash, ItemVersion.state.in_(states)]
    if not withdrawn:
        condition.append(ItemVersion.withdrawn_at.is_(None))
    moving = update(ItemVersion).where(*condition).values(state=to, changed_at=now).returning(ItemVersion.hash)
    done = db.session.scalar(moving, execution_options=FETCHED)
    if done is None:
        require(row, states)
        raise WrongState(f"Version {row.number} is {row.state}.")


def store(pictures: Sequence[Picture], *, by: int | None, now: datetime) -> int:
    """Store files that are not there yet and return how many. Raises FigureTaken for a name with other bytes."""
    held = gallery.figure_digests()
    new = [picture for picture in pictures if picture.name not in held]
    for picture in pictures:
        if held.get(picture.name, picture.digest) != picture.digest:
            raise FigureTaken(f"Another file is called {picture.name}. Give this one a new name.")
    rows = [
        Figure(
            name=picture.name,
            digest=picture.digest,
            media_type=picture.media_type,
            content=picture.content,
            created_at=now,
            created_by=by,
        )
        for picture in new
    ]
    try:
        with db.session.begin_nested():
            db.session.add_all(rows)
    except IntegrityError as error:
        raise FigureTaken("Somebody added a file of this name in this moment. Try again.") from error
    return len(new)


def subject(row: ItemVersion) -> str:
    return f"item:{row.item.code}"


def facts_of(row: ItemVersion) -> dict[str, object]:
    return {"version": row.hash, "number": row.number}
