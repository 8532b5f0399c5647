"""Questions that share rare words resemble one another; common words count for little, and answers bear it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.resemblance import NUMBER, Asked, Index


def asked(text, *answer):
    return Asked(tuple(text.split()), answer)


LUNG = asked("which sign after needling trapezius points to pneumothorax", "cough")
QUESTIONS = {
    "lung": LUNG,
    "lung again": asked("which sign after needling rhomboid points to pneumothorax", "cough"),
    "faint": asked("which sign after needling calf points to faint", "pallor"),
    "law": asked("who may delegate needling to an assistant", "nobody"),
}
INDEX = Index(QUESTIONS)


def like(question, *, least=0.0, most=9):
    return INDEX.like(question, least=least, most=most)


def test_the_same_question_is_wholly_alike_and_first():
    assert like(LUNG)[0] == ("lung", pytest.approx(1.0))


def test_a_rare_word_in_common_weighs_more_than_common_ones():
    index = Index({f"item-{n}": asked(f"which sign after needling site{n}") for n in range(40)} | QUESTIONS)
    names = [name for name, _share in index.like(asked("which pneumothorax after"), least=0, most=99)]

    assert names[:2] == ["lung again", "lung"] or names[:2] == ["lung", "lung again"]


def test_the_order_of_words_does_not_count():
    assert like(Asked(LUNG.stem[::-1], LUNG.answer))[0] == ("lung", pytest.approx(1.0))


def test_another_answer_makes_it_less_alike():
    other = Asked(LUNG.stem, ("bruise",))

    assert dict(like(other))["lung"] < 0.7


def test_a_question_without_its_answers_resembles_one_that_has_them():
    assert like(Asked(LUNG.stem))[0] == ("lung", pytest.approx(0.8))


def test_answers_that_are_only_numbers_tell_nothing_apart():
    index = Index({"one": asked("how many ribs", NUMBER)})

    assert index.like(asked("how many ribs", NUMBER), least=0, most=1) == [("one", pytest.approx(0.8))]
    assert index.like(asked("how many ribs", "none"), least=0, most=1) == [("one", pytest.approx(0.5))]


def test_least_and_most_narrow_what_is_found():
    assert {name for name, _share in like(LUNG, least=0.5)} == {"lung", "lung again"}
    assert len(like(LUNG, most=1)) == 1


def test_each_pair_is_returned_once_and_none_with_itself():
    assert [(one, other) for one, other, _share in INDEX.pairs(least=0.7)] == [("lung", "lung again")]


def test_pairs_are_what_each_of_the_two_would_find():
    found = {(one, other): share for one, other, share in INDEX.pairs(least=0.01)}
    looked_up = {
        (one, other): share
        for other, question in QUESTIONS.items()
        for one, share in like(question, least=0.01)
        if list(QUESTIONS).index(one) < list(QUESTIONS).index(other)
    }

    assert found == pytest.approx(looked_up)


def test_nothing_resembles_what_shares_no_word():
    assert like(asked("zzz yyy", "xxx")) == []


@pytest.mark.parametrize("question", [Asked(()), LUNG])
def test_an_empty_bank_holds_nothing_alike(question):
    assert Index({}).like(question, least=0, most=3) == []
    assert Index({}).pairs(least=0) == []


WORDS = st.lists(st.sampled_from("abcdefgh#"), max_size=6).map(tuple)
BANKS = st.dictionaries(st.integers(0, 30).map(str), st.builds(Asked, WORDS, WORDS), max_size=12)


@given(BANKS, st.builds(Asked, WORDS, WORDS), st.floats(0.05, 0.95))
def test_looking_up_leaves_out_only_what_is_less_alike(bank, question, least):
    index = Index(bank)
    everything = index.like(question, least=0, most=99)

    clear = [name for name, share in everything if share > least + 1e-9]
    assert [name for name, _share in index.like(question, least=least, most=99)][: len(clear)] == clear


@given(BANKS, st.builds(Asked, WORDS, WORDS))
def test_a_resemblance_is_a_share(bank, question):
    assert all(0 <= share <= 1 for _name, share in Index(bank).like(question, least=0, most=99))
