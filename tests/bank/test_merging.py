"""Three drafts make one: what the bank has, what a format carries of it, what a file says now."""

from training.bank.merging import merged

FULL = {
    "kind": "single_choice",
    "code": "safety/a/b",
    "objective": "Name it",
    "stem": "Which?",
    "options": [
        {"id": "x", "text": "skin", "rationale": "Because.", "sources": ["A"], "correct": True},
        {"id": "y", "text": "bone", "rationale": "No.", "sources": ["B"], "dangerous": True},
    ],
}
CARRIED = {
    "kind": "single_choice",
    "stem": "Which?",
    "origin": {"format": "gift", "id": "safety/a/b"},
    "options": [
        {"id": "a", "text": "skin", "rationale": "Because.", "sources": [], "correct": True},
        {"id": "b", "text": "bone", "rationale": "No.", "sources": []},
    ],
}


def found(**changes):
    return CARRIED | changes


def test_a_file_that_says_what_it_always_said_changes_nothing():
    assert merged(FULL, CARRIED, CARRIED) == FULL


def test_a_changed_text_is_taken_and_the_rest_is_kept():
    assert merged(FULL, CARRIED, found(stem="Which one?")) == FULL | {"stem": "Which one?"}


def test_an_option_keeps_its_id_and_sources_when_its_words_change():
    options = [CARRIED["options"][0] | {"text": "the skin"}, CARRIED["options"][1]]

    skin, bone = merged(FULL, CARRIED, found(options=options))["options"]

    assert skin == FULL["options"][0] | {"text": "the skin"}
    assert bone == FULL["options"][1]


def test_options_in_another_order_keep_their_ids():
    options = [dict(each, id=name) for each, name in zip(reversed(CARRIED["options"]), "ab", strict=True)]

    assert [each["id"] for each in merged(FULL, CARRIED, found(options=options))["options"]] == ["y", "x"]


def test_a_new_option_gets_an_id_that_is_free():
    options = [*CARRIED["options"], {"id": "x", "text": "fascia", "rationale": "", "sources": []}]

    assert [each["id"] for each in merged(FULL, CARRIED, found(options=options))["options"]] == ["x", "y", "x1"]


def test_an_option_that_is_gone_is_gone():
    assert merged(FULL, CARRIED, found(options=CARRIED["options"][:1]))["options"] == FULL["options"][:1]


def test_another_kind_of_question_keeps_only_what_says_where_it_belongs():
    result = merged(FULL, CARRIED, {"kind": "short_text", "stem": "Which?", "answers": [{"text": "skin"}]})

    assert result["code"] == "safety/a/b"
    assert "options" not in result
