"""What an item becomes when a file of another system changed it: three drafts make one.

*Full* is the item as the bank has it, *carried* is what the format holds of it, *found* is what the file says now.
Where the file says what it always said, the item stays as it is, with everything the format never knew.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from training.core.drafts import Draft

Table: TypeAlias = Mapping[str, object]

KEYS = ("text", "value", "low", "high", "formula")
"""What one entry of a list is known by, whatever its id is."""
NAMED = ("options", "premises", "gaps")
"""Lists whose entries have ids that responses and other fields refer to."""
OURS = (
    "code", "pool", "domain", "level", "objective", "facts", "sources", "evidence", "checked_on", "review_by", "author",
    "module", "section", "difficulty", "needs", "vignette", "safety_point", "enemies", "stimulus",
)  # fmt: skip
"""Fields that stay with an item even when a file makes another kind of question of it."""


def merged(full: Draft, carried: Draft, found: Draft) -> dict[str, object]:
    """Return the item with what the file changed."""
    if carried.get("kind") != found.get("kind"):
        return {name: full[name] for name in OURS if name in full} | dict(found)
    for name in NAMED:
        carried, found = _aligned(name, full, carried, found)
    return _merged_table(full, carried, found)


def _aligned(name: str, full: Draft, carried: Draft, found: Draft) -> tuple[Draft, Draft]:
    """Return what was carried and found with the ids that the item has for the entries of one list."""
    ours, old, new = (_tables(draft, name) for draft in (full, carried, found))
    if not ours or len(ours) != len(old) or not new:
        return carried, found
    ids = [str(each.get("id")) for each in ours]
    before = {str(each.get("id")): ids[at or 0] for each, at in zip(old, _partners(ours, old), strict=True)}
    after: dict[str, str] = {}
    for entry, place in zip(new, _partners(old, new), strict=True):
        wanted = str(entry.get("id"))
        known = None if place is None else before[str(old[place].get("id"))]
        after[wanted] = known or _free(wanted, {*ids, *after.values()})
    same_order = [*before.values()] == [*after.values()]
    order = ids if same_order else []
    return _renamed(carried, name, before, ids), _renamed(found, name, after, order)


def _renamed(draft: Draft, name: str, ids: Mapping[str, str], order: Sequence[str]) -> Draft:
    """Return a draft with other ids in one list, in this order, and in what refers to it."""
    entries: list[Table] = [{**each, "id": ids[str(each.get("id"))]} for each in _tables(draft, name)]
    if order:
        entries.sort(key=lambda each: order.index(str(each["id"])))
    renamed = dict(draft) | {name: entries}
    if name == "options" and "premises" in draft:
        premises = _tables(draft, "premises")
        renamed["premises"] = [{**each, "match": ids.get(str(each.get("match")), "")} for each in premises]
    if name == "gaps":
        passage = str(draft.get("passage", ""))
        renamed["passage"] = re.sub(r"\[\[(\w+)\]\]", lambda one: f"[[{ids.get(one[1], one[1])}]]", passage)
    return renamed


def _merged_table(full: Table, carried: Table, found: Table) -> dict[str, object]:
    result: dict[str, object] = {}
    for name in dict.fromkeys((*full, *found)):
        if name in found and found[name] != carried.get(name):
            result[name] = _merged_value(full.get(name), carried.get(name), found[name])
        elif name in full and (name in found or name not in carried):
            result[name] = full[name]
    return result


def _merged_value(full: object, carried: object, found: object) -> object:
    lists = [_entries(value) for value in (full, carried, found)]
    if all(lists) and len(lists[0]) == len(lists[1]):
        return _merged_list(*lists)
    if isinstance(full, Mapping) and isinstance(carried, Mapping) and isinstance(found, Mapping):
        return _merged_table(full, carried, found)
    return found


def _merged_list(full: Sequence[Table], carried: Sequence[Table], found: Sequence[Table]) -> list[dict[str, object]]:
    return [
        dict(entry) if place is None else _merged_table(full[place], carried[place], entry)
        for entry, place in zip(found, _partners(carried, found), strict=True)
    ]


def _partners(carried: Sequence[Table], found: Sequence[Table]) -> list[int | None]:
    """Return which carried entry each found one is: the one with the same words, else the one in the same place."""
    words = [_key(entry) for entry in carried]
    partners: list[int | None] = []
    for entry in found:
        same = [place for place, key in enumerate(words) if key == _key(entry) and place not in partners]
        partners.append(same[0] if same else None)
    if len(found) == len(carried):
        for place, partner in enumerate(partners):
            if partner is None and place not in partners:
                partners[place] = place
    return partners


def _key(entry: Table) -> tuple[object, ...]:
    return tuple(entry.get(name) for name in KEYS)


def _free(wanted: str, used: set[str]) -> str:
    if wanted not in used:
        return wanted
    return next(each for number in range(1, 10_000) if (each := f"{wanted[:4]}{number}") not in used)


def _tables(draft: Draft, name: str) -> list[Table]:
    return _entries(draft.get(name))


def _entries(value: object) -> list[Table]:
    """Return the tables of a list, none for anything else."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
