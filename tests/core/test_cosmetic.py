"""What is never a cosmetic edit: everything but words a candidate reads, whose numbers stay, and notes."""

from copy import deepcopy

import pytest

from tests.items import samples
from training import items
from training.core.cosmetic import never_cosmetic
from training.items import KINDS

PLAIN = samples.draft("plain")


def labels(before, after, pictures=({}, {})):
    found = never_cosmetic(items.kept(before).draft(), items.kept(after).draft(), pictures)
    return [change.label for change in found]


def with_option(draft, number, **changes):
    changed = deepcopy(draft)
    changed["options"][number].update(changes)
    return changed


@pytest.mark.parametrize("draft", samples.drafts(), ids=lambda draft: f"{draft['kind']} {draft['code']}")
def test_an_item_worded_anew_with_other_notes_is_the_same_question_for_every_kind(draft):
    noted = {"objective": "Another.", "difficulty": 2, "feedback": "More of it.", "author": "Somebody else"}
    reworded = deepcopy(draft) | noted | {"stem": "Once more: " + draft["stem"]}

    assert labels(draft, reworded) == []


def test_the_texts_of_options_and_their_reasons_may_be_worded_anew():
    after = with_option(PLAIN, 0, text="In other words.", rationale="Because of 12 things.", sources=["WHITE01"])

    assert labels(PLAIN, after) == []


@pytest.mark.parametrize(
    ("stems", "differs"),
    [
        (("Wait 5 minutes.\n\nHow?", "Wait 5 min.\n\nHow?"), False),
        (("Wait 5 minutes.\n\nHow?", "Wait five minutes.\n\nHow?"), False),
        (("Wait 5 minutes.\n\nHow?", "Wait 6 minutes.\n\nHow?"), True),
        (("At 2.5 mm.\n\nHow?", "At 25 mm.\n\nHow?"), True),
        (("First 2, then 3.\n\nHow?", "First 3, then 2.\n\nHow?"), True),
        (("Of two.\n\nHow?", "Of three.\n\nHow?"), True),
        (("![a](figure:one.svg)\n\nHow?", "![b](figure:one.svg)\n\nHow?"), False),
        (("![a](figure:one.svg)\n\nHow?", "![a](figure:other.svg)\n\nHow?"), True),
    ],
)
def test_numbers_and_figures_of_a_text_stay(stems, differs):
    before, after = (PLAIN | {"stem": stem} for stem in stems)

    assert labels(before, after) == (["stem, numbers"] if differs else [])


def test_a_picture_of_the_same_name_is_another_picture_by_its_bytes():
    assert labels(PLAIN, PLAIN, ({"one.svg": "a" * 64}, {"one.svg": "b" * 64})) == ["figure one.svg"]


def test_the_key_the_choices_their_ids_and_their_order_stay():
    right = next(number for number, option in enumerate(PLAIN["options"]) if option.get("correct"))
    wrong = next(number for number, option in enumerate(PLAIN["options"]) if not option.get("correct"))
    ids = [option["id"] for option in PLAIN["options"]]
    other_key = with_option(with_option(PLAIN, right, correct=False), wrong, correct=True)
    fewer = PLAIN | {"options": PLAIN["options"][:wrong] + PLAIN["options"][wrong + 1 :]}
    renamed = with_option(PLAIN, wrong, id="z")
    turned = PLAIN | {"options": PLAIN["options"][::-1]}

    key = {f"options[{ids[right]}].correct", f"options[{ids[wrong]}].correct"}
    assert set(labels(PLAIN, other_key)) == key
    assert "options:order" in labels(PLAIN, renamed)
    assert labels(PLAIN, turned) == ["options:order"]
    if len(ids) > 3:
        assert "options:order" in labels(PLAIN, fewer)


MARKED_BY = {
    "single_choice": (("options", 1, "dangerous"), True, "options[b].dangerous"),
    "multiple_response": (("options", 0, "weight"), "1/3", "options[a].weight"),
    "ordering": (("key",), ["b", "a"], "key"),
    "matching": (("premises", 0, "match"), "z", "premises[p1].match"),
    "numeric": (("answers", 0, "tolerance"), "7", "answers[1].tolerance"),
    "calculated": (("answers", 0, "formula"), "7", "answers[1].formula"),
    "short_text": (("answers", 0, "text"), "another", "answers[1].text"),
    "cloze": (("gaps", 2, "weight"), "3", "gaps[g3].weight"),
    "hotspot": (("regions", 0, "at"), ["1", "2"], "regions[a].at"),
    "extended_text": (("criteria", 0, "points"), "7", "criteria[a].points"),
}


@pytest.mark.parametrize("kind", [kind.kind for kind in KINDS])
def test_what_each_kind_marks_by_stays(kind):
    draft = items.kept(next(each for each in samples.drafts() if each["kind"] == kind)).draft()
    path, value, label = MARKED_BY[kind]
    changed = deepcopy(draft)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert [change.label for change in never_cosmetic(draft, changed, ({}, {}))] == [label]
