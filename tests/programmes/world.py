"""A programme with people at every stage of it, made without the days it takes: rows as the slices leave them."""

from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select

from tests.conftest import NOON
from tests.people import identity
from tests.places import beginning
from training.accounts.links import Site
from training.accounts.models import Person, PersonRole, PersonState
from training.audit.models import AuditRow
from training.core.domains import Domain, Level
from training.core.roles import Role
from training.core.scoring import Decision, Outcome
from training.core.specification import Specification
from training.db import begin_write, commit_step, db
from training.modules.models import ModuleCompleted, ModuleVersion
from training.practicals import queries as practicals
from training.practicals.models import Finding, Patient, PracticalAssessment, PracticalForm, SupervisedSession
from training.programmes import catalogue
from training.programmes.queries import candidates
from training.programmes.service import awards, cohorts
from training.programmes.statement import Issuer
from training.quiz.models import Attempt, AttemptState, ClosedBy, Exam, ExamVersion
from training.scoring.models import Result

PROGRAMME = catalogue.programmes()["dry-needling-foundations"]
EXAM = PROGRAMME.exams[0]
MODULES = [asked.code for asked in PROGRAMME.award("theory").requirements if asked.need == "module"]
SITE = Site("http://localhost:8000", "Test Institute", "Europe/Berlin")
ISSUER = Issuer("Test Institute", "Europe/Berlin", "http://localhost:8000", demo=True)
LATER = NOON + timedelta(days=365 * 2 + 300)


@beginning
def prepare():
    """Make the exam and the modules, as rows; a site that has the exam keeps its own."""
    begin_write()
    for code in MODULES:
        version = ModuleVersion(id=code.ljust(64, "0"), code=code, title=code, content={}, loaded_at=NOON)
        version.number, version.state, version.changed_at = 0, "retired", NOON
        db.session.add(version)
    prepare_exam()


def prepare_exam():
    """Make the exam alone, for a site whose modules were loaded."""
    begin_write()
    if db.session.scalar(select(Exam.id).where(Exam.code == EXAM)) is None:
        _exam()
    commit_step()


def _exam():
    specification = Specification(
        title="Theory exam",
        cells={(Domain.SAFETY, Level.APPLY): 5},
        critical=1,
        minutes=45,
        attempts=3,
        waiting_days=7,
        cut=Fraction(4, 5),
        cut_reason="provisional",
        minimums={Domain.SAFETY: Fraction(4, 5)},
    ).plain()
    exam = Exam(code=EXAM, draft=specification, created_at=NOON, changed_at=NOON)
    db.session.add(exam)
    db.session.flush()
    db.session.add(
        ExamVersion(
            exam_id=exam.id, number=1, specification=specification, sha256="0" * 64, scoring="1", published_at=NOON
        )
    )


@beginning
def cohort(name="Spring 2027"):
    """Make a cohort and return its id."""
    made = cohorts.create(
        PROGRAMME, name, starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 30), by=identity("ada"), now=NOON
    ).id
    commit_step()
    return made


@beginning
def enrolled(cohort_id, *names):
    """Enrol people by first name and return the ids of their places."""
    return [place(cohort_id, identity(name)) for name in names]


def place(cohort_id, person_id):
    made = cohorts.enrol(cohort_id, person_id, by=identity("ada"), site=SITE, now=NOON).id
    commit_step()
    return made


def named(*person_ids, name=None):
    """Let people have confirmed the name on their certificate."""
    begin_write()
    for person in db.session.scalars(select(Person).where(Person.id.in_(person_ids))):
        person.certificate_name, person.certificate_name_confirmed_at = name or person.name, NOON
    commit_step()


def unnamed(name):
    """Let somebody not have confirmed the name on their certificate."""
    begin_write()
    db.session.get_one(Person, identity(name)).certificate_name_confirmed_at = None
    commit_step()


def renamed(name, other):
    """Give somebody's account another name."""
    begin_write()
    db.session.get_one(Person, identity(name)).name = other
    commit_step()


@beginning
def theory(*person_ids):
    """Let people have completed every module and passed the exam."""
    studied(*person_ids)
    for person_id in person_ids:
        sat(person_id)


def studied(*person_ids):
    """Let people have completed every module."""
    begin_write()
    for person_id in person_ids:
        for code in MODULES:
            db.session.add(
                ModuleCompleted(person_id=person_id, version_id=code.ljust(64, "0"), module_code=code, at=NOON)
            )
    commit_step()


def sat(person_id, *, passed=True):
    """Let somebody have sat the exam once, and return the attempt's id."""
    begin_write()
    version = db.session.scalars(select(ExamVersion).join(Exam).where(Exam.code == EXAM)).one()
    outcome, awarded = (Outcome.PASS, Fraction(5)) if passed else (Outcome.FAIL, Fraction(0))
    attempt = Attempt(
        exam_id=version.exam_id,
        exam_version_id=version.id,
        person_id=person_id,
        number=1,
        state=AttemptState.GRADED,
        seed=1,
        started_at=NOON,
        deadline_at=NOON + timedelta(minutes=45),
        closes_at=NOON + timedelta(minutes=46),
        honour_at=NOON,
        accommodation={},
        paper_sha256="0" * 64,
        answer_key="0" * 64,
        submitted_at=NOON,
        closed_by=ClosedBy.CANDIDATE,
    )
    db.session.add(attempt)
    db.session.flush()
    db.session.add(
        Result(
            attempt_id=attempt.id,
            edition=1,
            outcome=outcome,
            decision=Decision(outcome, (), awarded, Fraction(5), ()).plain(),
            awarded_num=awarded.numerator,
            awarded_den=1,
            possible_num=5,
            possible_den=1,
            rules="1",
            evidence="0" * 64,
            made_at=NOON,
        )
    )
    made = attempt.id
    commit_step()
    return made


@beginning
def practice(*person_ids, sessions=10, held_on=date(2026, 11, 20)):
    """Let people have passed both stations and had sessions confirmed."""
    begin_write()
    form = practicals.form("foundations-practical")
    if db.session.get(PracticalForm, form.version) is None:
        db.session.add(PracticalForm(version=form.version, code=form.code, content=form.content, first_used_at=NOON))
        db.session.flush()
    for person_id in person_ids:
        for station, region in (("superficial", "shoulder"), ("deep", "thigh-knee")):
            db.session.add(
                PracticalAssessment(
                    person_id=person_id,
                    assessor_id=identity("sam"),
                    assessor_name="Sam Whitlock",
                    assessor_roles="assessor",
                    recorded_at=NOON,
                    held_on=held_on,
                    place="Room 2",
                    patient=Patient.REAL,
                    form_version=form.version,
                    form_code=form.code,
                    station=station,
                    region=region,
                    steps={str(number): 2 for number in range(1, 21)},
                    remarks="",
                    points=40,
                    finding=Finding.PASSED,
                )
            )
    supervised(*person_ids, number=sessions, held_on=held_on)


@beginning
def supervised(*person_ids, number, held_on=date(2026, 11, 20), state="confirmed"):
    """Let people have sessions in one state."""
    begin_write()
    decided = {"decided_at": NOON, "decided_name": "Sam Whitlock", "decided_roles": "assessor"}
    for person_id in person_ids:
        for count in range(number):
            db.session.add(
                SupervisedSession(
                    entry_key=f"{held_on:%Y%m%d}-{state}-{count}",
                    person_id=person_id,
                    supervisor_id=identity("sam"),
                    held_on=held_on,
                    minutes=60,
                    place="Clinic",
                    region="shoulder",
                    technique="deep",
                    remarks="",
                    state=state,
                    entered_at=NOON,
                    **(decided if state == "confirmed" else {}),
                )
            )
    commit_step()


@beginning
def ready(*person_ids):
    """Let people have done everything, their names confirmed."""
    theory(*person_ids)
    practice(*person_ids)
    named(*person_ids)


@beginning
def crowd(number, first=0):
    """Add many trainees and return their ids."""
    begin_write()
    made = [
        Person(
            email=f"person{place:03}@demo.test",
            name=f"Person {place:03}",
            state=PersonState.ACTIVE,
            created_at=NOON,
            zone="Europe/Berlin",
            role_rows=[PersonRole(role=Role.TRAINEE)],
        )
        for place in range(first, first + number)
    ]
    db.session.add_all(made)
    db.session.flush()
    ids = [person.id for person in made]
    commit_step()
    return ids


@beginning
def award(place_id, code="theory", *, by="ada", now=NOON, **other):
    """Award one person and return the certificate's number."""
    number = awards.award(place_id, code, by=identity(by), issuer=ISSUER, now=now, **other)
    commit_step()
    return number


def stage(place_id, code="theory", *, by="ada", now=NOON):
    return candidates.one(place_id, code, now=now, by=identity(by)).stage


def acts():
    return list(db.session.scalars(select(AuditRow.action).order_by(AuditRow.seq)))
