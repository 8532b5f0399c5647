"""Item kinds, one folder each. Add a folder, then one line here."""

import json
from collections.abc import Mapping
from hashlib import sha256

from training.core.drafts import UNFINISHED, Draft, DraftError, Fault
from training.core.items import Item, Keys, figures
from training.items.calculated import Calculated
from training.items.cloze import Cloze
from training.items.extended_text import ExtendedText
from training.items.hotspot import Hotspot
from training.items.matching import Matching
from training.items.multiple_response import MultipleResponse
from training.items.numeric import Numeric
from training.items.ordering import Ordering
from training.items.short_text import ShortText
from training.items.single_choice import SingleChoice

KINDS: tuple[type[Item], ...] = (
    SingleChoice,
    MultipleResponse,
    Ordering,
    Matching,
    Numeric,
    Calculated,
    ShortText,
    Cloze,
    Hotspot,
    ExtendedText,
)
_BY_NAME: Mapping[str, type[Item]] = {kind.kind: kind for kind in KINDS}

_KEYS: Mapping[type[Item], Keys] = {SingleChoice: Keys.ONE, MultipleResponse: Keys.SEVERAL}
"""Kinds whose options say which of them are right. A kind that is not here keeps its key elsewhere."""


def keys_of(name: str) -> Keys:
    """Return where the kind with this name keeps what is right, even for a draft that is no item yet."""
    kind = kind_of(name)
    return Keys.ELSEWHERE if kind is None else _KEYS.get(kind, Keys.ELSEWHERE)


def kind_of(name: str) -> type[Item] | None:
    """Return the kind with this name, None for an unknown one."""
    return _BY_NAME.get(name)


def needs_people(name: str) -> bool:
    """Return whether only people mark responses to the kind with this name: it has a rubric."""
    return hasattr(kind_of(name), "criteria")


def marks_alone(item: Item) -> bool:
    """Return whether the site marks every response to an item: no rubric, and no unsure answer waits for a person."""
    return not needs_people(item.kind) and not _asks_a_person(item.draft())


def _asks_a_person(value: object) -> bool:
    if isinstance(value, Mapping):
        return value.get("unsure") == "person" or any(map(_asks_a_person, value.values()))
    return isinstance(value, list | tuple) and any(map(_asks_a_person, value))


def parse(draft: Draft) -> Item:
    """Return the item a draft describes.

    Raises DraftError with every fault: of an unknown kind, or whatever the kind refuses.
    """
    kind = kind_of(str(draft.get("kind", "")))
    if kind is None:
        remedy = "Use one of: " + ", ".join(_BY_NAME) + "."
        raise DraftError((Fault("kind", f"is {str(draft.get('kind', ''))[:40]!r}", remedy),))
    return kind.parse(draft)


def kept(draft: Draft) -> Item:
    """Return the item of a draft that need not be finished: it says so itself exactly when something is missing.

    Raises DraftError with every fault when something is wrong, not only missing.
    """
    whole = {name: value for name, value in draft.items() if name != UNFINISHED}
    try:
        return parse(whole)
    except DraftError as error:
        if not error.unfinished:
            raise
        return parse(whole | {UNFINISHED: True})


def missing(item: Item) -> tuple[Fault, ...]:
    """Return what an item still lacks before it can be reviewed, nothing for a finished one."""
    try:
        parse({name: value for name, value in item.draft().items() if name != UNFINISHED})
    except DraftError as error:
        return error.faults
    return ()


def version(draft: Draft, figure_digests: Mapping[str, str]) -> str:
    """Return the hash that names a version: 64 hex digits.

    It is the SHA-256 over the canonical JSON (sorted keys, UTF-8, no white space) of the canonical draft, stimulus
    included, and the SHA-256 of the bytes of each figure it shows, by name. Raises KeyError for a figure that
    ``figure_digests`` lacks, DraftError for a draft its kind refuses.
    """
    return version_of(parse(draft), figure_digests)


def version_of(item: Item, figure_digests: Mapping[str, str]) -> str:
    """Return the hash that names the version an item is, as `version` does for its draft."""
    return version_showing(item, {name: figure_digests[name] for name in figures(item)})


def version_showing(item: Item, shown: Mapping[str, str]) -> str:
    """Return what `version_of` does; ``shown`` are the digests of exactly the figures that the item shows."""
    return sha256(canonical({"draft": item.draft(), "figures": shown})).hexdigest()


def canonical(value: object) -> bytes:
    """Return the canonical JSON of plain values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
