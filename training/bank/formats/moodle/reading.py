"""From the questions of a Moodle XML file to drafts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import quote

from training.bank.formats import shapes
from training.bank.formats.entries import Content, Entry, LineFault
from training.bank.formats.languages import one_language
from training.bank.formats.markup import from_html, is_html, to_plain
from training.bank.formats.moodle import calculated, choices, passages, rows, typed
from training.bank.formats.moodle.figures import PLACE, Figures, shelf
from training.bank.formats.moodle.pieces import Block, parsed, taken_apart
from training.bank.formats.moodle.texts import Texts
from training.bank.formats.trees import Element, XmlFault

NAME = "moodle-xml"
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
STANDARD = ("Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.")
"""What Moodle writes there where nobody wrote anything else; nobody will miss it."""
USUAL: Mapping[str, tuple[str, ...]] = {
    "defaultgrade": ("1",),
    "penalty": ("0.3333333",),
    "hidden": ("0",),
    "shuffleanswers": ("true", "1"),
    "answernumbering": ("abc",),
}
"""What Moodle knows of a question and no field of ours can hold, with the values that need not be kept."""
_ARRANGED = ("shuffleanswers", "answernumbering")
"""What calculated questions say without having anything to arrange."""


def read(content: bytes) -> Content:
    """Return the drafts of a Moodle XML file and every question that cannot be read; descriptions are skipped."""
    file = taken_apart(content)
    reader = _Reader()
    for block in file.blocks:
        reader.take(block)
    faults = [*file.faults, *reader.faults]
    if not reader.entries and not faults:
        faults.append(LineFault("holds no question", "Export it from Moodle with its questions.", 1))
    in_order = sorted(faults, key=lambda fault: fault.line or 0)
    return Content(tuple(reader.entries), tuple(in_order), tuple(reader.skipped), reader.figures.found)


class _Reader:
    """Takes questions one after the other; a category holds for those that follow."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.faults: list[LineFault] = []
        self.skipped: list[LineFault] = []
        self.figures = Figures()
        self._category = ""
        self._source = ""

    def take(self, block: Block) -> None:
        """Read one question, whatever it is."""
        source = f"{self._source}{block.source}"
        try:
            question = parsed(block)
            if question.attributes.get("type") == "category":
                self._begin(question, block)
            elif question.attributes.get("type") == "description":
                message = f"{_named(question)!r} asks nothing (a description), so it is left out"
                self.skipped.append(LineFault(message, "", block.line, "", source))
            else:
                self.entries.append(replace(_entry(question, self._category, self.figures), source=source))
        except XmlFault as error:
            self.faults.append(LineFault(str(error), error.remedy, error.line or block.line, "", source))

    def _begin(self, question: Element, block: Block) -> None:
        self._category = question.value("category")
        self._source = f"{block.source}\n"
        if question.value("info"):
            message = f"the description of the category {self._category[-80:]!r} is left out"
            self.skipped.append(LineFault(message, "", block.line))


def _entry(question: Element, category: str, figures: Figures) -> Entry:
    kind = question.attributes.get("type", "").strip().lower()
    build = _KINDS.get(kind)
    if build is None:
        reason = _REFUSED.get(kind, "which has no counterpart here")
        raise XmlFault(f"{_named(question)!r} is of the type {kind[:40] or 'nothing'!r}, {reason}", "Leave it out.")
    _put_in_old_picture(question)
    brought = shelf(question, figures)
    texts = Texts(brought)
    asked = question.child("questiontext")
    texts.default = texts.format_of(asked) if asked else "html"
    draft = build(question, texts)
    if "stem" not in draft:
        draft = {"kind": draft["kind"], "stem": _stem(question, texts)} | draft
    feedback = texts.of(question.child("generalfeedback"))
    draft |= {"feedback": feedback} if feedback else {}
    known = _known(question, texts)
    name = name_in(question) or shapes.name_of(to_plain(str(draft.get("passage", draft["stem"]))))
    tags = [
        tag.said for holder in ("tags", "coursetags") for each in question.named(holder) for tag in each.named("tag")
    ]
    draft["origin"] = shapes.origin(
        NAME,
        name=name,
        category=category,
        own_id=question.value("idnumber"),
        tags=[tag for tag in tags if tag],
        **known,
    )
    losses = tuple(dict.fromkeys((*texts.losses, *brought.losses, *brought.unused())))
    return Entry(draft, question.line, lines=_lines(question), losses=losses)


def _put_in_old_picture(question: Element) -> None:
    """Put the picture that files of old versions have beside the text into the text, as Moodle does."""
    asked, name, content = question.child("questiontext"), question.value("image"), question.child("image_base64")
    text = asked and asked.child("text")
    if asked and text and name and content and content.own:
        name = name.replace("/", "_")
        asked.children.append(Element("file", {"name": name}, content.line, content.parts))
        text.parts.append(f'<p><img src="{PLACE}/{escape(quote(name))}" alt=""></p>')


def _stem(question: Element, texts: Texts) -> str:
    """Return what is asked; the name stands for a missing text."""
    stem = texts.of(question.child("questiontext"))
    if stem:
        return stem
    if not question.value("name"):
        raise XmlFault("has neither a text nor a name", "Write its <questiontext>.")
    texts.losses.append("It has no text; its name is the question.")
    return texts.marked(question.value("name"), "html", []).text


def _known(question: Element, texts: Texts) -> dict[str, str]:
    """Return what is kept for an export and used nowhere here, noting what somebody will miss."""
    drawn = question.child("dataset_definitions") is not None
    known = {name: question.value(name) for name in USUAL if not (drawn and name in _ARRANGED)}
    known = {name: value for name, value in known.items() if value and _plain(value) not in USUAL[name]}
    if "defaultgrade" in known:
        texts.losses.append(
            f"Its mark of {_plain(known['defaultgrade'])[:20]} is kept for an export; here questions count alike."
        )
    if "hidden" in known:
        texts.losses.append("It is hidden there; here it is a draft like any other.")
    shown = {name: texts.of(question.child(name)) for name in COMBINED}
    hints = [texts.of(each) or texts.of(each.child("hintcontent")) for each in question.named("hint")]
    shown |= {f"hint-{number}": hint for number, hint in enumerate(hints, start=1)}
    shown = {name: text for name, text in shown.items() if text.strip()}
    if any(name in COMBINED and text not in STANDARD for name, text in shown.items()):
        texts.losses.append("What is shown for a right, partly right or wrong answer is kept for an export only.")
    if any(name.startswith("hint") for name in shown):
        texts.losses.append("Its hints are kept for an export only.")
    return known | shown


def _plain(value: str) -> str:
    """Return a number without the zeros that say nothing: 1.0000000 is 1."""
    return value.rstrip("0").rstrip(".") or "0" if "." in value else value


def _lines(question: Element) -> dict[str, int]:
    """Return the lines of the question's text and of its answers."""
    asked = question.child("questiontext")
    found = {"stem": asked.line, "passage": asked.line} if asked else {}
    answers = question.named("answer", "subquestion", "row")
    for number, answer in enumerate(answers, start=1):
        found |= {f"{name}[{number}]": answer.line for name in ("options", "answers", "premises")}
    return found


def _named(question: Element) -> str:
    return shapes.name_of(name_in(question) or question.value("questiontext"))


def name_in(question: Element) -> str:
    """Return the name of a question on one line; it may be written in HTML, as Moodle shows it."""
    name, _others = one_language(question.value("name"))
    shown = to_plain(from_html(name).text) if is_html(name) else name
    return " ".join(shown.split())


_KINDS: Mapping[str, Callable[[Element, Texts], dict[str, object]]] = {
    "multichoice": choices.choice,
    "multichoiceset": choices.whole_choice,
    "truefalse": choices.true_false,
    "mtf": rows.rows,
    "kprime": rows.rows,
    "matching": choices.matching,
    "match": choices.matching,
    "ddmatch": choices.matching,
    "ordering": choices.ordering,
    "shortanswer": typed.short_answer,
    "numerical": typed.numerical,
    "essay": typed.essay,
    "calculated": calculated.calculated,
    "calculatedsimple": calculated.calculated,
    "cloze": passages.cloze,
    "multianswer": passages.cloze,
    "gapselect": passages.chosen_gaps,
    "ddwtos": passages.chosen_gaps,
}
_REFUSED: Mapping[str, str] = {
    "calculatedmulti": "whose options are formulas, which no kind here has",
    "ddimageortext": "which drags words or pictures onto a picture; a hotspot here has places without labels",
    "ddmarker": "which drags labels onto a picture; a hotspot here has places without labels",
    "random": "which draws another question when it is shown",
    "randomsamatch": "which is made of other questions when it is shown",
}
