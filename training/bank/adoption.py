"""Taking in what another system wrote: finding the item it is here, and filling in what only this bank knows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from training.bank.formats import Entry, Format, shapes
from training.bank.merging import merged
from training.core.drafts import Draft
from training.core.items import CODE, DOMAIN_TITLES, MAX_CODE, Domain

Key: TypeAlias = tuple[str, ...]
MOST_SLUG = 40


@dataclass(frozen=True, slots=True)
class Defaults:
    """What items get that their own system does not know."""

    pool: str = "practice"
    domain: str = "foundations"
    level: str = "recall"
    topic: str = "imported"
    author: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What the bank holds: every code, codes by foreign identity, and drafts of those that a file may mean.

    ``drafts`` gives for a code the newest draft and the one that files were last written from or read into.
    """

    codes: frozenset[str] = frozenset()
    by_key: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    drafts: Mapping[str, tuple[Draft, Draft]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adopted:
    """One entry as an item of this bank, and what was filled in, in whole sentences."""

    entry: Entry
    filled: tuple[str, ...] = ()


def keys_of(origin: Draft) -> tuple[Key, ...]:
    """Return what an origin may be known by, the surest first: its id, or else its name in its category."""
    name = shapes.text(origin, "format")
    by_id = (name, "id", shapes.text(origin, "id"))
    by_name = (name, "name", shapes.text(origin, "name"), shapes.text(origin, "category"))
    return tuple(key for key in (by_id, by_name) if key[2])


def adopted(
    entries: Sequence[Entry], made_by: Format, defaults: Defaults, held: Held, beside: Mapping[str, Draft]
) -> tuple[Adopted, ...]:
    """Return the entries of one file as items; ``beside`` holds what a side-car knows of them, by foreign id.

    An entry that the bank or the side-car knows stays that item, with everything its format does not carry.
    """
    codes = _matched(entries, held)
    known: dict[int, tuple[Draft, Draft]] = {}
    for place, entry in enumerate(entries):
        code = codes[place]
        name = shapes.text(shapes.table(entry.draft, "origin"), "id")
        if code in held.drafts:
            known[place] = held.drafts[code]
        elif name in beside:
            known[place] = (beside[name], beside[name])
    carried = _carried({place: base for place, (_newest, base) in known.items()}, made_by)
    taken = _Codes(set(held.codes))
    found = []
    for place, entry in enumerate(entries):
        if place in known and place in carried:
            draft = merged(known[place][0], carried[place], entry.draft)
            found.append(Adopted(replace(entry, draft=draft)))
            taken.used.add(shapes.text(draft, "code"))
        else:
            found.append(_filled(entry, defaults, codes[place], taken))
    return tuple(found)


def _matched(entries: Sequence[Entry], held: Held) -> list[str]:
    """Return the code each entry has in the bank, ``""`` for a new one; equal names are matched in their order."""
    seen: Counter[Key] = Counter()
    given: set[str] = set()
    codes = []
    for entry in entries:
        origin = shapes.table(entry.draft, "origin")
        found = shapes.text(origin, "id") if shapes.text(origin, "id") in held.codes else ""
        for key in keys_of(origin):
            here = held.by_key.get(key, ())
            found = found or (here[seen[key]] if seen[key] < len(here) else "")
            seen[key] += 1
        codes.append("" if found in given else found)
        given.add(found)
    return codes


def _carried(drafts: Mapping[int, Draft], made_by: Format) -> dict[int, Draft]:
    """Return what a format holds of drafts, by the same places; those it cannot write are not there."""
    if made_by.write is None or not drafts:
        return {}
    places = list(drafts)
    written = made_by.write([Entry(drafts[place]) for place in places], {})
    kept = [place for number, place in enumerate(places) if number not in written.left_out]
    read = made_by.read(written.content).entries
    return {place: entry.draft for place, entry in zip(kept, read, strict=False)} if len(read) == len(kept) else {}


def _filled(entry: Entry, defaults: Defaults, held: str, codes: "_Codes") -> Adopted:
    """Return an entry with what it lacks; ``held`` is its code when the bank has it."""
    draft = dict(entry.draft)
    origin = shapes.table(draft, "origin")
    category, named = shapes.text(origin, "category"), shapes.text(origin, "id")
    own = held or (named if CODE.fullmatch(named) and named.partition("/")[0] in set(Domain) else "")
    filled = []
    if "domain" not in draft:
        domain = own.partition("/")[0] or _domain(category)
        draft["domain"] = domain or defaults.domain
        filled.append(f"domain {draft['domain']}" + (", named by the file" if domain else ""))
    for name in ("pool", "level", "author"):
        if name not in draft and getattr(defaults, name):
            draft[name] = getattr(defaults, name)
            filled.append(f"{name} {draft[name]}")
    if "code" not in draft and own and (own == held or own not in codes.used):
        draft["code"] = own
    elif "code" not in draft:
        draft["code"] = codes.new(_start(draft, category, defaults.topic), shapes.text(origin, "name"))
        filled.append(f"code {draft['code']}")
    codes.used.add(str(draft["code"]))
    return Adopted(replace(entry, draft=draft), tuple(filled))


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes that are used, and how often each beginning was tried."""

    used: set[str]
    tried: Counter[str] = field(default_factory=Counter)

    def new(self, start: str, name: str) -> str:
        """Return a code nothing has yet; of equal names the second ends in -2."""
        wanted = f"{start}{_slug(name) or 'item'}"
        while True:
            self.tried[wanted] += 1
            number = self.tried[wanted]
            code = wanted if number == 1 else f"{wanted[: MAX_CODE - len(str(number)) - 1]}-{number}"
            if code not in self.used:
                return code


def _domain(category: str) -> str:
    """Return the domain that a part of a category names, the last such part."""
    named = [_NAMED[_slug(part)] for part in _parts(category) if _slug(part) in _NAMED]
    return named[-1] if named else ""


def _start(draft: Draft, category: str, topic: str) -> str:
    """Return the beginning of a code: the domain, and the last part of the category or else the given topic."""
    parts = [slug for part in _parts(category) if (slug := _slug(part)) and slug not in _NAMED and slug not in _ROOTS]
    return f"{draft['domain']}/{parts[-1] if parts else _slug(topic) or 'imported'}/"


def _parts(category: str) -> list[str]:
    """Return the parts of a category; ``//`` in it is a stroke and no end of a part."""
    return [part.replace("\0", "/").strip() for part in category.replace("//", "\0").split("/") if part.strip()]


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MOST_SLUG].strip("-")


_ROOTS = frozenset({"course", "system", "cat1", "cat2", "cat3", "module", "top", "coursecat", "default"})
_NAMED = {_slug(title): str(domain) for domain, title in DOMAIN_TITLES.items()} | {
    str(each): str(each) for each in Domain
}
"""What the parts of a category may say for each domain."""
