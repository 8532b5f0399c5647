"""Papers drawn for tests: one that is drawn among all valid ones of a pool."""

from random import Random

from training.core.drawing import Papers


def draw(pool, specification, *, seed, seen):
    """Return the places of a paper of a seed, with what it tries out."""
    papers, chance = Papers(pool, specification, seen), Random(seed)
    return papers.places(papers.scored(chance), chance)
