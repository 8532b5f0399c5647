"""Filling a form of a page with values that were sent before: text to text, without a browser."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

NEVER = frozenset({"csrf_token"})
SECRETS = ("password", "csrf_token", "one_time_code")
"""Fields with these in their names are never kept nor put into a page again."""
KEPT_TYPES = frozenset({"submit", "button", "image", "reset", "file", "password"})
Attributes = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Refilled:
    """A page whose form was filled; ``missing`` are names of values that found no field."""

    html: str
    missing: tuple[str, ...]


def refill(html: str, *, action: str, values: Iterable[tuple[str, str]]) -> Refilled | None:
    """Return the page with the POST form for ``action`` filled; None when it has no such form.

    With several such forms (a button a row) the one with most of the values' names is taken. Hidden fields get
    their old value back, so that a form made from an older version still says so; passwords and files are left.
    """
    given = [(name, value) for name, value in values if name not in NEVER]
    names = {name for name, _value in given}
    finder = _Finder(action)
    finder.feed(html)
    if not finder.forms:
        return None
    best = max(range(len(finder.forms)), key=lambda number: len(names & finder.forms[number]))
    filler = _Filler(action, best, given)
    filler.feed(html)
    filler.close()
    return Refilled("".join(filler.out), tuple(sorted(names - filler.met)))


def _is_wanted(attributes: Attributes, action: str) -> bool:
    found = dict(attributes)
    return (found.get("method") or "get").lower() == "post" and _path(found.get("action") or "") == _path(action)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path


class _Finder(HTMLParser):
    """Collects the field names of every form for an action."""

    def __init__(self, action: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[set[str]] = []
        self._action = action
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "form":
            self._inside = _is_wanted(attrs, self._action)
            if self._inside:
                self.forms.append(set())
        elif self._inside and (name := dict(attrs).get("name")):
            self.forms[-1].add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


@dataclass
class _Waiting:
    """The values of each name that no field took yet."""

    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, name: str) -> str | None:
        """Return the next value of a name, None when there is none."""
        return self.values[name].pop(0) if self.values.get(name) else None


class _Filler(HTMLParser):
    """Copies a page and fills one of its forms."""

    def __init__(self, action: str, number: int, values: list[tuple[str, str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.met: set[str] = set()
        self._action, self._number = action, number
        self._seen, self._inside = -1, False
        self._select: str | None = None
        self._dropping = False
        self._all: dict[str, list[str]] = defaultdict(list)
        for name, value in values:
            self._all[name].append(value)
        self._waiting = _Waiting({name: list(found) for name, found in self._all.items()})

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        raw = self.get_starttag_text() or ""
        if tag == "form" and _is_wanted(attrs, self._action):
            self._seen += 1
            self._inside = self._seen == self._number
        self.out.append(self._filled(tag, attrs, raw) if self._inside else raw)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._dropping = False
        self.out.append(f"</{tag}>")

    def _filled(self, tag: str, attrs: Attributes, raw: str) -> str:
        name = dict(attrs).get("name") or ""
        if tag == "button":
            self.met.add(name)
        if tag == "input":
            return self._input(name, attrs, raw)
        if tag == "select":
            self._select = name
            self.met.add(name)
        if tag == "option" and self._select is not None:
            return _flagged(tag, attrs, "selected", on=(dict(attrs).get("value") or "") in self._all[self._select])
        if tag == "textarea" and (value := self._waiting.take(name)) is not None:
            self.met.add(name)
            self._dropping = True
            return f"{raw}\n{escape(value, quote=False)}"
        return raw

    def _input(self, name: str, attrs: Attributes, raw: str) -> str:
        found = dict(attrs)
        kind = (found.get("type") or "text").lower()
        if not name or name in NEVER or kind in KEPT_TYPES:
            return raw
        self.met.add(name)
        if kind in {"checkbox", "radio"}:
            return _flagged("input", attrs, "checked", on=(found.get("value") or "on") in self._all[name])
        value = self._waiting.take(name)
        return raw if value is None else _tag("input", [*_without(attrs, "value"), ("value", value)])

    def handle_data(self, data: str) -> None:
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copy(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._copy(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._copy(f"<!{decl}>")

    def _copy(self, text: str) -> None:
        if not self._dropping:
            self.out.append(text)


def _flagged(tag: str, attrs: Attributes, flag: str, *, on: bool) -> str:
    return _tag(tag, [*_without(attrs, flag), *([(flag, None)] if on else [])])


def _without(attrs: Attributes, name: str) -> Attributes:
    return [(key, value) for key, value in attrs if key != name]


def _tag(tag: str, attrs: Attributes) -> str:
    written = "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attrs)
    return f"<{tag}{written}>"
