"""QTI files: a single item, or a package of items and pictures with a manifest that says what they are."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from training.bank.formats import trees
from training.bank.formats.archives import glimpsed, is_archive, names
from training.bank.formats.decoding import glimpse
from training.bank.formats.entries import Content, Entry, LineFault, Piece
from training.bank.formats.packaged import AGAIN, MOST_IN_MANIFEST, Pictures, manifest_in, put, resolved, unpacked
from training.bank.formats.qti import reading
from training.bank.formats.qti.reading import About
from training.bank.formats.qti.stimuli import Package
from training.bank.formats.trees import Element, XmlFault

_ITEM = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:qti-assessment-item|assessmentItem|questestinterop)[\s>]")
_ROOT = re.compile(rf"{_ITEM.pattern}|<(?:[A-Za-z][\w.-]*:)?(?:qti-assessment-test|assessmentTest)[\s>]")
_FROM = re.compile(r"\A<!-- from (\S.*?) -->\n")


def read(content: bytes) -> Content:
    """Return the drafts of an item or of a package, and every item that cannot be read."""
    if not is_archive(content):
        return reading.one(content, _package(Pictures({}), ""), About())
    files, faults = unpacked(content)
    if faults:
        return Content(faults=tuple(faults))
    pictures = Pictures(files)
    items, noted = _items(files)
    once = {about.file: about for about in items}.values()
    found = [(about, reading.one(files.pop(about.file), _package(pictures, about.file), about)) for about in once]
    if not found and not noted:
        noted.append(LineFault("holds no item", "Give a package of QTI 2.1, 2.2 or 3.0 with its items."))
    return Content(
        tuple(entry for about, each in found for entry in _placed(about, each.entries)),
        (*noted, *(_named(about, fault) for about, each in found for fault in each.faults)),
        tuple(_named(about, fault) for about, each in found for fault in each.skipped),
        pictures.shown,
    )


def _package(pictures: Pictures, file: str) -> Package:
    """Return what an item in a file of a package refers to, by addresses as that file writes them."""
    return Package(
        lambda address: pictures.files.get(resolved(file, address)),
        lambda address: pictures.within(resolved(file, address) if address else file),
    )


def recognises(content: bytes) -> bool:
    """Return whether a file is an item of QTI, or an archive with a manifest or such files: not any XML is QTI."""
    if not is_archive(content):
        return _ROOT.search(glimpse(content)) is not None
    if manifest_in(dict.fromkeys(names(content), b"")):
        return True
    return any(_ROOT.search(glimpse(begin)) for begin in glimpsed(content, {".xml"}))


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused items with their reasons: the item, or a package of those that came in one."""
    sources = [_FROM.match(piece.text) for piece in pieces]
    if len(pieces) == 1 and sources[0] is None:
        return _reasoned(pieces[0], pieces[0].text)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for number, (piece, source) in enumerate(zip(pieces, sources, strict=True)):
            name = source[1] if source else f"item-{number}.xml"
            put(archive, name, _reasoned(piece, _FROM.sub("", piece.text)))
    return buffer.getvalue()


def _reasoned(piece: Piece, text: str) -> bytes:
    """Return an item with the reasons at its end, where a comment may stand whatever begins the file."""
    notes = "\n".join(reason.replace("--", "- -") for reason in piece.reasons)
    return f"{text.rstrip()}\n<!-- {notes} -->\n".encode()


def _placed(about: About, entries: Sequence[Entry]) -> list[Entry]:
    return [
        Entry(each.draft, each.line, lines=each.lines, losses=each.losses, source=_from(about, each.source))
        for each in entries
    ]


def _named(about: About, fault: LineFault) -> LineFault:
    message = f"{about.file}: {fault.message}"
    return LineFault(message, fault.remedy, fault.line, fault.field, _from(about, fault.source))


def _from(about: About, source: str) -> str:
    return f"<!-- from {about.file} -->\n{source}" if "--" not in about.file else source


def _items(files: Mapping[str, bytes]) -> tuple[list[About], list[LineFault]]:
    """Return the items that the manifest names, or else every item among the files."""
    manifest = manifest_in(files)
    if manifest is not None:
        try:
            named = _resources(manifest, trees.read(trees.text_of(files[manifest]), most=MOST_IN_MANIFEST))
        except XmlFault as error:
            return [], [LineFault(f"{manifest}: {error}", error.remedy, error.line)]
        missing = [about for about in named if about.file not in files]
        if named:
            faults = [LineFault(f"names {about.file[:120]!r}, which is not in it", AGAIN) for about in missing]
            return [about for about in named if about.file in files], faults
    xml = sorted(name for name in files if name.lower().endswith(".xml") and name != manifest)
    return [About(name) for name in xml if _ITEM.search(glimpse(files[name]))], []


def _resources(manifest: str, element: Element) -> list[About]:
    """Return what a manifest says of the items among its resources."""
    found = [each for each in element.all("resource") if _ITEM_TYPE.match(each.get("type")) and each.get("href")]
    return [_about(resolved(manifest, each.get("href")), each.child("metadata")) for each in found]


_ITEM_TYPE = re.compile(r"imsqti_item_xml|imsqti_apipitem", re.IGNORECASE)


def _about(file: str, metadata: Element | None) -> About:
    """Return title, keywords and the path of a classification, strokes in a name doubled."""
    named: dict[str, list[Element]] = {}
    for each in () if metadata is None else metadata.every():
        named.setdefault(each.name, []).append(each)
    titles = [title for general in named.get("general", ()) for title in general.named("title")]
    paths = named.get("taxonPath", ())
    entries = [each.first("entry") for path in paths[:1] for each in path.all("taxon")]
    category = "/".join(each.words().replace("/", "//") for each in entries if each is not None)
    words = [text for each in named.get("keyword", ()) for one in each.children if (text := one.words())]
    tags = words or [text for each in named.get("keyword", ()) if (text := each.words())]
    return About(file, titles[0].words() if titles else "", category, tuple(dict.fromkeys(tags)))
