import numpy as np
import pytest

from training.measurement.population import Attempts, Places, Standing, items, population, standings

NAN = float("nan")


def attempts(*rows):
    """Rows of person, exam version, order, completed, operational, timed out."""
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Attempts(*columns)


def places(*rows):
    """Rows of attempt, position, version, mark, answered, pilot."""
    columns = zip(*rows, strict=True)
    kinds = (np.int64, np.int64, np.int64, np.float64, bool, bool)
    return Places(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)))


def answered(attempt, *marks):
    return [(attempt, place, place - 1, mark, True, False) for place, mark in enumerate(marks, start=1)]


@pytest.mark.parametrize(
    ("sittings", "counting"),
    [
        ([(1, 1, 1, True, True, False), (1, 1, 2, True, True, False)], [0]),  # the first of two
        ([(1, 1, 2, True, True, False), (1, 1, 1, True, True, False)], [1]),  # whatever their order in the table
        ([(1, 1, 1, False, True, False), (1, 1, 2, True, True, False)], [1]),  # the first was not completed
        ([(1, 1, 1, True, False, False), (1, 1, 2, True, True, False)], [1]),  # voided, practised, investigated
        ([(1, 1, 1, True, True, False), (1, 2, 2, True, True, False)], [0, 1]),  # another version of the exam
        ([(1, 1, 1, True, True, False), (2, 1, 1, True, True, False)], [0, 1]),  # another person
        ([(1, 1, 1, False, True, False)], []),
    ],
)
def test_the_first_completed_operational_attempt_of_a_person_counts(sittings, counting):
    marks = [row for number in range(len(sittings)) for row in answered(number, 1.0)]

    found = population(attempts(*sittings), places(*marks), np.array([0]))

    assert list(found.attempts) == counting
    assert found.responses.persons == len(counting)


def test_an_item_left_out_before_the_last_answer_is_omitted_whether_or_not_the_clock_ended():
    for timed_out in (False, True):
        became = standings(
            attempts((1, 1, 1, True, True, timed_out)),
            places((0, 1, 0, 0, False, False), (0, 2, 1, 1, True, False)),
        )

        assert list(became) == [Standing.OMITTED, Standing.ANSWERED]


def test_what_follows_the_last_answer_is_not_reached_only_when_the_clock_ended():
    rows = places((0, 1, 0, 1, True, False), (0, 2, 1, 0, False, False), (0, 3, 2, 0, False, False))

    ended = standings(attempts((1, 1, 1, True, True, True)), rows)
    handed_in = standings(attempts((1, 1, 1, True, True, False)), rows)

    assert list(ended) == [Standing.ANSWERED, Standing.NOT_REACHED, Standing.NOT_REACHED]
    assert list(handed_in) == [Standing.ANSWERED, Standing.OMITTED, Standing.OMITTED]


def test_omitted_counts_for_the_item_not_reached_does_not_and_both_are_nothing_for_the_person():
    sitting = attempts((1, 1, 1, True, True, True))
    rows = places((0, 1, 0, 0, False, False), (0, 2, 1, 1, True, False), (0, 3, 2, 0, False, False))

    found = population(sitting, rows, np.arange(4))

    assert list(found.responses.seen) == [1, 1, 0, 0]
    assert list(found.responses.mark) == [0, 1]
    assert (list(found.omitted), list(found.not_reached)) == ([1, 0, 0, 0], [0, 0, 1, 0])
    assert found.share == pytest.approx([1 / 3])


def test_a_pilot_counts_for_its_item_and_not_for_the_person():
    rows = places((0, 1, 0, 1, True, False), (0, 2, 1, 0, True, True))

    found = population(attempts((1, 1, 1, True, True, False)), rows, np.arange(2))

    assert list(found.responses.seen) == [1, 1]
    assert found.share == pytest.approx([1.0])


def test_a_mark_still_to_be_given_is_missing():
    rows = places((0, 1, 0, NAN, True, False), (0, 2, 1, 0.5, True, False))

    found = population(attempts((1, 1, 1, True, True, False)), rows, np.arange(2))

    assert list(found.responses.seen) == [0, 1]
    assert found.share == pytest.approx([0.5])


def test_versions_are_items_of_their_own_unless_an_edit_was_declared_cosmetic():
    found = items(["a1", "b1", "a2", "a3"], [("a1", "a2")])

    assert found.names == ("a1", "b1", "a3")
    assert list(found.item_of) == [0, 1, 0, 2]
    assert found.joined == (("a1", "a2"), (), ())


@pytest.mark.parametrize(
    "pairs", [[("a1", "a2"), ("a2", "a3")], [("a2", "a3"), ("a1", "a2")], [("a1", "a3"), ("a1", "a2"), ("a3", "a1")]]
)
def test_several_edits_are_one_item_named_by_what_comes_first_whatever_the_order_of_the_declarations(pairs):
    found = items(["a3", "a1"], pairs)

    assert (found.names, list(found.item_of)) == (("a3",), [0, 0])
    assert found.joined == (("a1", "a2", "a3"),)


def test_no_attempts_are_no_responses():
    none = np.zeros(0, np.int64)
    nothing = Places(none, none, none, none.astype(float), none.astype(bool), none.astype(bool))

    found = population(Attempts(none, none, none, *[none.astype(bool)] * 3), nothing, np.arange(3))

    assert found.responses.persons == 0
    assert list(found.responses.seen) == [0, 0, 0]
