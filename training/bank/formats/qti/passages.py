"""Texts with gaps: lists and fields within a text, and texts that are put into gaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.qti.choosing import DIFFER, NO_KEY
from training.bank.formats.qti.expressions import mapped
from training.bank.formats.qti.item import KEY_COUNTS, Item, Told
from training.bank.formats.qti.texts import OPEN, SHUT, html_of, joined
from training.bank.formats.qti.typed import Asked, NothingCounts, best, typed
from training.bank.formats.qti.values import Declared, Value
from training.bank.formats.shares import near
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft
from training.core.texts import OPTION_ID

STEM = "stem"
"""The class of the first block of a passage that is its question."""
_OFFERED = ("inlineChoice", "simpleChoice")
Score = Callable[[Value], Fraction]


@dataclass(frozen=True, slots=True)
class _Gap:
    """One gap: what responds to it, what its values are worth, and what it offers."""

    interaction: Element
    declared: Declared
    score: Score
    offered: Mapping[str, str]


def text_entry(item: Item, interaction: Element) -> Draft:
    """Return one field for a text or a number as an item of its own."""
    declared = item.response(interaction)
    always = tuple(text for text in item.shown({}) if text in item.shown({declared.name: _key(declared)}))
    return {**_answers(item, declared, always), "stem": item.stem()} | ({"feedback": joined(always)} if always else {})


def cloze(item: Item, interactions: Sequence[Element]) -> Draft:
    """Return lists and fields in a text as a passage with gaps, in the order in which they are declared."""
    order = list(item.processing.responses)
    for each in interactions:
        item.response(each)
    interactions = sorted(interactions, key=lambda each: order.index(each.get("responseIdentifier")))
    declared = [item.response(each) for each in interactions]
    offered = [
        {choice.get("identifier"): item.text(choice) for choice in each.children if choice.name in _OFFERED}
        for each in interactions
    ]
    gaps, whole = _scored(item, list(zip(interactions, declared, offered, strict=True)))
    return _passage(item, gaps, whole=whole)


def gap_match(item: Item, interaction: Element) -> Draft:
    """Return texts to be put into gaps as a passage in which each gap lists all of them."""
    declared = item.response(interaction)
    if interaction.first("gapImg") is not None:
        raise XmlFault("puts pictures into gaps", "Use texts.", interaction.line)
    offered = {each.get("identifier"): item.text(each) for each in interaction.all("gapText")}
    slots = list(interaction.all("gap"))
    if not slots or not offered:
        raise XmlFault("has no gaps, or nothing to put into them", NO_KEY, interaction.line)
    singles = [_Gap(slot, declared, _paired(item, declared, slot.get("identifier")), offered) for slot in slots]
    alone = any(gap.score((name,)) > 0 for gap in singles for name in offered)
    whole = not alone and item.score({declared.name: declared.correct}) > 0
    if not alone and not whole:
        item.texts.lose(KEY_COUNTS)
    if not alone:
        singles = [_Gap(slot, declared, _in_key(declared, slot.get("identifier")), offered) for slot in slots]
    if any(each.get("matchMax", "1") == "1" for each in interaction.all("gapText")):
        item.texts.lose("A text may be put into one gap only there; here each gap lists all of them.")
    return _passage(item, singles, whole=whole and len(slots) > 1)


def _answers(item: Item, declared: Declared, always: tuple[Told, ...]) -> Draft:
    """Return what may be typed by what it is worth, or by the key where the rules give no marks."""
    if item.processing.marks:
        try:
            return typed(Asked(item, declared, _alone(item, declared.name), always))
        except NothingCounts:
            pass
    item.texts.lose(KEY_COUNTS)
    return typed(Asked(item, declared, _own(declared), always))


def _paired(item: Item, declared: Declared, slot: str) -> Score:
    return lambda value: item.score({declared.name: tuple(f"{one} {slot}" for one in value)})


def _in_key(declared: Declared, slot: str) -> Score:
    return lambda value: Fraction(any(f"{one} {slot}" in declared.correct for one in value))


def _alone(item: Item, name: str) -> Score:
    """Return what a value of one response is worth when nothing else is answered."""
    return lambda value: item.score({name: value})


def _own(declared: Declared) -> Score:
    """Return what a response is worth by its own mapping or key, whatever the rules say."""
    if declared.mapping is not None and declared.mapping.entries:
        return lambda value: mapped(declared, value)
    return lambda value: Fraction(bool(value) and value[0] in declared.correct)


def _most(item: Item, declared: Declared) -> Fraction:
    try:
        return best(Asked(item, declared, _alone(item, declared.name)))
    except NothingCounts:
        return Fraction(0)


def _scored(item: Item, given: Sequence[tuple[Element, Declared, Mapping[str, str]]]) -> tuple[list[_Gap], bool]:
    """Return gaps with what each is worth, and whether only all together are worth something.

    Each is worth what it gives alone, or beside the keys of all others, or else by its own key.
    """
    gaps = [_Gap(each, declared, _alone(item, declared.name), offered) for each, declared, offered in given]
    keys = {declared.name: _key(declared) for _each, declared, _offered in given}
    whole = item.score(keys) if item.processing.marks else Fraction(0)
    parts = sum((item.score({name: key}) for name, key in keys.items()), Fraction(0))
    if whole > 0 and parts == whole and all(_most_of(item, gap) > 0 for gap in gaps):
        return gaps, False
    without = [item.score({name: key for name, key in keys.items() if name != left}) for left in keys]
    if whole > 0 and not parts and not any(without):
        return [_Gap(each, own, _beside(item, keys, own.name), offered) for each, own, offered in given], True
    item.texts.lose(KEY_COUNTS if whole <= 0 else DIFFER)
    return [_Gap(each, declared, _own(declared), offered) for each, declared, offered in given], False


def _beside(item: Item, keys: Mapping[str, Value], name: str) -> Score:
    """Return what a value of one response is worth when all others are right."""
    return lambda value: item.score({**keys, name: value})


def _key(declared: Declared) -> Value:
    if declared.correct or declared.mapping is None or not declared.mapping.entries:
        return declared.correct[:1]
    return (max(declared.mapping.entries, key=lambda entry: entry.score).key,)


def _most_of(item: Item, gap: _Gap) -> Fraction:
    if gap.offered:
        return max(gap.score((name,)) for name in gap.offered)
    return _most(item, gap.declared)


def _passage(item: Item, gaps: Sequence[_Gap], *, whole: bool) -> Draft:
    names = _names(gaps)
    worth = [
        max((gap.score((name,)) for name in gap.offered), default=Fraction(0))
        if gap.offered
        else best(Asked(item, gap.declared, gap.score))
        for gap in gaps
    ]
    if min(worth) <= 0:
        raise XmlFault("has a gap without a right answer", NO_KEY, item.element.line)
    drafted = [
        {"id": names[id(gap.interaction)]} | _weight(most / min(worth)) | _gap(item, gap, most)
        for gap, most in zip(gaps, worth, strict=True)
    ]
    stem = next((child for child in item.body.children if STEM in child.get("class").split()), None)

    def put(element: Element) -> str | None:
        if element is stem or element.name == "gapText":
            return ""
        prompt = element.child("prompt") if id(element) in names else None
        asked = "" if prompt is None else f"<div>{html_of(prompt)}</div>"
        return f"{asked}{OPEN}{names[id(element)]}{SHUT}" if id(element) in names else None

    passage = item.texts.of(item.body, put).replace(OPEN, "[[").replace(SHUT, "]]")
    asked = shapes.COMPLETE if stem is None else item.text(stem)
    key = {gap.declared.name: _key(gap.declared) for gap in gaps}
    always = joined([text for text in item.shown({}) if text in item.shown(key)])
    draft: dict[str, object] = {"kind": "cloze", "stem": asked, "passage": passage}
    draft |= shapes.all_or_nothing(whole=whole) | {"gaps": drafted}
    return draft | ({"feedback": always} if always else {})


def _names(gaps: Sequence[_Gap]) -> dict[int, str]:
    """Return what each gap is called: as its response where that is short, or else by its place."""
    own = [gap.declared.name for gap in gaps]
    short = all(OPTION_ID.fullmatch(name) for name in own) and len(set(own)) == len(own)
    return {
        id(gap.interaction): gap.declared.name if short else f"g{number}" for number, gap in enumerate(gaps, start=1)
    }


def _weight(weight: Fraction) -> dict[str, object]:
    return {} if weight == 1 else {"weight": str(near(weight))}


def _gap(item: Item, gap: _Gap, most: Fraction) -> dict[str, object]:
    if not gap.offered:
        draft = dict(typed(Asked(item, gap.declared, gap.score, tuple(item.shown({})))))
        return {"kind": "number" if draft.pop("kind") == "numeric" else "text"} | draft
    options = []
    common = item.shown({})
    for letter, (name, text) in zip(shapes.letters(), gap.offered.items(), strict=False):
        share = near(gap.score((name,)) / most)
        option: dict[str, object] = {"id": letter, "text": text, "rationale": "", "sources": []}
        if gap.interaction.name != "gap":
            shown = item.shown({gap.declared.name: (name,)})
            option["rationale"] = joined([each for each in shown if each not in common])
        option |= {"correct": True} if share == 1 else {"weight": str(share)} if share else {}
        options.append(option)
    return {"kind": "choice", "options": options}
