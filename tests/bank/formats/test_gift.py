"""GIFT: every kind of question is read as Moodle reads it, and what is refused says where and why."""

from fractions import Fraction

import pytest

from tests.bank.formats.drafts import content, draft, share

CHOICE = "Which layer is pierced first? {=skin#It lies outside. ~fascia ~%50%superficial fascia}"
SEVERAL = "Which are signs? {~%50%dyspnoea ~%50%chest pain ~%-100%hunger}"
NUMBER = "How deep, in mm? {#=12.5:0.5#Right. =%50%10..20 ~#Too far off.}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write about consent. {}", "extended_text"),
        ("How many? {#4}", "numeric"),
        (CHOICE, "single_choice"),
        ("Right? {=a ~b}", "single_choice"),
        ("All of it? {~%100%a ~b}", "multiple_response"),
        ("Match. {=a -> 1 =b -> 2}", "matching"),
        ("True? {T}", "single_choice"),
        ("True? {FALSE#no#yes}", "single_choice"),
        ("True? {true}", "short_text"),
        ("Word? {=scapula =shoulder blade}", "short_text"),
        ("How many? {4}", "short_text"),
    ],
)
def test_the_kind_is_decided_in_moodles_order(text, kind):
    assert draft("gift", text)["kind"] == kind


@pytest.mark.parametrize(
    ("text", "response", "expected"),
    [
        (CHOICE, ["skin"], "1"),
        (CHOICE, ["fascia"], "0"),
        (CHOICE, ["superficial fascia"], "1/2"),
        (SEVERAL, ["dyspnoea", "chest pain"], "1"),
        (SEVERAL, ["dyspnoea"], "1/2"),
        (SEVERAL, ["dyspnoea", "chest pain", "hunger"], "0"),
        (SEVERAL, ["hunger"], "0"),
        ("All? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}", ["a", "b", "c"], "1"),
        ("All? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}", ["a", "b", "d"], "2/3"),
        (NUMBER, ["12"], "1"),
        (NUMBER, ["13.0"], "1"),
        (NUMBER, ["13.01"], "1/2"),
        (NUMBER, ["20"], "1/2"),
        (NUMBER, ["20.1"], "0"),
        ("Which? {=*blade =%50%scap*}", ["shoulder BLADE"], "1"),
        ("Which? {=*blade =%50%scap*}", ["scapula"], "1/2"),
        ("Which? {=naïve}", ["naive"], "0"),
        ("Which? {=%50%* =scapula}", ["scapula"], "1/2"),
        ("Which? {=scapula =%50%*}", ["scapula"], "1"),
        ("How many? {#=%50%10..20 =12:1}", ["12"], "1/2"),
        ("How many? {#=12:1 =%50%10..20}", ["12"], "1"),
        ("Which? {=2\\=2}", ["2=2"], "1"),
        ("Match. {=a -> 1 =b -> 2 =c -> 1 = -> 4}", ["p1=a", "p2=b", "p3=b"], "2/3"),
        ("True? {T#no#yes}", ["True"], "1"),
        ("True? {F}", ["True"], "0"),
    ],
)
def test_a_response_gets_the_mark_that_moodle_gives(text, response, expected):
    assert share("gift", text, *response) == Fraction(expected)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"A \{b\} \~ c\: d\#", "A {b} ~ c: d#"),
        (r"Back\\slash", r"Back\slash"),
        (r"One\nTwo", "One  \nTwo"),
        (r"2*3*4", r"2\*3\*4"),
        ("[markdown]A *word*", "A *word*"),
        ("[html]<p>A <b>word</b><script>x</script></p>", "A **word**"),
        ("[plain]<b>", "<b>"),
        ("[sic] Odd", "[sic] Odd"),
        ("H<sub>2</sub>O", "H₂O"),
    ],
)
def test_texts_are_shown_as_they_are_there(written, read):
    assert draft("gift", f"{written}{{=x ~y}}")["stem"] == read


def test_feedback_belongs_to_its_answer_and_general_feedback_to_the_question():
    found = draft("gift", "Q {=a#why a\n~b#why b\n~c#with \\#\n####after all}")

    assert [option["rationale"] for option in found["options"]] == ["why a", "why b", "with #"]
    assert found["feedback"] == "after all"


def test_the_first_feedback_of_true_false_is_for_the_wrong_answer():
    true, false = draft("gift", "Q {FALSE#You are wrong.#You are right.}")["options"]

    assert (true["rationale"], false["rationale"]) == ("You are wrong.", "You are right.")


def test_a_missing_word_leaves_a_line():
    assert draft("gift", 'It is in the {=thorax ~head}";')["stem"] == 'It is in the _____";'


def test_comments_name_id_and_tags_and_a_category_holds_for_what_follows():
    text = "$CATEGORY: $course$/Safety/Chest\n\n// [id:a\\]1] [tag:red] [tag:two words]\n::Name\\: x::Q {=a ~b}"

    assert draft("gift", text)["origin"] == {
        "format": "gift",
        "id": "a]1",
        "name": "Name: x",
        "category": "$course$/Safety/Chest",
        "tags": ["red", "two words"],
    }


def test_one_bad_question_never_hides_the_others():
    text = "A {=a ~b}\n\nB {=a ~b\n\nC {=a ~b}\n\nD } x\n\nE {=a\n\n~b}\n\nF {#x}\n\nG {=a -> 1 =b}\n\nH {~a ~b}\n"

    found = content("gift", text)

    assert [entry.draft["stem"] for entry in found.entries] == ["A", "C", "E"]
    assert [fault.line for fault in found.faults] == [3, 7, 13, 15, 17]
    assert all(fault.remedy and fault.source for fault in found.faults)


def test_a_question_without_a_name_is_named_by_what_it_says():
    assert draft("gift", "[html]<p>How <b>deep</b>?</p>{=a ~b}")["origin"]["name"] == "How deep?"


def test_a_description_is_named_and_left_out():
    found = content("gift", "Read this first.\n\nQ {=a ~b}")

    assert len(found.entries) == 1
    assert [fault.line for fault in found.skipped] == [1]


@pytest.mark.parametrize(
    ("bytes_given", "words"),
    [
        (b"\xff\xfeQ\x00", "UTF-16"),
        ("Q {=é}".encode("latin-1"), "0xE9"),
        (b"Q {=a\x00}", "binary"),
        (b"", "no question"),
        (b"// only a comment", "no question"),
    ],
)
def test_what_is_no_gift_is_refused_by_name(bytes_given, words):
    assert words in content("gift", bytes_given).faults[0].message


@pytest.mark.parametrize(
    "text", ["{" * 50_000, "}" * 50_000, "{}" * 50_000, "=~#" * 50_000, "::" * 50_000, "\\" * 50_001]
)
def test_signs_without_end_are_refused_or_read_at_once(text):
    found = content("gift", text)

    assert found.faults or found.skipped or found.entries


@pytest.mark.parametrize(
    ("body", "steps", "lost"),
    [
        (">3 ALL VERTICAL ALL_OR_NOTHING SHOW none\nskin\nfat\nbone\n", ["skin", "fat", "bone"], []),
        ("> 2\n  skin\n\n  fat \\= soft\n", ["skin", "fat = soft"], ["by other rules"]),
        (">2 RANDOM H ABS HIDE 123\nskin\nfat\nbone", ["skin", "fat", "bone"], ["Only some of its steps", "by other"]),
        (">3 REL ALL_OR_NOTHING skin first\nfat\nbone", ["skin first", "fat", "bone"], []),
        (">2 CONTIG VERT ALL_OR_NOTHING\nskin\nfat\nbone", ["skin", "fat", "bone"], ["Only some of its steps"]),
    ],
)
def test_steps_in_order_are_read_as_moodle_writes_them(body, steps, lost):
    (entry,) = content("gift", f"Q? {{{body}}}").entries
    by_id = {option["id"]: option["text"] for option in entry.draft["options"]}

    assert [by_id[name] for name in entry.draft["key"]] == steps
    assert entry.draft.get("all_or_nothing", False) == ("ALL_OR_NOTHING" in body)
    assert len(entry.losses) == len(lost)
    assert all(words in loss for words, loss in zip(lost, entry.losses, strict=True))


def test_a_typed_answer_that_begins_with_the_sign_of_an_order_stays_one():
    assert draft("gift", "Q? {>5 mm}")["answers"][0]["text"] == ">5 mm"


def test_too_many_steps_are_refused():
    steps = "\n".join(f"step {number}" for number in range(27))
    (fault,) = content("gift", f"Q? {{>27 ALL\n{steps}\n}}").faults

    assert "27 steps" in fault.message
