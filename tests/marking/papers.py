"""Attempts whose texts wait for people, and marks given to them."""

from datetime import timedelta
from fractions import Fraction

from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.places import beginning
from tests.quiz import exams
from training import db as database
from training.core.domains import Domain, Level
from training.core.marking import Agreement
from training.marking import queries, service
from training.marking.queries import Rules
from training.quiz import closing
from training.scoring import queries as results

RULES = Rules(Agreement(Fraction(1, 10)), timedelta(days=14))
WORDS = "It is not known for certain, and I say so."
CELLS = {(Domain.SAFETY, Level.APPLY): 3, (Domain.EVIDENCE, Level.ANALYSE): 1}


def essay(number=1, **changes):
    """Return a text to be marked with 5 points in all, in the cell of its own."""
    return samples.draft("explain") | {"code": f"evidence/texts/n{number}", "pool": "exam"} | changes


@beginning
def publish(*drafts, cells=CELLS, code=exams.CODE, **changes):
    """Publish an exam of three choices and one text (or other drafts), and admit Tara and Tom."""
    choices = exams.generated(6, [(Domain.SAFETY, Level.APPLY)])
    spec = exams.specification(cells=cells, cut=Fraction(7, 10), **changes)
    exams.publish(spec, drafts=[*choices, *(drafts or (essay(),))], code=code)
    exams.admit("tara", "tom", code=code)


@beginning
def sat(name="tara", *, texts=WORDS, right=3, seed=1, now=NOON, code=exams.CODE):
    """A whole sitting: so many choices right, every text answered with these words; returns the attempt's id."""
    attempt = exams.start(name, seed=seed, now=now, code=code)
    exams.open_device(attempt, name, now=now)
    slots = exams.sheet(attempt).slots
    open_ones = [slot.position for slot in slots if not slot.item.options]
    choices = [slot.position for slot in slots if slot.item.options][:right]
    answers = {position: exams.key_places(attempt, position) for position in choices}
    answers |= {position: [texts] for position in open_ones if texts}
    events = [exams.event(number, position, value=value) for number, (position, value) in enumerate(answers.items(), 1)]
    exams.send(attempt, *events, name=name, now=now)
    exams.submit(attempt, name, last_seq=len(events), now=now + timedelta(minutes=20))
    return attempt


def sat_texts(name, *, code, now, seed=1):
    """A sitting of an exam of any kinds, everything answered by its key or with the words; returns the attempt's id."""
    attempt = exams.start(name, seed=seed, now=now, code=code)
    exams.open_device(attempt, name, now=now)
    slots = exams.sheet(attempt).slots
    answers = {slot.position: list(slot.places(slot.item.key)) if slot.item.ids else [WORDS] for slot in slots}
    events = [exams.event(number, position, value=value) for number, (position, value) in enumerate(answers.items(), 1)]
    exams.send(attempt, *events, name=name, now=now)
    exams.submit(attempt, name, last_seq=len(events), now=now + timedelta(minutes=20))
    return attempt


def waiting(attempt=None):
    """Return the ids of what waits, the oldest first."""
    return [one.id for one in results.waiting(None if attempt is None else [attempt])]


def points(a, b, **more):
    return {"points-a": str(a), "points-b": str(b), **more}


def give(waiting_id, by, fields, *, rules=RULES, now=NOON + timedelta(days=1)):
    """Give a mark as somebody, in a transaction of its own."""
    with database.commit_command():
        return service.mark(waiting_id, fields, rules=rules, by=identity(by), site=exams.SITE, now=now)


def outcome(attempt):
    return results.current([attempt])[attempt].decision.outcome


def decision(attempt):
    return results.current([attempt])[attempt].decision


def holds(attempt):
    """Return whether every stored thing gives the decision again."""
    return closing.rescored(attempt).holds


def in_queue_of(name):
    return [row.id for row in queries.queue(identity(name), RULES)]
