"""What papers of an exam are balanced by."""

from functools import partial

from training.quiz.calibration import queries as calibrations
from training.quiz.counted import ESTIMATES, Basis


def of(exam_id: int) -> Basis:
    """Return the calibration in force at an exam, before the first one the authors' estimates."""
    digest = calibrations.digest_in_force(exam_id)
    return Basis(digest, partial(calibrations.at_the_standard, exam_id, digest)) if digest else ESTIMATES
