"""Matching of QTI 1.2: one list for each left side, as Canvas, Blackboard and Brightspace write it."""

from collections.abc import Sequence
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.cartridge import parts
from training.bank.formats.cartridge.choosing import DIFFER, NO_KEY
from training.bank.formats.cartridge.item import Asked, Item
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft

RIGHT_BLOCK = "RIGHT_MATCH_BLOCK"
"""Blackboard's block of right sides, which the options of each list stand for by their places."""


def matching(item: Item) -> Draft:
    """Return pairs. Raises XmlFault where a left side has no partner."""
    rights = _rights(item)
    lefts = [_left(item, asked) for asked in item.asked]
    partners = [_partner(item, asked) for asked in item.asked]
    pairs = [
        (left, rights[place][1]) for left, place in zip(lefts, partners, strict=True) if place is not None and left
    ]
    if len(pairs) < 2:
        raise XmlFault("has fewer than two pairs", NO_KEY, item.element.line)
    missing = next((left for left, place in zip(lefts, partners, strict=True) if place is None), None)
    if missing is not None:
        raise XmlFault(f"has no partner for {missing[:40]!r}", NO_KEY, item.element.line)
    used = set(partners)
    spare = [("", text) for place, (_name, text) in enumerate(rights) if place not in used]
    draft = shapes.matched([*pairs, *spare])
    _note_marks(item, partners)
    return draft | {"stem": _stem(item)}


def _rights(item: Item) -> list[tuple[str, str]]:
    """Return what may be matched, by name, in the order shown."""
    block = next((each for each in item.presentation.all("flow") if each.get("class") == RIGHT_BLOCK), None)
    offered = item.asked[0].offered
    if block is None:
        return [(name, item.texts.of(label)) for name, label in offered.items()]
    texts = [item.texts.of(each) for each in block.named("flow")]
    return list(zip(offered, texts, strict=False))


def _left(item: Item, asked: Asked) -> str:
    """Return the left side that a list belongs to: its own material, or what stands in the same flow."""
    own = asked.element.named("material", "material_ref", "flow_mat")
    if own:
        return item.texts.joined(own)
    flow = next(
        (each for each in item.presentation.all("flow") if any(one is asked.element for one in each.children)), None
    )
    return "" if flow is None else item.texts.of(flow)


def _stem(item: Item) -> str:
    """Return the question without left and right sides."""
    beside = {
        id(each)
        for each in item.presentation.all("flow")
        if each.get("class") in {RIGHT_BLOCK, "RESPONSE_BLOCK"}
        or any(one is asked.element for asked in item.asked for one in each.children if _has_left_beside(asked))
    }

    def put(element: Element) -> str | None:
        return "" if id(element) in beside else None

    return item.texts.of(item.presentation, put) or item.stem()


def _has_left_beside(asked: Asked) -> bool:
    return not asked.element.named("material", "material_ref", "flow_mat")


def _partner(item: Item, asked: Asked) -> int | None:
    """Return the place of the option that is right in a list: the one that marks, or else the one a condition names."""
    names = list(asked.offered)
    scores = [parts.score(item, asked, name) for name in names]
    best = max(scores, default=Fraction(0))
    if best > 0:
        return scores.index(best)
    named = [test.own for test in _positive(item, asked.name) if test.own in asked.offered]
    return names.index(named[0]) if named else None


def _positive(item: Item, name: str) -> Sequence[Element]:
    """Return the tests of a response that are not negated."""
    negated = {id(test) for each in item.processing.tests("not") for test in each.all("varequal")}
    return [
        test for test in item.processing.tests("varequal") if test.get("respident") == name and id(test) not in negated
    ]


def _note_marks(item: Item, partners: Sequence[int | None]) -> None:
    """Note where pairs do not count the same, each for itself."""
    right = {
        asked.name: list(asked.offered)[place]
        for asked, place in zip(item.asked, partners, strict=True)
        if place is not None
    }
    wrong = {asked.name: [name for name in asked.offered if name != right[asked.name]] for asked in item.asked}
    parts.note_marks(item, {name: (value,) for name, value in right.items()}, wrong)
    worth = [parts.score(item, asked, right[asked.name]) for asked in item.asked]
    if len(set(parts.weights(worth))) > 1:
        item.texts.lose(DIFFER)
