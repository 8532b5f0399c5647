"""The pictures of a Moodle XML file: what <file> elements hold, under the names that figures have here."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote

from training.bank.formats import rasters
from training.bank.formats.trees import Element
from training.core.texts import FIGURE_NAME

OWN_PATH = "/needlewise/"
"""Where pictures lie that were exported here: they keep their names. Others get one by what they show."""
PLACE = "@@PLUGINFILE@@"
_MARKDOWN = re.compile(rf"!\[((?:\\.|[^\]\\])*)\]\({PLACE}/([^)\s]+)([^)]*)\)")
_DATA = re.compile(r"data:image/([a-z]{1,10})[a-z+.-]{0,20}(?:;[a-z]+=[\w-]+)*;base64,(.*)", re.DOTALL)


@dataclass(slots=True)
class Figures:
    """The pictures of one file, by the names they have here."""

    found: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, name: str, content: bytes) -> str:
        """Add a picture and return its name here; one that was exported here keeps its own."""
        if path == OWN_PATH and FIGURE_NAME.fullmatch(name):
            self.found.setdefault(name, content)
            return name
        stem = re.sub(r"[^A-Za-z0-9]+", "-", PurePosixPath(name).stem).strip("-")[:60] or "figure"
        content, suffix = rasters.shown(content, PurePosixPath(name).suffix.lower())
        figure = f"{stem}-{sha256(content).hexdigest()[:8]}{suffix}"
        self.found.setdefault(figure, content)
        return figure


@dataclass(slots=True)
class Shelf:
    """The files that one question brings, by path and name, and what is lost of them."""

    figures: Figures
    files: dict[str, Element]
    losses: list[str] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    def image(self, near: Sequence[Element]) -> Callable[[str], str | None]:
        """Return what names the figure of a picture's address; files ``near`` come before those elsewhere."""
        own = {_path(each): each for each in near}

        def figure(source: str) -> str | None:
            inline = _DATA.fullmatch(source.strip())
            if inline:
                return self._decoded("/", f"figure.{inline[1]}", unquote(inline[2]))
            if not source.startswith(f"{PLACE}/"):
                return None
            path = "/" + unquote(source.removeprefix(f"{PLACE}/").partition("?")[0])
            file = own.get(path) or self.files.get(path)
            self._used.add(path)
            if file is None:
                name = path.removeprefix(OWN_PATH)
                return name if path != name and FIGURE_NAME.fullmatch(name) else None
            return self._decoded(path[: path.rindex("/") + 1], path.rpartition("/")[2], file.own)

        return figure

    def from_markdown(self, text: str, near: Sequence[Element]) -> str:
        """Return Markdown whose pictures are figures; one that is not in the file leaves its alternative text."""
        if PLACE not in text:
            return text
        image = self.image(near)

        def shown(found: re.Match[str]) -> str:
            figure = image(f"{PLACE}/{found[2]}")
            if figure is None:
                self.losses.append(f"A picture is not in the file: {found[2][:80]}.")
            return found[1] if figure is None else f"![{found[1]}](figure:{figure}{found[3]})"

        return _MARKDOWN.sub(shown, text)

    def unused(self) -> list[str]:
        """Return sentences on the files that no text shows."""
        return [
            f"The file {path[1:81]} is in no text and is left out." for path in self.files if path not in self._used
        ]

    def _decoded(self, path: str, name: str, text: str) -> str | None:
        try:
            content = b64decode("".join(text.split()), validate=True)
        except (NotBase64, ValueError):
            content = b""
        return self.figures.add(path, name, content) if content else None


def shelf(question: Element, figures: Figures) -> Shelf:
    """Return the files of a question, wherever in it they stand."""
    files: dict[str, Element] = {}
    waiting = [question]
    while waiting:
        node = waiting.pop()
        for each in node.children:
            if each.name == "file":
                files.setdefault(_path(each), each)
            else:
                waiting.append(each)
    return Shelf(figures, files)


def _path(file: Element) -> str:
    path = "/" + file.attributes.get("path", "/").strip("/")
    return f"{path.rstrip('/')}/{file.attributes.get('name', '').strip()}"
