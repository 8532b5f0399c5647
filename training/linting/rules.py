"""What a rule is and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from training.linting.languages import Language
from training.linting.questions import Question


class Severity(StrEnum):
    """How much a finding matters: an error blocks review, a warning wants a reason, an info is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rule found something, as a path such as ``options[2].text``, and what; a whole sentence."""

    field: str
    message: str


Find: TypeAlias = Callable[[Question, Language], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``evidence`` names its source with numbers; ``pattern`` is how to word it better."""

    name: str
    severity: Severity
    title: str
    why: str
    evidence: str
    pattern: str
    find: Find


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing one rule found in one question."""

    rule: Rule
    field: str
    message: str
