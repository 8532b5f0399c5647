"""Ranges of the beta distribution, without the scientific libraries: pages need them, and a handful at a time."""

from math import exp, lgamma, log, log1p

STEPS = 40
"""Halvings of the range 0-1: to twelve places."""
TERMS = 300
CLOSE, TINY = 1e-14, 1e-300


def middle(a: float, b: float, share: float) -> tuple[float, float]:
    """Return the ends between which the middle ``share`` of Beta(a, b) lies; ``a`` and ``b`` are above 0."""
    tail = (1 - share) / 2
    return quantile(tail, a, b), quantile(1 - tail, a, b)


def quantile(p: float, a: float, b: float) -> float:
    """Return the point below which a share ``p`` (0-1) of Beta(a, b) lies."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        half = (low + high) / 2
        low, high = (half, high) if below(half, a, b) < p else (low, half)
    return (low + high) / 2


def below(x: float, a: float, b: float) -> float:
    """Return the share of Beta(a, b) below ``x``: the regularised incomplete beta function.

    The continued fraction of DLMF 8.17.22, by Lentz's method; it converges fast for x below (a + 1) / (a + b + 2), so
    the other side is taken where x is above.
    """
    if not 0 < x < 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1/(1 + d2/(1 + …)) by the modified method of Lentz."""
    value, up, down = 1.0, 1.0, 0.0
    for term in range(1, TERMS):
        m, odd = divmod(term, 2)
        if odd:
            part = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            part = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        down = 1 / (1 + part * down or TINY)
        up = 1 + part / up or TINY
        value *= up * down
        if abs(up * down - 1) < CLOSE:
            break
    return value
