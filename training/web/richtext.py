"""Markdown to safe HTML: one renderer for items, modules and notices, with an allow-list after it.

The renderer passes no HTML through; the allow-list (nh3) is the second wall. Pictures come from this site only.
`render` and `render_inline` serve short texts. `blocks` serves pages of a module: it also knows plates
(``![](figure:taut-band)`` on a line of its own), interactive parts (``![](interactive:needle-depth)``, likewise) and
callouts (``::: danger Title`` … ``:::``), which a template draws with the components every page uses, so that no
component is written twice.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import ClassVar, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.container import container_plugin
from nh3 import Cleaner

CALLOUTS = ("danger", "caution", "aftercare", "evidence", "note")
CITATION = re.compile(r"\[@([\w-]+(?:\s*;\s*@[\w-]+)*)\]")
GAP = re.compile(r'<(?:[^>"]|"[^"]*")*>|\[\[(?P<gap>[a-z][a-z0-9]{0,7})\]\]')
KEPT = 8192
"""Texts whose HTML a process keeps: a bank of some thousand items; a paper shows the same options to everybody."""
FIGURE = "figure:"
INTERACTIVE = "interactive:"
SECTION = "section:"

TAGS = {
    "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "h2", "h3", "h4", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td", "sub", "sup", "div", "span",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "class", "aria-label"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "span": {"class"},
    "table": {"class"},
}
OWN_PICTURE = re.compile(r"/(media|static|bank/figures|exam/attempts/\d+/figures|marking/\d+/figures)/[\w./-]+")
ADDRESS = re.compile(r"#[\w-]+|/(?![/\\])\S*|https://\S+|mailto:\S+|")


@dataclass(frozen=True, slots=True)
class Citation:
    """How a page shows one source: its number there, its words, and where on the site it stands."""

    number: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Targets:
    """What a text may point to: sources by code, sections of modules by id."""

    citations: Mapping[str, Citation] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs, lists and tables, ready for the page."""

    kind: ClassVar[str] = "prose"
    html: Markup


@dataclass(frozen=True, slots=True)
class Plate:
    """The place of a figure, by its id."""

    kind: ClassVar[str] = "plate"
    figure: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an interactive part, by its name."""

    kind: ClassVar[str] = "slot"
    name: str


@dataclass(frozen=True, slots=True)
class Callout:
    """Words set apart; ``tone`` is one of CALLOUTS."""

    kind: ClassVar[str] = "callout"
    tone: str
    title: str
    html: Markup


Block: TypeAlias = Prose | Plate | Slot | Callout


def render(text: str, targets: Targets | None = None) -> Markup:
    """Return ``text`` as paragraphs, lists and tables of safe HTML."""
    if targets is None:
        return _rendered(text)
    return _clean(_plain.render(text, _environment(targets, heading=3)))


def render_inline(text: str, targets: Targets | None = None) -> Markup:
    """Return ``text`` as safe HTML without a paragraph around it: an option, a heading, with ``targets`` a caption."""
    if targets is None:
        return _rendered_inline(text)
    return _clean(_page.renderInline(text, _environment(targets, heading=3)))


@lru_cache(maxsize=KEPT)
def _rendered(text: str) -> Markup:
    return _clean(_plain.render(text, _environment(None, heading=3)))


@lru_cache(maxsize=KEPT)
def _rendered_inline(text: str) -> Markup:
    return _clean(_plain.renderInline(text, _environment(None, heading=3)))


def gapped(text: str) -> tuple[tuple[Markup, str], ...]:
    """Return ``text`` cut at its gaps: safe HTML and the name of the gap after it, ``""`` after the last piece.

    A piece may open what a later one closes. A gap inside a tag is none.
    """
    html, start, pieces = render(text), 0, []
    for found in GAP.finditer(html):
        if found["gap"]:
            pieces.append((html[start : found.start()], found["gap"]))
            start = found.end()
    return (*pieces, (html[start:], ""))


def blocks(text: str, targets: Targets | None = None, *, heading: int = 3) -> tuple[Block, ...]:
    """Return the parts of a page's text in order; ``###`` becomes a heading of level ``heading`` (2-4)."""
    environment = _environment(targets, heading=heading)
    return tuple(_block(tokens, environment) for tokens in _portions(_page.parse(text, environment)))


def citations(text: str) -> tuple[str, ...]:
    """Return the codes of the sources a text cites, in order, each once."""
    codes = (code for match in CITATION.finditer(text) for code in _codes(match))
    return tuple(dict.fromkeys(codes))


def _codes(match: re.Match[str]) -> list[str]:
    return [code.strip().removeprefix("@") for code in match[1].split(";")]


def _environment(targets: Targets | None, *, heading: int) -> dict[str, object]:
    return {"targets": targets or Targets(), "heading": heading}


def _portions(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens in runs that become one block each: what is shown and callouts alone, all else together."""
    run: list[Token] = []
    for group in _top_level(tokens):
        if _shown(group) or _tone(group):
            if run:
                yield run
            yield group
            run = []
        else:
            run += group
    if run:
        yield run


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group, depth = [], 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _block(tokens: list[Token], environment: dict[str, object]) -> Block:
    shown, tone = _shown(tokens), _tone(tokens)
    if shown:
        return shown
    inside = tokens[1:-1] if tone else tokens
    html = _clean(_page.renderer.render(inside, _page.options, environment))
    return Callout(tone, tokens[0].info.strip().removeprefix(tone).strip(), html) if tone else Prose(html)


def _shown(tokens: list[Token]) -> Plate | Slot | None:
    """Return the figure or interactive part of a paragraph that holds nothing else."""
    children = tokens[1].children or [] if len(tokens) == 3 and tokens[1].type == "inline" else []
    if [child.type for child in children] != ["image"]:
        return None
    source = str(children[0].attrGet("src"))
    if source.startswith(FIGURE):
        return Plate(source.removeprefix(FIGURE))
    return Slot(source.removeprefix(INTERACTIVE)) if source.startswith(INTERACTIVE) else None


def _tone(tokens: list[Token]) -> str:
    parts = tokens[0].type.split("_")
    return parts[1] if parts[0] == "container" and parts[1] in CALLOUTS else ""


def _cite(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """Read ``[@CODE; @CODE]``; a code the page does not know leaves the text as it stands."""
    match = CITATION.match(state.src, state.pos)
    known = state.env["targets"].citations
    if not match or any(code not in known for code in _codes(match)):
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.meta = {"codes": _codes(match)}
    state.pos = match.end()
    return True


def _draw_cite(_self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Targets]) -> str:
    return "[" + ",\u00a0".join(_mark(env["targets"].citations[code]) for code in tokens[index].meta["codes"]) + "]"


def _mark(citation: Citation) -> str:
    words = escape(citation.words)
    label = f"Source {citation.number}"
    return f'<a class="cite" href="{escape(citation.url)}" title="{words}" aria-label="{label}">{citation.number}</a>'


def _draw_heading(self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, int]) -> str:
    level = min(4, max(2, env["heading"] + int(tokens[index].tag[1]) - 3))
    return f"<h{level}>" if tokens[index].nesting == 1 else f"</h{level}>\n"


def _draw_link(_self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Targets]) -> str:
    address = str(tokens[index].attrGet("href"))
    if address.startswith(SECTION):
        address = env["targets"].sections.get(address.removeprefix(SECTION), "")
    return f'<a href="{escape(address)}">'


def _draw_table(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """Open a table inside a region of its own, which scrolls by keyboard where the page is narrow."""
    head = []
    for token in tokens[index:]:
        if token.type == "thead_close":
            break
        if token.type == "inline":
            head.append(CITATION.sub("", token.content).strip())
    label = escape("Table: " + ", ".join(words for words in head if words))
    return f'<div class="table-region" role="group" tabindex="0" aria-label="{label}"><table class="table">'


def _draw_table_end(_self: object, _tokens: object, _index: int, _options: object, _env: object) -> str:
    return "</table></div>\n"


def _keep(tag: str, name: str, value: str) -> str | None:
    """Drop a picture that would be fetched from elsewhere, and an address that is neither ours nor https."""
    if (tag, name) == ("a", "href") and not ADDRESS.fullmatch(value):
        return None
    if (tag, name) == ("img", "src") and (not OWN_PICTURE.fullmatch(value) or ".." in value):
        return None
    return value


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").enable("strikethrough")
    parser.inline.ruler.before("link", "cite", _cite)
    parser.add_render_rule("cite", _draw_cite)
    parser.add_render_rule("link_open", _draw_link)
    parser.add_render_rule("heading_open", _draw_heading)
    parser.add_render_rule("heading_close", _draw_heading)
    parser.add_render_rule("table_open", _draw_table)
    parser.add_render_rule("table_close", _draw_table_end)
    return parser


def _page_parser() -> MarkdownIt:
    """Return the parser of pages, which also sets curly quotation marks, as a book does."""
    parser = _parser().enable("smartquotes")
    parser.options.update(typographer=True, quotes="\u201c\u201d\u2018\u2019")
    for tone in CALLOUTS:
        container_plugin(parser, tone)
    return parser


_plain = _parser()
_page = _page_parser()
_cleaner = Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=None,
    url_schemes={"https", "mailto"},
    link_rel="noopener noreferrer",
    attribute_filter=_keep,
)


def _clean(html: str) -> Markup:
    return Markup(_cleaner.clean(html))  # noqa: S704 - cleaned on this line
