"""From QTI files to drafts: one item, or a package of many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from training.bank.formats import shapes, trees
from training.bank.formats.entries import Content, Entry, LineFault
from training.bank.formats.markup import to_plain
from training.bank.formats.qti import arranging, choosing, passages, places
from training.bank.formats.qti.item import OTHERWISE, Item, item_of
from training.bank.formats.qti.stimuli import Package, shared
from training.bank.formats.qti.texts import Texts, joined
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft

NAME = "qti"
TOOL = "Needlewise"
ITEM = "assessmentItem"
_GAPS = frozenset({"inlineChoiceInteraction", "textEntryInteraction"})
_NOT_ASKING = frozenset({"endAttemptInteraction"})


@dataclass(frozen=True, slots=True)
class About:
    """What a package says of an item beside it."""

    file: str = ""
    title: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()


def one(content: bytes, package: Package, about: About) -> Content:
    """Return the draft of a file with one item, or why it cannot be read."""
    source = ""
    try:
        source = trees.text_of(content)
        element, named = _item_in(source)
        texts = Texts(package.image(""))
        item = item_of(element, named, texts)
        draft = _draft(item)
        if draft is not None:
            draft |= shared(element.named("assessmentStimulusRef"), texts, package)
    except XmlFault as error:
        return Content(faults=(LineFault(str(error), error.remedy, error.line or 1, "", source),))
    if draft is None:
        name = element.get("title") or element.get("identifier")
        message = f"{name[:80]!r} asks nothing (a description), so it is left out"
        return Content(skipped=(LineFault(message, "", element.line, "", source),))
    lost = shapes.unplaced((text for _element, text in item.feedback()), draft)
    if lost and not any(loss.startswith("Feedback") for loss in texts.losses):
        texts.lose(lost)
    draft |= {"origin": _origin(item, draft, about)}
    entry = Entry(draft, element.line, lines={"stem": item.body.line}, losses=tuple(texts.losses), source=source)
    return Content((entry,))


def _item_in(source: str) -> tuple[Element, Mapping[str, Sequence[Element]]]:
    element, named = trees.indexed(source)
    if element.name != ITEM:
        raise XmlFault(*_other(element))
    return element, named


def _other(element: Element) -> tuple[str, str]:
    if element.name == "questestinterop":
        return "is QTI 1.2", "Import it as a Common Cartridge."
    if element.name in {"manifest", "assessmentTest"}:
        return f"is the <{element.name}> of a package", "Import the whole package, a zip."
    return f"holds <{element.name[:60]}> and no <{ITEM}>", "Give an item or a package of QTI 2.1, 2.2 or 3.0."


def _draft(item: Item) -> dict[str, object] | None:
    """Return the draft of an item, None when it asks nothing. Raises XmlFault for what no kind here can hold."""
    found = {name for name in item.named if name.endswith("Interaction")} - _NOT_ASKING
    asking = list(item.body.all(*found)) if len(found) > 1 else [each for name in found for each in item.named[name]]
    if not asking:
        return None
    item.note_rubrics()
    names = {each.name for each in asking}
    if names <= _GAPS and (len(asking) > 1 or "inlineChoiceInteraction" in names):
        return dict(passages.cloze(item, asking))
    odd = next((each for each in asking if each.name not in _KINDS and each.name not in _GAPS), None)
    if odd is not None:
        raise XmlFault(f"asks by <{odd.name}>, which no kind here holds", OTHERWISE, odd.line)
    if len(asking) > 1 and names <= {*_GAPS, "choiceInteraction"} and _are_single(item, asking):
        item.texts.lose("It asks several questions, which become one text with lists and fields.")
        return dict(passages.cloze(item, asking))
    if len(asking) > 1:
        raise XmlFault("asks several questions", "Make each an item of its own.", asking[1].line)
    return dict(_KINDS[asking[0].name](item, asking[0]))


def _are_single(item: Item, asking: Sequence[Element]) -> bool:
    return all(item.response(each).cardinality == "single" for each in asking)


def _extended(item: Item, interaction: Element) -> Draft:
    """Return a text that people mark; what is named as its answer is the model."""
    declared = item.response(interaction)
    model = item.model_answer() or "\n\n".join(map(str, declared.correct))
    if item.processing.marks and declared.mapping is not None:
        item.texts.lose("It is marked there by its words; here people mark it.")
    draft: dict[str, object] = {"kind": "extended_text", "stem": item.stem()}
    feedback = joined(item.shown({}))
    return draft | ({"model_answer": model} if model else {}) | ({"feedback": feedback} if feedback else {})


def _origin(item: Item, draft: Mapping[str, object], about: About) -> dict[str, object]:
    element = item.element
    ours = element.get("toolName") == TOOL and element.get("label")
    return shapes.origin(
        NAME,
        name=element.get("title").strip() or about.title or shapes.name_of(to_plain(shapes.text(draft, "stem"))),
        category=about.category,
        own_id=element.get("label") if ours else element.get("identifier"),
        tags=about.tags,
    )


_KINDS: Mapping[str, Callable[[Item, Element], Draft]] = {
    "choiceInteraction": choosing.choice,
    "hottextInteraction": choosing.choice,
    "orderInteraction": arranging.order,
    "matchInteraction": arranging.match,
    "associateInteraction": arranging.associate,
    "textEntryInteraction": passages.text_entry,
    "gapMatchInteraction": passages.gap_match,
    "extendedTextInteraction": _extended,
    "hotspotInteraction": places.hot_spots,
    "selectPointInteraction": places.points,
}
