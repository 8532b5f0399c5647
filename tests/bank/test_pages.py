"""The bank's pages: finding an item, reviewing it blind, signing, withdrawing, importing what was shown."""

import re
from io import BytesIO

import pytest
from lxml import html
from sqlalchemy import event, update

from tests.bank import bank
from tests.bank.bank import act, approved, approving, load, saved, signed
from tests.items import samples
from training import items
from training.bank.models import ItemVersion
from training.bank.queries import versions
from training.bank.service import reviewing
from training.db import db

PLAIN = samples.draft("plain")
CRITICAL = samples.draft("critical-four")
ITEM = f"/bank/items/{PLAIN['code']}"
REVIEW = f"{ITEM}/versions/1/review"
ALL = len(samples.drafts())
EVERYWHERE = ["/bank", ITEM, f"{ITEM}/versions/1", f"{ITEM}/compare/1/1"]


@pytest.fixture
def loaded(app):
    with app.app_context():
        load()


@pytest.fixture
def newest(app):
    """A function: the newest version of a sample."""

    def newest(draft=PLAIN):
        with app.app_context():
            return versions.newest(draft["code"])

    return newest


def key_place(page, text):
    """Return the place on this paper of the option with ``text``."""
    return page.split(f">{text}</label>")[0].rpartition('for="answer-')[2].partition('"')[0]


@pytest.mark.any_database
@pytest.mark.parametrize("path", EVERYWHERE)
def test_staff_see_the_bank_and_trainees_and_strangers_do_not(loaded, browser_of, client, path):
    assert browser_of("otto").get(path).status_code == 200
    assert browser_of("tara").get(path).status_code == 403
    assert client.get(path).status_code in (302, 303)


def sampled(**wanted):
    """Return how many samples have these values in their drafts."""
    return sum(all(draft.get(name) == value for name, value in wanted.items()) for draft in samples.drafts())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=two-of-five", 1),
        ("text=%CE%94%CE%8E%CE%9F", sum("δύο" in str(draft).casefold() for draft in samples.drafts())),
        ("text=100%25", 0),
        ("kind=ordering", sampled(kind="ordering")),
        ("critical=y", sum(items.parse(draft).critical for draft in samples.drafts())),
        ("pool=practice", sampled(pool="practice")),
        ("state=in+review", ALL),
        ("state=draft", 0),
        ("level=recall", sampled(level="recall")),
        ("domain=safety&sort=-changed", sampled(domain="safety")),
        ("author=A.+Writer", sampled(author="A. Writer")),
        ("page=99", ALL),
        ("page=-1&sort=nonsense&domain=", ALL),
    ],
)
def test_items_are_found(loaded, browser_of, query, found):
    page = browser_of("ines").get(f"/bank?{query}").text

    assert page.count('<th scope="row"') == found


def test_forms_of_an_item_s_page_stay_off_paper(loaded, browser_of):
    page = html.fromstring(browser_of("lena").get(ITEM).text)
    forms = page.xpath("//form[.//textarea]")

    assert forms
    assert [form.get("action") for form in forms if not form.xpath("ancestor::*[contains(@class, 'no-print')]")] == []


def test_an_empty_bank_says_what_to_do(browser_of):
    assert "The bank is empty" in browser_of("ines").get("/bank").text


def test_the_list_asks_the_database_the_same_few_times_however_long(app, browser_of):
    browser, counts = browser_of("ines"), []
    for number in (1, 40):
        with app.app_context():
            load(*(PLAIN | {"code": f"safety/many/item-{n}"} for n in range(number)))
            statements = []
            event.listen(db.engine, "before_cursor_execute", lambda *call, seen=statements: seen.append(call[2]))
        browser.get("/bank")
        counts.append(len(statements))

    assert counts[0] == counts[1] < 15


def test_a_reviewer_answers_before_the_key_is_on_any_page(loaded, browser_of):
    rhea = browser_of("rhea")

    for path in (ITEM, f"{ITEM}/versions/1", REVIEW):
        page = rhea.get(path).text
        assert "Because the source says so." not in page
        assert "Right answer" not in page


def test_a_review_from_answer_to_approval(loaded, browser_of, newest):
    rhea = browser_of("rhea")
    place = key_place(rhea.get(REVIEW).text, "Wait")

    page = rhea.post(f"{REVIEW}/answer", data={"answer": place}, follow_redirects=True).text
    assert "Your answer, not right" in page
    assert "Because the source says so." in page

    rhea.post(f"{REVIEW}/decide", data=approving(PLAIN) | {"comment": "Clear."})
    assert newest().state == "approved"


def test_what_a_reviewer_wrote_comes_back_when_somebody_else_was_faster(loaded, browser_of):
    late, first = browser_of("rhea"), browser_of("ivo")
    for reviewer in (late, first):
        reviewer.post(f"{REVIEW}/answer", data={"answer": "1"})
    first.post(f"{REVIEW}/decide", data=approving(PLAIN))

    answer = late.post(
        f"{REVIEW}/decide", data={"verdict": "changes", "comment": "Two keys, I think", "note-cues": "One is longer"}
    )

    assert answer.status_code == 422
    assert "This version is not in review any more" in answer.text
    assert "Two keys, I think" in answer.text
    assert "One is longer" in answer.text
    again = first.post(f"{REVIEW}/decide", data=approving(PLAIN) | {"comment": "Clear, and sent twice"})
    assert "Clear, and sent twice" not in again.text


def test_an_empty_answer_shows_no_key(loaded, browser_of):
    page = browser_of("rhea").post(f"{REVIEW}/answer", data={}, follow_redirects=True).text

    assert "Choose one answer." in page
    assert "Because the source says so." not in page


def test_approving_unseen_is_refused_by_the_server(loaded, browser_of, newest):
    response = browser_of("rhea").post(f"{REVIEW}/decide", data=approving(PLAIN))

    assert response.status_code == 422
    assert newest().state == "in review"


def test_asking_for_changes_needs_words(loaded, browser_of, newest):
    rhea = browser_of("rhea")
    rhea.post(f"{REVIEW}/answer", data={"answer": "1"})

    assert rhea.post(f"{REVIEW}/decide", data={"verdict": "changes"}).status_code == 422

    rhea.post(f"{REVIEW}/decide", data={"verdict": "changes", "comment": "Too easy."})
    assert newest().state == "draft"


def test_an_author_is_told_that_somebody_else_reviews(app, browser_of):
    with app.app_context():
        version = saved(PLAIN, by="ivo")
        act(reviewing.submit, version, by="ivo")

    assert "Somebody else reviews it" in browser_of("ivo").get(REVIEW).text
    assert PLAIN["code"] not in browser_of("ivo").get("/bank/review").text
    assert PLAIN["code"] in browser_of("rhea").get("/bank/review").text


def test_the_clinical_lead_signs_what_is_ticked(app, loaded, browser_of, newest):
    with app.app_context():
        chosen, other = (approved(versions.newest(draft["code"]).hash) for draft in (PLAIN, CRITICAL))
    lena = browser_of("lena")
    assert lena.get("/bank/sign-off").text.count('name="version"') == 2

    lena.post("/bank/sign-off", data={"version": [chosen]})

    assert newest().state == "signed"
    assert newest(CRITICAL).state == "approved"
    assert other


def test_signing_nothing_or_something_unready_signs_nothing(loaded, browser_of, newest):
    lena = browser_of("lena")

    assert "Tick the items" in lena.post("/bank/sign-off", follow_redirects=True).text
    page = lena.post("/bank/sign-off", data={"version": [newest().hash, "nonsense"]}, follow_redirects=True).text
    assert "Nothing was signed" in page


def test_all_that_a_lead_may_sign_is_ticked_by_a_link_and_stays_ticked(app, loaded, browser_of):
    with app.app_context():
        for draft in (PLAIN, CRITICAL):
            approved(versions.newest(draft["code"]).hash)
        db.session.execute(update(ItemVersion).where(ItemVersion.item_id == 1).values(author="Lena Sørensen"))
        db.session.commit()
    lena = browser_of("lena")

    assert " checked" not in lena.get("/bank/sign-off").text
    page = lena.get("/bank/sign-off?ticked=all").text
    assert page.count(" checked") == 1
    assert "1 of 1 ticked" in page
    assert "You wrote at it" in page

    chosen = re.findall(r'name="version" value="(\w+)" checked', page)
    refused = lena.post("/bank/sign-off", data={"version": [*chosen, "nonsense"]})
    assert refused.status_code == 422
    assert re.findall(r'name="version" value="(\w+)" checked', refused.text) == chosen


def test_withdrawing_takes_one_person_and_a_reason(app, loaded, browser_of, newest):
    with app.app_context():
        signed(versions.newest(PLAIN["code"]).hash)
    ivo = browser_of("ivo")

    assert "Write why" in ivo.post(f"{ITEM}/versions/1/withdraw", follow_redirects=True).text
    ivo.post(f"{ITEM}/versions/1/withdraw", data={"reason": "Wrong key."})

    assert newest().withdrawn_reason == "Wrong key."
    assert "Wrong key." in browser_of("otto").get(ITEM).text


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("rhea", f"{ITEM}/versions/1/submit"),
        ("lena", f"{REVIEW}/answer"),
        ("lena", f"{REVIEW}/decide"),
        ("rhea", f"{ITEM}/versions/1/withdraw"),
        ("rhea", f"{ITEM}/retire"),
        ("ada", f"{ITEM}/versions/1/reopen"),
        ("ines", "/bank/sign-off"),
        ("rhea", "/bank/import"),
        ("rhea", "/bank/export"),
        ("otto", "/bank/figures"),
    ],
)
def test_an_act_is_closed_to_whoever_lacks_its_permission(loaded, browser_of, who, path):
    assert browser_of(who).post(path).status_code == 403


def uploaded(browser, *drafts, name="items.toml", content=None):
    """Upload a file and return the address of what it would do."""
    content = bank.text_of(*drafts) if content is None else content
    return browser.post("/bank/import", data={"files": (BytesIO(content), name)}).location


def test_a_dry_run_says_what_each_item_would_become(loaded, browser_of, newest):
    ines = browser_of("ines")
    run = uploaded(
        ines, PLAIN | {"stem": "Reworded?"}, CRITICAL, PLAIN | {"code": "safety/sample/new"}, CRITICAL | {"code": "x"}
    )

    page = ines.get(run).text

    assert "1 new, 1 changed, 1 unchanged, 1 refused, 0 in conflict." in page
    assert "<ins>Reworded?</ins>" in page
    assert "items.toml, line" in page
    assert "Apply 2, leave out 1" in page
    assert newest().number == 1


def test_accident_17_leaving_out_wants_a_tick_which_the_server_checks(loaded, browser_of, newest):
    ines = browser_of("ines")
    run = uploaded(ines, PLAIN | {"stem": "Reworded?"}, CRITICAL | {"code": "x"})

    assert ines.post(run).status_code == 422
    assert newest().number == 1

    assert ines.post(run, data={"leave_out": "y"}).status_code == 303
    assert (newest().number, newest().state) == (2, "draft")


def test_items_in_conflict_are_ticked_at_once_and_stay_ticked(app, loaded, browser_of):
    with app.app_context():
        for draft in (PLAIN, CRITICAL):
            saved(draft | {"objective": "Changed here."}, base=versions.newest(draft["code"]).hash)
    ines = browser_of("ines")
    run = uploaded(ines, *(draft | {"objective": "Changed there."} for draft in (PLAIN, CRITICAL)))

    assert "0 of 2 ticked" in ines.get(run).text
    page = ines.get(f"{run}?ticked=all").text
    assert page.count(" checked") == 2
    assert "2 of 2 ticked" in page

    missing = ines.post(run, data={"also": [PLAIN["code"]]})
    assert missing.status_code == 422
    assert f'value="{PLAIN["code"]}" id="also-1" checked' in missing.text


def test_applying_twice_is_refused(loaded, browser_of):
    ines = browser_of("ines")
    run = uploaded(ines, PLAIN | {"stem": "Reworded?"})
    ines.post(run)

    assert ines.post(run).status_code == 409
    assert "applied" in ines.get(run).text


def test_an_import_belongs_to_whoever_uploaded_it(loaded, browser_of):
    run = uploaded(browser_of("ines"), PLAIN)

    assert browser_of("ivo").get(run).status_code == 404
    assert browser_of("ivo").post(run).status_code == 404


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("items.toml", b"[[item]\n", "is not TOML"),
        ("items.toml", b"\xff\xfe\x00", "UTF-16"),
        ("items.toml", b"", "holds no item"),
        ("items.zip", b"PK", "is not a zip"),
        ("items.docx", b"PK", "cannot be read as Word document"),
        ("a.png", b"none", "not the picture"),
    ],
)
def test_an_upload_that_cannot_be_read_is_named_and_changes_nothing(browser_of, name, content, words):
    ines = browser_of("ines")

    assert words in ines.get(uploaded(ines, name=name, content=content)).text


def test_no_file_is_said(browser_of):
    assert browser_of("ines").post("/bank/import").status_code == 422


def test_an_export_is_made_by_post_and_noted(app, loaded, browser_of):
    ines = browser_of("ines")
    assert f"Export {ALL} items" in ines.get("/bank/export").text

    archive = ines.post("/bank/export", data={"kind": "ordering"})

    assert archive.mimetype == "application/zip"
    assert "exported items" in browser_of("otto").get("/audit").text


def test_a_whole_export_comes_back_unchanged(loaded, browser_of):
    ines = browser_of("ines")
    archive = ines.post("/bank/export").data

    page = ines.get(uploaded(ines, name="bank.zip", content=archive)).text

    assert f"0 new, 0 changed, {ALL} unchanged, 0 refused, 0 in conflict." in page
