"""The view of a question is the same for an item and for its draft, and holds text as it is read."""

import pytest

from tests.items import samples
from training import items
from training.core.items import Keys
from training.linting.questions import of_draft, of_item
from training.linting.registry import check
from training.linting.texts import plain, readable, sentences

each_draft = pytest.mark.parametrize("draft", samples.drafts(), ids=lambda draft: draft["code"])


@each_draft
def test_an_item_and_its_draft_look_the_same(draft):
    item = items.parse(draft)

    assert of_item(item) == of_draft(item.draft(), keys=items.keys_of(item.kind))


@each_draft
def test_the_key_of_the_view_is_the_key_of_the_item(draft):
    item = items.parse(draft)
    right = tuple(option.id for option in of_item(item).right)

    assert right in ((), item.key)


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("The **first** _rib_, `ok`", "The first rib, ok"),
        ("![A chest](figure:chest.svg) shows", "A chest shows"),
        ("[Here](https://example.org/a 'b')", "Here"),
        ("snake_case and 2 * 3", "snake_case and 2 3"),
        ("a &lt; b<br>c", "a < b c"),
        ("", ""),
    ],
)
def test_markdown_is_read_without_its_marks(markdown, read):
    assert plain(markdown) == read


@pytest.mark.parametrize(("text", "told"), [("…", False), ("**", False), ("0", True), ("> 5", True), ("&nbsp;", False)])
def test_dots_and_marks_are_nothing_to_read(text, told):
    assert readable(text) is told


def test_sentences_end_where_a_new_one_begins():
    assert sentences("It is 0.5 mA. Which is e.g. right? Say.") == ["It is 0.5 mA.", "Which is e.g. right?", "Say."]


@pytest.mark.parametrize("options", [[{"text": "Axillary nerve"}, {"text": "Tibial nerve"}], [{"id": "a", "place": 3}]])
def test_what_the_options_of_another_kind_do_not_have_is_no_flaw(options):
    draft = {"stem": "Match each muscle with its nerve.", "sources": ["SAAE"], "options": options}

    assert check(of_draft(draft, keys=Keys.ELSEWHERE)) == ()
