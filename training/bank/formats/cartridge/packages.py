"""Files of QTI 1.2: alone, in a Common Cartridge, or in the archive of a system that gives its questions out so."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from training.bank.formats import trees
from training.bank.formats.archives import glimpsed, is_archive
from training.bank.formats.cartridge import reading
from training.bank.formats.decoding import glimpse
from training.bank.formats.entries import Content, Entry, LineFault, Piece
from training.bank.formats.packaged import Pictures, put, unpacked
from training.bank.formats.shapes import table, text
from training.bank.formats.trees import XmlFault

SUFFIXES = frozenset({".xml", ".qti", ".dat"})
"""How files of QTI 1.2 end; Blackboard calls them .dat, Canvas has whole quizzes in .qti."""
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?questestinterop[\s>]")
_NEWER = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:qti-assessment-item|assessmentItem)[\s>]")
_FROM = re.compile(r"\A<!-- from (\S.*?) -->\n")
MENDED = "questions.xml"


def read(content: bytes) -> Content:
    """Return the drafts of a file or of an archive, and every item that cannot be read."""
    if not is_archive(content):
        return _one(content, Pictures({}), "")
    files, faults = unpacked(content)
    if faults:
        return Content(faults=tuple(faults))
    pictures = Pictures(files)
    named = [name for name in files if PurePosixPath(name).suffix.lower() in SUFFIXES]
    own = [name for name in named if _ROOT.search(glimpse(files[name]))]
    # A quiz stands in Canvas's cartridges twice; the file ending in .qti has it whole.
    found = [(name, _one(files[name], pictures, name)) for name in sorted(own, key=_last_qti)]
    if not found:
        return Content(faults=(LineFault("holds no QTI 1.2", "Give a Common Cartridge, or an export of questions."),))
    entries, notes = _each_once(found)
    return Content(
        tuple(entries),
        tuple(_named(name, fault) for name, each in found for fault in each.faults),
        (*(_named(name, fault) for name, each in found for fault in each.skipped), *notes),
        pictures.shown,
    )


def recognises(content: bytes) -> bool:
    """Return whether a file is QTI 1.2, or an archive with such files and none of a newer QTI."""
    if not is_archive(content):
        return _ROOT.search(glimpse(content)) is not None
    glimpses = [glimpse(begin) for begin in glimpsed(content, SUFFIXES)]
    return any(map(_ROOT.search, glimpses)) and not any(map(_NEWER.search, glimpses))


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused items with their reasons, alone or as an archive where they came in one."""
    packed = any(_FROM.match(piece.text) for piece in pieces)
    parts = []
    for piece in pieces:
        notes = [f"<!-- {reason.replace('--', '- -')} -->" for reason in piece.reasons]
        parts.append("\n".join([*notes, _FROM.sub("", piece.text)]))
    whole = '<?xml version="1.0" encoding="UTF-8"?>\n<questestinterop>\n' + "\n".join(parts) + "\n</questestinterop>\n"
    if not packed:
        return whole.encode()
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        put(archive, MENDED, whole.encode())
    return buffer.getvalue()


def _one(content: bytes, pictures: Pictures, name: str) -> Content:
    try:
        text_ = trees.text_of(content)
    except XmlFault as error:
        return Content(faults=(LineFault(str(error), error.remedy, error.line or 1),))
    return reading.read(text_, pictures.within(name))


def _last_qti(name: str) -> tuple[bool, str]:
    return not name.lower().endswith(".qti"), name


def _each_once(found: Sequence[tuple[str, Content]]) -> tuple[list[Entry], list[LineFault]]:
    """Return the entries of files; an item that another file holds too, by its id, is read once."""
    entries: list[Entry] = []
    notes: list[LineFault] = []
    held: dict[str, str] = {}
    for name, content in found:
        for entry in content.entries:
            origin: Mapping[str, object] = table(entry.draft, "origin")
            own_id = text(origin, "id")
            other = held.setdefault(own_id, name) if own_id else name
            if other == name:
                entries.append(
                    Entry(entry.draft, entry.line, "", entry.lines, (), entry.losses, _from(name, entry.source))
                )
            else:
                message = f"{name}: {text(origin, 'name')[:80]!r} stands in {other} too and is read once"
                notes.append(LineFault(message, "", entry.line))
    return entries, notes


def _named(name: str, fault: LineFault) -> LineFault:
    source = _from(name, fault.source) if fault.source else ""
    return LineFault(f"{name}: {fault.message}", fault.remedy, fault.line, fault.field, source)


def _from(name: str, source: str) -> str:
    return f"<!-- from {name.replace('--', '- -')} -->\n{source}"
