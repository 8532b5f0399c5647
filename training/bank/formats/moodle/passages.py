"""Questions that are a text with gaps: Moodle's embedded answers, and gaps to fill from a list or by dragging."""

import re

from training.bank.formats import embedded, shapes
from training.bank.formats.markup import Marked
from training.bank.formats.moodle.texts import Texts
from training.bank.formats.trees import Element, XmlFault

_OPEN, _SHUT = "\ue010", "\ue011"
NOTHING = "(nothing)"
_GAP = re.compile(r"\[\[(\d{1,3})\]\]")


def cloze(question: Element, texts: Texts) -> dict[str, object]:
    """Return a text with embedded answers."""
    asked = _text(question)
    kind, near = texts.format_of(asked), asked.named("file")

    def marked(text: str) -> Marked:
        return texts.marked(text, kind, near)

    found = embedded.read(asked.said, marked)
    texts.losses += found.losses
    if found.faults:
        faults = " ".join(words.rstrip(".") + "." for words in found.faults).rstrip(".")
        raise XmlFault(f"has a gap that cannot be read: {faults}", "Correct the gap.", asked.line)
    if not found.gaps:
        raise XmlFault("holds no gap", "Write one such as {1:SHORTANSWER:=rib}.", asked.line)
    return found.draft()


def chosen_gaps(question: Element, texts: Texts) -> dict[str, object]:
    """Return a text whose gaps are filled from lists, or by dragging words into them: each gap a list of its group."""
    asked = _text(question)
    words = [(texts.of(each), each.value("group", "1")) for each in question.children if each.name in _WORDS]
    if any(each.name == "dragbox" and each.child("infinite") is None for each in question.children):
        texts.losses.append("Each word can be dragged once there; here a word may be chosen twice.")
    order: list[int] = []

    def opened(found: re.Match[str]) -> str:
        order.append(int(found[1]))
        return f"{_OPEN}g{len(order)}{_SHUT}"

    text = _GAP.sub(opened, asked.said)
    if not order:
        raise XmlFault("holds no gap", "Write one such as [[1]].", asked.line)
    missing = [place for place in order if not 1 <= place <= len(words)]
    if missing:
        raise XmlFault(f"has the gap [[{missing[0]}]] and no word of that number", "Add the word.", asked.line)
    passage = texts.marked(text, texts.format_of(asked), asked.named("file")).text
    gaps = [_gap(number, place, words) for number, place in enumerate(order, start=1)]
    if any(NOTHING in str(gap) for gap in gaps):
        texts.losses.append(f"A gap has one word only to choose there; here {NOTHING!r} stands beside it.")
    shown = passage.replace(_OPEN, "[[").replace(_SHUT, "]]")
    return {"kind": "cloze", "stem": shapes.COMPLETE, "passage": shown, "gaps": gaps}


_WORDS = ("selectoption", "dragbox")


def _gap(number: int, place: int, words: list[tuple[str, str]]) -> dict[str, object]:
    right, group = words[place - 1]
    offered = list(dict.fromkeys(text for text, own in words if own == group))
    offered += [NOTHING] if len(offered) == 1 else []
    options = [
        {"id": letter, "text": text, "rationale": "", "sources": []} | ({"correct": True} if text == right else {})
        for letter, text in zip(shapes.LETTERS, offered, strict=False)
    ]
    return {"id": f"g{number}", "kind": "choice", "options": options}


def _text(question: Element) -> Element:
    return question.child("questiontext") or Element("questiontext", {}, question.line)
