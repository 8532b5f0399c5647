"""Tables as cards on a phone: what a cell needs so that style alone can set each row as a card.

The rows stay rows of a table. Each cell carries the title of its column, which the page shows beside it where the
head is out of sight, and each part its role, since some browsers forget it with another display.
"""

import re
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

LEAST = 4
"""Columns from which a table no longer fits a phone; fewer stay side by side."""
ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}
_TAG = re.compile(r"<(thead|tbody|tfoot|tr|th|td)\b([^>]*)>(\s*</td>)?")
_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
_TITLE = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_MARKUP = re.compile(r"<svg.*?</svg>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Laid:
    """The inside of a table, and whether it becomes cards."""

    html: Markup
    cards: bool


def laid(html: Markup, cards: bool | None = None) -> Laid:  # noqa: FBT001 - a filter of templates
    """Return the inside of a table ready to become cards; ``cards`` decides, else the number of its columns.

    A table with cells across several columns or with several rows of titles stays as it is.
    """
    head = _HEAD.search(html)
    titles = [_title(title) for title in _TITLE.findall(head[1])] if head else []
    wanted = len(titles) >= LEAST if cards is None else cards
    if head is None or not wanted or "colspan=" in html or "rowspan=" in html or head[1].count("<tr") != 1:
        return Laid(html, cards=False)
    return Laid(Markup("".join(_marked(html, titles))), cards=True)  # noqa: S704 - what a template made, and its titles


def _marked(html: str, titles: list[str]) -> "list[str]":
    pieces, end, place, in_head = [], 0, 0, False
    for tag in _TAG.finditer(html):
        name, attributes, empty = tag.groups()
        if name in ("thead", "tbody", "tfoot"):
            in_head = name == "thead"
        place = 0 if name == "tr" else place
        role = ROLES.get(name) or ("columnheader" if in_head else "rowheader")
        title = titles[place] if name in ("th", "td") and not in_head and place < len(titles) else ""
        place += name in ("th", "td")
        label = f' data-label="{escape(title)}"' if title else ""
        hollow = " data-empty" if empty else ""
        pieces += [html[end : tag.start()], f'<{name}{attributes} role="{role}"{label}{hollow}>{empty or ""}']
        end = tag.end()
    return [*pieces, html[end:]]


def _title(html: str) -> str:
    """Return a column's title as text, "" for one that is there for screen readers only."""
    return "" if "visually-hidden" in html else " ".join(unescape(_MARKUP.sub(" ", html)).split())
