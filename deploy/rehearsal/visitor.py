"""A browser without scripts: https, cookies, forms with their hidden fields, and JSON as the exam page sends it."""

import gzip
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from html.parser import HTMLParser
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

SEE_OTHER = 303


class Refused(Exception):
    """The site answered with an error, or not at all; ``status`` is 0 when there was no answer."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Form:
    """A form of a page: where it goes, and what its fields hold."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """An answer of the site."""

    url: str
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found

    def forms(self, action: str) -> list[Form]:
        """Return the forms whose action holds ``action``."""
        reader = _Forms()
        reader.feed(self.text)
        return [form for form in reader.forms if action in form.action]

    def form(self, action: str) -> Form:
        """Return the first of these forms. Raises Refused when the page has none."""
        found = self.forms(action)
        if not found:
            raise Refused(f"{self.url} has no form to {action}", 200)
        return found[0]


class Visitor:
    """One person's browser, which trusts the certificate made for the rehearsal and no other."""

    def __init__(self, site: str, certificate: Path) -> None:
        self.site = site
        self.cookies = CookieJar()
        secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(certificate)))
        handlers = (secure, urllib.request.HTTPCookieProcessor(self.cookies))
        self._opener, self._staying = (urllib.request.build_opener(*handlers, *more) for more in ((), (_Staying,)))

    def get(self, path: str, **headers: str) -> Page:
        """Open a page and go where it sends us. Raises Refused."""
        return self._send(urllib.request.Request(urljoin(self.site, path), headers=headers))

    def post(self, form: Form, values: Mapping[str, str | list[str]] | None = None) -> Page:
        """Send a form with some of its fields filled in, and go where that leads. Raises Refused."""
        return self._send(self._filled(form, values or {}))

    def submit(self, form: Form, values: Mapping[str, str | list[str]]) -> None:
        """Send a form and stay where we are. Raises Refused unless the site leads on, as it does with what it took."""
        try:
            self._send(self._filled(form, values), self._staying)
        except Refused as answer:
            if answer.status != SEE_OTHER:
                raise
        else:
            raise Refused(f"{form.action} did not take the form", 200)

    def _filled(self, form: Form, values: Mapping[str, str | list[str]]) -> urllib.request.Request:
        body = urlencode({**form.fields, **values}, doseq=True).encode()
        return urllib.request.Request(urljoin(self.site, form.action), body)

    def send(self, path: str, content: object, *, token: str) -> dict[str, object]:
        """Send JSON as a script does and return what came back. Raises Refused."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        return self._send(
            urllib.request.Request(urljoin(self.site, path), json.dumps(content).encode(), headers)
        ).json()

    def _send(self, request: urllib.request.Request, opener: urllib.request.OpenerDirector | None = None) -> Page:
        request.add_header("Referer", self.site)
        request.add_header("Accept-Encoding", "gzip")
        try:
            with (opener or self._opener).open(request, timeout=60) as answer:
                packed = answer.read()
                body = gzip.decompress(packed) if answer.headers.get("Content-Encoding") == "gzip" else packed
                return Page(answer.url, answer.headers, body)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(f"{request.get_method()} {request.full_url}: {error.code}", error.code) from error
        except (OSError, HTTPException) as error:
            raise Refused(f"{request.get_method()} {request.full_url}: {error}", 0) from error


class _Staying(urllib.request.HTTPRedirectHandler):
    """Goes nowhere: where a form led to is then an error, as urllib has it."""

    def redirect_request(self, *_answer: object) -> None:
        return None


class _Forms(HTMLParser):
    """Collects the forms of a page with the fields a browser would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms and "name" in given:
            kept = given.get("type", "text") in {"hidden", "text", "email", "date"} or "checked" in given
            self.forms[-1].fields |= {given["name"]: given.get("value", "")} if kept else {}
