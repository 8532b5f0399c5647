"""The words of a response at the command line: ids, texts, places, and what fills a gap."""

import pytest

from tests.items import samples
from training import items
from training.cli import marking

OPTIONS = [{"id": name, "text": text} for name, text in (("a", "Wait **10\u00a0s**"), ("b", "3"), ("c", "Push"))]
CHOICE = samples.draft("plain") | {
    "options": [{"rationale": "R.", "sources": ["SHAH15"]} | one for one in OPTIONS]
    + [{"id": "d", "text": "Stop", "correct": True, "rationale": "R.", "sources": ["SHAH15"]}]
}


@pytest.mark.parametrize(
    ("word", "meant"),
    [("d", "d"), ("Stop", "d"), ("Wait 10 s", "a"), ("Wait **10\u00a0s**", "a"), ("3", "b"), ("4", "d"), ("No", "No")],
)
def test_an_option_is_named_by_id_text_or_place(word, meant):
    assert marking.response(items.kept(CHOICE), [word]) == (meant,)


def test_a_list_in_a_gap_is_filled_by_its_text_or_place():
    item = items.kept(samples.draft("three-gaps"))
    gap = next(each for each in item.places if each.options)
    number = item.places.index(gap) + 1
    text, name = gap.options[1].text, f"{gap.id}={gap.options[1].id}"

    assert marking.response(item, [f"{gap.id}={text}"]) == (name,)
    assert marking.response(item, [f"{number}=2"]) == (name,)
