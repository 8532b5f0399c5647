import pytest

from tests.quiz import exams
from training.core.scoring import Outcome
from training.quiz import sittings
from training.scoring import queries as results

pytestmark = pytest.mark.usefixtures("context")


def test_everything_right_is_a_pass():
    exams.ready()

    attempt = exams.sat()

    assert sittings.attempt(attempt).state == "graded"
    assert results.current([attempt])[attempt].decision.outcome is Outcome.PASS
