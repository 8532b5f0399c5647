"""Specifications for tests, by the few things that matter to each."""

from fractions import Fraction

from training.core.domains import Domain, Level
from training.core.specification import Specification


def specification(cells=None, **changes):
    values = {
        "title": "Foundations",
        "cells": cells or {(Domain.SAFETY, Level.APPLY): 3, (Domain.ANATOMY, Level.RECALL): 2},
        "critical": 0,
        "minutes": 45,
        "attempts": 3,
        "waiting_days": 7,
        "cut": Fraction(4, 5),
        "cut_reason": "Agreed by the authors until a standard is set.",
    }
    return Specification(**values | changes)
