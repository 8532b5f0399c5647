"""Questions that their own system marks as a whole: every response gets the mark it gets there, in and out."""

from fractions import Fraction
from io import BytesIO
from itertools import chain, combinations, permutations, product
from zipfile import ZipFile

import pytest

from tests.bank.formats import qti12_items as q
from tests.bank.formats.drafts import content, item, share
from tests.bank.formats.qti_items import choices, response
from tests.bank.formats.qti_items import item as qti
from tests.bank.formats.test_canvas import RENDERED, lists
from tests.bank.formats.test_cartridge import ALL, ALL_FIELDS, STEPS, TOGETHER
from tests.bank.formats.test_qti import FIELD, PICTURE, TWO_FIELDS, listed, scored, sets
from tests.bank.formats.test_real_life import ROWS, answer, moodle
from tests.bank.formats.test_round_trip import PICTURES
from tests.items import samples
from training import items
from training.bank import exporting
from training.bank.adoption import Defaults, Held, adopted, beside
from training.bank.formats import Entry, named
from training.bank.formats.shapes import is_whole
from training.core.drafts import DraftError

CSV = "kind,stem,correct,all_or_nothing,option_1,option_2,option_3,{column}\n{kind},Q?,{key},yes,a,b,c,{cell}\n"
FOUR = {"A": "skin", "B": "fascia", "C": "bone", "D": "lung"}
BOTH = "<match><variable identifier='R1'/><correct identifier='R1'/></match>"
THREE = "".join(f'<simpleChoice identifier="{name}">{name}</simpleChoice>' for name in "abc")
AREAS = "".join(
    f'<areaMapEntry shape="rect" coords="{at}" mappedValue="1"/>' for at in ("20,40,60,80", "100,200,140,280")
)
SPOTS = "".join(
    f'<hotspotChoice identifier="{name}" shape="rect" coords="{at}"/>'
    for name, at in (("A", "20,40,60,80"), ("B", "100,200,140,280"), ("C", "160,0,200,40"))
)
FOUND = "<setOutcomeValue identifier='SCORE'><mapResponsePoint identifier='RESPONSE'/></setOutcomeValue>"


def all_of(*names):
    rows = "".join(f"<match><variable identifier='{name}'/><correct identifier='{name}'/></match>" for name in names)
    return scored(f"<and>{rows}</and>", 2)


SOURCES = {
    "qti choice": ("qti", qti(choices(FOUR, maxChoices=0), response(cardinality="multiple", correct="AC"))),
    "qti order": (
        "qti",
        qti(
            f'<orderInteraction responseIdentifier="RESPONSE">{THREE}</orderInteraction>',
            response(correct="bca", cardinality="ordered"),
        ),
    ),
    "qti match": (
        "qti",
        qti(
            f'<matchInteraction responseIdentifier="RESPONSE">{sets("abc", "xyz")}</matchInteraction>',
            response(base="directedPair", cardinality="multiple", correct=["a y", "b x", "c z"]),
        ),
    ),
    "qti pairs": (
        "qti",
        qti(
            '<associateInteraction responseIdentifier="RESPONSE">'
            f"{sets('abcd').replace('simpleMatchSet', 'div')}</associateInteraction>",
            response(correct=["a b", "c d"], cardinality="multiple", base="pair"),
        ),
    ),
    "qti texts put into gaps": (
        "qti",
        qti(
            '<gapMatchInteraction responseIdentifier="RESPONSE"><gapText identifier="W">w</gapText>'
            '<gapText identifier="S">s</gapText><p>a <gap identifier="g1"/> b <gap identifier="g2"/></p>'
            "</gapMatchInteraction>",
            response(correct=["S g1", "W g2"], cardinality="multiple", base="directedPair"),
        ),
    ),
    "qti lists by rules": (
        "qti",
        qti(
            f"<p>It lies {listed('g1', 'over', 'under')} the {listed('g2', 'rib', 'lung', 'skin')}.</p>",
            response("g1", ["over"]),
            response("g2", ["lung"]),
            rules=all_of("g1", "g2"),
        ),
    ),
    "qti hot spots": (
        "qti",
        qti(
            f'<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="0">{PICTURE}{SPOTS}</hotspotInteraction>',
            response(correct="AB", cardinality="multiple"),
        ),
    ),
    "qti points by rules": (
        "qti",
        qti(
            f'<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="2">{PICTURE}</selectPointInteraction>',
            response(cardinality="multiple", base="point", mapping=f"<areaMapping>{AREAS}</areaMapping>"),
            rules=FOUND + scored("<lt><variable identifier='SCORE'/><baseValue baseType='float'>2</baseValue></lt>", 0),
        ),
    ),
    "cartridge choice": ("common-cartridge", ALL),
    "cartridge order": ("common-cartridge", STEPS),
    "canvas order": ("common-cartridge", RENDERED),
    "cartridge matching": ("common-cartridge", TOGETHER),
    "canvas categories": (
        "common-cartridge",
        q.bank(
            q.item(
                lists("arm", "leg", cardinality="Multiple", a1="biceps", a2="triceps", b1="soleus"),
                q.rule(f"<and>{q.equal('a1', 'arm')}{q.equal('a2', 'arm')}{q.equal('b1', 'leg')}</and>", 100),
                question_type="categorization_question",
            )
        ),
    ),
    "moodle set": ("moodle-xml", moodle("multichoiceset", answer("a", 100) + answer("b", 100) + answer("c", 0))),
    "moodle set of right ones": ("moodle-xml", moodle("multichoiceset", answer("a", 100) + answer("b", 100))),
    "moodle order": (
        "moodle-xml",
        moodle("ordering", "<gradingtype>ALL_OR_NOTHING</gradingtype>" + "".join(answer(one, 1) for one in "xyz")),
    ),
    "gift order": ("gift", "Q? {>3 ALL VERTICAL ALL_OR_NOTHING SHOW none\nx\ny\nz\n}"),
    "moodle rows": ("moodle-xml", moodle("mtf", ROWS.replace("subpoints", "mtfonezero"))),
    "moodle kprime": ("moodle-xml", moodle("kprime", ROWS.replace("subpoints", "kprimeonezero"))),
    "table choice": ("csv", CSV.format(kind="multiple_response", key="A C", column="feedback_1", cell="Why.")),
}


def responses(found):
    """Return every response to an item but the empty one: its kind's own, whole and in part."""
    if found.kind == "multiple_response":
        return chain.from_iterable(combinations(found.ids, size) for size in range(1, len(found.ids) + 1))
    if found.kind == "ordering":
        return permutations(found.ids)
    if found.kind == "hotspot":
        middles = [",".join(map(str, region.middle)) for region in found.regions] + ["5,5"]
        return chain.from_iterable(combinations(middles, size) for size in range(1, found.targets + 1))
    rows = _rows(found)
    return (tuple(part for part in given if part) for given in product(*([*row, ""] for row in rows)))


def _rows(found):
    if found.kind == "matching":
        return [[f"{premise.id}={option}" for option in found.ids] for premise in found.premises]
    return [[f"{gap.id}={option.id}" for option in gap.options] for gap in found.gaps]


def is_key(found, given):
    if found.kind == "hotspot":
        right = {",".join(map(str, region.middle)) for region in found.correct}
        return set(given) == right
    return given == found.key if found.kind == "ordering" else set(given) == set(found.key)


@pytest.mark.parametrize(("format_name", "text"), SOURCES.values(), ids=list(SOURCES))
def test_exactly_the_key_gets_the_mark_and_everything_else_nothing(format_name, text):
    found = item(format_name, text)
    marks = {given: found.mark(given).awarded for given in responses(found)}

    assert found.all_or_nothing
    assert marks == {given: is_key(found, given) for given in marks}
    assert sum(marks.values()) == 1


@pytest.mark.parametrize(("format_name", "text"), SOURCES.values(), ids=list(SOURCES))
def test_nothing_is_said_of_marks_that_are_the_same_here(format_name, text):
    (entry,) = content(format_name, text).entries

    assert not [loss for loss in entry.losses if " marks" in loss or "whole" in loss]


@pytest.mark.parametrize(
    ("format_name", "text", "given", "expected"),
    [
        ("common-cartridge", ALL_FIELDS, ["g1=skin", "g2=rib"], 1),
        ("common-cartridge", ALL_FIELDS, ["g1=skin", "g2=bone"], 0),
        ("common-cartridge", ALL_FIELDS, ["g1=skin"], 0),
        (
            "qti",
            qti(
                TWO_FIELDS,
                *(response(name, ["rib"], base="string") for name in ("R1", "R2", "R3")),
                rules=all_of("R1", "R2", "R3"),
            ),
            ["g1=rib", "g2=rib", "g3=skin"],
            0,
        ),
    ],
)
def test_fields_that_are_typed_count_together(format_name, text, given, expected):
    assert share(format_name, text, *given) == expected


def test_a_text_that_rules_accept_beside_the_key_counts_when_all_others_are_right():
    either = "".join(
        f"<stringMatch caseSensitive='true'><variable identifier='g1'/><baseValue baseType='string'>{text}</baseValue>"
        "</stringMatch>"
        for text in ("rib", "costa")
    )
    text = qti(
        f"<p>{FIELD.replace('RESPONSE', 'g1')} {listed('g2', 'over', 'under')}</p>",
        response("g1", ["rib"], base="string"),
        response("g2", ["over"]),
        rules=scored(f"<and><or>{either}</or>{BOTH.replace('R1', 'g2')}</and>", 1),
    )

    assert [share("qti", text, f"g1={typed}", "g2=a") for typed in ("rib", "costa", "lung")] == [1, 1, 0]
    assert share("qti", text, "g1=costa") == share("qti", text, "g1=costa", "g2=b") == 0


WHOLE = [draft for draft in samples.drafts() if draft.get("all_or_nothing")]
CARRIED = {
    "qti": {"multiple_response", "ordering", "matching", "cloze", "hotspot"},
    "common-cartridge": {"multiple_response"},
    "moodle-xml": {"multiple_response", "ordering"},
    "csv": {"multiple_response", "ordering", "matching", "cloze"},
    "xlsx": {"multiple_response", "ordering", "matching", "cloze"},
    "gift": {"ordering"},
    "cloze": set(),
    "docx": set(),
}


@pytest.mark.parametrize("format_name", CARRIED)
def test_an_export_carries_it_or_says_that_it_does_not(format_name):
    out = exporting.written([items.parse(draft).draft() for draft in WHOLE], named(format_name), PICTURES)
    told = {lost.code: lost for lost in out.lost}
    entries = iter(content(format_name, out.content).entries)

    for draft in WHOLE:
        lost = told.get(draft["code"])
        if lost is None or not lost.left_out:
            found = next(entries).draft
            assert found.get("all_or_nothing", False) == (draft["kind"] in CARRIED[format_name])
            assert (exporting.PARTS_THERE in (lost.sentences if lost else ())) != ("all_or_nothing" in found)


CRITICAL = [draft for draft in samples.drafts() if items.parse(draft).critical and draft["kind"] in CARRIED["qti"]]


@pytest.mark.parametrize("format_name", CARRIED)
def test_a_critical_item_is_written_as_a_whole_too_and_comes_back_as_it_was(format_name):
    drafts = [items.parse(draft).draft() for draft in CRITICAL]
    out = exporting.written(drafts, named(format_name), PICTURES)
    told = {lost.code: lost for lost in out.lost}
    written = [draft for draft in drafts if not (draft["code"] in told and told[draft["code"]].left_out)]
    entries = content(format_name, out.content).entries

    for draft, entry in zip(written, entries, strict=True):
        whole = is_whole(entry.draft)
        assert whole or draft["kind"] not in CARRIED[format_name] or format_name in {"csv", "xlsx"}
        said = told[draft["code"]].sentences if draft["code"] in told else ()
        assert (exporting.PARTS_THERE in said) != whole
    found = adopted(entries, named(format_name), Defaults(), Held(), beside(drafts, named(format_name)))
    assert [each.entry.draft for each in found] == written


@pytest.mark.parametrize("draft", WHOLE, ids=lambda draft: draft["kind"])
def test_what_is_written_as_qti_is_marked_the_same_there(draft):
    sent = items.parse(draft)
    (entry,) = content("qti", named("qti").write([Entry(sent.draft())], PICTURES).content).entries
    (found,) = adopted([entry], named("qti"), Defaults(), Held())
    came_back = items.kept(found.entry.draft)
    marks = next(sample["marks"] for _kind, sample in samples.samples() if sample["draft"] == draft)

    assert [came_back.mark(tuple(row["response"])).awarded for row in marks if sent.fits(tuple(row["response"]))] == [
        Fraction(row["awarded"]) for row in marks if sent.fits(tuple(row["response"]))
    ]


@pytest.mark.parametrize("draft", CRITICAL, ids=lambda draft: draft["kind"])
def test_a_part_of_a_critical_key_is_worth_nothing_in_qti_either(draft):
    (entry,) = content("qti", named("qti").write([Entry(items.parse(draft).draft())], PICTURES).content).entries
    (found,) = adopted([entry], named("qti"), Defaults(), Held())
    there = items.kept(found.entry.draft)

    assert there.mark(there.key).awarded == 1
    assert {there.mark(part).awarded for part in combinations(there.key, len(there.key) - 1)} == {0}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("two-of-four-as-a-whole", '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'),
        ("two-of-five", "<mapping lowerBound"),
        ("four-steps-as-a-whole", "rptemplates/match_correct"),
        ("three-premises-as-a-whole", "rptemplates/match_correct"),
        ("four-premises", "rptemplates/map_response"),
        ("three-gaps-as-a-whole", "<gte>"),
        ("two-places-as-a-whole", "<gte>"),
        ("one-place", "map_response_point"),
    ],
)
def test_qti_is_written_with_the_rule_that_the_item_has(name, words):
    draft = items.parse(samples.draft(name)).draft()
    with ZipFile(BytesIO(named("qti").write([Entry(draft)], PICTURES).content)) as archive:
        text = next(archive.read(file).decode() for file in archive.namelist() if file.startswith("items/"))

    assert words in text


def test_a_choice_without_reasons_is_written_with_the_template_itself():
    draft = samples.draft("two-of-four-as-a-whole")
    bare = draft | {"options": [option | {"rationale": ""} for option in draft["options"]]}
    with ZipFile(BytesIO(named("qti").write([Entry(bare)], {}).content)) as archive:
        text = next(archive.read(file).decode() for file in archive.namelist() if file.startswith("items/"))

    assert "rptemplates/match_correct" in text


@pytest.mark.parametrize(
    ("format_name", "name"),
    [("qti", "five-steps"), ("common-cartridge", "two-of-five"), ("qti", "critical-four")],
)
def test_an_export_says_where_the_file_marks_as_a_whole(format_name, name):
    draft = items.parse(samples.draft(name)).draft()
    out = exporting.written([draft], named(format_name), PICTURES)
    (entry,) = content(format_name, out.content).entries

    assert entry.draft["all_or_nothing"]
    assert (exporting.WHOLE_THERE in out.lost[0].sentences) == (name != "critical-four")
    (found,) = adopted([entry], named(format_name), Defaults(), Held(), beside([draft], named(format_name)))
    assert found.entry.draft == draft


def test_a_change_elsewhere_from_parts_to_the_whole_is_taken():
    parts, whole = (
        moodle("ordering", f"<gradingtype>{rule}</gradingtype>" + "".join(answer(one, 1) for one in "xyz"))
        for rule in ("RELATIVE_ALL_PREVIOUS_AND_NEXT", "ALL_OR_NOTHING")
    )
    made_by = named("moodle-xml")
    (first,) = adopted(content("moodle-xml", parts).entries, made_by, Defaults(), Held())
    car = beside([items.kept(first.entry.draft).draft()], made_by)

    (changed,) = adopted(content("moodle-xml", whole).entries, made_by, Defaults(), Held(), car)

    assert "all_or_nothing" not in first.entry.draft
    assert changed.entry.draft["all_or_nothing"]


@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "multiple_response", "key": "A C", "column": "weight_2", "cell": "50"},
        {"kind": "single_choice", "key": "A", "column": "feedback_1", "cell": "Why."},
    ],
)
def test_a_table_that_says_it_of_weights_or_of_another_kind_is_refused_at_its_column(cells):
    with pytest.raises(DraftError) as caught:
        item("csv", CSV.format(**cells))

    assert "all_or_nothing" in {fault.field for fault in caught.value.faults if not fault.missing}
