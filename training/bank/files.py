"""From files to drafts: everything that is wrong is collected and named, nothing is raised.

The files come from a folder or from an upload; the same rules hold for both.
"""

import lzma
import zipfile
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from training import items
from training.bank import attachments
from training.bank.attachments import Unfit
from training.bank.formats import FORMATS, READERS, Entry
from training.bank.formats.decoding import decoded
from training.bank.formats.entries import Piece
from training.bank.readings import Found, Known, Picture, Problem, Reading, Refused, Taken
from training.core.drafts import UNFINISHED, Draft, DraftError, Fault
from training.core.items import Item, figures

Track: TypeAlias = Callable[[Sequence[Taken]], Iterable[Taken]]

MAX_FILE = 12 * 2**20
MAX_FILES = 2_000
MAX_TOTAL = 64 * 2**20
FIGURES = "figures"
UNREADABLE_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What Python raises for an archive that is damaged, locked or of a kind it does not know."""
SILENT = frozenset({".md", ".txt", ""})
"""Suffixes that stand beside items and are no items: notes, licences."""


def read(folder: Path, known: Known) -> Reading:
    """Return what a folder of the bank holds; a folder that is missing or empty is a problem too."""
    problems: list[Problem] = []
    contents = _contents(folder, problems)
    return _with(read_contents(contents, known), problems)


def drafts(folder: Path) -> tuple[tuple[tuple[str, Entry], ...], tuple[Problem, ...]]:
    """Return every draft of a folder with its file, half-written ones too, and what cannot be read at all."""
    problems: list[Problem] = []
    contents = _contents(folder, problems)
    found = tuple(
        (name, entry)
        for name, content in sorted(contents.items())
        if PurePosixPath(name).suffix.lower() in READERS
        for entry in _entries(name, content, problems)
    )
    return found, tuple(problems)


def read_upload(uploads: Iterable[tuple[str, bytes]], known: Known) -> Reading:
    """Return what uploaded files (name and content) hold; zips are opened, never unpacked to disk."""
    problems: list[Problem] = []
    return _with(read_contents(opened(uploads, problems), known), problems)


def opened(uploads: Iterable[tuple[str, bytes]], problems: list[Problem]) -> dict[str, bytes]:
    """Return uploaded files by their paths, those of zips among them, noting what cannot be opened."""
    contents: dict[str, bytes] = {}
    for name, content in uploads:
        if PurePosixPath(name).suffix.lower() == ".zip":
            _open_zip(name, content, contents, problems)
        else:
            _add(PurePosixPath(name.replace("\\", "/")).name, content, contents, problems)
    return contents


def read_contents(
    contents: Mapping[str, bytes], known: Known, taken: Sequence[Taken] = (), track: Track = iter
) -> Reading:
    """Return what files (path → bytes) hold beside what was taken from other systems; ``track`` shows progress."""
    problems: list[Problem] = []
    shown = tuple(_pictures(contents, known, problems))
    entries = [
        (name, entry)
        for name, content in sorted(contents.items())
        if PurePosixPath(name).suffix.lower() in READERS
        for entry in _entries(name, content, problems)
    ]
    problems += _unknown_files(contents)
    everything = [Taken(name, entry, "") for name, entry in entries] + list(taken)
    reader = _Reader(known, {picture.name: picture.digest for picture in shown}, [each.entry for each in everything])
    found, refused = [], []
    for each in track(everything):
        faults: list[Problem] = []
        item = reader.item(each, faults)
        problems += faults
        if item is not None:
            found.append(item)
        elif each.made_by:
            reasons = tuple(str(fault) for fault in faults)
            refused.append(Refused(each.file, each.made_by, Piece(each.entry.source, reasons, each.entry.line)))
    in_order = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    return Reading(tuple(found), shown, in_order, (), tuple(refused))


def references(item: Item, known: Known) -> Iterator[Fault]:
    """Find what an item refers to and nobody knows: sources, sections, other items, figures; and a changed pool."""
    return _unknown(item, figures(item), known)


def _unknown(item: Item, shown: Collection[str], known: Known) -> Iterator[Fault]:
    header = item.header
    pool = known.pools.get(header.code, header.pool)
    if pool != header.pool:
        remedy = "An item keeps its pool; write this one under another code."
        yield Fault("pool", f"is {header.pool}, but the item is in the {pool} pool", remedy)
    yield from _unknown_sources(item, known)
    yield from _unknown_section(item, known)
    for enemy in header.enemies:
        if enemy not in known.pools:
            yield Fault("enemies", f"names {enemy!r}, which is no item", "Correct the code or remove it.")
    yield from absent(item, set(shown) - set(known.figures))


def absent(item: Item, names: Collection[str]) -> Iterator[Fault]:
    """Say of files that an item shows or plays, and that are nowhere, where it names them."""
    recording = item.header.stimulus.recording if item.header.stimulus else None
    played = {} if recording is None else {recording.file: "recording", recording.captions: "captions"}
    for name in sorted(names):
        remedy = f"Put the file into the folder {FIGURES}, or add it to the bank, under this name."
        if name in played:
            yield Fault(f"stimulus.{played[name]}", f"is {name}, which is not there", remedy)
        else:
            yield Fault("stem", f"shows figure:{name}, which is not there", remedy)


def _contents(folder: Path, problems: list[Problem]) -> dict[str, bytes]:
    """Return the files of a folder by their paths in it."""
    contents: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or any(part.startswith(".") for part in PurePosixPath(name).parts):
            continue
        try:
            with path.open("rb") as file:
                contents[name] = file.read(MAX_FILE + 1)
        except OSError as error:
            problems.append(Problem(name, f"cannot be read: {error.strerror}", "Check its permissions."))
    if not problems and not any(PurePosixPath(name).suffix.lower() in READERS for name in contents):
        wanted = " or ".join(READERS)
        problems.append(Problem(str(folder), f"holds no file that ends in {wanted}", "Name the folder of the bank."))
    return contents


class _Reader:
    """Turns entries into items, knowing what the other entries say."""

    def __init__(self, known: Known, digests: Mapping[str, str], entries: Sequence[Entry]) -> None:
        self._digests = {**known.figures, **digests}
        codes = {str(entry.draft.get("code")): str(entry.draft.get("pool")) for entry in entries}
        self._everything = replace(known, figures=self._digests, pools={**codes, **known.pools})
        self._places: dict[str, str] = {}
        self._stimuli: dict[str, object] = {}

    def item(self, taken: Taken, problems: list[Problem]) -> Found | None:
        """Return the item of an entry, None after noting what is wrong with it."""
        name, entry = taken.file, taken.entry
        code, kind = str(entry.draft.get("code", "")), str(entry.draft.get("kind", ""))
        faults = list(entry.faults)
        item = _parsed(entry.draft, faults, kept=bool(taken.made_by))
        shown = figures(item) if item is not None else frozenset()
        if item is not None:
            faults += self._references(item, shown)
        faults += self._repeats(code, name, entry)
        for fault in faults:
            line = entry.line_of(fault.field)
            problems.append(Problem(name, fault.message, fault.remedy, line, fault.field, code, kind))
        if faults or item is None:
            return None
        digests = {figure: self._digests[figure] for figure in shown}
        version = items.version_showing(item, digests)
        return Found(item, version, digests, name, entry.line, entry.base, entry.losses, taken.filled)

    def _references(self, item: Item, shown: Collection[str]) -> Iterator[Fault]:
        yield from _unknown(item, shown, self._everything)
        stimulus = item.header.stimulus
        if stimulus and self._stimuli.setdefault(stimulus.code, stimulus) != stimulus:
            remedy = "Give every item that shares it the same words, or another code."
            yield Fault("stimulus", f"{stimulus.code!r} has other words in another item", remedy)

    def _repeats(self, code: str, name: str, entry: Entry) -> Iterator[Fault]:
        if not code:
            return
        place = self._places.setdefault(code, f"{name}:{entry.line}" if entry.line else name)
        if place != (f"{name}:{entry.line}" if entry.line else name):
            yield Fault("code", f"{code!r} stands at {place} too", "Give each item a code of its own.")


def _parsed(draft: Draft, faults: list[Fault], *, kept: bool) -> Item | None:
    """Return the item of a draft; one of another system may be unfinished without saying so.

    Of such a one only what is wrong is noted, not what is missing as well.
    """
    try:
        if kept and not draft.get("objective"):
            return items.parse({**draft, UNFINISHED: True})
        return items.kept(draft) if kept else items.parse(draft)
    except DraftError as error:
        faults += [fault for fault in error.faults if not (kept and fault.missing)]
        return None


def _unknown_sources(item: Item, known: Known) -> Iterator[Fault]:
    for path, code in (*(("sources", code) for code in item.header.sources), *item.citations):
        if code not in known.sources:
            yield Fault(path, f"cites {code!r}, which is not in the source register", "Correct the code.")


def _unknown_section(item: Item, known: Known) -> Iterator[Fault]:
    if known.sections is None:
        return
    header = item.header
    if header.unfinished and not header.module:
        return
    if header.module not in known.sections:
        yield Fault("module", f"is {header.module!r}", "Use one of: " + ", ".join(sorted(known.sections)) + ".")
    elif header.section not in known.sections[header.module]:
        remedy = "Use one of: " + ", ".join(known.sections[header.module]) + "."
        yield Fault("section", f"is {header.section!r}, which {header.module} does not have", remedy)


def _entries(name: str, content: bytes, problems: list[Problem]) -> tuple[Entry, ...]:
    text = _text(name, content, problems)
    if text is None:
        return ()
    parsed = READERS[PurePosixPath(name).suffix.lower()](text)
    problems += [Problem(name, fault.message, fault.remedy, fault.line, fault.field) for fault in parsed.faults]
    return parsed.entries


def _text(name: str, content: bytes, problems: list[Problem]) -> str | None:
    """Return the text of a file, None after noting why it has none."""
    if len(content) > MAX_FILE:
        message = f"has more than {MAX_FILE:,} bytes, the most that are read"
        problems.append(Problem(name, message, "Split the file."))
        return None
    text = decoded(content)
    if isinstance(text, str):
        return text
    problems.append(Problem(name, text.message, text.remedy, text.line))
    return None


def _pictures(contents: Mapping[str, bytes], known: Known, problems: list[Problem]) -> Iterator[Picture]:
    digests = dict(known.figures)
    for name, content in sorted(contents.items()):
        path = PurePosixPath(name)
        if path.suffix.lower() not in attachments.TYPES:
            continue
        try:
            picture = attachments.attachment(path.name, content)
        except Unfit as error:
            problems += [Problem(name, fault.message, fault.remedy, fault.line) for fault in error.faults]
            continue
        if digests.setdefault(picture.name, picture.digest) == picture.digest:
            yield picture
        else:
            remedy = "Give the new one a new name, here and in the items that show it."
            problems.append(Problem(name, f"is not the file that is called {picture.name} already", remedy))


def unread(name: str, content: bytes) -> Problem:
    """Return why a file is not read: nothing is in it, nothing of what its suffix promises, or nobody knows that."""
    titles = [each.title for each in FORMATS if name.lower().endswith(each.suffixes)]
    if titles and not content.removeprefix(BOM_UTF8).strip():
        return Problem(name, "is empty", "Export it again where it comes from.")
    if titles:
        said = f"cannot be read as {' or '.join(filter(None, [', '.join(titles[:-1]), titles[-1]]))}"
        return Problem(name, said, "Export it again where it comes from, or say which format it has.")
    wanted = ", ".join([*READERS, *attachments.TYPES])
    suffix = PurePosixPath(name).suffix.lower()
    said = f"has the suffix {suffix}, which nothing here reads" if suffix else "has no suffix that says what it is"
    return Problem(name, said, f"Use one of: {wanted}.")


def _unknown_files(contents: Mapping[str, bytes]) -> Iterator[Problem]:
    for name, content in contents.items():
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in READERS and suffix not in attachments.TYPES and suffix not in SILENT:
            yield unread(name, content)


def _open_zip(name: str, content: bytes, contents: dict[str, bytes], problems: list[Problem]) -> None:
    """Add the files of an archive to ``contents``, in memory, within limits and with harmless names only."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_TOTAL:
                limit = f"{MAX_FILES:,} files of {MAX_TOTAL // 2**20} MB in all"
                problems.append(Problem(name, f"holds more than {limit}", "Import it in parts."))
                return
            for member in members:
                _add_member(archive, member, contents, problems)
    except UNREADABLE_ZIP as error:
        problems.append(Problem(name, f"is not a zip that can be read ({error})", "Make the archive again."))


def _add_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, contents: dict[str, bytes], problems: list[Problem]
) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename:
        problems.append(Problem(member.filename[:120], "points outside of the archive", "Make the archive again."))
        return
    if path.name.startswith(".") or "__MACOSX" in path.parts:
        return
    with archive.open(member) as file:
        content = file.read(MAX_FILE + 1)
    _add(path.as_posix(), content, contents, problems)


def _add(name: str, content: bytes, contents: dict[str, bytes], problems: list[Problem]) -> None:
    """Add a file; of two different ones with one name neither is dropped without a word."""
    if contents.setdefault(name, content) != content:
        remedy = "Only the first was read. Give each file a name of its own, or put them into one zip with folders."
        problems.append(Problem(name, "is here twice, with different content", remedy))


def _with(reading: Reading, problems: list[Problem]) -> Reading:
    return Reading(reading.found, reading.pictures, (*problems, *reading.problems))
