"""The clock and the end: what is announced, what happens at zero, checking, submitting, and what is left behind."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.sitting import API, SAVED, Sitting, chip, choose, disturbed, notice, ready_offline, shown, stopped
from training import clock
from training.quiz import sittings

SAID = """() => {
  window.said = []
  new MutationObserver(() => said.push(document.querySelector('[data-time-said]').textContent))
    .observe(document.querySelector('[data-time-said]'), {childList: true, characterData: true, subtree: true})
}"""
SLEEP = "const now = Date.now; window.slept = 0; Date.now = () => now() + window.slept"
STORED = """async () => {
  const databases = await indexedDB.databases()
  const open = await new Promise(resolve => {
    const request = indexedDB.open('needlewise-exams')
    request.onsuccess = () => resolve(request.result)
  })
  const count = name => new Promise(resolve => {
    if (!open.objectStoreNames.contains(name)) return resolve(0)
    const request = open.transaction(name).objectStore(name).count()
    request.onsuccess = () => resolve(request.result)
  })
  const kept = Object.keys(localStorage).filter(name => name.startsWith('exam-')).length
  return [await count('attempts'), await count('events'), (await caches.keys()).length, kept]
}"""


@pytest.fixture
def sitting(site):
    return Sitting(site)


def test_accident_20_the_clock_speaks_at_10_5_and_1_minutes_only(sitting, open_as):
    page = open_as("tara")
    page.clock.install()
    sitting.open(page)
    page.evaluate(SAID)
    page.route(API, lambda route: route.abort())

    page.clock.run_for(60_000)
    for _ in range(88):
        page.clock.fast_forward(30_000)

    assert page.evaluate("said") == ["10 minutes left", "5 minutes left", "1 minute left"]
    assert page.get_by_role("timer").get_attribute("aria-live") is None


def test_the_clock_follows_the_server_when_time_is_added(sitting, open_as):
    page = sitting.open(open_as("tara"))
    expect(page.get_by_role("timer")).to_contain_text("44:")

    sitting.set(deadline_at=clock.now() + timedelta(minutes=70), closes_at=clock.now() + timedelta(minutes=71))
    choose(page, 1)

    expect(page.get_by_role("timer")).to_contain_text("1:09:")


def test_a_device_that_slept_counts_the_larger_time(sitting, open_as):
    page = open_as("tara")
    page.add_init_script(SLEEP)
    sitting.open(page)
    page.route(API, lambda route: route.abort())

    page.evaluate("window.slept = 10 * 60_000")

    expect(page.get_by_role("timer")).to_contain_text("34:")


def test_the_time_can_be_hidden_and_stays_hidden(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.get_by_text("Menu", exact=True).click()
    page.get_by_label("Hide the time").check()
    expect(page.get_by_role("timer")).to_be_hidden()

    page.reload()

    expect(chip(page)).to_have_text("Nothing to save yet")
    expect(page.get_by_role("timer")).to_be_hidden()


def test_an_offline_reload_does_not_give_the_time_back(sitting, open_as):
    page = open_as("tara")
    sitting.open(page, worker=True)
    ready_offline(page)
    sitting.set(deadline_at=clock.now() + timedelta(minutes=20), closes_at=clock.now() + timedelta(minutes=21))
    choose(page, 1)
    expect(page.get_by_role("timer")).to_contain_text("19:")
    page.context.set_offline(True)

    page.reload()

    expect(page.get_by_role("timer")).to_contain_text("19:")


def test_when_the_time_is_up_answers_under_way_are_sent_and_the_receipt_comes(sitting, open_as):
    page = open_as("tara")
    page.add_init_script(SLEEP)
    sitting.open(page)
    choose(page, 1)
    expect(chip(page)).to_have_text(SAVED)
    with disturbed(page, lambda route: route.abort(), API):
        page.get_by_role("button", name="Next").click()
        choose(page, 2)
        now = clock.now()
        sitting.set(deadline_at=now, closes_at=now + timedelta(minutes=5))
        page.evaluate("window.slept = 60 * 60_000")
        expect(notice(page, "The time is up.")).to_contain_text("1 answer wait")
        expect(shown(page).get_by_role("radio").first).to_be_disabled()

    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    assert sitting.answers() == {1: [1], 2: [2]}
    expect(page.get_by_text("2 of 5")).to_be_visible()


def test_what_comes_after_the_closing_is_kept_as_late_and_the_receipt_says_so(sitting, open_as):
    page = sitting.open(stopped(open_as("tara")))
    page.route(API, lambda route: route.abort())
    choose(page, 2)
    expect(chip(page)).to_have_text("1 answer waiting to be sent")
    past = clock.now() - timedelta(seconds=40)
    begun = past - timedelta(minutes=45)
    sitting.set(started_at=begun, deadline_at=past, closes_at=past + timedelta(seconds=30))

    page.unroute_all()
    page.get_by_role("button", name="Try now").click()

    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    expect(page.get_by_text("1 answer, shown to the administrators")).to_be_visible()
    assert {held.why for held in sitting.ask(lambda: sittings.held(sitting.attempt))} == {"late"}


def test_the_time_up_page_sends_what_a_closed_tab_left(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.context.route(API, lambda route: route.abort())
    choose(page, 2)
    expect(chip(page)).to_have_text("1 answer waiting to be sent")
    page.close()
    now = clock.now()
    sitting.set(deadline_at=now, closes_at=now + timedelta(seconds=30))
    page.context.unroute_all()

    again = page.context.new_page()
    again.goto(sitting.path)

    expect(again.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    assert sitting.answers() == {1: [2]}


def test_checking_names_the_gaps_and_the_dialog_names_them_again(sitting, open_as):
    page = sitting.open(open_as("tara"))
    choose(page, 1)
    page.get_by_role("button", name="Flag").click()
    page.get_by_role("link", name="Check answers and submit").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_focused()
    expect(page.locator("[data-check-list] > li").first).to_contain_text("answered, flagged")
    expect(page.locator("[data-check-gaps] > p")).to_have_text(
        [
            "4 questions not answered: 2 to 5. Left open, they give no points. A guess costs nothing.",
            "1 question flagged: 1.",
        ]
    )

    page.get_by_role("button", name="Submit 1 of 5 answers").click()
    dialog = page.get_by_role("dialog", name="Submit the exam?")
    expect(dialog).to_contain_text("4 questions not answered: 2 to 5.")
    dialog.get_by_role("button", name="Go back").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Submit 1 of 5 answers").click()
    dialog.get_by_role("button", name="Submit now").click()

    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    expect(page.get_by_text("1 of 5")).to_be_visible()


def test_submitting_waits_for_what_is_not_sent(sitting, open_as):
    page = sitting.open(stopped(open_as("tara")))
    with disturbed(page, lambda route: route.abort(), API):
        choose(page, 1)
        sitting.turn(page, 2)
        page.get_by_role("button", name="Flag").click()
        page.get_by_role("link", name="Check answers and submit").click()
        expect(page.locator("[data-check-list] > li").first).to_contain_text("not sent yet")
        expect(page.get_by_text("must still be sent before you can submit: 1, 2.")).to_be_visible()
        expect(page.get_by_text("1 question flagged: 2.")).to_be_visible()
        expect(page.get_by_role("button", name="Submit 1 of 5")).to_have_attribute("aria-disabled", "true")
        page.get_by_role("button", name="Submit 1 of 5").click(force=True)
        expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Send now").click()

    expect(page.get_by_role("button", name="Submit 1 of 5")).to_have_attribute("aria-disabled", "false")
    assert sitting.answers() == {1: [1]}


def test_what_the_server_misses_is_sent_again_before_it_closes(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.route("**/events", _say_stored)
    choose(page, 3)
    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {}
    page.unroute_all()
    page.get_by_role("link", name="Check answers and submit").click()
    page.get_by_role("button", name="Submit 1 of 5").click()

    page.get_by_role("button", name="Submit now").click()

    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    assert sitting.answers() == {1: [3]}


def _say_stored(route):
    """Answer as a server would that lost its newest writes afterwards."""
    numbers = [event["seq"] for event in route.request.post_data_json["events"]]
    said = {"remaining_ms": 2_600_000, "epoch": 1, "state": "in progress", "at": "2026-11-22T12:00:00+00:00"}
    route.fulfill(json={"acks": {"stored": numbers}, **said})


def test_the_receipt_leaves_nothing_behind(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    choose(page, 1)
    page.get_by_role("link", name="Check answers and submit").click()
    page.get_by_role("button", name="Submit 1 of 5").click()
    page.get_by_role("button", name="Submit now").click()

    page.wait_for_selector("html[data-forgotten]", state="attached")

    assert page.evaluate(STORED) == [0, 0, 0, 0]


def sign_out(page):
    page.goto("/exam/")
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_signing_out_keeps_what_waits_to_be_sent(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    page.route(API, lambda route: route.abort())
    choose(page, 1)
    expect(chip(page)).to_have_text("1 answer waiting to be sent")

    sign_out(page)

    page.wait_for_selector("html[data-forgotten=no]", state="attached")
    assert page.evaluate(STORED)[:3] == [1, 1, 1]


def test_signing_out_forgets_the_exam_when_nothing_waits(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    choose(page, 1)
    expect(chip(page)).to_have_text(SAVED)

    sign_out(page)

    page.wait_for_selector("html[data-forgotten=yes]", state="attached")
    assert page.evaluate(STORED) == [0, 0, 0, 0]


def test_the_exam_submitted_on_another_device_ends_here_too(sitting, open_as):
    first, second = sitting.open(stopped(open_as("tara"))), open_as("tara")
    second.goto(sitting.path)
    second.get_by_role("button", name="Continue here").click()
    second.get_by_role("link", name="Check answers and submit").click()
    second.get_by_role("button", name="Submit 0 of 5").click()
    second.get_by_role("button", name="Submit now").click()
    expect(second.get_by_role("heading", name="Your exam is submitted")).to_be_visible()

    choose(first, 1)

    expect(first.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
