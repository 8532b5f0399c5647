"""Out and in again: with the side-car every item comes back whole, without it everything the format carries does."""

import pytest

from tests.bank.bank import FIGURES, zipped
from tests.items import samples
from training import items, sources
from training.bank import exporting
from training.bank.adoption import Defaults, Held
from training.bank.exchange import SIDE_CAR, Choice, read
from training.bank.formats import FORMATS
from training.bank.merging import OURS
from training.bank.readings import Known

WRITING = [each for each in FORMATS if each.write]
DRAFTS = [items.parse(draft).draft() for draft in samples.drafts()]
CODES = [draft["code"] for draft in DRAFTS]
OWN = [draft for draft in DRAFTS if "origin" not in draft]
"""Those that come back under their own code: one from elsewhere has its own id there."""
PICTURES = {name.removeprefix("figures/"): content for name, content in FIGURES.items()}


@pytest.fixture(params=WRITING, ids=lambda each: each.name)
def made_by(request):
    return request.param


def read_again(made_by, **files):
    """Return what files (name → bytes) hold for a bank that is empty."""
    given = [(name.replace("__", "."), content) for name, content in files.items()]
    known = Known(sources.register())
    return read([*given, *FIGURES.items()], Choice(made_by, Defaults()), known, lambda _origins: Held())


def exported(made_by, drafts=DRAFTS):
    return exporting.written(drafts, made_by, PICTURES)


def test_with_the_side_car_every_item_comes_back_as_it_was(made_by):
    out = exported(made_by)
    name = f"bank{made_by.suffixes[0]}"

    again = read_again(made_by, **{name: out.content, f"{name}{SIDE_CAR}": out.side_car})

    assert [str(problem) for problem in again.problems] == []
    assert {found.code: found.draft for found in again.found} == dict(zip(CODES, DRAFTS, strict=True))


def test_the_archive_that_the_page_of_exports_gives_is_read_as_it_is(made_by):
    out = exported(made_by)
    name = f"bank{made_by.suffixes[0]}"
    archive = zipped({name: out.content, f"{name}{SIDE_CAR}": out.side_car, **FIGURES})

    choice = Choice(made_by if made_by.name == "missing-word" else None, Defaults())  # any text might be that one

    again = read([("bank.zip", archive)], choice, Known(sources.register()), lambda _origins: Held())

    assert [str(problem) for problem in again.problems] == []
    assert {found.code for found in again.found} == set(CODES)


def test_without_it_what_the_format_carries_comes_back_and_stays(made_by):
    first = read_again(made_by, **{f"bank{made_by.suffixes[0]}": exported(made_by).content})
    drafts = [found.draft for found in first.found]

    second = read_again(made_by, **{f"bank{made_by.suffixes[0]}": exported(made_by, drafts).content})

    assert first.problems == ()
    assert [found.draft for found in second.found] == drafts


def test_what_an_item_asks_comes_back_without_the_side_car(made_by):
    out = exported(made_by, OWN)
    left_out = {each.code for each in out.lost if each.left_out}

    again = read_again(made_by, **{f"bank{made_by.suffixes[0]}": out.content})

    kinds = [draft["kind"] for draft in OWN if draft["code"] not in left_out]
    assert [found.draft["kind"] for found in again.found] == kinds


def test_everything_that_does_not_come_back_is_listed(made_by):
    out = exported(made_by, OWN)
    again = read_again(made_by, **{f"bank{made_by.suffixes[0]}": out.content})
    left_out = {each.code for each in out.lost if each.left_out}
    told = [draft for draft in OWN if draft["code"] not in left_out]

    changed = {
        draft["code"]
        for draft, found in zip(told, again.found, strict=True)
        for name, value in draft.items()
        if name not in OURS and str(found.draft.get(name)).strip() != str(value).strip()
    }
    assert changed <= {each.code for each in out.lost}


def test_losses_are_told_once_with_every_item_they_are_true_of(made_by):
    out = exported(made_by)

    told = {(code, loss.sentence) for loss in out.losses for code in loss.codes}

    assert told == {(each.code, sentence) for each in out.lost for sentence in each.sentences}
    assert len({loss.sentence for loss in out.losses}) == len(out.losses)
    assert [loss.left_out for loss in out.losses] == sorted((loss.left_out for loss in out.losses), reverse=True)
