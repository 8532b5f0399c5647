"""Rules on what must be there before anybody reviews a question, and on what its key rests on."""

from collections.abc import Iterator

from training.core.items import Keys
from training.linting.languages import Language
from training.linting.questions import Question
from training.linting.rules import Find, Found, Rule, Severity
from training.linting.texts import pictures, readable

FACT = "What is there or missing is a fact; nothing is estimated."


def _no_key(question: Question, language: Language) -> Iterator[Found]:
    if question.keys != Keys.ELSEWHERE and not question.right:
        yield Found("options", "No option is marked as right.")


def _two_keys(question: Question, language: Language) -> Iterator[Found]:
    if question.keys == Keys.ONE and len(question.right) > 1:
        yield Found("options", f"{len(question.right)} options are marked as right, where one can be chosen.")


def _empty_option(question: Question, language: Language) -> Iterator[Found]:
    for number, option in enumerate(question.options, start=1):
        if not readable(option.text):
            yield Found(f"options[{number}].text", f"Option {number} has nothing to read.")


def _missing_rationale(question: Question, language: Language) -> Iterator[Found]:
    for number, option in enumerate(question.options, start=1):
        if option.rationale is not None and not readable(option.rationale):
            yield Found(f"options[{number}].rationale", f"Option {number} does not say why it is right or wrong.")


def _missing_source(question: Question, language: Language) -> Iterator[Found]:
    if not question.sources:
        yield Found("sources", "The key names no source.")
    for number, option in enumerate(question.options, start=1):
        if option.sources == ():
            yield Found(f"options[{number}].sources", f"Option {number} names no source.")


def _weak_source(question: Question, language: Language) -> Iterator[Found]:
    if question.weak:
        yield Found("sources", f"The key rests only on {', '.join(question.weak)}.")


def _missing_alternative(question: Question, language: Language) -> Iterator[Found]:
    for field, text in _texts(question):
        for alternative, address in pictures(text):
            if _says_nothing(alternative, address.removeprefix("figure:")):
                yield Found(field, f"The picture {address} has no words that say what it shows.")
    if question.figure and _says_nothing(question.alt, question.figure):
        yield Found("stimulus.alt", f"The picture {question.figure} has no words that say what it shows.")


def _texts(question: Question) -> Iterator[tuple[str, str]]:
    yield "stem", question.stem
    yield "stimulus.text", question.shared_text
    for number, option in enumerate(question.options, start=1):
        yield f"options[{number}].text", option.text
        yield f"options[{number}].rationale", option.rationale or ""


def _says_nothing(alternative: str, name: str) -> bool:
    return not alternative.strip() or alternative.strip().casefold() == name.casefold()


def _error(name: str, title: str, why: str, pattern: str, find: Find) -> Rule:
    return Rule(name, Severity.ERROR, title, why, FACT, pattern, find)


NO_KEY = _error(
    "no-key",
    "No right option",
    "Nobody can get a mark, and no reviewer can say whether the key is right.",
    "Mark what is right before you send it to review.",
    _no_key,
)
TWO_KEYS = _error(
    "two-keys",
    "Several right options where one is chosen",
    "A candidate can choose one option only, so a right answer would be marked as wrong.",
    "Leave one right option, or write a question with several right ones as multiple response.",
    _two_keys,
)
EMPTY_OPTION = _error(
    "empty-option",
    "An option with nothing to read",
    "An empty option tells candidates that something is missing, and a screen reader says nothing at all.",
    "Write the option or remove it. Three good options are enough.",
    _empty_option,
)
MISSING_RATIONALE = _error(
    "missing-rationale",
    "An option without its reason",
    "Trainees learn from the reasons, and a reviewer checks the key against them.",
    "Say in one or two sentences why the option is right, or what makes somebody choose it and why it is wrong.",
    _missing_rationale,
)
MISSING_SOURCE = _error(
    "missing-source",
    "Nothing cited",
    "A clinical claim without a source cannot be checked today, nor found again when the source is out of date.",
    "Name a source of the register for the key and for every option.",
    _missing_source,
)
MISSING_ALTERNATIVE = _error(
    "missing-alternative-text",
    "A picture that not everybody can see",
    "Who uses a screen reader, or has no picture because the network failed, cannot answer. A file name says nothing.",
    "Say in one sentence what the picture shows without giving the answer away, such as “A chest seen from the front”.",
    _missing_alternative,
)
WEAK_SOURCE = Rule(
    "weak-source",
    Severity.WARNING,
    "A key without a source that can stand alone",
    "Blogs, clinic pages and course providers may be right, but nobody checked them. What nobody here opened may say"
    " something else.",
    FACT,
    "Cite a source that was read as well, or say less.",
    _weak_source,
)
