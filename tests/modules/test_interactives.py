"""Interactive parts: each whole without its script, citing what is known; a version holds what it was signed with."""

import re

import pytest

from tests.conftest import NOON
from tests.modules import samples
from training.modules import content, files, interactives, queries, versions, writing
from training.modules.reading import Reader
from training.sources import register
from training.web import richtext

PARTS = interactives.register()
SHOWN = "![](interactive:needle-depth)\n\n" + samples.POINTS
SCRIPTS = sorted(interactives.FOLDER.rglob("*.js"))
FORBIDDEN = re.compile(
    r"innerHTML|insertAdjacentHTML|outerHTML|setAttribute\(.style|document\.write|localStorage|fetch\("
)


@pytest.fixture
def version(app, tmp_path):
    with app.app_context():
        samples.load(tmp_path, NOON, points=SHOWN)
        return queries.current_version("bands").id


def module(folder, **changes):
    return files.read(samples.write(folder, **changes), register()).modules[0]


@pytest.mark.parametrize("name", interactives.NAMES)
class TestEachPart:
    def test_its_folder_is_whole(self, name):
        held = {path.name for path in (interactives.FOLDER / name).iterdir()}

        assert {"part.toml", "part.html", "part.js", "README.md"} <= held

    def test_it_cites_sources_the_register_knows(self, name):
        codes = {code for text in PARTS[name].texts() for code in richtext.citations(text)}

        assert codes
        assert codes <= set(register())

    def test_its_script_begins_it_by_its_name(self, name):
        assert f'enhance("{name}", ' in (interactives.FOLDER / name / "part.js").read_text(encoding="utf-8")

    def test_every_paragraph_with_a_number_is_cited(self, name):
        number = re.compile(r"\d+(\.\d+)?\s?%|\b\d[\d,]* (people|patients|trials|studies|treatments|cases)\b")

        assert [text for text in PARTS[name].texts() if number.search(text) and not richtext.citations(text)] == []

    def test_it_calls_no_depth_safe(self, name):
        said = " ".join(PARTS[name].texts())

        assert not re.search(r"(?<!not a )(?<!no )\bsafe (depth|length|distance)\b", said, re.IGNORECASE)


def test_every_folder_is_registered():
    assert {path.parent.name for path in interactives.FOLDER.glob("*/part.toml")} == set(interactives.NAMES)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.parent.name + "/" + path.name)
def test_a_script_keeps_to_the_page_and_to_a_hundred_lines(path):
    text = path.read_text(encoding="utf-8")

    assert FORBIDDEN.findall(text) == []
    assert len(text.splitlines()) <= 100


def test_a_version_is_named_by_the_parts_it_shows_too(tmp_path, monkeypatch):
    before = module(tmp_path / "one", points=SHOWN)
    revised = interactives.read(interactives.FOLDER / "needle-depth")
    monkeypatch.setattr(interactives, "register", lambda: {"needle-depth": _revised(revised)})
    after = module(tmp_path / "two", points=SHOWN)

    assert before.version != after.version
    assert [a.digest == b.digest for a, b in zip(before.sections, after.sections, strict=True)] == [True, False]


def test_a_stored_version_keeps_the_part_it_was_made_with(tmp_path, monkeypatch):
    before = module(tmp_path, points=SHOWN)
    stored = before.content()
    revised = _revised(PARTS["needle-depth"])
    monkeypatch.setattr(interactives, "register", lambda: {"needle-depth": revised})

    assert content.restore(stored) == before
    (part, _prose) = Reader(before, register(), "{}{}".format).parts(before.sections[1], heading=2)
    assert part.changed


def test_a_module_without_parts_has_the_hash_it_had(tmp_path):
    assert "interactives" not in module(tmp_path).content()


def test_what_a_part_cites_is_numbered_with_the_sources_of_its_section(tmp_path):
    shown = module(tmp_path, points=SHOWN)
    reader = Reader(shown, register(), "{}{}".format)

    codes = {entry.code for entry in reader.references_of(shown.sections[1])}
    assert {"SEOL14", "BALD02", "SHAH15"} <= codes
    assert set(shown.cited()) >= codes


def test_saving_in_the_editor_takes_the_part_that_ships(app, version, monkeypatch):
    revised = _revised(PARTS["needle-depth"])
    monkeypatch.setattr(interactives, "register", lambda: {"needle-depth": revised})
    with app.app_context():
        stored = versions.newest("bands").content

        assert stored["interactives"]["needle-depth"] != revised.digest
        assert writing.finished(stored)["interactives"] == {"needle-depth": revised.digest}


def test_a_section_shows_the_whole_part_without_scripts(version, browser_of):
    page = browser_of("tara").get("/modules/bands/sections/points").text

    assert page.count("data-state") == 3
    assert "rib lay at 21 ± 4 mm" in page
    assert "interactives/needle-depth/part.js" in page
    assert "interactives/needle-depth/part.js" not in browser_of("tara").get("/modules/bands/sections/bands").text


@pytest.mark.parametrize("path", ["/modules/bands/print", "/modules/bands/versions/1"])
def test_a_part_stands_wherever_its_section_is_shown(version, browser_of, path):
    assert "rib 24 ± 9" in browser_of("rhea").get(path).text


def test_a_part_this_site_no_longer_has_is_named(app, version, browser_of, monkeypatch):
    monkeypatch.setattr(interactives, "register", dict)

    page = browser_of("tara").get("/modules/bands/sections/points")

    assert page.status_code == 200
    assert "an interactive part called needle-depth here, which this site does not have" in page.text


def test_the_editor_offers_the_parts_and_shows_one(app, version, browser_of):
    ines = browser_of("ines")

    page = ines.get("/modules/bands/edit/section/points").text
    assert '<option value="needle-depth">Superficial and deep, in three body sizes</option>' in page
    assert page.count("data-state") == 3


def test_the_linter_names_an_unknown_part_with_its_line(app, version, browser_of):
    form = {"title": "Points", "text": "Two of three [@SHAH15].\n\n![](interactive:absent)\n", "do": "preview"}
    page = browser_of("ines").post("/modules/bands/edit/section/points", data=form).text

    assert "An interactive part out of place" in page
    assert "interactive part absent, which this site does not have" in page


def _revised(part):
    return interactives.Interactive(part.name, part.title, part.lead, part.data, "f" * 64)
