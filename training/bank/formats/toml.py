"""TOML, the bank's own text format: ``[[item]]`` tables, and ``[[stimulus]]`` tables that several items share.

Reading and writing again keeps every value, blanks at the end of a line included; comments are not kept. The writer
notes above each item the version it was exported from.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from training.bank.formats.entries import Content, Entry, LineFault
from training.core.drafts import Fault

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    r"|'[^'\n]*'"
    r"|^[ \t]*\#[ \t]*version[ \t]+(?P<base>[0-9a-f]{64})[ \t]*$"
    r"|\#[^\n]*"
    r"|^[ \t]*\[\[[ \t]*(?P<table>[A-Za-z0-9_.-]+)[ \t]*\]\]"
    r"|^[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*=",
    re.DOTALL | re.MULTILINE,
)
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROLS = {code: f"\\u{code:04X}" for code in (*range(32), 127)}
_ESCAPED = _CONTROLS | str.maketrans({
    "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"',
})  # fmt: skip
"""What stands in a text of one line for a character that cannot."""
_ESCAPED_IN_BLOCK = {code: escaped for code, escaped in _ESCAPED.items() if chr(code) not in '\n\t"'}


def read(text: str) -> Content:
    """Return the drafts of a text, each with its lines, and every fault of the text itself."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a plain ValueError for a number of thousands of digits
        return Content(faults=(_malformed(text, error),))
    tables, shared = _tables(document, "item"), _shared(_tables(document, "stimulus"))
    entries = tuple(
        _entry(table, place, shared) for table, place in zip(tables, _places(text), strict=False)
    )  # an inline `item = [...]` has no places, and is a fault below
    faults = list(_document_faults(document, text))
    if len(entries) < len(tables):
        faults.append(LineFault("writes its items inline", "Begin each item with [[item]] on a line of its own."))
    return Content(entries, tuple(faults))


def write(entries: Sequence[Entry]) -> str:
    """Return the text of drafts; a stimulus is written once, above the items that name it."""
    drafts = [dict(entry.draft) for entry in entries]
    stimuli = {}
    for draft in drafts:
        stimulus = draft.get("stimulus")
        if isinstance(stimulus, Mapping):
            stimuli[stimulus["code"]] = stimulus
            draft["stimulus"] = stimulus["code"]
    parts = [_table("stimulus", stimulus) for stimulus in stimuli.values()]
    for entry, draft in zip(entries, drafts, strict=True):
        note = f"# version {entry.base}\n" if entry.base else ""
        parts.append(note + _table("item", draft))
    return "\n".join(parts)


def _entry(table: dict[str, object], place: "_Place", shared: Mapping[str, list[dict[str, object]]]) -> Entry:
    draft, faults = dict(table), []
    named = draft.get("stimulus")
    if isinstance(named, str):
        found = shared.get(named, [])
        if len(found) == 1:
            draft["stimulus"] = found[0]
        else:
            del draft["stimulus"]
            message = f"names {named!r}, which this file defines {len(found)} times"
            faults.append(Fault("stimulus", message, "Define it once, as a [[stimulus]] table of this file."))
    return Entry(draft, place.line, place.base, place.fields, tuple(faults))


def _tables(document: Mapping[str, object], name: str) -> list[dict[str, object]]:
    value = document.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _shared(tables: Iterable[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for table in tables:
        found.setdefault(str(table.get("code", "")), []).append(table)
    return found


def _document_faults(document: Mapping[str, object], text: str) -> Iterator[LineFault]:
    for name, value in document.items():
        line = next(
            (n for n, row in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[*\s*{re.escape(name)}\b", row)), 1
        )
        if name not in {"item", "stimulus"}:
            yield LineFault("is not a table of this format", "Use [[item]] and [[stimulus]] only.", line, name)
        elif not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            yield LineFault("is not a list of tables", f"Begin each with [[{name}]].", line, name)
    if not document.get("item"):
        yield LineFault("holds no item", "Begin each item with [[item]] on a line of its own.")


def _malformed(text: str, error: Exception) -> LineFault:
    place = _PLACE.search(str(error))
    message = _PLACE.sub("", str(error)).removesuffix("(at end of document)").strip()
    line = int(place[1]) if place else text.count("\n") + 1
    return LineFault(f"is not TOML: {message}", "Check quotes, brackets and equals signs on and above this line.", line)


class _Place:
    """Where one ``[[item]]`` and its fields stand."""

    def __init__(self, line: int, base: str) -> None:
        self.line, self.base = line, base
        self.fields: dict[str, int] = {}
        self._seen: Counter[str] = Counter()
        self._path = ""

    def enter(self, table: str, line: int) -> None:
        """Note a sub-table such as ``options``."""
        self._seen[table] += 1
        self._path = f"{table}[{self._seen[table]}]"
        self.fields.setdefault(table, line)
        self.fields[self._path] = line

    def note(self, key: str, line: int) -> None:
        """Note a field of the item or of the sub-table entered last."""
        self.fields.setdefault(f"{self._path}.{key}" if self._path else key, line)


def _places(text: str) -> list[_Place]:
    """Return the place of each ``[[item]]``; what only looks like one inside a string is not taken for it."""
    places: list[_Place] = []
    base, line, counted, in_item = "", 1, 0, False
    for token in _TOKEN.finditer(text):
        start = token.end() - len(token[0].lstrip())
        line, counted = line + text.count("\n", counted, start), start
        table, key = token["table"], token["key"]
        if token["base"]:
            base = token["base"]
        elif table == "item":
            places.append(_Place(line, base))
            base, in_item = "", True
        elif table and table.startswith("item.") and in_item:
            places[-1].enter(table.removeprefix("item."), line)
        elif table:
            in_item = False
        elif key and in_item:
            places[-1].note(key, line)
    return places


def _table(name: str, values: Mapping[str, object]) -> str:
    """Return one ``[[name]]`` table; lists of tables follow it as tables of their own."""
    nested = {key: value for key, value in values.items() if _is_tables(value)}
    rows = [f"[[{name}]]"]
    rows += [f"{_key(key)} = {_value(value, block=True)}" for key, value in values.items() if key not in nested]
    text = "\n".join(rows) + "\n"
    for key, tables in nested.items():
        for table in tables:  # type: ignore[attr-defined]
            text += "\n" + _table(f"{name}.{_key(key)}", table)
    return text


def _is_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _line(key)


def _value(value: object, *, block: bool = False) -> str:
    if isinstance(value, str):
        return _block(value) if block and "\n" in value else _line(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(entry)}" for key, entry in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    message = f"TOML has no {type(value).__name__}"
    raise TypeError(message)


def _line(text: str) -> str:
    return '"' + text.translate(_ESCAPED) + '"'


def _block(text: str) -> str:
    """Return a text of several lines; a blank at the end of a line is written so that no editor strips it."""
    body = text.translate(_ESCAPED_IN_BLOCK)
    body = re.sub(r'(?<=")"|"\Z', lambda _quote: '\\"', body)
    body = re.sub(r"[ \t]+(?=\n|$)", lambda blanks: "".join(f"\\u{ord(blank):04X}" for blank in blanks[0]), body)
    return f'"""\n{body}"""'
