import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.measurement import curves

DIFFICULTIES = st.lists(st.floats(-4, 4), min_size=1, max_size=30)


def test_a_mark_is_half_where_ability_meets_difficulty():
    assert curves.expected_marks([-1, 0, 2], [-1, 0, 2]).diagonal() == pytest.approx([0.5, 0.5, 0.5])


def test_items_are_rows_and_abilities_columns():
    assert curves.expected_marks([0, 1, 2], [0, 1]).shape == (3, 2)


@given(DIFFICULTIES, st.floats(0.01, 0.99))
def test_the_ability_at_a_score_expects_that_score(difficulty, share):
    score = share * len(difficulty)

    ability = curves.ability_at(score, difficulty)

    assert curves.expected_score(difficulty, ability)[0] == pytest.approx(score, abs=1e-9)


@given(DIFFICULTIES, st.floats(0.01, 2))
def test_harder_items_need_more_ability_for_the_same_score(difficulty, harder):
    score = 0.7 * len(difficulty)

    assert curves.ability_at(score, np.array(difficulty) + harder) > curves.ability_at(score, difficulty)


def test_weights_say_how_much_an_item_counts():
    assert curves.ability_at(0.5, [-1, 3], weight=[1, 0]) == pytest.approx(-1)


@pytest.mark.parametrize("score", [0, 3, -1, 4])
def test_no_ability_expects_nothing_or_everything(score):
    with pytest.raises(ValueError, match="between none and all"):
        curves.ability_at(score, [0, 0, 0])


def test_an_item_tells_most_where_it_is_answered_by_half():
    assert curves.item_information([0], [-1, 0, 1])[0] == pytest.approx([0.196612, 0.25, 0.196612], abs=1e-6)
    assert curves.information([0, 0], 0, slope=2)[0] == pytest.approx(2.0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_chances_of_all_scores_sum_to_one_and_have_the_expected_mean(marks):
    chances = curves.score_distribution(marks)[:, 0]

    assert chances.sum() == pytest.approx(1)
    assert chances @ np.arange(len(chances)) == pytest.approx(sum(marks), abs=1e-9)
