"""Which texts resemble one another: shared words, the rarer the weightier.

The measure is the overlap coefficient of word sets (Simpson 1943, "Mammals and the nature of continents"): the weight
of the shared words over the weight of the smaller text, so that a question whose answers are not written yet resembles
one that has them. A word's weight is its inverse document frequency (Spärck Jones 1972, "A statistical interpretation
of term specificity"): words of every item count for little.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log

from training.core.likeness import folded

_WORD = re.compile(r"[^\W_]{3,}")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts that count: of three letters or digits and more, capitals and accents alike.

    >>> sorted(words_of(["Is the Lung at risk?"]))
    ['lung', 'risk', 'the']
    """
    return frozenset(_WORD.findall(folded(" ".join(texts), case=False, accents=False)))


class Index:
    """Texts by name, looked up by their words. It does not change: a changed bank makes another."""

    def __init__(self, texts: Mapping[str, frozenset[str]]) -> None:
        self.size = len(texts)
        self._holders: dict[str, list[str]] = defaultdict(list)
        for name, words in texts.items():
            for word in words:
                self._holders[word].append(name)
        self._weights = {word: log((1 + self.size) / (1 + len(held))) for word, held in self._holders.items()}
        self._sums = {name: sum(self._weights[word] for word in words) for name, words in texts.items()}

    def like(self, words: frozenset[str], *, least: float, most: int) -> list[tuple[str, float]]:
        """Return the names whose texts resemble ``words``, each with its share (0-1), the likest first."""
        unknown = log(1 + self.size)
        own = sum(self._weights.get(word, unknown) for word in words)
        shared: dict[str, float] = defaultdict(float)
        for word in words:
            for name in self._holders.get(word, ()):
                shared[name] += self._weights[word]
        found = [(name, both / min(own, self._sums[name])) for name, both in shared.items() if both > 0]
        likest = sorted((each for each in found if each[1] >= least), key=lambda each: (-each[1], each[0]))
        return likest[:most]
