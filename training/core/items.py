"""What every item is, whatever its kind: its header, its options, its marks, and the contract of a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import ClassVar, Protocol, Self, TypeAlias

from training.core.drafts import Draft

Response: TypeAlias = tuple[str, ...]
"""What a candidate gave, for every kind: option ids in the order given; empty is unanswered."""


class Domain(StrEnum):
    """A content area of the exam."""

    FOUNDATIONS = "foundations"
    TRIGGER_POINTS = "trigger-points"
    PHYSIOLOGY = "physiology"
    ANATOMY = "anatomy"
    TECHNIQUE = "technique"
    SAFETY = "safety"
    EVIDENCE = "evidence"
    PROFESSIONAL = "professional"


DOMAIN_TITLES: Mapping[Domain, str] = {
    Domain.FOUNDATIONS: "Foundations and professional context",
    Domain.TRIGGER_POINTS: "Trigger-point concepts and examination",
    Domain.PHYSIOLOGY: "Physiology and mechanisms",
    Domain.ANATOMY: "Applied anatomy, palpation, positioning",
    Domain.TECHNIQUE: "Technique: needles, superficial, deep, dose",
    Domain.SAFETY: "Safety: contraindications, complications, emergencies",
    Domain.EVIDENCE: "Evidence, clinical reasoning, aftercare",
    Domain.PROFESSIONAL: "Law, consent, documentation",
}


class Level(StrEnum):
    """A cognitive level; evaluating counts as analyse."""

    RECALL = "recall"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"


class Pool(StrEnum):
    """Where an item may be shown; an item is in one pool only, so practice never gives an exam away."""

    EXAM = "exam"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Mark:
    """Points for one item: ``0 <= awarded <= possible``; ``dangerous`` when the response held a dangerous choice."""

    awarded: Fraction
    possible: Fraction
    dangerous: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice or step. ``correct`` says nothing in an ordering item, whose key is an order."""

    id: str
    text: str
    rationale: str
    sources: tuple[str, ...]
    correct: bool = False
    dangerous: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What an item says about itself besides what it asks."""

    code: str
    pool: Pool
    domain: Domain
    level: Level
    objective: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: str
    checked_on: date
    review_by: date
    author: str
    module: str
    section: str
    vignette: bool = False
    safety_point: str = ""
    stimulus: str = ""
    enemies: tuple[str, ...] = ()


class Item(Protocol):
    """One question. ``kind`` is also the name of its folder and of its templates.

    An item is made from a draft by `parse` and gives an equal draft back, so that files, the editor and the
    database hold the same thing. It never changes.
    """

    kind: ClassVar[str]
    title: ClassVar[str]

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""

    def draft(self) -> dict[str, object]:
        """Return the canonical draft: plain JSON values, defaults left out; ``parse(item.draft()) == item``."""

    @property
    def header(self) -> Header: ...
    @property
    def stem(self) -> str: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def key(self) -> Response:
        """Return the response with full marks (in file order for choices)."""

    @property
    def critical(self) -> bool:
        """Return whether some response holds a dangerous choice."""

    @property
    def guess(self) -> Fraction:
        """Return the expected mark of a random response, 0-1; the rule stands in the kind's docstring."""

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the option ids in the order one paper shows them."""

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` can be a response of this kind (known ids, no repeats, right count)."""

    def complaint(self, response: Response) -> str | None:
        """Return advice on an incomplete response for the page, None when there is nothing to say."""

    def mark(self, response: Response) -> Mark:
        """Return the mark; a response that does not fit, or an empty one, gets 0 and is not dangerous."""
