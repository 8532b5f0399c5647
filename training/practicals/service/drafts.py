"""Half-finished stations: everything the form holds is kept, complete or not."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.audit import service as audit
from training.core.lengths import lines, too_long
from training.db import db
from training.practicals import queries
from training.practicals.catalogue import Form
from training.practicals.models import Finding, Patient, PracticalDraft
from training.practicals.service.records import PLACE, TEXT, AlreadyCorrected, four_eyes

LONGEST = {"place": PLACE, "remarks": TEXT, "reason": TEXT}
"""How many characters a record takes of what is written; a half-finished form keeps all of it."""


SAVES = 2_000
"""How far apart the counts of two forms begin; the largest still fits the column."""


class AlreadyRecorded(Exception):
    """The half-finished station was recorded or thrown away in the meantime."""


class ChangedElsewhere(Exception):
    """The draft was saved from another tab or device since; ``stored`` holds what was saved there."""

    def __init__(self, stored: Mapping[str, str], revision: int) -> None:
        super().__init__(revision)
        self.stored = stored
        self.revision = revision


def begin(person_id: int, form: Form, station: str, *, by: int, now: datetime) -> PracticalDraft:
    """Begin to fill in a station, or go on with the one that is half-finished. Raises OwnRecord."""
    four_eyes(person_id, by)
    database.begin_write()
    open_draft = select(PracticalDraft).where(
        PracticalDraft.assessor_id == by,
        PracticalDraft.person_id == person_id,
        PracticalDraft.form_code == form.code,
        PracticalDraft.station == station,
        PracticalDraft.corrects_id.is_(None),
    )
    draft = PracticalDraft(
        assessor_id=by,
        person_id=person_id,
        form_code=form.code,
        station=station,
        fields={},
        revision=_first_revision(now),
        saved_at=now,
    )
    return _added_or_there(draft, open_draft)


def begin_correction(assessment_id: int, *, by: int, now: datetime) -> PracticalDraft:
    """Begin a record that takes the place of one's own earlier record, filled with what that one says.

    Raises OwnRecord, AlreadyCorrected; LookupError when ``by`` did not make the record.
    """
    database.begin_write()
    old = queries.assessment(assessment_id)
    if old is None or old.finding == Finding.STRUCK:
        raise LookupError
    four_eyes(old.person_id, by)
    if old.assessor_id != by:
        raise LookupError
    if queries.correction_of(assessment_id):
        raise AlreadyCorrected
    fields = {f"step-{number}": str(mark) for number, mark in old.steps.items()} | {
        "held_on": old.held_on.isoformat(),
        "place": old.place,
        "patient": old.patient,
        "region": old.region,
        "remarks": old.remarks,
    }
    draft = PracticalDraft(
        assessor_id=by,
        person_id=old.person_id,
        form_code=old.form_code,
        station=old.station,
        fields=fields,
        corrects_id=old.id,
        revision=_first_revision(now),
        saved_at=now,
    )
    there = select(PracticalDraft).where(PracticalDraft.assessor_id == by, PracticalDraft.corrects_id == old.id)
    return _added_or_there(draft, there)


def save(draft_id: int, fields: Mapping[str, str], *, by: int, revision: int, now: datetime) -> int:
    """Keep what the form holds so far, whatever is missing, and return its new revision.

    Raises ChangedElsewhere when the draft was saved since ``revision``; AlreadyRecorded when it is gone.
    """
    database.begin_write()
    draft = locked(draft_id, by)
    kept = {name: lines(value) for name, value in fields.items()}
    if draft.fields == kept:
        return draft.revision
    if draft.revision != revision:
        raise ChangedElsewhere(draft.fields, draft.revision)
    draft.fields, draft.revision, draft.saved_at = kept, draft.revision + 1, now
    return draft.revision


def discard(draft_id: int, *, by: int, revision: int, now: datetime) -> None:
    """Throw a half-finished station away as it stood at ``revision``.

    Raises ChangedElsewhere when the draft was saved since; AlreadyRecorded when it is gone.
    """
    database.begin_write()
    draft = locked(draft_id, by)
    if draft.revision != revision:
        raise ChangedElsewhere(draft.fields, draft.revision)
    subject, facts = f"person:{draft.person_id}", {"station": draft.station, "form": draft.form_code}
    db.session.execute(delete(PracticalDraft).where(PracticalDraft.id == draft_id))
    audit.record("discarded practical draft", actor=by, subject=subject, now=now, facts=facts)


def problems(fields: Mapping[str, str], form: Form, station: str, *, today: date, correcting: bool) -> dict[str, str]:
    """Return what still keeps a station from being recorded: sentences by field, empty when nothing does."""
    found = {name: sentence for name, (there, sentence) in _wanted(fields, form, today).items() if not there}
    if correcting and not fields.get("reason", "").strip():
        found["reason"] = "Say why the earlier record is corrected."
    given = marks(fields, form, station)
    found |= {
        name: f"{name.capitalize()}: {said}"
        for name, most in LONGEST.items()
        if (said := too_long(fields.get(name, "").strip(), most))
    }
    return found | {
        f"step-{step.number}": f"Mark step {step.number}." for step in form.steps[station] if step.number not in given
    }


def marks(fields: Mapping[str, str], form: Form, station: str) -> dict[int, int]:
    """Return the steps that are marked so far."""
    given = {step.number: fields.get(f"step-{step.number}") for step in form.steps[station]}
    return {number: int(mark) for number, mark in given.items() if mark in {"0", "1", "2"}}


def locked(draft_id: int, by: int) -> PracticalDraft:
    """Return one's own draft, locked for the rest of the transaction. Raises AlreadyRecorded when it is gone."""
    draft = db.session.scalars(
        select(PracticalDraft)
        .where(PracticalDraft.id == draft_id, PracticalDraft.assessor_id == by)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if draft is None:
        raise AlreadyRecorded
    return draft


def held_on(fields: Mapping[str, str]) -> date | None:
    """Return the day a form names, None when it names none."""
    try:
        return date.fromisoformat(fields.get("held_on", ""))
    except ValueError:
        return None


def _first_revision(now: datetime) -> int:
    """Return where a form begins to count its saves: elsewhere than the form before.

    SQLite gives the id of a deleted row again. A page left open on a form that was recorded since must not save its
    marks into the next form, which has the same address then.
    """
    return now.microsecond * SAVES


def _added_or_there(draft: PracticalDraft, there: Select[PracticalDraft]) -> PracticalDraft:
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        return db.session.scalars(there).one()
    return draft


def _wanted(fields: Mapping[str, str], form: Form, today: date) -> dict[str, tuple[bool, str]]:
    """Return for each field of the head whether it is there, and what to say when it is not."""
    day = held_on(fields)
    return {
        "held_on": (day is not None and day <= today, "Enter the day the station was held, today at the latest."),
        "place": (bool(fields.get("place", "").strip()), "Enter where it was held."),
        "patient": (fields.get("patient") in set(Patient), "Say on whom it was shown."),
        "region": (fields.get("region") in {region.code for region in form.regions}, "Choose the region."),
    }
