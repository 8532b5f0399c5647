"""Reading the versions of modules: who wrote at them, what was decided, what waits for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, load_only

from training import sources
from training.core.drafts import Draft
from training.db import db
from training.modules import sketch
from training.modules.content import BESIDE, Module
from training.modules.lint import checking
from training.modules.lint.rules import Finding
from training.modules.models import (
    CurrentModule,
    ModuleApproval,
    ModuleSignature,
    ModuleVersion,
    State,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a version says, finished or not: its draft, the SVG of each figure by id, what `content.parse` was shown."""

    draft: dict[str, object]
    plates: Mapping[str, str]
    shown: Mapping[str, str] | None

    @property
    def module(self) -> Module:
        """Return the module as far as it can be shown."""
        return sketch.of(self.draft, self.plates, self.shown).module


def words(content: Draft) -> Words:
    """Return what a stored version says."""
    plates = content.get("plates")
    drawn = {str(name): str(drawing) for name, drawing in plates.items()} if isinstance(plates, Mapping) else {}
    shown = content.get("interactives")
    digests = {str(name): str(digest) for name, digest in shown.items()} if isinstance(shown, Mapping) else None
    return Words({name: value for name, value in content.items() if name not in BESIDE}, drawn, digests)


def newest(code: str) -> ModuleVersion | None:
    """Return the newest version of a module."""
    rows = select(ModuleVersion).where(ModuleVersion.code == code).order_by(ModuleVersion.number.desc())
    return db.session.scalars(rows.limit(1)).one_or_none()


def version(code: str, number: int) -> ModuleVersion | None:
    """Return one version by its number."""
    return db.session.scalars(
        select(ModuleVersion).where(ModuleVersion.code == code, ModuleVersion.number == number)
    ).one_or_none()


def version_of(version_id: str) -> ModuleVersion | None:
    """Return one version by its hash."""
    return db.session.get(ModuleVersion, version_id)


def all_newest() -> list[ModuleVersion]:
    """Return the newest version of every module, by title."""
    later = aliased(ModuleVersion)
    newer = exists().where(later.code == ModuleVersion.code, later.number > ModuleVersion.number)
    return list(db.session.scalars(select(ModuleVersion).where(~newer).order_by(ModuleVersion.title)))


def history(code: str) -> list[ModuleVersion]:
    """Return all versions of a module without their words, the newest first."""
    rows = select(ModuleVersion).where(ModuleVersion.code == code).order_by(ModuleVersion.number.desc())
    meta = load_only(*(getattr(ModuleVersion, name) for name in META))
    return list(db.session.scalars(rows.options(meta)))


META = ("id", "code", "title", "loaded_at", "loaded_by", "number", "state", "changed_at")


def in_use() -> dict[str, str]:
    """Return the hash of the version that is read, by code."""
    return {row.code: row.version_id for row in db.session.execute(_IN_USE)}


def numbers_in_use() -> dict[str, int]:
    """Return the number of the version that is read, by code."""
    rows = select(CurrentModule.code, ModuleVersion.number).join(
        ModuleVersion, ModuleVersion.id == CurrentModule.version_id
    )
    return {row.code: row.number for row in db.session.execute(rows)}


_IN_USE = select(CurrentModule.code, CurrentModule.version_id)


def approvals(ids: Iterable[str]) -> list[ModuleApproval]:
    """Return the approvals of versions in the order they were given."""
    rows = select(ModuleApproval).where(ModuleApproval.version_id.in_(set(ids)))
    return list(db.session.scalars(rows.order_by(ModuleApproval.at, ModuleApproval.person_id)))


def approvers(version_id: str) -> set[int]:
    """Return who approved a version."""
    return {each.person_id for each in approvals([version_id])}


def signatures(ids: Iterable[str]) -> dict[str, ModuleSignature]:
    """Return the signatures under versions, by version."""
    rows = select(ModuleSignature).where(ModuleSignature.version_id.in_(set(ids)))
    return {each.version_id: each for each in db.session.scalars(rows)}


def to_review(person_id: int) -> list[ModuleVersion]:
    """Return the versions in review that a person did not write at, the longest waiting first."""
    rows = _in(State.IN_REVIEW)
    own = written_by(person_id, rows)
    return [row for row in rows if row.id not in own]


def to_sign() -> list[ModuleVersion]:
    """Return the approved versions, the longest waiting first."""
    return _in(State.APPROVED)


def unfinished_of(person_id: int) -> list[ModuleVersion]:
    """Return the newest versions that a person wrote and nobody signed, by title."""
    waiting = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
    return [row for row in all_newest() if row.loaded_by == person_id and row.state in waiting]


def wrote(row: ModuleVersion, person_id: int) -> bool:
    """Return whether somebody wrote or loaded a version, or one since the last signed one before it."""
    return row.id in written_by(person_id, [row])


def writers(row: ModuleVersion) -> frozenset[int]:
    """Return who wrote or loaded a version, or one since the last signed one before it."""
    return frozenset(person for person in _writers(row, _made([row])) if person is not None)


def written_by(person_id: int, rows: Sequence[ModuleVersion]) -> frozenset[str]:
    """Return the hashes of those versions that a person wrote at, in one statement."""
    made = _made(rows)
    return frozenset(row.id for row in rows if person_id in _writers(row, made))


def _made(rows: Sequence[ModuleVersion]) -> list[tuple[str, int, int | None, bool]]:
    """Return code, number, maker and whether it is signed of all versions of some modules, by number."""
    made = db.session.execute(
        select(ModuleVersion.code, ModuleVersion.number, ModuleVersion.loaded_by, ModuleSignature.version_id)
        .outerjoin(ModuleSignature, ModuleSignature.version_id == ModuleVersion.id)
        .where(ModuleVersion.code.in_({row.code for row in rows}))
        .order_by(ModuleVersion.number)
    )
    return [(code, number, maker, signed is not None) for code, number, maker, signed in made]


def _writers(row: ModuleVersion, made: Iterable[tuple[str, int, int | None, bool]]) -> set[int | None]:
    writers: set[int | None] = set()
    for code, number, maker, signed in made:
        if code == row.code and number <= row.number:
            writers.add(maker)
            if signed and number < row.number:
                writers.clear()
    return writers


def newer_signed(row: ModuleVersion) -> bool:
    """Return whether a later version of the module is signed."""
    newer = select(ModuleVersion.id).where(
        ModuleVersion.code == row.code, ModuleVersion.number > row.number, ModuleVersion.state == State.SIGNED
    )
    return db.session.scalar(newer.limit(1)) is not None


def places(*, leaving_out: str = "") -> frozenset[str]:
    """Return the sections that a link can lead to, as ``module/section``, of all modules but one."""
    rows = db.session.scalars(
        select(ModuleVersion)
        .join(CurrentModule, CurrentModule.version_id == ModuleVersion.id)
        .where(ModuleVersion.code != leaving_out)
    )
    return frozenset(f"{row.code}/{section.id}" for row in rows for section in words(row.content).module.sections)


def findings(row: ModuleVersion) -> tuple[Finding, ...]:
    """Return what the linter finds in a version."""
    return findings_in(words(row.content), row.code)


def findings_in(said: Words, code: str) -> tuple[Finding, ...]:
    """Return what the linter finds in a module that need not be stored."""
    return checking.check(said.draft, said.plates, sources=sources.register(), places=places(leaving_out=code))


def _in(state: State) -> list[ModuleVersion]:
    rows = select(ModuleVersion).where(ModuleVersion.state == state)
    return list(db.session.scalars(rows.order_by(ModuleVersion.changed_at, ModuleVersion.id)))
