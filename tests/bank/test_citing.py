"""Picking a source while one writes: found, said what it is, put into its field, also without scripts."""

import pytest
from markupsafe import escape

from tests.bank.bank import load
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from training import sources

PLAIN = samples.draft("plain")
EDIT = f"/bank/items/{PLAIN['code']}/edit"
WEAK = next(source for source in sources.register().values() if source.weak and source.tag == "S")
UNSEEN = next(source for source in sources.register().values() if source.tag == "K")


@pytest.fixture
def ines(app, browser_of):
    with app.app_context():
        load(PLAIN)
    return browser_of("ines")


def pressed(ines, act, **changes):
    fields = put(posted(ines.get(EDIT)), **changes)
    return ines.post(EDIT, data=form_data([*fields, ("do", act)]))


@pytest.mark.parametrize("words", ["mintken25", "Mintken", "phys ther 2025", "denman PAPER"])
def test_sources_are_found_by_code_title_year_and_kind(words):
    assert "MINTKEN25" in [source.code for source in sources.matching(words)]


def test_every_word_must_stand_in_a_source():
    assert sources.matching("mintken nowhere") == []
    assert len(sources.matching("  ")) == len(sources.register())


@pytest.mark.parametrize(
    ("codes", "weak"),
    [
        (["MINTKEN25"], []),
        ([WEAK.code], [WEAK.code]),
        ([UNSEEN.code, WEAK.code], [UNSEEN.code, WEAK.code]),
        ([WEAK.code, "MINTKEN25"], []),
        (["NOWHERE9"], []),
        ([], []),
    ],
)
def test_a_key_needs_a_source_that_was_seen_and_is_not_weak(codes, weak):
    assert [source.code for source in sources.too_weak(codes)] == weak


def test_a_weak_key_is_said_beside_the_form(ines):
    fields = put(posted(ines.get(EDIT)), sources=WEAK.code)

    page = ines.post("/bank/preview/single_choice", data=form_data(fields)).text

    assert f"The key rests only on {WEAK.code} (weak)." in page
    assert "rests only on" not in ines.get(EDIT).text


def test_without_scripts_the_register_is_searched_on_the_page_and_nothing_typed_is_lost(ines):
    page = pressed(ines, "find:options-1-sources", source_words="mintken", stem="Half written?")

    assert str(escape(sources.register()["MINTKEN25"].citation)) in page.text
    assert "Option 2: sources of this option" in page.text
    assert dict(posted(page))["stem"] == "Half written?"


@pytest.mark.any_database
@pytest.mark.parametrize("target", ["sources", "options-1-sources"])
def test_without_scripts_a_button_cites_once(ines, target):
    once = pressed(ines, f"cite:{target}:{WEAK.code}")
    assert dict(posted(once))[target] == f"MINTKEN25 {WEAK.code}"

    again = ines.post(EDIT, data=form_data([*posted(once), ("do", f"cite:{target}:{WEAK.code}")]))
    assert dict(posted(again))[target] == f"MINTKEN25 {WEAK.code}"
    assert f"{WEAK.code} is cited" in again.text


@pytest.mark.any_database
@pytest.mark.parametrize(
    "act", ["find:stem", "find:options-9-sources", "cite:stem:MINTKEN25", "cite:sources:NOWHERE9", "cite:"]
)
def test_what_is_no_field_of_sources_or_no_source_is_refused(ines, act):
    assert pressed(ines, act).status_code == 400


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (WEAK.code, "[Sw]"),
        (UNSEEN.code, "known by name, not opened"),
        ("mintken25", "[S] "),
        ("nothing like it", "0 sources"),
        ("", "the first 12 are shown"),
    ],
)
def test_a_search_says_what_each_source_is(ines, words, told):
    page = ines.post("/bank/sources/find", data={"target": "sources", "source_words": words}).text

    assert told in page
    assert page.count('value="cite:sources:') == min(12, len(sources.matching(words)))


def test_a_search_is_for_those_who_write(browser_of):
    assert browser_of("rhea").post("/bank/sources/find", data={"source_words": "x"}).status_code == 403
