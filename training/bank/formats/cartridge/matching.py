"""Matching of QTI 1.2: one list for each left side, as Canvas, Blackboard and Brightspace write it."""

from collections.abc import Mapping, Sequence

from training.bank.formats import shapes
from training.bank.formats.cartridge import parts
from training.bank.formats.cartridge.choosing import DIFFER, NO_KEY
from training.bank.formats.cartridge.item import Asked, Item
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft

NO_CATEGORY = "(none of them)"
RIGHT_BLOCK = "RIGHT_MATCH_BLOCK"
"""Blackboard's block of right sides, which the options of each list stand for by their places."""


def matching(item: Item) -> Draft:
    """Return pairs. Raises XmlFault where a left side has no partner."""
    sides = _sides(item)
    lefts = [_left(item, asked) for asked in item.asked]
    partners = [_partner(item, asked) for asked in item.asked]
    missing = next((left for left, name in zip(lefts, partners, strict=True) if name is None), None)
    if missing is not None:
        raise XmlFault(f"has no partner for {missing[:40]!r}", NO_KEY, item.element.line)
    pairs = [
        (left, side[name])
        for left, side, name in zip(lefts, sides, partners, strict=True)
        if name is not None and name in side and left
    ]
    if len(pairs) < 2:
        raise XmlFault("has fewer than two pairs", "Write two or more lists, each with its left side.")
    spare = dict.fromkeys(text for side in sides for text in side.values())
    used = {right for _left, right in pairs}
    draft = shapes.matched([*pairs, *(("", text) for text in spare if text not in used)])
    whole = shapes.all_or_nothing(whole=_is_whole(item, partners))
    reasons = iter(_reasons(item, partners))
    premises = [{**premise, "rationale": next(reasons)} for premise in shapes.tables(draft, "premises")]
    always = parts.always(item)
    return draft | whole | {"premises": premises, "stem": _stem(item)} | ({"feedback": always} if always else {})


def _reasons(item: Item, partners: Sequence[str | None]) -> list[str]:
    """Return the feedback that one list alone changes, right or wrong, when all others are right."""
    key = {asked.name: (name,) for asked, name in zip(item.asked, partners, strict=True) if name is not None}
    right = item.shown(key)
    told = []
    for asked in item.asked:
        wrong = next((name for name in asked.offered if (name,) != key[asked.name]), "")
        instead = item.shown({**key, asked.name: (wrong,)})
        told.append([text for text in dict.fromkeys((*right, *instead)) if (text in right) != (text in instead)])
    return ["\n\n".join(text for text in own if sum(text in each for each in told) == 1) for own in told]


def categories(item: Item) -> Draft:
    """Return things to be put into categories: each thing with its category, or with none."""
    things: dict[str, str] = {}
    homes: dict[str, str] = {}
    for asked in item.asked:
        things |= {name: item.texts.of(label) for name, label in asked.offered.items()}
        for test in _positive(item, asked.name):
            if homes.setdefault(test.own, asked.name) != asked.name:
                raise XmlFault("puts one thing into several categories", "Leave it in one of them.", test.line)
    if sum(name in homes for name in things) < 2:
        raise XmlFault("puts fewer than two things into categories", NO_KEY, item.element.line)
    called = {asked.name: _left(item, asked) for asked in item.asked}
    pairs = [(text, called[homes[name]] if name in homes else NO_CATEGORY) for name, text in things.items()]
    whole = parts.is_whole(item, _filled(homes), {})
    if not whole:
        item.texts.lose("A category counts as a whole there; here each thing put into one counts.")
    always = parts.always(item)
    draft = shapes.matched([*pairs, *(("", text) for text in called.values())])
    return draft | shapes.all_or_nothing(whole=whole) | {"stem": item.stem()} | ({"feedback": always} if always else {})


def _filled(homes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what belongs into each category."""
    return {home: tuple(name for name, own in homes.items() if own == home) for home in homes.values()}


def _sides(item: Item) -> list[dict[str, str]]:
    """Return what may be matched with each left side, by the names it has there, in the order shown."""
    block = next((each for each in item.presentation.all("flow") if each.get("class") == RIGHT_BLOCK), None)
    if block is not None:
        texts = [item.texts.of(each) for each in block.named("flow")]
        return [dict(zip(asked.offered, texts, strict=False)) for asked in item.asked]
    return [{name: item.texts.of(label) for name, label in asked.offered.items()} for asked in item.asked]


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


def _partner(item: Item, asked: Asked) -> str | None:
    """Return the name of what is right in a list: the one that marks, or else the one a condition names."""
    scores = {name: parts.score(item, asked, name) for name in asked.offered}
    best = max(scores, key=lambda name: scores[name], default="")
    if best and scores[best] > 0:
        return best
    return next((test.own for test in _positive(item, asked.name) if test.own in asked.offered), None)


def _positive(item: Item, name: str) -> Sequence[Element]:
    """Return the tests of a response that are not negated."""
    negated = {id(test) for each in item.processing.tests("not") for test in each.all("varequal")}
    return [
        test for test in item.processing.tests("varequal") if test.get("respident") == name and id(test) not in negated
    ]


def _is_whole(item: Item, partners: Sequence[str | None]) -> bool:
    """Return whether pairs count only all together; noting where they do not count the same, each for itself."""
    right = {asked.name: name for asked, name in zip(item.asked, partners, strict=True) if name is not None}
    wrong = {asked.name: [name for name in asked.offered if name != right[asked.name]] for asked in item.asked}
    whole = parts.is_whole(item, {name: (value,) for name, value in right.items()}, wrong)
    worth = [parts.score(item, asked, right[asked.name]) for asked in item.asked]
    if not whole and len(set(parts.weights(worth))) > 1:
        item.texts.lose(DIFFER)
    return whole
