"""Two tabs, two devices, a session that ends: the exam goes on, and it is clear where."""

import json

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.serving import PHONE
from tests.browser.sitting import API, SAVED, Sitting, chip, choose, disturbed, expect_chosen, notice, shown, stopped
from tests.quiz import exams
from training import clock
from training import db as database
from training.accounts import service, sessions
from training.quiz import invigilation, sittings


@pytest.fixture
def sitting(site):
    return Sitting(site)


def test_a_second_tab_waits_and_takes_over_when_asked(sitting, open_as):
    first = sitting.open(open_as("tara"))
    choose(first, 2)
    expect(chip(first)).to_have_text(SAVED)
    second = first.context.new_page()
    second.goto(sitting.path)
    expect(notice(second, "This exam is open in another tab.")).to_be_visible()
    expect(chip(second)).to_have_text("Read only: open in another tab")
    expect(shown(second).get_by_role("radio").first).to_be_disabled()

    second.get_by_role("button", name="Continue in this tab").click()
    expect(second.locator(".exam-notice")).to_have_count(0)
    expect(notice(first, "This exam is open in another tab.")).to_be_visible()
    expect(chip(first)).to_have_text("Read only: open in another tab")
    expect(shown(first).get_by_role("radio").first).to_be_disabled()
    choose(second, 3)
    expect(chip(second)).to_have_text(SAVED)

    assert sitting.answers() == {1: [3]}
    assert {(event.client, event.epoch) for event in sitting.events("answer")} == {(sitting.events()[0].client, 1)}


def test_on_a_phone_what_stops_the_answers_stays_in_sight(sitting, open_as):
    first = sitting.open(open_as("tara", width=PHONE))
    second = first.context.new_page()
    second.goto(f"{sitting.path}#q4")
    expect(notice(second, "This exam is open in another tab.")).to_be_visible()

    shown(second).evaluate("question => { question.style.paddingBlock = '60rem' }")
    second.locator("main").evaluate("main => main.scrollTo({ top: 900, behavior: 'instant' })")

    assert second.locator("main").evaluate("main => main.scrollTop") == 900
    expect(notice(second, "This exam is open in another tab.")).to_be_in_viewport()
    expect(second.get_by_role("button", name="Continue in this tab")).to_be_in_viewport(ratio=1)


def test_closing_the_first_tab_lets_the_second_go_on(sitting, open_as):
    first = sitting.open(open_as("tara"))
    second = first.context.new_page()
    second.goto(sitting.path)
    expect(notice(second, "This exam is open in another tab.")).to_be_visible()

    first.close()

    expect(second.locator(".exam-notice")).to_have_count(0)
    choose(second, 1)
    expect(chip(second)).to_have_text(SAVED)


def test_another_device_reads_until_it_continues_here(sitting, open_as):
    first, second = sitting.open(stopped(open_as("tara"))), open_as("tara", width=390)
    choose(first, 2)
    expect(chip(first)).to_have_text(SAVED)
    second.goto(sitting.path)
    expect(notice(second, "This exam goes on at another device.")).to_contain_text("since ")
    expect(chip(second)).to_have_text("Read only: open on another device")
    expect_chosen(second, 2)
    expect(shown(second).get_by_role("radio").first).to_be_disabled()

    second.get_by_role("button", name="Continue here").click()
    choose(second, 4)
    expect(chip(second)).to_have_text(SAVED)
    choose(first, 1)

    expect(notice(first, "This exam goes on at another device.")).to_be_visible()
    expect_chosen(first, 4)
    assert sitting.answers() == {1: [4]}


def test_what_the_first_device_kept_offline_only_fills_gaps(sitting, open_as):
    first, second = sitting.open(stopped(open_as("tara"))), open_as("tara")
    with disturbed(first, lambda route: route.abort(), API):
        choose(first, 1)
        first.get_by_role("button", name="Next").click()
        choose(first, 2)
        expect(chip(first)).to_have_text("2 answers waiting to be sent")
        second.goto(sitting.path)
        second.get_by_role("button", name="Continue here").click()
        expect(second.locator(".exam-notice")).to_have_count(0)
        choose(second, 3)
        expect(chip(second)).to_have_text(SAVED)

    first.get_by_role("button", name="Try now").click()

    expect(notice(first, "This exam goes on at another device.")).to_be_visible()
    assert sitting.answers() == {1: [3], 2: [2]}
    assert len(sitting.events("answer")) == 3


def test_the_first_device_can_take_the_exam_back(sitting, open_as):
    first, second = sitting.open(stopped(open_as("tara"))), open_as("tara")
    second.goto(sitting.path)
    second.get_by_role("button", name="Continue here").click()
    choose(second, 3)
    expect(chip(second)).to_have_text(SAVED)
    choose(first, 1)

    first.get_by_role("button", name="Continue here").click()
    expect(first.locator(".exam-notice")).to_have_count(0)
    first.clock.resume()
    choose(first, 2)
    expect(chip(first)).to_have_text(SAVED)

    assert sitting.answers() == {1: [2]}
    assert [event.epoch for event in sitting.events("answer")] == [1, 2, 3]


def test_signed_out_in_mid_exam_and_in_again_on_the_same_page(sitting, open_as):
    page = sitting.open(open_as("tara"))
    sitting.ask(lambda: sign_out_everywhere("tara"))
    choose(page, 2)
    dialog = page.get_by_role("dialog", name="You were signed out")
    expect(dialog).to_be_visible()
    expect(chip(page)).to_have_text("1 answer waiting to be sent")

    dialog.get_by_label("Password").fill("not this one at all")
    dialog.get_by_role("button", name="Sign in and go on").click()
    expect(dialog).to_contain_text("do not belong together")
    dialog.get_by_label("Password").fill(people.PASSWORD)
    dialog.get_by_role("button", name="Sign in and go on").click()

    expect(dialog).to_be_hidden()
    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {1: [2]}


def test_cookies_lost_in_mid_exam_cost_a_password_and_no_answer(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.context.clear_cookies()
    choose(page, 2)
    dialog = page.get_by_role("dialog", name="You were signed out")

    dialog.get_by_label("Password").fill(people.PASSWORD)
    page.keyboard.press("Enter")

    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {1: [2]}


def test_blocked_in_mid_exam_is_told_whom_to_ask_and_what_becomes_of_the_answers(sitting, open_as):
    page = sitting.open(open_as("tara"))
    choose(page, 1)
    expect(chip(page)).to_have_text(SAVED)
    sitting.ask(lambda: set_blocked("tara", on=True))
    choose(page, 2)
    dialog = page.get_by_role("dialog", name="You were signed out")
    dialog.get_by_label("Password").fill(people.PASSWORD)

    dialog.get_by_role("button", name="Sign in and go on").click()

    expect(dialog).to_contain_text("Your account is blocked, so nothing can be sent from here now.")
    expect(dialog).to_contain_text("What was saved is submitted when the time ends")
    expect(chip(page)).to_have_text("1 answer waiting to be sent")
    assert sitting.answers() == {1: [1]}
    with page.expect_download():
        dialog.get_by_role("button", name="Save answer file").click()
    sitting.ask(lambda: set_blocked("tara", on=False))
    dialog.get_by_label("Password").fill(people.PASSWORD)
    dialog.get_by_role("button", name="Sign in and go on").click()
    expect(chip(page)).to_have_text(SAVED)
    assert sitting.answers() == {1: [2]}


def test_nothing_is_asked_again_and_again_while_somebody_is_blocked(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.clock.install()
    sitting.ask(lambda: set_blocked("tara", on=True))
    choose(page, 2)
    expect(page.get_by_role("dialog", name="You were signed out")).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.clock.run_for(10 * 60_000)

    assert asked == []


def test_voided_in_mid_exam_the_page_leads_to_what_became_of_it(sitting, open_as):
    page = sitting.open(open_as("tara"))
    choose(page, 1)
    expect(chip(page)).to_have_text(SAVED)
    sitting.ask(lambda: void(sitting.attempt))

    choose(page, 2)

    expect(page.get_by_role("heading", level=1)).to_have_text("This attempt was voided")
    expect(page.get_by_text("It was given back: you have as many attempts left as before it.")).to_be_visible()
    page.wait_for_selector("html[data-forgotten=yes]", state="attached")
    # the answer, and the time spent where that was a second and more
    assert {held.why for held in sitting.ask(lambda: sittings.held(sitting.attempt))} == {"late"}


def test_a_closed_attempt_is_not_said_to_have_run_out_of_time(sitting, open_as):
    page = sitting.open(open_as("tara"))
    sitting.ask(lambda: void(sitting.attempt))

    with disturbed(page, lambda route: route.abort(), "**/submit"):
        choose(page, 2)
        expect(notice(page, "This attempt is closed.")).to_be_visible()
        expect(notice(page, "The time is up.")).to_have_count(0)


def test_a_problem_is_reported_over_the_page(sitting, open_as):
    page = sitting.open(open_as("tara"), "#q3")
    dialog = problem_dialog(page)
    dialog.get_by_label("What is wrong?").fill("Two options are the same. F and 1 are no keys here.")
    contact = sitting.site.app.extensions["needlewise_settings"].contact
    whom = f"If it cannot wait, tell the invigilator or {contact}."

    with disturbed(page, lambda route: route.abort(), "**/problem"):
        dialog.get_by_role("button", name="Send the report").click()
        expect(dialog.get_by_role("status")).to_have_text(
            f"Not sent. The server did not answer. Your words stay here; try again. {whom}"
        )
        page.reload()
    problem_dialog(page).get_by_role("button", name="Send the report").click()

    expect(dialog.get_by_role("status")).to_have_text(f"Your report reached the administrators. {whom}")
    expect(dialog.get_by_label("What is wrong?")).to_have_value("")
    (problem,) = sitting.ask(lambda: sittings.problems([sitting.attempt]))
    assert (problem.position, problem.words[:25]) == (3, "Two options are the same.")


def test_a_report_that_fails_offers_to_try_again_and_one_refused_names_the_reason(sitting, open_as):
    page = sitting.open(open_as("tara"))
    dialog = problem_dialog(page)
    dialog.get_by_label("What is wrong?").fill("The figure is blurred.")
    large = {"error": "Too large", "remedy": "Send fewer words."}

    with disturbed(page, lambda route: route.fulfill(status=413, json=large), "**/problem"):
        dialog.get_by_role("button", name="Send the report").click()
        expect(dialog.get_by_role("status")).to_contain_text("Not sent. Send fewer words. Your words stay here")
        expect(dialog.get_by_role("status")).to_contain_text("If it cannot wait, tell the invigilator or ")
    dialog.get_by_role("button", name="Try again").click()

    expect(dialog.get_by_role("status")).to_contain_text("Your report reached the administrators.")
    expect(dialog.get_by_role("status")).to_have_attribute("data-tone", "good")
    expect(dialog.get_by_role("button", name="Send the report")).to_be_visible()


def test_the_answer_file_of_a_cut_off_device_is_read_by_the_administrator(sitting, open_as, tmp_path):
    page = sitting.open(open_as("tara"))
    page.route(API, lambda route: route.abort())
    choose(page, 2)
    expect(chip(page)).to_have_text("1 answer waiting to be sent")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save answer file").first.click()
    path = tmp_path / "answers.json"
    download.value.save_as(path)

    ada = open_as("ada")
    ada.goto(f"/exams/attempts/{sitting.attempt}")
    ada.get_by_label("Answer file").set_input_files(forged(path, tmp_path / "forged.json"))
    ada.get_by_role("button", name="Read the file").click()
    expect(ada.get_by_text("was not made by this attempt, or it was changed since")).to_be_visible()
    assert sitting.answers() == {}
    ada.get_by_label("Answer file").set_input_files(path)
    ada.get_by_role("button", name="Read the file").click()

    expect(ada.get_by_text("The file was read: 1 stored")).to_be_visible()
    assert sitting.answers() == {1: [2]}


def problem_dialog(page):
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Report a problem").click()
    return page.get_by_role("dialog", name="Report a problem")


def forged(path, to):
    envelope = json.loads(path.read_text())
    to.write_text(json.dumps(envelope | {"body": envelope["body"].replace('["2"]', '["1"]')}))
    return to


def set_blocked(first, *, on):
    with database.commit_command():
        (service.block if on else service.unblock)(people.identity(first), by=people.identity("ada"), now=clock.now())


def void(attempt):
    with database.commit_command():
        invigilation.void(
            attempt, "Fire alarm", give_back=True, by=people.identity("ada"), site=exams.SITE, now=clock.now()
        )


def sign_out_everywhere(first):
    with database.commit_command():
        sessions.end_all(people.identity(first), now=clock.now())
