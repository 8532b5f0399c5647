"""Files into the bank and out of it: loaded, imported in two steps, exported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training import items, sources
from training.audit import service as audit
from training.bank import checks, files, plans
from training.bank.formats import WRITERS, Entry
from training.bank.models import (
    BankItem,
    Figure,
    ImportRun,
    RunState,
    State,
)
from training.bank.queries import comparing, lists
from training.bank.queries.lists import Filters
from training.bank.readings import Found, Outcome, Picture, Planned, Problem, Reading
from training.bank.refusals import BankMoved, CodeTaken, LeftOut, WrongState
from training.bank.service import queued
from training.bank.service.rows import add, store, version_row
from training.db import db

DATES = ("checked_on", "review_by")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: codes by outcome, and the problems that kept items out."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(folder: Path, *, sections: Mapping[str, Iterable[str]] | None) -> Reading:
    """Return what a folder holds beside what the bank knows: the first half of `load`, without a write lock."""
    return files.read(folder, comparing.known(sources.register(), sections))


def load(reading: Reading, *, by: int | None, now: datetime) -> Loaded:
    """Store what files hold as versions *in review*, whatever the files say; conflicts are left out and named.

    New and changed items become new versions; those in which the linter finds errors stay drafts. Nothing is
    overwritten, retired or approved.
    """
    database.begin_write()
    planned = comparing.compare([found for found in reading.found if not found.item.header.unfinished])
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
    planned = comparing.compare(reading.found)
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
    if queued.UPLOADS in run.plan:
        raise WrongState("This import is still being read.")
    return apply_plan(run, plans.unpacked(run.plan), leave_out=leave_out, also=also, by=by, now=now)


def require_agreed(left_out: int, *, leave_out: bool) -> None:
    """Raise LeftOut when items would be left out and nobody agreed to that."""
    if left_out and not leave_out:
        raise LeftOut(f"{left_out} would be left out. Tick that you agree, or mend the files.")


def apply_plan(
    run: ImportRun, plan: plans.Plan, *, leave_out: bool, also: Sequence[str], by: int | None, now: datetime
) -> Loaded:
    """Apply an import whose plan is unpacked, as `apply_import` does."""
    database.begin_write()
    if run.state != RunState.SHOWN or run.person_id != by:
        raise WrongState("This import was applied before.")
    require_agreed(plan.left_out_beside(also), leave_out=leave_out)
    now_planned = comparing.compare([each.found for each in plan.items])
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
    planned = comparing.compare(reading.found)
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
    rows = lists.selected(filters)
    entries: dict[str, list[Entry]] = {}
    for row in rows:
        domain, topic, _ = row.item.code.split("/")
        entries.setdefault(f"{domain}/{topic}.toml", []).append(Entry(_with_dates(row.content), base=row.hash))
        row.item.base = row.hash
    written = {path: WRITERS[".toml"](drafts).encode() for path, drafts in entries.items()}
    names = {name for row in rows for name in row.figures}
    pictures = db.session.execute(select(Figure.name, Figure.content).where(Figure.name.in_(names)))
    written |= {f"{files.FIGURES}/{name}": content for name, content in pictures}
    versions = {row.item.code: row.hash for row in rows}
    facts = {"items": len(rows), "sha256": _digest_of(written), "versions": versions}
    audit.record("exported items", actor=by, subject="bank:export", now=now, facts=facts)
    return written


def _take(
    planned: Sequence[Planned], pictures: Sequence[Picture], *, state: State, by: int | None, now: datetime
) -> None:
    """Store items of files as new versions, with the figures they show."""
    shown = {name for each in planned for name in each.found.figures}
    store([picture for picture in pictures if picture.name in shown], by=by, now=now)
    held = {row.code: row for row in db.session.scalars(select(BankItem))}
    _take_new([each.found for each in planned if each.found.code not in held], state=state, by=by, now=now)
    for each in planned:
        row = held.get(each.found.code)
        if row is not None:
            add(row, each.found, state=state, by=by, now=now)
            row.base = each.found.version


def _take_new(new: Sequence[Found], *, state: State, by: int | None, now: datetime) -> None:
    """Store items that were not there, all in a few statements. Raises CodeTaken when somebody was faster."""
    rows = []
    for found in new:
        item = BankItem(code=found.code, pool=found.item.header.pool, base=found.version, created_at=now)
        rows.append(version_row(item, found, number=1, state=state, by=by, now=now))
    try:
        with db.session.begin_nested():
            db.session.add_all(rows)
    except IntegrityError as error:
        raise CodeTaken("Somebody saved an item with one of these codes meanwhile. Import the files again.") from error


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
