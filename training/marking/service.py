"""Giving marks: independently, then by a third person where two disagree. Marks are added, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.accounts.links import Site
from training.audit import service as audit
from training.bank.queries import stock, versions
from training.bank.service import writing
from training.core.items import Growing, Item, is_whole
from training.core.lengths import lines, too_long
from training.core.marking import Seat
from training.core.rubrics import Rubric
from training.db import db
from training.marking import queries
from training.marking.models import MarkDraft, PersonMark
from training.marking.queries import Given, Rules, Task
from training.quiz import closing
from training.scoring import queries as results

VERDICTS: Mapping[str, Fraction] = {
    "right": Fraction(1),
    "partly": Fraction(1, 2),
    "wrong": Fraction(0),
    "dangerous": Fraction(0),
}
"""What one person may say of a response without a rubric, as shares of the mark."""
MOST_WORDS = 5_000
"""Characters a comment or a reason may have."""


class MarkingError(Exception):
    """A mark is refused; the text says why."""


class NotYours(MarkingError):
    """There is nothing for this person to mark here: it is their own response, or others marked it."""


class Incomplete(MarkingError):
    """The form lacks something; ``problems`` says what, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("Some of the form is missing.")
        self.problems = dict(problems)


class Decided(MarkingError):
    """The result is out, so marks are no longer changed here."""


class NoList(MarkingError):
    """The question has no list of accepted answers that this response could be added to."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a filled form says."""

    points: Mapping[str, int]
    share: Fraction
    dangerous: bool
    comment: str
    reason: str


def keep(waiting_id: int, fields: Mapping[str, str], *, rules: Rules, by: int, now: datetime) -> None:
    """Keep a half-finished form for its marker. Raises NotYours."""
    database.begin_write()
    results.lock(waiting_id)
    _task(waiting_id, by, rules)
    _drop_draft(waiting_id, by)
    kept = dict(fields)
    db.session.add(MarkDraft(waiting_id=waiting_id, marker_id=by, fields=kept, saved_at=now))
    db.session.flush()


def mark(
    waiting_id: int, fields: Mapping[str, str], *, rules: Rules, by: int, site: Site, now: datetime
) -> Fraction | None:
    """Add this person's mark, or a change of their mind, and return what the response now comes to.

    The same mark sent again, as by a second click, changes nothing.
    Once it is settled, the attempt gets a further result. Raises NotYours, Incomplete with what is missing, Decided
    for a change after the result was out.
    """
    database.begin_write()
    results.lock(waiting_id)
    task = _task(waiting_id, by, rules)
    if task.mine and _given_already(task, task.mine, fields):
        mark = queries.mark_of(waiting_id, double=queries.double(task.item), rules=rules)
        return mark.awarded if mark else None
    if not task.open:
        raise Decided("The result of this attempt is out. Its marks are not changed here any more.")
    judgement = _judged(task, fields)
    seat = _add(task, judgement, by=by, now=now)
    _drop_draft(waiting_id, by)
    pending = results.pending([waiting_id])[waiting_id]
    facts = {"position": pending.position, "waiting": waiting_id, "seat": int(seat), "share": str(judgement.share)}
    details = {"reason": judgement.reason} if task.mine else None
    action = "changed mark" if task.mine else "marked response"
    audit.record(action, actor=by, subject=f"attempt:{pending.attempt_id}", now=now, facts=facts, details=details)
    return _settle(task, rules=rules, by=by, site=site, now=now)


def accept_answer(waiting_id: int, *, rules: Rules, by: int, now: datetime) -> str:
    """Add the response to the question's accepted answers as a new draft version, and return the item's code.

    It is accepted for what this person gave it. Nothing in use changes until that version is reviewed and signed.
    Raises NotYours, NoList, and what saving raises.
    """
    task = _task(waiting_id, by, rules)
    newest = versions.newest(task.item.header.code)
    item = stock.versions([newest.hash])[newest.hash] if newest else None
    share = task.mine.share if task.mine else None
    if newest is None or not isinstance(item, Growing) or not share:
        raise NoList("This question has no list of answers to add to, or the answer is not right.")
    writing.save(item.accepting(task.response, share), base=newest.hash, by=by, now=now)
    return newest.item.code


def verdicts(item: Item) -> tuple[str, ...]:
    """Return what may be said of a response without a rubric: an item is all or nothing, and dangerous if critical."""
    if item.critical:
        return ("right", "wrong", "dangerous")
    return ("right", "wrong") if is_whole(item) else ("right", "partly", "wrong")


def verdict_of(given: Given) -> str:
    """Return the verdict that a mark without a rubric came from."""
    if given.dangerous:
        return "dangerous"
    return next((name for name, share in VERDICTS.items() if share == given.share), "")


def _task(waiting_id: int, by: int, rules: Rules) -> Task:
    task = queries.task(waiting_id, by, rules)
    if task is None:
        raise NotYours("There is nothing to mark here for you: others marked it, or it is not yours to mark.")
    return task


def fields_of(given: Given) -> dict[str, str]:
    """Return a mark as the fields of its form."""
    points = {f"points-{name}": str(value) for name, value in given.points.items()}
    return points | {"comment": given.comment, "verdict": verdict_of(given)}


def _given_already(task: Task, mine: Given, fields: Mapping[str, str]) -> bool:
    """Return whether a form says what this person's mark says, and gives no reason for another."""
    said = {name: value for name, value in fields_of(mine).items() if name != "verdict" or not task.criteria}
    return all(lines(fields.get(name, "")).strip() == value for name, value in (said | {"reason": ""}).items())


def _judged(task: Task, fields: Mapping[str, str]) -> Judgement:
    comment, reason = (lines(fields.get(name, "")).strip() for name in ("comment", "reason"))
    problems = {} if not task.mine or reason else {"reason": "Say why you change your mark."}
    for name, said in (("comment", comment), ("reason", reason)):
        problems |= {name: sentence} if (sentence := too_long(said, MOST_WORDS)) else {}
    if not isinstance(task.item, Rubric):
        verdict = fields.get("verdict", "")
        share = VERDICTS[verdict] if verdict in verdicts(task.item) else None
        if share is None:
            problems["verdict"] = "Choose what this answer is."
        points: dict[str, int] = {}
    else:
        points, missing = _points(task, fields)
        problems |= missing
        share = Fraction(sum(points.values()), sum(criterion.points for criterion in task.criteria))
    if problems or share is None:
        raise Incomplete(problems)
    dangerous = not task.criteria and fields.get("verdict") == "dangerous"
    return Judgement(points, share, dangerous, comment, reason)


def _points(task: Task, fields: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    points, problems = {}, {}
    for criterion in task.criteria:
        name = f"points-{criterion.id}"
        value = fields.get(name, "").strip()
        if value.isascii() and value.isdecimal() and len(value) <= 6 and int(value) <= criterion.points:
            points[criterion.id] = int(value)
        else:
            problems[name] = f"Give 0 to {criterion.points} whole points."
    return points, problems


def _add(task: Task, judgement: Judgement, *, by: int, now: datetime) -> Seat:
    """Add the mark. Raises NotYours when somebody was faster."""
    before: Given | None = task.mine
    seat = before.seat if before else task.seat
    assert seat is not None
    row = PersonMark(waiting_id=task.id, seat=int(seat), marker_id=by, points=dict(judgement.points), made_at=now)
    row.awarded_num, row.awarded_den = judgement.share.as_integer_ratio()
    row.dangerous = judgement.dangerous
    row.comment, row.supersedes = judgement.comment, before.id if before else None
    row.reason = judgement.reason if before else None
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise NotYours("Somebody else marked this response in this very moment.") from error
    return seat


def _settle(task: Task, *, rules: Rules, by: int, site: Site, now: datetime) -> Fraction | None:
    """Make a further result when what a response comes to has changed: settled, settled otherwise, or open again."""
    mark = queries.mark_of(task.id, double=queries.double(task.item), rules=rules)
    pending = results.pending([task.id])[task.id]
    stored = results.current([pending.attempt_id])[pending.attempt_id]
    share = mark.awarded if mark else None
    if mark == results.given(stored.id).get(pending.position):
        return share
    made = closing.take_marks(pending.attempt_id, {pending.position: mark}, site=site, now=now)
    facts = {"position": pending.position, "share": str(share), "outcome": made.outcome.value if made else "voided"}
    audit.record("made result from marks", actor=by, subject=f"attempt:{pending.attempt_id}", now=now, facts=facts)
    return share


def _drop_draft(waiting_id: int, by: int) -> None:
    held = select(MarkDraft.id).where(MarkDraft.waiting_id == waiting_id, MarkDraft.marker_id == by)
    db.session.execute(delete(MarkDraft).where(MarkDraft.id.in_(held)))
