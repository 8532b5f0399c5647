"""Changing one part of a module's draft: pure functions from a draft to the next, by the id of a part."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from training.modules.content import NAME

Content: TypeAlias = dict[str, object]
LISTS = {"section": "sections", "figure": "figures", "question": "checkpoints"}
DETAILS = ("title", "summary", "planned_minutes", "position", "objectives", "key_points", "not_said")


class NoSuchPart(LookupError):
    """The module has no part of this kind with this id."""


class IdTaken(ValueError):
    """Another part of this kind has the id."""


def blank(code: str, title: str, position: int) -> Content:
    """Return a module of which only code and title are written."""
    lists: Content = {name: [] for name in (*LISTS.values(), "objectives", "key_points", "not_said")}
    head: Content = {"code": code, "position": position, "title": title, "summary": "", "planned_minutes": 60}
    return {**head, **lists, "plates": {}}


def id_of(title: str) -> str:
    """Return an id made from a title, ``""`` when nothing of it can be used.

    >>> id_of("Words for patients: what to say")
    'words-for-patients-what-to-say'
    """
    return "-".join(re.findall(r"[a-z0-9]+", title.casefold()))[:60].strip("-")


def parts(content: Mapping[str, object], kind: str) -> list[dict[str, object]]:
    """Return the parts of a kind in order."""
    value = content.get(LISTS[kind])
    return [dict(entry) for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def part(content: Mapping[str, object], kind: str, name: str) -> dict[str, object]:
    """Return one part. Raises NoSuchPart."""
    found = next((entry for entry in parts(content, kind) if entry.get("id") == name), None)
    if found is None:
        raise NoSuchPart(f"{kind} {name}")
    return found


def value(content: Mapping[str, object], kind: str, name: str) -> object:
    """Return what two editors would both have changed: a part with its drawing, the details, or the order of parts."""
    if kind == "details":
        return {field: content.get(field) for field in DETAILS}
    if kind in LISTS:
        found = next((entry for entry in parts(content, kind) if entry.get("id") == name), None)
        return found, plates(content).get(name) if kind == "figure" else None
    return [[entry.get("id") for entry in parts(content, each)] for each in LISTS]


def plates(content: Mapping[str, object]) -> dict[str, str]:
    """Return the drawings by the id of their figure."""
    found = content.get("plates")
    return {str(name): str(svg) for name, svg in found.items()} if isinstance(found, Mapping) else {}


def add(content: Content, kind: str, entry: Mapping[str, object]) -> Content:
    """Add a part at the end. Raises IdTaken."""
    existing = parts(content, kind)
    if any(each.get("id") == entry.get("id") for each in existing):
        raise IdTaken(f"Another {kind} is called {entry.get('id')}. Choose another id.")
    return _with(content, kind, [*existing, dict(entry)])


def put(content: Content, kind: str, entry: Mapping[str, object]) -> Content:
    """Put a part in place of the one with its id, at the end when there is none."""
    existing = parts(content, kind)
    if all(each.get("id") != entry.get("id") for each in existing):
        return _with(content, kind, [*existing, dict(entry)])
    return _with(content, kind, [dict(entry) if each.get("id") == entry.get("id") else each for each in existing])


def draw(content: Content, name: str, svg: str) -> Content:
    """Put the drawing of a figure."""
    return {**content, "plates": {**plates(content), name: svg}}


def move(content: Content, kind: str, name: str, step: int) -> Content:
    """Move a part by so many places, at most to an end. Raises NoSuchPart."""
    existing = parts(content, kind)
    found = part(content, kind, name)
    at = existing.index(found)
    existing.pop(at)
    existing.insert(max(0, at + step), found)
    return _with(content, kind, existing)


def remove(content: Content, kind: str, name: str) -> Content:
    """Take a part out; the questions of a section go with it, and the drawing of a figure. Raises NoSuchPart."""
    found = part(content, kind, name)
    changed = _with(content, kind, [each for each in parts(content, kind) if each != found])
    if kind == "section":
        asked = [each for each in parts(changed, "question") if each.get("section") != name]
        return _with(changed, "question", asked)
    if kind == "figure":
        return {**changed, "plates": {each: svg for each, svg in plates(changed).items() if each != name}}
    return changed


def is_id(name: str) -> bool:
    """Return whether a text can be an id or a code."""
    return NAME.fullmatch(name) is not None and len(name) <= 60


def _with(content: Content, kind: str, entries: Sequence[Mapping[str, object]]) -> Content:
    return {**content, LISTS[kind]: [dict(entry) for entry in entries]}
