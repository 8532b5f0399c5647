"""What is typed in the editor is kept for its author until it is saved; it is no version, and nobody else's."""

from datetime import timedelta

import pytest

from tests.bank.bank import act, load, saved
from tests.bank.browsing import form_data, posted, put
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.racing import at_once
from training import db as database
from training.bank import unsaved
from training.bank.forms.registry import FORMS
from training.bank.queries import versions

SAMPLES = samples.drafts()
PLAIN = samples.draft("plain")
EDIT = f"/bank/items/{PLAIN['code']}/edit"
each_draft = pytest.mark.parametrize("draft", SAMPLES, ids=lambda draft: draft["code"])


@pytest.fixture
def loaded(app):
    with app.app_context():
        load()


@pytest.fixture
def ines(browser_of):
    return browser_of("ines")


def keep(browser, fields, *, code=PLAIN["code"], kind=PLAIN["kind"], revision=0):
    body = {"code": code, "kind": kind, "revision": revision, "fields": [list(pair) for pair in fields]}
    return browser.post("/api/bank/unsaved", json=body)


def typed(browser, words="Half written"):
    return put(posted(browser.get(EDIT)), stem=words)


@pytest.mark.any_database
@each_draft
def test_what_was_kept_comes_back_field_by_field(loaded, ines, draft):
    url = f"/bank/items/{draft['code']}/edit"
    fields = put(posted(ines.get(url)), stem="Half <b>written</b>, 先に?", objective="Later")

    keep(ines, fields, code=draft["code"], kind=draft["kind"])

    assert posted(ines.get(f"{url}?unsaved=1"), url) == put(fields, revision="1")


@pytest.mark.any_database
@pytest.mark.parametrize("kind", [form.kind for form in FORMS])
def test_a_new_item_of_each_kind_is_kept_and_offered(loaded, ines, kind):
    url = f"/bank/new/{kind}"
    fields = put(posted(ines.get(url)), stem="A new one", code="not yet a code")

    keep(ines, fields, code="", kind=kind)

    assert "You have unsaved changes from" in ines.get(url).text
    assert posted(ines.get(f"{url}?unsaved=1"), url) == put(fields, revision="1")


def test_keeping_makes_no_version(app, loaded, ines):
    with app.app_context():
        before = versions.newest(PLAIN["code"]).hash

    keep(ines, typed(ines))

    with app.app_context():
        assert versions.newest(PLAIN["code"]).hash == before


def test_it_is_offered_to_its_author_only(loaded, ines, browser_of):
    keep(ines, typed(ines))

    assert "You have unsaved changes from" in ines.get(EDIT).text
    assert "Below is what was last saved." in ines.get(EDIT).text
    assert "Below is what you just sent." in ines.post(EDIT, data={"stem": "Half written", "do": "save"}).text
    assert "unsaved changes" not in browser_of("ivo").get(EDIT).text
    assert "Half written" not in browser_of("ivo").get(f"{EDIT}?unsaved=1").text


def test_saving_drops_it(app, loaded, ines):
    fields = typed(ines, "Written?")
    kept = keep(ines, fields).json

    ines.post(EDIT, data=form_data([*put(fields, revision=str(kept["revision"])), ("do", "save")]))

    assert "unsaved changes" not in ines.get(EDIT).text
    with app.app_context():
        assert unsaved.all_of(identity("ines")) == []


def test_saving_one_tab_leaves_what_another_kept(loaded, ines):
    first, second = typed(ines, "First?"), typed(ines, "Second?")
    keep(ines, first)

    ines.post(EDIT, data=form_data([*second, ("do", "save")]))

    assert "First?" in ines.get(f"{EDIT}?unsaved=1").text


def test_a_refused_save_keeps_it(loaded, ines):
    fields = typed(ines, "")
    keep(ines, fields)

    ines.post(EDIT, data=form_data([*put(fields, revision="1"), ("do", "save")]))

    assert "You have unsaved changes from" in ines.get(EDIT).text


def test_discarding_drops_it(loaded, ines):
    keep(ines, typed(ines))
    form = posted(ines.get(EDIT), "/bank/unsaved/discard")

    page = ines.post("/bank/unsaved/discard", data=form_data(form), follow_redirects=True)

    assert "Your unsaved changes are discarded." in page.text
    assert "You have unsaved changes from" not in page.text


def test_a_second_tab_is_told_and_changes_nothing(loaded, ines):
    keep(ines, typed(ines, "First tab"))

    second = keep(ines, typed(ines, "Second tab"))

    assert second.status_code == 409
    assert second.json["words"].startswith("Not kept: other unsaved changes of yours are from")
    assert "First tab" in ines.get(f"{EDIT}?unsaved=1").text


def test_the_second_tab_may_take_over(loaded, ines):
    keep(ines, typed(ines, "First tab"))
    told = keep(ines, typed(ines, "Second tab")).json

    taken = keep(ines, typed(ines, "Second tab"), revision=told["revision"])

    assert taken.status_code == 200
    assert "Second tab" in ines.get(f"{EDIT}?unsaved=1").text


def test_a_tab_whose_item_was_saved_in_another_is_told(loaded, ines):
    told = keep(ines, typed(ines), revision=3)

    assert told.status_code == 409
    assert "you saved or discarded this in another tab" in told.json["words"]


def test_a_newer_version_of_somebody_else_is_told(app, loaded, ines):
    fields = typed(ines)
    with app.app_context():
        saved(PLAIN | {"stem": "Theirs?"}, by="ivo", base=versions.newest(PLAIN["code"]).hash)

    told = keep(ines, fields).json

    assert "saved version 2 since you began" in told["words"]
    assert "saved version 2 since you began" in ines.get(f"{EDIT}?unsaved=1").text


@pytest.mark.any_database
@pytest.mark.parametrize(
    "body", [[], {}, {"kind": "nothing", "fields": [["a", "b"]]}, {"kind": "ordering", "fields": [["a", 1], "b"]}]
)
def test_what_is_no_form_is_refused(ines, body):
    assert ines.post("/api/bank/unsaved", json=body).status_code == 400


def test_an_unknown_item_is_not_found(ines):
    assert keep(ines, [("stem", "?")], code="safety/no/such").status_code == 404


@pytest.mark.any_database
def test_what_is_too_long_is_refused(loaded, ines):
    assert keep(ines, [("stem", "x" * (unsaved.LARGEST + 1))]).status_code == 413


def test_a_session_that_ended_is_told_and_what_was_kept_stays(loaded, ines, client, app):
    keep(ines, typed(ines))

    assert keep(client, [("stem", "?")]).status_code == 401
    assert "Half written" in ines.get(f"{EDIT}?unsaved=1").text


def test_the_desk_lists_it(loaded, ines):
    keep(ines, typed(ines))
    keep(ines, typed(ines), code="", kind="ordering")

    page = ines.get("/bank/desk").text

    assert f'href="{EDIT}?unsaved=1"' in page
    assert 'href="/bank/new/ordering?unsaved=1"' in page


def test_it_is_forgotten_after_thirty_days(app, context):
    act(lambda *, by, now: unsaved.keep("new:ordering", [["stem", "?"]], revision=0, by=by, now=now), by="ines")

    unsaved.forget(NOON + unsaved.KEPT - timedelta(seconds=1))
    before = len(unsaved.all_of(identity("ines")))
    unsaved.forget(NOON + unsaved.KEPT)

    assert (before, unsaved.all_of(identity("ines"))) == (1, [])


@pytest.mark.parametrize("revision", [0, 1])
def test_of_two_pages_that_keep_at_once_one_is_told(app, loaded, revision):
    place = unsaved.place_of(PLAIN["code"], PLAIN["kind"])
    with app.app_context():
        by = identity("ines")
        if revision:
            act(unsaved.keep, place, [["stem", "before"]], revision=0, by="ines")

    def keep_once(words):
        with database.commit_command():
            return unsaved.keep(place, [["stem", words]], revision=revision, by=by, now=NOON)

    acts = [lambda: keep_once("one"), lambda: keep_once("other")]
    done = at_once(app, *acts, refusals=(unsaved.KeptElsewhere,))

    assert sorted(type(each).__name__ for each in done) == ["KeptElsewhere", "int"]
    with app.app_context():
        assert unsaved.kept(place, person_id=by).revision == revision + 1
