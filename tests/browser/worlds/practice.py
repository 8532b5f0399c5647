"""Questions to practise, a set of Tara's with its first question answered and not right, and one she has not begun."""

from tests import people
from tests.bank.bank import approved, saved
from tests.items import samples
from training import db as database
from training.core.items import Domain
from training.core.practising import Wish
from training.quiz.practice import queries, service


def fill(now):
    for name in ("plain", "two-of-five", "five-steps"):
        draft = samples.draft(name)
        approved(saved(draft | {"code": f"safety/practice/{name}"}))
    begun, new = (_started(seed, now) for seed in (1, 2))
    shown = queries.question(people.identity("tara"), begun, 1)
    with database.commit_command():
        service.answer(people.identity("tara"), begun, 1, _not_right(shown), now=now)
    return {"practice": begun, "new_practice": new}


def _started(seed, now):
    with database.commit_command():
        return service.start(people.identity("tara"), domains=list(Domain), number=3, wish=Wish.ANY, seed=seed, now=now)


def _not_right(question):
    """Return an answer that does not get the full mark."""
    return next(
        response
        for response in (question.order, question.order[:1], question.order[1:2])
        if question.item.fits(response) and question.item.mark(response).awarded < question.item.mark(response).possible
    )
