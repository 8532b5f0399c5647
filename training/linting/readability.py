"""How hard a text is to read, roughly."""

from training.linting.languages import Language
from training.linting.texts import sentences, words

FEWEST_WORDS = 10
"""Below this a grade says more about one word than about the text."""

FORMULA = "0.39 × words per sentence + 11.8 × syllables per word − 15.59"
SOURCE = "Kincaid, Fishburne, Rogers and Chissom 1975, Flesch-Kincaid grade level"


def grade(text: str, language: Language) -> float | None:
    """Return the school grade (United States) of a text as read, at least 0; None for a text too short to tell.

    Syllables are counted by groups of vowels, so it is a rough figure: technical words count as hard however familiar.
    """
    said, count = words(text), language.syllables
    if count is None or language.grade is None or len(said) < FEWEST_WORDS:
        return None
    syllables = sum(count(word) for word in said)
    return max(0.0, language.grade(len(said), len(sentences(text)), syllables))
