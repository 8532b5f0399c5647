"""Starting a practice set and answering its questions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from training.bank.queries import stock
from training.core.domains import Domain
from training.core.items import Item
from training.core.practising import Wish, arrangement, choose
from training.core.responses import Response
from training.db import begin_write, db
from training.quiz.practice import queries
from training.quiz.practice.models import PracticeAnswer, PracticeSet, PracticeSlot

LARGEST = 40


class NothingToPractise(Exception):
    """No item of the practice pool is what was asked for."""


def start(person_id: int, *, domains: Iterable[Domain], number: int, wish: Wish, seed: int, now: datetime) -> int:
    """Start a set and return its id. Raises NothingToPractise when no item is left to choose from.

    ``number`` is how many questions are wanted, at most `LARGEST`; fewer are asked when the pool holds fewer.
    """
    wanted = frozenset(domains)
    chosen = choose(queries.candidates(person_id, wanted), number=min(number, LARGEST), wish=wish, seed=seed)
    if not chosen:
        raise NothingToPractise
    found = stock.versions(chosen)
    begin_write()
    made = PracticeSet(person_id=person_id, domains=sorted(wanted), seed=seed, started_at=now)
    db.session.add(made)
    db.session.flush()
    for position, version in enumerate(chosen, start=1):
        db.session.add(_slot(made, position, version, found[version], again=False))
    return made.id


def answer(person_id: int, set_id: int, position: int, response: Response, *, now: datetime) -> bool:
    """Keep the answer of a question and return whether it was kept.

    It is not when the question is not theirs, is not there, or was answered before: the first answer stands. A
    question that did not get the full mark is asked again at the end of the set, its options in a new order; one that
    only people could mark is not, and counts neither right nor wrong.
    """
    begin_write()
    made = db.session.scalars(
        select(PracticeSet).where(PracticeSet.id == set_id, PracticeSet.person_id == person_id).with_for_update()
    ).one_or_none()
    question = queries.question(person_id, set_id, position)
    if made is None or question is None:
        return False
    mark = question.item.mark(response)
    share = mark.awarded / mark.possible if mark else None
    given = PracticeAnswer(set_id=set_id, position=position, response=list(response), answered_at=now)
    given.awarded_num, given.awarded_den = share.as_integer_ratio() if share is not None else (None, None)
    try:
        with db.session.begin_nested():
            db.session.add(given)
    except IntegrityError:
        return False
    if share is not None and share < 1:
        last = db.session.scalar(select(func.max(PracticeSlot.position)).where(PracticeSlot.set_id == set_id)) or 0
        item = stock.versions([question.version])[question.version]
        db.session.add(_slot(made, last + 1, question.version, item, again=True))
    return True


def _slot(made: PracticeSet, position: int, version: str, item: Item, *, again: bool) -> PracticeSlot:
    layout = arrangement(item, seed=made.seed, position=position)
    return PracticeSlot(
        set_id=made.id,
        position=position,
        version=version,
        code=item.header.code,
        option_order=list(layout.order),
        drawn=dict(layout.values),
        again=again,
    )
