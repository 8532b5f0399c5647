"""Every answer is stored once, in order, or the device is told that it is not; nothing is refused whole."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training.core.responses import EventKind
from training.db import db
from training.quiz import devices, reporting, sittings, without_scripts

pytestmark = pytest.mark.usefixtures("context")
SECOND = "second-device-of-a-test"


@pytest.fixture
def attempt():
    exams.ready("tara", "tom")
    made = exams.start()
    exams.open_device(made)
    return made


def answers(attempt):
    return exams.said(attempt).answers


def places(attempt, position):
    """The answer that holds at a position, as places on this paper."""
    return exams.sheet(attempt).slot(position).places(answers(attempt).get(position, ()))


def why(attempt):
    return [held.why for held in sittings.held(attempt)]


def save(attempt, position, *events, seen=(0, 0), now=NOON):
    """Save a question as a page without scripts does."""
    slot = exams.sheet(attempt).slot(position)
    given = [(kind, slot.response(value)) for kind, value in events]
    with database.commit_command():
        without_scripts.save_form(attempt, identity("tara"), position, given, seen=seen, now=now)


def test_an_acknowledged_answer_is_on_disk(attempt, settings):
    receipt = exams.send(attempt, exams.event(1, 2, value=(3,)))

    engine = create_engine(settings.database_url)
    with engine.connect() as other:
        rows = other.execute(text("SELECT client, seq, position FROM attempt_event")).all()
    engine.dispose()
    assert receipt.acks == {"stored": [1]}
    assert [tuple(row) for row in rows] == [(exams.CLIENT, 1, 2)]


def test_a_repeat_is_known_and_stored_once(attempt):
    exams.send(attempt, exams.event(1), exams.event(2, 2))

    again = exams.send(attempt, exams.event(1), exams.event(2, 2), exams.event(3, 3))

    assert again.acks == {"stored": [3], "dup": [1, 2]}
    assert [event.seq for event in sittings.log(attempt)] == [1, 2, 3]


def test_a_number_used_again_for_something_else_is_never_called_known(attempt):
    exams.send(attempt, exams.event(1, value=(1,)))

    forged = exams.send(attempt, exams.event(1, value=(2,)))

    assert forged.acks == {"held": [1]}
    assert places(attempt, 1) == ("1",)
    assert sittings.held(attempt)[0].payload["value"] == list(exams.sheet(attempt).slot(1).response(["2"]))


def test_one_number_twice_in_one_batch_stores_one_and_holds_the_other(attempt):
    receipt = exams.send(attempt, exams.event(1, value=(1,)), exams.event(1, value=(2,)))

    assert receipt.acks == {"stored": [1], "held": [1]}
    assert len(sittings.log(attempt)) == 1


def test_an_older_answer_that_arrives_late_changes_nothing_and_is_kept(attempt):
    exams.send(attempt, exams.event(5, value=(2,)))

    receipt = exams.send(attempt, exams.event(4, value=(3,)))

    assert receipt.acks == {"stored": [4]}
    assert places(attempt, 1) == ("2",)
    assert len(sittings.log(attempt)) == 2


@pytest.mark.parametrize("seq", [0, -1, 1_000_001, 2**70, "1", None, 1.5, True, [1]])
def test_a_forged_number_is_put_aside_and_the_rest_of_the_batch_is_stored(attempt, seq):
    receipt = exams.send(attempt, exams.event(seq), exams.event(1, 2))

    assert receipt.acks == {"stored": [1]}
    assert why(attempt) == ["number out of range"]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (exams.event(1, 99), "no such question"),
        (exams.event(1, 0), "no such question"),
        (exams.event(1, "1"), "no such question"),
        (exams.event(1, value=(9,)), "no answer of this kind"),
        (exams.event(1, value=(1, 2)), "no answer of this kind"),
        (exams.event(1, value=("a",)), "no answer of this kind"),
        (exams.event(1, value="1"), "no answer of this kind"),
        (exams.event(1, kind="grade"), "no answer of this kind"),
        (exams.event(1, kind="seen", value=-3), "no answer of this kind"),
    ],
)
def test_what_cannot_be_an_answer_is_put_aside_with_the_reason(attempt, event, reason):
    receipt = exams.send(attempt, event)

    assert receipt.acks == {"held": [1]}
    assert why(attempt) == [reason]
    assert sittings.log(attempt) == []


def test_what_is_put_aside_is_kept_once_however_often_it_is_sent(attempt):
    exams.send(attempt, exams.event(1, 99))
    exams.send(attempt, exams.event(1, 99))

    assert len(sittings.held(attempt)) == 1


@pytest.mark.parametrize("event", [None, 7, "answer", [1, 2], {}])
def test_rubbish_is_put_aside_and_harms_nothing(attempt, event):
    exams.send(attempt, event, exams.event(1))

    assert len(sittings.held(attempt)) == 1
    assert places(attempt, 1) == ("1",)


def test_somebody_elses_attempt_is_not_found_and_gets_nothing(attempt):
    assert exams.send(attempt, exams.event(1), name="tom") is None
    assert exams.open_device(attempt, "tom", client=SECOND) is None
    assert sittings.log(attempt) == []


def test_a_device_that_never_opened_the_attempt_is_held(attempt):
    receipt = exams.send(attempt, exams.event(1), client="made-up-device")

    assert receipt.acks == {"held": [1]}
    assert why(attempt) == ["another device"]


def test_an_epoch_of_another_device_is_held(attempt):
    exams.open_device(attempt, client=SECOND, take=True)

    assert exams.send(attempt, exams.event(1), epoch=2).acks == {"held": [1]}


def test_a_second_device_is_asked_before_it_takes_over(attempt):
    asked = exams.open_device(attempt, client=SECOND, now=NOON + timedelta(minutes=1))
    taken = exams.open_device(attempt, client=SECOND, take=True)

    assert (asked.epoch, asked.held_since) == (None, NOON)
    assert taken.epoch == 2
    assert [device.client for device in sittings.devices(attempt)] == [exams.CLIENT, SECOND]


def test_opening_again_on_the_same_device_keeps_its_epoch(attempt):
    assert exams.open_device(attempt).epoch == 1
    assert len(sittings.devices(attempt)) == 1


def test_the_answers_of_the_newer_device_win_and_the_older_fills_what_is_open(attempt):
    exams.open_device(attempt, client=SECOND, take=True)
    exams.send(attempt, exams.event(1, 1, value=(2,)), client=SECOND, epoch=2)

    exams.send(attempt, exams.event(900, 1, value=(3,)), exams.event(901, 2, value=(4,)))

    assert places(attempt, 1) == ("2",)
    assert places(attempt, 2) == ("4",)


def test_a_batch_is_read_up_to_its_limit_and_the_rest_is_sent_again(attempt):
    events = [exams.event(number, kind="seen", value=1) for number in range(1, 251)]

    first, second = exams.send(attempt, *events), exams.send(attempt, *events[200:])

    assert first.acks["stored"] == list(range(1, 201))
    assert second.acks["stored"] == list(range(201, 251))


def test_everything_a_candidate_does_is_recorded(attempt):
    exams.send(
        attempt,
        exams.event(1, 1, "seen", 30),
        exams.event(2, 1, value=(1,)),
        exams.event(3, 1, value=(2,)),
        exams.event(4, 2, "eliminate", (3,)),
        exams.event(5, 2, "restore", (3,)),
        exams.event(6, 3, "flag", None),
        exams.event(7, 1, "clear", None),
    )

    assert [event.kind.value for event in sittings.log(attempt)] == [
        *("seen", "answer", "answer", "eliminate", "restore", "flag", "clear")
    ]
    assert answers(attempt) == {}
    assert exams.said(attempt).flagged == {3}


def test_when_an_answer_was_made_is_its_age_by_the_devices_own_wrong_clock(attempt):
    wrong = int(datetime(2031, 1, 1, tzinfo=UTC).timestamp() * 1000)

    exams.send(attempt, exams.event(1, made_wall=wrong - 90_000), sent_wall=wrong, now=NOON + timedelta(minutes=9))

    (event,) = sittings.log(attempt)
    assert event.made_at == NOON + timedelta(minutes=9) - timedelta(seconds=90)
    assert event.received_at == NOON + timedelta(minutes=9)


def test_a_server_clock_set_back_leaves_deadline_and_order(attempt):
    before = NOON - timedelta(hours=3)
    exams.send(attempt, exams.event(1, value=(1,)))

    receipt = exams.send(attempt, exams.event(2, value=(2,)), now=before)

    assert receipt.acks == {"stored": [2]}
    assert places(attempt, 1) == ("2",)
    assert sittings.attempt(attempt).deadline_at == NOON + timedelta(minutes=45)


def test_after_the_closing_nothing_is_stored_and_everything_is_kept_as_late(attempt):
    exams.submit(attempt)

    receipt = exams.send(attempt, exams.event(1))

    assert (receipt.acks, receipt.state, receipt.remaining_ms) == ({"late": [1]}, "graded", 0)
    assert why(attempt) == ["late"]
    assert answers(attempt) == {}


def test_what_the_log_holds_is_known_also_after_the_closing(attempt):
    exams.send(attempt, exams.event(1))
    exams.submit(attempt, last_seq=1)

    assert exams.send(attempt, exams.event(1)).acks == {"dup": [1]}
    assert sittings.held(attempt) == []


def test_pages_without_scripts_are_counted_by_the_server(attempt):
    save(attempt, 1, (EventKind.ANSWER, ["2"]), (EventKind.FLAG, []))
    save(attempt, 2, (EventKind.ANSWER, ["3"]))

    assert [(event.client, event.epoch, event.seq) for event in sittings.log(attempt)] == [
        *[(devices.FORM, 2, number) for number in (1, 2, 3)]
    ]
    assert places(attempt, 1) == ("2",)


def test_a_page_that_did_not_know_the_newest_answer_changes_nothing(attempt):
    exams.send(attempt, exams.event(1, value=(4,)))

    with pytest.raises(without_scripts.NewerAnswer) as refused:
        save(attempt, 1, (EventKind.ANSWER, ["2"]))

    assert refused.value.newest == (1, 1)
    assert places(attempt, 1) == ("4",)


def test_a_page_without_scripts_saves_until_the_grace_ends(attempt):
    deadline = NOON + timedelta(minutes=45)
    save(attempt, 1, (EventKind.ANSWER, ["2"]), now=deadline + timedelta(seconds=29))

    with pytest.raises(devices.NotOpen):
        save(attempt, 1, (EventKind.ANSWER, ["3"]), seen=(9, 9), now=deadline + timedelta(seconds=30))

    assert places(attempt, 1) == ("2",)


def test_a_reported_problem_keeps_attempt_and_place_and_stands_in_the_record(attempt):
    with database.commit_command():
        found = reporting.report_problem(attempt, identity("tara"), position=3, words="Blurred.", now=NOON)
        other = reporting.report_problem(attempt, identity("tom"), position=3, words="Blurred.", now=NOON)

    (problem,) = sittings.problems([attempt])
    assert (found, other) == (True, False)
    assert (problem.attempt_id, problem.position, problem.words) == (attempt, 3, "Blurred.")


def test_the_log_keeps_its_order_by_epoch_and_number_whatever_arrives_first(attempt):
    exams.send(attempt, exams.event(3), exams.event(1), now=NOON + timedelta(minutes=1))
    exams.send(attempt, exams.event(2))

    assert [event.seq for event in sittings.log(attempt)] == [1, 2, 3]
    assert db.session.scalar(text("SELECT count(*) FROM attempt_event")) == 3
