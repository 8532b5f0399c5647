"""Figures: SVG rebuilt from an allow-list, so that nothing in it can run, fetch or restyle the page.

The file is read as XML and written anew from what is allowed; whatever is not named here never reaches a page.
Ids get a prefix, so that several figures can stand on one page; references lead to ids of the same file only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from markupsafe import Markup

NAMESPACE = "http://www.w3.org/2000/svg"
MAX_CHARACTERS = 500_000
MAX_ELEMENTS = 5_000
MAX_DEPTH = 40
MAX_COPIES = 20_000
"""Elements that all ``use`` of a figure may draw together."""

ELEMENTS = frozenset({
    "svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan", "title", "desc",
    "defs", "pattern", "marker", "clipPath", "linearGradient", "stop", "use",
})  # fmt: skip
WORDS = frozenset({"text", "tspan", "title", "desc"})

_numbers = re.compile(r"[-+\d.,eE%\s]*")
_path = re.compile(r"[MmLlHhVvCcSsQqTtAaZzeE\d.,+\s-]*")
_transform = re.compile(r"((matrix|translate|scale|rotate|skewX|skewY)\s*\([-+\d.,eE\s]*\)[\s,]*)*")
_word = re.compile(r"[A-Za-z][A-Za-z -]{0,40}")
_id = re.compile(r"[A-Za-z_][\w.-]{0,60}")
_classes = re.compile(r"((f|s)-[a-z]{2,12}|label(-(small|strong|caps|muted))?|hatch)(\s+|$)")
_view_box = re.compile(r"\s*-?[\d.]+([\s,]+-?[\d.]+){3}\s*")
_local_url = re.compile(r"url\(#([\w.-]+)\)")
_paint = re.compile(r"none|currentColor")

VALUES: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(
        (
            "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "dx", "dy", "rotate",
            "opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "offset", "stroke-width", "stroke-dasharray",
            "stroke-dashoffset", "stroke-miterlimit", "refX", "refY", "markerWidth", "markerHeight", "points",
        ),
        _numbers,
    ),
    **dict.fromkeys(
        (
            "text-anchor", "dominant-baseline", "stroke-linecap", "stroke-linejoin", "fill-rule", "clip-rule",
            "patternUnits", "patternContentUnits", "markerUnits", "clipPathUnits", "gradientUnits",
            "preserveAspectRatio",
        ),
        _word,
    ),
    **dict.fromkeys(("transform", "patternTransform", "gradientTransform"), _transform),
    "d": _path,
    "orient": re.compile(r"auto|auto-start-reverse|-?[\d.]+"),
    "viewBox": _view_box,
    "role": re.compile(r"img"),
}  # fmt: skip
_NAMING = {"id": "any", "href": "use", "aria-labelledby": "svg"}
"""Attributes that hold ids, and the element that may carry them."""
REFERENCES = frozenset({"fill", "stroke", "clip-path", "marker-start", "marker-mid", "marker-end"})


class SvgError(ValueError):
    """The text is no SVG figure at all; the message says why, with the line where known."""


@dataclass(frozen=True, slots=True)
class Removal:
    """Something cleaning took out, and where it stood."""

    line: int
    what: str


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str]
    line: int
    children: list["_Node | str"] = field(default_factory=list)


def clean(text: str, prefix: str) -> Markup:
    """Return the figure as markup for a page, its ids beginning with ``prefix``.

    Whatever is not on the list is left out. Raises SvgError for a text that is not well-formed, not SVG, or too large.
    """
    return cleaned(text, prefix)[0]


def cleaned(text: str, prefix: str) -> tuple[Markup, tuple[Removal, ...]]:
    """Return the figure as `clean` does, and everything that was taken out of it. Raises SvgError."""
    reader = _Reader(prefix)
    reader.read(text)
    return Markup(reader.written()), tuple(reader.removals)  # noqa: S704 - written from the list


def words(text: str) -> tuple[str, str]:
    """Return title and description of a figure, empty where it has none. Raises SvgError."""
    reader = _Reader("figure")
    reader.read(text)
    found = {node.name: "".join(part for part in node.children if isinstance(part, str)) for node in reader.titles()}
    return found.get("title", "").strip(), found.get("desc", "").strip()


class _Reader:
    """Reads XML into a tree that holds allowed elements and attributes only."""

    def __init__(self, prefix: str) -> None:
        if not _id.fullmatch(prefix):
            message = f"{prefix!r} cannot begin an id"
            raise ValueError(message)
        self._prefix = prefix
        self._open: list[_Node] = []
        self._root: _Node | None = None
        self._skipping = 0
        self._elements = 0
        self._ids: dict[str, _Node] = {}
        self.removals: list[Removal] = []

    def read(self, text: str) -> None:
        """Read the whole text. Raises SvgError."""
        if len(text) > MAX_CHARACTERS:
            raise SvgError(f"the figure has {len(text):,} characters; at most {MAX_CHARACTERS:,} fit")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.ProcessingInstructionHandler = lambda _target, _data: self._removed("a processing instruction")
        self._parser = parser
        try:
            parser.Parse(text, True)  # noqa: FBT003 - expat's own
        except expat.ExpatError as error:
            raise SvgError(f"line {error.lineno}: {expat.ErrorString(error.code)}") from error
        if self._root is None:
            raise SvgError("the first element is not an SVG drawing")
        self._resolve(self._root)

    def written(self) -> str:
        """Return the tree as text that HTML and XML parsers read alike."""
        assert self._root is not None
        return _write(self._root)

    def titles(self) -> list[_Node]:
        """Return the title and description of the whole figure."""
        assert self._root is not None
        return [node for node in self._root.children if isinstance(node, _Node) and node.name in {"title", "desc"}]

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) + self._skipping > MAX_DEPTH:
            raise SvgError(f"the figure has more than {MAX_ELEMENTS:,} elements or {MAX_DEPTH} levels")
        namespace, _, name = qualified.rpartition(" ")
        if self._skipping or not self._allowed(namespace, name):
            self._skipping += 1
            return
        node = _Node(name, self._kept(name, attributes), self._line)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _allowed(self, namespace: str, name: str) -> bool:
        fits = namespace == NAMESPACE and name in ELEMENTS and (name == "svg") == (not self._open)
        fits = fits and (not self._open or self._open[-1].name not in {"title", "desc", "use", "stop"})
        if not fits:
            self._removed(f"the element {name}")
        return fits

    def _kept(self, element: str, attributes: dict[str, str]) -> dict[str, str]:
        kept = {}
        for name, value in attributes.items():
            if self._fits(element, name, value):
                kept[name] = value
            else:
                self._removed(f"{name.rpartition(' ')[2]} of {element}")
        return kept

    def _fits(self, element: str, name: str, value: str) -> bool:
        if name in VALUES:
            return VALUES[name].fullmatch(value) is not None
        if name in REFERENCES:
            return (_local_url.fullmatch(value) or _paint.fullmatch(value)) is not None
        if name == "class":
            return all(_classes.fullmatch(word) for word in value.split())
        if _NAMING.get(name) not in {element, "any"}:
            return False
        names = value.split() if name == "aria-labelledby" else [value.removeprefix("#")]
        return value.startswith("#") == (name == "href") and all(_id.fullmatch(word) for word in names)

    def _end(self, _qualified: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def _characters(self, data: str) -> None:
        if self._skipping or not self._open:
            return
        if self._open[-1].name in WORDS:
            self._open[-1].children.append(data)
        elif data.strip():
            self._removed(f"text in {self._open[-1].name}")

    def _refuse_doctype(self, *_arguments: object) -> None:
        raise SvgError(f"line {self._line}: a document type or entity declaration is not accepted; remove it")

    def _resolve(self, root: _Node) -> None:
        """Rename ids, and drop references that lead nowhere or in a circle."""
        nodes = list(_walk(root))
        for node in nodes:
            name = node.attributes.get("id")
            if name in self._ids:
                self._drop(node, "id", f"the second id {name}")
            elif name:
                self._ids[name] = node
        for node in nodes:
            for name in [name for name in node.attributes if name in REFERENCES or name == "href"]:
                self._follow(node, name)
        copies = [_walk(self._ids[node.attributes["href"][1:]]) for node in nodes if "href" in node.attributes]
        if sum(map(len, copies)) > MAX_COPIES:
            raise SvgError(f"its use elements draw more than {MAX_COPIES:,} elements; draw fewer copies")
        for node in nodes:
            self._rename(node)

    def _follow(self, node: _Node, name: str) -> None:
        value = node.attributes[name]
        match = _local_url.fullmatch(value)
        target = value[1:] if name == "href" else match[1] if match else None
        if target is None:
            return
        if target not in self._ids:
            self._drop(node, name, f"{name}, which leads to no id of the figure")
        elif name == "href" and any(inner.name == "use" for inner in _walk(self._ids[target])):
            self._drop(node, name, "a use of something that holds a use")

    def _rename(self, node: _Node) -> None:
        for name, value in node.attributes.items():
            if name == "id":
                node.attributes[name] = self._renamed(value)
            elif name == "href":
                node.attributes[name] = "#" + self._renamed(value[1:])
            elif name == "aria-labelledby":
                node.attributes[name] = " ".join(self._renamed(word) for word in value.split() if word in self._ids)
            elif name in REFERENCES:
                node.attributes[name] = _local_url.sub(lambda match: f"url(#{self._renamed(match[1])})", value)

    def _renamed(self, name: str) -> str:
        return f"{self._prefix}-{name}"

    def _drop(self, node: _Node, name: str, what: str) -> None:
        del node.attributes[name]
        self.removals.append(Removal(node.line, what))

    def _removed(self, what: str) -> None:
        self.removals.append(Removal(self._line, what))

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber


def _walk(node: _Node) -> "list[_Node]":
    return [node] + [found for child in node.children if isinstance(child, _Node) for found in _walk(child)]


def _write(node: _Node) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    inside = "".join(_write(child) if isinstance(child, _Node) else escape(child) for child in node.children)
    return f"<{node.name}{attributes}>{inside}</{node.name}>" if inside else f"<{node.name}{attributes}/>"
