"""A practised set with a question of every kind, each answered, to look at how they are looked back on."""

from tests.bank.bank import approved
from tests.browser.worlds.practice import not_right, started
from tests.items import samples
from tests.people import identity
from training import db as database
from training.bank.queries import versions
from training.quiz.practice import queries, service

SAMPLES = ("four-premises", "depth", "dose-by-mass", "name-the-muscle", "three-gaps", "explain")


def fill(now):
    codes = [*(samples.draft(name)["code"] for name in SAMPLES), "anatomy/back/drawn"]
    for code in codes:
        approved(versions.newest(code).hash)
    made = started(3, now, number=service.LARGEST)
    known = {}
    for position in range(1, service.LARGEST + 1):
        question = queries.question(identity("tara"), made, position)
        if question is None:
            break
        with database.commit_command():
            service.answer(identity("tara"), made, position, service.Given(not_right(question)), now=now)
        known.setdefault(f"practised_{question.item.kind}", f"{made}/{position}")
    return known
