"""What a candidate's page holds of an item, and what it must not."""

import re
from random import Random

import html5lib
import pytest

from tests.items import samples
from training import sources
from training.core.items import illustrated

XHTML = "{http://www.w3.org/1999/xhtml}"
SAMPLES = [sample for _, sample in samples.samples()]
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["name"])
CONTROLS = [f"{XHTML}{tag}" for tag in ("input", "select", "textarea")]


@pytest.fixture
def rendered(unplugged):
    """A function: the HTML of a macro of an item's kind."""

    def render(item, page, *arguments):
        shown = illustrated(item, {"chest.svg": "/media/1.svg", "film.svg": "/media/2.svg"})
        with unplugged.test_request_context():
            template = unplugged.jinja_env.get_template(f"items/{item.kind}/{page}.html")
            return str(getattr(template.module, page)(shown, *arguments))

    return render


def parsed(text):
    return html5lib.HTMLParser(strict=True).parseFragment(text)


def posted(page):
    """Return what a form with this page in it posts as ``answer``, control by control, as a browser does."""
    values = []
    for node in page.iter():
        if node.get("name") != "answer" or node.tag not in CONTROLS:
            continue
        chosen = [option for option in node.iter(f"{XHTML}option") if "selected" in option.attrib]
        if node.tag == f"{XHTML}select":
            values.append(chosen[0].get("value") if chosen else "")
        elif node.tag == f"{XHTML}textarea":
            values.append("".join(node.itertext()))
        elif node.get("type") not in ("radio", "checkbox") or "checked" in node.attrib:
            values.append(node.get("value", ""))
    return values


@each_sample
def test_the_answer_page_is_a_fieldset_whose_legend_is_the_question(rendered, sample):
    item = samples.item(sample)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), (), "answer"))
    legend = page.find(f".//{XHTML}fieldset/{XHTML}legend")

    assert "".join(legend.itertext()).strip()
    assert len(list(page.iter(f"{XHTML}fieldset"))) == 1


@each_sample
def test_every_control_has_a_name_that_is_read_out(rendered, sample):
    item = samples.item(sample)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), (), "answer"))
    labels = {
        node.get("for"): "".join(node.itertext()).strip() for node in page.iter(f"{XHTML}label") if node.get("for")
    }

    controls = [node for tag in CONTROLS for node in page.iter(tag) if node.get("name")]
    assert controls
    assert all(labels.get(node.get("id")) for node in controls)


@each_sample
def test_what_is_typed_is_neither_completed_nor_corrected(rendered, sample):
    item = samples.item(sample)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), (), "answer"))
    fields = [node for node in page.iter(f"{XHTML}input") if node.get("type") == "text"]

    assert all((node.get("autocomplete"), node.get("spellcheck")) == ("off", "false") for node in fields)
    assert all(node.get("inputmode") for node in fields)


@each_sample
def test_accident_16_nothing_that_answers_the_question_is_on_the_answer_page(rendered, sample):
    draft, reasons = samples.reasoned(sample["draft"])
    item = samples.item(sample | {"draft": draft})
    page = rendered(item, "answer", item.arrange(Random(1)), (), "answer")

    for word in (*reasons, item.header.code, "danger", "correct", "rationale", "MINTKEN25", "critical", "A. Writer"):
        assert word not in page
    ids = "|".join({part for name in item.ids for part in name.split("=")} - {""})
    assert not item.ids or not re.search(rf'(value|id|data-\w+)="({ids})[="]', page)


@each_sample
def test_no_accepted_text_is_on_the_page_of_a_kind_that_is_typed(rendered, sample):
    item = samples.item(sample)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), (), "answer"))
    typed = [node for node in page.iter(f"{XHTML}input") if node.get("type") == "text"]

    assert [node.get("value") for node in typed] == [""] * len(typed)
    assert len({(node.get("inputmode"), node.get("maxlength"), node.get("size")) for node in typed}) <= 1


@each_sample
def test_the_page_is_the_same_whatever_the_reasons(rendered, sample):
    item = samples.item(sample)
    other = samples.item(sample | {"draft": samples.reasoned(sample["draft"])[0]})
    order = item.arrange(Random(1))

    assert rendered(item, "answer", order, (), "answer") == rendered(other, "answer", order, (), "answer")


@each_sample
def test_a_response_is_shown_as_given_and_posted_again(rendered, sample):
    item = samples.item(sample)
    order = item.arrange(Random(1))
    fitting = [response for response in samples.responses(sample) if item.fits(response)]

    for response in fitting[:40]:
        page = parsed(rendered(item, "answer", order, response, "answer"))
        assert sorted(item.received(posted(page), order)) == sorted(response)


@each_sample
def test_untouched_nothing_is_chosen(rendered, sample):
    item = samples.item(sample)
    order = item.arrange(Random(1))
    page = rendered(item, "answer", order, (), "answer")

    assert " checked" not in page
    assert " selected" not in page
    assert item.received(posted(parsed(page)), order) == ()


@each_sample
def test_a_question_that_is_closed_takes_no_answer(rendered, sample):
    item = samples.item(sample)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), item.key, "answer", True))

    assert "disabled" in page.find(f".//{XHTML}fieldset").attrib


@each_sample
def test_the_review_page_gives_every_reason_and_source(rendered, sample):
    draft, reasons = samples.reasoned(sample["draft"])
    item = samples.item(sample | {"draft": draft})
    cited = sources.register()["MINTKEN25"].citation[:20]

    for response in (None, (), item.key):
        page = rendered(item, "review", item.arrange(Random(1)), response, sources.register())
        assert [reason for reason in reasons if reason not in page] == []
        assert page.count(cited) >= len(item.citations)


@each_sample
def test_the_review_page_says_what_any_response_was_worth(rendered, sample):
    item = samples.item(sample)
    order = item.arrange(Random(1))

    for response in [response for response in samples.responses(sample) if item.fits(response)][:40]:
        page = rendered(item, "review", order, response, sources.register())
        parsed(page)
        assert ("Not answered" in page) == (not response)
        mark = item.mark(response)
        assert mark is None or not mark.dangerous or "endanger" in page


@each_sample
def test_a_stimulus_and_its_figure_are_shown(rendered, sample):
    item = samples.item(sample)
    page = rendered(item, "answer", item.arrange(Random(1)), (), "answer")

    assert ('src="/media/1.svg"' in page) == (item.header.stimulus is not None)


@pytest.mark.parametrize(
    "typed", ['"><script>alert(1)</script>', "**bold** [[g1]] {{ 70207*3 }}", "<b>&amp;", "١٢ 他 😀"]
)
@pytest.mark.parametrize("name", ["name-the-muscle", "depth", "dose-by-mass", "three-gaps"])
def test_what_was_typed_is_shown_letter_by_letter(rendered, typed, name):
    sample = next(sample for sample in SAMPLES if sample["name"] == name)
    item = samples.item(sample)
    response = (typed,) if name != "three-gaps" else (f"g2={typed}",)

    for page in (
        rendered(item, "answer", item.arrange(Random(1)), response, "answer"),
        rendered(item, "review", item.arrange(Random(1)), response, sources.register()),
    ):
        assert "<script" not in page
        assert "210621" not in page
        tree = parsed(page)
        shown = [*tree.itertext(), *(node.get("value", "") for node in tree.iter())]
        assert any(typed in text for text in shown)


@each_sample
def test_that_an_item_is_marked_as_a_whole_is_said_with_the_question_and_at_review(rendered, sample):
    item = samples.item(sample)
    said = "Marked as a whole: all right or nothing."
    answer = parsed(rendered(item, "answer", item.arrange(Random(1)), (), "answer"))
    advice = next(node for node in answer.iter(f"{XHTML}p") if node.get("id") == "answer-advice")
    review = rendered(item, "review", item.ids, item.key, sources.register())

    assert (said in "".join(advice.itertext())) == (said in review) == bool(sample["draft"].get("all_or_nothing"))
