"""The life of an attempt as a state machine: whatever is done in whatever order, these things hold."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.conftest import NOON
from tests.quiz import exams
from training.core import responses
from training.db import db
from training.quiz import closing, sittings, starting
from training.quiz.devices import NotOpen
from training.quiz.recording import Ack
from training.scoring import queries as results

DEVICES = ("first-device-of-a-test", "second-device-of-a-test")
POSITIONS = st.integers(1, 5)
PLACES = st.integers(1, 4)


class Life(RuleBasedStateMachine):
    """Tara, two devices, a worker; ``acknowledged`` is what she was told is stored."""

    def __init__(self):
        super().__init__()
        self.now = NOON
        self.attempt = None
        self.acknowledged = {}
        self.numbers = dict.fromkeys(DEVICES, 0)
        self.epochs = {}
        self.frozen = None

    @rule()
    def start(self):
        try:
            made = exams.start(seed=len(self.acknowledged) + 1, now=self.now)
        except (starting.AlreadyOpen, starting.Locked):
            return
        assert self.attempt is None, "only one attempt may start here"
        self.attempt = made

    @precondition(lambda self: self.attempt)
    @rule(device=st.sampled_from(DEVICES))
    def open(self, device):
        try:
            opened = exams.open_device(self.attempt, client=device, take=True, now=self.now)
        except NotOpen:
            return
        assert opened.epoch >= max(self.epochs.values(), default=0)
        self.epochs[device] = opened.epoch

    @precondition(lambda self: self.attempt)
    @rule(
        device=st.sampled_from(DEVICES),
        kind=st.sampled_from(["answer", "clear", "flag", "unflag", "eliminate", "seen"]),
        position=POSITIONS,
        place=PLACES,
        again=st.booleans(),
    )
    def act(self, device, kind, position, place, again):
        self.numbers[device] += 1
        value = place if kind == "seen" else (place,) if kind in {"answer", "eliminate"} else None
        event = exams.event(self.numbers[device], position, kind, value)
        for _time in range(2 if again else 1):
            self.send(device, event)

    def send(self, device, event):
        epoch = self.epochs.get(device, 1)
        receipt = exams.send(self.attempt, event, client=device, epoch=epoch, now=self.now)
        (ack,) = [ack for ack, numbers in receipt.acks.items() if numbers]
        if ack in (Ack.STORED, Ack.DUP):
            self.acknowledged[device, event["seq"]] = (epoch, event["slot"], event["kind"])

    @rule(minutes=st.sampled_from([0, 1, 20, 46]), seconds=st.sampled_from([0, 29, 31]))
    def time_passes(self, minutes, seconds):
        self.now += timedelta(minutes=minutes, seconds=seconds)

    @rule(minutes=st.sampled_from([5, 90]))
    def the_clock_is_set_back(self, minutes):
        self.now -= timedelta(minutes=minutes)

    @precondition(lambda self: self.attempt)
    @rule(device=st.sampled_from(DEVICES))
    def submit(self, device):
        missing = []
        try:
            exams.submit(self.attempt, client=device, last_seq=self.numbers[device], now=self.now)
        except closing.Missing as error:
            missing = error.numbers
        sent = {seq for client, seq in self.acknowledged if client == device}
        assert sent.isdisjoint(missing), "what was acknowledged is never called missing"

    @rule()
    def sweep(self):
        exams.sweep(self.now)

    @invariant()
    def what_was_acknowledged_is_stored_once(self):
        if self.attempt is None:
            return
        log = sittings.log(self.attempt)
        stored = {(event.client, event.seq): (event.epoch, event.position, event.kind.value) for event in log}
        assert len(stored) == len(log)
        assert stored == self.acknowledged
        db.session.rollback()

    @invariant()
    def nothing_changes_after_the_closing(self):
        row = sittings.attempt(self.attempt) if self.attempt else None
        if row is None or row.state == "in progress":
            return
        decided = results.current([self.attempt])[self.attempt]
        seen = (row.submitted_at, row.closed_by, row.event_digest, sittings.frozen_responses(self.attempt, 1), decided)
        assert row.state == "graded"
        assert self.frozen in (None, seen)
        self.frozen = seen

    @invariant()
    def the_result_follows_from_the_log(self):
        if self.frozen is None:
            return
        current = responses.current(sittings.log(self.attempt))
        frozen = {position: value for position, value in self.frozen[3].items() if value}
        assert frozen == current
        assert closing.rescored(self.attempt).holds
        assert self.frozen[2] == closing.event_digest(sittings.log(self.attempt))

    @invariant()
    def the_deadline_never_moves(self):
        if self.attempt:
            row = sittings.attempt(self.attempt)
            assert row.deadline_at - row.started_at == timedelta(minutes=45)


@pytest.mark.usefixtures("context")
def test_the_life_of_an_attempt():
    exams.publish(exams.specification(attempts=1))
    exams.admit("tara")
    wipe = [table for table in reversed(db.metadata.sorted_tables) if table.name in LIVED]

    class Fresh(Life):
        """Every run begins with no attempt on the same site."""

        def __init__(self):
            super().__init__()
            for table in wipe:
                db.session.execute(table.delete())
            db.session.commit()

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


LIVED = {
    *("attempt", "paper", "slot", "attempt_device", "attempt_event", "attempt_held", "response", "result", "mark"),
    *("mail", "attempt_extra_time", "attempt_problem"),
}
