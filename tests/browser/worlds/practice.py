"""Questions to practise, a set of Tara's with its first question answered and not right, and one she has not begun."""

from tests import people
from tests.bank.bank import approved, saved
from tests.items import samples
from training import db as database
from training.core.domains import Domain
from training.core.practising import Wish
from training.quiz.practice import queries, service


def fill(now):
    for name in ("plain", "two-of-five", "five-steps"):
        draft = samples.draft(name)
        approved(saved(draft | {"code": f"safety/practice/{name}"}))
    begun, new = (started(seed, now, number=3) for seed in (1, 2))
    shown = queries.question(people.identity("tara"), begun, 1)
    with database.commit_command():
        service.answer(people.identity("tara"), begun, 1, not_right(shown), now=now)
    return {"practice": begun, "new_practice": new}


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
