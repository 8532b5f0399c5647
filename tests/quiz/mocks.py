"""Mock exams for tests: an exam beside a practice pool that can fill its mock, and people who sit it."""

from datetime import timedelta

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training.core.domains import Domain, Level
from training.quiz.mocks import queries, service

CELLS = [(Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)]


def practice(a_cell=6, cells=CELLS, **changes):
    """Practice drafts that could fill the exam of the tests, with numbers of their own."""
    return [
        exams.draft(5000 + 100 * place + number, domain, level, critical=number == 0, **{"pool": "practice"} | changes)
        for place, (domain, level) in enumerate(cells)
        for number in range(a_cell)
    ]


def ready(spec=None, **pool):
    """A published exam to which nobody is admitted, and a practice pool for its mock."""
    exams.publish(spec)
    exams.sign(practice(**pool))


def start(name="tara", *, seed=1, now=NOON, code=exams.CODE):
    with database.commit_command():
        return service.start(identity(name), code, honour=True, chance=exams.chance(seed), now=now)


def sat(name="tara", *, right=None, seed=1, now=NOON, events=None):
    """A whole mock exam with some questions right, graded; returns the attempt's id."""
    attempt = start(name, seed=seed, now=now)
    exams.open_device(attempt, name, now=now)
    answers = exams.right_events(attempt, right) if events is None else events(attempt)
    exams.send(attempt, *answers, name=name, now=now)
    exams.submit(attempt, name, last_seq=len(answers), now=now + timedelta(minutes=20))
    return attempt


def codes(attempt):
    """The codes of the items on a paper."""
    return {slot.item.header.code for slot in exams.sheet(attempt).slots}


def offered(code=exams.CODE):
    offer = queries.offer(code)
    return offer is not None and not offer.shortages
