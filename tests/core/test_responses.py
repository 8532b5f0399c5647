from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from training.core import responses
from training.core.responses import EventKind


@dataclass(frozen=True)
class Event:
    epoch: int
    seq: int
    position: int
    kind: EventKind
    value: tuple[str, ...] = ()
    client: str = "one"


OPTIONS = st.sampled_from((("a",), ("b",), ("a", "b"), ("c", "a")))
BY_KIND = st.one_of(
    st.tuples(st.just(EventKind.ANSWER), OPTIONS),
    st.tuples(st.just(EventKind.SEEN), st.integers(0, 90).map(lambda number: (str(number),))),
    st.tuples(st.sampled_from((EventKind.ELIMINATE, EventKind.RESTORE)), st.sampled_from((("a",), ("b",)))),
    st.tuples(st.sampled_from((EventKind.CLEAR, EventKind.FLAG, EventKind.UNFLAG)), st.just(())),
)


@st.composite
def logs(draw):
    """Events of up to three devices, each with an epoch of its own and numbers without repeats."""
    log = []
    for epoch in range(1, draw(st.integers(1, 3)) + 1):
        for seq in range(1, draw(st.integers(0, 12)) + 1):
            kind, value = draw(BY_KIND)
            log.append(Event(epoch, seq, draw(st.integers(1, 4)), kind, value, client=f"device {epoch}"))
    return log


def everything(events):
    return (
        responses.current(events),
        responses.flagged(events),
        responses.eliminated(events),
        responses.seconds(events),
    )


@settings(max_examples=500)
@given(logs(), st.randoms(), st.integers(0, 20))
def test_neither_order_nor_repeats_change_what_a_log_says(log, chance, repeats):
    shuffled = log + chance.choices(log, k=repeats) if log else []
    chance.shuffle(shuffled)

    assert everything(shuffled) == everything(log)


@given(logs())
def test_the_response_is_the_answer_with_the_largest_epoch_and_number(log):
    for position, response in responses.current(log).items():
        answers = [event for event in log if event.position == position and event.kind in responses.RESPONDING]
        assert max(answers, key=lambda event: (event.epoch, event.seq)).value == response


def test_accident_2_a_second_answer_leaves_the_first_question_alone():
    log = [Event(1, 1, 1, EventKind.ANSWER, ("a",)), Event(1, 2, 2, EventKind.ANSWER, ("b",))]

    assert responses.current(log) == {1: ("a",), 2: ("b",)}


def test_a_cleared_question_is_unanswered():
    log = [Event(1, 1, 1, EventKind.ANSWER, ("a",)), Event(1, 2, 1, EventKind.CLEAR)]

    assert responses.current(log) == {}


def test_accident_10_an_empty_answer_is_no_answer():
    assert responses.current([Event(1, 1, 1, EventKind.ANSWER, ())]) == {}


def test_a_late_event_of_an_older_device_fills_only_what_the_newer_left_open():
    new = [Event(2, 1, 1, EventKind.ANSWER, ("b",), "two")]
    old = [Event(1, 9, 1, EventKind.ANSWER, ("a",)), Event(1, 8, 2, EventKind.ANSWER, ("c",))]

    assert responses.current(new + old) == {1: ("b",), 2: ("c",)}


def test_a_flag_taken_back_and_an_option_restored_are_gone():
    log = [
        Event(1, 1, 1, EventKind.FLAG),
        Event(1, 2, 1, EventKind.ELIMINATE, ("a",)),
        Event(1, 3, 1, EventKind.ELIMINATE, ("b",)),
        Event(1, 4, 1, EventKind.UNFLAG),
        Event(1, 5, 1, EventKind.RESTORE, ("a",)),
        Event(1, 6, 2, EventKind.FLAG),
    ]

    assert responses.flagged(log) == {2}
    assert responses.eliminated(log) == {1: {"b"}}


def test_seconds_add_up_and_a_repeated_report_counts_once():
    log = [Event(1, 1, 1, EventKind.SEEN, ("20",)), Event(1, 2, 1, EventKind.SEEN, ("5",))]

    assert responses.seconds([*log, *log]) == {1: 25}
