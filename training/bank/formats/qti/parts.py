"""Pieces of QTI 2.2: declarations, expressions, rules and texts as they stand in XML."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from training.bank.formats.markup import to_html
from training.bank.formats.spans import decimal

RESPONSE = "RESPONSE"
FEEDBACK = "FEEDBACK"
PLACES = 6
ROUNDED = Fraction(1, 1000)
"""More than rounded shares of all gaps are short of the whole, and less than one of them."""
FIGURES = "../figures/"
_NO_ATTRIBUTE = re.compile(r' (?:style|start|title)="[^"]*"')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Untold(ValueError):
    """QTI cannot say this; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """The parts of an item. ``rules`` follow SCORE; ``told`` is feedback as (outcome, identifier, Markdown)."""

    body: str
    responses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    template: str = ""
    told: tuple[tuple[str, str, str], ...] = ()
    by_person: bool = False


def html(markdown: str) -> str:
    """Return Markdown as the HTML that QTI has, pictures by their address in a package."""
    text = _CONTROL.sub("", to_html(markdown)).replace('src="figure:', f'src="{FIGURES}')
    return _NO_ATTRIBUTE.sub("", text).replace("<s>", '<span class="struck">').replace("</s>", "</span>")


def shown(text: str) -> str:
    """Return a plain text as it stands in XML."""
    return escape(_CONTROL.sub("", text))


def response(name: str, cardinality: str, base: str, key: Sequence[str] = (), mapping: str = "") -> str:
    """Return the declaration of a response."""
    values = "".join(f"<value>{shown(value)}</value>" for value in key)
    right = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">{right}{mapping}'
        "</responseDeclaration>"
    )


def mapping(worth: Mapping[str, Fraction], *, case: bool | None = None, bounds: str = "") -> str:
    """Return what values are worth; ``bounds`` are its attributes."""
    sensitive = "" if case is None else f' caseSensitive="{str(case).lower()}"'
    rows = "".join(
        f'<mapEntry mapKey="{shown(key)}" mappedValue="{rounded(share)}"{sensitive}/>' for key, share in worth.items()
    )
    return f'<mapping{bounds} defaultValue="0">{rows}</mapping>'


def outcome(name: str, cardinality: str) -> str:
    """Return the declaration of an outcome that holds identifiers."""
    return f'<outcomeDeclaration identifier="{name}" cardinality="{cardinality}" baseType="identifier"/>'


def variable(name: str) -> str:
    """Return the value of a variable."""
    return f'<variable identifier="{name}"/>'


def base_value(base: str, value: str) -> str:
    """Return a literal."""
    return f'<baseValue baseType="{base}">{shown(value)}</baseValue>'


def assigned(name: str, expression: str) -> str:
    """Return the rule that sets an outcome."""
    return f'<setOutcomeValue identifier="{name}">{expression}</setOutcomeValue>'


def added(expression: str) -> str:
    """Return the rule that adds to SCORE."""
    return assigned("SCORE", f"<sum>{variable('SCORE')}{expression}</sum>")


def added_by_mapping(name: str) -> str:
    """Return the rule that adds to SCORE what a response is mapped to."""
    return added(f'<mapResponse identifier="{name}"/>')


def scored_by_key(name: str) -> str:
    """Return the rule that gives 1 for the right response."""
    test = f'<match>{variable(name)}<correct identifier="{name}"/></match>'
    return condition([(test, assigned("SCORE", base_value("float", "1")))], "")


def scored_as_a_whole(most: Fraction) -> str:
    """Return the rule that makes 1 of a SCORE that is the ``most`` there is, and 0 of any less; sums may be rounded."""
    test = f"<gte>{variable('SCORE')}{base_value('float', rounded(most - ROUNDED))}</gte>"
    return condition([(test, assigned("SCORE", base_value("float", "1")))], assigned("SCORE", base_value("float", "0")))


def is_null(name: str) -> str:
    """Return the test whether nothing was answered."""
    return f"<isNull>{variable(name)}</isNull>"


def condition(branches: Sequence[tuple[str, str]], last: str) -> str:
    """Return a rule of branches (test, results) and what happens otherwise."""
    names = ["responseIf", *["responseElseIf"] * (len(branches) - 1)]
    parts = "".join(f"<{name}>{test}{results}</{name}>" for name, (test, results) in zip(names, branches, strict=True))
    return f"<responseCondition>{parts}{f'<responseElse>{last}</responseElse>' if last else ''}</responseCondition>"


def rounded(value: Fraction) -> str:
    """Return a share as a decimal, rounded where it has no end."""
    whole = decimal(value)
    return f"{float(value):.{PLACES}f}" if "/" in whole else whole
