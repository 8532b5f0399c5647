"""Orders, matches and pairs: ordering and matching items."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.qti.choosing import DIFFER, NO_KEY
from training.bank.formats.qti.item import KEY_COUNTS, Item
from training.bank.formats.qti.texts import joined
from training.bank.formats.qti.values import Declared, Scores, Value
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft


def order(item: Item, interaction: Element) -> Draft:
    """Return steps to be put in order. Raises XmlFault where only some of them belong into it."""
    declared = item.response(interaction)
    steps = [child for child in interaction.children if child.name == "simpleChoice"]
    names = [step.get("identifier") for step in steps]
    if sorted(map(str, declared.correct)) != sorted(names):
        raise XmlFault("has no right order of all its choices", "Name every choice once in order.", interaction.line)
    letters = dict(zip(names, shapes.letters(), strict=False))
    key = [letters[str(name)] for name in declared.correct]
    options = [
        {"id": letters[step.get("identifier")], "text": item.text(step), "rationale": "", "sources": []}
        for step in steps
    ]
    if key == [option["id"] for option in options]:
        options = options[1:] + options[:1]
    swapped = [
        declared.correct[:place] + declared.correct[place : place + 2][::-1] + declared.correct[place + 2 :]
        for place in range(len(key) - 1)
    ]
    parts = any(item.score({declared.name: each}) > 0 for each in swapped)
    if parts:
        item.texts.lose(DIFFER)
    whole = not parts and item.score({declared.name: declared.correct}) > 0
    if not parts and not whole:
        item.texts.lose(KEY_COUNTS)
    draft: dict[str, object] = {"kind": "ordering", "stem": item.stem()} | shapes.all_or_nothing(whole=whole)
    return draft | {"options": options, "key": key} | _feedback(item, declared.name, declared.correct)


def match(item: Item, interaction: Element) -> Draft:
    """Return two sets to be matched. Raises XmlFault where one of the first set has several partners, or none."""
    sets = [child for child in interaction.children if child.name == "simpleMatchSet"]
    if len(sets) != 2:
        raise XmlFault("does not hold two sets to be matched", NO_KEY, interaction.line)
    declared = item.response(interaction)
    left, right = ({each.get("identifier"): item.text(each) for each in one.children} for one in sets)
    pairs = _right_pairs(item, declared, [f"{one} {other}" for one in left for other in right])
    turned = [(other, one) for one, other in pairs]
    if not _covers(pairs, left) and _covers(turned, right):
        left, right, pairs = right, left, turned
        item.texts.lose("The two sides are exchanged.")
    return _matching(item, declared, (left, right), pairs)


def associate(item: Item, interaction: Element) -> Draft:
    """Return pairs of one set: the first of each pair is matched with the second, what is left over matches nothing."""
    declared = item.response(interaction)
    offered = {each.get("identifier"): item.text(each) for each in interaction.all("simpleAssociableChoice")}
    names = list(offered)
    every = {
        " ".join(sorted((one, other))): (one, other) for place, one in enumerate(names) for other in names[place + 1 :]
    }
    pairs = [every[" ".join(pair)] for pair in _right_pairs(item, declared, list(every))]
    used = [name for pair in pairs for name in pair]
    if len(set(used)) < len(used):
        raise XmlFault("has a choice in several pairs", "Let each choice stand in one pair.", interaction.line)
    item.texts.lose("Any two may be paired there; here the left sides are given.")
    left = {one: offered[one] for one, _other in pairs}
    return _matching(item, declared, (left, {name: offered[name] for name in names if name not in left}), pairs)


def _right_pairs(item: Item, declared: Declared, every: Sequence[str]) -> list[tuple[str, str]]:
    """Return the key: its correct response, or else the pairs that give marks."""
    found = [str(pair) for pair in declared.correct if str(pair) in every]
    found = found or [pair for pair in every[:400] if item.score({declared.name: (pair,)}) > 0]
    if not found:
        raise XmlFault("has no right pairs", NO_KEY, item.element.line)
    return [(one, other) for one, _, other in (pair.partition(" ") for pair in found)]


def _covers(pairs: Sequence[tuple[str, str]], names: Mapping[str, str]) -> bool:
    return sorted(one for one, _other in pairs) == sorted(names)


def _matching(
    item: Item, declared: Declared, sides: tuple[Mapping[str, str], Mapping[str, str]], pairs: Sequence[tuple[str, str]]
) -> Draft:
    left, right = sides
    if not _covers(pairs, left):
        message = "matches something with several others, or with none"
        raise XmlFault(message, "Give each of the first set one partner.", item.element.line)
    if len(pairs) < 2:
        raise XmlFault("has fewer than two pairs", "Give it two or more.", item.element.line)
    letters = dict(zip(right, shapes.letters(), strict=False))
    partner = dict(pairs)
    premises = [
        {"id": f"p{number}", "text": text, "match": letters[partner[name]], "rationale": "", "sources": []}
        for number, (name, text) in enumerate(left.items(), start=1)
    ]
    options = [{"id": letters[name], "text": text} for name, text in right.items()]
    whole = shapes.all_or_nothing(whole=_is_whole(item, declared))
    draft: dict[str, object] = {"kind": "matching", "stem": item.stem()} | whole
    return draft | {"premises": premises, "options": options} | _feedback(item, declared.name, declared.correct)


def _is_whole(item: Item, declared: Declared) -> bool:
    """Return whether the pairs count only all together; noting where they do not count the same, each for itself."""
    scores = [item.score({declared.name: (pair,)}) for pair in declared.correct]
    without = [
        item.score({declared.name: tuple(o for o in declared.correct if o != pair)}) for pair in declared.correct
    ]
    whole = item.score({declared.name: declared.correct})
    if whole <= 0:
        item.texts.lose(KEY_COUNTS)
    elif not any(scores) and not any(without):
        return True
    elif len(set(scores)) > 1 or sum(scores, Fraction(0)) != whole or _wrong_costs(declared):
        item.texts.lose(DIFFER)
    return False


def _wrong_costs(declared: Declared) -> bool:
    """Return whether a wrong pair takes marks away."""
    scores = declared.mapping or Scores()
    return scores.default < 0 or any(entry.score < 0 for entry in scores.entries)


def _feedback(item: Item, name: str, key: Value) -> dict[str, object]:
    """Return the feedback that the key brings and an empty response too."""
    right, empty = item.shown({name: key}), item.shown({})
    both = [text for text in right if text in empty]
    if len(both) < len({*right, *empty}):
        item.texts.lose("Feedback that only some answers bring is left out.")
    return {"feedback": joined(both)} if both else {}
