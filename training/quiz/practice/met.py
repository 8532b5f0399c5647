"""What a person met in practice: no exam draws any of it for them (domain.md, invariant 8; `training.quiz.met`)."""

from sqlalchemy import Select, select

from training.quiz.practice.models import PracticeSet, PracticeSlot


def shown(person_id: int) -> Select[str]:
    """Return the statement for the codes of items that practice showed to this person, in whatever version."""
    return (
        select(PracticeSlot.code)
        .join(PracticeSet, PracticeSet.id == PracticeSlot.set_id)
        .where(PracticeSet.person_id == person_id)
    )
