"""Figures of items: which bytes are a picture, and which SVG is harmless enough to be shown."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from PIL import Image

from training.web import svg

MAX_BYTES = 4 * 2**20
MAX_PIXELS = 40_000_000
TYPES: Mapping[str, str] = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {
    "svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan", "title", "desc",
    "defs", "pattern", "marker", "clipPath", "mask", "linearGradient", "radialGradient", "stop", "use", "symbol",
}  # fmt: skip
_FOREIGN = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|//", re.IGNORECASE)
_NAMES = {"xmlns", "viewBox"}


class NotAPicture(ValueError):
    """The bytes are no picture this site shows; the message says why."""


def media_type(name: str, content: bytes) -> str:
    """Return the media type of a figure. Raises NotAPicture with the reason when it is none, or not harmless.

    The bytes are kept as they are, so that what is exported is what was loaded.
    """
    kind = TYPES.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise NotAPicture("is no kind of picture used here: use SVG, PNG, JPEG or WebP")
    if len(content) > MAX_BYTES:
        raise NotAPicture(f"is larger than {MAX_BYTES // 2**20} MB, the most that fit")
    if kind == "image/svg+xml":
        _check_svg(content)
    else:
        _check_pixels(kind, content)
    return kind


def _check_pixels(kind: str, content: bytes) -> None:
    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[kind]]) as picture:
            pixels = picture.width * picture.height
            if pixels <= MAX_PIXELS:
                picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("is not the picture its name says") from error
    if pixels > MAX_PIXELS:
        raise NotAPicture(f"has {pixels:,} pixels; at most {MAX_PIXELS:,} fit")


def _check_svg(content: bytes) -> None:
    if re.search(rb"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", content, re.IGNORECASE):
        raise NotAPicture("is an SVG with a DOCTYPE, an entity or a style sheet: remove it")
    try:
        text = content.decode("utf-8-sig")
        svg.clean(text, "figure")  # refuses what would choke a browser: too deep, too many copies
        root = ET.fromstring(text)  # noqa: S314 - no DOCTYPE, so no entities to expand
    except UnicodeDecodeError as error:
        raise NotAPicture("is not UTF-8: save it as UTF-8") from error
    except (svg.SvgError, ET.ParseError, ValueError) as error:
        raise NotAPicture(f"is not an SVG figure that can be shown ({error})") from error
    for node in root.iter():
        _check_node(node)
    named = {node.get("id"): node for node in root.iter() if node.get("id")}
    for use in root.iter(f"{_SVG}use"):
        target = named.get(use.get("href", use.get(_XLINK, "")).removeprefix("#"))
        if target is not None and next(target.iter(f"{_SVG}use"), None) is not None:
            raise NotAPicture("is an SVG whose <use> draws something that holds a <use>: draw it out")


def _check_node(node: ET.Element) -> None:
    name = str(node.tag).removeprefix(_SVG)
    if name not in _ELEMENTS:
        raise NotAPicture(f"is an SVG with <{name.rpartition('}')[2]}>, which is not allowed in figures")
    for attribute, value in node.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on") or plain == "style" or (plain == "href" and not value.startswith("#")):
            raise NotAPicture(f"is an SVG with the attribute {plain} on <{name}>, which is not allowed in figures")
        if attribute not in _NAMES and _FOREIGN.search(value):
            raise NotAPicture(f"is an SVG that points to another file in {plain} of <{name}>")
