"""What practice keeps about a person, for that person to take away."""

from collections import defaultdict

from sqlalchemy import select

from training.core.recalling import Ease
from training.db import db
from training.quiz.practice.models import PracticeAnswer, PracticeSet


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return the sets a person practised, with every answer and the share of its mark."""
    sets = db.session.scalars(
        select(PracticeSet).where(PracticeSet.person_id == person_id).order_by(PracticeSet.id)
    ).all()
    answers: dict[int, list[dict[str, object]]] = defaultdict(list)
    for row in db.session.scalars(
        select(PracticeAnswer)
        .where(PracticeAnswer.set_id.in_([one.id for one in sets]))
        .order_by(PracticeAnswer.set_id, PracticeAnswer.position)
    ):
        answers[row.set_id].append(
            {
                "question": row.position,
                "answer": list(row.response),
                "mark": str(row.share),
                "sure": row.certainty,
                "seconds": row.seconds,
                "went": Ease(row.ease).name.lower() if row.ease else None,
                "at": row.answered_at.isoformat(),
                "day": row.answered_on.isoformat(),
            }
        )
    return [
        {"domains": list(one.domains), "started_at": one.started_at.isoformat(), "answers": answers[one.id]}
        for one in sets
    ]
