"""From a file of QTI 1.2 to drafts: every <item>, in whatever assessments, banks and sections it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise

from training.bank.formats import shapes, trees
from training.bank.formats.cartridge import choosing, filling, matching
from training.bank.formats.cartridge.item import Asked, Item, fields_of
from training.bank.formats.cartridge.texts import Texts, materials_of
from training.bank.formats.entries import Content, Entry, LineFault
from training.bank.formats.markup import to_plain
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft

NAME = "common-cartridge"
ROOT = "questestinterop"
MOST = 2_000_000
"""Elements of a file: some 20,000 questions."""
MOST_IN_ITEM = 20_000
OTHERWISE = "Leave it out, or make it another kind of question there."
_ESSAYS = ("essay", "long answer", "short response", "short_response", "open ended")
_REFUSED: Mapping[str, str] = {
    "file_upload_question": "asks for a file",
    "file upload": "asks for a file",
    "file response": "asks for a file",
    "calculated_question": "draws its numbers",
    "calculated": "draws its numbers",
    "hot spot": "asks for a place on a picture in pixels of its own system",
    "opinion scale": "has no right answer (an opinion)",
    "likert": "has no right answer (an opinion)",
    "quiz bowl": "asks for a question",
    "jumbled sentence": "puts one list of words into several gaps",
}
_GAPS = frozenset({"fill_in_multiple_blanks_question", "multiple_dropdowns_question", "fill in the blank plus"})


def read(text: str, image: Callable[[str], str | None]) -> Content:
    """Return the drafts of a file, every item that cannot be read, and those that ask nothing."""
    reader = _Reader(text.encode(), image)
    try:
        root = trees.taken(text, "item", reader.take, most=MOST)
    except XmlFault as error:
        reader.faults.append(LineFault(str(error), error.remedy, error.line or 1))
    else:
        if root.name != ROOT:
            return Content(faults=(LineFault(*_other(root), 1),))
    return Content(tuple(reader.entries), tuple(reader.faults), tuple(reader.skipped))


class _Reader:
    """Takes items one after the other."""

    def __init__(self, content: bytes, image: Callable[[str], str | None]) -> None:
        self.entries: list[Entry] = []
        self.faults: list[LineFault] = []
        self.skipped: list[LineFault] = []
        self._content, self._image = content, image
        self._shown: dict[str, Element] = {}

    def take(self, element: Element, holders: Sequence[Element], span: tuple[int, int]) -> None:
        """Read one item, whatever it is."""
        category = _category(holders)
        inside = self._content[slice(*span)].decode()
        source = f'<assessment title="{escape(category)}">{inside}</assessment>'
        try:
            entry = _entry(element, category, Texts(self._image, materials=materials_of(element)), self._shown)
        except XmlFault as error:
            message = f"{_named(element)!r} {error}"
            self.faults.append(LineFault(message, error.remedy, error.line or element.line, "", source))
            return
        if entry is None:
            self._shown[element.get("ident")] = element
            message = f"{_named(element)!r} asks nothing (a description), so it is left out"
            self.skipped.append(LineFault(message, "", element.line, "", source))
        else:
            self.entries.append(replace(entry, source=source))


def draft_of(item: Item) -> Draft | None:
    """Return the draft of an item, None when it asks nothing. Raises XmlFault for what no kind here can hold."""
    refused = next((words for name, words in _REFUSED.items() if item.type == name), None)
    if refused is not None:
        raise XmlFault(refused, OTHERWISE, item.element.line)
    if not item.asked or item.type == "text_only_question":
        return None
    odd = next((each for each in item.asked if each.element.name in {"response_xy", "response_grp"}), None)
    if odd is not None:
        raise XmlFault(f"asks by <{odd.element.name}>, which no kind here holds", OTHERWISE, odd.element.line)
    return _builder(item)(item)


def _builder(item: Item) -> Callable[[Item], Draft]:
    if len(item.asked) > 1 and all(each.is_chosen and each.cardinality == "multiple" for each in item.asked):
        return matching.categories
    if "match" in item.type and "pattern" not in item.type and len(item.asked) > 1:
        return matching.matching
    if item.type in _GAPS or (len(item.asked) > 1 and not _is_matching(item)):
        return filling.cloze
    if len(item.asked) > 1:
        return matching.matching
    only = item.asked[0]
    if only.is_chosen:
        return choosing.order if only.cardinality == "ordered" else choosing.choice
    return _typed(item, only)


def _typed(item: Item, only: Asked) -> Callable[[Item], Draft]:
    """Return what builds a question that is typed: a number, a text, or one that nothing but people can mark."""
    compared = next(item.processing.tests("varequal", "varsubstring"), None) is not None
    if any(each in item.type for each in _ESSAYS):
        return filling.essay
    if filling.is_number(item, only):
        return filling.numeric
    return filling.text if compared else filling.essay


def _is_matching(item: Item) -> bool:
    """Return whether several lists offer the same, which says that they are the left sides of a matching."""
    if not all(each.is_chosen for each in item.asked):
        return False
    offered = [[item.texts.of(label) for label in each.offered.values()] for each in item.asked]
    return all(sorted(one) == sorted(other) and len(one) > 1 for one, other in pairwise(offered))


def _entry(element: Element, category: str, texts: Texts, shown: Mapping[str, Element]) -> Entry | None:
    item = Item(element, texts)
    if len(element.every()) > MOST_IN_ITEM:
        raise XmlFault(f"has more than {MOST_IN_ITEM:,} tags", "Split it.")
    draft = draft_of(item)
    if draft is None:
        return None
    _note_feedback(item, draft)
    own_id = element.get("ident") or item.fields.get("bbmd_asi_object_id", "")
    title = item.title or shapes.name_of(to_plain(shapes.text(draft, "passage") or shapes.text(draft, "stem")))
    category = item.fields.get("cc_question_category", "") or category
    if item.points:
        texts.lose(f"Its mark of {item.points[:20]} is kept for an export; here questions count alike.")
    origin = shapes.origin(NAME, name=title, category=category, own_id=own_id, points=item.points)
    presented = element.child("presentation")
    lines = {"stem": presented.line, "passage": presented.line} if presented is not None else {}
    whole = {**draft, **_shared(item, shown), "origin": origin}
    return Entry(whole, element.line, lines=lines, losses=tuple(texts.losses))


def _note_feedback(item: Item, draft: Draft) -> None:
    """Note feedback that has no place in the draft, if nothing else says so."""
    lost = shapes.unplaced(item.feedback.values(), draft)
    if lost and not any(loss.startswith("Feedback") for loss in item.texts.losses):
        item.texts.lose(lost)


def _shared(item: Item, shown: Mapping[str, Element]) -> Draft:
    """Return the text before it that an item is about, as Canvas names it, as its shared case."""
    name = item.fields.get("parent_stimulus_item_ident", "")
    found = shown.get(name)
    if found is None:
        if name:
            item.texts.lose("The text that it is about is not in the file, or stands after it.")
        return {}
    text = item.texts.of(found.child("presentation"))
    return {"stimulus": {"code": shapes.case_code(name, text), "text": text}} if text else {}


def _category(holders: Sequence[Element]) -> str:
    """Return the titles of what an item stands in, strokes in them doubled."""
    titles = [_title(each) for each in holders if each.name in {"assessment", "section", "objectbank"}]
    return "/".join(dict.fromkeys(title.replace("/", "//") for title in titles if title))


def _title(element: Element) -> str:
    """Return what a bank, an assessment or a section is called; what only its system made up is no name."""
    bank = fields_of(element.child("qtimetadata")).get("bank_title", "")
    title = " ".join((bank or element.get("title")).split())
    return "" if title.lower() in {"root section", "untitled section"} else title


def _named(element: Element) -> str:
    return shapes.name_of(element.get("title") or element.get("ident") or "An item")


def _other(root: Element) -> tuple[str, str]:
    if root.name in {"assessmentItem", "assessmentTest"}:
        return "is QTI 2 or newer", "Import it as QTI."
    return f"holds <{root.name[:60]}> and no <{ROOT}>", "Give QTI 1.2, alone or in a Common Cartridge."
