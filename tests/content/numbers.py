"""The numbers of a text, and those that the table of facts gives for a set of sources or facts."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import permutations

from training.sources import facts, register
from training.sources.facts import Statement

NUMBER = re.compile(r"(?<![\w.:/-])(?<!\w[,·])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-]*[A-Za-z]\w*/)")
JOINED = re.compile(r"(?<=\d)(?:\s?[\u2013-]\s?|/|:|\s?\u00d7\s?)(?=\d)")
"""Signs between two numbers: a range, a share, a product."""
NAMES = re.compile(r"\b[A-Za-z]+-\d+(?:\.\d+)*\b|\b[A-Za-z\u0391-\u03c9]+\d[\w.]*|\bI²|\b\d+(?:st|nd|rd|th)\b")
"""What holds digits and is no number: COX-2, GB21, NG193, the 4th."""
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "once": 1, "twice": 2, "half": 0.5, "quarter": 0.25, "quarters": 0.25,
}  # fmt: skip


def numbers(text: str) -> list[Decimal]:
    """Return the numbers written in digits, without their signs: 0.30 and 0.3 are one."""
    plain = JOINED.sub(" ; ", NAMES.sub(" ", text.replace("\u2212", " ").replace("\u202f", "")))
    return [Decimal(found.replace(",", "")).normalize() for found in NUMBER.findall(plain)]


def spelt(text: str) -> list[Decimal]:
    """Return the small numbers written as words."""
    return [Decimal(str(WORDS[word])) for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]


def given(statements: Iterable[Statement]) -> set[Decimal]:
    """Return the numbers that statements give, in digits or words."""
    return {number for each in statements for number in (*numbers(each.text), *spelt(each.text))}


@cache
def of_source(code: str) -> frozenset[Decimal]:
    """Return the numbers that the facts give with a source, and the year of the source."""
    said = given(each for fact in facts.table().values() for each in fact.says if code in each.sources)
    year = register()[code].year
    return frozenset(said | ({Decimal(year)} if year else set()))


@cache
def unsourced() -> frozenset[Decimal]:
    """Return the numbers of statements that name no source: judgements, and knowledge of no one publication."""
    return frozenset(given(each for fact in facts.table().values() for each in fact.says if not each.sources))


def named(ids: Iterable[str]) -> list[Statement]:
    """Return what facts say."""
    return [each for name in ids for each in facts.said(name)]


def calculated(text: str) -> set[Decimal]:
    """Return what two numbers of one text come to: sums, differences, quotients, shares; and squares, rests."""
    found = numbers(text)
    results = {100 - one for one in found} | {one * one for one in found if one < 1}
    for one, other in permutations(found, 2):
        results |= {one + other, abs(one - other)}
        results |= {one / other, 100 * one / other} if other else set()
    return results


def fits(number: Decimal, results: Iterable[Decimal]) -> bool:
    """Return whether a number is one of the results, rounded as it is written."""
    unit = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
    return any(result.quantize(unit).normalize() == number for result in results if abs(result) < 10**12)
