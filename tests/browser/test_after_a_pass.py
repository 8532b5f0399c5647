"""After a pass the result page shows by itself what the programme still asks for."""

from playwright.sync_api import expect

from tests.programmes import world
from tests.quiz import exams
from training import clock
from training import db as database


def test_a_pass_shows_what_is_still_missing(site, open_as):
    with site.app.app_context():
        exams.publish()
        world.prepare()
        world.enrolled(world.cohort(), "tara")
        database.commit_step()
        exams.admit("tara")
        attempt = exams.sat(now=clock.now())
    page = open_as("tara")

    page.goto(f"/exam/attempts/{attempt}/result")

    missing = page.get_by_role("list", name="What the programme asks for")
    expect(missing.get_by_role("link", name="Read this module")).to_be_visible()
    expect(missing.locator(".step-done")).to_have_count(1)
    expect(missing.locator(".step-done")).to_be_hidden()
    expect(missing.get_by_text("needs people in a room", exact=False).first).to_be_attached()


def test_without_scripts_a_link_leads_there(site, open_as):
    with site.app.app_context():
        exams.ready()
        attempt = exams.sat(now=clock.now())
    page = open_as("tara", java_script_enabled=False)

    page.goto(f"/exam/attempts/{attempt}/result")
    page.get_by_role("link", name="See what is still missing for your certificate").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your programme")


def test_the_monitor_shows_an_answer_without_being_loaded_again(site, open_as):
    with site.app.app_context():
        exams.ready()
        attempt = exams.start(now=clock.now())
        exams.open_device(attempt, now=clock.now())
    page = open_as("ada")
    page.clock.install()
    page.goto("/exams/foundations/monitor")
    expect(page.get_by_text("0 of 5")).to_be_visible()

    with site.app.app_context():
        exams.send(attempt, exams.event(1), now=clock.now())
    page.clock.run_for(16_000)

    expect(page.get_by_text("1 of 5")).to_be_visible()
    expect(page.get_by_role("link", name="Tara Okafor")).to_have_count(1)
