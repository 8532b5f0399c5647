"""The linter of modules: each rule finds what it says and leaves its near miss alone."""

import tomllib
from dataclasses import replace

import pytest

from tests.content.shipped import MODULES as SHIPPED
from tests.modules import samples
from training.modules.lint import checking, rules, uncertain
from training.sources import register

PLACES = {f"{module.code}/{section.id}" for module in SHIPPED for section in module.sections}
SECTION = "Two of three findings are needed here [@SHAH15]."


def draft(**changes):
    whole = tomllib.loads(samples.MODULE.format(code="bands", position=1, minutes=60))
    whole["checkpoints"] = tomllib.loads(samples.QUESTION.format(name="first", section="bands"))["checkpoints"]
    texts = {"01-bands.md": samples.BANDS, "02-points.md": samples.POINTS}
    whole["sections"] = [
        {"id": each["id"], "title": each["title"], "text": texts[each["file"]]} for each in whole["sections"]
    ]
    whole["figures"][0].pop("file")
    whole.pop("reviewed_by")
    return whole | changes


def found(whole, plates=None, places=PLACES):
    return checking.check(whole, plates or {"band": samples.SVG}, sources=register(), places=places)


def named(name, whole, **more):
    return [each for each in found(whole, **more) if each.rule.name == name]


def with_points(text):
    whole = draft()
    whole["sections"][1]["text"] = text
    return whole


def with_figure(**changes):
    whole = draft()
    whole["figures"][0] |= changes
    return whole


def with_option(number, **changes):
    whole = draft()
    whole["checkpoints"][0]["options"][number - 1] |= changes
    return whole


@pytest.mark.parametrize("module", SHIPPED, ids=lambda module: module.code)
def test_the_shipped_modules_pass(module):
    content = module.content()
    plates = content.pop("plates")
    content.pop("interactives", None)

    assert [f"{each.where}: {each.message}" for each in found(content, plates)] == []


def test_an_error_names_place_line_reason_and_remedy():
    (finding,) = named("unknown-source", with_points("One.\n\nTwo of three findings are needed [@NOBODY99]."))

    assert (finding.where, finding.field) == ("section points, line 3", "sections[2].text")
    assert finding.message == "text cites NOBODY99, which the source register lacks."
    assert finding.rule.why
    assert finding.remedy == "Correct the code or register it."


@pytest.mark.parametrize(
    "text",
    [
        "See [bands](section:nowhere).",
        "See [bands](section:trigger-points/nowhere).",
        "See [above](#two-of-three).",
        "See [this](http://example.org/x).",
        "See [this](/modules/bands).",
        "See [](https://example.org/x).",
        "See [this]().",
        "See [this][ref].",
        "![a band](band.svg)",
    ],
)
def test_a_link_that_leads_nowhere_is_broken(text):
    assert [each.line for each in named("broken-link", with_points(f"{SECTION}\n{text}"))][:1] in ([2], [1])


@pytest.mark.parametrize(
    "text",
    [
        "See [bands](section:bands).",
        "See [criteria](section:trigger-points/criteria).",
        "See [this](https://example.org/x).",
        "Write to [them](mailto:a@example.org).",
        "Two brackets [so] (not a link).",
    ],
)
def test_a_link_that_leads_somewhere_is_not(text):
    assert named("broken-link", with_points(f"{SECTION}\n{text}")) == []


def test_alternative_text_must_be_there_and_say_something():
    assert [each.id for each in named("missing-alternative", with_figure(alt=""))] == ["band"]
    assert named("thin-alternative", with_figure(alt="")) == []
    assert len(named("thin-alternative", with_figure(alt="A band."))) == 1
    whole = with_figure(alt="A spindle-shaped muscle with one darker band across its middle.")
    assert named("missing-alternative", whole) + named("thin-alternative", whole) == []


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("Agreement on bands was seen in 45% of them.", "uncited-figure", 1),
        (f"{SECTION}\n\nIt was found in 20 patients.", "uncited-figure", 3),
        (f"{SECTION}\n\nPressing a band brings on the familiar ache.", "uncited-claim", 3),
        (f"{SECTION}\n\n::: danger Stop\nA cough after needling is a sign of lung injury.\n:::", "uncited-claim", 4),
        ("| Sign | Meaning |\n| --- | --- |\n| Band | Rope-like fibres |", "uncited-claim", 1),
        (f"{SECTION}\n\nThese are the signs of a band:\n\n- it is like a rope\n- it hurts", "uncited-claim", 3),
    ],
)
def test_a_claim_without_a_source_is_found_with_its_line(text, rule, line):
    assert [each.line for each in named(rule, with_points(text))] == [line]


@pytest.mark.parametrize(
    "text",
    [
        "### A heading that is longer than five words\n\n" + SECTION,
        SECTION + '\n\n"Pressing this spot brings on the ache that you know so well."',
        SECTION + "\n\nWhat do you feel, and where do you feel it?",
        SECTION + "\n\nThese are the signs of a band:\n\n- it is like a rope [@SHAH15]\n- it hurts",
        SECTION + "\n\nIn short.",
    ],
)
def test_what_claims_nothing_needs_no_source(text):
    whole = with_points(text)

    assert named("uncited-claim", whole) + named("uncited-figure", whole) == []


def test_a_story_of_a_case_needs_none_and_its_tables_do():
    whole = with_points("A runner aged 30 has had heel pain for eight months now.")
    whole["sections"][1]["id"] = "worked-case"
    assert named("uncited-claim", whole) == []

    whole["sections"][1]["text"] = "| Finding | Rule |\n| --- | --- |\n| a band | one of three |"
    assert len(named("uncited-claim", whole)) == 1


def test_key_points_and_captions_are_cited_too():
    whole = with_figure(caption="A band of muscle.")
    whole["key_points"] = ["A band can be present without pain."]

    assert {each.field for each in named("uncited-claim", whole)} == {"figures[1].caption", "key_points[1]"}


@pytest.mark.parametrize(
    "whole",
    [
        with_points("Bands are found in 3 of 4 people [?] [@SHAH15]."),
        with_points("It is so [?: ask again] [@SHAH15]."),
        with_points("Drinking water eases the soreness after a session [@SHAH15]."),
        with_points("Ice reduces soreness on the day [@SHAH15]."),
        with_points("Use 2 Hz for ten minutes [@SHAH15]."),
        with_figure(caption="A band. [?] [@SHAH15]"),
        with_option(2, text="Drink plenty of water for the soreness"),
    ],
)
def test_a_fact_tagged_uncertain_is_an_error(whole):
    (finding,) = named("uncertain-fact", whole)

    assert finding.rule.severity == "error"


@pytest.mark.parametrize(
    "whole",
    [
        with_points("There is no evidence that drinking water eases soreness [@SHAH15]."),
        with_points("Whether ice helps soreness is debated [@SHAH15]."),
        with_points("Wash the wound with water at once [@SHAH15]."),
        with_points('**"Drink water to flush out toxins."** Nobody has shown that this helps [@SHAH15].'),
        with_option(1, text="Drink plenty of water for the soreness"),
    ],
)
def test_a_fact_said_to_be_uncertain_or_wrong_is_not(whole):
    assert named("uncertain-fact", whole) == []


def test_every_uncertain_fact_is_a_pattern_with_words():
    assert len(uncertain.facts()) == len({fact.code for fact in uncertain.facts()}) >= 10
    assert all(fact.says for fact in uncertain.facts())


def test_a_source_nobody_opened_does_not_stand_alone():
    assert len(named("unopened-source", with_points("Two of three findings are needed here [@APTA13]."))) == 1
    assert named("unopened-source", with_points("Two of three findings are needed [@SHAH15; @APTA13].")) == []


def test_a_source_nobody_opened_may_stand_where_the_paragraph_or_table_says_so():
    table = "| Sign | Action, as usually taught |\n|---|---|\n| One | Stop [@APTA13] |"

    assert named("unopened-source", with_points("As usually taught, two are needed [@APTA13].")) == []
    assert named("unopened-source", with_points(table)) == []
    assert len(named("unopened-source", with_points(f"{table}\n\nTwo are needed here [@APTA13]."))) == 1


@pytest.mark.parametrize("text", ["# Bands", "## Bands", "### Bands\n\n##### Deep", "#### Deep"])
def test_headings_go_down_one_level_at_a_time(text):
    assert len(named("heading-order", with_points(f"{SECTION}\n\n{text}\n\n{SECTION}"))) == 1


def test_headings_in_order_are_left_alone():
    text = f"### One\n\n{SECTION}\n\n#### Under it\n\n{SECTION}\n\n### Two\n\n{SECTION}"

    assert named("heading-order", with_points(text)) == []


def test_lengths_and_numbers_are_counted():
    whole = with_points("word " * 301 + "[@SHAH15].")

    names = [each.rule.name for each in found(whole) if each.rule.severity == "warning"]

    assert names.count("long-section") == 1
    assert {"few-questions", "few-figures", "module-length"} <= set(names)
    assert named("long-section", with_points("word " * 300 + "[@SHAH15].")) == []


def test_a_draft_with_nothing_in_it_is_told_what_it_lacks():
    findings = found({"code": "new", "sections": [{"id": "one", "title": "", "text": ""}]}, plates={}, places=())

    assert {"title", "sections[1].text", "sections[1].title"} <= {each.field for each in findings}
    assert {each.rule.name for each in checking.errors(findings)} == {"unfinished"}


def test_a_question_that_cannot_be_asked_yet_leaves_the_rest_readable():
    whole = with_option(2, rationale="")
    whole["checkpoints"].append({"id": "x", "section": "bands", "kind": "no-such-kind"})

    fields = {each.field for each in named("unfinished", whole)}

    assert "checkpoints[1].options[2].rationale" in fields
    assert any(field.startswith("checkpoints[2]") for field in fields)


def test_errors_come_first():
    severities = [each.rule.severity for each in found(with_points("No source here at all, 45% of it."))]

    assert severities == sorted(severities)
    assert replace(rules.RULES[0], name="other") != rules.RULES[0]
