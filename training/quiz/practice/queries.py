"""Looking at somebody's practice."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Select, select

from training.bank.queries import stock
from training.core.domains import Domain, Pool
from training.core.items import Item
from training.core.layout import bound
from training.core.practising import Candidate
from training.core.responses import Response
from training.db import db
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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come in one domain: of ``pool`` items, ``seen`` were answered, ``right`` at the last try."""

    domain: Domain
    pool: int
    seen: int
    right: int


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


def candidates(person_id: int, domains: frozenset[Domain]) -> tuple[Candidate, ...]:
    """Return what this person may practise in these domains."""
    results = _last_results(person_id)
    return tuple(
        Candidate(each.version, each.item.header.code, results.get(each.item.header.code))
        for each in stock.pool(Pool.PRACTICE, live=False)
        if each.item.header.domain in domains
    )


def progress(person_id: int) -> tuple[Progress, ...]:
    """Return how far somebody has come, domain by domain; domains without practice items are left out."""
    results = _last_results(person_id)
    codes: dict[Domain, list[str]] = {domain: [] for domain in Domain}
    for each in stock.pool(Pool.PRACTICE, live=False):
        codes[each.item.header.domain].append(each.item.header.code)
    answered = {domain: [results[code] for code in found if code in results] for domain, found in codes.items()}
    return tuple(
        Progress(domain, pool=len(found), seen=len(answered[domain]), right=sum(answered[domain]))
        for domain, found in codes.items()
        if found
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


def _last_results(person_id: int) -> dict[str, bool]:
    """Return for each item code ever answered and marked in practice whether its last answer was right."""
    rows = db.session.execute(
        _all_slots()
        .with_only_columns(PracticeSlot.code, PracticeAnswer.awarded_num == PracticeAnswer.awarded_den)
        .where(PracticeSet.person_id == person_id, PracticeAnswer.awarded_num.is_not(None))
        .order_by(PracticeAnswer.answered_at, PracticeAnswer.set_id, PracticeAnswer.position)
    )
    return {code: bool(right) for code, right in rows}


def _all_slots() -> Select[PracticeSlot, PracticeAnswer]:
    return (
        select(PracticeSlot, PracticeAnswer)
        .join(PracticeSet, PracticeSet.id == PracticeSlot.set_id)
        .outerjoin(
            PracticeAnswer,
            (PracticeAnswer.set_id == PracticeSlot.set_id) & (PracticeAnswer.position == PracticeSlot.position),
        )
    )
