"""What a rule needs to know of a language. A pack is one value of this type; a rule without its data stays silent."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_NEVER = re.compile(r"(?!)")


def _unchanged(word: str) -> str:
    return word


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists and patterns of one language; patterns see text as read, in lower case unless said otherwise.

    Attributes:
        code: the language's code, such as ``en``.
        name: its name in itself.
        all_of_the_above, none_of_the_above: a whole option that says so of the others.
        combination: a whole option of several labels; ``only`` of one label with a word such as "only".
        label: one label, ``A`` or ``iii``, in either case.
        enumeration: text that numbers or letters its statements, in either case.
        negative: a sentence that asks for what is not so, case kept; ``shouted`` are negative words in capitals.
        negation: a negative word in an option.
        hedge, absolute: a word that softens, one that claims without exception; case kept.
        asks: a word that asks or orders; ``only_asks_truth`` a whole stem that asks nothing but which is true.
        opinion: a question for what the candidate thinks or likes.
        verdicts: pairs of options that are a true-false question; ``unsure`` may stand beside them.
        article: the end of a stem that fits only some words after it; ``fits_article`` says which.
        empty: words that say nothing; everyday: stems of words known to every candidate; a rare word is none of
            them and has ``rare_from`` letters or more.
        stem: a word without its endings, in lower case.
        synonyms: groups of words and phrases that stand for one another where questions are compared; ``people`` are
            words for somebody, whoever it is, and ``numbers`` are numbers written out.
        syllables: how many a word has; ``grade`` the school grade of words, sentences and syllables.

    """

    code: str
    name: str
    all_of_the_above: re.Pattern[str] = _NEVER
    none_of_the_above: re.Pattern[str] = _NEVER
    combination: re.Pattern[str] = _NEVER
    only: re.Pattern[str] = _NEVER
    label: re.Pattern[str] = _NEVER
    enumeration: re.Pattern[str] = _NEVER
    negative: re.Pattern[str] = _NEVER
    shouted: re.Pattern[str] = _NEVER
    negation: re.Pattern[str] = _NEVER
    hedge: re.Pattern[str] = _NEVER
    absolute: re.Pattern[str] = _NEVER
    asks: re.Pattern[str] | None = None
    only_asks_truth: re.Pattern[str] = _NEVER
    opinion: re.Pattern[str] = _NEVER
    verdicts: tuple[frozenset[str], ...] = ()
    unsure: frozenset[str] = field(default_factory=frozenset)
    article: re.Pattern[str] = _NEVER
    fits_article: Callable[[str, str], bool] | None = None
    empty: frozenset[str] = field(default_factory=frozenset)
    everyday: frozenset[str] = field(default_factory=frozenset)
    rare_from: int = 6
    stem: Callable[[str], str] = _unchanged
    synonyms: tuple[tuple[str, ...], ...] = ()
    people: frozenset[str] = field(default_factory=frozenset)
    numbers: frozenset[str] = field(default_factory=frozenset)
    syllables: Callable[[str], int] | None = None
    grade: Callable[[int, int, int], float] | None = None
