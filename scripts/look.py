"""Photograph every page at two widths, light and dark, into build/look: ``make look``, or some by words of their names.

The pages are those the browser tests visit, in the site in use and in the fresh one; ``index.html`` shows them all.
"""

import shutil
import sys
import tempfile
from contextlib import ExitStack
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from scripts import vendor
from tests.browser import serving, worlds
from tests.browser.serving import DESK, HEIGHTS, PHONE, Site
from tests.browser.visits import EMPTY, FULL, VISITS, Visit
from tests.conftest import prepare

FOLDER = vendor.ROOT / "build/look"
LOOKS = [(width, scheme) for width in (PHONE, DESK) for scheme in ("light", "dark")]


def main() -> None:
    wanted = [visit for visit in VISITS if all(word in str(visit) for word in sys.argv[1:])]
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        try:
            browser = stack.enter_context(serving.chromium())
        except serving.NoBrowser as error:
            sys.exit(f"No browser: {error}.")
        sites = _sites(Path(scratch), stack)
        for number, visit in enumerate(wanted):
            _photograph(browser, sites[visit.site], visit, number)
            print(f"{number + 1} of {len(wanted)}: {visit}", flush=True)
    (FOLDER / "index.html").write_text(_index(wanted), encoding="utf-8")
    print(f"{len(wanted) * len(LOOKS)} pictures; open {(FOLDER / 'index.html').relative_to(vendor.ROOT)}")


def _sites(folder: Path, stack: ExitStack) -> dict[str, Site]:
    template = folder / "template.db"
    prepare(folder, f"sqlite:///{template}")
    sites = {}
    for name, fill in ((FULL, worlds.full), (EMPTY, worlds.empty)):
        (folder / name).mkdir()
        known = serving.fill(template, folder / name, fill)
        sites[name] = stack.enter_context(serving.filled(folder / name, known))
    return sites


def _photograph(browser: Browser, site: Site, visit: Visit, number: int) -> None:
    for width, scheme in LOOKS:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme, locale="en-GB"
        )
        context.add_cookies([*(site.cookies_of(visit.who) if visit.who else []), *site.carried(visit.carrying)])
        page = context.new_page()
        page.goto(site.address(visit.path))
        page.screenshot(path=FOLDER / _name(visit, number, width, scheme), full_page=True)
        context.close()


def _name(visit: Visit, number: int, width: int, scheme: str) -> str:
    return f"{number:03}-{visit}-{width}-{scheme}.png"


def _index(visits: list[Visit]) -> str:
    rows = "".join(
        f"<h2>{escape(str(visit))}</h2><p>{escape(visit.path)}</p>"
        + "".join(
            f'<a href="{_name(visit, number, *look)}"><img loading="lazy" height="500" alt="{look[0]} {look[1]}"'
            f' src="{_name(visit, number, *look)}"></a> '
            for look in LOOKS
        )
        for number, visit in enumerate(visits)
    )
    return f'<!doctype html><meta charset="utf-8"><title>Every page</title><h1>Every page</h1>{rows}'


if __name__ == "__main__":
    main()
