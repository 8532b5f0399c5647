"""A hotspot as a question in passing: asked on a figure of its module, marked and reviewed as everywhere else."""

import pytest

from tests.bank.browsing import form_data, posted, put
from tests.conftest import NOON
from tests.modules import samples
from training.modules import content, files
from training.sources import register

HOTSPOT = """
[[checkpoints]]
id = "where"
section = "bands"
kind = "hotspot"
stem = "Where is the band?"
figure = "{figure}"
alt = "A muscle from the side."
targets = 1
landmarks = [
  {{ id = "a", text = "Upper edge", at = [200, 150] }},
  {{ id = "b", text = "Lower edge", at = [600, 600] }},
]
[[checkpoints.regions]]
id = "a"
shape = "rectangle"
at = [111, 111, 333, 222]
correct = true
rationale = "It runs here."
sources = ["SHAH15"]
"""
PAGE = "/modules/bands/sections/bands"


def module_text(figure="band"):
    return samples.MODULE.format(code="bands", position=1, minutes=60) + HOTSPOT.format(figure=figure)


@pytest.fixture
def tara(app, tmp_path, browser_of):
    with app.app_context():
        samples.load(tmp_path / "modules", NOON, module=module_text("band.svg"))
    return browser_of("tara")


def test_it_is_asked_on_the_drawing_with_its_own_words_and_without_its_regions(tara):
    page = tara.get(PAGE).text

    assert '<div class="hotspot-drawing" role="img" aria-label="A muscle from the side."><svg' in page
    assert "Upper edge" in page
    assert "hotspot-region" not in page
    assert "111" not in page


@pytest.mark.parametrize(
    ("given", "outcome", "said"),
    [("L1", "Right", "Upper edge"), ("320,210", "Right", "region A"), ("L2", "Not quite", "Lower edge")],
)
def test_it_is_marked_and_reviewed_with_its_regions_on_the_drawing(tara, given, outcome, said):
    answered = tara.post("/modules/bands/questions/where", data={"question-where": ["", given]}, follow_redirects=True)

    review = answered.text.partition('class="checkpoint"')[2]
    assert outcome in review
    assert said in review
    assert review.count("hotspot-drawing") == 1
    assert "hotspot-region-right" in review


def test_too_many_marks_come_back_with_the_reason(tara):
    answered = tara.post("/modules/bands/questions/where", data={"question-where": ["L1", "20,30"]})

    assert answered.status_code == 422
    assert "Mark one place at most." in answered.text
    assert 'value="20,30"' in answered.text


def test_the_editor_shows_it_in_a_frame_and_on_a_page_of_its_own(tara, browser_of):
    ines = browser_of("ines")
    edit = "/modules/bands/edit/question/where"
    fields = form_data(put(posted(ines.get(edit)), stem="Where does it run?"))

    page = ines.get(edit).text
    framed = ines.post(f"{edit}/preview", data={**fields, "framed": "y"}).text
    own = ines.post(f"{edit}/preview/page", data=fields).text

    assert f'data-look="{edit}/preview/page"' in page
    assert "As review" not in page
    assert "The id of a figure of this module." in page
    assert "hotspot-drawing" not in framed
    assert "Where does it run?" in own
    assert own.count("hotspot-drawing") == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"bands": "It is felt across the fibres [@BRON12].\n"}, None),
        ({"module": module_text("back.svg")}, "checkpoints[1].figure is back, which is no figure of this module"),
    ],
)
def test_its_figure_is_one_of_the_module_shown_in_a_section_or_not(tmp_path, changes, problem):
    found = files.read(samples.write(tmp_path, **{"module": module_text()} | changes), register())

    assert [problem in str(each) for each in found.problems] == ([True] if problem else [])


def test_another_drawing_makes_another_question(tmp_path):
    [module] = files.read(samples.write(tmp_path, module=module_text()), register()).modules
    [asked] = module.checkpoints
    stored = module.content()

    [again] = content.restore(stored).checkpoints
    [other] = content.restore(stored | {"plates": {"band": samples.SVG.replace("M0 0", "M1 1")}}).checkpoints
    assert again == asked
    assert other.digest != asked.digest
