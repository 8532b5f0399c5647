import pytest

from tests.conftest import NOON
from training import db as database
from training.core.domains import Domain, Level
from training.quiz import service, shipped
from training.quiz.queries import exams as exam_queries


@pytest.fixture
def foundations():
    return next(each.specification for each in shipped.exams() if each.code == "foundations")


def test_the_shipped_exam_asks_ninety_questions_in_two_hours_of_which_eighty_count(foundations):
    assert (foundations.length, foundations.pilots, foundations.shown) == (80, 10, 90)
    assert (foundations.minutes, foundations.critical) == (120, 7)
    assert (foundations.attempts, foundations.waiting_days) == (3, 7)
    assert [foundations.in_domain(domain) for domain in Domain] == [5, 11, 8, 12, 14, 16, 9, 5]
    assert [foundations.at_level(level) for level in Level] == [20, 16, 28, 16]


def test_its_safety_minimum_is_thirteen_of_sixteen_with_its_warning_and_the_decision(foundations):
    assert foundations.needed(Domain.SAFETY) == 13
    assert len(foundations.warnings()) == 1
    assert "on purpose" in foundations.minimums_reason
    assert foundations.provisional
    assert foundations.faults() == ()


def test_it_is_loaded_once_as_a_draft(context):
    with database.commit_command():
        first = service.load_shipped(by=None, now=NOON)
    with database.commit_command():
        again = service.load_shipped(by=None, now=NOON)

    assert (first, again) == (("foundations",), ())
    assert exam_queries.published("foundations") is None
