"""Questions that ask the same in nearly the same words: other names and numbers, other words, another order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from training.core.resemblance import NUMBER, Asked, Index
from training.linting.english import ENGLISH
from training.linting.languages import Language
from training.linting.questions import Question
from training.linting.texts import plain

LEAST = 0.5
"""The least resemblance of near-duplicates; `docs/linting.md` says how often it is right, and how often it misses."""
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_GAP = re.compile(r"\[\[[^\[\]]*\]\]|\{[^{}]*\}")
"""The place of a gap or of a drawn number; a drawn one is a number like any other."""
_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe"})


@dataclass(frozen=True)
class Words:
    """How texts of a language are folded to words that can be compared."""

    language: Language

    def asked(self, question: Question) -> Asked:
        """Return a question as it is compared; the case that it shares with others is left out."""
        stem = " ".join((question.case, question.asks, *map(plain, question.parts)))
        answer = " ".join(map(plain, question.answers))
        return Asked(self.folded(stem) or self.folded(stem, whole=True), self.folded(answer))

    def folded(self, text: str, *, whole: bool = False) -> tuple[str, ...]:
        """Return the words that say something: without endings, synonyms as one word, numbers as one mark.

        With ``whole`` all words count: of a question such as "What comes first?" nothing would be left.
        """
        words = [word.casefold() for word in _WORD.findall(_GAP.sub(_placed, text))]
        stems = [self._stem(word) for word in words]
        return tuple(stems) if whole else tuple(self._telling(words, stems))

    def _telling(self, words: Sequence[str], stems: Sequence[str]) -> Iterator[str]:
        place = 0
        while place < len(words):
            phrase = next((each for each in self._phrases.get(stems[place], ()) if each.stands(stems, place)), None)
            if phrase is not None:
                yield phrase.meaning
            elif stems[place] == NUMBER or words[place] not in self._silent:
                yield stems[place]
            place += len(phrase.stems) if phrase is not None else 1

    def _stem(self, word: str) -> str:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._folded_word(word)
        return known

    def _folded_word(self, word: str) -> str:
        if word[0].isdigit() or word in self.language.numbers:
            return NUMBER
        return self.language.stem(word.translate(_LIGATURES)).replace("ae", "e").replace("oe", "e")

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    @cached_property
    def _silent(self) -> frozenset[str]:
        return self.language.empty | self.language.people

    @cached_property
    def _phrases(self) -> Mapping[str, Sequence["_Phrase"]]:
        """Return synonyms by their first word, the longest first."""
        phrases: dict[str, list[_Phrase]] = {}
        for group in self.language.synonyms:
            split = [tuple(self._stem(word.casefold()) for word in _WORD.findall(text)) for text in group]
            for stems in split:
                phrases.setdefault(stems[0], []).append(_Phrase(stems, " ".join(split[0])))
        return {first: sorted(group, key=lambda each: -len(each.stems)) for first, group in phrases.items()}


def _placed(place: re.Match[str]) -> str:
    return " 0 " if place[0].startswith("{") else " "


@dataclass(frozen=True, slots=True)
class _Phrase:
    stems: tuple[str, ...]
    meaning: str

    def stands(self, stems: Sequence[str], place: int) -> bool:
        return tuple(stems[place : place + len(self.stems)]) == self.stems


ENGLISH_WORDS = Words(ENGLISH)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions that resemble each other by ``share``, 0-1."""

    one: Question
    other: Question
    share: float

    @property
    def between_pools(self) -> bool:
        """Return whether an exam could draw the one while practice shows the other."""
        return self.one.pool != self.other.pool

    @property
    def settled(self) -> bool:
        """Return whether the two are of one pool and known never to meet on one paper."""
        enemies = self.other.code in self.one.enemies or self.one.code in self.other.enemies
        return not self.between_pools and enemies


def pairs(questions: Sequence[Question], *, words: Words = ENGLISH_WORDS, least: float = LEAST) -> tuple[Pair, ...]:
    """Return every two questions that are near-duplicates, the likest first; those without a code are left out."""
    coded = {each.code: each for each in questions if each.code}
    index = Index({code: words.asked(each) for code, each in coded.items()})
    return tuple(Pair(coded[one], coded[other], share) for one, other, share in index.pairs(least=least))
