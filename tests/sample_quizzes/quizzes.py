"""Sample quizzes for tests, in few words."""

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training.core.domains import Domain, Level
from training.sample_quizzes import queries, service
from training.sample_quizzes.service import Details

ZONE = "Europe/London"


def draft(number, **changes):
    """Return a single choice of the practice pool: ``a`` is the key; SECRET marks what comes with it."""
    return exams.draft(number, Domain.SAFETY, Level.APPLY, **({"pool": "practice"} | changes))


def code(number):
    return draft(number)["code"]


def stock(*drafts):
    """Put drafts into the bank as signed versions, which practice draws; returns their hashes."""
    return exams.sign(drafts)


def made(*, title="Try it", by="ines", ends_on=None, now=NOON):
    """Make a quiz without questions and return its number."""
    return acted(service.make, Details(title, "For *everybody*.", ends_on), by=by, now=now)


def opened(*drafts, title="Try it", by="ines", ends_on=None):
    """Make a quiz of these drafts and return it."""
    stock(*drafts)
    with database.commit_command():
        number = service.make(Details(title, "For *everybody*.", ends_on), by=identity(by), now=NOON)
        service.add(number, [each["code"] for each in drafts], by=identity(by), now=NOON)
    return quiz(number)


def acted(function, *arguments, by, now=NOON, **options):
    with database.commit_command():
        return function(*arguments, by=identity(by), now=now, **options)


def quiz(number, now=NOON):
    return queries.quiz(number, zone=ZONE, now=now)


def shared(link, now=NOON):
    return queries.shared(link, zone=ZONE, now=now)


def codes(link, now=NOON):
    """Return the codes of the questions visitors see."""
    return [each.item.header.code for each in shared(link, now).questions]


def form_of(question, response, name="answer"):
    """Return what the page of a question posts for a response."""
    return {name: list(question.item.posted(response, question.order)), f"{name}-seal": question.seal}
