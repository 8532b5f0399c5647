"""What a whole bank shows, against published figures and with words for banks too small to tell."""

import pytest

from tests.linting.corpus import question
from training.linting import whole
from training.linting.english import ENGLISH
from training.linting.readability import grade


def bank(*keys, options=4):
    """Questions whose keys stand at these places, from 1; options are of one length."""
    return [
        question(
            "Which? | " + " | ".join(f"{'*' if place == key else ''}Rib {place}" for place in range(1, options + 1))
        )
        for key in keys
    ]


def reading(questions, rule):
    return [each for each in whole.read(questions) if each.rule == rule]


def test_the_chi_square_is_that_of_the_published_counts():
    assert whole.chi_square([1966, 2504, 2090, 1793]) == pytest.approx(132, abs=0.5)


@pytest.mark.parametrize(("square", "freedom"), [(3.841, 1), (5.991, 2), (7.815, 3), (9.488, 4), (11.070, 5)])
def test_the_tail_is_that_of_printed_tables(square, freedom):
    assert whole.chi_square_tail(square, freedom) == pytest.approx(0.05, abs=1e-4)


def test_the_chance_of_at_least_so_many_is_binomial():
    assert whole.at_least(2, [0.5, 0.5, 0.5]) == pytest.approx(0.5)
    assert whole.at_least(0, [0.25]) == pytest.approx(1)


def test_keys_that_stand_anywhere_are_not_remarkable():
    [told] = reading(bank(*([1, 2, 3, 4] * 6)), "key-position")

    assert not told.remarkable
    assert "6 times first, 6 times second, 6 times third, 6 times fourth" in told.text
    assert "no place is preferred" in told.text


def test_keys_at_one_place_are_remarkable():
    [told] = reading(bank(*([2] * 20), 1, 3, 4), "key-position")

    assert told.remarkable


def test_a_small_bank_is_told_that_it_is_too_small():
    [told] = reading(bank(2, 2, 2), "key-position")

    assert not told.remarkable
    assert "too few to tell (20 or more are needed)" in told.text


def test_questions_with_other_numbers_of_options_are_counted_apart():
    assert len(reading(bank(1, 2) + bank(1, options=3), "key-position")) == 2


def test_a_key_that_is_always_the_longest_is_remarkable():
    questions = [question("Which? | *The longest one | Rib | Lung | Skin")] * 20

    [told] = reading(questions, "longest-key-share")
    assert told.remarkable
    assert "20 of 20" in told.text


def test_an_empty_bank_shows_nothing():
    assert whole.read([]) == ()


def test_the_grade_is_that_of_its_formula():
    text = "The cat sat on the mat. The dog ran to the big red bus."

    assert grade(text, ENGLISH) == pytest.approx(max(0, 0.39 * 14 / 2 + 11.8 * 14 / 14 - 15.59))


def test_harder_words_and_longer_sentences_have_a_higher_grade():
    easy = "She feels faint. Lay her flat. Then call for help at once and wait with her."
    hard = (
        "Vasovagal syncope necessitates immediate repositioning, observation and subsequent documentation of recovery."
    )

    assert grade(hard, ENGLISH) > grade(easy, ENGLISH) + 5


def test_a_few_words_have_no_grade():
    assert grade("Which muscle?", ENGLISH) is None
