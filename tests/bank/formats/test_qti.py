"""QTI: kinds, keys, marks and feedback of items by templates and by rules, and what is refused says why."""

import re
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.bank.bank import SVG
from tests.bank.formats.drafts import content, draft, share
from tests.bank.formats.qti_items import choices, item, mapping, response
from training.bank.formats import chosen, named
from training.bank.formats.entries import Piece

FOUR = {"A": "skin", "B": "fascia", "C": "bone", "D": "lung"}
FIELD = '<p>Name it: <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
TWO_RIGHT = {"correct": ("A", "B"), "cardinality": "multiple"}
ONE = item(choices(FOUR), response(correct=["B"]))
WEIGHTED = item(
    choices(FOUR), response(correct=["B"], mapping=mapping({"B": 3, "A": "1.5"})), processing="map_response"
)
SEVERAL = item(
    choices(FOUR, maxChoices=0),
    response(**TWO_RIGHT, mapping=mapping({"A": 1, "B": 1}, lowerBound=0, defaultValue=-1)),
    processing="map_response",
)
WORD = item(
    FIELD,
    response(base="string", correct=["scapula"], mapping=mapping({"scapula": 2, "shoulder * blade": 1})),
    processing="map_response",
)


def sets(*names):
    return "".join(
        "<simpleMatchSet>"
        + "".join(f'<simpleAssociableChoice identifier="{one}">{one}</simpleAssociableChoice>' for one in row)
        + "</simpleMatchSet>"
        for row in names
    )


def listed(name, *offered):
    rows = "".join(f'<inlineChoice identifier="{one}">{one}</inlineChoice>' for one in offered)
    return f'<inlineChoiceInteraction responseIdentifier="{name}">{rows}</inlineChoiceInteraction>'


def condition(test, score, *more):
    given = f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{score}</baseValue></setOutcomeValue>'
    return f"<responseCondition><responseIf>{test}{given}</responseIf>{''.join(more)}</responseCondition>"


def equal(value, tolerance="0.5", mode="absolute"):
    return (
        f'<equal toleranceMode="{mode}" tolerance="{tolerance}"><variable identifier="RESPONSE"/>'
        f'<baseValue baseType="float">{value}</baseValue></equal>'
    )


def adding(*names):
    parts = "".join(f'<mapResponse identifier="{name}"/>' for name in names)
    return f'<setOutcomeValue identifier="SCORE"><sum>{parts}</sum></setOutcomeValue>'


MATCH = item(
    f'<matchInteraction responseIdentifier="RESPONSE"><prompt>Match.</prompt>{sets("abc", "xyz")}</matchInteraction>',
    response(
        base="directedPair",
        cardinality="multiple",
        correct=["a y", "b x", "c z"],
        mapping=mapping({"a y": 1, "b x": 1, "c z": 1}),
    ),
    processing="map_response",
)
NUMBER = item(FIELD, response(base="float", correct=["12.5"]), rules=condition(equal("12.5"), 2))
RANGE = item(
    FIELD,
    response(base="float"),
    rules=condition(
        '<and><gte><variable identifier="RESPONSE"/><baseValue baseType="float">10</baseValue></gte>'
        '<lte><variable identifier="RESPONSE"/><baseValue baseType="float">20</baseValue></lte></and>',
        1,
    ),
)
LISTS = item(
    f"<p>It lies {listed('R1', 'over', 'under')} the {listed('R2', 'rib', 'lung', 'skin')}.</p>",
    response("R1", ["over"], mapping({"over": 1})),
    response("R2", ["rib"], mapping({"rib": 2, "lung": 1})),
    rules=adding("R1", "R2"),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ONE, "single_choice"),
        (SEVERAL, "multiple_response"),
        (WORD, "short_text"),
        (NUMBER, "numeric"),
        (MATCH, "matching"),
        (LISTS, "cloze"),
        (item(f"<p>{listed('RESPONSE', 'a', 'b')}</p>", response(correct=["a"])), "cloze"),
        (item('<extendedTextInteraction responseIdentifier="R"/>', response("R", base="string")), "extended_text"),
        (
            item(
                '<orderInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="a">1</simpleChoice>'
                '<simpleChoice identifier="b">2</simpleChoice></orderInteraction>',
                response(correct=["b", "a"], cardinality="ordered"),
            ),
            "ordering",
        ),
        (
            item(
                '<hottextInteraction responseIdentifier="RESPONSE"><p>The <hottext identifier="a">rib</hottext> and '
                'the <hottext identifier="b">lung</hottext></p></hottextInteraction>',
                response(correct=["a"]),
            ),
            "single_choice",
        ),
        (
            item(
                '<gapMatchInteraction responseIdentifier="RESPONSE"><gapText identifier="W">w</gapText>'
                '<gapText identifier="S">s</gapText><p>a <gap identifier="G"/></p></gapMatchInteraction>',
                response(correct=["W G"], cardinality="multiple", base="directedPair"),
            ),
            "cloze",
        ),
        (
            item(
                '<associateInteraction responseIdentifier="RESPONSE">'
                f"{sets('abcd').replace('simpleMatchSet', 'div')}</associateInteraction>",
                response(correct=["a b", "c d"], cardinality="multiple", base="pair"),
            ),
            "matching",
        ),
    ],
)
def test_interactions_become_kinds(text, kind):
    assert draft("qti", text)["kind"] == kind


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (ONE, ["fascia"], "1"),
        (ONE, ["skin"], "0"),
        (WEIGHTED, ["skin"], "1/2"),
        (SEVERAL, ["skin", "fascia"], "1"),
        (SEVERAL, ["skin"], "1/2"),
        (SEVERAL, ["skin", "fascia", "bone"], "1/2"),
        (SEVERAL, ["bone"], "0"),
        (WORD, ["scapula"], "1"),
        (WORD, ["Scapula"], "0"),
        (WORD, ["shoulder * blade"], "1/2"),
        (WORD, ["shoulder big blade"], "0"),
        (NUMBER, ["12"], "1"),
        (NUMBER, ["13"], "1"),
        (NUMBER, ["13.01"], "0"),
        (RANGE, ["10"], "1"),
        (RANGE, ["20.5"], "0"),
        (MATCH, ["p1=b", "p2=a", "p3=a"], "2/3"),
        (LISTS, ["g1=a", "g2=a"], "1"),
        (LISTS, ["g1=a"], "1/3"),
        (LISTS, ["g1=a", "g2=b"], "2/3"),
    ],
)
def test_a_response_gets_the_mark_the_item_gives(text, given, expected):
    assert share("qti", text, *given) == Fraction(expected)


PICTURE = '<object type="image/png" data="back.png" width="200" height="400">A back.</object>'
SPOTS = (
    f'<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Where?</prompt>{PICTURE}'
    '<hotspotChoice identifier="A" shape="rect" coords="20,40,60,80" hotspotLabel="Above"/>'
    '<hotspotChoice identifier="B" shape="circle" coords="100,200,10" hotspotLabel="Below"/></hotspotInteraction>'
)


@pytest.mark.parametrize(
    ("given", "expected"), [(["200,150"], "1"), (["301,150"], "0"), (["500,500"], "0"), (["L"], "0")]
)
def test_hot_spots_are_regions_in_thousandths(given, expected):
    text = item(SPOTS, response(correct=["A"]))
    found = draft("qti", text)

    assert found["regions"][0]["at"] == [100, 100, 300, 200]
    assert found["regions"][1]["at"] == [500, 500, 50, 25]
    assert found["landmarks"][0] == {"id": "a", "text": "Above", "at": [200, 150]}
    assert share("qti", text, *given) == Fraction(expected)


def test_areas_that_points_are_mapped_to_are_regions():
    areas = "".join(
        f'<areaMapEntry shape="{shape}" coords="{coords}" mappedValue="{value}"/>'
        for shape, coords, value in (("circle", "100,200,10", 1), ("poly", "0,0,20,0,20,40,0,0", 1), ("default", "", 0))
    )
    found = draft(
        "qti",
        item(
            f'<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="2">{PICTURE}</selectPointInteraction>',
            response(base="point", cardinality="multiple", mapping=f"<areaMapping>{areas}</areaMapping>"),
            processing="map_response_point",
        ),
    )

    assert (found["kind"], found["targets"], found["figure"], found["alt"]) == ("hotspot", 2, "back.png", "A back.")
    assert [region["at"] for region in found["regions"]] == [
        [500, 500, 50, 25],
        [0, 0, 100, 0, 100, 100],
        [0, 0, 1000, 1000],
    ]
    assert [region.get("correct", False) for region in found["regions"]] == [True, True, False]


@pytest.mark.parametrize(
    "rules",
    [
        condition('<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>', 1),
        condition(
            '<match><variable identifier="RESPONSE"/><baseValue baseType="identifier">B</baseValue></match>',
            4,
            "<responseElse><exitResponse/></responseElse>",
        ),
        condition(
            '<not><or><isNull><variable identifier="RESPONSE"/></isNull><member><variable identifier="RESPONSE"/>'
            '<multiple><baseValue baseType="identifier">A</baseValue><baseValue baseType="identifier">C</baseValue>'
            '<baseValue baseType="identifier">D</baseValue></multiple></member></or></not>',
            "0.5",
        ),
    ],
    ids=["the key", "a literal", "no other"],
)
def test_rules_give_the_same_item_as_the_template(rules):
    assert draft("qti", item(choices(FOUR), response(correct=["B"]), rules=rules)) == draft("qti", ONE)


@pytest.mark.parametrize(
    "template",
    [
        "http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml",
        "/templates/match_correct.xml",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/CC2_match.xml",
    ],
)
def test_an_address_of_a_template_may_be_spelled_in_many_ways(template):
    text = ONE.replace("http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct", template)

    assert draft("qti", text) == draft("qti", ONE)


def test_names_of_the_third_version_are_read():
    text = (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="needle" title="Needle">'
        '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">'
        "<qti-correct-response><qti-value>B</qti-value></qti-correct-response></qti-response-declaration>"
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>'
        '<qti-item-body><qti-choice-interaction response-identifier="RESPONSE"><qti-prompt>Which one?</qti-prompt>'
        + "".join(f'<qti-simple-choice identifier="{key}">{text}</qti-simple-choice>' for key, text in FOUR.items())
        + '</qti-choice-interaction></qti-item-body><qti-response-processing template="x/match_correct"/>'
        "</qti-assessment-item>"
    )

    assert draft("qti", text) == draft("qti", ONE)


def test_feedback_of_a_choice_is_its_reason():
    text = item(
        choices(FOUR | {"A": 'skin<feedbackInline outcomeIdentifier="F" identifier="A">Deeper.</feedbackInline>'}),
        response(correct=["B"]),
        outcomes='<outcomeDeclaration identifier="F" cardinality="single" baseType="identifier"/>',
        rules=condition('<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>', 1)
        + '<setOutcomeValue identifier="F"><variable identifier="RESPONSE"/></setOutcomeValue>',
        after='<modalFeedback outcomeIdentifier="F" identifier="B" showHide="show"><p>Yes, <b>it</b>.</p>'
        '</modalFeedback><modalFeedback outcomeIdentifier="F" identifier="none" showHide="hide">Read on.'
        "</modalFeedback>",
    )
    found = draft("qti", text)

    assert [option["rationale"] for option in found["options"]] == ["Deeper.", "Yes, **it**.", "", ""]
    assert found["options"][0]["text"] == "skin"
    assert found["feedback"] == "Read on."


def test_a_field_within_the_text_leaves_a_blank():
    text = item(
        '<p>The <textEntryInteraction responseIdentifier="RESPONSE"/> is flat.</p>',
        response(base="string", correct=["scapula"]),
    )

    assert draft("qti", text)["stem"] == "The _____ is flat."


def test_several_lists_and_fields_become_one_text():
    text = item(
        choices(FOUR) + choices(FOUR, "R2"),
        response(correct="A"),
        response("R2", correct="B"),
        rules=(
            "<setOutcomeValue identifier='SCORE'><sum>"
            "<mapResponse identifier='RESPONSE'/><mapResponse identifier='R2'/></sum></setOutcomeValue>"
        ),
    )

    found = draft("qti", text)

    assert (found["kind"], [gap["kind"] for gap in found["gaps"]]) == ("cloze", ["choice", "choice"])
    assert any("several questions" in loss for loss in content("qti", text).entries[0].losses)


def scored(test, marks):
    return (
        f"<responseCondition><responseIf>{test}<setOutcomeValue identifier='SCORE'>"
        f"<baseValue baseType='float'>{marks}</baseValue></setOutcomeValue></responseIf></responseCondition>"
    )


IN_ORDER = "".join(f'<simpleChoice identifier="{name}">{name}</simpleChoice>' for name in "abc")
TWO_FIELDS = "".join(f'<p>x <textEntryInteraction responseIdentifier="{name}"/></p>' for name in ("R1", "R2", "R3"))
MAPS = "<sum><mapResponse identifier='R1'/><mapResponse identifier='R2'/><mapResponse identifier='R3'/></sum>"


@pytest.mark.parametrize(
    "text",
    [
        item(
            f'<orderInteraction responseIdentifier="RESPONSE">{IN_ORDER}</orderInteraction>',
            response(correct="abc", cardinality="ordered"),
            rules=scored("<match><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></match>", 2)
            + scored(
                "<match><variable identifier='RESPONSE'/><ordered>"
                + "".join(f"<baseValue baseType='identifier'>{name}</baseValue>" for name in "acb")
                + "</ordered></match>",
                1,
            ),
        ),
        item(
            TWO_FIELDS,
            *(response(name, ["rib"], mapping({"rib": 1}), base="string") for name in ("R1", "R2", "R3")),
            rules=scored(f"<gte>{MAPS}<baseValue baseType='float'>2</baseValue></gte>", 1)
            + scored(f"<gte>{MAPS}<baseValue baseType='float'>3</baseValue></gte>", 2),
        ),
    ],
)
def test_marks_for_some_of_the_right_answer_are_not_called_all_or_nothing(text):
    (entry,) = content("qti", text).entries

    assert any("Some answers get other marks" in loss for loss in entry.losses)
    assert "all_or_nothing" not in entry.draft


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (item("<sliderInteraction/>"), "sliderInteraction"),
        (
            item(choices(FOUR) + choices(FOUR, "R2"), response(), response("R2", cardinality="multiple")),
            "several questions",
        ),
        (item(choices(FOUR)), "not declared"),
        (item(SPOTS.replace(' width="200"', ""), response(correct=["A"])), "how large"),
        (item(SPOTS.replace("20,40,60,80", "20,40"), response(correct=["A"])), "cannot be drawn"),
        (item(SPOTS.replace("20,40", "20%,40"), response(correct=["A"])), "number is wanted"),
        (item(choices(FOUR), response()), "no right answer"),
        (
            item(
                choices(FOUR),
                response(),
                rules="<setOutcomeValue identifier='SCORE'><customOperator/></setOutcomeValue>",
            ),
            "customOperator",
        ),
        (item(choices(FOUR), response(correct="A"), processing="own_template"), "own_template"),
        (item(FIELD, response(base="float", correct=["many"])), "number is wanted"),
        (item(FIELD, response(base="string")), "accepts no answer"),
        (ONE.replace('adaptive="false"', 'adaptive="true"'), "adaptive"),
        (ONE.replace("<itemBody>", "<templateProcessing/><itemBody>"), "draws values"),
        ("<questestinterop/>", "QTI 1.2"),
        ("<manifest/>", "package"),
        ("<html/>", "<html>"),
        ("<a>\n\n<b></a>", "no XML"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(text, words):
    found = content("qti", text)

    assert found.entries == ()
    assert words in found.faults[0].message
    assert found.faults[0].remedy
    assert found.faults[0].line


def test_a_fault_names_its_line():
    assert content("qti", "<a>\n\n<b></a>").faults[0].line == 3


def test_what_asks_nothing_is_skipped_by_name():
    assert "'Needle' asks nothing" in content("qti", item("<p>Read this.</p>")).skipped[0].message


MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><resources>
<resource identifier="r" type="imsqti_item_xmlv2p1" href="items/one.xml"><metadata><imsmd:lom
 xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_v1p2"><imsmd:general><imsmd:title><imsmd:string>Named here
 </imsmd:string></imsmd:title><imsmd:keyword><imsmd:string>needles</imsmd:string></imsmd:keyword></imsmd:general>
</imsmd:lom></metadata><file href="items/one.xml"/><file href="media/chest%20one.svg"/></resource>
<resource identifier="t" type="imsqti_test_xmlv2p1" href="test.xml"/></resources></manifest>"""
SHOWN = item('<p><img src="../media/chest%20one.svg" alt="a chest"/></p>' + choices(FOUR), response(correct=["B"]))


def package(**files):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


WHOLE = {
    "imsmanifest.xml": MANIFEST,
    "items/one.xml": SHOWN,
    "media/chest one.svg": SVG,
    "test.xml": "<assessmentTest/>",
}


def test_a_package_holds_items_with_their_pictures_and_what_the_manifest_says():
    found = content("qti", package(**WHOLE | {"items/one.xml": SHOWN.replace('title="Needle"', 'title=""')}))

    (entry,) = found.entries
    assert found.faults == ()
    assert entry.draft["stem"].startswith("![a chest](figure:chest-one.svg)")
    assert found.pictures == {"chest-one.svg": SVG.encode()}
    assert entry.draft["origin"]["name"] == "Named here"
    assert entry.draft["origin"]["tags"] == ["needles"]


def test_a_faulty_item_hides_no_other_and_is_named_with_its_file():
    rows = "".join(f'<resource type="imsqti_item_xmlv2p1" href="{name}.xml"/>' for name in ("bad", "no"))
    more = MANIFEST.replace("</resources>", f"{rows}</resources>")
    found = content("qti", package(**WHOLE | {"imsmanifest.xml": more, "bad.xml": "<a>\n<b></a>"}))

    assert len(found.entries) == 1
    assert [fault.message.partition(" ")[0] for fault in found.faults] == ["names", "bad.xml:"]
    assert found.faults[1].line == 2


def test_an_archive_of_items_needs_no_manifest():
    assert len(content("qti", package(**{"a.xml": ONE, "b.xml": WORD})).entries) == 2


def test_a_package_and_an_item_are_recognised():
    assert chosen("bank.zip", package(**WHOLE)).name == "qti"
    assert chosen("item.xml", ONE.encode()).name == "qti"
    assert chosen("quiz.xml", b"<quiz><question/></quiz>").name == "moodle-xml"
    assert chosen("page.xml", b"<html><body/></html>") is None


def test_a_picture_that_is_not_there_is_named():
    (entry,) = content("qti", SHOWN).entries

    assert "A picture is not in the file: ../media/chest%20one.svg." in entry.losses


def test_refused_items_come_back_with_their_reasons_and_can_be_read_once_mended():
    bad = ONE.replace("<value>B</value>", "")
    found = content("qti", package(**{"a.xml": bad, "b.xml": bad}))
    mended = named("qti").mend([Piece(fault.source, ("is a -- reason",)) for fault in found.faults])

    assert len(content("qti", mended).faults) == 2
    with ZipFile(BytesIO(mended)) as archive:
        assert archive.namelist() == ["a.xml", "b.xml"]
        assert b"is a - - reason" in archive.read("a.xml")


EVERY = [ONE, WEIGHTED, SEVERAL, WORD, NUMBER, RANGE, MATCH, LISTS, item(SPOTS, response(correct=["A"]))]


@pytest.mark.parametrize("text", EVERY)
def test_an_item_that_lacks_any_element_is_read_or_refused(text):
    """Each element once without what is in it, once gone."""
    for found in re.finditer(r"<(\w+)[^<>]*(?<!/)>", text):
        name, start = found[1], found.end()
        end = text.find(f"</{name}>", start)
        for cut in (text[:start] + text[end:], text[: found.start()] + text[end + len(name) + 3 :]):
            read = content("qti", cut if end > 0 else text[: found.start()])
            assert read.entries or read.faults or read.skipped
    for found in re.finditer(r"<\w+[^<>]*/>", text):
        read = content("qti", text[: found.start()] + text[found.end() :])
        assert read.entries or read.faults or read.skipped


CASE = (
    '<assessmentStimulus identifier="faint" title="A faint"><stimulusBody><p>She <b>faints</b>.</p>'
    '<p><img src="../img/arm.svg" alt="An arm"/></p></stimulusBody></assessmentStimulus>'
)


def sharing(**files):
    reference = '<assessmentStimulusRef identifier="S" href="../s/case.xml" title="A faint"/>'
    one = ONE.replace("<itemBody>", f"{reference}<itemBody>")
    members = {"i/one.xml": one, "i/two.xml": one.replace('"needle"', '"other"'), "img/arm.svg": SVG} | files
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content("qti", buffer.getvalue())


def test_a_text_that_items_share_becomes_their_shared_case():
    found = sharing(**{"s/case.xml": CASE})

    one, two = (entry.draft["stimulus"] for entry in found.entries)
    assert one == two
    assert one["text"] == "She **faints**.\n\n![An arm](figure:arm.svg)"
    assert re.fullmatch(r"faint-[0-9a-f]{8}", one["code"])
    assert list(found.pictures) == ["arm.svg"]
    assert sharing(**{"s/case.xml": CASE.replace("She", "He")}).entries[0].draft["stimulus"]["code"] != one["code"]


@pytest.mark.parametrize("files", [{}, {"s/case.xml": "<broken"}, {"s/case.xml": "<assessmentStimulus/>"}])
def test_a_shared_text_that_is_not_there_is_named(files):
    entries = sharing(**files).entries

    assert len(entries) == 2
    assert all("stimulus" not in entry.draft for entry in entries)
    assert all("The shared text 'A faint' is not in the file." in entry.losses for entry in entries)
