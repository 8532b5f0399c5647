import re
from functools import partial

import pytest

from tests.people import identity
from tests.practicals.work import acts, confirmed, draft, entered, fields, recorded
from tests.racing import at_once
from training.db import db
from training.practicals import queries

SESSION = {
    "held_on": "2026-11-20",
    "minutes": "60",
    "place": "Clinic, Berlin",
    "region": "shoulder",
    "technique": "deep",
    "supervisor": "7",
    "key": "a" * 32,
}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def row_id(context):
    return draft(filled=fields())[0]


def test_an_assessor_finds_people_and_begins_a_station(context, browser_of):
    browser = browser_of("sam")

    page = browser.get("/practicals/new?name=okaf")
    begun = browser.post(f"/practicals/people/{identity('tara')}/deep")

    assert "Tara Okafor" in text_of(page)
    assert "Tom Brandt" not in text_of(page)
    assert browser.get(begun.location).status_code == 200


def test_the_form_shows_what_was_kept(row_id, browser_of):
    page = browser_of("sam").get(f"/practicals/drafts/{row_id}").get_data(as_text=True)

    assert page.count("checked") >= 20
    assert "Room 2, Berlin" in page


def test_a_script_is_told_when_it_was_kept(row_id, browser_of):
    answer = browser_of("sam").post(
        f"/practicals/drafts/{row_id}",
        data=fields(remarks="calm") | {"revision": "1"},
        headers={"Accept": "application/json"},
    )

    assert answer.json["revision"] == 2


def test_two_tabs_lose_neither_version(row_id, browser_of):
    browser = browser_of("sam")
    browser.post(f"/practicals/drafts/{row_id}", data=fields(place="Here") | {"revision": "1"})

    second = browser.post(f"/practicals/drafts/{row_id}", data=fields(place="There") | {"revision": "1"})

    assert second.status_code == 409
    assert "Place : there Here; here There" in text_of(second)
    assert 'value="There"' in second.get_data(as_text=True)


def test_from_the_form_over_the_check_to_the_record(row_id, browser_of):
    browser = browser_of("sam")

    checked = browser.post(f"/practicals/drafts/{row_id}", data=fields() | {"revision": "1", "then": "check"})
    page = browser.get(checked.location)
    made = browser.post(f"/practicals/drafts/{row_id}/record", data={"revision": "1"})

    assert "Passed: 40 of 40" in text_of(page)
    assert "Sam Whitlock (assessor)" in text_of(browser.get(made.location))


def test_remarks_that_are_too_long_are_kept_whole_and_named_before_recording(row_id, browser_of):
    browser, words = browser_of("sam"), "w" * 4_001

    checked = browser.post(
        f"/practicals/drafts/{row_id}", data=fields(remarks=words) | {"revision": "1", "then": "check"}
    )
    page = text_of(browser.get(checked.location))
    refused = browser.post(f"/practicals/drafts/{row_id}/record", data={"revision": "2"})

    assert "Remarks: At most 4,000 characters fit here; these are 4,001." in page
    assert refused.location.endswith("/check")
    assert words in browser.get(f"/practicals/drafts/{row_id}").get_data(as_text=True)


def test_a_page_left_open_cannot_save_into_the_form_that_got_its_address(row_id, browser_of, app):
    browser = browser_of("sam")
    old = browser.get(f"/practicals/drafts/{row_id}").get_data(as_text=True)
    about = re.search(r'name="about"[^>]*value="([^"]+)"', old).group(1)
    browser.post(f"/practicals/drafts/{row_id}/record", data={"revision": "1"})
    with app.app_context():
        assert draft("tom", filled=fields("1"))[0] == row_id or db.engine.dialect.name == "postgresql"

    stale = fields() | {"revision": "1", "about": about}
    saved = browser.post(f"/practicals/drafts/{row_id}", data=stale, headers={"Accept": "application/json"})
    thrown = browser.post(f"/practicals/drafts/{row_id}/discard", data={"about": about})

    assert (saved.status_code, thrown.status_code) == (404, 404)
    with app.app_context():
        assert [row.fields["step-1"] for row in queries.drafts_of(identity("sam"))] == ["1"]


def test_the_check_page_names_what_is_missing(context, browser_of):
    row_id, _ = draft(filled=fields() | {"step-7": ""})

    assert "Mark step 7." in text_of(browser_of("sam").get(f"/practicals/drafts/{row_id}/check"))


def test_the_check_page_names_the_unsafe_step(context, browser_of):
    row_id, _ = draft(filled=fields(step_9="0"))

    assert "Critical step marked unsafe: 9" in text_of(browser_of("sam").get(f"/practicals/drafts/{row_id}/check"))


def test_a_trainee_reads_what_was_observed_of_them(context, browser_of):
    row_id = recorded()

    assert browser_of("tara").get(f"/practicals/records/{row_id}").status_code == 200
    assert browser_of("tom").get(f"/practicals/records/{row_id}").status_code == 404


def test_a_record_is_taken_back_with_a_reason(context, browser_of):
    row_id = recorded()
    browser = browser_of("sam")

    assert browser.get(f"/practicals/records/{row_id}/strike").status_code == 200
    assert browser.post(f"/practicals/records/{row_id}/strike", data={"reason": ""}).status_code == 422
    browser.post(f"/practicals/records/{row_id}/strike", data={"reason": "wrong person"})

    assert "took it back" in text_of(browser.get(f"/practicals/records/{row_id}"))


def test_a_correction_opens_a_filled_form(context, browser_of):
    row_id = recorded()

    opened = browser_of("sam").post(f"/practicals/records/{row_id}/correct")

    assert "Corrects an earlier record" in text_of(browser_of("sam").get(opened.location))


@pytest.mark.parametrize("path", ["", "/check"])
def test_a_draft_is_not_another_assessor_s_to_see(row_id, browser_of, path):
    assert browser_of("tara").get(f"/practicals/drafts/{row_id}{path}").status_code == 403


def test_a_trainee_enters_a_session(context, browser_of):
    browser = browser_of("tara")

    assert browser.get("/sessions/new").status_code == 200
    assert browser.post("/sessions", data=SESSION).status_code == 303
    assert "Waits for confirmation" in text_of(browser.get("/sessions"))


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("held_on", "2099-01-01"),
        ("held_on", "yesterday"),
        ("minutes", "0"),
        ("minutes", "721"),
        ("place", ""),
        ("region", "moon"),
        ("technique", ""),
        ("supervisor", "3"),
        ("patients", "0"),
    ],
)
def test_a_session_with_something_wrong_comes_back_filled(context, browser_of, field, value):
    answer = browser_of("tara").post("/sessions", data=SESSION | {field: value})

    assert answer.status_code == 422
    assert queries.sessions_of(identity("tara")) == []


def test_a_supervisor_confirms_the_ticked_sessions(context, browser_of):
    first, _second = entered(), entered(key="l" * 32)
    browser = browser_of("sam")

    browser.post("/sessions/confirm", data={"session": [first]})

    assert "Confirmed 1 session." in text_of(browser.get("/sessions/confirm"))
    assert len(queries.to_confirm(identity("sam"))) == 1


def test_a_supervisor_ticks_all_by_a_link(context, browser_of):
    entered(), entered(key="l" * 32)
    browser = browser_of("sam")

    assert "0 of 2 ticked" in text_of(browser.get("/sessions/confirm"))
    page = browser.get("/sessions/confirm?ticked=all")
    assert page.text.count(" checked") == 2
    assert "2 of 2 ticked" in text_of(page)


def test_a_supervisor_confirms_all_that_stood_on_the_page(context, browser_of):
    entered(), entered(key="l" * 32)
    browser = browser_of("sam")
    shown = re.findall(r'name="shown" value="(\d+)"', browser.get("/sessions/confirm").text)
    later = entered(key="m" * 32)

    browser.post("/sessions/confirm", data={"shown": shown, "all": "yes"})

    assert "Confirmed 2 sessions." in text_of(browser.get("/sessions/confirm"))
    assert [row.id for row in queries.to_confirm(identity("sam"))] == [later]


def test_a_supervisor_declines_with_a_reason(context, browser_of):
    row_id = entered()
    browser = browser_of("sam")

    assert browser.get(f"/sessions/{row_id}/decline").status_code == 200
    assert browser.post(f"/sessions/{row_id}/decline", data={"reason": " "}).status_code == 422
    browser.post(f"/sessions/{row_id}/decline", data={"reason": "not there"})

    assert "“not there”" in text_of(browser_of("tara").get("/sessions"))


def test_a_trainee_corrects_and_takes_back(context, browser_of):
    row_id = confirmed()
    browser = browser_of("tara")

    assert browser.get(f"/sessions/{row_id}/correct").status_code == 200
    assert browser.post(f"/sessions/{row_id}/correct", data=SESSION).status_code == 422
    browser.post(f"/sessions/{row_id}/correct", data=SESSION | {"reason": "45 minutes", "minutes": "45"})
    newest = queries.sessions_of(identity("tara"))[0].id
    assert browser.get(f"/sessions/{newest}/strike").status_code == 200
    browser.post(f"/sessions/{newest}/strike", data={"reason": "entered twice"})

    assert "Taken back" in text_of(browser.get("/sessions"))


def test_a_correction_made_on_two_devices_shows_both_and_loses_neither(context, browser_of):
    row_id, browser = entered(), browser_of("tara")
    browser.post(f"/sessions/{row_id}/correct", data=SESSION | {"reason": "It was shorter", "minutes": "45"})
    newest = queries.sessions_of(identity("tara"))[0].id

    second = browser.post(
        f"/sessions/{row_id}/correct", data=SESSION | {"key": "b" * 32, "reason": "It was longer", "minutes": "90"}
    )

    assert second.status_code == 409
    assert "Saved meanwhile 45 What you entered 90" in text_of(second)
    assert f'action="/sessions/{newest}/correct"' in second.text
    assert "It was longer" in second.text


def test_a_correction_of_what_was_taken_back_meanwhile_can_be_entered_anew(context, browser_of):
    row_id, browser = entered(), browser_of("tara")
    browser.post(f"/sessions/{row_id}/strike", data={"reason": "entered twice"})

    second = browser.post(f"/sessions/{row_id}/correct", data=SESSION | {"reason": "It was longer", "minutes": "90"})

    assert second.status_code == 409
    assert "The entry was taken back meanwhile" in text_of(second)
    assert 'action="/sessions"' in second.text


@pytest.mark.parametrize("path", ["/correct", "/strike"])
def test_an_entry_is_not_another_trainee_s(context, browser_of, path):
    row_id = entered()

    assert browser_of("tom").get(f"/sessions/{row_id}{path}").status_code == 404
    assert browser_of("tom").post(f"/sessions/{row_id}{path}", data=SESSION | {"reason": "x"}).status_code == 404


def test_a_session_that_names_another_is_not_declined(context, browser_of):
    from tests.practicals.work import give_role
    from training.core.roles import Role

    row_id = entered()
    give_role("ines", Role.ASSESSOR)

    assert browser_of("ines").get(f"/sessions/{row_id}/decline").status_code == 404
    assert browser_of("ines").post(f"/sessions/{row_id}/decline", data={"reason": "x"}).status_code == 404
    assert browser_of("ines").post("/sessions/confirm", data={"session": [row_id]}).status_code == 404


def test_staff_see_a_person_s_whole_practical_record(context, browser_of):
    recorded()
    entered()

    for name in ("sam", "ada", "otto"):
        assert "Tara Okafor" in text_of(browser_of(name).get(f"/practicals/people/{identity('tara')}"))


def test_empty_pages_say_what_to_do(context, browser_of):
    assert "Nothing recorded yet" in text_of(browser_of("sam").get("/practicals"))
    assert "Nothing waits for you" in text_of(browser_of("sam").get("/sessions/confirm"))
    assert "No session entered yet" in text_of(browser_of("tara").get("/sessions"))


def test_a_draft_is_thrown_away(row_id, browser_of):
    browser = browser_of("sam")
    browser.post(f"/practicals/drafts/{row_id}/discard", data={"revision": "1"})

    assert browser.get(f"/practicals/drafts/{row_id}").status_code == 404


def test_a_form_saved_elsewhere_since_is_not_thrown_away_unseen(row_id, browser_of):
    browser = browser_of("sam")
    browser.post(f"/practicals/drafts/{row_id}", data=fields(remarks="Steady hands.") | {"revision": "1"})

    back = browser.post(f"/practicals/drafts/{row_id}/discard", data={"revision": "1"}, follow_redirects=True)

    assert "The form was saved from another tab or device since." in text_of(back)
    assert "Steady hands." in text_of(back)
    assert "discarded practical draft" not in acts()


def test_a_second_click_finds_the_form_gone_and_records_nothing_more(row_id, browser_of):
    browser = browser_of("sam")
    browser.post(f"/practicals/drafts/{row_id}/discard", data={"revision": "1"})

    second = browser.post(f"/practicals/drafts/{row_id}/discard", data={"revision": "1"})

    assert second.status_code == 404
    assert "It was recorded or thrown away, perhaps by a second click" in text_of(second)
    assert acts().count("discarded practical draft") == 1


def test_two_tabs_throw_one_form_away_once(row_id, app, browser_of):
    address = f"/practicals/drafts/{row_id}/discard"
    tabs = [partial(browser_of("sam").post, address, data={"revision": "1"}) for _tab in range(4)]

    answers = at_once(app, *tabs, refusals=())
    db.session.rollback()

    assert sorted(answer.status_code for answer in answers) == [303, 404, 404, 404]
    assert acts().count("discarded practical draft") == 1


def test_what_is_saved_into_a_form_that_is_gone_is_given_back(row_id, browser_of):
    browser = browser_of("sam")
    browser.post(f"/practicals/drafts/{row_id}/discard", data={"revision": "1"})

    saved = browser.post(f"/practicals/drafts/{row_id}", data=fields(remarks="Steady hands.") | {"then": "leave"})

    assert saved.status_code == 404
    assert "What you filled in stands below" in text_of(saved)
    assert re.search(r"Step 20 2 .*Remarks Steady hands\.", text_of(saved))


def test_the_index_lists_drafts_and_records(row_id, browser_of):
    recorded(station="deep")

    page = text_of(browser_of("sam").get("/practicals"))

    assert "Tara Okafor, superficial station" in page
    assert "Passed" in page
