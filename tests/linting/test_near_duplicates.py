"""Near-duplicates: what makes none of a difference, what does, and how well it does on the pairs written for it."""

import pytest

from tests.linting.likenesses import labels, likenesses, recall, reported
from training.core.items import Keys
from training.core.resemblance import NUMBER
from training.linting import whole
from training.linting.languages import Language
from training.linting.near_duplicates import ENGLISH_WORDS, LEAST, Words, pairs
from training.linting.questions import of_draft

CASE = {
    "code": "safety/a/one",
    "pool": "exam",
    "stem": "A man of 29 has two needles in his calf. He turns pale and sweats.\n\nWhat do you do first?",
    "options": [{"text": "Take the needles out and lay him flat", "correct": True}, {"text": "Sit him up"}],
}
TWIN = CASE | {
    "code": "safety/b/two",
    "pool": "practice",
    "stem": "A woman of 41 turns grey and is sweating; she has three needles in her calf. What do you do first?",
    "options": [{"text": "Remove the needles and lay her flat", "correct": True}, {"text": "Go for water"}],
}


def question(*changes):
    draft = CASE
    for change in changes:
        draft = draft | change
    return of_draft(draft, keys=Keys.ONE)


def words(text):
    return ENGLISH_WORDS.folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the needles", "THE NEEDLING"),
        ("the sternum", "the breastbone"),
        ("a pneumothorax", "a collapsed lung"),
        ("local twitch responses", "an LTR"),
        ("withdrawn from the scapula", "removed from the shoulder blade"),
        ("48 patients", "fifty women"),
        ("an oedema", "an edema"),
        ("haematology", "hematology"),
        ("dose [[a]] rises", "dose [[b]] rises"),
        ("of {n} treatments", "of 7,629 treatments"),
    ],
)
def test_spelling_endings_synonyms_people_and_numbers_make_no_difference(one, other):
    assert words(one) == words(other) != ()


def test_words_that_say_nothing_are_left_out_where_others_say_something():
    asked = ENGLISH_WORDS.asked(question({"stem": "What comes first?"}))

    assert words("What do you tell him about the lung?") == words("lung")
    assert len(asked.stem) == 3


def test_a_language_without_word_lists_compares_plain_words():
    assert Words(Language("xx", "Blank")).folded("Der Muskel 2") == ("der", "muskel", NUMBER)


def test_another_case_with_the_same_question_and_answer_is_a_near_duplicate():
    [pair] = pairs([question(), question(TWIN)])

    assert {pair.one.code, pair.other.code} == {CASE["code"], TWIN["code"]}
    assert pair.between_pools
    assert pair.share >= LEAST


def test_the_same_case_with_another_question_and_answer_is_none():
    other = {"code": "safety/b/two", "stem": f"{CASE['stem'].splitlines()[0]}\n\nWhich muscle was needled?"}

    assert pairs([question(), question(other, {"options": [{"text": "Gastrocnemius", "correct": True}]})]) == ()


@pytest.mark.parametrize("kind", ["passage", "premises", "gaps"])
def test_texts_beside_the_stem_count(kind):
    texts = {
        "passage": "A rib lies behind the blade",
        "premises": [{"text": "A rib lies behind the blade"}],
        "gaps": [{"options": [{"text": "A rib lies behind the blade", "correct": True}]}],
    }
    question = of_draft({"stem": "Fill in.", kind: texts[kind]}, keys=Keys.ELSEWHERE)
    asked = ENGLISH_WORDS.asked(question)

    assert {"rib", "blad"} <= {*asked.stem, *asked.answer}


def test_a_pair_between_pools_is_a_warning_that_names_both():
    [told] = [each for each in whole.read([question(), question(TWIN)]) if each.rule == "near-duplicate"]

    assert told.severity == "warning"
    assert set(told.codes) == {CASE["code"], TWIN["code"]}
    assert all(code in told.text for code in told.codes)
    assert "one in the exam pool" in told.text


def test_a_pair_of_one_pool_informs_unless_the_two_are_enemies():
    same_pool = question(TWIN, {"pool": "exam"})
    enemies = question(TWIN, {"pool": "exam", "enemies": [CASE["code"]]})

    [told] = [each for each in whole.read([question(), same_pool]) if each.rule == "near-duplicate"]
    assert told.severity == "info"
    assert [each for each in whole.read([question(), enemies]) if each.rule == "near-duplicate"] == []


def test_enemies_of_different_pools_are_told_all_the_same():
    enemies = question(TWIN, {"enemies": [CASE["code"]]})

    assert [each for each in whole.read([question(), enemies]) if each.rule == "near-duplicate"]


def test_the_corpus_is_as_large_as_promised():
    assert len(likenesses("light-open")) + len(likenesses("light-held")) >= 150
    assert len(likenesses("deep")) >= 60
    assert len(likenesses("near-miss-open")) + len(likenesses("near-miss-held")) >= 80


@pytest.mark.parametrize("half", ["open", "held"])
def test_nine_of_ten_light_paraphrases_are_found(half):
    assert recall(f"light-{half}") >= 0.9


@pytest.mark.parametrize("half", ["open", "held"])
@pytest.mark.parametrize("change", ["reordered", "synonyms", "changed", "mixed"])
def test_nine_of_ten_are_found_of_each_sort_of_change(half, change):
    sort = [pair for pair in likenesses(f"light-{half}") if pair.change == change]

    assert len(sort) >= 20
    assert sum(pair.share >= LEAST for pair in sort) / len(sort) >= 0.9


def test_four_of_five_of_what_paraphrases_are_taken_for_is_right():
    written = [*likenesses("light-open"), *likenesses("light-held")]
    right = sum(pair.share >= LEAST for pair in written)
    wrong = sum(len(pair.wrong) for pair in written)

    assert right / (right + wrong) >= 0.8


def test_four_of_five_pairs_reported_on_the_shipped_bank_ask_the_same():
    was = [pair for pair in likenesses("bank") if pair.share >= LEAST]

    assert sum(pair.same for pair in was) / len(was) >= 0.8


def test_four_of_five_pairs_reported_on_the_bank_of_today_ask_the_same():
    now = [frozenset((pair.one.code, pair.other.code)) for pair in reported()]
    unread = [sorted(pair) for pair in now if pair not in labels()]

    assert unread == [], "read both, and write into near_duplicates/bank.jsonl whether they ask the same"
    assert sum(labels()[pair] for pair in now) >= 0.8 * len(now)
