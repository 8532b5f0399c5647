"""What only many questions together show: where keys stand, how often the key is the longest, which ask the same."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.core.items import Keys
from training.linting import near_duplicates
from training.linting.cues import MEASURED
from training.linting.near_duplicates import Pair
from training.linting.questions import Question
from training.linting.rules import Severity

FEWEST = 5
"""Questions that chance must be expected to give each place before a chi-square says anything (Cochran 1954)."""
SURE = 0.01
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a whole bank shows of one thing, in words; ``remarkable`` when chance alone would hardly give it.

    ``codes`` are the questions it is about, none where it is about all.
    """

    rule: str
    remarkable: bool
    text: str
    severity: Severity = Severity.INFO
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeRule:
    """One look at a whole bank; ``severity`` is the most that it may say."""

    name: str
    severity: Severity
    title: str
    why: str
    evidence: str
    pattern: str
    read: Callable[[Sequence[Question]], tuple[Reading, ...]]


def read(questions: Sequence[Question]) -> tuple[Reading, ...]:
    """Return every reading of a bank."""
    return tuple(reading for rule in WHOLE_RULES for reading in rule.read(questions))


def _key_position(questions: Sequence[Question]) -> tuple[Reading, ...]:
    singles = [each for each in questions if each.keys == Keys.ONE and len(each.right) == 1]
    sizes = sorted({len(each.options) for each in singles})
    return tuple(_positions([each for each in singles if len(each.options) == size], size) for size in sizes)


def _positions(questions: Sequence[Question], size: int) -> Reading:
    counts = Counter(each.options.index(each.right[0]) for each in questions)
    seen = [counts[place] for place in range(size)]
    told = f"Of {len(questions)} questions with {size} options the key stands {_places(seen)}"
    if len(questions) < FEWEST * size:
        return Reading(
            "key-position", remarkable=False, text=f"{told}: too few to tell ({FEWEST * size} or more are needed)."
        )
    square = chi_square(seen)
    chance = chi_square_tail(square, size - 1)
    verdict = "chance alone would hardly give this" if chance < SURE else "no place is preferred"
    figures = f"chi-square {square:.1f}, {size - 1} degrees of freedom, p {_p(chance)}"
    return Reading("key-position", chance < SURE, f"{told}: {verdict} ({figures}).")


def _places(seen: Sequence[int]) -> str:
    named = (*PLACES, *(f"at place {place}" for place in range(len(PLACES) + 1, len(seen) + 1)))
    return ", ".join(f"{count} times {place}" for count, place in zip(seen, named, strict=False))


def _longest_share(questions: Sequence[Question]) -> tuple[Reading, ...]:
    told = [(each, longest) for each in questions if each.keys == Keys.ONE and (longest := _longest(each)) is not None]
    if not told:
        return ()
    keys = sum(each.options[place].correct for each, place in told)
    chances = [1 / len(each.options) for each, _ in told]
    share, expected = keys / len(told), sum(chances) / len(told)
    text = f"The key is the longest option in {keys} of {len(told)} questions with one longest option, {share:.0%};"
    text = f"{text} chance gives {expected:.0%}"
    if len(told) < FEWEST * 4:
        return (
            Reading(
                "longest-key-share",
                remarkable=False,
                text=f"{text}: too few to tell ({FEWEST * 4} or more are needed).",
            ),
        )
    tail = at_least(keys, chances)
    verdict = "chance alone would hardly give this" if tail < SURE else "no more than chance may give"
    return (Reading("longest-key-share", tail < SURE, f"{text}: {verdict} (p {_p(tail)})."),)


def _longest(question: Question) -> int | None:
    """Return the place of the one longest option, None when two are as long."""
    lengths = [len(option.plain) for option in question.options]
    if not lengths or lengths.count(max(lengths)) > 1 or len(question.right) != 1:
        return None
    return lengths.index(max(lengths))


def _near_duplicates(questions: Sequence[Question]) -> tuple[Reading, ...]:
    return tuple(_pair(pair) for pair in near_duplicates.pairs(questions) if not pair.settled)


def _pair(pair: Pair) -> Reading:
    same = f"{pair.one.code} and {pair.other.code} ask nearly the same ({pair.share:.0%} alike)"
    if pair.between_pools:
        text = f"{same}, one in the {pair.one.pool or 'other'} pool, one in the {pair.other.pool or 'other'} pool:"
        text, severity = f"{text} practice would show what an exam asks. Rewrite one of them.", Severity.WARNING
    else:
        text = f"{same}, both in the {pair.one.pool or 'same'} pool: declare them enemies, or rewrite one of them."
        severity = Severity.INFO
    return Reading(
        "near-duplicate", remarkable=True, text=text, severity=severity, codes=(pair.one.code, pair.other.code)
    )


def chi_square(seen: Sequence[int]) -> float:
    """Return Pearson's chi-square of counts against equal shares."""
    expected = sum(seen) / len(seen)
    return sum((count - expected) ** 2 / expected for count in seen)


def chi_square_tail(square: float, freedom: int) -> float:
    """Return the chance of a chi-square at least so large (Abramowitz and Stegun 1964, 26.4.4 and 26.4.5)."""
    half = square / 2
    tail, start = (math.erfc(math.sqrt(half)), 1) if freedom % 2 else (math.exp(-half), 2)
    for low in range(start, freedom, 2):
        tail += half ** (low / 2) * math.exp(-half) / math.gamma(low / 2 + 1)
    return tail


def at_least(count: int, chances: Sequence[float]) -> float:
    """Return the chance of so many successes or more in independent trials, each with a chance of its own."""
    ways = [1.0]
    for chance in chances:
        ways = [
            (ways[n] if n < len(ways) else 0.0) * (1 - chance) + (ways[n - 1] if n else 0.0) * chance
            for n in range(len(ways) + 1)
        ]
    return math.fsum(ways[count:])


def _p(chance: float) -> str:
    return "< 0.001" if chance < 0.001 else f"{chance:.3f}"


WHOLE_RULES: tuple[WholeRule, ...] = (
    WholeRule(
        "key-position",
        Severity.INFO,
        "Where the keys stand",
        "Who notices that the key is often the second option guesses better. Papers here shuffle the options;"
        " exports to"
        " other systems and printed booklets may not.",
        "In 8,353 public questions on computing the key stood 1,966, 2,504, 2,090 and 1,793 times at the four places:"
        " chi-square 132 with 3 degrees of freedom, far more than chance gives.",
        "Move some keys. Which ones does not matter.",
        _key_position,
    ),
    WholeRule(
        "longest-key-share",
        Severity.INFO,
        "How often the key is the longest option",
        "A key that is a little longer in each question shows in none of them, but in all of them together.",
        f"{MEASURED}: the one longest option was the key in 36.7% of the computing questions; chance gives 25%.",
        "Shorten keys by moving what explains them into their reasons, or lengthen wrong options.",
        _longest_share,
    ),
    WholeRule(
        "near-duplicate",
        Severity.WARNING,
        "Two questions that ask the same in nearly the same words",
        "Whoever practised the one knows the other: between the pools the exam then measures what was practised, and on"
        " one paper a fact counts twice. Between the pools it is a warning; of one pool it informs, unless the two are"
        " enemies.",
        "Words are compared without endings, synonyms as one word and numbers as one mark, stem with stem and right"
        " answer with right answer; [how well that does](#near-duplicates) is measured.",
        "Let one of the two ask something else of its topic. Of one pool it is enough to declare them enemies, which"
        " never meet on a paper.",
        _near_duplicates,
    ),
)
