"""A Common Cartridge that is written: valid to its profile, pictures inside, what it cannot say left out by name."""

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from tests.bank.formats.drafts import content
from tests.bank.formats.structure import CARTRIDGE, breaches, marked_up, plain, profile_breaches
from tests.bank.formats.test_round_trip import DRAFTS, PICTURES
from tests.items import samples
from training.bank.formats import Entry, named

NAME = "common-cartridge"
FALSE = samples.draft("plain") | {
    "code": "safety/sample/true",
    "options": [
        {"id": "a", "text": "True", "rationale": "", "sources": [], "correct": True},
        {"id": "b", "text": "False", "rationale": "No.", "sources": []},
    ],
}
WORDS = samples.draft("name-the-muscle") | {
    "code": "safety/sample/words",
    "answers": [
        {"text": "*scap*", "rationale": "", "sources": []},
        {"text": "a\\*b <c>", "rationale": "R", "sources": []},
    ],
}


def written(drafts, pictures=PICTURES):
    return named(NAME).write([Entry(draft) for draft in drafts], pictures)


@pytest.fixture(scope="module")
def archive():
    with ZipFile(BytesIO(written([*DRAFTS, FALSE, WORDS, marked_up("critical")]).content)) as opened:
        yield opened


@pytest.fixture(scope="module")
def bank(archive):
    return ET.fromstring(archive.read("bank.xml"))


def test_every_element_is_as_the_schema_has_it(bank):
    assert breaches(bank, CARTRIDGE) == []


def test_every_item_keeps_to_the_profile(bank):
    items = [each for each in bank.iter() if plain(each.tag) == "item"]

    assert len(items) == 9
    assert {each.get("ident"): profile_breaches(each) for each in items if profile_breaches(each)} == {}
    assert len({each.get("ident") for each in items}) == len(items)


def test_the_manifest_names_one_bank_and_every_file_once(archive):
    manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    resources = [each for each in manifest.iter() if plain(each.tag) == "resource"]
    files = [each.get("href") for each in manifest.iter() if plain(each.tag) == "file"]
    needed = {each.get("identifierref") for each in manifest.iter() if plain(each.tag) == "dependency"}

    assert [each.text for each in manifest.iter() if plain(each.tag) in {"schema", "schemaversion"}] == [
        "IMS Common Cartridge",
        "1.1.0",
    ]
    assert [each.get("type") for each in resources].count("imsqti_xmlv1p2/imscc_xmlv1p1/question-bank") == 1
    assert sorted(files) == sorted(set(archive.namelist()) - {"imsmanifest.xml"})
    assert needed == {each.get("identifier") for each in resources} - {"bank"}


def test_pictures_are_inside_where_the_items_say(archive):
    shown = set(re.findall(r"FILEBASE\$/(figures/[\w.-]+)", archive.read("bank.xml").decode()))

    assert shown
    assert shown <= set(archive.namelist())


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (samples.draft("depth"), "kind numeric"),
        (samples.draft("partly-right"), "no weights"),
        (WORDS | {"answers": [{"text": "a*b"}]}, "stands for many"),
        (FALSE | {"options": [one | {"text": f"Layer {one['id']}"} for one in FALSE["options"]]}, "three or more"),
        (WORDS | {"answers": [{"text": "x", "share": "1/2"}]}, "whole mark"),
    ],
)
def test_what_a_cartridge_cannot_say_is_left_out_with_a_reason(draft, words):
    assert words in written([draft]).left_out[0]


def test_accepted_texts_come_back_with_their_stars():
    (entry,) = content(NAME, written([WORDS]).content).entries

    assert [(one["text"], one["rationale"]) for one in entry.draft["answers"]] == [("*scap*", ""), ("a\\*b <c>", "R")]


def test_two_items_of_one_id_get_ids_of_their_own():
    twice = [FALSE, FALSE | {"stem": "Again?"}]

    found = content(NAME, written(twice).content).entries

    assert [entry.draft["origin"]["id"] for entry in found] == ["safety/sample/true", "safety/sample/true-2"]
