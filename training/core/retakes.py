"""How many attempts of one person a pool serves before a paper repeats more than it should."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retakes:
    """What further papers of one person repeat: ``met`` of each, in order; ``most`` is what one may.

    ``asked`` is how many further attempts the exam allows. Where ``met`` holds fewer, the others were not tried.
    """

    asked: int
    most: int
    met: Sequence[int]

    @property
    def supported(self) -> int:
        """Return how many further papers keep what they may repeat; those behind one that does not are not counted."""
        return next((place for place, met in enumerate(self.met) if met > self.most), len(self.met))

    @property
    def enough(self) -> bool:
        """Return whether every further paper that was tried keeps it."""
        return self.supported == len(self.met)
