"""Looking at somebody's practice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from training import items
from training.accounts import queries as accounts
from training.bank.queries import stock
from training.bank.queries.stock import PoolItem
from training.core import certainty, mastery, practising
from training.core.certainty import Certainty, Level, Said
from training.core.domains import Domain, Pool
from training.core.items import Item
from training.core.layout import bound
from training.core.mastery import Mastery
from training.core.practising import Candidate, Session, Waiting
from training.core.responses import Response
from training.db import db
from training.quiz import met
from training.quiz.practice import history
from training.quiz.practice.history import Entry
from training.quiz.practice.models import PracticeAnswer, PracticeSet, PracticeSlot


@dataclass(frozen=True, slots=True)
class Question:
    """One slot as a page shows it, its item bound to the values of the slot; ``response`` is None until it is answered.

    ``share`` of the mark (0-1) is None until then too, and stays None where only people could mark the answer.
    """

    position: int
    last: int
    version: str
    item: Item
    order: tuple[str, ...]
    again: bool
    response: Response | None
    share: Fraction | None
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come in one domain: of ``pool`` items, ``met`` were answered, with what they tell."""

    domain: Domain
    pool: int
    met: int
    mastery: Mastery


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with practice today."""

    progress: tuple[Progress, ...]
    session: Session
    begun: bool
    """Whether they ever answered a question."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """An answer whose outcome did not fit how sure somebody was: where it stands, and the item as it was asked."""

    place: tuple[int, int]
    item: Item
    right_since: bool
    """Whether the last answer to the item was right."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure somebody was, level by level, and the items where that and the outcome parted."""

    levels: tuple[Level, ...]
    sure_and_wrong: tuple[Surprise, ...]
    guessed_and_right: tuple[Surprise, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A set as a whole.

    ``asked`` counts questions that the site can mark as they were answered, ``first_right`` those right at the first
    try, ``met_again`` those that came back, ``unmarked`` those only people could mark, ``answered`` all that have an
    answer. ``next_position`` is the first without an answer, None when the set is done.
    """

    set_id: int
    asked: int
    first_right: int
    met_again: int
    next_position: int | None
    unmarked: int = 0
    answered: int = 0


def today_of(person_id: int, now: datetime) -> date:
    """Return the day it is where this person is. Raises LookupError when there is no such person."""
    person = accounts.person(person_id)
    if person is None:
        raise LookupError(person_id)
    return now.astimezone(ZoneInfo(person.zone)).date()


def pool(person_id: int) -> tuple[PoolItem, ...]:
    """Return what practice may show to this person: the practice pool, without what they met in an exam."""
    return stock.pool(Pool.PRACTICE, live=False, unless=(met.on_papers(person_id, Pool.EXAM),))


def candidates(person_id: int, domains: frozenset[Domain]) -> tuple[Candidate, ...]:
    """Return what this person may practise in these domains."""
    cards = history.cards(history.of_person(person_id))
    return tuple(
        Candidate(each.version, code, card.right if card else None, unmarked=bool(card and card.right is None))
        for each in pool(person_id)
        if each.item.header.domain in domains
        for code in (each.item.header.code,)
        for card in (cards.get(code),)
    )


def session(person_id: int, *, today: date, seed: int) -> Session:
    """Return what there is to practise today; which new items the day brings follows from the seed."""
    return _session(pool(person_id), history.of_person(person_id), today=today, seed=seed)


def standing(person_id: int, *, today: date) -> Standing:
    """Return where somebody stands; domains without practice items are left out.

    The statements do not grow with the items or the answers.
    """
    found, entries = pool(person_id), history.of_person(person_id)
    return Standing(_progress(found, entries, today), _session(found, entries, today=today, seed=0), bool(entries))


def comes_on(person_id: int, code: str) -> date | None:
    """Return the day on which an item comes again, None when it is not scheduled for this person."""
    card = history.cards(history.of_person(person_id, code=code)).get(code)
    return card.due_on if card else None


def sureness(person_id: int) -> Sureness:
    """Return how sure somebody was of their answers and how often they were right to be."""
    entries = history.of_person(person_id)
    said = history.said(entries)
    wrong = certainty.surprises(said, Certainty.SURE, right=False)
    lucky = certainty.surprises(said, Certainty.GUESSED, right=True)
    cards = history.cards(entries)
    shown = _shown([*wrong, *lucky])
    surprises = {
        one.place: Surprise(one.place, shown[one.place], bool(cards[one.code].right)) for one in (*wrong, *lucky)
    }
    return Sureness(
        levels=certainty.levels(said),
        sure_and_wrong=tuple(surprises[one.place] for one in wrong),
        guessed_and_right=tuple(surprises[one.place] for one in lucky),
    )


def question(person_id: int, set_id: int, position: int) -> Question | None:
    """Return a question of this person's set, None when it is not theirs or not there."""
    slots = {slot.position: (slot, answer) for slot, answer in _slots(person_id, set_id)}
    if position not in slots:
        return None
    slot, answer = slots[position]
    return Question(
        position=position,
        last=max(slots),
        version=slot.version,
        item=bound(stock.versions([slot.version])[slot.version], slot.drawn),
        order=tuple(slot.option_order),
        again=slot.again,
        response=tuple(answer.response) if answer else None,
        share=answer.share if answer else None,
        certainty=Certainty(answer.certainty) if answer and answer.certainty else None,
    )


def summary(person_id: int, set_id: int) -> Summary | None:
    """Return a set of this person's as a whole, None when it is not theirs."""
    slots = _slots(person_id, set_id)
    if not slots:
        return None
    first = [answer for slot, answer in slots if not slot.again]
    unmarked = sum(answer is not None and answer.share is None for answer in first)
    waiting = (slot.position for slot, answer in slots if answer is None)
    return Summary(
        set_id=set_id,
        asked=len(first) - unmarked,
        first_right=sum(answer is not None and answer.share == 1 for answer in first),
        met_again=len({slot.version for slot, _answer in slots if slot.again}),
        next_position=next(waiting, None),
        unmarked=unmarked,
        answered=sum(answer is not None for answer in first),
    )


def unfinished(person_id: int) -> Summary | None:
    """Return this person's newest set if a question of it waits for an answer, else None."""
    newest = db.session.scalars(
        select(PracticeSet.id).where(PracticeSet.person_id == person_id).order_by(PracticeSet.id.desc()).limit(1)
    ).one_or_none()
    found = summary(person_id, newest) if newest else None
    return found if found and found.next_position else None


def _slots(person_id: int, set_id: int) -> list[tuple[PracticeSlot, PracticeAnswer | None]]:
    """Return the questions of this person's set in order, each with its answer."""
    rows = db.session.execute(
        _all_slots()
        .where(PracticeSet.person_id == person_id, PracticeSlot.set_id == set_id)
        .order_by(PracticeSlot.position)
    )
    return [(slot, answer) for slot, answer in rows]


def _session(pool: Iterable[PoolItem], entries: Iterable[Entry], *, today: date, seed: int) -> Session:
    cards = history.cards(entries)
    waiting = []
    for each in pool:
        code = each.item.header.code
        card = cards.get(code)
        if card:
            waiting.append(Waiting(each.version, code, card.due_on, card.met_on))
        elif not items.needs_people(each.item.kind):
            waiting.append(Waiting(each.version, code, None, None))
    return practising.session(waiting, today=today, seed=seed)


def _progress(pool: Iterable[PoolItem], entries: Sequence[Entry], today: date) -> tuple[Progress, ...]:
    evidence, known = history.evidence(entries), {entry.code for entry in entries}
    codes: dict[Domain, list[str]] = {domain: [] for domain in Domain}
    for each in pool:
        codes[each.item.header.domain].append(each.item.header.code)
    found = []
    for domain, theirs in codes.items():
        answers = [one for code in theirs for one in evidence.get(code, ())]
        can = mastery.mastery(answers, today=today)
        found.append(Progress(domain, pool=len(theirs), met=len(known.intersection(theirs)), mastery=can))
    return tuple(each for each in found if each.pool)


def _shown(said: Iterable[Said]) -> dict[tuple[int, int], Item]:
    """Return the items as they were asked at these places, with the values that were drawn there."""
    places = [one.place for one in said]
    rows = db.session.execute(
        select(PracticeSlot.set_id, PracticeSlot.position, PracticeSlot.version, PracticeSlot.drawn).where(
            PracticeSlot.set_id.in_({set_id for set_id, _position in places})
        )
    )
    found = {(set_id, position): (version, drawn) for set_id, position, version, drawn in rows}
    versions = stock.versions(found[place][0] for place in places)
    return {place: bound(versions[found[place][0]], found[place][1]) for place in places}


def _all_slots() -> Select[PracticeSlot, PracticeAnswer]:
    return (
        select(PracticeSlot, PracticeAnswer)
        .join(PracticeSet, PracticeSet.id == PracticeSlot.set_id)
        .outerjoin(
            PracticeAnswer,
            (PracticeAnswer.set_id == PracticeSlot.set_id) & (PracticeAnswer.position == PracticeSlot.position),
        )
    )
