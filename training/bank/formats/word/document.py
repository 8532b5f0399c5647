"""What a Word document says, line by line: words with their marks, pictures, and the numbers Word makes itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import Any

from docx import Document
from docx.drawing import Drawing
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from training.bank.formats.archives import is_archive, opened
from training.bank.formats.entries import LineFault
from training.bank.formats.word import numbering
from training.bank.formats.word.numbering import Numbered, Sheet

MOST = 10 * 2**20
"""Bytes of a document's text with all its marks: about 12,000 questions, for which some 250 MB are needed."""
AGAIN = "Save it again as a Word document (.docx)."
_DAMAGED = (OpcError, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError, NotImplementedError)
"""What python-docx raises for a document that is damaged or says what none says."""
_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_TRACKED = {qn(tag) for tag in ("w:ins", "w:del", "w:moveFrom", "w:moveTo")}
_LEFT_OUT = {
    qn("w:footnoteReference"): "A footnote is left out.",
    qn("w:endnoteReference"): "An endnote is left out.",
    qn("w:txbxContent"): "A text box is left out.",
    qn("w:object"): "An embedded object is left out.",
    qn("w:hyperlink"): "A link is left out; its words stay.",
    _MATH: "A formula is left out.",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one guise, ``marks`` being HTML's tags for it; or a ``picture``, as HTML."""

    text: str
    marks: tuple[str, ...] = ()
    picture: str = ""

    @property
    def html(self) -> str:
        """Return it as HTML, its marks around the words and not around the blanks at their ends."""
        inner = self.text.strip()
        if not inner:
            return self.picture or self.text
        html = escape(inner, quote=False)
        for tag in self.marks:
            html = f"<{tag}>{html}</{tag}>"
        start = self.text.index(inner)
        return f"{self.text[:start]}{html}{self.text[start + len(inner) :]}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph.

    ``number`` counts paragraphs from 1. ``begins`` tells the first line of a paragraph from one after a line break.
    """

    number: int
    pieces: tuple[Piece, ...]
    begins: bool = True
    numbered: Numbered = Numbered.NO
    heading: bool = False
    losses: tuple[str, ...] = ()
    tracked: bool = False

    @property
    def text(self) -> str:
        """Return the words."""
        return "".join(piece.text for piece in self.pieces)

    def between(self, start: int, end: int) -> str:
        """Return the HTML of the characters from ``start`` to before ``end``, with the pictures among them."""
        html, place = [], 0
        for piece in self.pieces:
            text = piece.text[max(0, start - place) : max(0, end - place)]
            if text or piece.picture:
                html.append(Piece(text, piece.marks, piece.picture).html)
            place += len(piece.text)
        return "".join(html).strip()


def read(content: bytes, take: Callable[[Line], None]) -> dict[str, bytes] | LineFault:
    """Give each line of a document to ``take`` and return its pictures by name, or why it cannot be opened."""
    harm = _harm(content)
    if harm is not None:
        return harm
    pictures: dict[str, bytes] = {}
    try:
        document = Document(BytesIO(content))
        sheet = numbering.read(document)
        for number, element in enumerate(_blocks(document.element.body), start=1):
            if element.tag == qn("w:tbl"):
                take(Line(number, (), losses=("A table is left out.",)))
                continue
            for line in _lines(number, Paragraph(element, document), sheet, pictures):
                take(line)
    except _DAMAGED as error:
        return LineFault(f"is not a Word document that can be read ({type(error).__name__})", AGAIN)
    return pictures


def _harm(content: bytes) -> LineFault | None:
    """Return what keeps a document from being opened at all."""
    members, faults = opened(content) if is_archive(content) else ({}, [])
    if faults:
        return faults[0]
    text = members.get("word/document.xml")
    xml = [part for name, part in members.items() if name.lower().endswith((".xml", ".rels"))]
    harms = (
        (text is None, "is no Word document", AGAIN),
        (any(name.lower().endswith("vbaproject.bin") for name in members), "holds macros", AGAIN),
        (len(text or b"") > MOST, f"holds more than {MOST // 2**20} MB of text", "Split the document."),
        (
            any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in xml),
            "declares entities, which no document needs",
            AGAIN,
        ),
    )
    return next((LineFault(message, remedy) for is_so, message, remedy in harms if is_so), None)


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield paragraphs and tables in order, those in content controls too."""
    for element in parent.iterchildren():
        if element.tag in {qn("w:p"), qn("w:tbl")}:
            yield element
        elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")}:
            yield from _blocks(element)


def _lines(number: int, paragraph: Paragraph, sheet: Sheet, pictures: dict[str, bytes]) -> Iterator[Line]:
    element = paragraph._p  # noqa: SLF001 - python-docx gives runs in links and controls no other way
    tags = {each.tag for each in element.iter()}
    told = tuple(words for tag, words in _LEFT_OUT.items() if tag in tags)
    tracked = not tags.isdisjoint(_TRACKED)
    lines: list[list[Piece]] = [[]]
    for run in _runs(paragraph):
        marks = _marks(run)
        for part in run.iter_inner_content():
            if isinstance(part, str):
                first, *others = part.replace("\t", " ").split("\n")
                lines[-1].append(Piece(first, marks))
                lines += [[Piece(text, marks)] for text in others]
            elif isinstance(part, Drawing):
                lines[-1] += _pictured(part, paragraph, pictures)
    for place, pieces in enumerate(lines):
        begins = place == 0
        numbered = sheet.numbered(element) if begins else Numbered.NO
        own = (numbered, begins and sheet.is_heading(element), told if begins else ())
        yield Line(number, tuple(pieces), begins, *own, tracked)


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    """Yield all runs, those in links, insertions and content controls too, but not those of a text box."""
    aside = {qn("w:txbxContent"), qn("w:del"), qn("w:moveFrom")}
    for run in paragraph._p.iter(qn("w:r")):  # noqa: SLF001 - see _lines
        if not any(above.tag in aside for above in run.iterancestors()):
            yield Run(run, paragraph)


def _marks(run: Run) -> tuple[str, ...]:
    font = run.font
    marks = {"strong": run.bold, "em": run.italic, "s": font.strike, "sup": font.superscript, "sub": font.subscript}
    return tuple(tag for tag, on in marks.items() if on)


def _pictured(drawing: Drawing, paragraph: Paragraph, pictures: dict[str, bytes]) -> Iterator[Piece]:
    """Yield the pictures of a drawing, kept under a name made from what they hold."""
    element: Any = drawing._drawing  # noqa: SLF001 - it has no description
    described = next(element.iter(qn("wp:docPr")), None)
    alt = "" if described is None else described.get("descr") or ""
    for blip in element.iter(qn("a:blip")):
        part = paragraph.part.related_parts.get(blip.get(qn("r:embed")))
        suffix = _KINDS.get(part.content_type) if part is not None else None
        if part is not None and suffix:
            name = f"word-{sha256(part.blob).hexdigest()[:16]}.{suffix}"
            pictures[name] = part.blob
            yield Piece("", (), f'<img src="figure:{name}" alt="{escape(alt)}">')
