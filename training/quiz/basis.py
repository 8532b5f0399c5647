"""What papers of an exam are balanced by."""

from collections.abc import Collection
from functools import partial

from training.core.exposure import Given
from training.quiz import exposed
from training.quiz.calibration import queries as calibrations
from training.quiz.counted import ESTIMATES, Basis


def of(exam_id: int) -> Basis:
    """Return the calibration in force at an exam, before the first one the authors' estimates."""
    return _named(exam_id, calibrations.digest_in_force(exam_id))


def of_each(exam_ids: Collection[int]) -> dict[int, Basis]:
    """Return the same for each of several exams, in one statement."""
    digests = calibrations.digests_in_force(exam_ids)
    return {exam_id: _named(exam_id, digests.get(exam_id)) for exam_id in exam_ids}


def with_counts(exam_id: int) -> tuple[Basis, dict[str, Given]]:
    """Return the same and how often each version was given, in one statement: what every start asks."""
    digest, given = exposed.counts_beside(calibrations.digest(exam_id), exam_id)
    return _named(exam_id, digest), given


def _named(exam_id: int, digest: str | None) -> Basis:
    return Basis(digest, partial(calibrations.at_the_standard, exam_id, digest)) if digest else ESTIMATES
