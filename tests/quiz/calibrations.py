"""Snapshots for tests: a few figures of questions, as a calibration would give them."""

from dataclasses import replace

from tests.conftest import NOON
from tests.people import identity
from training import db as database
from training.bank.queries import stock
from training.measurement.snapshot import Figures, Flag, Linked, Rated, Snapshot, Source
from training.quiz.calibration import service


def figures(version, *, responses=120, difficulty=0.2, **changes):
    told = Figures(
        version=version,
        cell="safety, apply",
        responses=float(responses),
        facility=0.62 if responses else None,
        difficulty=difficulty,
        error=0.21,
        held=0.0,
        at_standard=0.7,
        infit=1.01 if responses else None,
        outfit=0.98 if responses else None,
        slope=1.04 if responses else None,
        slope_error=0.15 if responses else None,
        omitted=1,
        not_reached=0,
        flags=(),
        rated=Rated.AUTHORS,
        held_error=0.7,
    )
    return replace(told, **changes)


def snapshot(items, *, exam, source=Source.RESPONSES, standard=0.8, **changes):
    told = Snapshot(
        exam=exam,
        source=source,
        attempts=400,
        responses=12_000,
        mean=1.1,
        spread=0.9,
        cut=0.8,
        questions=30,
        standard=standard,
        standard_error=0.4,
        held_spread=0.7,
        information="observed",
        linked=None,
        items=tuple(items),
    )
    return replace(told, **changes)


def follower(before, items, *, standard=0.85, stable=None):
    """A snapshot on the scale of another."""
    common = len({item.version for item in items} & {item.version for item in before.items})
    linked = Linked(before.digest, 0.05, 0.02, common if stable is None else stable, common)
    return snapshot(items, exam=before.exam, standard=standard, linked=linked)


def versions(exam, count=4):
    return [each.version for each in stock.pool(exam.specification.pool, live=True)][:count]


def stored(exam, told, based_on=None, now=NOON):
    with database.commit_command():
        return service.store(exam.exam_id, told, based_on=based_on, now=now)[0]


def activated(exam, calibration_id, reason="Enough answers by now.", now=NOON):
    with database.commit_command():
        service.activate(exam.exam_id, calibration_id, reason, by=identity("ada"), now=now)


def two(exam, now=NOON):
    """Put a calibration in force, store a candidate that follows it, and return the ids of both."""
    among = versions(exam)
    first = snapshot([figures(version) for version in among], exam=exam.code)
    before = stored(exam, first, now=now)
    activated(exam, before, now=now)
    items = [figures(version, difficulty=0.2 + place / 10) for place, version in enumerate(among)]
    items[3] = figures(among[3], difficulty=2.9, flags=(Flag.UNSTABLE, Flag.NEGATIVE), slope=-0.4)
    return before, stored(exam, follower(first, items, stable=3), based_on=before, now=now)
