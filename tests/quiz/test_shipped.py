import pytest

from tests.conftest import NOON
from training import db as database
from training.core.domains import Domain, Level
from training.quiz import service, shipped
from training.quiz.queries import exams as exam_queries


@pytest.fixture
def foundations():
    return next(each.specification for each in shipped.exams() if each.code == "foundations")


def test_the_shipped_exam_asks_thirty_questions_in_forty_five_minutes(foundations):
    assert (foundations.length, foundations.minutes, foundations.critical) == (30, 45, 3)
    assert (foundations.attempts, foundations.waiting_days) == (3, 7)
    assert [foundations.in_domain(domain) for domain in Domain] == [2, 4, 3, 5, 5, 6, 3, 2]
    assert [foundations.at_level(level) for level in Level] == [8, 6, 10, 6]


def test_its_safety_minimum_is_five_of_six_with_its_warning_and_the_decision(foundations):
    assert foundations.needed(Domain.SAFETY) == 5
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
