"""Rules on what the question asks and how."""

import re
from collections.abc import Iterator

from training.linting.choices import HALADYNA
from training.linting.languages import Language
from training.linting.questions import Question
from training.linting.rules import Found, Rule, Severity
from training.linting.texts import plain, sentences, unquoted, without_emphasis

LONG = 120
SHORT = 5
LONGEST_QUESTION = 500
_GAP = re.compile(r"(?<!\w)_{2,}(?!\w)|\[\s*(?:\.{3}|…)\s*\]|(?<=\s)(?:…|\.{3})(?=\s+\w)")
_WORD_AFTER = re.compile(r"[^\W_]")


def _negative_stem(question: Question, language: Language) -> Iterator[Found]:
    _, _, last = question.stem.rstrip().rpartition("\n\n")
    unemphasised = language.shouted.sub(" ", without_emphasis(last))
    found = language.negative.search(_last_sentence(plain(unemphasised)))
    if found:
        yield Found("stem", f"“{found[0].strip()}” asks for what is not so, and no word of it stands out.")


def _double_negative(question: Question, language: Language) -> Iterator[Found]:
    if not language.negative.search(_last_sentence(question.asks)):
        return
    for number, option in enumerate(question.options, start=1):
        if language.negation.search(option.plain.casefold()):
            yield Found(f"options[{number}].text", f"The question is negative, and option {number} is negative too.")


def _unfocused_stem(question: Question, language: Language) -> Iterator[Found]:
    if question.case or question.shared_text or question.figure or not question.asks:
        return
    if language.only_asks_truth.fullmatch(question.asks):
        yield Found("stem", "It asks only which option is true, so it can be read with the options alone.")
    elif language.asks and question.length < SHORT and not language.asks.search(question.asks):
        yield Found("stem", "It names a topic and asks nothing.")


def _opinion(question: Question, language: Language) -> Iterator[Found]:
    found = language.opinion.search(unquoted(_last_sentence(question.asks)).casefold())
    if found:
        yield Found("stem", f"“{found[0]}” asks what somebody thinks or likes.")


def _gap_in_the_middle(question: Question, language: Language) -> Iterator[Found]:
    _, _, last = question.stem.rstrip().rpartition("\n\n")
    text = unquoted(last)
    if any(_WORD_AFTER.search(text, found.end()) for found in _GAP.finditer(text)):
        yield Found("stem", "A gap stands before the end of the question.")


def _long_stem(question: Question, language: Language) -> Iterator[Found]:
    if question.length > LONG:
        yield Found("stem", f"The stem has {question.length} words.")


def _last_sentence(text: str) -> str:
    """Return the sentence that asks; of one that never ends its last part, so that no text takes long."""
    return next(reversed(sentences(text)), "")[-LONGEST_QUESTION:]


NEGATIVE_STEM = Rule(
    "negative-stem",
    Severity.WARNING,
    "A negative question that is easily misread",
    "Who overlooks the small word answers the opposite question, and a wrong answer then says nothing about knowledge.",
    "2.6% of 8,395 public questions have it; a pattern that stops at clauses was right in 94% of what it found, a"
    " plain one in"
    f" 64%. {HALADYNA}, asks for positive wording, and for capitals or bold type where a negative is needed.",
    "Ask what is right, or emphasise the word: “Which of these is **not** …?”",
    _negative_stem,
)
DOUBLE_NEGATIVE = Rule(
    "double-negative",
    Severity.INFO,
    "A negative question with a negative option",
    "Two negatives must be turned round in the head, which tests reading.",
    "0.3% of 8,395 public questions have it; 67% of what was found was real, so it informs.",
    "Ask what is right, or word the option without a negative.",
    _double_negative,
)
UNFOCUSED_STEM = Rule(
    "unfocused-stem",
    Severity.INFO,
    "The stem asks nothing",
    "The options become separate true-false questions, and nobody can think of the answer before reading them.",
    f"0.6% of 8,395 public questions have it; 88% of what was found was real, so it informs. {HALADYNA}, asks for"
    " the central"
    " idea to stand in the stem.",
    "Ask a whole question that can be answered with the options covered.",
    _unfocused_stem,
)
OPINION = Rule(
    "opinion",
    Severity.INFO,
    "It asks for an opinion",
    "No answer to what somebody thinks or likes is wrong.",
    f"A pattern finds it without doubt; it was not measured as a cue. {HALADYNA}, advises against it.",
    "Ask what a named guideline says, or what follows from the findings.",
    _opinion,
)
GAP_IN_THE_MIDDLE = Rule(
    "gap-in-the-middle",
    Severity.INFO,
    "A gap in the middle of the sentence",
    "The sentence must be read again with each option put in, and a screen reader says “blank” in the middle of it.",
    "A pattern finds it without doubt; it was not measured as a cue.",
    "Ask a question, or move the gap to the end.",
    _gap_in_the_middle,
)
LONG_STEM = Rule(
    "long-stem",
    Severity.INFO,
    "A very long stem",
    "Reading time is not knowledge, and counts against people who read in a second language.",
    f"Counting words is enough; the limit of {LONG} is a convention. {HALADYNA}, asks for little reading.",
    "Leave out what nobody needs to answer.",
    _long_stem,
)
