"""A large upload in a real browser: its page follows the worker by itself and ends at what the import would do."""

from playwright.sync_api import expect

from tests.bank.test_queued import LONG
from training import clock
from training.cli.work import HANDLERS
from training.jobs import service as jobs
from training.jobs.worker import Worker


def test_the_page_of_a_large_upload_follows_its_reading(site, open_as):
    with site.app.app_context():
        jobs.beat("w", now=clock.now())
    page = open_as("ines")
    page.goto("/bank/import")
    page.get_by_label("Files").set_input_files({"name": "long.gift", "mimeType": "text/plain", "buffer": LONG})
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()

    with site.app.app_context():
        Worker("w", HANDLERS, {}, clock.now).step()

    expect(page.get_by_role("heading", name="What this import would do")).to_be_visible()
    expect(page.get_by_text("3 new, 0 changed")).to_be_visible()
