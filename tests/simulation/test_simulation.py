"""A small simulation of the demonstration: told twice it is the same, interrupted it goes on, and all is marked."""

from collections import Counter
from datetime import timedelta
from itertools import groupby, pairwise

import pytest
from sqlalchemy import func, select

from tests.conftest import NOON
from tests.demo import made
from training.accounts import queries as accounts
from training.accounts.links import Site
from training.accounts.models import Person
from training.accounts.passwords import Cost
from training.audit import queries as audit
from training.audit.models import AuditRow
from training.certificates.models import Certificate
from training.core.simulated import ADDRESS, MARK
from training.db import db
from training.demo import cast
from training.mail.models import Mail, MailState
from training.measurement.snapshot import Snapshot
from training.quiz import closing
from training.quiz.models import Attempt, AttemptState, Event, Response
from training.quiz.practice.models import PracticeAnswer, PracticeSet
from training.scoring import queries as scoring
from training.simulation import queries, service

PEOPLE, MONTHS, SEED = 6, 9, 5
LATER = NOON + timedelta(hours=3)
"""When it is run: what is simulated lies before."""


class Interrupted(Exception):
    pass


def tools(app, told=lambda _share: None):
    site = Site.of(app.extensions["needlewise_settings"])

    def calibrate(exam, current) -> Snapshot:
        from training.quiz.calibration import measuring

        return measuring.candidate(exam, current=current, progress=lambda _step: None)

    return service.Tools(site, made.issuer(app), Cost(8, 1), calibrate, lambda: LATER, told)


def simulated(app, *, interrupted_after=()):
    """Simulate in a copy of the demonstration, interrupted after so many acts each time, and return how many acts."""
    with app.app_context():
        service.begin(seed=SEED, people=PEOPLE, months=MONTHS, now=NOON)
        for acts in interrupted_after:
            left = iter(range(acts))

            def told(_share, left=left):
                if next(left, None) is None:
                    raise Interrupted

            with pytest.raises(Interrupted):
                service.run(tools(app, told))
            db.session.remove()
        acts = service.run(tools(app))
        db.session.remove()
    return acts


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    app = made.copied(tmp_path_factory, "whole")
    simulated(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def inside(whole):
    with whole.app_context():
        yield
        db.session.remove()


def people():
    return db.session.scalars(select(Person).where(Person.simulated).order_by(Person.email)).all()


def attempts():
    found = select(Attempt).join(Person, Person.id == Attempt.person_id).where(Person.simulated)
    return db.session.scalars(found.order_by(Attempt.started_at, Attempt.id)).all()


def history():
    """Return what became of everybody, in what no secret of chance stands: not the numbers of certificates."""
    rows = db.session.execute(
        select(Person.email, Attempt.number, Attempt.started_at, Attempt.submitted_at, Attempt.closed_by,
               Response.position, Response.value)
        .join(Attempt, Attempt.person_id == Person.id)
        .join(Response, Response.attempt_id == Attempt.id)
        .where(Person.simulated)
        .order_by(Person.email, Attempt.number, Response.position)
    ).all()  # fmt: skip
    acts = select(AuditRow.action, func.count()).where(AuditRow.at < NOON).group_by(AuditRow.action)
    held = select(Person.email, Certificate.issued_at, Certificate.title)
    held = held.join(Person, Person.id == Certificate.person_id).where(Person.simulated)
    return (
        [(person.email, person.name) for person in people()],
        [tuple(row) for row in rows],
        sorted(map(tuple, db.session.execute(held))),
        dict(map(tuple, db.session.execute(acts))),
    )


def test_the_same_seed_gives_the_same_history_interrupted_or_not(whole, tmp_path_factory):
    other = made.copied(tmp_path_factory, "interrupted")
    simulated(other, interrupted_after=(3, 40))
    with whole.app_context():
        once = history()
        db.session.remove()

    with other.app_context():
        assert queries.unfinished() is None
        assert history() == once
        db.session.remove()
        db.engine.dispose()


def test_everybody_is_marked_and_nobody_else(inside):
    assert len(people()) == PEOPLE
    for person in people():
        assert person.name.endswith(MARK)
        assert person.certificate_name.endswith(MARK)
        assert person.email.endswith(ADDRESS)
    others = db.session.scalars(select(Person).where(~Person.simulated)).all()
    assert len(others) > 60
    assert not [person for person in others if MARK in person.name or ADDRESS in person.email]


def test_it_lies_in_the_months_before_and_sits_through_the_real_services(inside):
    sat = attempts()

    assert len(sat) >= 4
    assert all(NOON - timedelta(days=31 * MONTHS) < row.started_at < NOON for row in sat)
    assert {AttemptState(row.state) for row in sat} == {AttemptState.GRADED}
    for row in sat:
        assert closing.rescored(row.id).holds
        assert row.started_at < row.submitted_at <= row.closes_at
        events = db.session.execute(
            select(Event.seq, Event.made_at, Event.received_at).where(Event.attempt_id == row.id).order_by(Event.seq)
        ).all()
        assert len(events) > 100
        assert all(row.started_at < made_at <= received_at <= row.closes_at for _seq, made_at, received_at in events)
        assert [seq for seq, *_ in events] == list(range(1, len(events) + 1))
    outcomes = Counter(decided.decision.outcome for decided in scoring.current(row.id for row in sat).values())
    assert outcomes["pass"] >= 2


def test_a_person_waits_between_attempts_as_long_as_the_exam_asks(inside):
    for _person, theirs in groupby(
        sorted(attempts(), key=lambda row: (row.person_id, row.number)), lambda row: row.person_id
    ):
        rows = list(theirs)
        for before, after in pairwise(rows):
            assert after.started_at - before.submitted_at >= timedelta(days=7)


def test_some_practise_before_the_exam_and_say_how_sure_they_are(inside):
    theirs = PracticeSet.person_id.in_([person.id for person in people()])
    answers = select(PracticeAnswer, PracticeSet.person_id).join(PracticeSet, PracticeSet.id == PracticeAnswer.set_id)
    given = db.session.execute(answers.where(theirs)).all()

    assert given
    assert all(answer.certainty and answer.seconds for answer, _person_id in given)
    assert len({person_id for _answer, person_id in given}) < PEOPLE


def test_certificates_of_simulated_people_say_so_for_good(inside):
    ids = [person.id for person in people()]
    held = db.session.scalars(select(Certificate).where(Certificate.person_id.in_(ids))).all()
    others = db.session.scalars(select(Certificate).where(Certificate.person_id.not_in(ids))).all()

    assert held
    assert all(row.stated.simulated and row.holder.endswith(MARK) and '"simulated":true' in row.facts for row in held)
    assert others
    assert not [row for row in others if "simulated" in row.facts]


def test_no_mail_to_them_waits_to_be_sent(inside):
    mails = db.session.scalars(select(Mail).where(Mail.recipient.endswith(ADDRESS))).all()

    assert len(mails) > PEOPLE
    assert {MailState(mail.state) for mail in mails} == {MailState.SENT}


def test_the_record_says_what_was_simulated_and_when_it_was_written_down(inside):
    assert audit.first_break() is None
    rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    told = [row for row in rows if row.facts.get("simulated")]
    began = next(row.seq for row in rows if row.action == "began simulation")
    ended = next(row.seq for row in rows if row.action == "finished simulation")

    assert [row.seq for row in told] == list(range(began + 1, ended + 1))
    assert {row.facts["recorded_at"] for row in told} == {LATER.isoformat()}
    assert [row.at for row in told if row.action == "started attempt"] == sorted(
        row.at for row in told if row.action == "started attempt"
    )


def test_only_one_simulation_is_unfinished_at_a_time(tmp_path_factory):
    app = made.copied(tmp_path_factory, "twice")
    with app.app_context():
        service.begin(seed=1, people=1, months=2, now=LATER)
        with pytest.raises(service.Unfinished):
            service.begin(seed=2, people=1, months=2, now=LATER)
        service.run(tools(app))
        assert queries.unfinished() is None
        db.session.remove()
        db.engine.dispose()


def test_a_simulated_person_may_be_signed_in_as(whole):
    client = whole.test_client()
    answer = client.post("/sign-in", data={"email": f"s1-0001{ADDRESS}", "password": cast.PASSWORD})
    assert answer.status_code == 303

    page = client.get("/", follow_redirects=True).get_data(as_text=True)
    with whole.app_context():
        name = accounts.person_by_email(f"s1-0001{ADDRESS}").name
        db.session.remove()

    assert name in page
    assert "Simulated history." in page
