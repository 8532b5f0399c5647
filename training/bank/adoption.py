"""Taking in what another system wrote: finding the item it is here, and filling in what only this bank knows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from training.bank.formats import Entry, Format, shapes
from training.bank.merging import merged
from training.core.domains import DOMAIN_TITLES, Domain
from training.core.drafts import Draft
from training.core.texts import CODE, MAX_CODE

Key: TypeAlias = tuple[str, ...]
V = TypeVar("V")
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

    ``drafts`` gives for a code the newest draft and the one that files were last written from or read into,
    ``versions`` for a code and a hash the draft of that version, which an entry may say it was written from.
    """

    codes: frozenset[str] = frozenset()
    by_key: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    drafts: Mapping[str, tuple[Draft, Draft]] = field(default_factory=dict)
    versions: Mapping[tuple[str, str], Draft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """A side-car: whole drafts, what the file's format carries of each (None for what it cannot), places by key."""

    drafts: tuple[Draft, ...] = ()
    carried: tuple[Draft | None, ...] = ()
    by_key: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)

    @property
    def untold(self) -> tuple[Draft, ...]:
        """Return the drafts that the file never could hold."""
        return tuple(draft for draft, carried in zip(self.drafts, self.carried, strict=True) if carried is None)


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


def _keys(draft: Draft) -> tuple[Key, ...]:
    """Return what a draft may be known by: the code its file names, or else its origin."""
    code = shapes.text(draft, "code")
    return ((("code", code),) if code else ()) + keys_of(shapes.table(draft, "origin"))


def beside(drafts: Sequence[Draft], made_by: Format) -> Beside:
    """Return the drafts of a side-car with what a format carries of each."""
    carried = carried_by(made_by, drafts)
    told = [place for place, each in enumerate(carried) if each is not None]
    by_key: dict[Key, tuple[int, ...]] = {}
    for place in told:
        for key in _keys(carried[place] or {}):
            by_key[key] = (*by_key.get(key, ()), place)
    return Beside(tuple(drafts), tuple(carried), by_key)


def adopted(
    entries: Sequence[Entry], made_by: Format, defaults: Defaults, held: Held, car: Beside | None = None
) -> tuple[Adopted, ...]:
    """Return the entries of one file as items; ``car`` is its side-car.

    An entry that the bank or the side-car knows stays that item, with everything its format does not carry.
    """
    codes, known = _known(entries, held, car or Beside())
    carried = dict(zip(known, carried_by(made_by, [base for _newest, base in known.values()]), strict=True))
    taken = _Codes(set(held.codes))
    found = []
    for place, entry in enumerate(entries):
        base = carried.get(place)
        if base is None:
            found.append(_filled(entry, defaults, codes[place], taken))
        else:
            draft = merged(known[place][0], base, entry.draft)
            stated = entry.base if (shapes.text(draft, "code"), entry.base) in held.versions else ""
            found.append(Adopted(replace(entry, draft=draft, base=stated)))
            taken.used.add(shapes.text(draft, "code"))
    return tuple(found)


def carried_by(made_by: Format, drafts: Sequence[Draft]) -> list[Draft | None]:
    """Return what a format holds of drafts, None for one it cannot write."""
    if made_by.write is None or not drafts:
        return [None] * len(drafts)
    written = made_by.write([Entry(draft) for draft in drafts], {})
    read = iter(made_by.read(written.content).entries)
    kept = [None if place in written.left_out else next(read, None) for place in range(len(drafts))]
    return [None if each is None else each.draft for each in kept]


def _known(entries: Sequence[Entry], held: Held, car: Beside) -> tuple[list[str], dict[int, tuple[Draft, Draft]]]:
    """Return the code each entry has in the bank, ``""`` for a new one, and newest and base draft of those known.

    Of several with one name the n-th is the n-th.
    """
    codes: list[str] = []
    known: dict[int, tuple[Draft, Draft]] = {}
    given: set[str] = set()
    places: set[int] = set()
    for number, entry in enumerate(entries):
        keys = _keys(entry.draft)
        own = [shapes.text(shapes.table(entry.draft, "origin"), "id"), shapes.text(entry.draft, "code")]
        found = next((code for code in own if code in held.codes), "") or _first(held.by_key, keys, given) or ""
        place = _first(car.by_key, keys, places)
        full = None if place is None else car.drafts[place]
        places |= set() if place is None else {place}
        if full is not None and not found and shapes.text(full, "code") in held.codes:
            found = shapes.text(full, "code")
        found = "" if found in given else found
        given.add(found)
        codes.append(found)
        if found in held.drafts:
            newest, last = held.drafts[found]
            known[number] = (newest, held.versions.get((found, entry.base), last))
        elif full is not None:
            known[number] = (full, full)
    return codes, known


def _first(by_key: Mapping[Key, tuple[V, ...]], keys: Sequence[Key], used: AbstractSet[V]) -> V | None:
    """Return what the surest key stands for that was not taken yet."""
    return next((one for key in keys for one in by_key.get(key, ()) if one not in used), None)


def _filled(entry: Entry, defaults: Defaults, held: str, codes: "_Codes") -> Adopted:
    """Return an entry with what it lacks; ``held`` is its code when the bank has it."""
    draft = dict(entry.draft)
    origin = shapes.table(draft, "origin")
    category, named = shapes.text(origin, "category"), shapes.text(draft, "code") or shapes.text(origin, "id")
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
