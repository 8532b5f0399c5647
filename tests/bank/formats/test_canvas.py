"""QTI 1.2 as newer Canvas writes it: lists within a text, ways to compare, categories, shared texts."""

from fractions import Fraction

import pytest

from tests.bank.formats import qti12_items as q
from tests.bank.formats.drafts import content, draft, share

NAME = "common-cartridge"


def blank(name, **labels):
    """Return a list of a blank: labels by their ids, each a text or a text with its attributes."""
    rows = []
    for ident, given in labels.items():
        text, attributes = given if isinstance(given, tuple) else (given, {})
        told = "".join(f' {key}="{value}"' for key, value in attributes.items())
        rows.append(f'<response_label ident="{ident}"{told}>{q.material(text, "text/plain")}</response_label>')
    return (
        f'<response_lid ident="response_{name}"><material><mattext>{name}</mattext></material>'
        f"<render_choice>{''.join(rows)}</render_choice></response_lid>"
    )


def adds(name, value, marks="50.00"):
    return q.rule(q.equal(value, f"response_{name}"), marks, action="Add", goes_on="Yes")


def blanks(asked, rules, text, **meta):
    return q.bank(q.item(asked, rules, text=text, question_type="fill_in_multiple_blanks_question", **meta))


LIST = {"answer_type": "dropdown", "scoring_algorithm": "Equivalence"}
BANK = {"answer_type": "wordbank", "allow_reuse": "true"}
CHOSEN = blanks(
    blank("x", a=("over", LIST), b=("under", LIST)) + blank("y", c=("rib", BANK), d=("lung", BANK)),
    adds("x", "a") + adds("y", "d") + q.rule(q.equal("b", "response_x"), "", "b_fb", goes_on="Yes"),
    "It lies [x] the [y].",
)


def typed(way, **meta):
    given = {"answer_type": "openEntry", "scoring_algorithm": way}
    return blanks(blank("x", a=("scapula", given)), adds("x", "a", "100.00"), "The [x] moves.", **meta)


def lists(*names, cardinality="Single", **offered):
    inside = {name: q.material(name, "text/plain") for name in names}
    return "".join(q.chosen(offered, name, cardinality, inside[name]) for name in names)


THINGS = {"a1": "biceps", "a2": "triceps", "b1": "soleus", "n": "liver"}
SORTED = q.bank(
    q.item(
        lists("arm", "leg", cardinality="Multiple", **THINGS),
        q.rule(q.equal("a1", "arm") + q.equal("a2", "arm"), "50.00", action="Add", goes_on="Yes")
        + q.rule(q.equal("b1", "leg"), "50.00", action="Add", goes_on="Yes"),
        question_type="categorization_question",
    )
)
UNEVEN = q.bank(
    q.item(
        q.chosen({"t": "thorax", "h": "head"}, "l1", inside=q.material("lung"))
        + q.chosen({"h": "head", "t": "thorax", "f": "foot"}, "l2", inside=q.material("brain")),
        q.rule("<other/>", "", "all", goes_on="Yes")
        + q.rule(q.equal("t", "l1"), "50.00", action="Add", goes_on="Yes")
        + q.rule(q.equal("h", "l2"), "50.00", action="Add", goes_on="Yes")
        + q.rule(f"<not>{q.equal('h', 'l2')}</not>", "", "no", goes_on="Yes")
        + q.rule(q.equal("t", "l1") + q.equal("h", "l2"), "", "whole", goes_on="Yes"),
        q.feedback(all="See there.", no="Not there.", whole="Both right."),
        question_type="matching_question",
    )
)
RENDERED = q.bank(
    q.item(
        '<response_lid ident="r" rcardinality="Ordered"><render_extension><material><mattext>first above</mattext>'
        f"</material><ims_render_object>{q.labels({'a': 'one', 'b': 'two', 'c': 'three'})}</ims_render_object>"
        "</render_extension></response_lid>",
        q.rule(q.equal("b", "r") + q.equal("c", "r") + q.equal("a", "r"), 5, action="Add"),
    )
)


@pytest.mark.parametrize(
    ("text", "kind", "response", "expected"),
    [
        (CHOSEN, "cloze", ["g1=a", "g2=b"], "1"),
        (CHOSEN, "cloze", ["g1=b", "g2=b"], "1/2"),
        (typed("TextContainsAnswer"), "cloze", ["g1=the scapula there"], "1"),
        (typed("TextEquivalence"), "cloze", ["g1=Scapula"], "1"),
        (typed("TextEquivalence", case_sensitive="true"), "cloze", ["g1=Scapula"], "0"),
        (SORTED, "matching", ["p1=a", "p2=a", "p3=b", "p4=c"], "1"),
        (SORTED, "matching", ["p1=a", "p2=b"], "1/4"),
        (UNEVEN, "matching", ["p1=a", "p2=b"], "1"),
        (UNEVEN, "matching", ["p2=a"], "0"),
        (RENDERED, "ordering", ["b", "c", "a"], "1"),
        (RENDERED, "ordering", ["c", "b", "a"], "0"),
    ],
)
def test_each_is_marked_as_there(text, kind, response, expected):
    assert draft(NAME, text)["kind"] == kind
    assert share(NAME, text, *response) == Fraction(expected)


def test_a_list_within_a_text_offers_all_its_words_and_tells_why():
    text = CHOSEN.replace("</item>", q.feedback(b_fb="Deeper.") + "</item>")

    first, second = draft(NAME, text)["gaps"]

    assert [(one["text"], one.get("correct"), one["rationale"]) for one in first["options"]] == [
        ("over", True, ""), ("under", None, "Deeper."),
    ]  # fmt: skip
    assert [one["text"] for one in second["options"]] == ["rib", "lung"]


def test_a_text_compared_with_a_pattern_is_refused():
    (fault,) = content(NAME, typed("TextRegex")).faults

    assert "pattern" in fault.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (typed("TextCloseEnough"), "A text with a slip in it counts there"),
        (SORTED, "A category counts as a whole there"),
        (RENDERED, "first above"),
        (UNEVEN, "Both right."),
    ],
)
def test_what_has_no_place_here_is_said(text, words):
    (entry,) = content(NAME, text).entries

    assert any(words in loss for loss in entry.losses)


def test_things_of_no_category_belong_to_none():
    found = draft(NAME, SORTED)

    assert [option["text"] for option in found["options"]] == ["arm", "leg", "(none of them)"]
    assert [premise["match"] for premise in found["premises"]] == ["a", "a", "b", "c"]


def test_each_list_of_a_matching_may_stand_in_its_own_order_and_bring_its_reason():
    found = draft(NAME, UNEVEN)

    assert [option["text"] for option in found["options"]] == ["thorax", "head", "foot"]
    assert [premise["rationale"] for premise in found["premises"]] == ["", "Not there."]
    assert found["feedback"] == "See there."


def test_a_text_that_questions_share_comes_along_as_their_case():
    shared = q.item("", ident="s1", text="A man coughs.", question_type="text_only_question")
    asked = q.item(q.chosen({"a": "skin", "b": "bone"}), q.rule(q.equal("a"), 1), parent_stimulus_item_ident="s1")

    assert draft(NAME, q.quiz(shared, asked))["stimulus"]["text"] == "A man coughs."
    (alone,) = content(NAME, q.quiz(asked)).entries
    assert any("is not in the file" in loss for loss in alone.losses)


def test_the_general_feedback_counts_even_where_no_rule_reaches_it():
    ended = '<respcondition continue="No"><conditionvar><other/></conditionvar></respcondition>'
    text = q.bank(
        q.item(q.typed(), ended + q.rule("<other/>", "", "general_fb", goes_on="Yes"), q.feedback(general_fb="So."))
    )

    assert draft(NAME, text)["feedback"] == "So."
