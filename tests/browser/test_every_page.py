"""Every page once full and once empty: markup, axe, fit, paper, console. Phone and desk, light and dark take turns."""

from dataclasses import dataclass

import pytest

from tests.browser import checks
from tests.browser.checks import Watch
from tests.browser.conftest import PATIENCE
from tests.browser.serving import HEIGHTS, PHONE, SMALLEST, TURNS, Site
from tests.browser.visits import EMPTY, FULL, OTHER, VISITS
from tests.checking import check as well_made

IDS = [f"{number}-{visit}" for number, visit in enumerate(VISITS)]


@pytest.fixture
def sites(full_site, empty_site):
    return {FULL: full_site, EMPTY: empty_site}


@pytest.fixture(scope="session")
def tabs(chromium):
    """One watched tab a site for the whole worker: the site's files are fetched, and axe is compiled, once."""
    tabs = {}
    yield tabs
    for tab in tabs.values():
        tab.watch.page.context.close()


@dataclass
class Tab:
    """A tab that people use one after the other; who comes next finds nothing of who was there before."""

    watch: Watch
    site: Site
    used_by: tuple[str | None, str] | None = None

    def hand_to(self, who, carrying):
        """Let the tab be somebody's, signed in and carrying the cookies of that name."""
        if self.used_by == (who, carrying):
            return
        self.used_by = who, carrying
        page, context = self.watch.page, self.watch.page.context
        page.goto(self.site.address("/healthz"))  # nothing of the person before is open any more
        page.evaluate("sessionStorage.clear()")
        storage = context.new_cdp_session(page)
        storage.send("Storage.clearDataForOrigin", {"origin": self.site.url, "storageTypes": "all"})
        storage.detach()
        context.clear_cookies()
        context.add_cookies([*(self.site.cookies_of(who) if who else []), *self.site.carried(carrying)])


@pytest.fixture
def open_in(chromium, sites, tabs):
    """A function: the visited page in its site's tab, at a width and in a colour scheme; watched to the end."""
    opened = []

    def open_in(visit, *, width, scheme):
        site = sites[visit.site]
        if visit.site not in tabs:
            context = chromium.new_context(base_url=site.url, locale="en-GB", timezone_id="Europe/Berlin")
            context.set_default_timeout(PATIENCE)
            context.add_init_script(path=checks.AXE)
            tabs[visit.site] = Tab(Watch(context.new_page(), site.url), site)
        tab = tabs[visit.site]
        tab.hand_to(visit.who, visit.carrying)
        page = tab.watch.page
        opened.append(tab.watch)
        if page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=scheme)
        answer = page.goto(site.address(visit.path))
        assert answer.status == visit.status, f"{answer.status} at {visit.path}"
        assert page.url == site.address(visit.path)
        well_made(answer.text())
        return page

    yield open_in
    assert [problem for watch in opened for problem in watch.taken()] == []


def endpoints(app):
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}


def test_every_page_is_visited_full_and_empty(app):
    pages = endpoints(app) - set(OTHER)

    for state in (FULL, EMPTY):
        visited = {visit.endpoint for visit in VISITS if visit.state == state}
        assert visited >= pages, f"never visited {state}: {sorted(pages - visited)}"


def test_every_visit_is_of_a_page_that_exists(app):
    assert {visit.endpoint for visit in VISITS} | set(OTHER) == endpoints(app)


@pytest.mark.visited
@pytest.mark.parametrize(("number", "visit"), list(enumerate(VISITS)), ids=IDS)
def test_a_page_is_accessible_fits_and_prints(open_in, number, visit):
    width, scheme = TURNS[(number + number // 2) % 2]
    page = open_in(visit, width=width, scheme=scheme)

    assert checks.axe(page) == []
    assert checks.sideways(page) == 0
    assert checks.printed_buttons(page) == []
    assert checks.hidden_columns(page) == []
    if visit.narrow:
        page.set_viewport_size({"width": SMALLEST, "height": HEIGHTS[SMALLEST]})
        assert checks.sideways(page) == 0


@pytest.mark.parametrize("visit", VISITS, ids=IDS)
def test_a_visit_finds_the_page_it_names(sites, visit):
    site = sites[visit.site]
    path = visit.path.format(**site.known)
    adapter = site.app.url_map.bind("localhost")

    assert adapter.match(path.partition("?")[0])[0] == visit.endpoint


@pytest.mark.parametrize(
    ("who", "path", "code"), [(None, "/nothing-here", 404), ("tara", "/people", 403)], ids=["404", "403"]
)
def test_an_error_page_is_accessible(open_as, who, path, code):
    page = open_as(who, width=PHONE)

    assert page.goto(path).status == code
    assert checks.axe(page) == []
