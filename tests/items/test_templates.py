"""What a candidate's page holds of an item, and what it must not."""

import re
from random import Random

import html5lib
import pytest

from tests.items import samples
from training import items, sources
from training.core.items import illustrated

XHTML = "{http://www.w3.org/1999/xhtml}"
SAMPLES = [sample["draft"] for _, sample in samples.samples()]
each_draft = pytest.mark.parametrize("draft", SAMPLES, ids=lambda draft: draft["code"])


@pytest.fixture
def rendered(app):
    """A function: the HTML of a macro of an item's kind."""

    def render(item, page, *arguments):
        shown = illustrated(item, {"chest.svg": "/media/1.svg", "film.svg": "/media/2.svg"})
        with app.test_request_context():
            template = app.jinja_env.get_template(f"items/{item.kind}/{page}.html")
            return str(getattr(template.module, page)(shown, *arguments))

    return render


def parsed(text):
    return html5lib.HTMLParser(strict=True).parseFragment(text)


@each_draft
def test_the_answer_page_is_a_fieldset_whose_legend_is_the_question(rendered, draft):
    item = items.parse(draft)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), (), "answer"))
    legend = page.find(f".//{XHTML}fieldset/{XHTML}legend")

    assert "".join(legend.itertext()).strip()
    assert len(list(page.iter(f"{XHTML}fieldset"))) == 1


@each_draft
def test_accident_16_nothing_that_answers_the_question_is_on_the_answer_page(rendered, draft):
    item = items.parse(draft)
    page = rendered(item, "answer", item.arrange(Random(1)), item.key, "answer")

    for option in item.options:
        assert option.rationale not in page
    for word in (item.header.code, "danger", "correct", "rationale", "MINTKEN25", "critical", item.header.author):
        assert word not in page
    assert not re.search(r'(value|id|data-\w+)="[a-f]"', page)


@each_draft
def test_the_page_is_the_same_whatever_the_key(rendered, draft):
    item = items.parse(draft)
    order = item.arrange(Random(1))
    options = [option | {"rationale": "Other."} for option in item.draft()["options"]]
    other = items.parse(item.draft() | {"options": options})

    assert rendered(item, "answer", order, (), "answer") == rendered(other, "answer", order, (), "answer")


@each_draft
def test_values_posted_are_places_on_this_paper(rendered, draft):
    item = items.parse(draft)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), (), "answer"))
    values = {node.get("value") for tag in ("input", "option") for node in page.iter(XHTML + tag)}

    assert values - {""} == {str(place) for place in range(1, len(item.options) + 1)}


@each_draft
def test_a_response_is_shown_as_given(rendered, draft):
    item = items.parse(draft)
    page = parsed(rendered(item, "answer", item.arrange(Random(1)), item.key, "answer"))
    chosen = [
        n
        for tag in ("input", "option")
        for n in page.iter(XHTML + tag)
        if "checked" in n.attrib or "selected" in n.attrib
    ]

    assert len(chosen) == len(item.key)


@each_draft
def test_untouched_nothing_is_chosen(rendered, draft):
    item = items.parse(draft)
    page = rendered(item, "answer", item.arrange(Random(1)), (), "answer")

    assert " checked" not in page
    assert " selected" not in page


@each_draft
def test_the_review_page_gives_every_rationale_and_source(rendered, draft):
    item = items.parse(draft)
    page = rendered(item, "review", item.arrange(Random(1)), item.key, sources.register())

    assert page.count('class="review-rationale"') == len(item.options)
    assert page.count(sources.register()["MINTKEN25"].citation[:20]) >= len(item.options)


@each_draft
def test_a_stimulus_and_its_figure_are_shown(rendered, draft):
    item = items.parse(draft)
    page = rendered(item, "answer", item.arrange(Random(1)), (), "answer")

    assert ('src="/media/1.svg"' in page) == (item.header.stimulus is not None)
