"""QTI 1.2 and Common Cartridges: kinds, keys, marks and feedback as several systems write them, in and out."""

from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.bank.bank import SVG
from tests.bank.formats import qti12_items as q
from tests.bank.formats.drafts import content, draft, share
from training.bank.formats import chosen, named
from training.bank.formats.entries import Piece

NAME = "common-cartridge"
FOUR = {"a": "skin", "b": "fascia", "c": "bone", "d": "lung"}
ONE = q.quiz(
    q.item(
        q.chosen(FOUR),
        q.rule("<other/>", "", "general_fb", goes_on="Yes")
        + q.rule(q.equal("b"), "", "b_fb", goes_on="Yes")
        + q.rule(q.equal("a"), 100, "correct_fb"),
        q.feedback(general_fb="See there.", b_fb="Deeper.", correct_fb="Outside."),
        cc_profile="cc.multiple_choice.v0p1",
    )
)
ALL = q.quiz(
    q.item(
        q.chosen(FOUR, cardinality="Multiple"),
        q.rule(f"<and>{q.equal('a')}{q.equal('b')}<not>{q.equal('c')}</not><not>{q.equal('d')}</not></and>", 100),
        cc_profile="cc.multiple_response.v0p1",
    )
)
ADDED = q.quiz(
    q.item(
        q.chosen(FOUR, cardinality="Multiple"),
        q.rule(q.equal("a"), 60, action="Add", goes_on="Yes")
        + q.rule(q.equal("b"), 40, action="Add", goes_on="Yes")
        + q.rule(q.equal("c"), 50, action="Subtract", goes_on="Yes"),
    )
)
TRUE = q.quiz(
    q.item(
        q.chosen({"t": "true", "f": "false"}),
        q.rule(q.equal("f"), 100, "right") + q.rule("<other/>", 0, "wrong"),
        q.feedback(right="Yes.", wrong="No."),
        question_type="true_false_question",
    )
)
WORD = q.quiz(
    q.item(
        q.typed(),
        q.rule(q.equal("scapula") + q.equal("shoulder blade"), 100, "ok") + q.rule("<other/>", "", "no"),
        q.feedback(ok="Right.", no="Look again."),
        text="What is it called?",
        cc_profile="cc.fib.v0p1",
    )
)
PATTERN = q.quiz(
    q.item(
        q.typed(),
        q.rule('<varsubstring respident="response1" case="Yes">Scap</varsubstring>', 100),
        cc_profile="cc.pattern_match.v0p1",
    )
)
NUMBER = q.quiz(
    q.item(
        q.typed(fibtype="Decimal"),
        q.rule(
            f'<or>{q.equal("12.5")}<and><vargte respident="response1">12.0</vargte>'
            '<varlte respident="response1">13.0</varlte></and></or>',
            100,
        )
        + q.rule('<vargte respident="response1">10</vargte><varlte respident="response1">20</varlte>', 50),
        question_type="numerical_question",
    )
)
ESSAY = q.quiz(
    q.item(
        q.typed(rows="10"),
        '<respcondition continue="No"><conditionvar><other/></conditionvar>'
        '<displayfeedback feedbacktype="Solution" linkrefid="solution"/></respcondition>',
        '<itemfeedback ident="solution"><solution><solutionmaterial><flow_mat>'
        + q.material("A model.")
        + "</flow_mat></solutionmaterial></solution></itemfeedback>",
        cc_profile="cc.essay.v0p1",
        qmd_computerscored="No",
    )
)
RIGHT = {"x": "thorax", "y": "abdomen", "z": "head"}
MATCH = q.quiz(
    q.item(
        q.chosen(RIGHT, "response_1", inside=q.material("lung"))
        + q.chosen(RIGHT, "response_2", inside=q.material("liver")),
        q.rule(q.equal("x", "response_1"), "50.00", action="Add", goes_on="Yes")
        + q.rule(q.equal("y", "response_2"), "50.00", action="Add", goes_on="Yes"),
        text="Match.",
        question_type="matching_question",
    )
)
LISTS = q.quiz(
    q.item(
        q.chosen({"1": "over", "2": "under"}, "response_where", inside=q.material("where", "text/plain"))
        + q.chosen({"3": "rib", "4": "skin"}, "response_what", inside=q.material("what", "text/plain")),
        q.rule(q.equal("1", "response_where"), "50.00", action="Add", goes_on="Yes")
        + q.rule(q.equal("3", "response_what"), "50.00", action="Add", goes_on="Yes"),
        text="It lies [where] the [what].",
        question_type="multiple_dropdowns_question",
    )
)
BLANKS = LISTS.replace("multiple_dropdowns_question", "fill_in_multiple_blanks_question")
FIELDS = q.quiz(
    '<item ident="i1" title="Fields"><presentation><flow>'
    + q.material("The ", "text/plain")
    + q.typed("A")
    + q.material(" lies over the ", "text/plain")
    + q.typed("B")
    + "</flow></presentation><resprocessing><outcomes/>"
    + q.rule(q.equal("skin", "A"), 50, action="Add", goes_on="Yes")
    + q.rule(q.equal("rib", "B"), 50, action="Add", goes_on="Yes")
    + "</resprocessing></item>"
)
STEPS = q.quiz(
    q.item(
        q.chosen({"a": "one", "b": "two", "c": "three"}, cardinality="Ordered"),
        q.rule(f"<and>{q.equal('b', index=1)}{q.equal('c', index=2)}{q.equal('a', index=3)}</and>", 100),
    )
)

STAR = q.quiz(q.item(q.typed(), q.rule(q.equal("5*3"), 100) + q.rule(q.equal("8"), 40)))
STRICT = q.quiz(q.item(q.typed(), q.rule(q.equal("Na", case="Yes") + q.equal("NA", case="Yes"), 100)))
PAIRS = q.equal("x", "response_1") + q.equal("y", "response_2")
TOGETHER = q.quiz(
    q.item(
        q.chosen(RIGHT, "response_1", inside=q.material("lung"))
        + q.chosen(RIGHT, "response_2", inside=q.material("liver")),
        q.rule(f"<and>{PAIRS}</and>", 1),
    )
)
COSTLY = MATCH.replace(
    "</resprocessing>",
    q.rule(q.equal("z", "response_1"), "25.00", action="Subtract", goes_on="Yes") + "</resprocessing>",
)
ALL_FIELDS = FIELDS.replace(
    q.rule(q.equal("skin", "A"), 50, action="Add", goes_on="Yes")
    + q.rule(q.equal("rib", "B"), 50, action="Add", goes_on="Yes"),
    q.rule(f"<and>{q.equal('skin', 'A')}{q.equal('rib', 'B')}</and>", 100),
)
UNEVEN = FIELDS.replace(">50<", ">75<", 1).replace(">50<", ">25<")
TWO_STEPS = q.quiz(
    q.item(
        q.chosen({"a": "one", "b": "two"}, cardinality="Ordered"),
        q.rule(f"<and>{q.equal('b', index=1)}{q.equal('a', index=2)}</and>", 100),
    )
)


def formatted(text):
    return (
        '<flow class="FORMATTED_TEXT_BLOCK"><material><mat_extension><mat_formattedtext type="HTML">'
        f"{text}</mat_formattedtext></mat_extension></material></flow>"
    )


def blackboard(kind, asked, rules, after="", text="&lt;b&gt;Where&lt;/b&gt; is it?"):
    """Return an item of a pool of Blackboard, which names nothing by titles."""
    return (
        q.HEAD + '<questestinterop><assessment title="Pool"><section><item maxattempts="0"><itemmetadata>'
        f"<bbmd_asi_object_id>_7_1</bbmd_asi_object_id><bbmd_questiontype>{kind}</bbmd_questiontype>"
        "<qmd_absolutescore_max>10.0</qmd_absolutescore_max></itemmetadata><presentation>"
        f'<flow class="Block"><flow class="QUESTION_BLOCK">{formatted(text)}</flow>{asked}</flow></presentation>'
        '<resprocessing scoremodel="SumOfScores"><outcomes><decvar varname="SCORE" minvalue="0.0" maxvalue="10.0"/>'
        f"</outcomes>{rules}</resprocessing>{after}</item></section></assessment></questestinterop>"
    )


def max_rule(test):
    return (
        f'<respcondition title="correct"><conditionvar>{test}</conditionvar><setvar variablename="SCORE" action="Set">'
        'SCORE.max</setvar><displayfeedback linkrefid="correct" feedbacktype="Response"/></respcondition>'
        '<respcondition title="incorrect"><conditionvar><other/></conditionvar><setvar variablename="SCORE" '
        'action="Set">0.0</setvar><displayfeedback linkrefid="incorrect" feedbacktype="Response"/></respcondition>'
    )


BB_CHOICE = blackboard(
    "Multiple Choice",
    f'<flow class="RESPONSE_BLOCK">{q.chosen({"ID1": "red", "ID2": "yellow"}, "response")}</flow>',
    max_rule(q.equal("ID2", "response", case="No"))
    + '<respcondition><conditionvar><varequal respident="ID1" case="No"/></conditionvar><setvar variablename="SCORE" '
    'action="Set">0</setvar><displayfeedback linkrefid="ID1" feedbacktype="Response"/></respcondition>',
    q.feedback(correct="Good.", incorrect="No.", ID1="Not red."),
)
BB_MATCH = blackboard(
    "Matching",
    '<flow class="RESPONSE_BLOCK">'
    + "".join(
        f'<flow class="Block">{q.chosen(dict.fromkeys(ids, ""), name)}{formatted(left)}</flow>'
        for name, ids, left in (("L1", ("p", "q", "r"), "cat"), ("L2", ("s", "t", "u"), "frog"))
    )
    + '</flow><flow class="RIGHT_MATCH_BLOCK">'
    + "".join(f'<flow class="Block">{formatted(right)}</flow>' for right in ("insect", "mammal", "amphibian"))
    + "</flow>",
    "".join(
        f'<respcondition><conditionvar>{q.equal(right, name)}</conditionvar><displayfeedback linkrefid="correct"'
        ' feedbacktype="Response"/></respcondition>'
        for name, right in (("L1", "q"), ("L2", "u"))
    ),
    text="Match.",
)


def of_option(name, per_cent):
    return (
        f'<respcondition><conditionvar><varequal respident="{name}" case="No"/></conditionvar>'
        f'<setvar variablename="SCORE" action="Set">{per_cent}</setvar></respcondition>'
    )


def shows(test, name):
    return (
        f"<respcondition><conditionvar>{test}</conditionvar>"
        f'<displayfeedback linkrefid="{name}" feedbacktype="Response"/></respcondition>'
    )


LISTED = f'<flow class="RESPONSE_BLOCK">{q.chosen({"X": "red", "Y": "blue", "Z": "green"}, "response")}</flow>'
BB_NOTHING_OF_OPTIONS = blackboard(
    "Multiple Choice",
    LISTED,
    max_rule(q.equal("X", "response", case="No")) + of_option("X", 0) + of_option("Y", 0) + of_option("Z", 0),
)
BB_PARTIAL = blackboard(
    "Multiple Choice",
    LISTED,
    max_rule(q.equal("X", "response", case="No")) + of_option("X", 100) + of_option("Y", 50) + of_option("Z", 0),
)
INCORRECT = (
    '<respcondition title="incorrect"><conditionvar><other/></conditionvar><setvar variablename="SCORE" '
    'action="Set">0.0</setvar><displayfeedback linkrefid="incorrect" feedbacktype="Response"/></respcondition>'
)
BB_TEXT = blackboard(
    "Fill in the Blank",
    q.typed("response"),
    shows(q.equal("scapula", "response", case="No"), "correct")
    + shows(q.equal("shoulder blade", "response", case="No"), "correct")
    + INCORRECT,
)
BB_NUMBER = blackboard(
    "Numeric",
    '<response_num ident="response" rcardinality="Single"><render_fib fibtype="Decimal"/></response_num>',
    shows(
        '<vargte respident="response">12</vargte><varlte respident="response">13</varlte>'
        + q.equal("12.5", "response", case="No"),
        "correct",
    )
    + INCORRECT,
)
D2L = q.bank(
    '<section ident="S1" title="Layers"><item ident="OBJ_1" label="QUES_1"><itemmetadata><qtimetadata>'
    "<qti_metadatafield><fieldlabel>qmd_questiontype</fieldlabel><fieldentry>Multi-Select</fieldentry>"
    "</qti_metadatafield></qtimetadata></itemmetadata><presentation><flow>"
    + q.material("&lt;p&gt;Even?&lt;/p&gt;")
    + q.chosen({"A1": "1", "A2": "2", "A3": "3", "A4": "4"}, "LID", "Multiple")
    + '</flow></presentation><resprocessing><outcomes><decvar vartype="Integer" defaultval="0"/></outcomes>'
    '<respcondition title="Scoring for the correct answers" continue="yes"><conditionvar>'
    + q.equal("A2", "LID")
    + q.equal("A4", "LID")
    + f"<not>{q.equal('A1', 'LID')}{q.equal('A3', 'LID')}</not></conditionvar>"
    '<setvar action="Add">1</setvar></respcondition></resprocessing></item></section>'
)


@pytest.mark.parametrize(
    ("text", "kind", "response", "expected"),
    [
        (ONE, "single_choice", ["skin"], "1"),
        (ONE, "single_choice", ["fascia"], "0"),
        (ALL, "multiple_response", ["skin", "fascia"], "1"),
        (ALL, "multiple_response", ["skin", "fascia", "bone", "lung"], "0"),
        (ADDED, "multiple_response", ["skin", "fascia"], "1"),
        (ADDED, "multiple_response", ["skin"], "3/5"),
        (ADDED, "multiple_response", ["skin", "bone"], "1/10"),
        (TRUE, "single_choice", ["False"], "1"),
        (TRUE, "single_choice", ["True"], "0"),
        (WORD, "short_text", ["Shoulder Blade"], "1"),
        (WORD, "short_text", ["rib"], "0"),
        (PATTERN, "short_text", ["the Scapula"], "1"),
        (PATTERN, "short_text", ["the scapula"], "0"),
        (NUMBER, "numeric", ["12.5"], "1"),
        (NUMBER, "numeric", ["13"], "1"),
        (NUMBER, "numeric", ["13.5"], "1/2"),
        (NUMBER, "numeric", ["21"], "0"),
        (MATCH, "matching", ["p1=a", "p2=b"], "1"),
        (MATCH, "matching", ["p1=a", "p2=a"], "1/2"),
        (LISTS, "cloze", ["g1=a", "g2=b"], "1/2"),
        (BLANKS, "cloze", ["g1=UNDER", "g2=rib"], "1"),
        (FIELDS, "cloze", ["g1=skin", "g2=lung"], "1/2"),
        (STEPS, "ordering", ["b", "c", "a"], "1"),
        (TWO_STEPS, "ordering", ["b", "a"], "1"),
        (TWO_STEPS, "ordering", ["a", "b"], "0"),
        (STAR, "short_text", ["5*3"], "1"),
        (STAR, "short_text", ["8"], "2/5"),
        (STAR, "short_text", ["5x3"], "0"),
        (STRICT, "short_text", ["NA"], "1"),
        (STRICT, "short_text", ["na"], "0"),
        (TOGETHER, "matching", ["p1=a", "p2=b"], "1"),
        (ALL_FIELDS, "cloze", ["g1=skin", "g2=rib"], "1"),
        (ALL_FIELDS, "cloze", ["g1=bone", "g2=bone"], "0"),
        (UNEVEN, "cloze", ["g1=skin", "g2=bone"], "3/4"),
        (BB_CHOICE, "single_choice", ["yellow"], "1"),
        (BB_CHOICE, "single_choice", ["red"], "0"),
        (BB_MATCH, "matching", ["p1=a", "p2=b"], "1"),
        (BB_NOTHING_OF_OPTIONS, "single_choice", ["red"], "1"),
        (BB_NOTHING_OF_OPTIONS, "single_choice", ["blue"], "0"),
        (BB_PARTIAL, "single_choice", ["red"], "1"),
        (BB_PARTIAL, "single_choice", ["blue"], "1/2"),
        (BB_TEXT, "short_text", ["Shoulder blade"], "1"),
        (BB_TEXT, "short_text", ["rib"], "0"),
        (BB_NUMBER, "numeric", ["12.1"], "1"),
        (BB_NUMBER, "numeric", ["13.1"], "0"),
        (D2L, "multiple_response", ["2", "4"], "1"),
        (D2L, "multiple_response", ["1", "2", "3", "4"], "0"),
    ],
)
def test_each_kind_is_marked_as_there(text, kind, response, expected):
    assert draft(NAME, text)["kind"] == kind
    assert share(NAME, text, *response) == Fraction(expected)


def test_feedback_of_one_answer_is_its_reason_and_of_all_the_feedback():
    found = draft(NAME, ONE)

    assert [option["rationale"] for option in found["options"]] == ["Outside.", "Deeper.", "", ""]
    assert found["feedback"] == "See there."
    assert draft(NAME, WORD)["answers"][0]["rationale"] == "Right."
    assert draft(NAME, WORD)["wrong_rationale"] == "Look again."
    assert [option["rationale"] for option in draft(NAME, BB_CHOICE)["options"]] == ["No.\n\nNot red.", "Good."]
    assert draft(NAME, ESSAY)["model_answer"] == "A model."


def test_names_ids_and_categories_are_kept():
    assert draft(NAME, ONE)["origin"] == {"format": NAME, "id": "i1", "name": "Layers", "category": "Chest"}
    assert draft(NAME, BB_CHOICE)["origin"] == {
        "format": NAME, "id": "_7_1", "name": "Where is it?", "category": "Pool", "extra": {"points": "10"},
    }  # fmt: skip
    assert draft(NAME, D2L)["origin"]["category"] == "Layers"
    with_category = q.bank(q.item(q.chosen(FOUR), q.rule(q.equal("a"), 1), cc_question_category="Safety/Chest"))
    assert draft(NAME, with_category)["origin"]["category"] == "Safety/Chest"


def test_a_gap_stands_where_its_name_stands_or_its_field():
    assert draft(NAME, LISTS)["passage"] == "It lies [[g1]] the [[g2]]."
    assert draft(NAME, FIELDS)["passage"] == "The [[g1]] lies over the [[g2]]"


def test_a_field_within_a_question_leaves_a_blank():
    text = q.quiz(
        '<item ident="i"><presentation><flow>'
        "<material><mattext>The bone is the</mattext></material>"
        + q.typed("A")
        + "<material><mattext> of the arm.</mattext></material></flow></presentation><resprocessing><outcomes/>"
        + q.rule(q.equal("humerus", "A"), 1)
        + "</resprocessing></item>"
    )

    assert draft(NAME, text)["stem"] == "The bone is the _____ of the arm."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (q.quiz(q.item(q.chosen(FOUR), q.rule(q.equal("a"), 0))), "no right answer"),
        (q.quiz(q.item(q.chosen({"a": "one"}), q.rule(q.equal("a"), 1))), "fewer than two"),
        (q.quiz(q.item("<response_xy ident='x'/>", q.rule("<other/>", 1))), "response_xy"),
        (q.quiz(q.item(q.typed(), q.rule("<varsubset respident='response1'/>" + q.equal("x"), 1))), "varsubset"),
        (
            q.quiz(q.item(q.typed(), q.rule(q.equal("many"), 1), question_type="calculated_question")),
            "draws its numbers",
        ),
        (q.quiz(q.item("", question_type="file_upload_question")), "asks for a file"),
        (q.quiz(q.item(q.typed(fibtype="Decimal"), q.rule(q.equal("many"), 1))), "number is wanted"),
        ("<questestinterop>", "no XML"),
        ("<assessmentItem/>", "QTI 2"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><questestinterop>&b;</questestinterop>', "declares the entity"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(text, words):
    found = content(NAME, text)

    assert found.entries == ()
    assert words in found.faults[0].message
    assert found.faults[0].remedy
    assert found.faults[0].line


def test_a_text_that_asks_nothing_is_left_out_by_name_and_hides_no_other():
    found = content(
        NAME, q.quiz(q.item("", question_type="text_only_question"), q.item(q.chosen(FOUR), q.rule(q.equal("a"), 1)))
    )

    assert ["asks nothing" in each.message for each in found.skipped] == [True]
    assert len(found.entries) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (COSTLY, "Some answers get other marks"),
        (
            q.quiz(q.item(q.typed(), q.rule(q.equal("Na", case="Yes") + q.equal("sodium"), 1))),
            "Capitals count in some accepted texts there ('Na')",
        ),
    ],
)
def test_marks_that_no_kind_here_has_are_said(text, words):
    (entry,) = content(NAME, text).entries

    assert any(words in loss for loss in entry.losses)


def test_that_canvas_itself_may_give_part_marks_where_its_file_says_all_or_nothing_is_said():
    text = ALL.replace("cc_profile", "question_type").replace("cc.multiple_response.v0p1", "multiple_answers_question")
    (entry,) = content(NAME, text).entries

    assert entry.draft["all_or_nothing"]
    assert any("Canvas itself may give part marks" in loss for loss in entry.losses)
    assert not any("Canvas" in loss for loss in content(NAME, ALL).entries[0].losses)


def test_an_order_of_which_parts_give_marks_there_is_not_all_or_nothing():
    text = q.quiz(
        q.item(
            q.chosen({"a": "one", "b": "two", "c": "three"}, cardinality="Ordered"),
            q.rule(f"<and>{q.equal('b', index=1)}{q.equal('c', index=2)}{q.equal('a', index=3)}</and>", 100)
            + q.rule(q.equal("a", index=3), 30),
        )
    )
    (entry,) = content(NAME, text).entries

    assert "all_or_nothing" not in entry.draft
    assert any("Some answers get other marks" in loss for loss in entry.losses)


@pytest.mark.parametrize("text", [MATCH, FIELDS, UNEVEN, LISTS, STEPS, TOGETHER, STRICT, STAR, BB_MATCH])
def test_marks_that_are_the_same_here_are_not_mentioned(text):
    (entry,) = content(NAME, text).entries

    assert not [loss for loss in entry.losses if "mark" in loss and "kept for an export" not in loss]


def packed(**files):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return buffer.getvalue()


def cartridge(members):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "address",
    ["$IMS-CC-FILEBASE$/pictures/a%20b.svg", "%24IMS_CC_FILEBASE%24/pictures/a%20b.svg", "../pictures/a b.svg"],
)
def test_a_cartridge_brings_its_pictures(address):
    text = q.quiz(
        q.item(
            q.chosen(FOUR),
            q.rule(q.equal("a"), 1),
            text=f"&lt;img src=&quot;{address}&quot; alt=&quot;An arm&quot;&gt; Which?",
        )
    )

    found = content(NAME, cartridge({"imsmanifest.xml": "<manifest/>", "q/quiz.xml": text, "pictures/a b.svg": SVG}))

    assert found.entries[0].draft["stem"] == "![An arm](figure:a-b.svg) Which?"
    assert list(found.pictures) == ["a-b.svg"]


def test_an_item_that_stands_in_two_files_is_read_once():
    found = content(NAME, cartridge({"a/q.xml": ONE, "non_cc/q.xml.qti": ONE}))

    assert [entry.draft["origin"]["id"] for entry in found.entries] == ["i1"]
    assert "a/q.xml" in found.skipped[0].message


def test_a_file_is_known_by_what_it_holds():
    assert chosen("q.xml", ONE.encode()).name == NAME
    assert chosen("q.imscc", cartridge({"q.xml": ONE})).name == NAME
    assert chosen("q.zip", cartridge({"q.xml": "<assessmentItem xmlns='x'/>"})).name == "qti"
    assert chosen("pool.dat", BB_CHOICE.encode()).name == NAME


def test_what_is_refused_comes_back_and_can_be_mended():
    broken = ONE.replace("100</setvar>", "0</setvar>")
    for given in (broken.encode(), cartridge({"a/q.xml": broken})):
        (fault,) = content(NAME, given).faults

        mended = named(NAME).mend([Piece(fault.source, ("No right answer -- here",))])

        (again,) = content(NAME, mended).faults
        assert "no right answer" in again.message
        assert content(NAME, mended).entries == ()
    whole = (
        named(NAME).mend([Piece(content(NAME, broken).faults[0].source, ("x",))]).replace(b"0</setvar>", b"9</setvar>")
    )
    assert draft(NAME, whole)["origin"]["category"] == "Chest"
