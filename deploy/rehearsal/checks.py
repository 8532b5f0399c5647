"""What must hold at the site's front and in its logs."""

import json
import re
import sys
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from deploy.rehearsal.machine import Failed
from deploy.rehearsal.visitor import Visitor

SHEET = re.compile(r'href="(/static/[0-9a-f]+/bundle/site\.css)"')


def that(holds: object, otherwise: str) -> None:
    """Raise Failed with what is the case otherwise."""
    if not holds:
        raise Failed(otherwise)


def front(visitor: Visitor, *, plain: int) -> list[str]:
    """Look at what nginx makes of the site, as a stranger sees it; return what was seen."""
    page = visitor.get("/welcome")
    that(page.headers["Content-Encoding"] == "gzip", "pages are not compressed")
    that("default-src 'none'" in page.headers["Content-Security-Policy"], "the security policy is missing")
    that(page.headers["Strict-Transport-Security"], "the site does not know that it is reached by https")
    that(not list(visitor.cookies), "the public page set a cookie")
    sheet = SHEET.search(page.text)
    that(sheet is not None, "the page names no style sheet")
    assert sheet is not None
    first, second = visitor.get(sheet[1]), visitor.get(sheet[1])
    that("immutable" in second.headers["Cache-Control"], "a static file may not be kept")
    that(first.body == second.body and second.headers["X-Cache-Status"] == "HIT", "nginx asks for static files again")
    moved = _plain(plain, "/check")
    that(moved.status == 301 and moved.headers["Location"].startswith("https://"), "plain http is not sent to https")
    visitor.get("/sign-in")
    that(all(cookie.secure for cookie in visitor.cookies), "a cookie would travel over plain http")
    return [
        "Pages come compressed, with the security headers; static files from nginx's cache, to be kept for ever",
        "The public page sets no cookie, the others are Secure; plain http is sent to https",
    ]


def _plain(port: int, path: str) -> HTTPResponse:
    connection = HTTPConnection("localhost", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    connection.close()
    return answer


def logs(files: list[Path], personal: list[str]) -> str:
    """Look for personal data in the logs; return what they hold instead."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files if file.exists())
    that(not (found := [word for word in personal if word in text]), f"the logs hold {found}")
    lines = [json.loads(line) for line in files[0].read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    ids = {line["request_id"] for line in lines if "request_id" in line}
    nginx = {json.loads(line)["request_id"] for line in files[2].read_text(encoding="utf-8").splitlines()}
    that(ids and ids <= nginx, "a request of the site's log is not in nginx's")
    return f"{len(lines)} lines in the site's log, every request id also in nginx's; no name, address or link in any"


def last_lines(place: Path) -> None:
    """Print the end of every log."""
    for file in sorted([*place.glob("*.log"), *place.glob("nginx/*.log"), *place.glob("nginx/output")]):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        print(f"--- {file.name}", *lines, sep="\n", file=sys.stderr)
