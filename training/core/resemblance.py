"""Which questions resemble one another: shared words of what is asked and of the answer, the rarer the weightier.

The measure is the cosine of word vectors (Salton, Wong and Yang 1975, "A vector space model for automatic indexing"),
a word weighted by its inverse document frequency (Spärck Jones 1972, "A statistical interpretation of term
specificity") and by one plus the logarithm of how often it stands there. The order of words does not count. Stem and
answer weigh the same: who changes names, numbers and the order of a question leaves its answer as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TypeAlias

NUMBER = "#"
"""Stands for every number: a question with other numbers is the same question."""
STEMS_ALONE = 0.8
"""What is left of the resemblance of stems where the answers cannot bear it out."""
FEW = 3
"""A word of fewer questions weighs no more than one of so many: names and chance words would outweigh the matter."""
NUMBER_WEIGHT = 1.0

Vector: TypeAlias = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared: the words of its stem and of its right answer, folded.

    No words of an answer: it is not written yet, or it is no text, such as a place on a figure.
    """

    stem: tuple[str, ...]
    answer: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Return whether the answer is nothing but numbers."""
        return set(self.answer) == {NUMBER}

    @property
    def said(self) -> tuple[str, ...]:
        """Return the words of the answer without its numbers, which may be others."""
        return tuple(word for word in self.answer if word != NUMBER)


class Index:
    """Questions by name, looked up by their words. It does not change: a changed bank makes another."""

    def __init__(self, questions: Mapping[str, Asked]) -> None:
        held = Counter(word for each in questions.values() for word in {*each.stem, *each.answer})
        self._size = len(questions)
        self._weights = {word: self._rarity(count) for word, count in held.items()} | {NUMBER: NUMBER_WEIGHT}
        self._questions = questions
        self._stems = {name: self._vector(each.stem) for name, each in questions.items()}
        self._answers = {name: self._vector(each.said) for name, each in questions.items()}
        self._stem_holders = _holders(self._stems)
        self._answer_holders = _holders(self._answers)

    def like(self, question: Asked, *, least: float, most: int) -> list[tuple[str, float]]:
        """Return the names of questions that resemble ``question``, each with how much (0-1), the likest first."""
        found = self._found(question, self._vector(question.stem), self._vector(question.said), least)
        return sorted(found, key=lambda each: (-each[1], each[0]))[:most]

    def pairs(self, *, least: float) -> list[tuple[str, str, float]]:
        """Return every two questions that resemble each other at least so much, once, the likest first."""
        place = {name: number for number, name in enumerate(self._questions)}
        found = [
            (other, name, share)
            for name, question in self._questions.items()
            for other, share in self._found(question, self._stems[name], self._answers[name], least)
            if place[other] < place[name]
        ]
        return sorted(found, key=lambda each: (-each[2], each[0], each[1]))

    def _found(self, question: Asked, stem: Vector, answer: Vector, least: float) -> Iterator[tuple[str, float]]:
        """Yield what resembles a question: of a mean that is large enough, stem or answer is."""
        near = _sharing(stem, self._stem_holders, least) | _sharing(answer, self._answer_holders, least)
        for name in near:
            stems = _product(stem, self._stems[name])
            if _comparable(question, self._questions[name]):
                share = (stems + _product(answer, self._answers[name])) / 2
            else:
                share = STEMS_ALONE * stems
            if share >= least:
                yield name, min(share, 1.0)

    def _vector(self, words: Iterable[str]) -> Vector:
        """Return the weights of words, of length one altogether."""
        counts = Counter(words)
        unknown = self._rarity(1)
        weights = {word: (1 + log(times)) * self._weights.get(word, unknown) for word, times in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        return {word: weight / length for word, weight in weights.items()}

    def _rarity(self, holders: int) -> float:
        return log(1 + max(self._size, 1) / max(holders, FEW))


def _comparable(one: Asked, other: Asked) -> bool:
    """Return whether the answers of two questions tell them apart: both have one, and not both are numbers."""
    return bool(one.answer and other.answer) and not (one.numeric and other.numeric)


def _holders(vectors: Mapping[str, Vector]) -> Mapping[str, Sequence[str]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for name, vector in vectors.items():
        for word in vector:
            holders[word].append(name)
    return holders


def _sharing(vector: Vector, holders: Mapping[str, Sequence[str]], least: float) -> set[str]:
    """Return every name whose vector may have a cosine of at least ``least`` with ``vector``.

    Words that many hold are not looked up as long as they, all together, could not make up that cosine by themselves
    (the prefix filter of Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins").
    """
    names: set[str] = set()
    rest = 1.0
    for word in sorted(vector, key=lambda word: len(holders.get(word, ()))):
        if rest < least * least:
            break
        names.update(holders.get(word, ()))
        rest -= vector[word] ** 2
    return names


def _product(one: Vector, other: Vector) -> float:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * many[word] for word, weight in few.items() if word in many)
