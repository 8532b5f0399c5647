"""Sample quizzes: one shared in which something changed, one without questions, one of one question, one that ended."""

from datetime import timedelta

from tests.bank.bank import act, approved, saved
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training.bank.queries import practising, versions
from training.bank.service import using
from training.core.domains import Domain, Level
from training.sample_quizzes import queries, service
from training.sample_quizzes.service import Details

SAYS = """For clinicians who wonder what the questions are like.

Take your time: *nothing is timed*, and every answer tells why."""


def fill(now):
    for number in (1, 2):
        approved(saved(draft(number)))
    # One of each kind that the world already approved, then two of its own that changed since.
    codes = {row.item.kind: row.item.header.code for row in practising.search().rows}
    known = {
        "sample": made("Keeping clear of the lung", [*codes.values(), *map(code, (1, 2))], now),
        "new_sample": made("For the open day", [], now),
        "one_sample": made("One question", [code(1)], now),
        "ended_sample": made("Spring taster", [code(1)], now),
    }
    act(using.withdraw, versions.newest(code(2)).hash, "The figure shows the wrong side.", by="ivo")
    approved(saved(draft(1, stem="What does it ask now?"), base=versions.newest(code(1)).hash))
    with database.commit_command():
        service.end(known["ended_sample"], by=identity("ines"), now=now)
        found = queries.quiz(known["sample"], zone="Europe/London", now=now)
        service.count(queries.shared(found.link, zone="Europe/London", now=now).id, answers=112, full_marks=71)
    return known | {
        f"{name}_link": queries.quiz(number, zone="Europe/London", now=now).link for name, number in known.items()
    }


def made(title, codes, now):
    with database.commit_command():
        last = (now + timedelta(days=30)).date() if codes else None
        number = service.make(Details(title, SAYS if codes else "", last), by=identity("ines"), now=now)
        service.add(number, codes, by=identity("ines"), now=now)
    return number


def draft(number, **changes):
    given = exams.draft(900 + number, Domain.SAFETY, Level.APPLY, pool="practice", **changes)
    return given | {"code": code(number), "objective": "Keep away from the lung"}


def code(number):
    return f"safety/taster/n{number}"
