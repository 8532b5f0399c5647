"""Writing what happens to modules: loading, reading, answers, minutes of study."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from training import sources
from training.audit import service as audit
from training.core.responses import Response
from training.db import begin_write, db
from training.modules import files, queries, rows, study
from training.modules.content import Checkpoint, Module
from training.modules.files import Problem
from training.modules.models import (
    CheckpointAnswer,
    CurrentModule,
    ModuleCompleted,
    ReadAgain,
    SectionOpened,
    StudyMinute,
    StudyRun,
)
from training.modules.queries import Version


class ContentError(ValueError):
    """A folder of modules has problems; ``problems`` holds all of them and nothing was loaded."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Unknown(LookupError):
    """There is no such module, section, question or version."""


class Incomplete(ValueError):
    """An answer that cannot be taken as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: codes of modules whose current version changed, and of those that stayed as they were."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def load(folder: Path, *, by: int | None, now: datetime) -> Loaded:
    """Make the modules of ``folder`` the current versions, unsigned unless this very content was signed before.

    Modules that the folder lacks stay. Raises ContentError, with nothing written, when any file has a problem.
    """
    reading = files.read(folder, sources.register())
    if reading.problems:
        raise ContentError(reading.problems)
    begin_write()
    changed = tuple(module.code for module in reading.modules if _make_current(module, by=by, now=now))
    return Loaded(changed, tuple(module.code for module in reading.modules if module.code not in changed))


def open_section(person_id: int, code: str, section: str, *, now: datetime) -> None:
    """Note that a person has a section before them. Raises Unknown."""
    begin_write()
    version = _current(code)
    found = version.module.section(section)
    if found is None:
        raise Unknown(section)
    row = db.session.scalars(
        select(SectionOpened)
        .where(SectionOpened.person_id == person_id, SectionOpened.module_code == code)
        .where(SectionOpened.section == section, SectionOpened.digest == found.digest)
        .with_for_update()
    ).one_or_none()
    if row is None:
        row = SectionOpened(
            person_id=person_id,
            module_code=code,
            section=section,
            digest=found.digest,
            version_id=version.id,
            first_at=now,
            last_at=now,
        )
    row.last_at = max(row.last_at, now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return  # another tab opened it in this very moment
    _complete(person_id, version, now=now)


def answer(person_id: int, code: str, checkpoint: str, response: Response, *, now: datetime) -> Checkpoint:
    """Keep an answer to a question in passing and return the question.

    Raises Unknown, or Incomplete for an answer with nothing or not enough in it.
    """
    begin_write()
    version = _current(code)
    asked = version.module.checkpoint(checkpoint)
    if asked is None:
        raise Unknown(checkpoint)
    item = asked.asked
    if not response:
        raise Incomplete("Choose an answer first.")
    if complaint := item.complaint(response):
        raise Incomplete(complaint)
    if not item.fits(response):
        raise Incomplete("Choose an answer first.")
    mark = item.mark(response)
    db.session.add(
        CheckpointAnswer(
            person_id=person_id,
            module_code=code,
            checkpoint=checkpoint,
            digest=asked.digest,
            version_id=version.id,
            response=list(response),
            right=mark is not None and mark.awarded == mark.possible,
            at=now,
        )
    )
    db.session.flush()
    _complete(person_id, version, now=now)
    return asked


def study_sign(person_id: int, code: str, *, now: datetime) -> bool:
    """Take a sign that a person studies, by the rules of `study`, and return whether it earned a minute.

    No more than the module's planned minutes are credited to it. Raises Unknown.
    """
    begin_write()
    version = _current(code)
    row = db.session.get(StudyRun, person_id, with_for_update=True)
    run, earned = study.heard(study.Run(row.since, row.seen) if row else None, now)
    try:
        with db.session.begin_nested():
            if row is None:
                row = StudyRun(person_id=person_id, since=run.since, seen=run.seen)
                db.session.add(row)
            row.since, row.seen = run.since, run.seen
            if earned and _credited(person_id, code) < version.module.planned_minutes:
                db.session.add(StudyMinute(person_id=person_id, minute=study.minute_of(now), module_code=code))
            else:
                earned = False
    except IntegrityError:
        return False  # this minute of the clock is credited, or another tab was first
    return earned


def ask_again(person_id: int, module: str, section: str, since: datetime) -> None:
    """Ask a person to read a section again; a reading before ``since`` does not count."""
    begin_write()
    row = db.session.get(ReadAgain, (person_id, module, section), with_for_update=True)
    if row is None:
        db.session.add(ReadAgain(person_id=person_id, module_code=module, section=section, since=since))
    else:
        row.since = max(row.since, since)
    db.session.flush()


def _make_current(module: Module, *, by: int | None, now: datetime) -> bool:
    current = db.session.get(CurrentModule, module.code, with_for_update=True)
    if current is not None and current.version_id == module.version:
        return False
    row = rows.add(module.version, module.content(), state=rows.stands(module.version), by=by, now=now)
    rows.use(row, position=module.position, now=now)
    rows.record("module loaded", row, by=by, now=now)
    return True


def _current(code: str) -> Version:
    version = queries.current_version(code)
    if version is None:
        raise Unknown(code)
    return version


def _credited(person_id: int, code: str) -> int:
    return db.session.scalars(
        select(func.count())
        .select_from(StudyMinute)
        .where(StudyMinute.person_id == person_id, StudyMinute.module_code == code)
    ).one()


def _complete(person_id: int, version: Version, *, now: datetime) -> None:
    """Note the completion of the current version, once, when nothing of it is open."""
    before: ModuleCompleted | None = db.session.get(ModuleCompleted, (person_id, version.id))
    if before is not None or not queries.finished(person_id, version.module):
        return
    code = version.module.code
    done = ModuleCompleted(person_id=person_id, version_id=version.id, module_code=code, at=now)
    try:
        with db.session.begin_nested():
            db.session.add(done)
    except IntegrityError:
        return  # it was completed from another tab
    audit.record("module completed", actor=person_id, subject=f"module:{code}", now=now, facts={"version": version.id})
