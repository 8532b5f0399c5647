"""Erasing a person from why calibrations were put in force."""

from training.erasing import Erasing, scrub
from training.quiz.calibration.models import CalibrationActivation


def erase(erasing: Erasing) -> None:
    """Take a person's names out of the reasons."""
    scrub(erasing, CalibrationActivation.reason)
