"""Whole modules read by one person, noted at once: the rows that one act after the other would leave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from training.audit import service as audit
from training.db import add_rows, begin_write, db
from training.modules import queries, study
from training.modules.models import CheckpointAnswer, ModuleCompleted, SectionOpened, StudyMinute, StudyRun
from training.modules.queries import Version
from training.modules.service import Unknown


@dataclass(frozen=True, slots=True)
class Sitting:
    """A module read from start to end: a sign of study each minute, and all opened and answered at ``ended_at``."""

    code: str
    minutes: int
    ended_at: datetime


def note(person_id: int, sittings: Sequence[Sitting]) -> None:
    """Note that a person read modules of which they had opened nothing, and answered every question right.

    The sittings stand in the order of time and after every sign of study so far. It takes the same few statements
    however many they are. Raises Unknown for a module that is not there.
    """
    begin_write()
    there = {version.module.code: version for version in queries.current()}
    if unknown := [sitting.code for sitting in sittings if sitting.code not in there]:
        raise Unknown(unknown[0])
    read = [(there[sitting.code], sitting) for sitting in sittings]
    _credit(person_id, read)
    for table, rows in (
        (SectionOpened, [row for version, sitting in read for row in _opened(person_id, version, sitting.ended_at)]),
        (
            CheckpointAnswer,
            [row for version, sitting in read for row in _answers(person_id, version, sitting.ended_at)],
        ),
        (ModuleCompleted, [_completed(person_id, version, sitting.ended_at) for version, sitting in read]),
    ):
        add_rows(table, rows)
    for version, sitting in read:
        audit.record(
            "module completed",
            actor=person_id,
            subject=f"module:{version.module.code}",
            now=sitting.ended_at,
            facts={"version": version.id},
        )


def _credit(person_id: int, read: Sequence[tuple[Version, Sitting]]) -> None:
    """Credit the minutes that the signs of all sittings earn, no more than planned for each module."""
    row = db.session.get(StudyRun, person_id, with_for_update=True)
    run = study.Run(row.since, row.seen) if row else None
    credited: dict[int, str] = {}
    for version, sitting in read:
        left = version.module.planned_minutes
        for minute in range(sitting.minutes, -1, -1):
            sign = sitting.ended_at - timedelta(minutes=minute)
            run, earned = study.heard(run, sign)
            if earned and left and study.minute_of(sign) not in credited:
                credited[study.minute_of(sign)] = version.module.code
                left -= 1
    if run is None:
        return
    if row is None:
        db.session.add(StudyRun(person_id=person_id, since=run.since, seen=run.seen))
    else:
        row.since, row.seen = run.since, run.seen
    db.session.flush()
    rows = [{"person_id": person_id, "minute": minute, "module_code": code} for minute, code in credited.items()]
    add_rows(StudyMinute, rows)


def _opened(person_id: int, version: Version, at: datetime) -> Iterator[dict[str, object]]:
    for section in version.module.sections:
        yield {
            "person_id": person_id,
            "module_code": version.module.code,
            "section": section.id,
            "digest": section.digest,
            "version_id": version.id,
            "first_at": at,
            "last_at": at,
        }


def _answers(person_id: int, version: Version, at: datetime) -> Iterator[dict[str, object]]:
    for checkpoint in version.module.checkpoints:
        yield {
            "person_id": person_id,
            "module_code": version.module.code,
            "checkpoint": checkpoint.id,
            "digest": checkpoint.digest,
            "version_id": version.id,
            "response": list(checkpoint.asked.key),
            "right": True,
            "at": at,
        }


def _completed(person_id: int, version: Version, at: datetime) -> dict[str, object]:
    return {"person_id": person_id, "version_id": version.id, "module_code": version.module.code, "at": at}
