from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import NOON
from tests.people import identity
from tests.practicals.work import URL, acts, confirmed, entered, give_role
from tests.racing import at_once
from training.core.roles import Role
from training.db import commit_step, db
from training.mail.models import Mail
from training.practicals import queries
from training.practicals.service import sessions
from training.practicals.service.records import AlreadyCorrected, OwnRecord


def confirm(*ids, by="sam"):
    done = sessions.confirm(ids, by=identity(by), url=URL, now=NOON)
    commit_step()
    return done


def decline(session_id, *, by="sam"):
    sessions.decline(session_id, "I was not there", by=identity(by), url=URL, now=NOON)
    commit_step()


def mails():
    return [(mail.kind, mail.recipient) for mail in db.session.scalars(select(Mail).order_by(Mail.id))]


def test_an_entered_session_waits_for_the_supervisor_it_names(context):
    row_id = entered()

    assert [row.id for row in queries.to_confirm(identity("sam"))] == [row_id]
    assert queries.confirmed_sessions(identity("tara")).count == 0


def test_sent_twice_it_is_entered_once(context):
    assert entered() == entered()


def test_a_confirmed_session_counts_with_its_minutes(context):
    confirmed(minutes=90)
    confirmed(key="l" * 32, minutes=45)

    assert (
        queries.confirmed_sessions(identity("tara")).count,
        queries.confirmed_sessions(identity("tara")).minutes,
    ) == (
        2,
        135,
    )


def test_the_supervisor_s_name_and_time_stand_with_the_confirmation(context):
    row = queries.session_of(identity("tara"), confirmed())

    assert (row.decided_name, row.decided_roles, row.decided_at) == ("Sam Whitlock", "assessor", NOON)


def test_many_are_confirmed_at_once_with_one_mail_a_trainee(context):
    ids = [entered(key=str(number) * 32) for number in range(3)] + [entered("tom")]

    assert confirm(*ids).confirmed == 4
    assert mails() == [("session-confirmed", "tara@demo.test"), ("session-confirmed", "tom@demo.test")]


def test_a_form_sent_twice_at_the_same_moment_enters_one_session(app):
    made = at_once(app, *[entered] * 4, refusals=())

    assert len(set(made)) == 1
    with app.app_context():
        assert acts() == ["entered supervised session"]


def test_confirming_again_changes_nothing(context):
    row_id = confirmed()

    assert confirm(row_id) == sessions.Decided(0, 1)


def test_a_session_that_names_somebody_else_is_confirmed_by_nobody_else(context):
    give_role("ines", Role.ASSESSOR)
    mine, theirs = entered(), entered(supervisor="ines", key="l" * 32)

    with pytest.raises(LookupError):
        sessions.confirm([mine, theirs], by=identity("sam"), url=URL, now=NOON)

    assert queries.confirmed_sessions(identity("tara")).count == 0


def test_nobody_supervises_themselves(context):
    give_role("tara", Role.ASSESSOR)

    with pytest.raises(OwnRecord):
        entered("tara", "tara")


def test_only_an_assessor_can_be_named(context):
    with pytest.raises(sessions.NotASupervisor):
        entered("tara", "ines")


def test_a_declined_session_carries_its_reason_and_is_mailed(context):
    row_id = entered()
    decline(row_id)

    assert queries.session_of(identity("tara"), row_id).decision_reason == "I was not there"
    assert mails() == [("session-declined", "tara@demo.test")]


def test_a_decided_session_is_not_declined(context):
    row_id = confirmed()

    with pytest.raises(sessions.AlreadyDecided):
        decline(row_id)


def test_a_correction_is_a_new_entry_that_is_confirmed_anew(context):
    old = confirmed(minutes=60)
    new = entered(key="n" * 32, minutes=45, correction=sessions.Correction(old, "it was 45 minutes"))

    assert queries.confirmed_sessions(identity("tara")).count == 0
    assert [row.id for row in queries.to_confirm(identity("sam"))] == [new]
    assert queries.session_of(identity("tara"), old).minutes == 60


def test_a_corrected_entry_cannot_be_confirmed_any_more(context):
    old = entered()
    entered(key="n" * 32, correction=sessions.Correction(old, "wrong day"))

    assert confirm(old) == sessions.Decided(0, 1)


def test_an_entry_is_corrected_once(context):
    old = entered()
    entered(key="n" * 32, correction=sessions.Correction(old, "wrong day"))

    with pytest.raises(AlreadyCorrected):
        entered(key="o" * 32, correction=sessions.Correction(old, "wrong again"))


def test_nobody_corrects_another_s_entry(context):
    old = entered()

    with pytest.raises(LookupError):
        entered("tom", key="n" * 32, correction=sessions.Correction(old, "mine"))


def test_an_entry_taken_back_counts_no_more(context):
    old = confirmed()
    sessions.strike(old, "entered twice", person_id=identity("tara"), key="s" * 32, now=NOON)
    commit_step()

    assert queries.confirmed_sessions(identity("tara")).count == 0
    assert queries.session_of(identity("tara"), old).state == "confirmed"


def test_every_act_is_in_the_record(context):
    confirmed()
    decline(entered(key="l" * 32, held_on=date(2026, 11, 1)))

    assert acts() == [
        "entered supervised session",
        "confirmed supervised session",
        "entered supervised session",
        "declined supervised session",
    ]
