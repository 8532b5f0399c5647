"""Mock exams: Tara handed one in with a dangerous choice, Tom an empty one; he is in the middle of another."""

from datetime import timedelta

from tests.quiz import exams
from tests.quiz import mocks as rehearsed


def fill(now):
    exams.sign(rehearsed.practice())
    before = now - timedelta(hours=3)
    mock = rehearsed.sat(
        now=before,
        events=lambda attempt: [*exams.dangerous_events(attempt), *_right_beside(attempt)],
    )
    bare = rehearsed.start("tom", now=before)
    exams.submit(bare, "tom", now=before + timedelta(minutes=5))
    return {"mock": mock, "empty_mock": bare, "running_mock": rehearsed.start("tom", seed=2, now=now)}


def _right_beside(attempt):
    """Two right answers, to questions that know no danger."""
    harmless = [slot.position for slot in exams.sheet(attempt).slots if not slot.item.critical][:2]
    return [
        exams.event(number, position, value=exams.key_places(attempt, position))
        for number, position in enumerate(harmless, start=2)
    ]
