"""Every page once full and once empty: axe, fit, paper, console. Phone and desk, light and dark take turns."""

import pytest

from tests import people
from tests.browser import checks
from tests.browser.conftest import pages_of
from tests.browser.serving import DESK, PHONE
from tests.browser.visits import EMPTY, FULL, OTHER, VISITS

IDS = [f"{number}-{visit}" for number, visit in enumerate(VISITS)]
PHONE_BY_DAY, DESK_BY_NIGHT = (PHONE, "light"), (DESK, "dark")


@pytest.fixture
def sites(full_site, empty_site):
    return {FULL: full_site, EMPTY: empty_site}


@pytest.fixture
def open_in(chromium, sites):
    """A function: the visited page, opened in its site by its person and watched."""
    openers = {state: pages_of(chromium, site) for state, site in sites.items()}
    opened = {state: next(opener) for state, opener in openers.items()}

    def open_in(visit, **options):
        page, site = opened[visit.site](visit.who, **options), sites[visit.site]
        page.context.add_cookies(site.carried(visit.carrying))
        answer = page.goto(site.address(visit.path))
        assert answer.status == visit.status, f"{answer.status} at {visit.path}"
        assert page.url == site.address(visit.path)
        return page

    yield open_in
    for opener in openers.values():
        next(opener, None)


def endpoints(app):
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}


def test_every_page_is_visited_full_and_empty(app):
    pages = endpoints(app) - set(OTHER)

    for state in (FULL, EMPTY):
        visited = {visit.endpoint for visit in VISITS if visit.state == state}
        assert visited >= pages, f"never visited {state}: {sorted(pages - visited)}"


def test_every_visit_is_of_a_page_that_exists(app):
    assert {visit.endpoint for visit in VISITS} | set(OTHER) == endpoints(app)


@pytest.mark.parametrize(("number", "visit"), list(enumerate(VISITS)), ids=IDS)
def test_a_page_is_accessible_fits_and_prints(open_in, number, visit):
    width, scheme = (PHONE_BY_DAY, DESK_BY_NIGHT)[(number + number // 2) % 2]
    page = open_in(visit, width=width, scheme=scheme)

    assert checks.axe(page) == []
    assert checks.sideways(page) == 0
    assert checks.printed_buttons(page) == []


@pytest.mark.parametrize("visit", [visit for visit in VISITS if visit.narrow], ids=str)
def test_a_page_for_the_smallest_phone_fits_it(open_in, visit):
    page = open_in(visit, width=320)

    assert checks.sideways(page) == 0


@pytest.mark.parametrize("visit", VISITS, ids=IDS)
def test_a_visit_finds_the_page_it_names(sites, visit):
    site = sites[visit.site]
    path = visit.path.format(**site.known)
    adapter = site.app.url_map.bind("localhost")

    assert adapter.match(path.partition("?")[0])[0] == visit.endpoint


@pytest.mark.parametrize("visit", VISITS, ids=IDS)
def test_a_page_is_well_made_html(sites, visit):
    site = sites[visit.site]
    browser = people.signed_in(site.app, visit.who) if visit.who else site.app.test_client()
    for cookie in site.carried(visit.carrying):
        browser.set_cookie(cookie["name"], cookie["value"])

    assert browser.get(visit.path.format(**site.known)).status_code == visit.status


@pytest.mark.parametrize(
    ("who", "path", "code"), [(None, "/nothing-here", 404), ("tara", "/people", 403)], ids=["404", "403"]
)
def test_an_error_page_is_accessible(open_as, who, path, code):
    page = open_as(who, width=PHONE)

    assert page.goto(path).status == code
    assert checks.axe(page) == []
