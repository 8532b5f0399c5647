"""A QTI package that is written: what stands where, what is left out, and that the marks stay.

The schemas of 1EdTech are not in this repository (decision 20): what they ask stands in `structure`.
"""

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from PIL import Image

from tests.bank.formats.drafts import content
from tests.bank.formats.structure import MARKED, breaches, marked_up
from tests.bank.formats.structure import QTI as QTI_2_2
from tests.bank.formats.test_round_trip import DRAFTS, PICTURES
from tests.items import samples
from training import items
from training.bank.adoption import Defaults, Held, adopted, beside
from training.bank.formats import Entry, named

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p2}"
TYPES = {
    "choiceInteraction": {("single", "identifier"), ("multiple", "identifier")},
    "orderInteraction": {("ordered", "identifier")},
    "matchInteraction": {("multiple", "directedPair")},
    "textEntryInteraction": {("single", "string"), ("single", "float")},
    "inlineChoiceInteraction": {("single", "identifier")},
    "extendedTextInteraction": {("single", "string")},
    "selectPointInteraction": {("multiple", "point")},
}
CLOZE = samples.draft("three-gaps") | {"code": "safety/marked/gaps", "stem": MARKED}
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def written(drafts, pictures=PICTURES):
    return named("qti").write([Entry(draft) for draft in drafts], pictures)


@pytest.fixture(scope="module")
def archive():
    marked = [marked_up("plain"), marked_up("five-steps"), CLOZE]
    with ZipFile(BytesIO(written([*DRAFTS, *marked]).content)) as opened:
        yield opened


@pytest.fixture(scope="module")
def written_items(archive):
    names = [name for name in archive.namelist() if name.startswith("items/")]
    assert len(names) > 10
    return [ET.fromstring(archive.read(name)) for name in names]


def plain(element):
    return element.tag.removeprefix(QTI)


def test_every_element_is_as_the_schema_has_it(written_items):
    found = {item.get("identifier"): breaches(item, QTI_2_2) for item in written_items}

    assert {name: words for name, words in found.items() if words} == {}


def test_each_response_is_of_the_type_that_its_interaction_asks_for(written_items):
    for item in written_items:
        declared = {each.get("identifier"): each for each in item if plain(each) == "responseDeclaration"}
        asked = [each for each in item.iter() if plain(each) in TYPES]
        assert sorted(declared) == sorted(each.get("responseIdentifier") for each in asked)
        for each in asked:
            response = declared[each.get("responseIdentifier")]
            assert (response.get("cardinality"), response.get("baseType")) in TYPES[plain(each)]
        assert len(asked) == 1 or {plain(each) for each in asked} <= {"textEntryInteraction", "inlineChoiceInteraction"}


def test_keys_maps_and_limits_agree(written_items):
    for item in written_items:
        for declared in item.iter(f"{QTI}responseDeclaration"):
            single = declared.get("cardinality") == "single"
            assert len(list(declared.iter(f"{QTI}value"))) <= (1 if single else 99)
            keys = [each.get("mapKey") for each in declared.iter(f"{QTI}mapEntry")]
            assert len(set(keys)) == len(keys)
        for asked in item.iter(f"{QTI}choiceInteraction"):
            assert int(asked.get("maxChoices")) <= len(asked)
        for equal in item.iter(f"{QTI}equal"):
            assert (equal.get("toleranceMode") == "exact") == (equal.get("tolerance") is None)


def test_feedback_is_shown_by_an_outcome_that_can_have_its_name(written_items):
    for item in written_items:
        named = {each.text for each in item.iter(f"{QTI}baseValue") if each.get("baseType") == "identifier"}
        named |= {each.get("identifier") for each in item.iter() if plain(each).endswith("Choice")} | {"general"}
        assert {each.get("identifier") for each in item.iter(f"{QTI}modalFeedback")} <= named


def test_every_name_is_valid_and_declared(written_items):
    for item in written_items:
        declared = {child.get("identifier") for child in item if plain(child).endswith("Declaration")}
        used = {
            each.get(name)
            for each in item.iter()
            for name in ("responseIdentifier", "outcomeIdentifier")
            if each.get(name)
        }
        used |= {
            each.get("identifier")
            for each in item.iter()
            if plain(each) in {"variable", "correct", "mapResponse", "mapResponsePoint", "setOutcomeValue"}
        }
        assert used <= declared
        assert all(IDENTIFIER.fullmatch(each.get("identifier")) for each in item.iter() if each.get("identifier"))


def test_choices_of_a_key_are_offered(written_items):
    for item in written_items:
        offered = {each.get("identifier") for each in item.iter() if plain(each).endswith("Choice")}
        for declared in item.iter(f"{QTI}responseDeclaration"):
            values = [name for each in declared.iter(f"{QTI}value") for name in each.text.split()]
            if declared.get("baseType") in {"identifier", "directedPair"}:
                assert values
                assert set(values) <= offered


def test_the_manifest_names_every_file_once(archive):
    manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    resources = [each for each in manifest.iter() if each.tag.endswith("}resource")]
    files = {each.get("href") for each in manifest.iter() if each.tag.endswith("}file")}

    assert len({each.get("identifier") for each in resources}) == len(resources)
    assert {each.get("type") for each in resources} == {"imsqti_item_xmlv2p2"}
    assert files == set(archive.namelist()) - {"imsmanifest.xml"}
    assert all(
        each.get("href") == next(iter(each.iter(each.tag.replace("resource", "file")))).get("href")
        for each in resources
    )


def test_a_picture_is_in_the_package_at_the_address_the_item_gives(archive):
    shown = [name for name in archive.namelist() if b"../figures/" in archive.read(name)]

    assert shown
    assert archive.read("figures/film.svg") == PICTURES["film.svg"]


def test_what_qti_does_not_hold_is_left_out_with_a_reason():
    left_out = written(
        [samples.draft("depth"), samples.draft("name-the-muscle"), samples.draft("dose-by-mass")]
    ).left_out

    assert "units" in left_out[0]
    assert "stands for many" in left_out[1]
    assert "calculated" in left_out[2]


@pytest.mark.parametrize(("size", "wide", "high"), [((80, 60), "4000", "3000"), ((50, 50), "1000", "1000")])
def test_a_picture_to_be_marked_keeps_its_proportions(size, wide, high):
    buffer = BytesIO()
    Image.new("RGB", size).save(buffer, "PNG")
    draft = samples.draft("one-place") | {"figure": "back.png"}

    content = written([draft], {"back.png": buffer.getvalue()}).content

    with ZipFile(BytesIO(content)) as opened:
        item = ET.fromstring(opened.read("items/anatomy_sample_one-place.xml"))
    shown = next(item.iter(f"{QTI}object"))
    assert (shown.get("width"), shown.get("height")) == (wide, high)
    (entry,) = named("qti").read(content).entries
    assert [region["at"] for region in entry.draft["regions"]] == [region["at"] for region in draft["regions"]]


SAFE = [
    sample
    for _kind, sample in samples.samples()
    if sample["name"] in {"plain", "partly-right", "two-of-five", "four-premises", "three-gaps", "five-steps"}
]


@pytest.mark.parametrize("sample", SAFE, ids=lambda sample: sample["name"])
def test_responses_are_worth_what_they_were(sample):
    draft = items.parse(sample["draft"]).draft()
    entries = content("qti", written([draft]).content).entries
    (found,) = adopted(entries, named("qti"), Defaults(), Held(), beside([draft], named("qti")))
    again = items.kept(found.entry.draft)

    for row in sample["marks"]:
        if items.parse(sample["draft"]).fits(tuple(row["response"])):
            assert str(again.mark(tuple(row["response"])).awarded) == row["awarded"]


def test_two_ids_that_look_alike_get_names_of_their_own():
    one, other = (samples.draft("plain") | {"code": code} for code in ("safety/a/b-c", "safety/a_b-c"))

    with ZipFile(BytesIO(written([one, other]).content)) as opened:
        names = [name for name in opened.namelist() if name.startswith("items/")]

    assert names == ["items/safety_a_b-c.xml", "items/safety_a_b-c__2.xml"]
