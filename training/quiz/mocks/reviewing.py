"""A mock exam looked at again after it was handed in: every question with its key, and what to read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TypeAlias

from training.core.domains import Domain, Pool
from training.core.items import Item
from training.core.responses import Response
from training.core.scoring import Decision
from training.modules import queries as modules
from training.quiz import pages, sittings
from training.quiz.pages import Desk
from training.quiz.queries import standings
from training.quiz.sittings import Phase
from training.scoring import queries as results
from training.scoring.models import MarkRow

Section: TypeAlias = tuple[str, str, str]
"""A section to read: its module, its name there, its title."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what was answered: its ``share`` of the mark, 0-1, and whether it would endanger a patient.

    A ``pilot`` stands where an exam tries a question out, and counts for nothing.
    """

    position: int
    item: Item
    order: tuple[str, ...]
    response: Response
    share: Fraction
    dangerous: bool
    pilot: bool

    @property
    def verdict(self) -> str:
        """Return in words how it went."""
        if not self.response:
            return "left open"
        return "right" if self.share == 1 else "partly right" if self.share else "not right"

    @property
    def right(self) -> bool:
        """Return whether it got the full mark."""
        return self.share == 1


@dataclass(frozen=True, slots=True)
class Review:
    """A mock exam as it went."""

    desk: Desk
    decision: Decision
    questions: tuple[Question, ...]

    @property
    def wrong(self) -> tuple[Question, ...]:
        """Return the questions that did not get the full mark."""
        return tuple(question for question in self.questions if not question.right)

    def question(self, position: int) -> Question | None:
        """Return the question at a position, None when there is none."""
        return self.questions[position - 1] if 1 <= position <= len(self.questions) else None

    def next_wrong(self, position: int) -> int | None:
        """Return the position of the next question after one that did not get the full mark."""
        return next((question.position for question in self.wrong if question.position > position), None)


@dataclass(frozen=True, slots=True)
class Study:
    """What to read again: for each dangerous choice, and by domain behind all that did not get the full mark."""

    dangerous: tuple[tuple[Question, list[Section]], ...]
    domains: tuple[tuple[Domain, list[Section]], ...]


def of(attempt_id: int, person_id: int, now: datetime) -> Review | None:
    """Return a mock exam of somebody's own with its keys; None for an exam, and before it is handed in and marked.

    Only a paper that holds practice items and nothing else is ever shown with its keys.
    """
    desk = pages.desk(attempt_id, person_id, now)
    stored = results.current([attempt_id]).get(attempt_id)
    if desk is None or stored is None or not desk.mock or desk.phase is not Phase.GRADED:
        return None
    if any(slot.item.header.pool is not Pool.PRACTICE for slot in desk.sheet.slots):
        return None
    given = sittings.frozen_responses(attempt_id, stored.edition)
    marks = {row.position: row for row in results.marks(stored.id)}
    return Review(
        desk,
        stored.decision,
        tuple(
            Question(
                position=slot.position,
                item=slot.item,
                order=slot.order,
                response=given.get(slot.position, ()),
                share=_share(marks[slot.position]),
                dangerous=marks[slot.position].dangerous,
                pilot=slot.pilot,
            )
            for slot in desk.sheet.slots
        ),
    )


def study(review: Review) -> Study:
    """Return what to read again, with the titles of sections as they read now."""
    titles = _titles()
    by_domain = (
        (domain, [each.item for each in review.wrong if each.item.header.domain is domain]) for domain in Domain
    )
    return Study(
        dangerous=tuple(
            (question, _named([question.item], titles)) for question in review.questions if question.dangerous
        ),
        domains=tuple((domain, named) for domain, asked in by_domain if (named := _named(asked, titles))),
    )


def _named(asked: Iterable[Item], titles: Mapping[tuple[str, str], str]) -> list[Section]:
    """Return the sections behind items as module, section and title, each once."""
    pairs = standings.sections_to_read(asked)
    return [(module, section, titles.get((module, section), section.replace("-", " "))) for module, section in pairs]


def _titles() -> dict[tuple[str, str], str]:
    return {
        (version.module.code, section.id): section.title
        for version in modules.current()
        for section in version.module.sections
    }


def _share(row: MarkRow) -> Fraction:
    """Return the share of the possible points that a mark is."""
    possible = Fraction(row.possible_num, row.possible_den)
    return Fraction(row.awarded_num, row.awarded_den) / possible if possible else Fraction(0)
