"""Markdown becomes safe HTML, whatever it tries."""

import html5lib
import pytest

from tests.web import hostile
from training.web import richtext
from training.web.richtext import Callout, Citation, Plate, Prose, Targets

MARKDOWN = [sample for sample in hostile.samples() if sample.kind == "markdown"]
SHAH = Targets({"SHAH15": Citation(3, "Shah JP et al. PM R 2015", "#source-3"), "BRON12": Citation(1, "Bron", "#s")})


@pytest.mark.parametrize("sample", MARKDOWN, ids=str)
def test_nothing_hostile_is_left(sample):
    cleaned = hostile.shown(sample).lower()

    assert [text for text in sample.never if text.lower() in cleaned] == []


@pytest.mark.parametrize("sample", MARKDOWN, ids=str)
def test_only_elements_and_attributes_of_the_list_are_left(sample):
    page = html5lib.parseFragment(str(hostile.shown(sample)), namespaceHTMLElements=False)

    for node in page.iter():
        assert node.tag in richtext.TAGS | {"DOCUMENT_FRAGMENT", "tbody"}
        assert set(node.attrib) <= richtext.ATTRIBUTES.get(node.tag, set()) | {"rel"}


@pytest.mark.parametrize("kind", ["markdown", "svg"])
def test_there_are_at_least_forty_samples_of_each(kind):
    assert sum(sample.kind == kind for sample in hostile.samples()) >= 40


def test_every_sample_has_a_name_of_its_own():
    names = [str(sample) for sample in hostile.samples()]

    assert len(set(names)) == len(names)


def test_paragraphs_lists_emphasis_and_tables_are_kept():
    html = richtext.render("A *b* **c**\n\n- d\n\n1. e\n\n| f |\n| --- |\n| g |")

    assert all(tag in html for tag in ("<p>", "<em>", "<strong>", "<ul>", "<ol>", "<td>g</td>"))


def test_a_table_scrolls_in_a_region_named_after_its_head():
    html = richtext.render("| Term | Meaning |\n| --- | --- |\n| a | b |")

    assert '<div class="table-region" role="group" tabindex="0" aria-label="Table: Term, Meaning">' in html


def test_a_citation_is_a_numbered_link_with_the_words_of_its_source():
    html = richtext.render("Seen [@SHAH15; @BRON12].", SHAH)

    assert '[<a class="cite" href="#source-3" title="Shah JP et al. PM R 2015" aria-label="Source 3"' in html
    assert ">3</a>,&nbsp;<a" in html


def test_a_citation_the_page_does_not_know_stays_as_written():
    assert richtext.render("Seen [@NOBODY99].", SHAH) == "<p>Seen [@NOBODY99].</p>\n"


def test_the_codes_of_a_text_come_in_order_and_once():
    assert richtext.citations("a [@B1; @A2] b [@B1] c [@C-3]") == ("B1", "A2", "C-3")


def test_a_figure_on_a_line_of_its_own_is_a_plate():
    blocks = richtext.blocks("before\n\n![](figure:taut-band)\n\nafter")

    assert [block.kind for block in blocks] == ["prose", "plate", "prose"]
    assert blocks[1] == Plate("taut-band")


@pytest.mark.parametrize(
    "address",
    [
        "/bank/figures/0f3a/back.svg",
        "/exam/attempts/7/figures/0f3a",
        "/marking/7/figures/back.svg",
        "/media/0f3a.png",
        "/media/practice/7/2/back.svg",
        "/media/sample/link/2/1",
    ],
)
def test_a_picture_that_this_site_gives_is_kept(address):
    assert f'<img src="{address}" alt="A back">' in richtext.render(f"![A back]({address})")


@pytest.mark.parametrize("address", ["/exam/attempts/7/figures/../../8", "/sign-out", "//x.test/media/a.png", "data:x"])
def test_no_other_picture_is_fetched(address):
    assert "src=" not in richtext.render(f"![A back]({address})")


def test_a_callout_keeps_its_tone_its_title_and_its_text():
    (block,) = richtext.blocks("::: danger Stop signs\nStop **now**.\n:::")

    assert block == Callout("danger", "Stop signs", richtext.render("Stop **now**."))


def test_text_around_a_callout_stays_in_order():
    blocks = richtext.blocks("one\n\n::: note\ntwo\n:::\n\nthree\n\nfour")

    assert [block.html.striptags() for block in blocks] == ["one", "two", "three four"]


def test_an_unknown_callout_is_plain_text():
    (block,) = richtext.blocks("::: praise\nWell done\n:::")

    assert isinstance(block, Prose)


@pytest.mark.parametrize(("heading", "tag"), [(2, "<h2>"), (3, "<h3>")])
def test_headings_take_the_level_of_the_page(heading, tag):
    (block,) = richtext.blocks("### Criteria", heading=heading)

    assert tag in block.html


def test_a_link_to_a_section_leads_to_its_page():
    html = richtext.render("[see](section:thorax)", Targets(sections={"thorax": "/modules/x/sections/thorax"}))

    assert 'href="/modules/x/sections/thorax"' in html


def test_inline_text_has_no_paragraph():
    assert richtext.render_inline("a *b*") == "a <em>b</em>"


def test_quotation_marks_are_curly_on_pages_and_as_written_elsewhere():
    (block,) = richtext.blocks('a "knot"')

    assert block.html == "<p>a “knot”</p>\n"
    assert richtext.render('a "knot"') == '<p>a "knot"</p>\n'
