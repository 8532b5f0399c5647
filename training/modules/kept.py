"""What this slice keeps about a person, for that person to take away."""

from collections.abc import Iterator

from sqlalchemy import func, select

from training.db import db
from training.modules import unsaved
from training.modules.models import CheckpointAnswer, ModuleCompleted, ReadAgain, SectionOpened, StudyMinute


def of_person(person_id: int) -> dict[str, object]:
    """Return what a person read and answered, what was completed when, and the minutes of study credited."""
    return {
        "minutes_credited": dict(_minutes(person_id)),
        "completed": [
            {"module": row.module_code, "version": row.version_id, "at": row.at.isoformat()}
            for row in db.session.scalars(
                select(ModuleCompleted).where(ModuleCompleted.person_id == person_id).order_by(ModuleCompleted.at)
            )
        ],
        "sections_opened": list(_sections(person_id)),
        "answers": list(_answers(person_id)),
        "unsaved": unsaved.of_person(person_id),
        "asked_to_read_again": [
            {"module": row.module_code, "section": row.section, "since": row.since.isoformat()}
            for row in db.session.scalars(select(ReadAgain).where(ReadAgain.person_id == person_id))
        ],
    }


def _minutes(person_id: int) -> Iterator[tuple[str, int]]:
    rows = db.session.execute(
        select(StudyMinute.module_code, func.count())
        .where(StudyMinute.person_id == person_id)
        .group_by(StudyMinute.module_code)
        .order_by(StudyMinute.module_code)
    )
    return ((code, number) for code, number in rows)


def _sections(person_id: int) -> Iterator[dict[str, object]]:
    rows = select(SectionOpened).where(SectionOpened.person_id == person_id).order_by(SectionOpened.first_at)
    for row in db.session.scalars(rows):
        yield {
            "module": row.module_code,
            "section": row.section,
            "version": row.version_id,
            "first": row.first_at.isoformat(),
            "last": row.last_at.isoformat(),
        }


def _answers(person_id: int) -> Iterator[dict[str, object]]:
    rows = select(CheckpointAnswer).where(CheckpointAnswer.person_id == person_id).order_by(CheckpointAnswer.id)
    for row in db.session.scalars(rows):
        yield {
            "module": row.module_code,
            "question": row.checkpoint,
            "version": row.version_id,
            "answer": list(row.response),
            "right": row.right,
            "at": row.at.isoformat(),
        }
