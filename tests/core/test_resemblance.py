"""Texts that share rare words resemble one another; common words count for little."""

import pytest

from training.core.resemblance import Index, words_of

TEXTS = {
    "lung": "Which sign after needling the trapezius points to a pneumothorax?",
    "lung again": "Which sign after needling the rhomboid points to a pneumothorax?",
    "faint": "Which sign after needling the calf points to a vasovagal faint?",
    "law": "Who may delegate dry needling to an assistant?",
}
INDEX = Index({name: words_of([text]) for name, text in TEXTS.items()})


def like(text, *, least=0.0, most=9):
    return INDEX.like(words_of([text]), least=least, most=most)


def test_the_same_text_is_wholly_alike_and_first():
    assert like(TEXTS["lung"])[0] == ("lung", pytest.approx(1.0))


def test_a_rare_word_in_common_weighs_more_than_common_ones():
    names = [name for name, _share in like("pneumothorax of the trapezius")]

    assert names.index("lung again") < names.index("faint")


def test_capitals_and_accents_do_not_count():
    assert words_of(["Pneumothörax"]) == words_of(["pneumothorax"])


def test_a_question_without_its_answers_resembles_one_that_has_them():
    index = Index({"whole": words_of([TEXTS["lung"], "Cough", "Bruise", "Sweating"]), "law": words_of([TEXTS["law"]])})

    assert index.like(words_of([TEXTS["lung"]]), least=0.9, most=1) == [("whole", pytest.approx(1.0))]


def test_least_and_most_narrow_what_is_found():
    assert [name for name, _share in like(TEXTS["lung"], least=0.9)] == ["lung"]
    assert len(like(TEXTS["lung"], most=2)) == 2


def test_nothing_resembles_what_shares_no_word():
    assert like("zzz yyy") == []


def test_an_empty_bank_holds_nothing_alike():
    assert Index({}).like(words_of(["lung"]), least=0, most=3) == []
