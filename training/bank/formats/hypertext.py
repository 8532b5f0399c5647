"""Cleaned HTML as Markdown, read tag by tag."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "section", "article", "center", "dl", "dt", "dd", "figure", "figcaption", "caption"}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "var": "*", "s": "~~", "strike": "~~", "del": "~~"}
_CODE = {"code", "kbd", "samp", "tt"}
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_TABLE = {"table", "tr", "td", "th"}
_ALONE = {"br": "  \n", "hr": "* * *\n\n"}
_HELD = {*_MARKS, *_CODE, *_HEADINGS, "sub", "sup", "li", "a", "blockquote", "pre"}
"""Tags whose text is known only when they end."""


class Builder(HTMLParser):
    """Collects Markdown from tags. ``literal`` escapes a run of text; ``image`` names the figure of a picture."""

    def __init__(self, image: Callable[[str], str | None], literal: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self._image, self._literal = image, literal
        self.losses: list[str] = []
        self._out: list[list[str]] = [[]]
        self._lists: list[int | None] = []
        self._rows: list[list[str]] | None = None
        self._in_cell = False
        self._addresses: list[str] = []
        self._pre = 0

    def markdown(self) -> str:
        """Return what was read; blocks are apart by one empty line."""
        while len(self._out) > 1:
            inner = self._out.pop()
            self._out[-1] += inner
        lines = (_trimmed(line) for line in "".join(self._out[0]).split("\n"))
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        return re.sub(r"  (?=\n\n|\Z)", "", text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what a tag opens."""
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS or tag in _HEADINGS or tag in {"blockquote", "pre", "hr"}:
            self._block()
        if tag in _ALONE:
            self._write(_ALONE[tag])
        elif tag == "img":
            self._picture(given)
        elif tag in {"ul", "ol"}:
            self._open_list(tag, given)
        elif tag in _TABLE:
            self._open_table(tag, given)
        elif tag in _HELD:
            self._hold(tag, given)

    def _hold(self, tag: str, given: dict[str, str]) -> None:
        self._out.append([])
        self._pre += tag == "pre"
        if tag == "a":
            self._addresses.append(given.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what a tag closes."""
        if tag in _BLOCKS:
            self._block()
        elif tag in {"ul", "ol"}:
            self._lists = self._lists[:-1]
            self._write("\n" if self._lists else "\n\n")
        elif tag in _TABLE:
            self._close_table(tag)
        elif tag in _HELD:
            self._close(tag, self._taken())

    def _close(self, tag: str, text: str) -> None:
        if tag in _MARKS:
            self._wrap(text, _MARKS[tag])
        elif tag in _CODE:
            self._wrap_code(text)
        elif tag in {"sub", "sup"}:
            self._shift(text, tag)
        elif tag == "li":
            self._item(text)
        elif tag == "a":
            self._link(text)
        else:
            self._close_block(tag, text)

    def _close_block(self, tag: str, text: str) -> None:
        if tag in _HEADINGS:
            self._write(f"{'#' * max(2, int(tag[1]))} {text.strip()}\n\n")
        elif tag == "blockquote":
            self._write("\n".join(f"> {line}".rstrip() for line in text.strip().split("\n")) + "\n\n")
        else:
            self._pre = max(0, self._pre - 1)
            self._write("```\n" + text.strip("\n") + "\n```\n\n")

    def handle_data(self, data: str) -> None:
        """Add text, blanks as one, signs of Markdown escaped."""
        if self._pre:
            self._write(data)
            return
        if self._rows is not None and not self._in_cell and not data.strip():
            return
        text = _BLANKS.sub(" ", data)
        lead = " " if text.startswith(" ") else ""
        trail = " " if len(text) > 1 and text.endswith(" ") else ""
        shown = self._literal(text)
        last = self._last()
        if lead and (not last or last[-1] in " \n"):
            lead = ""
        self._write(f"{lead}{shown}{trail if shown else ''}")

    def _write(self, text: str) -> None:
        self._out[-1].append(text)

    def _last(self) -> str:
        return next((part for part in reversed(self._out[-1]) if part), "")

    def _block(self) -> None:
        if "".join(self._out[-1][-2:]).strip():
            self._write("\n\n")

    def _taken(self) -> str:
        return "".join(self._out.pop()) if len(self._out) > 1 else ""

    def _wrap(self, text: str, mark: str) -> None:
        inner = text.strip()
        if not inner:
            self._write(text)
            return
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        parts = [f"{mark}{part.strip()}{mark}" if part.strip() else "" for part in inner.split("\n\n")]
        whole = "\n\n".join(parts)
        self._write(f"{lead}{whole}{trail}")

    def _wrap_code(self, text: str) -> None:
        plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).strip()
        ticks = "``" if "`" in plain else "`"
        pad = " " if "`" in plain else ""
        if self._pre:
            self._write(text)
        else:
            self._write(f"{ticks}{pad}{plain}{pad}{ticks}" if plain else "")

    def _shift(self, text: str, tag: str) -> None:
        table = _RAISED if tag == "sup" else _LOWERED
        plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).strip()
        if plain and all(ord(letter) in table for letter in plain):
            self._write(plain.translate(table))
            return
        if plain:
            self._write(("^" if tag == "sup" else r"\_") + (plain if len(plain) == 1 else f"({plain})"))
            self.losses.append(f"{'Raised' if tag == 'sup' else 'Lowered'} text {plain[:40]!r} stands on the line.")

    def _picture(self, given: dict[str, str]) -> None:
        name, alt = self._image(given.get("src", "")), " ".join(given.get("alt", "").split())
        if name:
            self._write(f"![{self._literal(alt)}](figure:{name})")
            return
        self._write(self._literal(alt))
        self.losses.append(f"A picture is not in the file: {given.get('src', '')[:80] or 'no address'}.")

    def _link(self, text: str) -> None:
        address = self._addresses.pop() if self._addresses else ""
        inner = text.strip()
        if address.startswith(("https://", "mailto:")) and inner and not re.search(r"[\s()<>]", address):
            lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            self._write(f"{lead}[{inner}]({address}){trail}")
            return
        self._write(text)
        if address:
            self.losses.append(f"A link is left out: {address[:80]}.")

    def _open_list(self, tag: str, given: dict[str, str]) -> None:
        if not self._lists:
            self._block()
        else:
            self._write("\n")
        start = given.get("start", "1")
        self._lists.append(None if tag == "ul" else int(start) if start.isdecimal() and len(start) < 9 else 1)

    def _item(self, text: str) -> None:
        number = self._lists[-1] if self._lists else None
        mark = "-" if number is None else f"{number}."
        if self._lists and number is not None:
            self._lists[-1] = number + 1
        indent = " " * (len(mark) + 1)
        body = re.sub(r"\n{3,}", "\n\n", text.strip()).replace("\n", f"\n{indent}")
        self._write(f"{mark} {body}\n")

    def _open_table(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table":
            self._block()
            self._rows = []
        elif self._rows is None:
            return
        elif tag == "tr":
            self._rows.append([])
        else:
            if {"colspan", "rowspan"} & set(given):
                self.losses.append("Cells of a table that were joined stand alone.")
            self._in_cell = True
            self._out.append([])

    def _close_table(self, tag: str) -> None:
        if self._rows is None:
            return
        if tag in {"td", "th"}:
            self._in_cell = False
            cell = _BLANKS.sub(" ", self._taken()).strip().replace("|", r"\|").replace(r"\\|", r"\|")
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(cell)
        elif tag == "table":
            rows, self._rows = [row for row in self._rows if row], None
            self._write(_drawn(rows) + "\n\n" if rows else "")


def _trimmed(line: str) -> str:
    """Return a line without blanks at its end, save the two that break it."""
    return line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "")


def _drawn(rows: list[list[str]]) -> str:
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
