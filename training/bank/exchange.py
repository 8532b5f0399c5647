"""Files of other systems in and out: read with all the bank knows, written with all that they cannot hold beside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from training import db as database
from training.audit import service as audit
from training.bank import adoption, exporting, files
from training.bank.adoption import Beside, Defaults, Held
from training.bank.attachments import TYPES
from training.bank.exporting import Exported
from training.bank.formats import READERS, Entry, Format, chosen, toml
from training.bank.formats.decoding import decoded
from training.bank.formats.entries import Content, LineFault, Piece
from training.bank.formats.shapes import table, text
from training.bank.queries import comparing, gallery, lists
from training.bank.queries.lists import Filters
from training.bank.readings import Known, Problem, Reading, Refused, Taken
from training.core.drafts import Draft

SIDE_CAR = ".needlewise.toml"
MOST_ITEMS = 20_000
MAX_SIDE_CAR = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Shown:
    """How an export is shown while it is made: what it does not hold, and how far it is."""

    losses: Callable[[Exported], None]
    track: Callable[[list[Entry]], Sequence[Entry]] = list


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants files read: as one format, None to go by their names and content, and with which defaults."""

    made_by: Format | None
    defaults: Defaults


@dataclass(frozen=True, slots=True)
class _Foreign:
    """One file of another system, read."""

    file: str
    made_by: Format
    content: Content
    beside: Beside = field(default_factory=Beside)


@dataclass(frozen=True, slots=True)
class TakenApart:
    """Files as their formats read them, before anything is known of the bank: those of this bank stand as they are."""

    foreign: tuple[_Foreign, ...]
    ours: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def read(
    uploads: Sequence[tuple[str, bytes]],
    choice: Choice,
    known: Known,
    held: Callable[[Sequence[Draft]], Held],
    track: files.Track = iter,
) -> Reading:
    """Return what files hold, those of this bank and those of other systems, all faults of all of them at once.

    ``held`` gives what the bank holds of the origins it is asked about.
    """
    return joined(taken_apart(uploads, choice), choice, known, held, track)


def taken_apart(uploads: Sequence[tuple[str, bytes]], choice: Choice) -> TakenApart:
    """Return files as their formats read them: the first, longer half of `read`, which asks nobody."""
    problems: list[Problem] = []
    contents = _opened(uploads, choice, problems)
    problems += [files.unread(name, content) for name, content in uploads if _is_missed(name, content, choice)]
    cars = {name: content for name, content in contents.items() if name.lower().endswith(SIDE_CAR)}
    made_by = {
        name: each for name in contents if name not in cars and (each := _format_of(name, contents[name], choice))
    }
    foreign = [_foreign(name, contents[name], made_by[name], cars, problems) for name in sorted(made_by)]
    ours = {name: content for name, content in contents.items() if name not in made_by and name not in cars}
    return TakenApart(tuple(foreign), ours, tuple(problems))


def joined(
    apart: TakenApart, choice: Choice, known: Known, held: Callable[[Sequence[Draft]], Held], track: files.Track = iter
) -> Reading:
    """Return what files hold beside what the bank knows: the second half of `read`."""
    bank = held([one for each in apart.foreign for one in _origins(each)])
    taken = [one for each in apart.foreign for one in _taken(each, choice.defaults, bank)]
    pictures = {f"{each.file}/{name}": found for each in apart.foreign for name, found in each.content.pictures.items()}
    reading = files.read_contents({**apart.ours, **pictures}, known, taken, track)
    faulty = [(each, fault) for each in apart.foreign for fault in each.content.faults]
    return Reading(
        reading.found,
        reading.pictures,
        (*apart.problems, *(_problem(each.file, fault) for each, fault in faulty), *reading.problems),
        tuple(_problem(each.file, fault) for each in apart.foreign for fault in each.content.skipped),
        (*(_refused(each, fault) for each, fault in faulty if fault.source), *reading.refused),
    )


def _opened(uploads: Iterable[tuple[str, bytes]], choice: Choice, problems: list[Problem]) -> dict[str, bytes]:
    """Return the files by name; an archive that is a format of its own stays whole."""
    whole = {name: content for name, content in uploads if _format_of(name, content, choice)}
    rest = [(name, content) for name, content in uploads if name not in whole]
    return files.opened(rest, problems) | {PurePosixPath(name).name: content for name, content in whole.items()}


def _is_missed(name: str, content: bytes, choice: Choice) -> bool:
    """Return whether a file that was given by itself is no question file; within an archive it would be a note."""
    return PurePosixPath(name).suffix.lower() in files.SILENT and _format_of(name, content, choice) is None


def _format_of(name: str, content: bytes, choice: Choice) -> Format | None:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in READERS or suffix in TYPES:
        return None
    if choice.made_by is not None:
        return choice.made_by if suffix != ".zip" or name.lower().endswith(choice.made_by.suffixes) else None
    return chosen(name, content)


def _foreign(
    name: str, content: bytes, made_by: Format, cars: Mapping[str, bytes], problems: list[Problem]
) -> _Foreign:
    if len(content) > files.MAX_FILE:
        message = f"has more than {files.MAX_FILE:,} bytes, the most that are read"
        return _Foreign(name, made_by, Content(faults=(LineFault(message, "Split the file."),)))
    read_content = made_by.read(content)
    if len(read_content.entries) > MOST_ITEMS:
        message = f"holds {len(read_content.entries):,} questions; at most {MOST_ITEMS:,} are read"
        read_content = Content(faults=(LineFault(message, "Split the file."),))
    car = cars.get(f"{name}{SIDE_CAR}")
    beside = Beside() if car is None else _beside(f"{name}{SIDE_CAR}", car, made_by, problems)
    return _Foreign(name, made_by, read_content, beside)


def _beside(name: str, car: bytes, made_by: Format, problems: list[Problem]) -> Beside:
    """Return a side-car, noting what is wrong with it."""
    if len(car) > MAX_SIDE_CAR:
        problems.append(Problem(name, f"has {len(car):,} bytes; at most {MAX_SIDE_CAR:,} are read", "Split the file."))
        return Beside()
    text = decoded(car)
    read_text = Content(faults=(text,)) if isinstance(text, LineFault) else toml.read(text)
    problems += [Problem(name, each.message, each.remedy, each.line, each.field) for each in read_text.faults]
    return adoption.beside([entry.draft for entry in read_text.entries], made_by)


def _origins(each: _Foreign) -> list[Draft]:
    """Return every origin and code that a file or its side-car names."""
    named: list[Draft] = [table(entry.draft, "origin") for entry in each.content.entries]
    own = [text(draft, "code") for draft in (*(entry.draft for entry in each.content.entries), *each.beside.drafts)]
    return named + [{"id": code} for code in own if code]


def _taken(each: _Foreign, defaults: Defaults, held: Held) -> list[Taken]:
    """Return the entries of a file as items, and those that only its side-car can hold."""
    found = adoption.adopted(each.content.entries, each.made_by, defaults, held, each.beside)
    taken = [Taken(each.file, one.entry, each.made_by.name, one.filled) for one in found]
    car = f"{each.file}{SIDE_CAR}"
    return taken + [Taken(car, Entry(draft), each.made_by.name) for draft in each.beside.untold]


def _problem(file: str, fault: LineFault) -> Problem:
    return Problem(file, fault.message, fault.remedy, fault.line, fault.field)


def _refused(each: _Foreign, fault: LineFault) -> Refused:
    return Refused(each.file, each.made_by.name, Piece(fault.source, (str(_problem(each.file, fault)),), fault.line))


def held(origins: Sequence[Draft]) -> Held:
    """Return what the bank holds of these origins: codes, and the drafts of items that have one of them."""
    if not origins:
        return Held()
    codes, by_key = comparing.origins()
    wanted = {code for origin in origins for key in adoption.keys_of(origin) for code in by_key.get(key, ())}
    wanted |= {text(origin, "id") for origin in origins} & codes
    drafts, versions = comparing.newest_and_base(wanted)
    return Held(codes, by_key, drafts, versions)


def preview(filters: Filters, made_by: Format) -> Exported:
    """Return what `export` would write, and what that file would not hold; nothing is recorded."""
    rows = lists.selected(filters)
    pictures = gallery.figure_contents({figure for row in rows for figure in row.figures})
    return exporting.written([row.content for row in rows], made_by, pictures)


def export(
    filters: Filters,
    made_by: Format,
    name: str,
    *,
    by: int | None,
    now: datetime,
    shown: Shown | None = None,
) -> dict[str, bytes]:
    """Return the files of an export to another system: the file itself, its side-car, and the figures items show.

    Importing them all gives the same items again. What was exported is noted, so that a later import can tell which
    side changed an item. ``shown`` shows progress, and what the file does not hold before anything else is done.
    """
    database.begin_write()
    rows = lists.selected(filters)
    pictures = gallery.figure_contents({figure for row in rows for figure in row.figures})
    drafts, versions = [row.content for row in rows], [row.hash for row in rows]
    if shown is None:
        exported = exporting.written(drafts, made_by, pictures, versions=versions, listed=False)
    else:
        exported = exporting.written(drafts, made_by, pictures, versions=versions, track=shown.track)
        shown.losses(exported)
    for row in rows:
        row.item.base = row.hash
    facts = {
        "items": len(rows),
        "format": made_by.name,
        "sha256": sha256(exported.content).hexdigest(),
        "versions": {row.item.code: row.hash for row in rows},
    }
    audit.record("exported items", actor=by, subject="bank:export", now=now, facts=facts)
    beside = {f"{files.FIGURES}/{figure}": content for figure, content in pictures.items()}
    return {name: exported.content, f"{name}{SIDE_CAR}": exported.side_car} | beside
