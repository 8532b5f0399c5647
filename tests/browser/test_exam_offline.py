"""The service worker: the page without a connection, a slow or broken server, and the switch that takes it away."""

from dataclasses import replace

import pytest
from flask import Response
from playwright.sync_api import expect

from tests.browser.serving import serve
from tests.browser.sitting import Sitting, chip, ready_offline
from tests.conftest import build

WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))"

GONE = """async () => {
  for (let tries = 0; tries < 100; tries++) {
    const left = [...(await navigator.serviceWorker.getRegistrations()), ...(await caches.keys())]
    if (!left.length) return true
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return false
}"""


@pytest.fixture
def sitting(site):
    return Sitting(site)


def test_the_worker_minds_exam_pages_only(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)

    assert page.evaluate(WORKERS) == [f"{sitting.site.url}/exam/attempts/"]
    kept = page.evaluate("caches.open('exam-pages').then(cache => cache.keys()).then(all => all.map(one => one.url))")
    assert sitting.site.url + sitting.path in kept
    assert all("/static/" in url or "/exam/attempts/" in url for url in kept)


def test_the_worker_is_served_unkept_and_for_its_scope(client):
    reply = client.get("/exam/attempts/worker.js")

    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.headers["Service-Worker-Allowed"] == "/exam/attempts/"
    assert reply.mimetype == "text/javascript"


def test_a_sign_in_page_is_never_kept_in_the_place_of_the_exam(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.goto(sitting.path)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.wait_for_selector("html[data-forgotten=yes]", state="attached")
    page.context.add_cookies(cookies)

    sitting.open(page, worker=True)
    ready_offline(page)
    page.context.set_offline(True)
    page.reload()

    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()


def test_half_a_page_from_a_failing_connection_is_not_shown(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    views = sitting.site.app.view_functions
    whole = views["quiz.attempt"]
    views["quiz.attempt"] = lambda **values: _half(whole(**values))
    page.reload()
    views["quiz.attempt"] = whole

    expect(page.locator("[data-question]")).to_have_count(5)
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()


def _half(page):
    """Say how long a page is and send half of it, like a connection that breaks."""
    sent = page.encode()
    return Response(
        iter([sent[: len(sent) // 2]]), content_type="text/html", headers={"Content-Length": str(len(sent))}
    )


def test_switched_off_the_worker_goes_from_browsers_that_have_it(sitting, settings, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    off = build(replace(settings, offline_exams="off"))
    off.config["WTF_CSRF_ENABLED"] = True
    sitting.site.app.view_functions["quiz.worker"] = _with_app(off, "quiz.worker")

    page.evaluate("navigator.serviceWorker.getRegistration('/exam/attempts/').then(one => one.update())")

    assert page.evaluate(GONE)


def _with_app(app, endpoint):
    def view():
        with app.test_request_context("/exam/attempts/worker.js"):
            return app.view_functions[endpoint]()

    return view


def test_switched_off_no_page_asks_for_the_worker(settings, open_as, chromium):
    app = build(replace(settings, offline_exams="off"))
    with serve(app) as site:
        sitting = Sitting(site)
        context = chromium.new_context(base_url=site.url)
        context.add_cookies(site.cookies_of("tara"))
        page = sitting.open(context.new_page(), worker=True)

        assert page.evaluate(WORKERS) == []
        expect(chip(page)).to_have_text("Nothing to save yet")
        context.close()
