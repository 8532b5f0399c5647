"""What an exam page weighs on the wire, with everything it names."""

import gzip
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from bench.browser import Answer, Browser, Timing
from bench.measure import Running

NAMED = re.compile(r"""<(?:link|script|img|source|use)\b[^>]*?\b(?:href|src)\s*=\s*["']?([^"'#> ]+)""", re.IGNORECASE)
IMPORTED = re.compile(r"""(?:import|from)\s*["'](\.{1,2}/[^"']+)["']""")
FETCHED = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


@dataclass
class Weight:
    """Compressed bytes and requests of a page; ``warm`` counts what a browser that was here before asks again."""

    page: int
    all: int
    cold: int
    warm: int
    sent: int
    received: int

    def fits(self, cold: int, warm: int) -> bool:
        """Return whether no more requests are made than these."""
        return self.cold <= cold and self.warm <= warm


async def weigh(system: Running, questions: int) -> Weight:
    """Start an exam of this many questions, fetch what its page names, save one answer."""
    timings: list[Timing] = []
    browser = Browser(system.port, timings)
    trainee = system.trainee(browser, system.people(1)[0])
    await trainee.sign_in(questions)
    await trainee.start()
    await trainee.open()
    page = trainee.page
    parts = await _parts(browser, page)
    await trainee.save(0, 0)
    save = timings[-1]
    browser.close()
    kept = [part for part in parts if "immutable" in part.headers.get("cache-control", "")]
    sizes = [_packed(part) for part in (page, *parts)]
    return Weight(sizes[0], sum(sizes), 1 + len(parts), 1 + len(parts) - len(kept), save.sent, save.received)


async def _parts(browser: Browser, page: Answer) -> list[Answer]:
    """Return everything the page names, and what its scripts and sheets name in turn."""
    found: dict[str, Answer] = {}
    waiting = [urljoin(page.path, name) for name in NAMED.findall(page.text)]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(("data:", "http")):
            continue
        found[path] = await browser.get("part", path)
        kind = found[path].headers.get("content-type", "")
        if "javascript" in kind:
            waiting += [urljoin(path, name) for name in IMPORTED.findall(found[path].text)]
        if "css" in kind:
            waiting += [urljoin(path, name) for name in FETCHED.findall(found[path].text)]
    return list(found.values())


def _packed(answer: Answer) -> int:
    """Return the size on the wire behind a server that compresses, as the recipe's does."""
    return min(answer.wire, len(gzip.compress(answer.body, 6)))
