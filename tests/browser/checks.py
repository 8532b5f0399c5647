"""What a page in a real browser must not do: log an error, ask elsewhere, violate WCAG, scroll sideways."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Frame, Page, Request, Response

from tests.browser.serving import HEIGHTS, PHONE

AXE = Path(__file__).parent.parent / "vendor/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const result = await axe.run(document, {runOnly: tags, resultTypes: ['violations'], iframes: false})
  const words = node => node.html + ' — ' + node.failureSummary
  return result.violations.map(found => `${found.id} (${found.impact}): ${found.nodes.map(words).join('; ')}`)
}"""
VISIBLE_BUTTONS = """() => [...document.querySelectorAll('button, .button, input[type=submit]')]
  .filter(node => node.checkVisibility({visibilityProperty: true}))
  .map(node => node.outerHTML.slice(0, 120))"""

BEYOND = """() => [...document.querySelectorAll('.table-region')]
  .filter(region => region.scrollWidth > region.clientWidth)
  .map(region => `${region.getAttribute('aria-label')}: ${region.scrollWidth - region.clientWidth} px`)"""


class Watch:
    """Collects what a page must not do."""

    def __init__(self, page: Page, url: str) -> None:
        self.problems: list[str] = []
        self.page = page
        self._host = urlsplit(url).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def taken(self) -> list[str]:
        """Return the problems so far and forget them, for a page that is used on."""
        problems, self.problems = self.problems, []
        return problems

    def _console(self, message: ConsoleMessage) -> None:
        # A failed load is judged by its answer; a page may well answer 422 or be offline.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self._host:
            self.problems.append(f"a request left the site: {request.url}")

    def _response(self, response: Response) -> None:
        kind = response.request.resource_type
        if response.status >= 500 or (response.status >= 400 and kind not in {"document", "fetch", "xhr"}):
            self.problems.append(f"{response.status} for {kind} {response.url}")


def axe(page: Page | Frame) -> list[str]:
    """Return the violations of WCAG 2.2 AA and of axe's best practices, one line each; frames are asked themselves."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def hidden_columns(page: Page) -> list[str]:
    """Return the tables of which a phone shows a part only, with the pixels that are beyond an edge."""
    if not page.locator(".table-region").count():
        return []
    page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    found: list[str] = page.evaluate(BEYOND)
    return found


def printed_buttons(page: Page) -> list[str]:
    """Return the buttons that would stand on paper."""
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(VISIBLE_BUTTONS)
    page.emulate_media(media="screen")
    return found
