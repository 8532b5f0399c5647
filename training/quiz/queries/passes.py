"""Passes that stand, for whoever awards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from training.core import specifying
from training.core.domains import DOMAIN_TITLES
from training.core.numbers import exact_share
from training.core.scoring import Decision
from training.core.specification import Specification
from training.db import db
from training.quiz.models import Attempt, Exam, ExamVersion
from training.quiz.queries.standings import Sat, sat_of
from training.scoring import queries as scoring


@dataclass(frozen=True, slots=True)
class PassedExam:
    """A pass that stands, for whoever awards."""

    attempt_id: int
    result_id: int
    title: str
    version: int
    passed_at: datetime
    awarded: Fraction
    possible: Fraction
    standard: str
    provisional: bool


def best(person_id: int, exam_code: str) -> PassedExam | None:
    """Return the best pass of a person that stands, the earlier one of equals; None without a pass."""
    return of_people([person_id], exam_code).get(person_id)


def of_people(person_ids: Iterable[int], exam_code: str) -> dict[int, PassedExam]:
    """Return the best pass of each of these people that stands; the statements do not grow with the people."""
    rows = db.session.execute(
        select(Attempt, ExamVersion)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(
            Exam.code == exam_code,
            Exam.mock_of.is_(None),
            Attempt.person_id.in_(set(person_ids)),
            Attempt.submitted_at.is_not(None),
        )
        .order_by(Attempt.person_id, Attempt.number)
    ).all()
    decided = scoring.current(attempt.id for attempt, _version in rows) if rows else {}
    best: dict[int, tuple[Sat, ExamVersion]] = {}
    for attempt, version in rows:
        found = sat_of(attempt, decided.get(attempt.id))
        before = best.get(attempt.person_id)
        if found.passed and (before is None or _share(found.decision) > _share(before[0].decision)):
            best[attempt.person_id] = (found, version)
    return {person_id: _passed(*found) for person_id, found in best.items()}


def _passed(sat: Sat, version: ExamVersion) -> PassedExam:
    assert sat.decision is not None
    assert sat.result_id is not None
    assert sat.submitted_at is not None
    specification = specifying.parse(version.specification)
    return PassedExam(
        sat.id,
        sat.result_id,
        specification.title,
        version.number,
        sat.submitted_at,
        sat.decision.awarded,
        sat.decision.possible,
        _standard(specification),
        specification.provisional,
    )


def _standard(specification: Specification) -> str:
    """Return the cut in words, exact: ``2/3 of the points, and 80 % in Safety``."""
    parts = [f"{exact_share(specification.cut)} of the points"]
    parts += [f"{exact_share(cut)} in {DOMAIN_TITLES[domain]}" for domain, cut in specification.minimums.items()]
    return ", and ".join(parts)


def _share(decision: Decision | None) -> Fraction:
    return decision.awarded / decision.possible if decision else Fraction(0)
