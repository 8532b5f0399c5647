"""Exams: Tara failed one dangerously and sits another, Tom passed one and sits one with nothing answered yet."""

from datetime import timedelta

from tests.quiz import exams
from training.core.items import Domain, Level

CELLS = [(Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)]


def fill(now):
    exams.sign(exams.generated(6, CELLS))
    for code in ("foundations", "second", "third", "short"):
        exams.publish(exams.specification(title=f"Dry needling: {code}"), drafts=[], code=code)
        exams.admit("tara", "tom", code=code)
    before = now - timedelta(days=2)
    failed = exams.start(code="foundations", now=before)
    exams.open_device(failed, now=before)
    exams.send(failed, *exams.dangerous_events(failed), now=before)
    exams.submit(failed, now=before + timedelta(minutes=30))
    opened = exams.start(code="second", now=now)
    exams.open_device(opened, now=now)
    exams.send(opened, *exams.right_events(opened, 3), exams.event(4, 2, "flag", None), now=now)
    over = exams.start(code="third", now=now - timedelta(minutes=45, seconds=10))
    unanswered = exams.start("tom", code="third", now=before)
    exams.submit(unanswered, "tom", now=now - timedelta(days=1))
    return {
        "failed_attempt": failed,
        "open_attempt": opened,
        "over_attempt": over,
        "passed_attempt": exams.sat("tom", now=before),
        "empty_failed_attempt": unanswered,
        "empty_open_attempt": exams.start("tom", code="second", now=now),
    }
