"""Rules on what gives the key away to somebody who does not know the answer."""

import re
from collections.abc import Iterable, Iterator

from training.core.items import Keys
from training.linting.languages import Language
from training.linting.questions import Choice, Question
from training.linting.rules import Found, Rule, Severity
from training.linting.texts import words

LONGER = 1.5
"""Times the longest wrong option: from here on the key was the longest option in 60% of questions, not in 25%."""
AT_LEAST = 12
WORDS = 4

MEASURED = "Measured on 8,395 public multiple-choice questions on computing and 49,595 trivia questions"


def _longest_key(question: Question, language: Language) -> Iterator[Found]:
    if not question.right or not question.wrong:
        return
    shortest = min(question.right, key=lambda option: len(option.plain))
    longest = max(len(option.plain) for option in question.wrong)
    ratio = len(shortest.plain) / max(longest, 1)
    if ratio < LONGER or len(shortest.plain) - longest < AT_LEAST or len(words(shortest.plain)) < WORDS:
        return
    which = "The right option is" if len(question.right) == 1 else "Every right option is at least"
    yield Found(_field(question, shortest), f"{which} {ratio:.1f} times as long as the longest wrong one.")


def _clue_word(question: Question, language: Language) -> Iterator[Found]:
    yield from _clues(question, language, rare=False)


def _rare_clue_word(question: Question, language: Language) -> Iterator[Found]:
    yield from _clues(question, language, rare=True)


def _clues(question: Question, language: Language, *, rare: bool) -> Iterator[Found]:
    if not question.wrong:
        return
    asked = _stems(question.text, language)
    seen_wrong = {stem for option in question.wrong for stem in _stems(option.plain, language)}
    for option in question.right:
        shared = {stem: word for stem, word in _stems(option.plain, language).items() if stem in asked}
        given = [word for stem, word in shared.items() if stem not in seen_wrong and _is_rare(word, language) == rare]
        if given:
            named = ", ".join(f"“{word}”" for word in given)
            yield Found(_field(question, option), f"Only the key takes up {named} from the question.")


def _is_rare(word: str, language: Language) -> bool:
    return len(word) >= language.rare_from and language.stem(word) not in language.everyday


def _stems(text: str, language: Language) -> dict[str, str]:
    """Return the words that say something, by their stems."""
    return {language.stem(word): word for word in words(text) if len(word) > 1 and word not in language.empty}


def _hedged_option(question: Question, language: Language) -> Iterator[Found]:
    yield from _some(question, language.hedge, "is softened by")


def _absolute_term(question: Question, language: Language) -> Iterator[Found]:
    yield from _some(question, language.absolute, "claims without exception:")


def _some(question: Question, pattern: re.Pattern[str], says: str) -> Iterator[Found]:
    """Find the options in which ``pattern`` stands, unless it stands in all or in none."""
    if question.keys == Keys.ELSEWHERE:
        return
    found = [pattern.search(option.plain) for option in question.options]
    if all(found):
        return
    for number, match in enumerate(found, start=1):
        if match:
            yield Found(f"options[{number}].text", f"Option {number} {says} “{match[0].strip()}”, others do not.")


def _article_cue(question: Question, language: Language) -> Iterator[Found]:
    end = language.article.search(question.asks)
    if end is None or language.fits_article is None or not question.options:
        return
    fits = [language.fits_article(end[0], option.plain) for option in question.options]
    if any(fits) and not all(fits):
        yield Found("stem", f"Only {sum(fits)} of {len(fits)} options can follow “{end[0]}” by their sound.")


def _field(question: Question, option: Choice) -> str:
    return f"options[{_place(question.options, option)}].text"


def _place(options: Iterable[Choice], wanted: Choice) -> int:
    return next(number for number, option in enumerate(options, start=1) if option is wanted)


LONGEST_KEY = Rule(
    "longest-key",
    Severity.WARNING,
    "The key is much longer than the other options",
    "Authors take care that the key is beyond doubt and so write more. Who does not know the answer takes the longest.",
    f"{MEASURED}: an option more than 1.5 times as long as the next was the key in 60% of the computing questions,"
    " one more than twice as long in 67%, where chance gives 25%; in the trivia questions in 27%. In a crossover trial"
    " of 100 pairs of questions a longest key was one of three flaws that raised scores (Pham 2018).",
    "Move what explains the key into its reason, or give the wrong options as much detail.",
    _longest_key,
)
RARE_CLUE_WORD = Rule(
    "rare-clue-word",
    Severity.WARNING,
    "An unusual word of the question stands in the key only",
    "An unusual word that comes back in one option only points at it (a clang association).",
    f"{MEASURED}: an option that alone took up a word of the question was the key in 32% to 34% of the computing"
    " questions"
    " and in 25% of the trivia questions; chance gives 25%. A rare word is the stronger cue. In a crossover trial"
    " verbal"
    " clues were one of three flaws that raised scores (Pham 2018).",
    "Say it with another word in the key, or let the word stand in a wrong option too.",
    _rare_clue_word,
)
CLUE_WORD = Rule(
    "clue-word",
    Severity.INFO,
    "A word of the question stands in the key only",
    "A word that comes back in one option only draws the eye to it, though less when the word is common.",
    f"{MEASURED}: 10.7% of the computing questions have it; the option was the key in 32% to 34% of them (25% by"
    " chance),"
    " and in 25% of the trivia questions.",
    "See whether another word does as well. Leave it when the word is the natural one.",
    _clue_word,
)
HEDGED_OPTION = Rule(
    "hedged-option",
    Severity.INFO,
    "Some options are softened",
    "Careful words (usually, may, can) belong to statements that hold, so they mark the key.",
    f"{MEASURED}: a softened option was the key in 52% (n = 79) and 19% (n = 76); only a third of the findings were"
    " real"
    " flaws, so it informs.",
    "Soften all the options or none.",
    _hedged_option,
)
ABSOLUTE_TERM = Rule(
    "absolute-term",
    Severity.INFO,
    "Some options claim without exception",
    "Few clinical statements hold always, so candidates cross such options out without thinking about them.",
    f"{MEASURED}: such an option was the key in 22% and 23%, three points below chance; 40% of the findings were"
    " real flaws,"
    " so it informs.",
    "Take the word out, or let it stand in all the options.",
    _absolute_term,
)
ARTICLE_CUE = Rule(
    "article-cue",
    Severity.INFO,
    "A or an fits only some options",
    "Grammar crosses options out before knowledge does.",
    "On 8,395 public questions 0.03% have it, and 29% of what a test of vowel letters found was real; the sound list"
    " here"
    " knows a USB port, an hour and an MRI.",
    "Put the article into each option: “The structure is | an artery | a vein”.",
    _article_cue,
)
