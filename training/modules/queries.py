"""Reading modules, their versions, and how far a person is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, func, select

from training.db import db
from training.modules import content
from training.modules.content import Module
from training.modules.models import (
    CheckpointAnswer,
    CurrentModule,
    ModuleCompleted,
    ModuleSignature,
    ModuleVersion,
    ReadAgain,
    SectionOpened,
    StudyMinute,
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a module, and who signed it; ``signed_at`` is None while it awaits clinical review."""

    id: str
    module: Module
    loaded_at: datetime
    loaded_by: int | None
    signed_by: int | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's newest answer to a question in passing."""

    response: tuple[str, ...]
    right: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a person is with a module as it reads now.

    ``read`` holds the sections opened and ``answered`` the newest answers, both in their present wording. ``completed``
    is when any version was completed, ``completed_version`` which one. ``again`` holds the sections to read again.
    """

    version: Version
    read: frozenset[str]
    answered: Mapping[str, Answer]
    completed_at: datetime | None
    completed_version: str | None
    seconds: int
    again: frozenset[str]

    @property
    def module(self) -> Module:
        """Return the module."""
        return self.version.module

    @property
    def finished(self) -> bool:
        """Return whether each section was opened and each question answered, as they read now."""
        return len(self.read) == len(self.module.sections) and len(self.answered) == len(self.module.checkpoints)

    @property
    def next_section(self) -> str:
        """Return the section to go on with: to read again, unread, with an open question, else the first."""
        module = self.module
        waiting = [section.id for section in module.sections if section.id in self.again]
        waiting += [section.id for section in module.sections if not self._done(section.id)]
        return waiting[0] if waiting else module.sections[0].id

    def _done(self, section: str) -> bool:
        return section in self.read and all(entry.id in self.answered for entry in self.module.questions(section))


@dataclass(frozen=True, slots=True)
class Reading:
    """When a person last opened each ``(module, section)``, in whatever wording, and which of them there are now."""

    opened: Mapping[tuple[str, str], datetime]
    there: frozenset[tuple[str, str]]

    def lacks(self, sections: Iterable[tuple[str, str]], since: datetime) -> tuple[tuple[str, str], ...]:
        """Return which of these were not opened after ``since``; a section that is no more is not waited for."""
        return tuple(pair for pair in sections if pair in self.there and self.opened.get(pair, since) <= since)


@dataclass(frozen=True, slots=True)
class StudiedModule:
    """What a certificate's facts say about one module: the version completed, when, and the time credited."""

    code: str
    title: str
    version: str
    completed_at: datetime
    seconds: int
    awaits_review: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """That a module was completed, in which version and when."""

    code: str
    version: str
    at: datetime


def current() -> tuple[Version, ...]:
    """Return the modules as they read now, in the order of the programme."""
    return _versions(CurrentModule.version_id == ModuleVersion.id)


def current_version(code: str) -> Version | None:
    """Return a module as it reads now."""
    found = _versions((CurrentModule.version_id == ModuleVersion.id) & (ModuleVersion.code == code))
    return found[0] if found else None


def titles() -> dict[str, str]:
    """Return the titles of the modules by code, in the order of the programme."""
    return {version.module.code: version.module.title for version in current()}


def section_title(code: str, section: str) -> str | None:
    """Return the title of a section of a module as it reads now, None when there is no such section."""
    version = current_version(code)
    found = version.module.section(section) if version else None
    return found.title if found else None


def section_url_parts(code: str, section: str) -> dict[str, str] | None:
    """Return what ``url_for("modules.section", …)`` needs; None when there is no such section."""
    return {"code": code, "section": section} if section_title(code, section) else None


def completed(person_id: int) -> frozenset[str]:
    """Return the codes of the modules a person completed, in whatever version."""
    query = select(ModuleCompleted.module_code).where(ModuleCompleted.person_id == person_id)
    return frozenset(db.session.scalars(query))


def completions(person_ids: Iterable[int]) -> dict[int, tuple[Completion, ...]]:
    """Return the first completion of each module by each person, in one statement, whatever the version."""
    rows = db.session.execute(
        select(ModuleCompleted.person_id, ModuleCompleted.module_code, ModuleCompleted.version_id, ModuleCompleted.at)
        .where(ModuleCompleted.person_id.in_(set(person_ids)))
        .order_by(ModuleCompleted.at.desc(), ModuleCompleted.version_id)
    )
    first: dict[int, dict[str, Completion]] = {}
    for person_id, code, version, at in rows:
        first.setdefault(person_id, {})[code] = Completion(code, version, at)
    return {person_id: tuple(found.values()) for person_id, found in first.items()}


def versions_studied(person_id: int) -> tuple[StudiedModule, ...]:
    """Return the newest completed version of each module, in the order of the programme."""
    seconds = study_seconds(person_id)
    rows = db.session.execute(
        select(ModuleCompleted, ModuleVersion.title, ModuleSignature.at)
        .join(ModuleVersion, ModuleVersion.id == ModuleCompleted.version_id)
        .outerjoin(ModuleSignature, ModuleSignature.version_id == ModuleCompleted.version_id)
        .outerjoin(CurrentModule, CurrentModule.code == ModuleCompleted.module_code)
        .where(ModuleCompleted.person_id == person_id)
        .order_by(CurrentModule.position, ModuleCompleted.module_code, ModuleCompleted.at)
    )
    newest = {
        done.module_code: StudiedModule(
            code=done.module_code,
            title=title,
            version=done.version_id,
            completed_at=done.at,
            seconds=seconds.get(done.module_code, 0),
            awaits_review=signed_at is None,
        )
        for done, title, signed_at in rows
    }
    return tuple(newest.values())


def study_seconds(person_id: int) -> dict[str, int]:
    """Return the seconds of study credited to a person by module code."""
    return study_seconds_of([person_id]).get(person_id, {})


def study_seconds_of(person_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return the seconds of study credited to each person by module code, in one statement."""
    rows = db.session.execute(
        select(StudyMinute.person_id, StudyMinute.module_code, func.count())
        .where(StudyMinute.person_id.in_(set(person_ids)))
        .group_by(StudyMinute.person_id, StudyMinute.module_code)
    )
    found: dict[int, dict[str, int]] = {}
    for person_id, code, minutes in rows:
        found.setdefault(person_id, {})[code] = 60 * minutes
    return found


def standings(person_id: int) -> tuple[Standing, ...]:
    """Return how far a person is with every module, in the order of the programme. The same few statements always."""
    return _standings(person_id, current())


def standing(person_id: int, code: str) -> Standing | None:
    """Return how far a person is with one module; None for an unknown one."""
    version = current_version(code)
    return _standings(person_id, [version])[0] if version else None


def begun(person_id: int, code: str) -> tuple[ModuleVersion, ...]:
    """Return the earlier versions of a module in which a person opened a section, the newest first."""
    opened = select(SectionOpened.version_id).where(
        SectionOpened.person_id == person_id, SectionOpened.module_code == code
    )
    now_read = select(CurrentModule.version_id).where(CurrentModule.code == code)
    rows = select(ModuleVersion).where(ModuleVersion.id.in_(opened), ModuleVersion.id.not_in(now_read))
    return tuple(db.session.scalars(rows.order_by(ModuleVersion.number.desc())))


def changed_sections(person_id: int, module: Module) -> tuple[str, ...]:
    """Return the titles of the sections that a person opened in other words than they have now, and not since."""
    rows = db.session.execute(
        select(SectionOpened.section, SectionOpened.digest).where(
            SectionOpened.person_id == person_id, SectionOpened.module_code == module.code
        )
    )
    opened = {(section, digest) for section, digest in rows}
    names = {section for section, _digest in opened}
    return tuple(
        section.title
        for section in module.sections
        if section.id in names and (section.id, section.digest) not in opened
    )


def finished(person_id: int, module: Module) -> bool:
    """Return whether a person opened each section and answered each question, as they read now."""
    opened = select(SectionOpened.section, SectionOpened.digest).where(
        SectionOpened.person_id == person_id, SectionOpened.module_code == module.code
    )
    answered = select(CheckpointAnswer.checkpoint, CheckpointAnswer.digest).where(
        CheckpointAnswer.person_id == person_id, CheckpointAnswer.module_code == module.code
    )
    done = {tuple(row) for row in db.session.execute(opened)} | {tuple(row) for row in db.session.execute(answered)}
    parts = [(section.id, section.digest) for section in module.sections]
    return done.issuperset(parts + [(question.id, question.digest) for question in module.checkpoints])


def reading(person_id: int) -> Reading:
    """Return when a person last opened each section, and which sections there are now."""
    rows = db.session.execute(
        select(SectionOpened.module_code, SectionOpened.section, func.max(SectionOpened.last_at))
        .where(SectionOpened.person_id == person_id)
        .group_by(SectionOpened.module_code, SectionOpened.section)
    )
    there = ((version.module.code, section.id) for version in current() for section in version.module.sections)
    return Reading({(code, section): last_at for code, section, last_at in rows}, frozenset(there))


def restored(version_id: str) -> Module:
    """Return the module of a stored version. Raises LookupError for an unknown one."""
    return _restored(version_id)


@lru_cache(maxsize=64)
def _restored(version_id: str) -> Module:
    """Read a version once a process: its id is the hash of its content, so it cannot go stale."""
    row = db.session.get(ModuleVersion, version_id)
    if row is None:
        raise LookupError(version_id)
    return content.restore(row.content)


def _versions(condition: ColumnElement[bool]) -> tuple[Version, ...]:
    rows = db.session.execute(
        select(ModuleVersion.id, ModuleVersion.loaded_at, ModuleVersion.loaded_by, ModuleSignature)
        .join(CurrentModule, CurrentModule.code == ModuleVersion.code)
        .outerjoin(ModuleSignature, ModuleSignature.version_id == ModuleVersion.id)
        .where(condition)
        .order_by(CurrentModule.position, CurrentModule.code)
    )
    return tuple(
        Version(
            id=version_id,
            module=_restored(version_id),
            loaded_at=loaded_at,
            loaded_by=loaded_by,
            signed_by=signature.person_id if signature else None,
            signed_at=signature.at if signature else None,
        )
        for version_id, loaded_at, loaded_by, signature in rows.all()
    )


def _standings(person_id: int, versions: Sequence[Version]) -> tuple[Standing, ...]:
    codes = [version.module.code for version in versions]
    rows = db.session.execute(
        select(SectionOpened.module_code, SectionOpened.section, SectionOpened.digest).where(
            SectionOpened.person_id == person_id, SectionOpened.module_code.in_(codes)
        )
    )
    opened = {(code, section, digest) for code, section, digest in rows}
    answers = {
        (row.module_code, row.checkpoint, row.digest): Answer(tuple(row.response), row.right, row.at)
        for row in db.session.scalars(
            select(CheckpointAnswer)
            .where(CheckpointAnswer.person_id == person_id, CheckpointAnswer.module_code.in_(codes))
            .order_by(CheckpointAnswer.id)
        )
    }
    done = {
        row.module_code: row
        for row in db.session.scalars(
            select(ModuleCompleted)
            .where(ModuleCompleted.person_id == person_id, ModuleCompleted.module_code.in_(codes))
            .order_by(ModuleCompleted.at)
        )
    }
    seconds, again = study_seconds(person_id), _again(person_id)
    return tuple(
        Standing(
            version=version,
            read=frozenset(
                section.id
                for section in version.module.sections
                if (version.module.code, section.id, section.digest) in opened
            ),
            answered={
                entry.id: answers[key]
                for entry in version.module.checkpoints
                if (key := (version.module.code, entry.id, entry.digest)) in answers
            },
            completed_at=done[version.module.code].at if version.module.code in done else None,
            completed_version=done[version.module.code].version_id if version.module.code in done else None,
            seconds=seconds.get(version.module.code, 0),
            again=again.get(version.module.code, frozenset()),
        )
        for version in versions
    )


def _again(person_id: int) -> dict[str, frozenset[str]]:
    """Return the sections by module that somebody was asked to read again and has not opened since."""
    latest = (
        select(SectionOpened.module_code, SectionOpened.section, func.max(SectionOpened.last_at).label("last_at"))
        .where(SectionOpened.person_id == person_id)
        .group_by(SectionOpened.module_code, SectionOpened.section)
        .subquery()
    )
    rows = db.session.execute(
        select(ReadAgain.module_code, ReadAgain.section)
        .outerjoin(latest, (latest.c.module_code == ReadAgain.module_code) & (latest.c.section == ReadAgain.section))
        .where(ReadAgain.person_id == person_id)
        .where((latest.c.last_at.is_(None)) | (latest.c.last_at <= ReadAgain.since))
    )
    waiting: dict[str, set[str]] = {}
    for code, section in rows:
        waiting.setdefault(code, set()).add(section)
    return {code: frozenset(sections) for code, sections in waiting.items()}
