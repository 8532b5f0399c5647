"""A small HTTP/1.1 client that behaves as a browser does: cookies, kept connections, gzip, forms and hidden fields.

Only 127.0.0.1 is spoken to, nothing is sent twice, and every answer is timed.
"""

import asyncio
import gzip
import json
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

HOST = "127.0.0.1"
REDIRECTS = {301, 302, 303, 307}


class Refused(Exception):
    """The server answered with an error, or not at all."""


@dataclass
class Form:
    """A form of a page: where it goes, and what its fields hold."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Answer:
    """One answer of the server, its body unpacked."""

    status: int
    headers: dict[str, str]
    body: bytes
    wire: int
    path: str

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> dict:
        return json.loads(self.body)

    def form(self, action: str) -> Form:
        """Return the first form whose action holds ``action``. Raises Refused when the page has none."""
        reader = _Forms()
        reader.feed(self.text)
        found = next((form for form in reader.forms if action in form.action), None)
        if found is None:
            raise Refused(f"no form to {action} at {self.path}")
        return found


@dataclass
class Timing:
    """One timed request."""

    label: str
    seconds: float
    status: int
    sent: int
    received: int


class Browser:
    """One person's browser."""

    def __init__(self, port: int, timings: list[Timing]) -> None:
        self._port, self._timings = port, timings
        self._cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, label: str, path: str) -> Answer:
        """Open a page and go where it sends us."""
        return await self._follow(label, await self._request(label, "GET", path))

    async def post(self, label: str, form: Form, **values: str) -> Answer:
        """Send a form with some of its fields filled in, and go where that leads."""
        body = urlencode({**form.fields, **values}).encode()
        kind = "application/x-www-form-urlencoded"
        return await self._follow(label, await self._request(label, "POST", form.action, body, {"Content-Type": kind}))

    async def send(self, label: str, path: str, content: object, **headers: str) -> Answer:
        """Send JSON as a script does."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = json.dumps(content, separators=(",", ":")).encode()
        return await self._request(label, "POST", path, body, {"Content-Type": "application/json", **named})

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()

    async def _follow(self, label: str, answer: Answer) -> Answer:
        while answer.status in REDIRECTS:
            parts = urlsplit(answer.headers["location"])
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            answer = await self._request(f"{label}: then", "GET", path)
        return answer

    async def _request(
        self, label: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        head = {
            "Host": f"{HOST}:{self._port}",
            "User-Agent": "bench",
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Length": str(len(body)),
            "Referer": f"http://{HOST}:{self._port}/",
            **(headers or {}),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
        message = f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body
        began = time.perf_counter()
        answer = await self._exchange(message, path)
        took = time.perf_counter() - began
        self._timings.append(Timing(label, took, answer.status, len(body), answer.wire))
        if answer.status >= 400:
            raise Refused(f"{label}: {answer.status} at {path}: {answer.text[:300]}")
        return answer

    async def _exchange(self, message: bytes, path: str) -> Answer:
        if self._streams is None or self._streams[1].is_closing() or self._streams[0].at_eof():
            self._streams = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._streams
        writer.write(message)
        await writer.drain()
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
        headers: dict[str, str] = {}
        for name, _, value in (line.partition(": ") for line in lines):
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                self._keep(value)
        packed = await self._body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            writer.close()
        body = gzip.decompress(packed) if headers.get("content-encoding") == "gzip" else packed
        return Answer(int(status.split()[1]), headers, body, len(packed), path)

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(headers.get("content-length", 0)))
        parts = []
        while size := int((await reader.readline()).split(b";")[0], 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)

    def _keep(self, cookie: str) -> None:
        pair, *attributes = cookie.split(";")
        name, _, value = pair.partition("=")
        if any("max-age=0" in attribute.lower() for attribute in attributes):
            self._cookies.pop(name, None)
        else:
            self._cookies[name] = value


class _Forms(HTMLParser):
    """Collects the forms of a page with the fields a browser would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif tag == "input" and self.forms and given.get("name"):
            kind = given.get("type") or "text"
            if kind in {"hidden", "text", "email"} or "checked" in given:
                self.forms[-1].fields[str(given["name"])] = given.get("value") or ""
