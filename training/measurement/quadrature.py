"""The grid over which abilities are integrated out."""

from dataclasses import dataclass

import numpy as np

from training.measurement.responses import Floats

SPAN = 6.0
"""Standard deviations of ability covered to each side."""

NODES = 61
"""Points of the grid, as many as R's mirt has: their distance must stay below the standard error of an ability.

On a grid finer than that the sum is the integral to many digits (for a normal posterior of standard deviation s and a
step h the error is about exp(-2 (pi s / h)^2)); for 200 items seen by one person the error is some 1e-6.
"""


@dataclass(frozen=True, slots=True)
class Grid:
    """Abilities in standard deviations from their mean, equally spaced, with the logarithm of their normal weight."""

    node: Floats
    log_weight: Floats


def grid(nodes: int = NODES, span: float = SPAN) -> Grid:
    """Return a grid for a standard normal ability; the weights sum to 1."""
    node = np.linspace(-span, span, nodes)
    density = -0.5 * node**2
    return Grid(node, density - np.log(np.exp(density).sum()))
