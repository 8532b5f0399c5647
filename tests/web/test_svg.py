"""Figures are rebuilt from an allow-list."""

from xml.etree import ElementTree as ET

import html5lib
import pytest

from tests.web import hostile
from training.web import svg

SVG = [sample for sample in hostile.samples() if sample.kind == "svg"]
HEAD = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20' role='img' aria-labelledby='t d'>"
FIGURE = HEAD + "<title id='t'>Band</title><desc id='d'>One band &amp; a needle.</desc>{}</svg>"


@pytest.mark.parametrize("sample", [sample for sample in SVG if not sample.refused], ids=str)
def test_nothing_hostile_is_left(sample):
    cleaned = str(svg.clean(sample.text, "f")).lower()

    assert [text for text in sample.never if text.lower() in cleaned] == []


@pytest.mark.parametrize("sample", [sample for sample in SVG if sample.refused], ids=str)
def test_what_is_no_drawing_is_refused_in_words(sample):
    with pytest.raises(svg.SvgError, match=r"\w"):
        svg.clean(sample.text, "f")


@pytest.mark.parametrize("sample", [sample for sample in SVG if not sample.refused], ids=str)
def test_a_cleaned_figure_means_the_same_to_html_and_to_xml(sample):
    cleaned = str(svg.clean(sample.text, "f"))
    as_html = html5lib.parseFragment(cleaned, namespaceHTMLElements=False)
    as_xml = ET.fromstring(cleaned)

    assert [local(node.tag) for node in as_html[0].iter()] == [node.tag for node in as_xml.iter()]


def local(tag):
    return tag.rpartition("}")[2]


def test_ids_and_every_reference_to_them_get_the_prefix():
    inside = (
        "<defs><clipPath id='c'><rect width='1' height='1'/></clipPath><g id='n'><path d='M0 0'/></g>"
        "<pattern id='h' width='2' height='2' patternUnits='userSpaceOnUse'><path d='M0 0'/></pattern></defs>"
        "<g clip-path='url(#c)'><use href='#n' x='3'/><rect width='4' height='4' fill='url(#h)'/></g>"
    )

    cleaned = svg.clean(FIGURE.format(inside), "fig-band")

    for part in ('aria-labelledby="fig-band-t fig-band-d"', 'id="fig-band-c"', 'clip-path="url(#fig-band-c)"'):
        assert part in cleaned
    assert 'href="#fig-band-n"' in cleaned
    assert 'fill="url(#fig-band-h)"' in cleaned


def test_the_case_of_names_is_kept():
    cleaned = svg.clean(FIGURE.format("<defs><clipPath id='c'/><linearGradient id='g'/></defs>"), "f")

    assert all(name in cleaned for name in ("viewBox=", "<clipPath", "<linearGradient"))


def test_a_figure_without_anything_foreign_loses_nothing():
    cleaned, removals = svg.cleaned(FIGURE.format("<path class='f-muscle s-ink' d='M0 0 C1 1 2 2 3 3 Z'/>"), "f")

    assert removals == ()
    assert '<path class="f-muscle s-ink" d="M0 0 C1 1 2 2 3 3 Z"/>' in cleaned


def test_a_removal_names_its_line():
    _, removals = svg.cleaned(FIGURE.format("\n\n<image href='x'/>"), "f")

    assert removals == (svg.Removal(3, "the element image"),)


def test_title_and_description_are_read():
    assert svg.words(FIGURE.format("")) == ("Band", "One band & a needle.")


def test_the_second_use_of_an_id_is_dropped():
    cleaned, removals = svg.cleaned(FIGURE.format("<g id='a'/><g id='a'/>"), "f")

    assert cleaned.count('id="f-a"') == 1
    assert removals[0].what == "the second id a"


@pytest.mark.parametrize(
    "text",
    [
        "x" * (svg.MAX_CHARACTERS + 1),
        HEAD + "<g/>" * svg.MAX_ELEMENTS + "</svg>",
        HEAD + "<g>" * 50 + "</g>" * 50 + "</svg>",
        HEAD + "<g id='a'>" + "<path d='M0 0'/>" * 999 + "</g>" + "<use href='#a'/>" * 999 + "</svg>",
        "",
        "just words",
    ],
    ids=["too long", "too many", "too deep", "too many copies", "nothing", "words"],
)
def test_what_would_choke_a_browser_is_refused(text):
    with pytest.raises(svg.SvgError):
        svg.clean(text, "f")


def test_a_prefix_that_is_no_id_is_an_error_of_ours():
    with pytest.raises(ValueError, match="cannot begin"):
        svg.clean(FIGURE.format(""), "1 2")
