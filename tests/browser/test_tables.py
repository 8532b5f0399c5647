"""A trainee's tables on a phone: every column is in sight, none waits beyond an edge."""

import pytest

from tests.browser.serving import HEIGHTS, PHONE

PAGES = [
    "/sessions",
    "/programme",
    "/practice",
    "/exam/foundations",
    "/profile",
    "/exam/attempts/{failed_attempt}/result",
]
BEYOND = "region => region.scrollWidth - region.clientWidth"


@pytest.fixture
def phone(chromium, full_site):
    context = chromium.new_context(
        base_url=full_site.url, viewport={"width": PHONE, "height": HEIGHTS[PHONE]}, timezone_id="Europe/Berlin"
    )
    context.add_cookies(full_site.cookies_of("tara"))
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_trainees_tables_show_every_column_on_a_phone(phone, full_site, path):
    phone.goto(full_site.address(path))
    tables = phone.locator(".table-region").all()

    assert tables
    assert [table.evaluate(BEYOND) for table in tables] == [0] * len(tables)
