"""Interactive parts: each whole without its script, citing what is known; a version holds what it was signed with."""

import re
from dataclasses import replace

import pytest

from tests.conftest import NOON
from tests.modules import samples
from training.modules import content, differences, exporting, files, interactives, queries, versions, writing
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

        assert {"part.toml", "part.html", "README.md"} <= held

    def test_it_cites_sources_the_register_knows(self, name):
        codes = {code for text in PARTS[name].texts() for code in richtext.citations(text)}

        assert codes
        assert codes <= set(register())

    def test_its_script_begins_it_by_its_name(self, name):
        controls = "data-controls" in (interactives.FOLDER / name / "part.html").read_text(encoding="utf-8")

        assert PARTS[name].scripted == controls
        assert not controls or f'enhance("{name}", ' in (interactives.FOLDER / name / "part.js").read_text(
            encoding="utf-8"
        )

    def test_every_paragraph_with_a_number_is_cited(self, name):
        number = re.compile(r"(?!95%)\b\d+(\.\d+)?\s?%|\b\d[\d,]* (people|patients|trials|studies|treatments|cases)\b")

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
    assert "rib at 24 ± 9 mm" in browser_of("rhea").get(path).text


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
    return replace(part, digest="f" * 64)


FOREST = {
    "SMD": [
        (-0.81, -1.21, -0.40, "SANCH21"),
        (-0.42, -0.79, -0.05, "LARA23"),
        (-0.99, -1.61, -0.37, "LARA23"),
        (-0.25, -0.42, -0.09, "SHOU21"),
        (-0.27, -0.49, -0.05, "PARA22"),
        (-1.27, -3.56, 1.03, "POUR21"),
        (-0.41, -4.69, 3.87, "POUR21"),
        (-1.13, -1.64, -0.62, "LE20"),
        (-0.53, -0.87, -0.19, "KNEE20"),
        (-0.75, -1.27, -0.23, "OA22"),
        (-1.28, -2.11, -0.44, "LLUR21"),
    ],
    "points": [(-2.31, -3.64, -0.99, "NECK20"), (-0.51, -0.95, -0.06, "NECK20")],
}
"""The forest summary of the dossier, by its two scales."""


def test_the_forest_plot_is_the_dossiers_and_never_puts_two_scales_on_one_axis():
    panels = PARTS["forest-plot"].data["panels"]
    shown = {
        panel["unit"]: [
            (row["estimate"], row["low"], row["high"], richtext.citations(row["text"])[0]) for row in panel["rows"]
        ]
        for panel in panels
    }

    assert shown == FOREST
    for panel in panels:
        assert all(
            panel["low"] <= row["low"] <= row["estimate"] <= row["high"] <= panel["high"] for row in panel["rows"]
        )


def test_layered_tissue_has_the_three_groups_of_its_study():
    groups = PARTS["needle-depth"].data["groups"]
    measured = [(each["muscle"], each["muscle_spread"], each["rib"], each["rib_spread"]) for each in groups]

    assert measured == [(12, 2, 21, 4), (14, 2, 24, 9), (18, 3, 27, 5)]


def test_the_workflow_has_its_twelve_steps_and_each_says_what_comes_before():
    steps = PARTS["clean-needle"].data["steps"]

    assert [step["name"] for step in steps] == [
        "Check", "Set the field", "Clean the hands", "See to the skin", "Clean the hands again", "Open the needle",
        "Insert, and stay", "Withdraw into the box", "Press", "Count in and out", "Clean up", "Record",
    ]  # fmt: skip
    assert all(step["early"] for step in steps)


def test_every_zone_of_the_maps_has_its_entry_and_its_drawing():
    folder = interactives.FOLDER / "danger-zones"
    for area in PARTS["danger-zones"].data["maps"]:
        drawn = set(re.findall(r'data-zone="(\d+)"', (folder / f"{area['file']}.html").read_text(encoding="utf-8")))

        assert drawn == {str(zone["number"]) for zone in area["zones"]}
    assert [zone["number"] for area in PARTS["danger-zones"].data["maps"] for zone in area["zones"]] == [*range(1, 15)]


def test_every_way_through_the_decision_ends_in_an_outcome():
    data = PARTS["active-or-latent"].data
    outcomes = {outcome["id"] for outcome in data["outcomes"]}

    assert {question["otherwise"] for question in data["questions"]} | {"active"} == outcomes


def test_a_row_of_the_evidence_has_a_level_that_can_be_chosen():
    data = PARTS["evidence-table"].data

    assert {row["level"] for row in data["rows"]} == {level["id"] for level in data["levels"]}


def test_the_fifteen_tries_are_the_share_that_was_measured():
    assert round(11 / 15, 3) == 0.733
    assert "73.3%" in PARTS["rib-bracketing"].data["tries"]


def test_a_comparison_names_the_part_that_was_revised(tmp_path):
    shown = module(tmp_path, points=SHOWN).content()
    revised = {**shown, "interactives": {"needle-depth": "f" * 64}}
    (change,) = differences.between(shown, revised)

    assert change.label == "Interactive part needle-depth"
    assert (change.old, change.new) == (f"edition {PARTS['needle-depth'].digest[:12]}", "edition ffffffffffff")


def test_what_is_written_out_reads_back_as_the_same_version(tmp_path):
    shown = module(tmp_path / "in", points=SHOWN)
    exporting.write([shown], tmp_path / "out")

    assert [each.version for each in files.read(tmp_path / "out", register()).modules] == [shown.version]
