"""An item's history: every act on it with who and when, and a comparison of any two versions."""

import pytest

from tests.bank import bank
from tests.bank.bank import act, approving, load, saved
from tests.items import samples
from tests.people import identity
from training.bank import exchange
from training.bank.formats import FORMATS
from training.bank.forms.names import with_names
from training.bank.queries import comparing, timeline
from training.bank.queries.lists import Filters
from training.bank.service import carrying, commenting, reviewing, using
from training.core.differences import changes
from training.items import KINDS

PLAIN = samples.draft("plain")
ITEM = f"/bank/items/{PLAIN['code']}"


def said():
    return [event.what for event in reversed(timeline.of(PLAIN["code"]))]


@pytest.fixture
def lived(app, browser_of):
    """An item to which everything was done."""
    with app.app_context():
        first = saved(PLAIN)
        act(reviewing.submit, first, by="ines")
        act(reviewing.answer_for_review, first, ("a",), by="rhea")
        act(commenting.say, first, "stem", "Which <one>?", by="rhea")
        act(reviewing.ask_for_changes, first, "See my comment.", by="rhea")
        second = saved(PLAIN | {"stem": "Reworded?"}, base=first)
        act(reviewing.submit, second, by="ines")
        act(reviewing.answer_for_review, second, ("a",), by="ivo")
    browser_of("ivo").post(f"{ITEM}/versions/2/review/decide", data=approving(PLAIN))
    with app.app_context():
        act(reviewing.sign, [second], by="lena")
        act(carrying.export, Filters(text="plain"), by="ines")
        act(using.withdraw, second, "Under doubt.", by="ada")
        return first, second


def test_every_act_is_told_in_its_order(app, lived):
    with app.app_context():
        assert said() == [
            "saved version 1",
            "asked for a review of version 1",
            "answered version 1 before seeing its key",
            "commented on version 1",
            "asked for changes to version 1",
            "saved version 2",
            "asked for a review of version 2",
            "answered version 2 before seeing its key",
            "approved version 2",
            "signed version 2",
            "exported it",
            "withdrew version 2",
        ]


def test_the_page_tells_who_when_what_was_written_and_the_checklist(lived, browser_of):
    history = browser_of("otto").get(ITEM).text.partition('id="history"')[2]

    for words in (
        "Rhea Lind</strong> asked for changes",
        "See my comment.",
        "Which &lt;one&gt;?",
        "Under doubt.",
        "Lena Sørensen</strong> signed",
        "Ada Nwosu</strong> withdrew",
        "Checklist:",
        "22 November 2026",
    ):
        assert words in history
    assert f'href="{ITEM}/compare/1/2"' in history


@pytest.mark.usefixtures("context")
def test_an_item_from_files_says_that_it_was_loaded_and_later_imported():
    load(PLAIN)
    run = act(
        lambda **given: carrying.plan_import("x.toml", bank.reading(PLAIN | {"stem": "New?"}), **given), by="ines"
    )
    kept = comparing.import_run(run, identity("ines"))
    act(carrying.apply_import, kept, by="ines", leave_out=False, also=())

    assert said() == ["loaded it from files", "imported it from a file"]


@pytest.mark.usefixtures("context")
def test_an_export_to_another_system_is_told_too_and_only_of_what_it_held():
    saved(PLAIN)
    saved(PLAIN | {"code": f"{PLAIN['code']}-longer", "stem": "Another?"})
    gift = next(each for each in FORMATS if each.name == "gift")
    act(exchange.export, Filters(text="another?"), gift, "bank.gift", by="ines")

    assert said() == ["saved version 1"]
    assert next(event.what for event in timeline.of(f"{PLAIN['code']}-longer")) == "exported it"


def test_who_is_still_to_answer_reads_no_words_in_the_history(app, lived, browser_of):
    with app.app_context():
        third = saved(PLAIN | {"stem": "Third?"}, base=lived[1])
        act(reviewing.submit, third, by="ines")

    page = browser_of("ivo").get(ITEM).text
    assert "asked for changes to version 1" in page
    assert "See my comment." not in page
    assert "what changed" not in page


def test_any_two_versions_are_compared_and_the_form_offers_all(app, browser_of):
    with app.app_context():
        first = saved(PLAIN)
        second = saved(PLAIN | {"stem": "Second?"}, base=first)
        saved(PLAIN | {"stem": "Third?"}, base=second)
    otto = browser_of("otto")

    page = otto.get(f"{ITEM}/compare?old=1&new=3").text
    assert PLAIN["stem"].split()[0] in page
    assert "Third?" in page
    assert "Second?" not in page
    assert page.count("<option") == 6
    assert "<title>Versions 2 and 3" in otto.get(f"{ITEM}/compare").text
    assert "<title>Versions 3 and 1" in otto.get(f"{ITEM}/compare?old=3&new=1").text
    assert "one and the same" in otto.get(f"{ITEM}/compare?old=2&new=2").text
    assert otto.get(f"{ITEM}/compare?old=1&new=9").status_code == 404


def changed(value):
    """Return a draft's value with every text in it changed."""
    if isinstance(value, dict):
        return {name: inner if name in ("id", "kind", "code") else changed(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [changed(inner) for inner in value]
    return f"{value} changed" if isinstance(value, str) else value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_comparison_names_every_changed_field_of_every_kind(kind):
    pairs = [(draft, changed(draft)) for draft in samples.drafts() if draft["kind"] == kind.kind]
    found = [change for old, new in pairs for change in changes(old, new)]
    told = [change.label for change in with_names(found, kind.kind)]

    assert {"stem", "objective"} <= {change.label for change in found}
    assert [change for change in found if "[" in change.label or change.label == "key"]
    assert not [label for label in told if "[" in label]
