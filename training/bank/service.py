"""The life of items: written, reviewed, signed, withdrawn; loaded, imported and exported.

A version never changes; what changes is its state, by a conditional UPDATE that finds it where it was thought to be.
Nobody reviews, approves or signs what they wrote at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training import items, sources
from training.audit import service as audit
from training.bank import checks, files, plans, queries
from training.bank.formats import WRITERS, Entry
from training.bank.models import (
    Approval,
    BankItem,
    Comment,
    Figure,
    ImportRun,
    ItemVersion,
    ReviewAnswer,
    RunState,
    SignOff,
    State,
)
from training.bank.queries import Filters
from training.bank.readings import Found, Outcome, Picture, Planned, Problem, Reading
from training.core.drafts import Draft, DraftError, Fault
from training.core.items import Item, Response, texts
from training.core.items import figures as figures_shown
from training.db import db

DATES = ("checked_on", "review_by")
CRITICAL_APPROVALS = 2


class BankError(Exception):
    """The bank refuses an act; the text says why and what to do."""


class CodeTaken(BankError):
    """Another item has this code."""


class EditedMeanwhile(BankError):
    """Somebody saved a newer version; ``newest`` is its hash."""

    def __init__(self, newest: str) -> None:
        super().__init__("Somebody saved a newer version of this item while you were writing.")
        self.newest = newest


class AlreadyThere(BankError):
    """These very words are a version that is in review or in use."""


class WrongState(BankError):
    """The version is not where this act needs it to be."""


class OwnItem(BankError):
    """Whoever wrote at an item neither reviews, approves nor signs it."""


class NotAnswered(BankError):
    """A reviewer answers the item before seeing its key, and before approving it."""


class AlreadyApproved(BankError):
    """The same person approved this version before."""


class NotReady(BankError):
    """The linter finds errors, which block review."""


class NeedsReason(BankError):
    """The act needs a reason, since it is read later."""


class FigureTaken(BankError):
    """Another picture has this name."""


class Unfinished(BankError):
    """The item still lacks something; ``faults`` says what, all of it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        listed = "; ".join(f"{fault.field} {fault.message}" for fault in faults)
        super().__init__(f"This draft is not finished: {listed}.")
        self.faults = faults


class LeftOut(BankError):
    """Some items would be left out, and nobody agreed to it."""


class BankMoved(BankError):
    """The bank changed since an import was shown, so applying it would do something else."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: codes by outcome, and the problems that kept items out."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


# Writing


def save(draft: Draft, *, base: str | None, by: int, now: datetime) -> str:
    """Store a draft as a new version in state draft and return its hash; the same words again change nothing.

    What is only missing may be written later; the version says that it is unfinished and cannot be reviewed.

    ``base`` is the hash of the version the author started from, None for a new item. Raises DraftError with every
    fault, CodeTaken for a new item whose code exists, EditedMeanwhile when ``base`` is no longer the newest,
    AlreadyThere when an older version in review or in use has these words.
    """
    item = items.kept(draft)
    database.begin_write()
    digests = _digests(item)
    found = Found(item, items.version(item.draft(), digests), digests)
    bank_item = _new_item(item, now) if base is None else _item_to_change(item, base)
    newest = None if base is None else queries.newest(item.header.code)
    if newest is not None and newest.hash == found.version:
        return found.version
    row = _add(bank_item, found, state=State.DRAFT, by=by, now=now)
    audit.record("saved item", actor=by, subject=_subject(row), now=now, facts=_facts(row))
    return found.version


def add_figure(picture: Picture, *, by: int, now: datetime) -> str:
    """Store a picture and return its name; the same picture again changes nothing.

    Raises FigureTaken when another picture has the name.
    """
    database.begin_write()
    if _store([picture], by=by, now=now):
        facts = {"digest": picture.digest, "bytes": len(picture.content)}
        audit.record("added figure", actor=by, subject=f"figure:{picture.name}", now=now, facts=facts)
    return picture.name


# Review


def submit(version: str, *, by: int, now: datetime) -> None:
    """Send a draft to review.

    Raises WrongState unless it is a draft, Unfinished with everything that is missing, NotReady with the errors the
    linter finds.
    """
    database.begin_write()
    row = _locked(version)
    _require(row, (State.DRAFT,))
    if lacking := items.missing(queries.versions([version])[version]):
        raise Unfinished(lacking)
    if errors := checks.of(row.content).errors:
        raise NotReady("It cannot go to review yet. " + " ".join(each.message for each in errors))
    _move(row, (State.DRAFT,), State.IN_REVIEW, now)
    audit.record("submitted item", actor=by, subject=_subject(row), now=now, facts=_facts(row))


def answer_for_review(version: str, response: Response, *, by: int, now: datetime) -> None:
    """Keep what a reviewer answers before seeing the key; the first answer stands.

    Raises WrongState unless the version is in review, OwnItem for whoever wrote at it, NotAnswered for an empty
    response or one that the item's kind cannot have.
    """
    database.begin_write()
    row = _under_review(version, by)
    item = queries.versions([version])[version]
    if not response or not item.fits(response):
        raise NotAnswered(item.complaint(response) or "Answer the question first.")
    if queries.review_answer(version, by) is None:
        db.session.add(ReviewAnswer(version=row.hash, person_id=by, response=list(response), at=now))
        db.session.flush()


def approve(version: str, *, by: int, now: datetime, comment: str = "") -> int:
    """Approve exactly this version and return how many approvals it still needs.

    A critical item needs two. Raises WrongState, OwnItem, NotAnswered, AlreadyApproved.
    """
    database.begin_write()
    row = _under_review(version, by)
    if queries.review_answer(version, by) is None:
        raise NotAnswered("Answer the question before you approve it.")
    try:
        with db.session.begin_nested():
            db.session.add(Approval(version=version, person_id=by, at=now))
    except IntegrityError as error:
        raise AlreadyApproved("You approved this version before. It waits for somebody else.") from error
    _comment(version, comment, by=by, now=now)
    missing = max(0, needed(row) - len(queries.approvals([version])))
    if not missing:
        _move(row, (State.IN_REVIEW,), State.APPROVED, now)
    audit.record("approved item", actor=by, subject=_subject(row), now=now, facts=_facts(row) | {"missing": missing})
    return missing


def ask_for_changes(version: str, comment: str, *, by: int, now: datetime) -> None:
    """Send a version back to its author as a draft, with words; approvals given so far end.

    Raises WrongState, OwnItem, NeedsReason.
    """
    database.begin_write()
    row = _under_review(version, by)
    if not comment.strip():
        raise NeedsReason("Write what should change.")
    _comment(version, comment, by=by, now=now, asks_changes=True)
    db.session.execute(delete(Approval).where(Approval.version == version))
    _move(row, (State.IN_REVIEW,), State.DRAFT, now)
    audit.record(
        "asked for changes", actor=by, subject=_subject(row), now=now, facts=_facts(row), details={"comment": comment}
    )


def sign(chosen: Sequence[str], *, by: int, now: datetime) -> None:
    """Sign approved versions off, all or none; older versions of their items that were in use retire.

    Raises WrongState unless each is approved, not withdrawn and has no newer signed version, OwnItem for whoever
    wrote at one of them.
    """
    database.begin_write()
    rows = [_locked(version) for version in dict.fromkeys(chosen)]
    for row in rows:
        _check_signable(row, by)
    for row in rows:
        _sign(row, by=by, now=now)


def _check_signable(row: ItemVersion, by: int) -> None:
    if queries.wrote(row, by):
        raise OwnItem(f"You wrote at {row.item.code}. Somebody else signs it.")
    _require(row, (State.APPROVED,))
    newer = select(ItemVersion.number).where(
        ItemVersion.item_id == row.item_id, ItemVersion.number > row.number, ItemVersion.state == State.SIGNED
    )
    if db.session.scalar(newer.limit(1)) is not None:
        raise WrongState(f"A newer version of {row.item.code} is signed.")


def _sign(row: ItemVersion, *, by: int, now: datetime) -> None:
    older = update(ItemVersion).where(
        ItemVersion.item_id == row.item_id,
        ItemVersion.number < row.number,
        ItemVersion.state.in_((State.APPROVED, State.SIGNED)),
    )
    db.session.execute(older.values(state=State.RETIRED, changed_at=now))
    _move(row, (State.APPROVED,), State.SIGNED, now)
    db.session.add(SignOff(version=row.hash, person_id=by, at=now))
    db.session.flush()
    audit.record("signed item", actor=by, subject=_subject(row), now=now, facts=_facts(row))


def withdraw(version: str, reason: str, *, by: int, now: datetime) -> None:
    """Take a version in use out of drawing at once; running papers keep it. One person with a reason is enough.

    Raises WrongState unless it is approved or signed and not withdrawn yet, NeedsReason.
    """
    database.begin_write()
    if not reason.strip():
        raise NeedsReason("Write why it is withdrawn.")
    row = _locked(version)
    _require(row, (State.APPROVED, State.SIGNED))
    done = db.session.scalar(
        update(ItemVersion)
        .where(ItemVersion.hash == version, ItemVersion.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=reason, changed_at=now)
        .returning(ItemVersion.hash)
    )
    if done is None:
        raise WrongState("It is withdrawn already.")
    audit.record(
        "withdrew item", actor=by, subject=_subject(row), now=now, facts=_facts(row), details={"reason": reason}
    )


def reopen(version: str, *, by: int, now: datetime) -> None:
    """Make a withdrawn or retired version a draft again; its approvals and signature end.

    Raises WrongState for any other version.
    """
    database.begin_write()
    row = _locked(version)
    if row.withdrawn_at is None and row.state != State.RETIRED:
        raise WrongState(f"It is {row.state}, neither withdrawn nor retired.")
    _restart(row, State.DRAFT, by=by, now=now)
    audit.record("reopened item", actor=by, subject=_subject(row), now=now, facts=_facts(row))


def retire(version: str, *, by: int, now: datetime) -> None:
    """End a version that is no longer wanted. Raises WrongState when it is retired already."""
    database.begin_write()
    row = _locked(version)
    _move(row, tuple(state for state in State if state != State.RETIRED), State.RETIRED, now, withdrawn=True)
    audit.record("retired item", actor=by, subject=_subject(row), now=now, facts=_facts(row))


def needed(row: ItemVersion) -> int:
    """Return how many approvals a version needs."""
    return CRITICAL_APPROVALS if row.critical else 1


# Files


def read(folder: Path, *, sections: Mapping[str, Iterable[str]] | None) -> Reading:
    """Return what a folder holds beside what the bank knows: the first half of `load`, without a write lock."""
    return files.read(folder, queries.known(sources.register(), sections))


def load(reading: Reading, *, by: int | None, now: datetime) -> Loaded:
    """Store what files hold as versions *in review*, whatever the files say; conflicts are left out and named.

    New and changed items become new versions; those in which the linter finds errors stay drafts. Nothing is
    overwritten, retired or approved.
    """
    database.begin_write()
    planned = queries.compare([found for found in reading.found if not found.item.header.unfinished])
    taken = [each for each in planned if each.outcome in (Outcome.NEW, Outcome.CHANGED)]
    drafts = [each for each in taken if checks.of_version(each.found.item).errors]
    ready = [each for each in taken if each not in drafts]
    _take(ready, reading.pictures, state=State.IN_REVIEW, by=by, now=now)
    _take(drafts, reading.pictures, state=State.DRAFT, by=by, now=now)
    _rebase([each for each in planned if each.outcome is Outcome.UNCHANGED and each.ours == each.found.version])
    loaded = Loaded(
        new=_codes(planned, Outcome.NEW),
        changed=_codes(planned, Outcome.CHANGED),
        unchanged=_codes(planned, Outcome.UNCHANGED),
        problems=(
            *reading.problems,
            *(_not_finished(found) for found in reading.found if found.item.header.unfinished),
            *(_conflict(each) for each in planned if each.outcome is Outcome.CONFLICT),
        ),
    )
    if taken:
        facts = {each.found.code: each.found.version for each in taken}
        audit.record("loaded bank", actor=by, subject="bank:load", now=now, facts={"versions": facts})
    return loaded


def plan_import(name: str, reading: Reading, *, by: int, now: datetime) -> int:
    """Keep an upload with what applying it would do, so that it can be shown, and return its number."""
    database.begin_write()
    planned = queries.compare(reading.found)
    run = ImportRun(person_id=by, at=now, name=name[:300], plan=plans.packed(planned, reading))
    db.session.add(run)
    db.session.flush()
    return run.id


def apply_import(run: ImportRun, *, leave_out: bool, also: Sequence[str], by: int, now: datetime) -> Loaded:
    """Apply exactly what an import showed: new and changed items become new drafts, in one transaction.

    ``also`` names items in conflict that are taken as drafts too. Raises LeftOut when something would be left out
    and ``leave_out`` is not given, BankMoved when an item changed here since the import was shown, WrongState when
    it was applied before. An import stands for whoever uploaded it only.
    """
    plan = plans.unpacked(run.plan)
    database.begin_write()
    if run.state != RunState.SHOWN or run.person_id != by:
        raise WrongState("This import was applied before.")
    left_out = plan.left_out_beside(also)
    if left_out and not leave_out:
        raise LeftOut(f"{left_out} would be left out. Tick that you agree, or mend the files.")
    now_planned = queries.compare([each.found for each in plan.items])
    if [(each.outcome, each.ours) for each in now_planned] != [(each.outcome, each.ours) for each in plan.items]:
        raise BankMoved("The bank changed since this import was shown. Upload the files again.")
    applied = update(ImportRun).where(ImportRun.id == run.id, ImportRun.state == RunState.SHOWN)
    if (
        db.session.scalar(applied.values(state=RunState.APPLIED, applied_at=now).returning(ImportRun.id)) is None
    ):  # somebody was faster
        raise WrongState("This import was applied before.")
    taken = [
        each
        for each in now_planned
        if each.outcome in (Outcome.NEW, Outcome.CHANGED)
        or (each.outcome is Outcome.CONFLICT and each.found.code in also)
    ]
    _take(taken, plan.pictures, state=State.DRAFT, by=by, now=now)
    _rebase([each for each in now_planned if each.outcome is Outcome.UNCHANGED and each.ours == each.found.version])
    facts = {"run": run.id, "versions": {each.found.code: each.found.version for each in taken}}
    audit.record("imported items", actor=by, subject=f"import:{run.id}", now=now, facts=facts)
    return Loaded(_codes(taken, Outcome.NEW), _codes(taken, Outcome.CHANGED) + _codes(taken, Outcome.CONFLICT))


def take(reading: Reading, *, by: int | None, now: datetime) -> Loaded:
    """Store what files hold as new drafts at once, as `apply_import` does after it was shown; conflicts stay out."""
    database.begin_write()
    planned = queries.compare(reading.found)
    taken = [each for each in planned if each.outcome in (Outcome.NEW, Outcome.CHANGED)]
    _take(taken, reading.pictures, state=State.DRAFT, by=by, now=now)
    _rebase([each for each in planned if each.outcome is Outcome.UNCHANGED and each.ours == each.found.version])
    if taken:
        facts = {"versions": {each.found.code: each.found.version for each in taken}}
        audit.record("imported items", actor=by, subject="bank:import", now=now, facts=facts)
    conflicts = tuple(_conflict(each) for each in planned if each.outcome is Outcome.CONFLICT)
    new, changed, unchanged = (_codes(planned, each) for each in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED))
    return Loaded(new, changed, unchanged, (*reading.problems, *conflicts))


def export(filters: Filters, *, by: int | None, now: datetime) -> dict[str, bytes]:
    """Return the files of the newest version of each item: path → bytes, with every figure they show.

    Loading them into an empty database gives the same versions, hash for hash. What was exported is noted, so that
    a later import can tell which side changed an item.
    """
    database.begin_write()
    rows = queries.selected(filters)
    entries: dict[str, list[Entry]] = {}
    for row in rows:
        domain, topic, _ = row.item.code.split("/")
        entries.setdefault(f"{domain}/{topic}.toml", []).append(Entry(_with_dates(row.content), base=row.hash))
        row.item.base = row.hash
    written = {path: WRITERS[".toml"](drafts).encode() for path, drafts in entries.items()}
    names = {name for row in rows for name in row.figures}
    pictures = db.session.execute(select(Figure.name, Figure.content).where(Figure.name.in_(names)))
    written |= {f"{files.FIGURES}/{name}": content for name, content in pictures}
    facts = {"items": len(rows), "sha256": _digest_of(written)}
    audit.record("exported items", actor=by, subject="bank:export", now=now, facts=facts)
    return written


def _digests(item: Item) -> dict[str, str]:
    """Return the digests of an item's figures. Raises DraftError naming those the bank does not have."""
    held = queries.figure_digests()
    missing = sorted(figures_shown(item) - set(held))
    if missing:
        remedy = "Add the picture under Figures first."
        raise DraftError(tuple(Fault("stem", f"shows figure:{name}, which is not there", remedy) for name in missing))
    return {name: held[name] for name in figures_shown(item)}


def _new_item(item: Item, now: datetime) -> BankItem:
    row = BankItem(code=item.header.code, pool=item.header.pool, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise CodeTaken(f"Another item has the code {item.header.code}. Choose another.") from error
    return row


def _item_to_change(item: Item, base: str) -> BankItem:
    statement = select(BankItem).where(BankItem.code == item.header.code).with_for_update()
    row = db.session.scalars(statement).one_or_none()
    newest = queries.newest(item.header.code)
    if row is None or newest is None:
        raise DraftError((Fault("code", "is not the code of this item", "A code never changes; write a new item."),))
    if newest.hash != base:
        raise EditedMeanwhile(newest.hash)
    if row.pool != item.header.pool:
        raise DraftError((Fault("pool", f"was {row.pool}", "An item keeps its pool; write a new item."),))
    return row


def _add(bank_item: BankItem, found: Found, *, state: State, by: int | None, now: datetime) -> ItemVersion:
    """Add a version, or bring an older one with the same words forward."""
    held = db.session.get(ItemVersion, found.version)
    if held is not None:
        if held.state not in (State.DRAFT, State.RETIRED) and held.withdrawn_at is None:
            raise AlreadyThere(f"These are the words of version {held.number}, which is {held.state}.")
        return _restart(held, state, by=by, now=now)
    row = _version(bank_item, found, number=_next_number(bank_item.id), state=state, by=by, now=now)
    db.session.add(row)
    db.session.flush()
    return row


def _version(
    bank_item: BankItem, found: Found, *, number: int, state: State, by: int | None, now: datetime
) -> ItemVersion:
    item = found.item
    return ItemVersion(
        hash=found.version,
        item=bank_item,
        number=number,
        kind=item.kind,
        domain=item.header.domain,
        level=item.header.level,
        critical=item.critical,
        author=item.header.author,
        content=item.draft(),
        figures=dict(found.figures),
        search_text=_search_text(item),
        state=state,
        created_at=now,
        created_by=by,
        changed_at=now,
    )


def _restart(row: ItemVersion, state: State, *, by: int | None, now: datetime) -> ItemVersion:
    for table in (Approval, ReviewAnswer, SignOff):
        db.session.execute(delete(table).where(table.version == row.hash))
    row.number = _next_number(row.item_id)
    row.state, row.changed_at = state, now
    row.created_by = row.created_by if by is None else by
    row.withdrawn_at = row.withdrawn_by = row.withdrawn_reason = None
    db.session.flush()
    return row


def _next_number(item_id: int) -> int:
    newest = db.session.scalar(select(func.max(ItemVersion.number)).where(ItemVersion.item_id == item_id))
    return (newest or 0) + 1


def _search_text(item: Item) -> str:
    return "\n".join((item.header.code, item.header.objective, *texts(item))).casefold()


def _locked(version: str) -> ItemVersion:
    row = db.session.get(ItemVersion, version, with_for_update={"of": ItemVersion})
    if row is None:
        raise WrongState("There is no such version.")
    return row


def _under_review(version: str, by: int) -> ItemVersion:
    row = _locked(version)
    if queries.wrote(row, by):
        raise OwnItem("You wrote at this item. Somebody else reviews it.")
    _require(row, (State.IN_REVIEW,))
    return row


def _require(row: ItemVersion, states: Sequence[State]) -> None:
    if row.state not in states or row.withdrawn_at is not None:
        now_it_is = "withdrawn" if row.withdrawn_at else row.state
        raise WrongState(f"Version {row.number} of {row.item.code} is {now_it_is}, not {' or '.join(states)}.")


def _move(row: ItemVersion, states: Sequence[State], to: State, now: datetime, *, withdrawn: bool = False) -> None:
    """Change a state, only from where it was thought to be. Raises WrongState when it is not there."""
    condition = [ItemVersion.hash == row.hash, ItemVersion.state.in_(states)]
    if not withdrawn:
        condition.append(ItemVersion.withdrawn_at.is_(None))
    done = db.session.scalar(
        update(ItemVersion).where(*condition).values(state=to, changed_at=now).returning(ItemVersion.hash)
    )
    if done is None:
        _require(row, states)
        raise WrongState(f"Version {row.number} is {row.state}.")


def _comment(version: str, words: str, *, by: int, now: datetime, asks_changes: bool = False) -> None:
    if words.strip():
        db.session.add(Comment(version=version, person_id=by, at=now, text=words, asks_changes=asks_changes))
        db.session.flush()


def _take(
    planned: Sequence[Planned], pictures: Sequence[Picture], *, state: State, by: int | None, now: datetime
) -> None:
    """Store items of files as new versions, with the figures they show."""
    shown = {name for each in planned for name in each.found.figures}
    _store([picture for picture in pictures if picture.name in shown], by=by, now=now)
    held = {row.code: row for row in db.session.scalars(select(BankItem))}
    _take_new([each.found for each in planned if each.found.code not in held], state=state, by=by, now=now)
    for each in planned:
        row = held.get(each.found.code)
        if row is not None:
            _add(row, each.found, state=state, by=by, now=now)
            row.base = each.found.version


def _take_new(new: Sequence[Found], *, state: State, by: int | None, now: datetime) -> None:
    """Store items that were not there, all in a few statements. Raises CodeTaken when somebody was faster."""
    rows = []
    for found in new:
        item = BankItem(code=found.code, pool=found.item.header.pool, base=found.version, created_at=now)
        rows.append(_version(item, found, number=1, state=state, by=by, now=now))
    try:
        with db.session.begin_nested():
            db.session.add_all(rows)
    except IntegrityError as error:
        raise CodeTaken("Somebody saved an item with one of these codes meanwhile. Import the files again.") from error


def _store(pictures: Sequence[Picture], *, by: int | None, now: datetime) -> int:
    """Store figures that are not there yet and return how many. Raises FigureTaken for a name with other bytes."""
    held = queries.figure_digests()
    new = [picture for picture in pictures if picture.name not in held]
    for picture in pictures:
        if held.get(picture.name, picture.digest) != picture.digest:
            raise FigureTaken(f"Another picture is called {picture.name}. Give this one a new name.")
    db.session.add_all(
        Figure(
            name=picture.name,
            digest=picture.digest,
            media_type=picture.media_type,
            content=picture.content,
            created_at=now,
            created_by=by,
        )
        for picture in new
    )
    db.session.flush()
    return len(new)


def _rebase(planned: Sequence[Planned]) -> None:
    """Note that files and bank hold the same version of these items."""
    for each in planned:
        db.session.execute(update(BankItem).where(BankItem.code == each.found.code).values(base=each.found.version))


def _codes(planned: Sequence[Planned], outcome: Outcome) -> tuple[str, ...]:
    return tuple(each.found.code for each in planned if each.outcome is outcome)


def _conflict(each: Planned) -> Problem:
    found = each.found
    fields = ", ".join(change.label for change in each.changes[:4])
    return Problem(
        found.file,
        f"was changed here and in the bank since it was exported ({fields})",
        "Export it, make your change there, and load it again.",
        found.line,
        "",
        found.code,
    )


def _not_finished(found: Found) -> Problem:
    remedy = "Import it as a draft, or write what is missing and remove the line."
    return Problem(found.file, "is unfinished, so it cannot be loaded for review", remedy, found.line, "", found.code)


def _with_dates(content: Mapping[str, object]) -> dict[str, object]:
    """Return a canonical draft with its dates as dates, which a format may write without quotes."""
    return {
        name: date.fromisoformat(str(value)) if name in DATES and value else value for name, value in content.items()
    }


def _digest_of(written: Mapping[str, bytes]) -> str:
    digests = {path: sha256(content).hexdigest() for path, content in written.items()}
    return sha256(items.canonical(digests)).hexdigest()


def _subject(row: ItemVersion) -> str:
    return f"item:{row.item.code}"


def _facts(row: ItemVersion) -> dict[str, object]:
    return {"version": row.hash, "number": row.number}
