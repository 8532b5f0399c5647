"""A site that real browsers can reach, and the browser: for the tests here and for ``make look``."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import event
from werkzeug.serving import WSGIRequestHandler, make_server

from scripts import find_browser
from tests import people
from tests.conftest import _no_write_in_a_get, build, settings_for
from training.db import db

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-site-isolation-trials",
    "--in-process-gpu",
    "--js-flags=--no-opt --no-maglev --no-flush-bytecode",
)
"""The last one because no page lives long enough for its scripts to earn what optimising them costs, and axe is the
same on every page: its compiled code is kept."""
SMALLEST, PHONE, DESK = 320, 390, 1280
HEIGHTS = {SMALLEST: 640, PHONE: 844, DESK: 900}
TURNS = ((PHONE, "light"), (DESK, "dark"))
"""How pages are looked at in turn: each once, every second one as the other half sees it."""


class NoBrowser(Exception):
    """There is no browser here; the text says how to get one."""


@dataclass
class Site:
    """A running site; ``known`` holds the ids that addresses need, by name."""

    url: str
    app: Flask
    known: dict[str, object] = field(default_factory=dict)

    def cookies_of(self, first: str) -> list[dict]:
        """Return the cookies of a browser in which this person is signed in."""
        client = people.signed_in(self.app, first)
        name = self.app.config["SESSION_COOKIE_NAME"]
        return [{"name": name, "value": client.get_cookie(name).value, "url": self.url}]

    def carried(self, name: str) -> list[dict]:
        """Return the cookies of that name: made when the site was filled, or now where they last for minutes only."""
        made = self.known[name] if name else []
        with self.app.app_context():
            return [{**cookie, "url": self.url} for cookie in (made() if callable(made) else made)]

    def address(self, path: str) -> str:
        """Return the whole address of a path, its ``{names}`` filled from what is known."""
        return self.url + path.format(**self.known)


class Silent(WSGIRequestHandler):
    """Logs no requests, which would drown what a failing test says."""

    def log_request(self, *args: object) -> None:
        pass


class Door:
    """Lets requests in until it is closed, which waits for those inside: none may meet the next test's database."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._changed = Condition()
        self._inside = 0
        self._open = True

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        with self._changed:
            if not self._open:
                start_response("503 Service Unavailable", [])
                return []
            self._inside += 1
        try:
            return self._app(environ, start_response)
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in any more. Raises AssertionError when somebody is still inside after ten seconds."""
        with self._changed:
            self._open = False
            assert self._changed.wait_for(lambda: self._inside == 0, timeout=10), "a request does not end"


@contextmanager
def serve(app: Flask) -> Iterator[Site]:
    """Serve ``app`` until the block ends, with CSRF tokens checked as in the product."""
    app.config["WTF_CSRF_ENABLED"] = True
    door = Door(app)
    server = make_server("127.0.0.1", 0, door, threaded=True, request_handler=Silent)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://localhost:{server.server_port}", app)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
        door.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium of this machine. Raises NoBrowser."""
    environment, wrong = find_browser.node()
    found = find_browser.find()
    if wrong or found is None:
        raise NoBrowser(wrong or find_browser.REMEDY)
    os.environ.update(environment)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, args=flags, env={**os.environ, **found.environment}
        )
        yield browser
        browser.close()


def fill(template: Path, folder: Path, with_what: Callable[[Flask], dict[str, object]]) -> dict[str, object]:
    """Put a copy of the prepared database into a folder, fill it, and return the ids that addresses need."""
    shutil.copy(template, folder / "test.db")
    app = _app_of(folder)
    with app.app_context():
        known = with_what(app)
        db.session.remove()
        db.engine.dispose()
    return known


@contextmanager
def filled(folder: Path, known: dict[str, object]) -> Iterator[Site]:
    """Serve what `fill` put into a folder. A GET that writes fails."""
    app = _app_of(folder)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _no_write_in_a_get)
    with serve(app) as running:
        running.known.update(known)
        yield running
    with app.app_context():
        db.engine.dispose()


def _app_of(folder: Path) -> Flask:
    return build(settings_for(folder, f"sqlite:///{folder / 'test.db'}"))
