"""The hostile samples, and the site's own way to show each."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from training.bank import pictures
from training.web import richtext, svg


@dataclass(frozen=True)
class Sample:
    kind: str
    name: str
    text: str
    never: tuple[str, ...] = ()
    refused: bool = False

    def __str__(self):
        return f"{self.kind}: {self.name}"


def samples():
    read = tomllib.loads((Path(__file__).parent / "hostile.toml").read_text(encoding="utf-8"))
    return [
        Sample(kind, entry["name"], entry["text"], tuple(entry.get("never", ())), entry.get("refused", False))
        for kind in ("markdown", "svg")
        for entry in read[kind]
    ]


def shown(sample):
    """Return every form in which a page could show the sample."""
    if sample.kind == "svg":
        return _drawing(sample.text)
    parts = [richtext.render(sample.text), richtext.render_inline(sample.text)]
    for block in richtext.blocks(sample.text):
        parts += [getattr(block, "html", ""), Markup.escape(getattr(block, "title", ""))]
    return Markup("\n").join(parts)


def accepted(sample):
    """Return whether the sample is taken as a figure of an item."""
    try:
        return bool(pictures.media_type("a.svg", sample.text.encode()))
    except pictures.NotAPicture:
        return False


def _drawing(text):
    """Return a drawing as a page shows it: cleaned, or the words that refuse it."""
    try:
        return svg.clean(text, "f")
    except svg.SvgError as error:
        return Markup.escape(str(error))
