"""Rules on the options among themselves."""

import re
from collections.abc import Iterator, Sequence

from training.core.items import Keys
from training.linting.cues import MEASURED
from training.linting.languages import Language
from training.linting.questions import Question
from training.linting.rules import Found, Rule, Severity
from training.linting.texts import words

HALADYNA = "Haladyna, Downing and Rodriguez 2002, a review of 31 item-writing guidelines"

LONGEST_LIST = 2_000
_NUMBER = re.compile(r"(?P<sign>[-+−]?)(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>[^\W\d_]*|[%°‰])\.?")
_END = re.compile(r"(?<!etc)[.;:!?,]$")


def _all_of_the_above(question: Question, language: Language) -> Iterator[Found]:
    yield from _whole(question, language.all_of_the_above, "says that all the others are right")


def _none_of_the_above(question: Question, language: Language) -> Iterator[Found]:
    yield from _whole(question, language.none_of_the_above, "says that no other option is right")


def _whole(question: Question, pattern: re.Pattern[str], says: str) -> Iterator[Found]:
    for number, option in enumerate(question.options, start=1):
        if pattern.fullmatch(_bare(option.plain)):
            yield Found(f"options[{number}].text", f"Option {number} {says}.")


def _combined_options(question: Question, language: Language) -> Iterator[Found]:
    bare = [option.plain.strip(" .;") for option in question.options]
    combined = [bool(language.combination.fullmatch(text) or language.only.fullmatch(text)) for text in bare]
    numbered = bool(language.enumeration.search(question.text[-LONGEST_LIST:]))
    refers = any(len(word) > 2 and word not in language.empty for text in bare for word in words(text))
    for number, (text, is_combined) in enumerate(zip(bare, combined, strict=True), start=1):
        if is_combined and (numbered or (refers and _within(text, len(bare)))):
            yield Found(f"options[{number}].text", f"Option {number} is made of others: “{text}”.")


def _within(text: str, count: int) -> bool:
    """Return whether the letters or numbers a combination names can be options: there are only so many."""
    named = re.findall(r"\b[A-Za-z]\b|\d+", text)
    return all(int(each) <= count if each.isdigit() else ord(each.lower()) - ord("a") < count for each in named)


def _duplicate_options(question: Question, language: Language) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for number, option in enumerate(question.options, start=1):
        text = _same(option.plain or option.text)
        if text and text in seen:
            yield Found(f"options[{number}].text", f"Options {seen[text]} and {number} say the same.")
        seen.setdefault(text, number)


def _same(text: str) -> str:
    """Return what makes two options the same: in prose capitals make no difference, in symbols and units they do."""
    told = text.translate({ord("’"): "'", ord("“"): '"', ord("”"): '"'}).rstrip(" .;,:!")
    prose = len(told.split()) > 1 or len(told) > 3
    held = " ".join(told.split())
    symbols = re.search(r"\d|^\W", held) or re.search(r"[a-z][A-Z]", held)
    return held if symbols or not prose else held.casefold()


def _numeric_order(question: Question, language: Language) -> Iterator[Found]:
    values = _values([option.plain for option in question.options])
    if question.keys == Keys.ELSEWHERE or len(values) < 3:
        return
    if values != sorted(values) and values != sorted(values, reverse=True):
        yield Found("options", "The numbers neither rise nor fall.")


def _values(texts: Sequence[str]) -> list[float]:
    """Return the numbers of options that are all numbers of one unit, else nothing."""
    found = [_NUMBER.fullmatch(text.strip()) for text in texts]
    if not all(found) or len({match["unit"].casefold() for match in found if match}) > 1:
        return []
    return [
        float(f"{'-' if m['sign'] in '-−' and m['sign'] else ''}{m['number'].replace(',', '.')}") for m in found if m
    ]


def _end_punctuation(question: Question, language: Language) -> Iterator[Found]:
    ends = [match[0] if (match := _END.search(option.plain)) else "" for option in question.options]
    for number, end in enumerate(ends, start=1):
        others = {*ends[: number - 1], *ends[number:]}
        if len(ends) > 2 and len(others) == 1 and end not in others:
            yield Found(f"options[{number}].text", f"Option {number} ends in another way than the others.")
            return


def _mixed_options(question: Question, language: Language) -> Iterator[Found]:
    bare = [bool(_NUMBER.fullmatch(option.plain.strip())) for option in question.options]
    phrases = [len(words(option.plain)) >= 3 for option in question.options]
    if question.keys == Keys.ELSEWHERE or not any(bare) or not any(phrases):
        return
    if all(number or phrase for number, phrase in zip(bare, phrases, strict=True)):
        number = bare.index(True) + 1
        yield Found(f"options[{number}].text", f"Option {number} is a bare number among phrases.")


def _repeated_lead(question: Question, language: Language) -> Iterator[Found]:
    leads = [tuple(words(option.plain)[:2]) for option in question.options]
    if len(leads) > 2 and len(set(leads)) == 1 and len(leads[0]) == 2:
        yield Found("options", f"All the options begin with “{' '.join(leads[0])}”.")


def _two_options(question: Question, language: Language) -> Iterator[Found]:
    if question.keys != Keys.ELSEWHERE and len(question.options) == 2:
        yield Found("options", "There are only two options, so half of all guesses are right.")


def _true_false(question: Question, language: Language) -> Iterator[Found]:
    said = {_bare(option.plain) for option in question.options}
    if any(pair <= said and said - pair <= language.unsure for pair in language.verdicts):
        yield Found("options", "The options are a verdict on the stem: half of all guesses are right.")


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .;,:!")


ALL_OF_THE_ABOVE = Rule(
    "all-of-the-above",
    Severity.WARNING,
    "All of the above",
    "Who knows that two options are right need not know the third; who sees one wrong option crosses out two. Shuffled"
    " options have no “above”.",
    f"{MEASURED}: where it stood it was the key in 70% and in 59%; chance gives 25%. {HALADYNA}, advises against it.",
    "Ask for several right options as multiple response, or ask which one matters most, comes first or is most likely.",
    _all_of_the_above,
)
NONE_OF_THE_ABOVE = Rule(
    "none-of-the-above",
    Severity.WARNING,
    "None of the above",
    "Choosing it shows that somebody knows what is wrong, not what is right. Shuffled options have no “above”.",
    f"{MEASURED}: where it stood it was the key in 7% and in 12% only, so it is a wasted option; chance gives 25%.",
    "Leave it out. Three good options are enough (Rodriguez 2005).",
    _none_of_the_above,
)
COMBINED_OPTIONS = Rule(
    "combined-options",
    Severity.WARNING,
    "Options made of other options",
    "Combinations (K-type questions) test reasoning about the options, help whoever knows one of them, and point at"
    " other options when the order is shuffled.",
    f"0.8% of 8,395 public questions have it; 93% of what a pattern found was real. {HALADYNA}, advises against it.",
    "Write the statements as the options of a multiple-response question.",
    _combined_options,
)
DUPLICATE_OPTIONS = Rule(
    "duplicate-options",
    Severity.ERROR,
    "Two options that say the same",
    "If one of them is right, so is the other; if not, both can be crossed out at once.",
    "1.2% of 8,395 public questions have it; nearly all that was found was real once symbols and units kept their"
    " capitals.",
    "Change one of them to another mistake that trainees make, or remove it.",
    _duplicate_options,
)
NUMERIC_ORDER = Rule(
    "numeric-order",
    Severity.INFO,
    "Numbers out of order",
    "Searching a heap of numbers costs time and tests nothing.",
    f"1.3% of 8,395 public questions have it. {HALADYNA}, asks for numerical order.",
    "Write the numbers from small to large.",
    _numeric_order,
)
END_PUNCTUATION = Rule(
    "end-punctuation",
    Severity.INFO,
    "One option ends in another way",
    "The odd one out was often written at another time than the rest, and so draws the eye.",
    "3% of 8,395 public questions have it; 80% of what was found was real, and as a cue it is weak.",
    "End all the options alike: a full stop after whole sentences, nothing after phrases.",
    _end_punctuation,
)
MIXED_OPTIONS = Rule(
    "mixed-options",
    Severity.INFO,
    "A number among phrases",
    "Options of different sorts cannot be weighed against each other, and the odd one is crossed out or chosen for"
    " its form.",
    f"2% of 8,395 public questions have it; 25% of what was found was a real flaw. {HALADYNA}, asks for options of"
    " one sort.",
    "Let all the options answer the same question in the same form.",
    _mixed_options,
)
REPEATED_LEAD = Rule(
    "repeated-lead",
    Severity.INFO,
    "All the options begin alike",
    "Words that every option repeats are read again and again and say nothing.",
    f"A pattern finds it without doubt; it was not measured as a cue. {HALADYNA}, asks for the idea to stand in the"
    " stem.",
    "Move the words into the stem.",
    _repeated_lead,
)
TWO_OPTIONS = Rule(
    "two-options",
    Severity.INFO,
    "Two options only",
    "Half of all guesses are right.",
    "Counting is enough. Three options are as good as four or five (Rodriguez 2005, a meta-analysis); two are not.",
    "Add a third that somebody who has half understood would choose.",
    _two_options,
)
TRUE_FALSE = Rule(
    "true-false",
    Severity.INFO,
    "True or false",
    "Half of all guesses are right, and a sentence that is true or false without any doubt is hard to write.",
    "A list of words finds it without doubt; a random answer scores 50%.",
    "Ask what, when or why, and let the wrong options be the mistakes that people make.",
    _true_false,
)
