"""One part of a module in the editor: its form, what the form puts into the draft, and its preview."""

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, request, url_for
from werkzeug.datastructures import MultiDict

from training import sources
from training.modules import interactives, outline, sketch, versions
from training.modules.content import Module
from training.modules.editing_forms import (
    DetailsForm,
    FigureForm,
    PartForm,
    QuestionForm,
    SectionForm,
    details_of,
)
from training.modules.lint.rules import Finding
from training.modules.outline import Content
from training.modules.reading import Reader
from training.modules.views import questions
from training.web import richtext, svg

FORMS: dict[str, type[PartForm]] = {
    "details": DetailsForm, "section": SectionForm, "figure": FigureForm, "question": QuestionForm,
}  # fmt: skip
MAX_DRAWING = svg.MAX_CHARACTERS
INSERTED = "insert-source"
"""The id of the field of a source that is to be inserted into a text."""


class NotADrawing(ValueError):
    """What was sent is no figure this site shows; the message says why."""


def values(content: Mapping[str, object], kind: str, name: str) -> dict[str, Any]:
    """Return what the form of a part begins with. Raises NoSuchPart."""
    if kind == "details":
        return details_of(content)
    found = outline.part(content, kind, name)
    return questions.values(found) if kind == "question" else found


def form_of(kind: str, data: Mapping[str, Any] | MultiDict[str, str] | None = None) -> PartForm:
    """Return the form of a part with values, or with what was posted."""
    if kind == "question":
        return questions.form_of(data)
    if isinstance(data, MultiDict):
        return FORMS[kind](data)
    return FORMS[kind](data=data) if data is not None else FORMS[kind]()


def put(content: Content, form: PartForm, kind: str, name: str) -> Content:
    """Return the draft with what the form says. Raises NotADrawing."""
    if isinstance(form, DetailsForm):
        return {**content, **form.part()}
    assert isinstance(form, SectionForm | FigureForm | QuestionForm)
    entry = questions.part(form, name) if isinstance(form, QuestionForm) else form.part(name)
    changed = outline.put(content, kind, entry)
    drawing = _drawing(form) if isinstance(form, FigureForm) else ""
    return outline.draw(changed, name, drawing) if drawing else changed


def misread(form: PartForm) -> bool:
    """Say at each field that should hold a number and does not what to write, and return whether there is one."""
    wrong = [field for field in form if field.process_errors]
    for field in wrong:
        field.errors = ["Write a whole number."]
    return bool(wrong)


def act(form: PartForm, pressed: str) -> bool:
    """Do what a button says that changes only the form, and return whether there was something to do."""
    what, _, rest = pressed.partition(":")
    if isinstance(form, SectionForm) and what == "insert":
        form.text.data = (form.text.data or "").rstrip() + _insertion(rest)
        return True
    if isinstance(form, QuestionForm) and (changed := questions.changed(form.asked, pressed)):
        form.asked = changed
        return True
    return False


def cites(form: PartForm, pressed: str) -> dict[str, Any]:
    """Find a source, or put one into its field, as the buttons of the item editor do; return what the page shows."""
    citing = current_app.extensions["needlewise_citing"]
    finding, target = pressed.startswith(citing.FIND), pressed.split(":")[1:2]
    if not finding and not pressed.startswith(citing.CITE):
        return {}
    if isinstance(form, QuestionForm):
        return {"picker": citing.asked(form.asked, pressed)} if finding else {"cited": citing.cite(form.asked, pressed)}
    code = pressed.rpartition(":")[2]
    if not isinstance(form, SectionForm) or target != [INSERTED] or not (finding or code in sources.register()):
        abort(400)
    if finding:
        return {"picker": citing.search(INSERTED, "the end of the text")}
    form.text.data = f"{(form.text.data or '').rstrip()} [@{code}]"
    return {"cited": (code, "text", "Text")}


def preview(content: Content, kind: str, name: str) -> dict[str, Any]:
    """Return what the pane beside the form shows: the part as its readers see it, its findings, its sources."""
    said = versions.words(content)
    module = sketch.of(said.draft, said.plates).module
    reader = Reader(module, sources.register(), _address)
    found = [each for each in versions.findings_in(said, module.code) if _concerns(each, kind, name)]
    shown: dict[str, Any] = {"module": module, "findings": found, "reader": reader, "kind": kind}
    section = module.section(name) if kind == "section" else None
    if section is not None:
        shown |= {"section": section, "parts": reader.parts(section, heading=4)}
        shown |= {"references": reader.references_of(section)}
    if kind == "figure":
        shown |= _figure(module, reader, name)
    if kind == "question":
        shown |= {"question": module.checkpoint(name), "sources": sources.register()}
        shown |= {"wording": questions.wording(outline.part(content, kind, name))}
    return shown


def choices(content: Mapping[str, object]) -> dict[str, Any]:
    """Return what can be inserted into a section: figures, interactive parts, callouts, sections, sources."""
    return {
        "figures": [(str(each.get("id")), str(each.get("title"))) for each in outline.parts(content, "figure")],
        "sections": [(str(each.get("id")), str(each.get("title"))) for each in outline.parts(content, "section")],
        "callouts": richtext.CALLOUTS,
        "interactives": [(name, part.title) for name, part in interactives.register().items()],
        "register": sources.register(),
    }


def _figure(module: Module, reader: Reader, name: str) -> dict[str, Any]:
    figure = next((each for each in module.figures if each.id == name), None)
    if figure is None:
        return {"figure": None}
    try:
        drawing = svg.clean(figure.svg, "preview") if figure.svg else ""
    except svg.SvgError:
        drawing = ""
    return {"figure": figure, "drawing": drawing, "caption": reader.inline(figure.caption)}


def _concerns(finding: Finding, kind: str, name: str) -> bool:
    return finding.part == "module" if kind == "details" else (finding.part, finding.id) == (kind, name)


def _drawing(form: FigureForm) -> str:
    """Return the SVG that was sent, ``""`` for none. Raises NotADrawing with what is wrong with it."""
    sent = form.drawing.data
    raw = sent.read(MAX_DRAWING * 4 + 1) if sent else b""
    if not raw:
        return ""
    try:
        text = str(raw.decode("utf-8-sig")).replace("\r\n", "\n")
        _, removals = svg.cleaned(text, "figure")
    except UnicodeDecodeError as error:
        raise NotADrawing("This is not UTF-8 text. Save it as plain SVG.") from error
    except svg.SvgError as error:
        raise NotADrawing(f"This is no SVG figure that can be shown: {error}. Save it as plain SVG.") from error
    if removals:
        held = "; ".join(f"line {each.line} holds {each.what}" for each in removals[:5])
        raise NotADrawing(f"{held}. That is not accepted: remove it.")
    return text


def _insertion(what: str) -> str:
    given = request.form.get(f"insert-{what}", "").strip()
    words = {
        "figure": f"![](figure:{given})",
        "interactive": f"![](interactive:{given})",
        "callout": f"::: {given} Title\nWords.\n:::",
        "section": f"[words](section:{given})",
        "source": f"[@{given}]",
    }.get(what, "")
    if not given:
        return ""
    return f" {words}" if what in ("source", "section") else f"\n\n{words}\n"


def _address(code: str, section: str) -> str:
    return url_for("modules.section", code=code, section=section)
