"""A paper as it is frozen and as pages and marks use it: slots by position, options by their place on this paper."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from training import items
from training.core import scoring
from training.core.assembling import Assembled
from training.core.balancing import Target
from training.core.items import Item
from training.core.layout import bound
from training.core.responses import Response
from training.core.specification import Specification


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of one slot: what the page calls it, by chance, and what the bank calls its bytes."""

    token: str
    digest: str


@dataclass(frozen=True, slots=True)
class SheetSlot:
    """One place of a paper with its item. ``order`` holds option ids as shown; places count from 1.

    A ``pilot`` is tried out; no page of the candidate says which slots are.
    """

    position: int
    version: str
    item: Item
    order: tuple[str, ...]
    figures: Mapping[str, Figure]
    pilot: bool = False

    def response(self, posted: Sequence[str]) -> Response | None:
        """Return the response a page of this paper posted, None when it cannot be one."""
        return self.item.received(posted, self.order)

    def places(self, response: Response) -> tuple[str, ...]:
        """Return what a page of this paper posts for a response."""
        return self.item.posted(response, self.order)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper with its items, ready to be shown and marked; never changes.

    ``modules`` are the versions by code that its candidate had completed when it was drawn.
    """

    sha256: str
    slots: tuple[SheetSlot, ...]
    rules: scoring.Rules
    scoring: str
    modules: Mapping[str, str]

    @property
    def scored(self) -> tuple[SheetSlot, ...]:
        """Return the slots that count."""
        return tuple(slot for slot in self.slots if not slot.pilot)

    @property
    def pilots(self) -> int:
        """Return how many slots are tried out."""
        return len(self.slots) - len(self.scored)

    def slot(self, position: int) -> SheetSlot | None:
        """Return the slot at a position, None when there is none."""
        return self.slots[position - 1] if 1 <= position <= len(self.slots) else None


def frozen(
    assembled: Assembled,
    specification: Specification,
    figures: Mapping[str, Mapping[str, str]],
    *,
    studied: Mapping[str, str],
    seed: int,
    secret: str,
) -> dict[str, object]:
    """Return what a paper keeps, as JSON values. ``figures`` are digests by version and name.

    ``studied`` are versions of modules by code.

    ``secret`` (hex digits of chance) makes the names of figures, so that none can be guessed or compared.
    """
    return {
        "seed": str(seed),
        "balance": balance(assembled, specification),
        "modules": dict(sorted(studied.items())),
        "rules": {
            "scoring": scoring.VERSION,
            "cut": str(specification.cut),
            "minimums": {domain.value: str(share) for domain, share in sorted(specification.minimums.items())},
            "critical": specification.critical,
        },
        "slots": [
            {
                "version": place.version,
                "order": list(place.order),
                **({"values": dict(place.values)} if place.values else {}),
                **({"pilot": True} if place.pilot else {}),
                "figures": {
                    name: [_token(secret, position, name), digest]
                    for name, digest in sorted(figures.get(place.version, {}).items())
                },
            }
            for position, place in enumerate(assembled.places, start=1)
        ],
    }


def balance(assembled: Assembled, specification: Specification) -> dict[str, object]:
    """Return what a paper keeps of how hard it is: nothing of it ever reaches the candidate's browser.

    Points are raw points a candidate just at the standard is expected to get, with six decimals; ``basis`` names what
    they were reckoned from: a calibration by its SHA-256, or the rule for the authors' estimates. The cut is common to
    all papers, since all are balanced. Of somebody who met questions of the exam before it says how many scored ones of
    this paper they met, and how many they should have at most; more is among what was relaxed.
    """
    reached = assembled.reached
    return {
        "basis": assembled.basis,
        "expected": f"{reached.total:.6f}",
        "domains": {domain.value: f"{points:.6f}" for domain, points in sorted(reached.domains.items())},
        "information": f"{reached.information:.6f}",
        "cut": str(specification.cut * specification.length),
        "relaxed": [what.value for what in reached.relaxed],
        **({} if assembled.met is None else {"met": assembled.met, "met at most": specification.most_met}),
    }


def aimed(target: Target) -> dict[str, object]:
    """Return what every paper should come to, written as `balance` writes what one came to."""
    return {
        "expected": f"{target.total:.6f}",
        "domains": {domain.value: f"{points:.6f}" for domain, points in sorted(target.domains.items())},
        "information": f"{target.information:.6f}",
    }


def digest(content: Mapping[str, object]) -> str:
    """Return the SHA-256 (64 hex digits) over the canonical JSON of frozen values."""
    return sha256(items.canonical(content)).hexdigest()


def versions(content: Mapping[str, object]) -> list[str]:
    """Return the version hashes on a paper, in order."""
    return [str(slot["version"]) for slot in _slots(content)]


def scored(content: Mapping[str, object]) -> tuple[str, ...]:
    """Return the version hashes on a paper that count, in order."""
    return tuple(str(slot["version"]) for slot in _slots(content) if not slot.get("pilot"))


def kept_balance(content: Mapping[str, object]) -> dict[str, object]:
    """Return what `balance` kept on a paper; nothing for one of before papers were balanced."""
    return _table(content.get("balance", {}))


def sheet(content: Mapping[str, object], found: Mapping[str, Item]) -> Sheet:
    """Return the paper of frozen values with its items. Raises KeyError for an item or a value that is missing."""
    rules = content["rules"]
    assert isinstance(rules, Mapping)
    return Sheet(
        sha256=digest(content),
        slots=tuple(
            SheetSlot(
                position=position,
                version=str(slot["version"]),
                item=bound(found[str(slot["version"])], _values(slot)),
                order=_order(slot["order"]),
                figures=_figures(slot["figures"]),
                pilot=bool(slot.get("pilot")),
            )
            for position, slot in enumerate(_slots(content), start=1)
        ),
        rules=scoring.rules_of(rules),
        scoring=str(rules["scoring"]),
        modules=_texts(content.get("modules", {})),
    )


def accommodation(factor: Fraction, *, note: str) -> dict[str, object]:
    """Return the accommodation an attempt keeps."""
    return {"factor": str(factor), "note": note}


def _slots(content: Mapping[str, object]) -> list[Mapping[str, object]]:
    slots = content["slots"]
    assert isinstance(slots, list)
    return slots


def _values(slot: Mapping[str, object]) -> dict[str, str]:
    values = slot.get("values", {})
    assert isinstance(values, Mapping)
    return {str(name): str(value) for name, value in values.items()}


def _order(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(option) for option in value)


def _figures(value: object) -> dict[str, Figure]:
    assert isinstance(value, Mapping)
    return {str(name): Figure(*named) for name, named in value.items()}


def _table(value: object) -> dict[str, object]:
    assert isinstance(value, Mapping)
    return {str(name): each for name, each in value.items()}


def _texts(value: object) -> dict[str, str]:
    assert isinstance(value, Mapping)
    return {str(name): str(text) for name, text in value.items()}


def _token(secret: str, position: int, name: str) -> str:
    return hmac.new(bytes.fromhex(secret), f"figure {position} {name}".encode(), sha256).hexdigest()[:24]
