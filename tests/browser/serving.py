"""A site that real browsers can reach: the application behind a threaded server on a port of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests import people


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
        """Return cookies that were made when the site was filled."""
        return [{**cookie, "url": self.url} for cookie in self.known[name]] if name else []

    def address(self, path: str) -> str:
        """Return the whole address of a path, its ``{names}`` filled from what is known."""
        return self.url + path.format(**self.known)


class Silent(WSGIRequestHandler):
    """Logs no requests, which would drown what a failing test says."""

    def log_request(self, *args: object) -> None:
        pass


@contextmanager
def serve(app: Flask) -> Iterator[Site]:
    """Serve ``app`` until the block ends, with CSRF tokens checked as in the product."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://localhost:{server.server_port}", app)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
