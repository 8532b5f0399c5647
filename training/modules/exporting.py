"""A module as files, in the very form that is loaded: reading them again gives the same version."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.modules.content import BESIDE, Module
from training.modules.files import MAIN

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_INLINE = ("objectives",)


def files_of(module: Module) -> dict[str, str]:
    """Return the texts of a module's files by their name inside its folder."""
    written = module.content()
    sections = [
        {"id": section.id, "title": section.title, "file": f"{number:02}-{section.id}.md"}
        for number, section in enumerate(module.sections, start=1)
    ]
    figures = [
        {
            "id": figure.id,
            "file": f"figures/{figure.id}.svg",
            "title": figure.title,
            "caption": figure.caption,
            "alt": figure.alt,
        }
        for figure in module.figures
    ]
    draft = {name: value for name, value in written.items() if name not in BESIDE}
    found = {MAIN: "\n".join(_lines({**draft, "sections": sections, "figures": figures})) + "\n"}
    found |= {str(named["file"]): section.text for named, section in zip(sections, module.sections, strict=True)}
    return found | {str(named["file"]): figure.svg for named, figure in zip(figures, module.figures, strict=True)}


def write(modules: Sequence[Module], folder: Path) -> int:
    """Write each module into a folder of its own below ``folder`` and return how many files.

    Raises FileExistsError when one of these folders is there, with nothing written.
    """
    for module in modules:
        if (folder / module.code).exists():
            raise FileExistsError(str(folder / module.code))
    number = 0
    for module in modules:
        for name, text in files_of(module).items():
            path = folder / module.code / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            number += 1
    return number


def _lines(table: Mapping[str, object], path: str = "") -> Iterator[str]:
    """Yield the lines of a table: plain values first, lists of tables after them."""
    nested = {name: value for name, value in table.items() if _tables(value) and name not in _INLINE}
    for name, value in table.items():
        if name not in nested:
            yield f"{_key(name)} = {_value(value)}"
    for name, value in nested.items():
        assert isinstance(value, list)
        for entry in value:
            yield ""
            yield f"[[{path}{_key(name)}]]"
            yield from _lines(entry, f"{path}{_key(name)}.")


def _tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"""\n{_text(value)[1:-1].replace(chr(92) + "n", chr(10))}"""' if _long(value) else _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        one_a_line = len(value) > 1 and sum(len(str(entry)) for entry in value) > 80
        inner = [_inline(entry) for entry in value]
        return "[\n  " + ",\n  ".join(inner) + ",\n]" if one_a_line else "[" + ", ".join(inner) + "]"
    return str(value)


def _inline(value: object) -> str:
    return _text(value) if isinstance(value, str) else _value(value)


def _long(text: str) -> bool:
    """Return whether a text reads better over several lines; a backslash there would need counting."""
    return "\n" in text and "\\" not in text


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
