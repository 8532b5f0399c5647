"""Captions in WebVTT (W3C, 2019-04-04, section 4): everything that a player would drop or show wrongly, by its line.

Narrower than the standard where a page would suffer: no styles and no regions. The times of cues do not go back.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ARROW = "-->"
TAGS = frozenset({"b", "c", "i", "lang", "rt", "ruby", "u", "v"})
_STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"{_STAMP}[ \t]+-->[ \t]+{_STAMP}(?:[ \t]+(.*))?")
_MOMENT = re.compile(_STAMP)
_PERCENT = r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%"
_SETTINGS = {
    "vertical": re.compile(r"rl|lr"),
    "line": re.compile(rf"(?:-?\d+|{_PERCENT})(?:,(?:start|center|end))?"),
    "position": re.compile(rf"{_PERCENT}(?:,(?:line-left|center|line-right))?"),
    "size": re.compile(_PERCENT),
    "align": re.compile(r"start|center|end|left|right"),
}
_PIECE = re.compile(r"<([^<>]*)>|(<)|&(?:[A-Za-z]+\d*|#\d+|#[xX][0-9A-Fa-f]+);|(&)")
_TAG = re.compile(r"(/?)([a-z]+)((?:\.[^\s.<>&]+)*)(?:[ \t]+(.*))?")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with captions, in which line, and what to do."""

    line: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between blank lines; ``first`` is the number of the first one."""

    first: int
    lines: tuple[str, ...]


def flaws(text: str) -> tuple[Flaw, ...]:
    """Return everything wrong with a WebVTT text, in the order of its lines; nothing for captions that can be shown."""
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    found = list(_head(lines))
    if found:
        return tuple(found)
    blocks = [block for block in _blocks(lines) if not _is_note(block)]
    if not blocks:
        return (Flaw(len(lines), "holds no captions", "Write at least one cue: its times, and under them its words."),)
    reader = _Cues()
    for block in blocks:
        found += reader.read(block)
    return tuple(sorted(found, key=lambda flaw: flaw.line))


def _head(lines: Sequence[str]) -> Iterator[Flaw]:
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        yield Flaw(1, f"is {lines[0][:40]!r}", "Captions are WebVTT: the first line is WEBVTT.")
    elif len(lines) > 1 and lines[1].strip():
        yield Flaw(2, "stands right under WEBVTT", "Leave a line blank there.")


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    first, held = 0, list[str]()
    for number, line in enumerate([*lines[1:], ""], start=2):
        if line:
            first, held = (first, held) if held else (number, held)
            held.append(line)
        elif held:
            yield _Block(first, tuple(held))
            held = []


def _is_note(block: _Block) -> bool:
    return bool(re.fullmatch(r"NOTE(?:[ \t].*)?", block.lines[0])) and not any(ARROW in line for line in block.lines)


class _Cues:
    """Reads cues one after the other."""

    def __init__(self) -> None:
        self._began = 0
        self._names: dict[str, int] = {}

    def read(self, block: _Block) -> Iterator[Flaw]:
        """Find what is wrong with one block: an optional name, the times, the words."""
        lines, number = block.lines, block.first
        if re.fullmatch(r"(?:STYLE|REGION)[ \t]*", lines[0]):
            yield Flaw(number, f"begins a {lines[0].strip()} block", "Remove it: the page decides how captions look.")
            return
        if ARROW not in lines[0]:
            yield from self._name(lines[0], number)
            lines, number = lines[1:], number + 1
        if not lines or ARROW not in lines[0]:
            remedy = "Write them as 00:01.500 --> 00:04.000 above the words, with no blank line between."
            yield Flaw(block.first, "begins a cue without times", remedy)
            return
        yield from self._times(lines[0], number)
        if not any(line.strip() for line in lines[1:]):
            yield Flaw(number, "has no words under its times", "Write them in the next line.")
        yield from _words(lines[1:], number + 1)

    def _name(self, name: str, number: int) -> Iterator[Flaw]:
        if self._names.setdefault(name, number) != number:
            yield Flaw(number, f"names a cue {name[:40]!r}, as line {self._names[name]} does", "Give it another name.")

    def _times(self, line: str, number: int) -> Iterator[Flaw]:
        found = _TIMES.fullmatch(line.rstrip(" \t"))
        if found is None:
            comma = " A dot, not a comma, stands before the thousandths." if re.search(r"\d,\d{3}", line) else ""
            yield Flaw(
                number, f"holds times that cannot be read: {line[:60]!r}", f"Write 00:01.500 --> 00:04.000.{comma}"
            )
            return
        start, end = _thousandths(*found.groups()[:4]), _thousandths(*found.groups()[4:8])
        if end <= start:
            yield Flaw(number, "ends before it begins, or at once", "Let the second time be the later one.")
        if start < self._began:
            yield Flaw(number, "begins before the cue above it", "Put the cues in the order of their times.")
        self._began = max(self._began, start)
        yield from _settings(found[9] or "", number)


def _thousandths(hours: str | None, minutes: str, seconds: str, rest: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest)


def _settings(text: str, number: int) -> Iterator[Flaw]:
    seen = set()
    for setting in text.split():
        name, _colon, value = setting.partition(":")
        known = _SETTINGS.get(name)
        if known is None or name in seen or not known.fullmatch(value):
            yield Flaw(number, f"has the setting {setting[:40]!r}", "Remove it, or see the list in the documentation.")
        seen.add(name)


def _words(lines: Sequence[str], first: int) -> Iterator[Flaw]:
    opened: list[tuple[str, int]] = []
    for number, line in enumerate(lines, start=first):
        if ARROW in line:
            yield Flaw(number, f"holds {ARROW} among the words", "Leave a blank line above the next cue's times.")
            continue
        for piece in _PIECE.finditer(line):
            yield from _piece(piece, number, opened)
    for name, number in opened:
        if name != "v":  # the voice of a whole cue needs no end
            yield Flaw(number, f"opens <{name}> and never ends it", f"Write </{name}> after the words.")


def _piece(piece: re.Match[str], number: int, opened: list[tuple[str, int]]) -> Iterator[Flaw]:
    if piece[2]:
        yield Flaw(number, "holds a < that begins no tag", "Write &lt; for it.")
    elif piece[3]:
        yield Flaw(number, "holds an & that stands for itself", "Write &amp; for it.")
    elif piece[1] is not None:
        yield from _tag(piece[1], number, opened)


def _tag(text: str, number: int, opened: list[tuple[str, int]]) -> Iterator[Flaw]:
    if _MOMENT.fullmatch(text):
        return
    found = _TAG.fullmatch(text)
    if found is None or found[2] not in TAGS:
        yield Flaw(number, f"holds <{text[:40]}>, which is no tag of captions", "Remove it, or write &lt; for its <.")
    elif not found[1]:
        if found[2] in ("v", "lang") and not (found[4] or "").strip():
            wanted = "<v Name>" if found[2] == "v" else "<lang en>"
            yield Flaw(number, f"holds <{found[2]}> without saying which", f"Write {wanted}.")
        opened.append((found[2], number))
    elif opened and opened[-1][0] == found[2]:
        opened.pop()
    else:
        yield Flaw(number, f"ends <{found[2]}>, which is not the tag opened last", "End tags in the order they opened.")
