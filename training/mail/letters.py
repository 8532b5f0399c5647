"""From a template and a few values to a subject, a plain text and an HTML page.

A template is Markdown with the subject on its first line. Values are escaped for Markdown in the HTML version, so a
name cannot become a link; in the text version they stand as they are, and what the template makes strong is plain.
Names ending in ``url`` are addresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markdown_it import MarkdownIt
from markupsafe import escape

FOLDER = Path(__file__).parent / "templates"
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li"}
_markdown = MarkdownIt("commonmark", {"html": False})
_ESCAPED = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~])")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_EMPHASIS = re.compile(r"(\*\*?)([^*\n]+)\1")
_environment = Environment(  # noqa: S701 - the output is Markdown and is cleaned below
    loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, keep_trailing_newline=True
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's content."""

    subject: str
    text: str
    html: str


def write(kind: str, context: Mapping[str, str]) -> Letter:
    """Return the letter of a kind. Raises jinja2.UndefinedError for a missing value, TemplateNotFound for the kind."""
    template = _environment.get_template(f"mail/{kind}.md")
    subject, _, text = _unmarked(kind).render(context).partition("\n")
    escaped = {name: value if name.endswith("url") else _escape(value) for name, value in context.items()}
    _, _, markdown = template.render(escaped).partition("\n")
    body = nh3.clean(_markdown.render(markdown), tags=TAGS, url_schemes={"http", "https"})
    title = subject.removeprefix("Subject:").strip().replace("\n", " ")[:200]
    frame = _environment.get_template("frame.html")
    return Letter(title, _plain(text), frame.render(title=escape(title), body=body))


@cache
def _unmarked(kind: str) -> Template:
    """Return the template of a kind for plain text, in which asterisks would only be seen as such."""
    source = (FOLDER / f"mail/{kind}.md").read_text(encoding="utf-8")
    return _environment.from_string(_EMPHASIS.sub(r"\2", source))


def _escape(value: str) -> str:
    return _ESCAPED.sub(r"\\\1", value)


def _plain(markdown: str) -> str:
    return _LINK.sub(r"\1: \2", markdown).strip() + "\n"
