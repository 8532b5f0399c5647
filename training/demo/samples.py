"""A sample quiz that the demonstration shares, so that a newcomer meets one."""

from datetime import datetime

from training import db as database
from training.core.domains import Domain
from training.sample_quizzes import service
from training.sample_quizzes.service import Details

SAYS = """Six questions from practice, for anybody who wonders what the programme asks and how it answers.

They are about **what to know before needling**, not about needling itself."""


def play(instructor: int, *, seed: int, now: datetime) -> None:
    """Let an instructor make a quiz of six practice items of whatever domain."""
    number = service.make(Details("Try some questions", SAYS, None), by=instructor, now=now)
    service.add_drawn(number, list(Domain), wanted=6, seed=seed, by=instructor, now=now)
    database.commit_step()
