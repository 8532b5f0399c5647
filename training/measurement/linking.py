"""Putting a new calibration on the scale of the one in force: a shift of means over items that stayed as they were.

Both are Rasch scales, which differ by a constant only. The difference of an item is robustly compared with the others'
(z as in Huynh & Meyer 2010: difference less median over 0.74 interquartile ranges); what lies beyond 3 is left out and
the rest compared again, so that a repaired key or an item that leaked does not move everybody's standard.
"""

from dataclasses import dataclass

import numpy as np

from training.measurement.responses import Flags, Floats

UNSTABLE = 3.0
FEWEST = 5
"""Stable items without which there is no link."""


@dataclass(frozen=True, slots=True)
class Link:
    """Add ``shift`` logits to the new scale to be on the old one; ``error`` is its standard error.

    ``stable`` marks the items that carry the link, ``moved`` is how far each common item went after the shift (NaN for
    items of one scale only), ``z`` that difference over its scatter.
    """

    shift: float
    error: float
    stable: Flags
    moved: Floats
    z: Floats


class NoLink(ValueError):
    """Too few items are in both calibrations and stable: the new one cannot stand on the old one's scale."""


def link(old: Floats, old_error: Floats, new: Floats, new_error: Floats) -> Link:
    """Return the link from difficulties and their standard errors, by item; NaN where one scale has no estimate.

    Items count by the precision of their difference. The errors of the two are taken as independent, though a new
    calibration holds the old one's responses too: the error of the link is an upper bound. Raises NoLink.
    """
    difference = old - new
    variance = old_error**2 + new_error**2
    common = np.isfinite(difference) & np.isfinite(variance)
    weight = np.where(common, 1 / np.where(common, np.maximum(variance, 1e-6), 1.0), 0.0)
    stable = common
    while True:
        if stable.sum() < FEWEST:
            raise NoLink(f"{int(stable.sum())} stable items are in both calibrations, and {FEWEST} are needed")
        z = _z(difference, variance, stable)
        kept = common & (np.abs(z) <= UNSTABLE)
        if (kept >= stable).all():
            break
        stable = stable & kept
    carried = np.where(stable, weight, 0.0)
    shift = float(carried @ np.nan_to_num(difference) / carried.sum())
    return Link(shift, float(1 / np.sqrt(carried.sum())), stable, -(difference - shift), z)


def _z(difference: Floats, variance: Floats, among: Flags) -> Floats:
    """Return each difference less the median, over the larger of its own standard error and the robust scatter."""
    middle = np.median(difference[among])
    low, high = np.percentile(difference[among], [25, 75])
    scatter = 0.74 * (high - low)
    z: Floats = (difference - middle) / np.sqrt(np.maximum(np.maximum(variance, scatter**2), 1e-12))
    return z
