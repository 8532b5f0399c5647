"""Markdown to safe HTML: one renderer for items, modules and notices, with an allow-list after it.

The renderer passes no HTML through; the allow-list (nh3) is the second wall. Pictures come from this site only.
"""

from markdown_it import MarkdownIt
from markupsafe import Markup
from nh3 import Cleaner

TAGS = {
    "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "h3", "h4", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td", "sub", "sup",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}


def _own_picture(tag: str, name: str, value: str) -> str | None:
    """Drop a picture that would be fetched from elsewhere."""
    if (tag, name) == ("img", "src") and not value.startswith(("/media/", "/static/")):
        return None
    return value


_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").enable("strikethrough")
_cleaner = Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"https", "mailto"},
    link_rel="noopener noreferrer",
    attribute_filter=_own_picture,
)


def render(text: str) -> Markup:
    """Return ``text`` as paragraphs, lists and tables of safe HTML."""
    return Markup(_cleaner.clean(_markdown.render(text)))  # noqa: S704 - cleaned on this line


def render_inline(text: str) -> Markup:
    """Return ``text`` as safe HTML without a paragraph around it: an option, a heading."""
    return Markup(_cleaner.clean(_markdown.renderInline(text)))  # noqa: S704 - cleaned on this line
