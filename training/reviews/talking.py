"""What the page of a comment sends: an answer, an end with or without one, or that it is taken up again."""

from datetime import datetime
from typing import Protocol

from flask import flash, request
from flask_login import current_user

from training import clock
from training.accounts.here import site
from training.reviews import notices
from training.reviews.subjects import Subjects


class Talk(Protocol):
    """The acts on the comments of one kind of version; each raises one of what its callers name as refused."""

    def answer(self, comment_id: int, words: str, *, by: int, now: datetime) -> None: ...

    def resolve(self, comment_id: int, words: str, *, by: int, now: datetime) -> None: ...

    def reopen(self, comment_id: int, *, by: int, now: datetime) -> None: ...


def act(talk: Talk, comment_id: int, *, refused: tuple[type[Exception], ...], subjects: Subjects) -> None:
    """Do what was sent and mail the news of it, or say why it was refused."""
    words, who, now = request.form.get("words", ""), current_user.id, clock.now()
    wanted = request.form.get("do", "answer")
    try:
        if wanted == "reopen":
            talk.reopen(comment_id, by=who, now=now)
        elif wanted == "resolve":
            talk.resolve(comment_id, words, by=who, now=now)
        else:
            talk.answer(comment_id, words, by=who, now=now)
    except refused as error:
        flash(str(error), "danger")
    else:
        notices.post(subjects, by=who, site=site(), now=now)
