"""``training calibrate``: a candidate calibration of an exam's items."""

import sys
from collections.abc import Callable
from importlib import import_module
from time import perf_counter

import click

from training import clock
from training import db as database
from training.cli import site
from training.core.simulated import told
from training.measurement.outlook import outlook
from training.measurement.snapshot import Readiness, Snapshot
from training.quiz.calibration import queries, service
from training.quiz.queries import exams
from training.quiz.queries.exams import Published
from training.quiz.service import QuizError


@click.command()
@click.argument("exam")
def calibrate(exam: str) -> None:
    """Calibrate the items of EXAM from its attempts, as a candidate that a person may put in force.

    Shows each step; draws nothing by it and changes no paper.
    """
    begun = perf_counter()

    def said(step: str) -> None:
        click.echo(f"{perf_counter() - begun:6.1f} s  {step}", err=True)

    with site.opened():
        found = exams.published(exam)
        if found is None:
            click.echo(f"There is no published exam called {exam}. The page Exams lists them by code.", err=True)
            sys.exit(1)
        current = queries.in_force(found.exam_id)
        before = current.calibration if current else None
        snapshot = _measured(found, before.snapshot if before else None, said)
        based_on = before.id if before else None
        with database.commit_command():
            number, new = service.store(found.exam_id, snapshot, based_on=based_on, now=clock.now())
    for line in _summary(snapshot, before.snapshot if before else None):
        click.echo(line)
    stored = "is stored" if new else "was stored before: nothing changed since"
    click.echo(f"Calibration {number} {stored}. Look at it and put it in force at /exams/{exam}/calibrations/{number}")


def _measured(exam: Published, current: Snapshot | None, progress: Callable[[str], None]) -> Snapshot:
    """Return a candidate; ends the command where there can be none, and when it is interrupted."""
    # numpy and scipy are read here and nowhere at the start of the site.
    measuring = import_module("training.quiz.calibration.measuring")
    try:
        snapshot = measuring.candidate(exam, current=current, progress=progress)
        assert isinstance(snapshot, Snapshot)
    except QuizError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("\nInterrupted. Nothing was stored, and what is in force stays so.", err=True)
        sys.exit(130)
    return snapshot


def _summary(snapshot: Snapshot, before: Snapshot | None) -> list[str]:
    ready = [sum(item.readiness is each for item in snapshot.items) for each in Readiness]
    counts = f"{snapshot.attempts} attempts, {snapshot.responses} responses, {len(snapshot.items)} items"
    lines = [
        f"{counts}: {ready[0]} provisional, {ready[1]} for balancing, {ready[2]} with 100 responses or more.",
        f"The standard stands at {snapshot.standard:.2f} logits.",
    ]
    if snapshot.simulated:
        lines.append(told(snapshot.simulated, snapshot.attempts))
    change = outlook(before, snapshot) if before else None
    if change is not None:
        lines.append(
            f"Beside the calibration in force: the standard was {change.standard_before:.2f}; the expected pass rate "
            f"goes from {change.pass_before:.1%} to {change.pass_after:.1%}, by {100 * change.most:.1f} percentage "
            "points at most."
        )
    elif before is not None:
        lines.append("Too few items are stable to compare it with the calibration in force.")
    return lines
