"""From the attempts at an exam to a candidate snapshot. Reads numpy and scipy: imported by the command alone."""

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy import Float, cast, func, select
from sqlalchemy.orm import aliased

from training.accounts import queries as accounts
from training.bank.queries import cosmetic, ratings, stock
from training.core import estimating
from training.core.headers import Header
from training.core.items import Item
from training.core.specification import Specification
from training.db import db
from training.measurement import panel, population
from training.measurement.calibration import Limits, calibrate
from training.measurement.estimates import Bank, Progress
from training.measurement.panel import Rating
from training.measurement.population import Attempts, Items, Places
from training.measurement.priors import Ratings
from training.measurement.responses import Flags, Whole
from training.measurement.snapshot import Rated, Snapshot
from training.quiz.models import Attempt, AttemptState, ClosedBy, Response, Slot
from training.quiz.queries.exams import Published
from training.quiz.service import QuizError
from training.scoring.models import MarkRow, Result

CHUNK = 20_000


class NothingToDraw(QuizError):
    """No item that the exam may draw is there to be calibrated."""


def candidate(exam: Published, *, current: Snapshot | None, progress: Progress) -> Snapshot:
    """Return a candidate snapshot of an exam's items, by the rules of the population; nothing is stored.

    Raises NothingToDraw.
    """
    progress("Reading attempts")
    attempts, row_of, simulated = _attempts(exam.exam_id)
    progress(f"Reading the answers of {len(row_of)} attempts")
    places, versions = _places(exam.exam_id, row_of)
    drawn = {each.version: each.item for each in stock.pool(exam.specification.pool, live=True)}
    every = [*drawn, *sorted(set(versions) - drawn.keys())]
    found = population.items(every, cosmetic.joined())
    place = {version: number for number, version in enumerate(every)}
    numbered = np.array([place[version] for version in versions], np.int64)
    bank = _bank(exam, found, drawn, stock.versions(found.names))
    counted = population.population(attempts, _renumbered(places, numbered), found.item_of)
    made = calibrate(bank, counted, current=current, limits=Limits(), progress=progress)
    return replace(made, simulated=int(simulated[counted.attempts].sum()))


def _attempts(exam_id: int) -> tuple[Attempts, dict[int, int], Flags]:
    """Return the attempts at an exam that ended, the row of each, and whether a simulated person made it.

    One that still waits for its result is a person's first all the same, so that no later one takes its place for as
    long.
    """
    rows = db.session.execute(
        select(
            Attempt.id,
            Attempt.person_id,
            Attempt.exam_version_id,
            Attempt.number,
            Attempt.state,
            Attempt.closed_by,
            accounts.is_simulated(Attempt.person_id).label("simulated"),
        )
        .where(Attempt.exam_id == exam_id, Attempt.state != AttemptState.IN_PROGRESS)
        .order_by(Attempt.id)
    ).all()
    attempts = Attempts(
        person=np.array([row.person_id for row in rows], np.int64),
        exam_version=np.array([row.exam_version_id for row in rows], np.int64),
        order=np.array([row.number for row in rows], np.int64),
        completed=np.ones(len(rows), bool),
        operational=np.array([row.state != AttemptState.VOIDED for row in rows], bool),
        timed_out=np.array([row.closed_by == ClosedBy.CLOCK for row in rows], bool),
    )
    simulated = np.array([row.simulated for row in rows], bool)
    return attempts, {row.id: number for number, row in enumerate(rows)}, simulated


def _places(exam_id: int, row_of: Mapping[int, int]) -> tuple[Places, list[str]]:
    """Return every place of the graded papers with the mark that holds, and the versions that stood there."""
    attempt, position, version = array("q"), array("q"), array("q")
    mark, answered, pilot = array("d"), array("b"), array("b")
    versions: dict[str, int] = {}
    newer = aliased(Result)
    share = cast(MarkRow.awarded_num * MarkRow.possible_den, Float) / (MarkRow.awarded_den * MarkRow.possible_num)
    given = func.coalesce(func.json_array_length(Response.value), 0)
    statement = (
        select(Slot.attempt_id, Slot.position, Slot.version, share, given, Slot.pilot)
        .join(Attempt, Attempt.id == Slot.attempt_id)
        .join(Result, Result.attempt_id == Attempt.id)
        .outerjoin(MarkRow, (MarkRow.result_id == Result.id) & (MarkRow.position == Slot.position))
        .outerjoin(
            Response,
            (Response.attempt_id == Slot.attempt_id)
            & (Response.position == Slot.position)
            & (Response.edition == Result.edition),
        )
        .where(
            Attempt.exam_id == exam_id,
            Attempt.state == AttemptState.GRADED,
            ~select(newer.id).where(newer.supersedes == Result.id).exists(),
        )
    )
    for row in db.session.execute(statement, execution_options={"yield_per": CHUNK}):
        attempt.append(row_of[row[0]])
        position.append(row[1])
        version.append(versions.setdefault(row[2], len(versions)))
        mark.append(float("nan") if row[3] is None else row[3])
        answered.append(row[4] > 0)
        pilot.append(row[5])
    return Places(
        attempt=np.array(attempt, np.int64),
        position=np.array(position, np.int64),
        version=np.array(version, np.int64),
        mark=np.clip(np.array(mark, np.float64), 0, 1),
        answered=np.array(answered, bool),
        pilot=np.array(pilot, bool),
    ), list(versions)


def _renumbered(places: Places, numbered: Whole) -> Places:
    """Return places whose versions are numbered as those of the bank."""
    version = numbered[places.version] if len(numbered) else places.version
    return Places(places.attempt, places.position, version, places.mark, places.answered, places.pilot)


def _bank(exam: Published, found: Items, drawn: Mapping[str, Item], items: Mapping[str, Item]) -> Bank:
    """Return what is known of the items besides their responses; what papers draw no more has no weight."""
    specification = exam.specification
    weights = _weights(specification, drawn)
    if not any(weights.values()):
        raise NothingToDraw(f"The pool holds no signed item that {exam.code} may draw. Sign some, then calibrate.")
    headers = [items[name].header for name in found.names]
    rated = _rated(found, headers)
    return Bank(
        exam=exam.code,
        versions=found.names,
        cells=tuple(f"{header.domain}, {header.level}" for header in headers),
        ratings=Ratings(
            np.array([each.difficulty for _by, each in rated], np.float64),
            np.array([each.error for _by, each in rated], np.float64),
        ),
        rated=tuple(by for by, _each in rated),
        weight=np.array([weights.get(name, 0.0) for name in found.names], np.float64),
        cut=float(specification.cut),
        questions=specification.length,
        joined=found.joined,
    )


def _rated(found: Items, headers: Sequence[Header]) -> list[tuple[Rated, Rating]]:
    """Return by item what a panel says of it, else the authors' own estimate, else nothing, and whose it is.

    Of several versions that count together a judge's rating of the one the item is named by comes first.
    """
    versions = [(*others, name) for name, others in zip(found.names, found.joined, strict=True)]
    given = ratings.of(version for each in versions for version in each)
    rated: list[tuple[Rated, Rating]] = []
    for each, header in zip(versions, headers, strict=True):
        judges = {judge: share for version in each for judge, share in given.get(version, {}).items()}
        told = panel.of_judges(list(judges.values()))
        if told is not None:
            rated.append((Rated.PANEL, told))
        elif header.difficulty is not None:
            rated.append((Rated.AUTHORS, Rating(-estimating.logit_of(header.difficulty), math.nan, 1)))
        else:
            rated.append((Rated.NOBODY, Rating(math.nan, math.nan, 0)))
    return rated


def _weights(specification: Specification, drawn: Mapping[str, Item]) -> dict[str, float]:
    """Return how often each item stands on an average paper: its cell's places over its cell's items."""
    cells = {version: (item.header.domain, item.header.level) for version, item in drawn.items()}
    held = list(cells.values())
    return {version: specification.cells.get(cell, 0) / held.count(cell) for version, cell in cells.items()}
