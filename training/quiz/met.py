"""What a person met on papers, so that practice and exams show them nothing twice (domain.md, invariant 8).

The pools keep the two apart, and an item keeps its pool. This keeps them apart by what was in fact shown, whatever
happened to the bank since.
"""

from sqlalchemy import Select, select

from training.bank.models import BankItem, ItemVersion
from training.core.domains import Pool
from training.quiz.models import Attempt, ExamVersion, Slot


def on_papers(person_id: int, pool: Pool) -> Select[str]:
    """Return the statement for the codes of items on this person's papers from one pool, in whatever version.

    Papers from the practice pool are those of mock exams.
    """
    return (
        select(BankItem.code)
        .join(ItemVersion, ItemVersion.item_id == BankItem.id)
        .join(Slot, Slot.version == ItemVersion.hash)
        .join(Attempt, Attempt.id == Slot.attempt_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(Attempt.person_id == person_id, ExamVersion.pool == pool)
    )
