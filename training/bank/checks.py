"""What the linter says of an item or of a draft, beside what guessing earns and how hard it is to read."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from training import items, sources
from training.core.drafts import Draft
from training.core.items import Item
from training.linting import readability, registry
from training.linting.english import ENGLISH
from training.linting.questions import Question, of_draft, of_item
from training.linting.rules import Finding, Severity


@dataclass(frozen=True, slots=True)
class Checks:
    """Everything the linter says of one question. ``grade`` is a school grade, None for a text too short to tell."""

    findings: tuple[Finding, ...]
    grade: float | None
    formula: ClassVar[str] = readability.FORMULA
    formula_source: ClassVar[str] = readability.SOURCE

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what blocks review."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what wants a change or a reason."""
        return self._of(Severity.WARNING)

    @property
    def infos(self) -> tuple[Finding, ...]:
        """Return what is worth a look."""
        return self._of(Severity.INFO)

    def by_rule(self, findings: tuple[Finding, ...]) -> tuple[tuple[Finding, ...], ...]:
        """Return findings that stand in the order of the rules, those of one rule together."""
        return tuple(tuple(found) for _, found in groupby(findings, key=lambda finding: finding.rule.name))

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.rule.severity == severity)


def view(draft: Draft) -> Question:
    """Return a draft as the linter looks at it; its kind may be unknown."""
    return of_draft(draft, keys=items.keys_of(str(draft.get("kind", ""))), weak=_weak(draft.get("sources")))


def of(draft: Draft) -> Checks:
    """Return the checks of a draft, however little of it is written."""
    return _of_question(view(draft))


def of_version(item: Item) -> Checks:
    """Return the checks of a whole item."""
    return _of_question(of_item(item, weak=_weak(item.header.sources)))


def _of_question(question: Question) -> Checks:
    said = " ".join(
        _ended(text) for text in (question.case, question.asks, *(o.plain for o in question.options)) if text
    )
    return Checks(registry.check(question), readability.grade(said, ENGLISH))


def _weak(codes: object) -> tuple[str, ...]:
    """Return why the sources behind a key cannot carry it, none when one of them can."""
    cited = [code for code in codes if isinstance(code, str)] if isinstance(codes, list | tuple) else []
    return tuple(f"{each.code} ({'weak' if each.mark == 'Sw' else 'not opened'})" for each in sources.too_weak(cited))


def _ended(text: str) -> str:
    """Return the text as a sentence of its own: an option seldom has a full stop."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
