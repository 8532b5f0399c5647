"""Links of modules and items lead somewhere, and every figure is a sound drawing that says what it shows."""

import re

import pytest

from tests.content.shipped import BANK, MODULES, SECTIONS, items
from tests.content.texts import everything
from training.web import svg

PLACES = {module.code: {section.id for section in module.sections} for module in MODULES}
FIGURES = sorted((BANK / "figures").glob("*.svg"))


def test_every_link_to_a_section_leads_to_one():
    lost = [
        (module.code, section.id, target)
        for module, section in SECTIONS
        for target in re.findall(r"\]\(section:([^)\s]*)\)", section.text)
        if target.rpartition("/")[2] not in PLACES.get(target.rpartition("/")[0] or module.code, set())
    ]

    assert lost == []


def test_every_item_leads_back_to_a_section():
    lost = [item.header.code for item in items() if item.header.section not in PLACES.get(item.header.module, set())]

    assert lost == []


def test_every_figure_of_a_section_is_there_and_every_figure_is_shown():
    for module in MODULES:
        shown = {name for section in module.sections for name in re.findall(r"\]\(figure:([^)\s]*)\)", section.text)}

        assert (module.code, shown) == (module.code, {figure.id for figure in module.figures})


def test_no_other_kind_of_address_is_used():
    lost = [
        (place, address)
        for place, text in everything()
        for address in re.findall(r"\]\(([^)\s]*)\)", text)
        if not re.match(r"https://|section:|figure:|interactive:", address)
    ]

    assert lost == []


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.name)
def test_a_figure_of_the_bank_is_sound_and_says_what_it_shows(path):
    drawing = path.read_text(encoding="utf-8")

    assert svg.clean(drawing, "bank")
    assert all(svg.words(drawing))
    assert "class=" not in drawing, "shown as a picture of its own, it has no page's colours"


def test_a_figure_of_a_module_is_sound_and_says_what_it_shows():
    for module in MODULES:
        for figure in module.figures:
            assert svg.clean(figure.svg, "module")
            assert all(svg.words(figure.svg)), (module.code, figure.id)
