"""Saving: every change reaches the server once, whatever happens on the way, and the page says what is true."""

import io
from zoneinfo import ZoneInfo

import pypdf
import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.serving import PHONE
from tests.browser.sitting import (
    API,
    SAVED,
    Sitting,
    chip,
    choose,
    disturbed,
    expect_chosen,
    lost,
    mixed,
    notice,
    ready_offline,
    shown,
    stopped,
)
from training import db as database
from training.accounts.models import Person
from training.db import db


@pytest.fixture
def sitting(site):
    return Sitting(site)


def test_a_change_is_saved_and_there_after_a_reload(sitting, open_as):
    page = sitting.open(open_as("tara"))
    choose(page, 2)
    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {1: [2]}

    page.reload()

    expect_chosen(page, 2)
    assert [event.seq for event in sitting.events("answer")] == [1]


def test_saved_is_the_servers_time_in_the_viewers_zone_whatever_the_devices_clock(sitting, open_as):
    sitting.ask(lambda: move("tara", "Pacific/Marquesas"))
    page = open_as("tara")
    page.clock.set_system_time("2020-01-01T12:00:00Z")
    sitting.open(page)

    choose(page, 2)

    expect(chip(page)).to_have_text(SAVED)
    (answer,) = sitting.events("answer")
    assert chip(page).inner_text() == f"Saved {answer.received_at.astimezone(ZoneInfo('Pacific/Marquesas')):%H:%M:%S}"


def test_the_chip_says_saving_in_the_same_moment(sitting, open_as):
    page = sitting.open(open_as("tara"))

    said = page.evaluate(
        "document.querySelector('.option input').click(), document.querySelector('[data-save-state]').innerText"
    )

    assert said == "Saving…"


def test_an_answer_given_before_anything_is_ready_is_not_lost(sitting, open_as):
    page = open_as("tara")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelector('.option input[value=\"3\"]').click())"
    )

    sitting.open(page)

    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {1: [3]}


def test_an_answer_given_while_the_server_says_what_it_has_is_not_drawn_over(sitting, open_as):
    page = open_as("tara")
    page.add_init_script(
        """const put = IDBObjectStore.prototype.put
        IDBObjectStore.prototype.put = function (value) {
          if (this.name === 'attempts' && value.key && !window.chosen) {
            window.chosen = true
            document.querySelector('.option input[value="3"]').click()
          }
          return put.call(this, value)
        }"""
    )

    sitting.open(page)

    expect_chosen(page, 3)
    assert sitting.answers() == {1: [3]}


def test_offline_answers_survive_an_offline_reload_and_arrive_later(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    choose(page, 1)
    expect(chip(page)).to_have_text(SAVED)
    ready_offline(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click()
    choose(page, 2)
    expect(chip(page)).to_have_text("1 answer waiting to be sent")
    expect(notice(page, "You are offline. Keep going.")).to_be_visible()

    page.reload()
    expect_chosen(page, 2)
    page.get_by_role("button", name="Previous").click()
    expect_chosen(page, 1)
    sitting.turn(page, 3)
    choose(page, 3)
    expect(chip(page)).to_have_text("2 answers waiting to be sent")

    page.context.set_offline(False)
    expect(chip(page)).to_have_text(SAVED)
    expect(notice(page, "You are offline")).to_have_count(0)
    assert sitting.answers() == {1: [1], 2: [2], 3: [3]}


def test_accident_a_lost_acknowledgement_leaves_one_row(sitting, open_as):
    page = sitting.open(open_as("tara"))
    with disturbed(page, lost):
        choose(page, 2)
        expect(chip(page)).to_have_text("1 answer waiting to be sent")
        assert sitting.answers() == {1: [2]}

    expect(chip(page)).to_have_text(SAVED)
    assert len(sitting.events("answer")) == 1


def test_a_closed_tab_sends_what_waited_when_the_exam_is_opened_again(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.get_by_role("button", name="Next").click()
    page.context.route(API, lambda route: route.abort())
    choose(page, 4)
    expect(chip(page)).to_have_text("1 answer waiting to be sent")
    page.close()
    context = page.context
    context.unroute_all()

    again = sitting.open(context.new_page())

    expect(again.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    expect_chosen(again, 4)
    assert sitting.answers() == {2: [4]}
    assert len({event.client for event in sitting.events()}) == 1


@pytest.fixture
def unwatched(chromium, site):
    """A page of Tara's that may see the server fail."""
    context = chromium.new_context(base_url=site.url, locale="en-GB", viewport={"width": PHONE, "height": 844})
    context.add_cookies(site.cookies_of("tara"))
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("status", [500, 503, 507, 429])
def test_a_server_that_cannot_save_is_told_and_asked_again(sitting, unwatched, status):
    page = sitting.open(stopped(unwatched))
    page.route(API, lambda route: route.fulfill(status=status, json={"error": "full"}))
    choose(page, 2)
    expect(chip(page)).to_have_text("1 answer waiting to be sent")
    expect(notice(page, "The server cannot save at the moment.")).to_be_visible()

    page.unroute_all()
    page.get_by_role("button", name="Try now").click()

    expect(chip(page)).to_have_text(SAVED)
    expect(page.locator(".exam-notice")).to_have_count(0)
    assert sitting.answers() == {1: [2]}


def test_a_stale_token_is_renewed_without_a_word(sitting, open_as):
    page = open_as("tara")
    page.route(sitting.path, _with_stale_token)

    sitting.open(page)
    choose(page, 2)

    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {1: [2]}


def _with_stale_token(route):
    page = route.fetch()
    before, _, rest = page.text().partition('data-csrf="')
    route.fulfill(response=page, body=before + 'data-csrf="stale' + rest)


def test_a_browser_that_keeps_nothing_says_so_and_saves(sitting, open_as):
    page = open_as("tara")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('refused') }})")
    sitting.open(page)
    expect(notice(page, "Your browser keeps nothing on this device.")).to_be_visible()

    with disturbed(page, lambda route: route.abort()):
        choose(page, 2)
        expect(chip(page)).to_have_text("Not saved on this device: 1 answer waiting")

    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {1: [2]}


def test_what_the_server_puts_aside_is_told(sitting, open_as):
    page = sitting.open(open_as("tara"))
    spoilt = {"value": [99]}

    def spoil(route):
        body = route.request.post_data_json
        body["events"] = [event | spoilt for event in body["events"]]
        route.continue_(post_data=body)

    page.route("**/events", spoil)
    choose(page, 2)

    expect(chip(page)).to_have_text("1 answer put aside")
    expect(notice(page, "were put aside")).to_be_visible()
    assert sitting.answers() == {}


def test_flags_struck_options_and_a_cleared_answer_are_saved(sitting, open_as):
    page = sitting.open(open_as("tara"))
    choose(page, 2)
    page.get_by_role("button", name="Flag").click()
    shown(page).get_by_role("button", name="Rule out").nth(3).click()
    expect(page.get_by_role("link", name="Question 1, answered, flagged")).to_be_visible()
    page.get_by_role("button", name="Clear my answer").click()
    expect(chip(page)).to_have_text(SAVED)

    page.reload()

    expect_chosen(page)
    expect(page.get_by_role("button", name="Flag")).to_have_attribute("aria-pressed", "true")
    expect(shown(page).locator(".option-ruled-out")).to_have_count(1)
    assert [event.kind for event in sitting.events() if event.kind != "seen"] == [
        "answer",
        "flag",
        "eliminate",
        "clear",
    ]


def test_choosing_an_option_that_was_ruled_out_brings_it_back(sitting, open_as):
    page = sitting.open(open_as("tara"))
    shown(page).get_by_role("button", name="Rule out").first.click()
    expect(shown(page).locator(".option-ruled-out")).to_have_count(1)

    shown(page).locator(".option > label").first.click()

    expect(shown(page).locator(".option-ruled-out")).to_have_count(0)
    expect(chip(page)).to_have_text(SAVED)
    assert [event.kind for event in sitting.events()] == ["eliminate", "answer", "restore"]


def test_every_kind_is_saved_and_drawn_again(site, open_as):
    sitting = mixed(site)
    page = sitting.open(open_as("tara"))
    length = page.locator("section[data-question]").count()
    for position in range(1, length + 1):
        sitting.turn(page, position)
        for box in shown(page).get_by_role("checkbox").all()[:2]:
            box.check()
        if shown(page).locator("[data-ordering]").count():
            shown(page).get_by_role("button", name="Down").first.click()
        for radio in shown(page).get_by_role("radio").all()[:1]:
            radio.check()
    expect(chip(page)).to_have_text(SAVED)
    before = sitting.answers()

    page.reload()

    assert len(before) == length
    assert [2, 1, 3, 4, 5] in before.values()
    for row, place in enumerate("21345"):
        expect(page.locator("[data-ordering-rows] > li").nth(row)).to_have_attribute("data-place", place)
    expect(page.locator("input[type=checkbox][name]:checked")).to_have_count(2)


def test_first_hour_10_an_untouched_order_is_no_answer_and_keeping_it_is_one(site, open_as):
    sitting = mixed(site)
    page = sitting.open(open_as("tara"))
    number = page.locator("section[data-question]:has([data-ordering])").get_attribute("data-question")
    sitting.turn(page, int(number))
    assert sitting.answers() == {}

    page.get_by_role("button", name="Keep this order").click()
    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {int(number): [1, 2, 3, 4, 5]}

    page.get_by_role("button", name="Clear my answer").click()
    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {}


def test_seconds_are_recorded_for_each_question(sitting, open_as):
    page = sitting.open(stopped(open_as("tara")))
    page.clock.run_for(20_000)
    page.get_by_role("button", name="Next").click()
    page.clock.run_for(7_000)

    choose(page, 1)
    page.get_by_role("button", name="Next").click()
    choose(page, 1)
    page.clock.resume()

    expect(chip(page)).to_have_text(SAVED)
    spent = {event.position: int(event.value[0]) for event in sitting.events("seen")}
    assert spent == {1: 20, 2: 7}


def test_a_save_is_small_and_names_nothing_of_the_bank(sitting, open_as):
    page = sitting.open(open_as("tara"))

    with page.expect_response("**/events") as reply:
        choose(page, 2)

    assert len(reply.value.request.post_data) <= 400
    assert len(reply.value.body()) <= 400
    told = page.content() + reply.value.text()
    assert not [word for word in ("SECRET", "secret-code", "dangerous", "rationale") if word in told]


def test_paper_says_that_the_questions_are_not_printed(sitting, open_as):
    page = sitting.open(open_as("tara"))

    printed = pypdf.PdfReader(io.BytesIO(page.pdf()))

    assert [sheet.extract_text().strip() for sheet in printed.pages] == ["The questions of an exam are not printed."]


def move(first, zone):
    with database.commit_command():
        db.session.get(Person, people.identity(first)).zone = zone
