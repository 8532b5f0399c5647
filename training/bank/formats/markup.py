"""Between the texts of other systems (HTML, plain text) and the Markdown of this bank.

`from_html` keeps emphasis, lists, tables, links, pictures, code and raised or lowered figures; scripts, styles and
everything that only looks are dropped by nh3 before anything is read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from training.bank.formats.hypertext import Builder

KNOWN_TAGS = (
    "a", "abbr", "b", "big", "blockquote", "br", "center", "code", "dd", "del", "div", "dl", "dt", "em", "font", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
    "var",
)  # fmt: skip
DROPPED = ("script", "style", "iframe", "object", "video", "audio", "svg", "math")
QUOTE = '"'
MOST = 100_000
"""Characters of a text that are still read; a draft refuses a longer one, whatever it says."""
KEPT = frozenset({*KNOWN_TAGS, "figure", "figcaption", "section", "article", "mark", "caption"})
_TAG = re.compile(rf"</?(?:{'|'.join((*KNOWN_TAGS, *DROPPED))})\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>([^<>&]*)(?:<br\s*/?>)?</p>", re.IGNORECASE)
"""What editors make of one line: it needs no cleaning, and most texts of other systems are such."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|\n]|  |^\s|\s$|^(?:[#+=>-]|\d{1,9}[.)])|^\s*$")
_SIGNS = ("*", "*`\\", "*`\\[]<>&~|", "*`\\[]<>&~|_!#=-+")
"""Signs that are escaped, the fewest that do first."""
_LINE_START = re.compile(r"^(\s*)([#+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as Markdown, and in whole sentences what of it Markdown does not hold."""

    text: str
    losses: tuple[str, ...] = ()


def no_picture(_source: str) -> str | None:
    """Return no figure for any picture: what a format without pictures knows of them."""
    return None


def from_html(html: str, image: Callable[[str], str | None] = no_picture) -> Marked:
    """Return HTML as Markdown; ``image`` gives the name of the figure that a picture's address stands for, or None."""
    if len(html) > MOST:
        return Marked(html)
    if not is_html(html):
        return Marked(literal(unescape(html)))
    line = _PARAGRAPH.fullmatch(html.strip())
    if line is not None:
        return Marked(literal(_BLANKS.sub(" ", line[1])))
    cleaned = nh3.clean(
        html,
        tags=set(KEPT),
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto", "data", "figure"},
        link_rel=None,
    )
    builder = Builder(image, literal)
    builder.feed(cleaned)
    builder.close()
    dropped = [tag for tag in DROPPED if f"<{tag}" in html.lower()]
    losses = [f"Its <{tag}> is left out." for tag in dropped]
    return Marked(builder.markdown(), (*builder.losses, *losses))


def from_auto(text: str, image: Callable[[str], str | None] = no_picture) -> Marked:
    """Return a text in Moodle's automatic format as Markdown: HTML may stand in it, and line ends count."""
    if is_html(text):
        return from_html(text.replace("\n\n", "<p>").replace("\n", "<br>"), image)
    return Marked(literal(text))


def is_html(text: str) -> bool:
    """Return whether a text holds a tag or an entity of HTML, rather than signs that only look like one."""
    return _TAG.search(text) is not None or _ENTITY.search(text) is not None


@lru_cache(maxsize=20_000)
def literal(text: str) -> str:
    r"""Return Markdown that shows a plain text letter by letter, its line ends too; most texts come back unchanged.

    >>> literal("The _____ is 2 mm."), literal("2*3*4"), literal("# 1")
    ('The _____ is 2 mm.', '2\\*3\\*4', '\\# 1')
    """
    stripped = "\n".join(line.strip() for line in text.strip().split("\n"))
    stripped = re.sub(r"\n{2,}", "\n\n", stripped)
    if not _SPECIAL.search(stripped) or len(stripped) > MOST:
        return stripped
    tried = (stripped, *(_escaped(stripped, signs) for signs in _SIGNS))
    return _broken(next((each for each in tried if _shows(each) == stripped), tried[-1]))


def to_html(markdown: str) -> str:
    """Return Markdown as HTML; pictures keep their ``figure:`` address for the caller to replace."""
    if not _SPECIAL.search(markdown):
        return f"<p>{escape(markdown, quote=False).replace(QUOTE, '&quot;')}</p>"
    return str(_markdown.render(markdown)).strip()


def to_inline_html(markdown: str) -> str:
    """Return Markdown of one paragraph as HTML without a paragraph around it, longer ones as `to_html` does."""
    html = to_html(markdown)
    one = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.DOTALL)
    return one[1] if one else html


@lru_cache(maxsize=20_000)
def to_plain(markdown: str) -> str:
    """Return what somebody reads of Markdown, without its signs."""
    if not _SPECIAL.search(markdown):
        return markdown
    blocks = [_read(token.children or []) for token in _markdown.parse(markdown) if token.type == "inline"]
    return "\n\n".join(blocks) if blocks else markdown


def _shows(markdown: str) -> str | None:
    """Return what plain paragraphs of Markdown show, None for anything more than plain paragraphs."""
    tokens = _markdown.parse(markdown)
    if {token.type for token in tokens} - {"paragraph_open", "inline", "paragraph_close"}:
        return None
    inline = [token for token in tokens if token.type == "inline"]
    if any(child.type not in {"text", "softbreak"} for token in inline for child in token.children or []):
        return None
    return "\n\n".join(_read(token.children or []) for token in inline)


def _escaped(text: str, signs: str) -> str:
    """Return a text with these signs, and those that begin a list or a heading, escaped."""
    return _LINE_START.sub(_escaped_start, re.sub(f"[{re.escape(signs)}]", r"\\\g<0>", text))


def _read(children: list[Token]) -> str:
    return "".join("\n" if child.type in {"softbreak", "hardbreak"} else child.content for child in children)


def _escaped_start(found: re.Match[str]) -> str:
    blanks, sign = found[1], found[2]
    return f"{blanks}{sign}\\" if sign.isdigit() else f"{blanks}\\{sign}"


def _broken(text: str) -> str:
    """Return a text whose line ends inside a paragraph are shown as such."""
    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", text)
