"""The contract of every item kind, run over the samples in its folder: a new kind is tested by existing."""

from dataclasses import FrozenInstanceError
from fractions import Fraction
from random import Random

import pytest

from tests.items import samples
from training import items
from training.core.drafts import DraftError
from training.core.items import Item

SAMPLES = samples.samples()
NAMES = [f"{kind}-{sample['name']}" for kind, sample in SAMPLES]
MARKS = [(sample, row) for _, sample in SAMPLES for row in sample["marks"]]
REFUSED = [(sample["draft"], row) for _, sample in SAMPLES for row in sample["refused"]]

each_sample = pytest.mark.parametrize("sample", [sample for _, sample in SAMPLES], ids=NAMES)
MARKED_HERE = [sample for kind, sample in SAMPLES if not items.needs_people(kind)]
each_marked = pytest.mark.parametrize("sample", MARKED_HERE, ids=lambda sample: sample["name"])


@pytest.mark.parametrize("kind", items.KINDS, ids=lambda kind: kind.kind)
def test_a_kind_ships_what_the_contract_asks(kind):
    folder = samples.FOLDER / kind.kind

    assert {path.name for path in folder.iterdir()} >= {"answer.html", "review.html", "samples.toml", "README.md"}


@each_sample
def test_a_draft_and_its_item_are_the_same_thing(sample):
    item: Item = items.parse(sample["draft"])

    assert items.parse(item.draft()) == item
    assert items.parse(item.draft()).draft() == item.draft()


@each_sample
def test_no_value_of_a_draft_is_lost(sample):
    draft = sample["draft"]
    given = draft | {name: draft[name].isoformat() for name in ("checked_on", "review_by")}

    assert items.parse(draft).draft() == given


@each_sample
def test_an_item_cannot_be_changed(sample):
    with pytest.raises(FrozenInstanceError):
        items.parse(sample["draft"]).stem = "another"


@pytest.mark.parametrize(("sample", "row"), MARKS)
def test_a_response_gets_its_mark(sample, row):
    mark = samples.item(sample).mark(tuple(row["response"]))

    if row["awarded"] == "person":
        assert mark is None
    else:
        assert (mark.awarded, mark.possible) == (Fraction(row["awarded"]), 1)
        assert mark.dangerous == row.get("dangerous", False)


@pytest.mark.parametrize(("draft", "row"), REFUSED)
def test_a_faulty_draft_is_refused_at_its_field(draft, row):
    with pytest.raises(DraftError) as caught:
        items.parse(samples.changed(draft, row))

    assert row["field"] in {fault.field for fault in caught.value.faults}
    assert all(fault.remedy for fault in caught.value.faults)


@each_marked
def test_the_key_gets_full_marks_and_no_response_more(sample):
    item = samples.item(sample)
    marks = [mark for response in samples.responses(sample) if (mark := item.mark(response))]

    assert item.mark(item.key).awarded == max(mark.awarded for mark in marks) == 1
    assert not item.mark(item.key).dangerous
    assert item.complaint(item.key) is None


@each_sample
def test_some_response_is_dangerous_exactly_when_the_item_is_critical(sample):
    item = samples.item(sample)
    marks = [mark for response in samples.responses(sample) if (mark := item.mark(response))]

    assert any(mark.dangerous for mark in marks) == item.critical


@each_sample
def test_a_critical_item_is_all_or_nothing(sample):
    item = samples.item(sample)
    awarded = {mark.awarded for response in samples.responses(sample) if (mark := item.mark(response))}

    assert not item.critical or awarded == {0, 1}


@each_sample
def test_unanswered_fits_gets_nothing_and_is_advised(sample):
    item = samples.item(sample)

    assert item.fits(())
    assert item.mark(()).awarded == 0
    assert item.complaint(())


@each_sample
def test_accident_1_a_part_given_twice_in_a_response_earns_nothing(sample):
    item = samples.item(sample)
    twice = (item.key[0], *item.key)

    assert not item.fits(twice)
    assert item.mark(twice).awarded == 0


@each_sample
def test_a_paper_shows_every_id_once_and_the_same_seed_the_same_order(sample):
    item = samples.item(sample)
    shown = item.arrange(Random(7))

    assert sorted(shown) == sorted(item.ids)
    assert shown == item.arrange(Random(7))


@each_sample
def test_what_a_page_posts_for_a_response_is_that_response(sample):
    item = samples.item(sample)
    order = item.arrange(Random(7))
    fitting = [response for response in samples.responses(sample) if item.fits(response)]

    came_back = [item.received(item.posted(response, order), order) for response in fitting]
    assert [sorted(response) for response in came_back] == [sorted(response) for response in fitting]


@each_sample
def test_a_response_is_said_in_words(sample):
    item = samples.item(sample)

    assert all(text.strip() for text in item.words(item.key))
    assert item.words(()) == ()


@each_marked
def test_every_source_of_a_draft_is_cited_at_its_field(sample):
    cited = samples.item(sample).citations

    assert {code for _field, code in cited} == {"MINTKEN25"}
    assert len(cited) == str(sample["draft"]).count("MINTKEN25") - 1


@each_sample
def test_the_guess_is_a_share_that_no_guesser_would_live_on(sample):
    assert 0 <= samples.item(sample).guess < Fraction(1, 2)


def test_every_sample_has_its_own_version():
    drafts = samples.drafts()
    hashes = {items.version(draft, {"chest.svg": "1", "film.svg": "2"}) for draft in drafts}

    assert len(hashes) == len(drafts)


def test_the_version_covers_the_bytes_of_the_figures_shown():
    draft = samples.draft("critical")
    before = items.version(draft, {"chest.svg": "1", "film.svg": "2", "other.svg": "3"})

    assert items.version(draft, {"chest.svg": "1", "film.svg": "2"}) == before
    assert items.version(draft, {"chest.svg": "9", "film.svg": "2"}) != before
    with pytest.raises(KeyError):
        items.version(draft, {"chest.svg": "1"})


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(DraftError) as caught:
        items.parse({"kind": "essay"})

    assert caught.value.faults[0].field == "kind"
