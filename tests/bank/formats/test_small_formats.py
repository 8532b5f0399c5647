"""Aiken, missing-word and cloze text: read as Moodle reads them, refused with line and reason."""

from fractions import Fraction

import pytest

from tests.bank.formats.drafts import content, draft, item, share

AIKEN = """First? Which layer < skin *here*
A) Skin
B.Fascia
ANSWER: B

Only one
A) Alone
ANSWER: A

A) No question

ANSWER: nothing

Not finished
A) x
B) y
Another
A) x
B) y
ANSWER: A, B

Last one
A) x
B) y
ANSWER: a
"""
CITIES = """Match the cities:
* Lyon: {1:MULTICHOICE:=France#Yes~Spain#No}
* Oslo: {2:MC:Spain~%100%Norway#Yes \\} ~%-50%Mars}
Its height is {:NUMERICAL:=23.8:0.1#Good~%50%20:5~*#Far off} m, its river {1:SAC:=Rhône~%50%Rh*~*#No}."""


def test_aiken_takes_the_good_and_names_the_bad():
    found = content("aiken", AIKEN)

    assert [entry.draft["stem"] for entry in found.entries] == ["First? Which layer < skin \\*here\\*"]
    assert [option.get("correct") for option in found.entries[0].draft["options"]] == [None, True]
    assert [fault.line for fault in found.faults] == [6, 10, 14, 17, 22]


def test_aiken_needs_no_blank_after_the_letter():
    assert share("aiken", "Q\nA)one\nB)two\nANSWER: B", "two") == 1


@pytest.mark.parametrize(
    ("text", "response", "expected"),
    [
        ("In the {=thorax ~75%mediastinum#Nearly. ~head}, deep", ["mediastinum"], "3/4"),
        ("In the {=thorax ~75%mediastinum#Nearly. ~head}, deep", ["head"], "0"),
        ("In the {head ~=thorax#Yes.}", ["thorax"], "1"),
        ("In the {=thorax}", ["Thorax"], "1"),
        ("In the {~_2 ribs ~=3 ribs}", ["3 ribs"], "1"),
    ],
)
def test_a_missing_word_is_marked_by_its_weights(text, response, expected):
    assert share("missing-word", text, *response) == Fraction(expected)


def test_a_missing_word_leaves_a_line_over_line_ends():
    assert draft("missing-word", "In the\nupper {=thorax ~head}, deep")["stem"] == "In the upper _____, deep"


def test_a_sentence_without_answers_is_refused_by_line():
    found = content("missing-word", "One {=a ~b}\n\nNo braces\n\nThree {~a ~b}")

    assert len(found.entries) == 1
    assert [fault.line for fault in found.faults] == [3, 5]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (["g1=a", "g2=b", "g3=23.9", "g4=Rhône"], "1"),
        (["g1=a"], "1/5"),
        (["g2=b"], "2/5"),
        (["g1=a", "g2=c"], "0"),
        (["g3=23.91"], "1/10"),
        (["g3=26"], "0"),
        (["g4=Rhone"], "1/10"),
        (["g4=rhône"], "0"),
    ],
)
def test_each_gap_of_a_cloze_counts_by_its_weight(response, expected):
    assert share("cloze", CITIES, *response) == Fraction(expected)


def test_a_cloze_keeps_reasons_and_the_places_of_its_gaps():
    found = draft("cloze", CITIES)

    assert "Lyon: [[g1]]" in found["passage"]
    assert [option["rationale"] for option in found["gaps"][1]["options"]] == ["", "Yes }", ""]
    assert [gap.get("wrong_rationale") for gap in found["gaps"]] == [None, None, "Far off", "No"]


@pytest.mark.parametrize("kind", ["MULTICHOICE_V", "MCH", "MULTICHOICE_S", "MCVS", "MULTICHOICE_HS"])
def test_ways_of_drawing_a_list_are_all_lists(kind):
    assert item("cloze", f"It is {{1:{kind}:=a~b}}.").gaps[0].kind == "choice"


@pytest.mark.parametrize(
    ("response", "expected"),
    [(["rib"], "1/2"), (["rib", "lung"], "1"), (["rib", "skin"], "0"), (["lung", "skin"], "0")],
)
def test_boxes_to_tick_without_shares_get_those_that_moodle_gives(response, expected):
    assert share("cloze", "Deep? {1:MULTIRESPONSE:=rib~=lung~skin}", *response) == Fraction(expected)


@pytest.mark.parametrize(
    ("response", "expected"), [(["rib"], "1/2"), (["rib", "lung"], "1"), (["rib", "skin"], "1/4"), (["skin"], "0")]
)
def test_boxes_to_tick_alone_are_a_multiple_response(response, expected):
    text = "Choose what lies deep. {1:MULTIRESPONSE:%50%rib#Yes~%50%lung~%-25%skin}"

    assert draft("cloze", text)["stem"] == "Choose what lies deep."
    assert draft("cloze", text)["options"][0]["rationale"] == "Yes"
    assert share("cloze", text, *response) == Fraction(expected)


def test_boxes_to_tick_with_one_right_answer_become_a_list_beside_other_gaps():
    (entry,) = content("cloze", "Over the {1:MRH:%50%rib~skin} is {1:SA:=fascia}.").entries

    assert [gap["kind"] for gap in entry.draft["gaps"]] == ["choice", "text"]
    assert [option.get("correct") for option in entry.draft["gaps"][0]["options"]] == [True, None]
    assert entry.losses == ("Several answers may be ticked in a gap there; here one is chosen.",)


@pytest.mark.parametrize(
    "text",
    [
        "No gap",
        "{1:MULTICHOICE:=a~b",
        "{1:MULTIRESPONSE:=a~=b~c} and {1:SA:=d}",
        "{1:MULTIRESPONSE:a~b}",
        "{1:NM:=x}",
        "{1:SA:=a} {1:WORD:=b}",
    ],
)
def test_a_cloze_that_cannot_be_read_says_why(text):
    found = content("cloze", text)

    assert found.entries == ()
    assert found.faults[0].remedy
