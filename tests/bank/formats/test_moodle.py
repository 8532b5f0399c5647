"""Moodle XML: every type is read as Moodle reads it, pictures come along, and what is refused says where and why."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.bank.formats.drafts import content, draft, share
from training import items
from training.bank.adoption import Defaults, Held, adopted
from training.bank.formats import Entry, chosen, named
from training.bank.formats.entries import Piece
from training.bank.formats.moodle.calculated import formula_of, values_of

HERE = Path(__file__).parent / "moodle"
MOODLE = named("moodle-xml")
CHOICES = (HERE / "choices.xml").read_bytes()
TYPED = (HERE / "typed.xml").read_bytes()
RED_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def quiz(*questions):
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def question(kind, inside, text="Q?"):
    return (
        f'<question type="{kind}"><name><text>N</text></name>'
        f'<questiontext format="html"><text>{text}</text></questiontext>{inside}</question>'
    )


def answers(*given, **fields):
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    told = (f'<answer fraction="{share}"><text>{text}</text>{inside}</answer>' for text, share in given)
    return "".join(told)


def entry(name, file):
    return next(each for each in content("moodle-xml", file).entries if each.draft["origin"]["name"] == name)


def marked(name, file, *response):
    """Return the mark of a response to a question of a file, by its texts."""
    found = {each.entry.draft["origin"]["name"]: each.entry.draft for each in read(file)}
    item = items.kept(found[name])
    ids = {option.text: option.id for option in item.options}
    return item.mark(tuple(ids.get(part, part) for part in response)).awarded


def read(file):
    return adopted(content("moodle-xml", file).entries, MOODLE, Defaults(), Held())


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        (
            CHOICES,
            ["single_choice", "multiple_response", "single_choice", "matching", "matching", "ordering"],
        ),
        (
            TYPED,
            ["short_text", "short_text", "numeric", "calculated", "extended_text", "cloze", "cloze", "cloze"],
        ),
    ],
)
def test_each_type_becomes_its_kind_and_can_be_kept(file, kinds):
    assert content("moodle-xml", file).faults == ()
    assert [items.kept(each.entry.draft).kind for each in read(file)] == kinds


@pytest.mark.parametrize(
    ("name", "file", "response", "expected"),
    [
        ("First layer & more", CHOICES, ["skin"], "1"),
        ("First layer & more", CHOICES, ["epidermis"], "1/3"),
        ("Signs", CHOICES, ["dyspnoea", r"2\*3 < 7\*1"], "1"),
        ("Signs", CHOICES, ["dyspnoea", "hunger"], "0"),
        ("Consent", CHOICES, ["True"], "1"),
        ("Pairs", CHOICES, ["p1=a", "p2=b", "p3=a"], "1"),
        ("Steps", CHOICES, ["a", "b", "c"], "1"),
        ("Bone", TYPED, ["Scapula"], "1"),
        ("Bone", TYPED, ["shoulder blade"], "1/2"),
        ("Symbol", TYPED, ["Na <+>"], "1"),
        ("Symbol", TYPED, ["na <+>"], "0"),
        ("Depth", TYPED, ["1.25 cm"], "1"),
        ("Depth", TYPED, ["14 mm"], "1/2"),
        ("Depth", TYPED, ["12.5"], "0"),
        ("Gaps", TYPED, ["g1=a", "g2=11", "g3=scapula"], "1"),
        ("Gaps", TYPED, ["g1=b", "g2=9"], "5/8"),
        ("Lists", TYPED, ["g1=a", "g2=a", "g3=b"], "2/3"),
        ("Words", TYPED, ["g1=a"], "1"),
    ],
)
def test_a_response_gets_the_mark_that_moodle_gives(name, file, response, expected):
    assert marked(name, file, *response) == Fraction(expected)


def test_a_calculated_question_is_marked_by_the_numbers_it_shows():
    found = next(each.entry.draft for each in read(TYPED) if each.entry.draft["kind"] == "calculated")

    item = items.kept(found).bound({"m": "55", "d": "0.2"})

    assert item.stem == "She weighs 55 kg; half is 27.5. How many mg at 0.2 a kg?"
    assert item.mark(("11.1",)).awarded == 1
    assert item.mark(("11.2",)).awarded == 0
    assert [variable.get("values") for variable in found["variables"]] == [["55", "50"], None]


def test_pictures_are_named_by_what_they_show_and_stay_where_they_stood():
    found = content("moodle-xml", CHOICES)
    asked, why = found.entries[0].draft["stem"], found.entries[0].draft["options"][0]["rationale"]

    second, first, third = found.pictures
    assert asked == f"Which layer is **first**?\n\n![A chest](figure:{first})\n\nChoose one."
    assert why == f"It lies outside. ![Skin](figure:{second})"
    assert f"![Form](figure:{third})" in found.entries[2].draft["stem"]
    assert (first[:8], second[:8], third[:5], third[-4:]) == ("image-1-", "image-1-", "form-", ".png")
    assert found.pictures[third].startswith(b"\x89PNG")


def test_category_name_id_and_tags_are_kept_with_what_only_moodle_knows():
    origin = entry("First layer & more", CHOICES).draft["origin"]

    assert origin["category"] == "$course$/top/Safety/Chest"
    assert (origin["id"], origin["tags"]) == ("chest-1", ["layers", "two words"])
    assert origin["extra"] == {
        "defaultgrade": "2.0000000",
        "correctfeedback": "Your answer is correct.",
        "incorrectfeedback": "Think of the outside.",
        "hint-1": "Look at it.",
    }
    assert entry("Consent", CHOICES).draft["origin"]["category"] == "$course$/top/Safety/A//B"


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("First layer & more", CHOICES, "mark of 2 is kept"),
        ("First layer & more", CHOICES, "hints are kept"),
        ("First layer & more", CHOICES, "right, partly right or wrong"),
        ("Signs", CHOICES, "hidden there"),
        ("Steps", CHOICES, "marks orders by other rules"),
        ("Depth", TYPED, "wrong or missing unit costs 0.1"),
        ("Dose", TYPED, "drawn one by one here"),
        ("Explain", TYPED, "became the model answer"),
        ("Explain", TYPED, "Files may be handed in"),
        ("Explain", TYPED, "field begins with"),
        ("Words", TYPED, "dragged once"),
    ],
)
def test_what_is_lost_is_said(name, file, words):
    assert any(words in loss for loss in entry(name, file).losses)


def test_nobody_misses_what_moodle_itself_says_for_right_and_wrong():
    standard = "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"

    (found,) = content("moodle-xml", quiz(question("essay", standard))).entries

    assert found.losses == ()
    assert found.draft["origin"]["extra"] == {"correctfeedback": "Your answer is correct."}


def test_what_asks_nothing_is_skipped_by_name():
    first, second = content("moodle-xml", CHOICES).skipped

    assert "description of the category" in first.message
    assert second.message == "'Read this' asks nothing (a description), so it is left out"


def test_an_export_gives_back_what_only_moodle_knows():
    written = MOODLE.write([Entry(each.entry.draft) for each in read(CHOICES)], {}).content.decode()

    assert "<defaultgrade>2.0000000</defaultgrade>" in written
    assert '<hint format="markdown"><text>Look at it.</text></hint>' in written
    assert '<correctfeedback format="markdown"><text>Your answer is correct.</text></correctfeedback>' in written
    assert "<hidden>1</hidden>" in written
    assert "<answernumbering>ABCD</answernumbering>" in written
    assert "<category><text>$course$/top/Safety/Chest</text></category>" in written


def test_pictures_go_out_inside_and_come_back_under_their_names():
    first = content("moodle-xml", CHOICES)
    written = MOODLE.write(first.entries, first.pictures).content

    again = content("moodle-xml", written)

    assert again.pictures == first.pictures
    plain = [(old.draft, new.draft) for old, new in zip(first.entries, again.entries, strict=True)]
    assert [old["origin"]["name"] for old, new in plain if old != new] == ["Drag"]


@pytest.mark.parametrize(
    ("kind", "inside", "words"),
    [
        ("multichoice", answers(("a", 100)), "fewer than two answers"),
        ("multichoice", answers(("a", 0), ("b", 0)), "no right answer"),
        ("multichoice", answers(("a", 101), ("b", 0)), "worth '101'"),
        ("multichoice", answers(("a", "x"), ("b", 0)), "worth 'x'"),
        ("truefalse", "", "no answers"),
        ("shortanswer", answers(("*", 0)), "accepts no answer"),
        ("numerical", answers(("many", 100)), "'many' where a number is wanted"),
        ("numerical", answers(("5", 100), tolerance="wide"), "'wide' where a number is wanted"),
        ("numerical", "", "accepts no number"),
        (
            "matching",
            "<subquestion><text>a</text><answer><text>b</text></answer></subquestion>",
            "fewer than two pairs",
        ),
        ("matching", "<subquestion><text>a</text><answer><text></text></answer></subquestion>", "without an answer"),
        ("ordering", answers(("a", 1)), "has 1 steps"),
        ("cloze", "", "holds no gap"),
        ("gapselect", "", "holds no gap"),
        ("calculated", answers(("{x}+", 100)), "ends too early"),
        ("calculated", answers(("{x}", 100)), "draws no numbers"),
        ("calculatedmulti", "", "whose options are formulas"),
        ("ddmarker", "", "places without labels"),
        ("ddimageortext", "", "places without labels"),
        ("random", "", "draws another question"),
        ("stack", "", "of the type 'stack', which has no counterpart"),
        ("", "", "of the type 'nothing'"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(kind, inside, words):
    good = question("truefalse", answers(("true", 100), ("false", 0)))

    found = content("moodle-xml", quiz(question(kind, inside), good))

    assert [each.line for each in found.entries] == [4]
    assert words in found.faults[0].message
    assert (found.faults[0].line, bool(found.faults[0].remedy)) == (3, True)


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ('<question type="truefalse">\n<name><text>a & b</text></name></question>', 4, "is no XML at column 16"),
        ("<question type='truefalse'>\n<name><text>a</name></question>", 4, "mismatched tag"),
        ("<question type='truefalse'>\n<name><text>&wrong;</text></name></question>", 4, "entity &wrong;"),
        ("<question type='truefalse'><name><text>a</text></name>", 3, "never closes"),
        ("<question type='truefalse'><name><text>a <b>b</b></text></name></question>", 3, "the tag <b> in a <text>"),
        ("<question type='truefalse'>\x08</question>", 3, "is no XML at column 28"),
        ("<question>" + "<a>" * 50 + "</a>" * 50 + "</question>", 3, "too deep"),
        ("<question><![CDATA[ never closed</question>", 3, "unclosed CDATA"),
    ],
)
def test_a_broken_question_names_its_place_and_hides_no_other(broken, line, words):
    good = question("truefalse", answers(("true", 100), ("false", 0)))

    found = content("moodle-xml", quiz(broken, good, good))

    assert len(found.entries) == 2
    assert [(fault.line, words in fault.message) for fault in found.faults] == [(line, True)]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b'<!DOCTYPE quiz [<!ENTITY a "ha">]><quiz><question type="x"/></quiz>', "declares the entity 'a'"),
        (b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz></quiz>', "declares the entity 'a'"),
        (b'<!DOCTYPE q [<!ENTITY % a SYSTEM "https://x/y"> %a;]><quiz></quiz>', "declares the entity 'a'"),
        (b"<quiz>", "is no XML"),
        (b"<quiz>" + b"<a>" * 100_000, "too deep"),
        (b"<quiz>" + b"<question/>" * 40_001 + b"</quiz>", "more than 40,000 questions"),
        (b"<quiz><question>" + b"<a/>" * 20_001 + b"</question></quiz>", "more than 20,000 tags"),
        (b"<assessmentItem/>", "is no Moodle XML: it holds <assessmentItem>"),
        (b"\xff\xfe<quiz></quiz>", "UTF-16"),
        (b'<?xml version="1.0" encoding="shift_jis"?><quiz></quiz>', "written as shift_jis"),
        (b'<?xml version="1.0" encoding="none-such"?><quiz></quiz>', "written as none-such"),
        (b'<?xml version="1.0" encoding="UTF-8"?><quiz>\n\xe9</quiz>', "0xE9, which is not UTF-8"),
        (b'<?xml version="1.0" encoding="windows-1252"?><quiz>\n\x81</quiz>', "0x81, which is not windows-1252"),
        (b"<quiz></quiz>", "holds no question"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_file_that_means_harm_or_is_another_thing_is_refused(file, words):
    found = content("moodle-xml", file)

    assert found.entries == ()
    assert words in found.faults[0].message
    assert found.faults[0].remedy


def test_entities_that_grow_are_never_put_in():
    bomb = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    text = bomb + "<quiz>" + question("truefalse", answers(("true", 100)), "&b;") + "</quiz>"

    found = content("moodle-xml", text)

    assert (found.entries, len(found.faults)) == ((), 1)


@pytest.mark.parametrize("mark", ["<![CDATA[", "<!--", "<question ", "</question>", "]]>", "<quiz>"])
def test_signs_in_thousands_are_read_in_time(mark):
    found = content("moodle-xml", f"<quiz>{mark * 20_000}</quiz>")

    assert found.faults


def test_a_question_may_speak_of_questions():
    text = "<![CDATA[<p>Write </question> after &lt;question&gt;.</p>]]>"

    found = content("moodle-xml", quiz(question("essay", "<!-- </question> -->", text)))

    assert found.faults == ()
    assert found.entries[0].draft["stem"] == "Write after <question>."


@pytest.mark.parametrize(
    ("encoding", "codec"), [("UTF-8", "utf-8-sig"), ("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252")]
)
def test_files_of_other_encodings_say_so_and_are_read(encoding, codec):
    text = quiz(question("essay", "", "Où ça, é?")).replace("UTF-8", encoding)

    assert draft("moodle-xml", text.encode(codec))["stem"] == "Où ça, é?"


def test_files_of_old_versions_are_read_too():
    old = (
        '<question type="multichoice"><name><text>Old</text></name><questiontext><text>Q?</text></questiontext>'
        f"<image>pics/dot.png</image><image_base64>{RED_DOT}</image_base64><single>1</single>"
        "<answer><text>a</text><fraction>1</fraction></answer><answer><text>b</text><fraction>0.5</fraction></answer>"
        "</question>"
    )

    found = content("moodle-xml", quiz(old))

    (figure,) = found.pictures
    assert found.entries[0].draft["stem"] == f"Q?\n\n![](figure:{figure})"
    assert share("moodle-xml", quiz(old), "b") == Fraction(1, 2)


def test_the_picture_of_an_old_passage_stands_under_it():
    picture = f"<image>dot.png</image><image_base64>\n{RED_DOT}\n</image_base64>"

    found = content("moodle-xml", quiz(question("cloze", picture, "One {1:SHORTANSWER:=a}")))

    (figure,) = found.pictures
    assert found.entries[0].draft["passage"] == f"One [[g1]]\n\n![](figure:{figure})"


def test_a_share_that_moodle_does_not_have_is_the_nearest_that_it_has():
    text = quiz(question("multichoice", "<single>false</single>" + answers(("a", 33), ("b", 66.66667), ("c", -47))))

    (found,) = content("moodle-xml", text).entries

    assert [option["weight"] for option in found.draft["options"]] == ["1/3", "2/3", "-1/2"]
    assert found.losses == (
        "A share of 33 % is none of Moodle's; the nearest is 33.33333 %.",
        "A share of -47 % is none of Moodle's; the nearest is -50 %.",
    )


def test_a_picture_that_is_missing_or_shown_nowhere_is_said():
    text = '<![CDATA[<p>See <img src="@@PLUGINFILE@@/gone.png" alt="it">.</p>]]>'
    file = f'<generalfeedback format="html"><text>F</text><file name="lone.png">{RED_DOT}</file></generalfeedback>'

    found = content("moodle-xml", quiz(question("essay", file, text))).entries[0]

    assert found.draft["stem"] == "See it."
    assert found.losses == (
        "A picture is not in the file: @@PLUGINFILE@@/gone.png.",
        "The file lone.png is in no text and is left out.",
    )


def test_a_question_without_a_text_is_asked_by_its_name():
    found = content("moodle-xml", quiz(question("essay", "", ""))).entries[0]

    assert (found.draft["stem"], found.losses) == ("N", ("It has no text; its name is the question.",))


def test_refused_questions_come_back_in_their_category_to_be_mended():
    category = '<question type="category"><category><text>$course$/A</text></category></question>'
    fault = content("moodle-xml", quiz(category, question("multichoice", answers(("a", 100))))).faults[0]

    mended = MOODLE.mend([Piece(fault.source, ("has one answer -- of two",))])

    assert b"<!-- has one answer - - of two -->" in mended
    added = mended.replace(b"</answer>", b'</answer><answer fraction="0"><text>b</text></answer>')
    assert draft("moodle-xml", added)["origin"]["category"] == "$course$/A"


def test_the_format_is_found_by_what_a_file_holds():
    assert chosen("bank.XML", CHOICES) is MOODLE
    assert chosen("page.xml", b"<html/>") is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"options": [{"id": "a", "text": "x", "correct": True}, {"id": "b", "text": "y", "weight": "3/7"}]}, "3/7"),
        ({"options": [{"id": "a", "text": "x", "weight": "1/2"}, {"id": "b", "text": "y"}]}, "whole mark"),
        ({"kind": "short_text", "answers": [{"text": "x", "share": "1/2"}]}, "whole mark"),
        ({"kind": "numeric", "answers": [{"low": "1"}]}, "open end"),
        ({"kind": "numeric", "answers": [{"value": "1/3"}]}, "decimals only"),
        (
            {"kind": "calculated", "variables": [{"name": "a", "values": ["1"]}], "answers": [{"formula": "a^2"}]},
            "sign for powers",
        ),
        ({"kind": "hotspot"}, "no question of the kind hotspot"),
    ],
)
def test_what_moodle_would_refuse_is_left_out_with_the_reason(changes, words):
    given = {"code": "safety/a/b", "kind": "single_choice", "stem": "Q?"} | changes

    written = MOODLE.write([Entry(given)], {})

    assert words in written.left_out[0]


def test_formulas_are_written_with_their_names_in_braces():
    assert formula_of("pow(mass, 2) + ln(e) - 2e3 * {hours}", ["mass", "e", "hours"]) == (
        "pow({mass}, 2) + log({e}) - 2e3 * {hours}"
    )


def test_each_value_is_in_a_set_and_every_two_meet():
    sets = values_of([{"values": ["1", "2", "3"]}, {"values": ["4", "5", "6"]}])

    assert [list(dict.fromkeys(values)) for values in sets] == [["1", "2", "3"], ["4", "5", "6"]]
    assert len(set(zip(*sets, strict=True))) == 9
