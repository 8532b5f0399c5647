"""A reviewer's own answer stands before the key: on every page that could tell it, in the editor and in exports."""

import io
import zipfile

import pytest

from tests.bank import bank
from tests.bank.bank import act, load, saved
from tests.bank.browsing import form_data, posted
from tests.bank.test_asking import ask
from tests.items import samples
from tests.people import identity
from training.audit import queries as audit
from training.bank import refusals
from training.bank.queries import blind, lists, threads, versions
from training.bank.service import looking, reviewing

PLAIN = samples.draft("plain")
ITEM = f"/bank/items/{PLAIN['code']}"
REASON = PLAIN["options"][0]["rationale"]
PAGES = ["", "/versions/1", "/versions/2", "/versions/2/review", "/compare/1/2", "/compare", "/edit"]


@pytest.fixture
def asked(app):
    """The second version of an item, of which Ivo and Rhea are asked for a review."""
    with app.app_context():
        first = saved(PLAIN)
        return ask(saved(PLAIN | {"stem": "Second?"}, base=first))


def tells(page):
    return REASON in page or "Right answer" in page


@pytest.mark.parametrize("path", [*PAGES, f"{ITEM}/new"])
def test_no_page_tells_the_key_before_the_answer(asked, browser_of, path):
    address = f"/bank/new/single_choice?like={PLAIN['code']}" if path.endswith("/new") else f"{ITEM}{path}"

    assert not tells(browser_of("ivo").get(address).text)


def test_the_pages_tell_the_key_once_it_is_answered(app, asked, browser_of):
    with app.app_context():
        act(reviewing.answer_for_review, asked, ("b",), by="ivo")

    assert tells(browser_of("ivo").get(f"{ITEM}/versions/1").text)
    assert tells(browser_of("ivo").get(f"{ITEM}/edit").text)


def test_the_author_and_whoever_does_not_review_see_the_key(asked, browser_of):
    for first in ("ines", "lena", "otto"):
        assert tells(browser_of(first).get(ITEM).text)


def test_an_export_leaves_out_what_is_still_to_be_answered_and_says_so(app, asked, browser_of):
    with app.app_context():
        saved(samples.draft("two-of-five"))
    ivo = browser_of("ivo")
    assert f'href="{ITEM}/versions/2/review">Answer version 2' in ivo.get(ITEM).text
    assert "1 item is left out" in ivo.get("/bank/export").text
    assert "refused there until that one is in the bank too" in ivo.get("/bank/export").text

    written = zipfile.ZipFile(io.BytesIO(ivo.post("/bank/export").data))
    texts = "".join(written.read(name).decode() for name in written.namelist() if name.endswith(".toml"))
    assert samples.draft("two-of-five")["code"] in texts
    assert PLAIN["code"] not in texts


def test_who_looks_at_the_key_first_works_on_the_item_and_reviews_it_no_more(app, asked, browser_of):
    ivo = browser_of("ivo")
    assert "See the key and do not review" in ivo.get(f"{ITEM}/edit").text

    page = ivo.post(f"{ITEM}/look", follow_redirects=True).text

    assert tells(page)
    with app.app_context():
        assert audit.last("looked at key").actor_id == identity("ivo")
        assert lists.to_review(identity("ivo")) == []
        with pytest.raises(refusals.SawKey):
            act(reviewing.answer_for_review, asked, ("a",), by="ivo")
    assert "Somebody else reviews this version." in ivo.get(f"{ITEM}/versions/2/review").text


@pytest.mark.usefixtures("context")
def test_looking_twice_or_after_the_answer_changes_nothing():
    version = ask(saved(PLAIN))
    act(reviewing.answer_for_review, version, ("a",), by="rhea")
    act(looking.look, PLAIN["code"], by="rhea")
    for _ in range(2):
        act(looking.look, PLAIN["code"], by="ivo")

    assert not blind.looked(version, identity("rhea"))
    assert blind.looked(version, identity("ivo"))


def test_what_was_only_loaded_from_files_can_be_worked_on_at_once(app, browser_of):
    with app.app_context():
        load()
        assert not tells(browser_of("ivo").get(ITEM).text)

    assert tells(browser_of("ivo").get(f"{ITEM}/edit").text)


def test_a_save_that_meets_a_version_to_be_answered_shows_neither_its_key_nor_loses_what_was_typed(app, browser_of):
    with app.app_context():
        first = saved(PLAIN)
    ivo = browser_of("ivo")
    typed = posted(ivo.get(f"{ITEM}/edit"), f"{ITEM}/edit")
    with app.app_context():
        options = [option | {"rationale": "Their reason."} for option in PLAIN["options"]]
        ask(saved(PLAIN | {"stem": "Second?", "options": options}, base=first))

    mine = [(name, "Mine?" if name == "stem" else value) for name, value in typed]
    response = ivo.post(f"{ITEM}/edit", data=form_data([*mine, ("do", "save")]))

    assert response.status_code == 409
    assert "Mine?</textarea>" in response.text
    assert "Their reason." not in response.text


def test_an_import_does_not_show_what_differs_from_an_item_still_to_be_answered(app, asked, browser_of):
    ivo, ines = browser_of("ivo"), browser_of("ines")
    upload = bank.text_of(PLAIN | {"stem": "From a file?"})

    pages = [
        who.get(who.post("/bank/import", data={"files": (io.BytesIO(upload), "items.toml")}).location).text
        for who in (ivo, ines)
    ]

    assert "what differs is shown once you have answered it" in pages[0]
    assert "From a file?" not in pages[0]
    assert "From a file?" in pages[1]


def test_who_answered_an_earlier_version_goes_on_with_it_and_answers_the_later_one_anew(app, asked, browser_of):
    with app.app_context():
        act(reviewing.answer_for_review, asked, ("a",), by="ivo")
        ask(saved(PLAIN | {"stem": "Third?"}, base=asked))
    ivo = browser_of("ivo")

    assert tells(ivo.get(f"{ITEM}/versions/2/review").text)
    for path in ("", "/versions/3/review", "/compare/2/3", "/edit"):
        assert not tells(ivo.get(f"{ITEM}{path}").text)
    ivo.post(f"{ITEM}/versions/2/comments", data={"part": "stem", "words": "Still unclear.", "from": "review"})
    with app.app_context():
        assert [thread.root.text for thread in threads.of(versions.version_of(asked))] == ["Still unclear."]


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("name-the-muscle", "many words" * 60, "At most 500 characters fit here; these are 600."),
        ("depth", "twelve", "Write a number, such as 12.5."),
        ("dose-by-mass", "much", "Write a number, such as 12.5."),
    ],
)
def test_an_answer_that_the_question_cannot_have_comes_back_with_the_reason(app, browser_of, name, typed, reason):
    draft = samples.draft(name)
    with app.app_context():
        ask(saved(draft))

    reply = browser_of("ivo").post(f"/bank/items/{draft['code']}/versions/1/review/answer", data={"answer": typed})

    assert reply.status_code == 422
    assert reason in reply.text
    assert f'value="{typed}"' in reply.text
    assert "Answer, then show the key" in reply.text
