"""Starting a practice set and answering its questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from training.bank.queries import stock
from training.core import recalling
from training.core.certainty import Certainty
from training.core.domains import Domain
from training.core.items import Item
from training.core.practising import Wish, arrangement, choose
from training.core.recalling import Pace
from training.core.responses import Response
from training.db import begin_write, db
from training.quiz.practice import queries
from training.quiz.practice.models import PracticeAnswer, PracticeSet, PracticeSlot

LARGEST = 40


class NothingToPractise(Exception):
    """No item of the practice pool is what was asked for."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave to a question: the response, how sure they said they were before they knew, how long it took.

    ``certainty`` is None where it was not asked, ``seconds`` (whole, by the server's clock) where it is not known.
    """

    response: Response
    certainty: Certainty | None = None
    seconds: int | None = None


def start(person_id: int, *, domains: Iterable[Domain], number: int, wish: Wish, seed: int, now: datetime) -> int:
    """Start a set and return its id. Raises NothingToPractise when no item is left to choose from.

    ``number`` is how many questions are wanted, at most `LARGEST`; fewer are asked when the pool holds fewer.
    """
    wanted = frozenset(domains)
    chosen = choose(queries.candidates(person_id, wanted), number=min(number, LARGEST), wish=wish, seed=seed)
    if not chosen:
        raise NothingToPractise
    return _start(person_id, chosen, sorted(wanted), seed=seed, now=now)


def start_session(person_id: int, *, seed: int, now: datetime) -> int:
    """Start what is due today, with the new questions of the day, and return the set's id.

    At most `training.core.practising.LONGEST` questions. Raises NothingToPractise when nothing is due and the day's new
    questions are used up.
    """
    chosen = queries.session(person_id, today=queries.today_of(person_id, now), seed=seed).versions
    if not chosen:
        raise NothingToPractise
    return _start(person_id, chosen, [], seed=seed, now=now)


def answer(person_id: int, set_id: int, position: int, given: Given, *, now: datetime) -> bool:
    """Keep the answer of a question and return whether it was kept.

    It is not when the question is not theirs, is not there, or was answered before: the first answer stands, and there
    is one review of it. A
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
    mark = question.item.mark(given.response)
    share = mark.awarded / mark.possible if mark else None
    kept = PracticeAnswer(set_id=set_id, position=position, response=list(given.response), answered_at=now)
    kept.answered_on = queries.today_of(person_id, now)
    kept.certainty, kept.seconds = given.certainty, given.seconds
    if share is not None:
        kept.awarded_num, kept.awarded_den = share.as_integer_ratio()
        kept.ease = recalling.ease(share, given.certainty, _pace(question.item, given.seconds))
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError:
        return False
    if share is not None and share < 1:
        last = db.session.scalar(select(func.max(PracticeSlot.position)).where(PracticeSlot.set_id == set_id)) or 0
        item = stock.versions([question.version])[question.version]
        db.session.add(_slot(made, last + 1, question.version, item, again=True))
    return True


def _start(person_id: int, chosen: Sequence[str], domains: list[str], *, seed: int, now: datetime) -> int:
    found = stock.versions(chosen)
    begin_write()
    made = PracticeSet(person_id=person_id, domains=domains, seed=seed, started_at=now)
    db.session.add(made)
    db.session.flush()
    for position, version in enumerate(chosen, start=1):
        db.session.add(_slot(made, position, version, found[version], again=False))
    return made.id


def _pace(item: Item, seconds: int | None) -> Pace:
    texts = (item.stem, *(option.text for option in item.options))
    return recalling.pace(seconds, words=sum(len(text.split()) for text in texts))


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
