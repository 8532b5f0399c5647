"""Comments on the parts of a version, each with its answers; those not resolved go along to the next version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from training.db import db
from training.reviews.models import Comment
from training.reviews.subjects import Wording


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, as one version shows it.

    ``number`` is the version it was said on and ``quoted`` what the part said there, None where that is still so.
    ``gone`` when this version has no such part.
    """

    root: Comment
    answers: tuple[Comment, ...]
    number: int
    quoted: str | None
    gone: bool

    @property
    def open(self) -> bool:
        """Return whether nobody resolved it yet."""
        return self.root.resolved_at is None

    @property
    def people(self) -> frozenset[int]:
        """Return who takes part."""
        return frozenset({self.root.person_id, *(each.person_id for each in self.answers)})


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a version as a page shows it, with what was said of it."""

    part: str
    label: str
    text: str
    threads: tuple[Thread, ...]


def of(here: Wording, earlier: Sequence[Wording]) -> list[Thread]:
    """Return the comments that a version shows, the oldest first: its own, and those on earlier versions still open.

    One that a later version settled is still shown on the versions before, and on that one as resolved.
    """
    wordings = {each.version: each for each in (*earlier, here)}
    found = db.session.scalars(
        select(Comment).where(Comment.version.in_(wordings)).order_by(Comment.at, Comment.id)
    ).all()
    answers: dict[int, list[Comment]] = {}
    for comment in found:
        if comment.parent_id is not None:
            answers.setdefault(comment.parent_id, []).append(comment)
    roots = [comment for comment in found if comment.parent_id is None and _is_shown(comment, here)]
    said = here.parts() if roots else {}
    return [_thread(root, answers.get(root.id, ()), wordings[root.version], said, here) for root in roots]


def lines(said: Mapping[str, str], labels: Mapping[str, str], found: Iterable[Thread]) -> list[Line]:
    """Return parts as lines with their threads; what is about a part that is gone stands with the whole, ""."""
    by_part: dict[str, list[Thread]] = {}
    for thread in found:
        by_part.setdefault("" if thread.gone else thread.root.part, []).append(thread)
    return [Line(part, labels[part], text, tuple(by_part.get(part, ()))) for part, text in said.items()]


def root_of(comment_id: int) -> Comment | None:
    """Return a comment that began a thread."""
    wanted = select(Comment).where(Comment.id == comment_id, Comment.parent_id.is_(None))
    return db.session.scalars(wanted).one_or_none()


def people_of(comment_id: int) -> set[int]:
    """Return who takes part in a thread."""
    return set(
        db.session.scalars(
            select(Comment.person_id).where((Comment.id == comment_id) | (Comment.parent_id == comment_id))
        )
    )


def comments(hashes: Iterable[str]) -> list[Comment]:
    """Return the comments on versions, the newest first."""
    statement = select(Comment).where(Comment.version.in_(set(hashes))).order_by(Comment.at.desc(), Comment.id.desc())
    return list(db.session.scalars(statement))


def _is_shown(comment: Comment, here: Wording) -> bool:
    settled = comment.resolved_number
    still = settled is not None and settled >= here.number
    return comment.version == here.version or comment.resolved_at is None or still


def _thread(
    root: Comment, answers: Iterable[Comment], said_on: Wording, said: Mapping[str, str], here: Wording
) -> Thread:
    own = said_on.version == here.version
    before = None if own or not root.part else said_on.parts().get(root.part)
    changed = before if before != said.get(root.part) else None
    return Thread(root, tuple(answers), said_on.number, changed, gone=bool(root.part) and root.part not in said)
