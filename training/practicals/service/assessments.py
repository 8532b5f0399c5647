"""Recorded stations: made from a draft, corrected or taken back by a further record, never changed."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.audit import service as audit
from training.core.practical import outcome
from training.db import db
from training.practicals import queries
from training.practicals.catalogue import Form
from training.practicals.models import Finding, Patient, PracticalAssessment, PracticalDraft, PracticalForm
from training.practicals.service import drafts
from training.practicals.service.records import add_correction, four_eyes, signature


class Incomplete(Exception):
    """A station cannot be recorded yet; ``problems`` are sentences, by the name of the field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def record(draft_id: int, form: Form, *, by: int, revision: int, today: date, now: datetime) -> PracticalAssessment:
    """Record a station for good, as its draft stands at ``revision``.

    Raises Incomplete, ChangedElsewhere, AlreadyRecorded (sent twice), AlreadyCorrected.
    """
    database.begin_write()
    draft = drafts.locked(draft_id, by)
    if draft.revision != revision:
        raise drafts.ChangedElsewhere(draft.fields, draft.revision)
    fields = draft.fields
    missing = drafts.problems(fields, form, draft.station, today=today, correcting=draft.corrects_id is not None)
    held_on = drafts.held_on(fields)
    if missing or held_on is None:
        raise Incomplete(missing)
    given = drafts.marks(fields, form, draft.station)
    result = outcome(form.steps[draft.station], given, minimum=form.minimum)
    name, roles = signature(by)
    row = PracticalAssessment(
        person_id=draft.person_id,
        assessor_id=by,
        assessor_name=name,
        assessor_roles=roles,
        recorded_at=now,
        held_on=held_on,
        place=fields["place"].strip(),
        patient=Patient(fields["patient"]),
        form_version=_stored_form(form, now),
        form_code=form.code,
        station=draft.station,
        region=fields["region"],
        steps={str(number): mark for number, mark in given.items()},
        remarks=fields.get("remarks", "").strip(),
        points=result.points,
        finding=Finding.PASSED if result.passed else Finding.NOT_PASSED,
        corrects_id=draft.corrects_id,
        correction_reason=fields["reason"].strip() if draft.corrects_id else None,
    )
    db.session.execute(delete(PracticalDraft).where(PracticalDraft.id == draft_id))
    add_correction(row)
    _audit("recorded practical station", row, by=by, now=now)
    return row


def strike(assessment_id: int, reason: str, *, by: int, now: datetime) -> PracticalAssessment:
    """Take back a record that should not have been made, by a new record; what it said stays readable.

    Any assessor may, since it says nothing about what was seen. Raises OwnRecord, AlreadyCorrected; LookupError when
    there is no such record.
    """
    database.begin_write()
    old = queries.assessment(assessment_id)
    if old is None or old.finding == Finding.STRUCK:
        raise LookupError
    four_eyes(old.person_id, by)
    name, roles = signature(by)
    row = PracticalAssessment(
        person_id=old.person_id,
        assessor_id=by,
        assessor_name=name,
        assessor_roles=roles,
        recorded_at=now,
        held_on=old.held_on,
        place=old.place,
        patient=old.patient,
        form_version=old.form_version,
        form_code=old.form_code,
        station=old.station,
        region=old.region,
        steps={},
        remarks="",
        points=0,
        finding=Finding.STRUCK,
        corrects_id=old.id,
        correction_reason=reason,
    )
    add_correction(row)
    _audit("struck practical station", row, by=by, now=now)
    return row


def _stored_form(form: Form, now: datetime) -> str:
    """Return the version of a form, stored on its first use."""
    if db.session.get(PracticalForm, form.version) is None:
        try:
            with db.session.begin_nested():
                db.session.add(
                    PracticalForm(version=form.version, code=form.code, content=form.content, first_used_at=now)
                )
        except IntegrityError:
            db.session.expire_all()
    return form.version


def _audit(action: str, row: PracticalAssessment, *, by: int, now: datetime) -> None:
    facts = {
        "person": row.person_id,
        "station": row.station,
        "form": row.form_version,
        "held on": row.held_on.isoformat(),
        "finding": row.finding,
        "points": row.points,
        "corrects": row.corrects_id,
    }
    details = {"reason": row.correction_reason} if row.correction_reason else None
    audit.record(action, actor=by, subject=f"practical:{row.id}", now=now, facts=facts, details=details)
