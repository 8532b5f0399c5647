"""Exams: Tara failed one dangerously and sits another, Tom passed one and sits one with nothing answered yet."""

from datetime import timedelta
from fractions import Fraction

from tests.people import identity
from tests.quiz import calibrations, exams
from training.core.domains import Domain, Level
from training.measurement.snapshot import Source
from training.quiz import invigilation, reporting, service
from training.quiz.queries.exams import published

CELLS = [(Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)]


def fill(now):
    exams.sign(exams.generated(6, CELLS))
    for code in ("foundations", "second", "third", "short"):
        exams.publish(exams.specification(title=f"Dry needling: {code}"), drafts=[], code=code)
        exams.admit("tara", "tom", code=code)
    warned = {"minimums": {Domain.SAFETY: Fraction(1)}, "minimums_reason": "Kept on purpose."}
    service.create("unfinished", exams.specification({CELLS[0]: 60}, **warned), by=identity("ada"), now=now)
    before = now - timedelta(days=2)
    failed = exams.start(code="foundations", now=before)
    exams.open_device(failed, now=before)
    exams.send(failed, *exams.dangerous_events(failed), now=before)
    exams.submit(failed, now=before + timedelta(minutes=30))
    opened = exams.start(code="second", now=now)
    exams.open_device(opened, now=now)
    exams.send(opened, *exams.right_events(opened, 3), exams.event(4, 2, "flag", None), now=now)
    reporting.report_problem(opened, identity("tara"), position=2, words="Two options are the same.", now=now)
    invigilation.add_minutes(opened, 5, "The lift alarm rang.", by=identity("ada"), now=now)
    calibration_in_force, calibration = calibrations.two(published("second"), now=before)
    unanswered_calibration = calibrations.stored(
        published("third"),
        calibrations.snapshot(
            [calibrations.figures(version, responses=0) for version in calibrations.versions(published("third"))],
            exam="third",
            source=Source.RATINGS,
            attempts=0,
            responses=0,
        ),
        now=now,
    )
    over = exams.start(code="third", now=now - timedelta(minutes=45, seconds=10))
    exams.send(failed, exams.event(7, 1), now=now)
    unanswered = exams.start("tom", code="third", now=before)
    exams.submit(unanswered, "tom", now=now - timedelta(days=1))
    return {
        "calibration": calibration,
        "calibration_in_force": calibration_in_force,
        "empty_calibration": unanswered_calibration,
        "failed_attempt": failed,
        "open_attempt": opened,
        "over_attempt": over,
        "passed_attempt": exams.sat("tom", now=before),
        "empty_failed_attempt": unanswered,
        "empty_open_attempt": exams.start("tom", code="second", now=now),
    }
