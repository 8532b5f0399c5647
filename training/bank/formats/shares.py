"""Shares of a mark between the per cent that other systems write and the exact fractions of this bank."""

from collections.abc import Sequence
from fractions import Fraction

from training.core.drafts import FINEST

NEAR = Fraction(1, 2_000)
MOST_PARTS = 30
MOST_EXACT, ROUNDED = 1_000, Fraction(1, 10_000)


def share_of(percent: str) -> Fraction | None:
    """Return the share a per cent means: what was rounded (33.333, 14.28571) becomes the fraction it stands for.

    None for what is no number between -100 and 100. A number finer than any share here is given as the next share.

    >>> share_of("33.33333"), share_of("33"), share_of("-12.5"), share_of("16.7")
    (Fraction(1, 3), Fraction(33, 100), Fraction(-1, 8), Fraction(1, 6))
    """
    try:
        given = Fraction(percent.strip()) / 100 if len(percent) <= 40 and "/" not in percent else None
    except ValueError:
        return None
    if given is None or abs(given) > 1 or "e" in percent.lower():
        return None
    decimals = len(percent.strip().partition(".")[2])
    if not decimals:
        return given
    near = given.limit_denominator(MOST_PARTS if decimals >= 4 else 12)
    return near if abs(near - given) < min(NEAR, Fraction(1, 10**decimals)) else given.limit_denominator(FINEST)


def percent_of(share: Fraction) -> str:
    """Return a share in per cent with at most five decimals, as Moodle writes it.

    >>> percent_of(Fraction(1, 3)), percent_of(Fraction(-1, 2)), percent_of(Fraction(1))
    ('33.33333', '-50', '100')
    """
    text = f"{float(share * 100):.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def near(share: Fraction) -> Fraction:
    """Return the share that a rounded one stands for: 0.3333 is a third, 0.33 is not.

    >>> near(Fraction("0.33333")), near(Fraction("0.33")), near(Fraction("0.125"))
    (Fraction(1, 3), Fraction(33, 100), Fraction(1, 8))
    """
    plain = share.limit_denominator(MOST_PARTS)
    return plain if share.denominator > MOST_EXACT and abs(plain - share) < ROUNDED else share.limit_denominator(FINEST)


def by_rule(right: Sequence[bool]) -> tuple[Fraction, ...]:
    """Return what each option adds where no weights are given: its part of all right, or of all wrong ones.

    >>> by_rule([True, True, False])
    (Fraction(1, 2), Fraction(1, 2), Fraction(-1, 1))
    """
    good = sum(right)
    bad = len(right) - good
    return tuple(Fraction(1, good) if each else Fraction(-1, bad) for each in right)
