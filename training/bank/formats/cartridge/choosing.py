"""Questions of QTI 1.2 that are answered by choosing: one option, several, or all in their order."""

from collections.abc import Sequence
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.cartridge.item import Asked, Item
from training.bank.formats.shapes import TRUE_FALSE, Choice
from training.bank.formats.shares import by_rule, near
from training.bank.formats.trees import XmlFault
from training.core.drafts import Draft

DIFFER = "Some answers get other marks there: its rules say what the kind here does not."
CANVAS = "Its file says all or nothing, which holds here; Canvas itself may give part marks for it."
NO_KEY = "Give a <setvar> to the condition that its right answer meets."
FIRST_IS_KEY = "Several answers are right and one may be chosen: the first is the key, the others give the same mark."


def choice(item: Item) -> Draft:
    """Return a choice of one or of several. Raises XmlFault when none is right."""
    asked = item.only_asked()
    names = list(asked.offered)
    texts = _texts(item, asked)
    if len([text for text in texts if text]) < 2:
        raise XmlFault("offers fewer than two answers", "Offer two or more.", asked.element.line)
    several = asked.cardinality == "multiple"
    shares, whole = _several(item, asked) if several else (_single(item, asked), False)
    if whole and item.type == "multiple_answers_question":
        item.texts.lose(CANVAS)
    reasons, feedback = reasons_of(item, asked, shares)
    rows = zip(texts, shares, reasons, strict=True)
    choices = [Choice(text or name, share, why) for name, (text, share, why) in zip(names, rows, strict=True) if text]
    draft = shapes.several(choices, whole=whole) if several else shapes.single(choices)
    left = item.texts.joined(asked.element.named("material", "material_ref", "flow_mat"))
    stem = (
        "\n\n".join(text for text in (item.stem(), left) if text) if item.type == "matching_question" else item.stem()
    )
    return draft | {"stem": stem} | ({"feedback": feedback} if feedback else {})


def reasons_of(item: Item, asked: Asked, shares: Sequence[Fraction]) -> tuple[list[str], str]:
    """Return the feedback that each option brings and others do not, and what every one brings."""
    names = list(asked.offered)
    shown = [_told(item, asked, name) for name in names]
    if not any(shown):
        return [""] * len(names), ""
    everywhere = [text for text in shown[0] if all(text in each for each in shown)]
    whole = tuple(name for name, share in zip(names, shares, strict=True) if share > 0)
    known = {text for each in shown for text in each}
    if asked.cardinality == "multiple" and not known.issuperset(item.shown({asked.name: whole})):
        item.texts.lose("Feedback on the whole answer is left out.")
    own = ["\n\n".join(text for text in each if text not in everywhere) for each in shown]
    return own, "\n\n".join(everywhere)


def order(item: Item) -> Draft:
    """Return options to be put in order, as the first condition that marks names them."""
    asked = item.only_asked()
    names = list(asked.offered)
    key = next((found for each in item.processing.conditions if (found := _named(each, names))), [])
    if sorted(key) != sorted(names) or len(names) < 2:
        raise XmlFault("has no right order of all its options", "Name each once, in order.", asked.element.line)
    labels = [each for holder in asked.element.all("render_extension") for each in holder.named("material")]
    if labels:
        item.texts.lose(f"What stands above or below its list is left out: {item.texts.joined(labels)[:80]}.")
    letters = dict(zip(names, shapes.letters(), strict=False))
    texts = dict(zip(names, _texts(item, asked), strict=True))
    options = [{"id": letters[name], "text": texts[name], "rationale": "", "sources": []} for name in names]
    if key == names:
        options = options[1:] + options[:1]
    parts = _gives_parts(item, asked, key)
    if parts:
        item.texts.lose(DIFFER)
    always = [text for text in item.shown({}) if text in item.shown({asked.name: tuple(key)})]
    draft: dict[str, object] = {"kind": "ordering", "stem": item.stem()} | shapes.all_or_nothing(whole=not parts)
    draft |= {"options": options, "key": [letters[name] for name in key]}
    return {**draft, **({"feedback": "\n\n".join(always)} if always else {})}


def _gives_parts(item: Item, asked: Asked, key: Sequence[str]) -> bool:
    """Return whether another order gives marks; tests that name no places mean the order in which they stand."""
    swapped = [(*key[:place], *key[place : place + 2][::-1], *key[place + 2 :]) for place in range(len(key) - 1)]
    placed = any(test.get("index") for test in item.processing.tests("varequal"))
    return placed and any(item.processing.score({asked.name: each}) > 0 for each in swapped)


def _named(condition: object, names: Sequence[str]) -> list[str]:
    """Return the options that a condition with a mark names, each once, in the order written."""
    tests = condition.all("varequal") if hasattr(condition, "all") else ()
    return list(dict.fromkeys(test.own for test in tests if test.own in names))


def _texts(item: Item, asked: Asked) -> list[str]:
    texts = [item.texts.of(label) for label in asked.offered.values()]
    said = {text.lower() for text in texts}
    return [text.capitalize() for text in texts] if said == {each.lower() for each in TRUE_FALSE} else texts


def _told(item: Item, asked: Asked, name: str) -> tuple[str, ...]:
    """Return the feedback of an option: what its response brings, and what is tied to it alone."""
    alone = [
        item.feedback[link.get("linkrefid")]
        for condition in item.processing.conditions
        if [(test.get("respident"), test.own) for test in condition.all("varequal", "not")] == [(name, "")]
        for link in condition.named("displayfeedback")
        if link.get("linkrefid") in item.feedback
    ]
    return tuple(dict.fromkeys([*item.shown({asked.name: (name,)}), *alone]))


def _single(item: Item, asked: Asked) -> list[Fraction]:
    scores = [item.processing.score({asked.name: (name,)}) for name in asked.offered]
    best = max(scores)
    if best <= 0:
        raise XmlFault("has no right answer", NO_KEY, item.element.line)
    if min(scores) < 0:
        item.texts.lose("Marks under 0 count 0 here.")
    if scores.count(best) > 1:
        item.texts.lose(FIRST_IS_KEY)
    return [near(score / best) for score in scores]


def _several(item: Item, asked: Asked) -> tuple[list[Fraction], bool]:
    """Return what each option adds, by the rule of this bank where nothing can be added up, and whether all must be."""
    names = list(asked.offered)

    def score(chosen: Sequence[str]) -> Fraction:
        return item.processing.score({asked.name: tuple(chosen)})

    key = _key(item, asked, names)
    whole = score(key)
    if whole <= 0:
        raise XmlFault("has no right answer", NO_KEY, item.element.line)
    gains = {
        name: near(score([name]) / whole) if name in key else near((score([*key, name]) - whole) / whole)
        for name in names
    }
    tried = [*([name] for name in names), *([*key, name] for name in names if name not in key)]
    tried += [[other for other in key if other != name] for name in key]
    apart = [chosen for chosen in tried if not _agrees(score(chosen) / whole, sum(gains[name] for name in chosen))]
    if not apart and sum(gains[name] for name in key) >= Fraction(999, 1000):
        return [gains[name] for name in names], False
    parts = any(score(chosen) > 0 for chosen in tried if set(chosen) != set(key))
    if parts:
        item.texts.lose(DIFFER)
    return list(by_rule([name in key for name in names])), not parts


def _key(item: Item, asked: Asked, names: Sequence[str]) -> list[str]:
    """Return the options that a condition worth the most asks for, or those that are worth something alone."""
    best: list[str] = []
    most = Fraction(0)
    for condition in item.processing.conditions:
        negated = {id(test) for each in condition.all("not") for test in each.all("varequal")}
        wanted = {test.own for test in condition.all("varequal") if id(test) not in negated}
        chosen = [name for name in names if name in wanted]
        found = item.processing.score({asked.name: tuple(chosen)}) if chosen else Fraction(0)
        if found > most:
            best, most = chosen, found
    alone = item.key_of(asked)
    return alone if item.processing.score({asked.name: tuple(alone)}) > most else best


def _agrees(there: Fraction, here: Fraction | int) -> bool:
    one, zero = Fraction(1), Fraction(0)
    return abs(max(zero, min(one, there)) - max(zero, min(one, Fraction(here)))) < Fraction(1, 1000)
