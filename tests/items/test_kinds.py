"""The contract of every item kind, run over the samples in its folder: a new kind is tested by existing."""

from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import chain, permutations
from random import Random

import pytest

from tests.items import samples
from training import items
from training.core.drafts import DraftError
from training.core.items import Item

SAMPLES = samples.samples()
NAMES = [f"{kind}-{sample['name']}" for kind, sample in SAMPLES]
MARKS = [(sample["draft"], row) for _, sample in SAMPLES for row in sample["marks"]]
REFUSED = [(sample["draft"], row) for _, sample in SAMPLES for row in sample["refused"]]

each_sample = pytest.mark.parametrize("sample", [sample for _, sample in SAMPLES], ids=NAMES)


def all_responses(item):
    ids = [option.id for option in item.options]
    return chain.from_iterable(permutations(ids, size) for size in range(len(ids) + 1))


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


@pytest.mark.parametrize(("draft", "row"), MARKS)
def test_a_response_gets_its_mark(draft, row):
    mark = items.parse(draft).mark(tuple(row["response"]))

    assert (mark.awarded, mark.possible) == (Fraction(row["awarded"]), 1)
    assert mark.dangerous == row.get("dangerous", False)


@pytest.mark.parametrize(("draft", "row"), REFUSED)
def test_a_faulty_draft_is_refused_at_its_field(draft, row):
    with pytest.raises(DraftError) as caught:
        items.parse(samples.changed(draft, row))

    assert row["field"] in {fault.field for fault in caught.value.faults}
    assert all(fault.remedy for fault in caught.value.faults)


@each_sample
def test_the_key_gets_full_marks_and_no_response_more(sample):
    item = items.parse(sample["draft"])
    best = max(item.mark(response).awarded for response in all_responses(item))

    assert item.mark(item.key).awarded == best == 1
    assert not item.mark(item.key).dangerous
    assert item.complaint(item.key) is None


@each_sample
def test_some_response_is_dangerous_exactly_when_the_item_is_critical(sample):
    item = items.parse(sample["draft"])

    assert any(item.mark(response).dangerous for response in all_responses(item)) == item.critical


@each_sample
def test_a_critical_item_is_all_or_nothing(sample):
    item = items.parse(sample["draft"])
    awarded = {item.mark(response).awarded for response in all_responses(item)}

    assert not item.critical or awarded == {0, 1}


@each_sample
def test_unanswered_fits_gets_nothing_and_is_advised(sample):
    item = items.parse(sample["draft"])

    assert item.fits(())
    assert item.mark(()).awarded == 0
    assert item.complaint(())


@each_sample
def test_accident_1_an_option_named_twice_in_a_response_earns_nothing(sample):
    item = items.parse(sample["draft"])
    twice = (item.key[0], *item.key)

    assert not item.fits(twice)
    assert item.mark(twice).awarded == 0


@each_sample
def test_a_paper_shows_every_option_once_and_the_same_seed_the_same_order(sample):
    item = items.parse(sample["draft"])
    shown = item.arrange(Random(7))

    assert sorted(shown) == sorted(option.id for option in item.options)
    assert shown == item.arrange(Random(7))


@each_sample
def test_the_guess_is_the_mean_mark_of_a_random_response(sample):
    item = items.parse(sample["draft"])

    assert 0 < item.guess < Fraction(1, 2)


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
