"""What practicals' tests do again and again."""

from datetime import date

from sqlalchemy import select

from tests.conftest import NOON
from tests.people import identity
from tests.places import beginning
from training.audit.models import AuditRow
from training.db import begin_write, commit_step, db
from training.practicals import queries
from training.practicals.service import assessments, drafts, sessions

FORM = "foundations-practical"
TODAY = date(2026, 11, 22)
URL = "http://localhost:8000/sessions"


def fields(mark="2", **other):
    """Return a filled-in station; ``step_2="0"`` marks one step otherwise."""
    steps = {f"step-{number}": mark for number in range(1, 21)}
    head = {"held_on": "2026-11-20", "place": "Room 2, Berlin", "patient": "real", "region": "shoulder"}
    return head | steps | {name.replace("step_", "step-"): value for name, value in other.items()}


@beginning
def draft(person="tara", station="superficial", *, by="sam", filled=None):
    """Begin a station, save ``filled`` in it, and return its id and revision."""
    row = drafts.begin(identity(person), queries.form(FORM), station, by=identity(by), now=NOON)
    revision = drafts.save(row.id, filled or {}, by=identity(by), revision=row.revision, now=NOON)
    commit_step()
    return row.id, revision


@beginning
def recorded(person="tara", station="superficial", *, by="sam", **other):
    """Record a station and return its id."""
    row_id, revision = draft(person, station, by=by, filled=fields(**other))
    made = assessments.record(row_id, queries.form(FORM), by=identity(by), revision=revision, today=TODAY, now=NOON).id
    commit_step()
    return made


def entered(person="tara", supervisor="sam", *, key="k" * 32, minutes=60, held_on=date(2026, 11, 20), correction=None):
    """Enter a session and return its id."""
    entry = sessions.Entry(identity(supervisor), held_on, minutes, "Clinic", "shoulder", "deep", None, "")
    made = sessions.enter(entry, person_id=identity(person), key=key, now=NOON, correction=correction).id
    commit_step()
    return made


@beginning
def confirmed(person="tara", supervisor="sam", **other):
    """Enter a session, have it confirmed and return its id."""
    made = entered(person, supervisor, **other)
    sessions.confirm([made], by=identity(supervisor), url=URL, now=NOON)
    commit_step()
    return made


def acts():
    """Return what the record says was done, in order."""
    return list(db.session.scalars(select(AuditRow.action).order_by(AuditRow.seq)))


def give_role(name, role):
    """Give somebody a further role."""
    from training.accounts.models import PersonRole

    begin_write()
    db.session.add(PersonRole(person_id=identity(name), role=role))
    commit_step()
