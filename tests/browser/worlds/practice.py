"""Questions to practise, sets of Tara's: some of days ago, one whose first answer is not right, one not begun."""

from datetime import timedelta

from tests import people
from tests.bank.bank import approved, saved
from tests.items import samples
from training import db as database
from training.core.certainty import Certainty
from training.core.domains import Domain
from training.core.practising import Wish
from training.quiz.practice import queries, service


def fill(now):
    for name in ("plain", "two-of-five", "five-steps"):
        draft = samples.draft(name)
        approved(saved(draft | {"code": f"safety/practice/{name}"}))
    for days in (9, 5, 2):
        practised(now - timedelta(days=days), seed=days)
    begun, new = (started(seed, now, number=3) for seed in (1, 2))
    shown = queries.question(people.identity("tara"), begun, 1)
    with database.commit_command():
        given = service.Given(not_right(shown), Certainty.SURE)
        service.answer(people.identity("tara"), begun, 1, given, now=now)
    return {"practice": begun, "new_practice": new}


def practised(now, *, seed):
    """Have a set of three answered days ago: what one was sure of went wrong, what one guessed went right."""
    tara = people.identity("tara")
    made = started(seed, now, number=3)
    for position, certainty in enumerate(Certainty, start=1):
        shown = queries.question(tara, made, position)
        response = not_right(shown) if certainty is Certainty.SURE else shown.item.key
        with database.commit_command():
            service.answer(tara, made, position, service.Given(response, certainty, 20), now=now)


def started(seed, now, *, number):
    """Start a set of Tara's over all domains."""
    tara = people.identity("tara")
    with database.commit_command():
        return service.start(tara, domains=list(Domain), number=number, wish=Wish.ANY, seed=seed, now=now)


def not_right(question):
    """Return an answer that does not get the full mark, or that only people could mark."""
    item, order = question.item, question.order
    tried = (order, order[:1], order[1:2], item.key[:1], ("99",), ("900,900",))
    return next(response for response in tried if response and item.fits(response) and _is_short(item.mark(response)))


def _is_short(mark):
    return mark is None or mark.awarded < mark.possible
