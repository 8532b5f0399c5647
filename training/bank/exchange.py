"""Files of other systems in and out: read with all the bank knows, written with all that they cannot hold beside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from training import db as database
from training.audit import service as audit
from training.bank import adoption, exporting, files, queries
from training.bank.adoption import Defaults, Held
from training.bank.exporting import Exported
from training.bank.formats import READERS, Entry, Format, chosen, toml
from training.bank.formats.entries import Content, LineFault, Piece
from training.bank.formats.shapes import table, text
from training.bank.pictures import TYPES
from training.bank.queries import Filters
from training.bank.readings import Known, Problem, Reading, Refused, Taken
from training.core.drafts import Draft

SIDE_CAR = ".needlewise.toml"
MOST_ITEMS = 20_000


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
    beside: Mapping[str, Draft]


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
    problems: list[Problem] = []
    contents = _opened(uploads, choice, problems)
    cars = {name: content for name, content in contents.items() if name.lower().endswith(SIDE_CAR)}
    made_by = {
        name: each for name in contents if name not in cars and (each := _format_of(name, contents[name], choice))
    }
    foreign = [_foreign(name, contents[name], made_by[name], cars, problems) for name in sorted(made_by)]
    bank = held([table(entry.draft, "origin") for each in foreign for entry in each.content.entries])
    taken = [one for each in foreign for one in _taken(each, choice.defaults, bank)]
    ours = {name: content for name, content in contents.items() if name not in made_by and name not in cars}
    ours |= {f"{each.file}/{name}": found for each in foreign for name, found in each.content.pictures.items()}
    reading = files.read_contents(ours, known, taken, track)
    faulty = [(each, fault) for each in foreign for fault in each.content.faults]
    return Reading(
        reading.found,
        reading.pictures,
        (*problems, *(_problem(each.file, fault) for each, fault in faulty), *reading.problems),
        tuple(_problem(each.file, fault) for each in foreign for fault in each.content.skipped),
        (*(_refused(each, fault) for each, fault in faulty if fault.source), *reading.refused),
    )


def _opened(uploads: Iterable[tuple[str, bytes]], choice: Choice, problems: list[Problem]) -> dict[str, bytes]:
    """Return the files by name; an archive that is a format of its own stays whole."""
    whole = {name: content for name, content in uploads if _format_of(name, content, choice)}
    rest = [(name, content) for name, content in uploads if name not in whole]
    return files.opened(rest, problems) | {PurePosixPath(name).name: content for name, content in whole.items()}


def _format_of(name: str, content: bytes, choice: Choice) -> Format | None:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in READERS or suffix in TYPES:
        return None
    if choice.made_by is not None:
        return choice.made_by if suffix != ".zip" or ".zip" in choice.made_by.suffixes else None
    return chosen(name, content)


def _foreign(
    name: str, content: bytes, made_by: Format, cars: Mapping[str, bytes], problems: list[Problem]
) -> _Foreign:
    if len(content) > files.MAX_FILE:
        message = f"has {len(content):,} bytes; at most {files.MAX_FILE:,} are read"
        return _Foreign(name, made_by, Content(faults=(LineFault(message, "Split the file."),)), {})
    read_content = made_by.read(content)
    if len(read_content.entries) > MOST_ITEMS:
        message = f"holds {len(read_content.entries):,} questions; at most {MOST_ITEMS:,} are read"
        read_content = Content(faults=(LineFault(message, "Split the file."),))
    car = cars.get(f"{name}{SIDE_CAR}")
    beside = _beside(f"{name}{SIDE_CAR}", car, made_by, problems) if car is not None else {}
    return _Foreign(name, made_by, read_content, beside)


def _beside(name: str, car: bytes, made_by: Format, problems: list[Problem]) -> dict[str, Draft]:
    """Return the drafts of a side-car by the ids that the file beside it uses."""
    if len(car) > files.MAX_FILE:
        problems.append(
            Problem(name, f"has {len(car):,} bytes; at most {files.MAX_FILE:,} are read", "Split the file.")
        )
        return {}
    read_text = toml.read(car.decode("utf-8-sig", errors="replace"))
    problems += [Problem(name, each.message, each.remedy, each.line, each.field) for each in read_text.faults]
    return {_id_in(made_by, entry.draft): entry.draft for entry in read_text.entries}


def _taken(each: _Foreign, defaults: Defaults, held: Held) -> list[Taken]:
    found = adoption.adopted(each.content.entries, each.made_by, defaults, held, each.beside)
    taken = [Taken(each.file, one.entry, each.made_by.name, one.filled) for one in found]
    there = {text(table(entry.draft, "origin"), "id") for entry in each.content.entries}
    left = [draft for name, draft in each.beside.items() if name not in there]
    unwritten = _unwritten(left, each.made_by)
    return taken + [Taken(f"{each.file}{SIDE_CAR}", Entry(draft), each.made_by.name) for draft in unwritten]


def _unwritten(drafts: Sequence[Draft], made_by: Format) -> list[Draft]:
    """Return those drafts of a side-car that its file never could hold; others were taken out of the file since."""
    if made_by.write is None or not drafts:
        return []
    left_out = made_by.write([Entry(draft) for draft in drafts], {}).left_out
    return [draft for place, draft in enumerate(drafts) if place in left_out]


def _id_in(made_by: Format, draft: Draft) -> str:
    own = table(draft, "origin")
    return (text(own, "id") if own.get("format") == made_by.name else "") or text(draft, "code")


def _problem(file: str, fault: LineFault) -> Problem:
    return Problem(file, fault.message, fault.remedy, fault.line, fault.field)


def _refused(each: _Foreign, fault: LineFault) -> Refused:
    return Refused(each.file, each.made_by.name, Piece(fault.source, (str(_problem(each.file, fault)),), fault.line))


def held(origins: Sequence[Draft]) -> Held:
    """Return what the bank holds of these origins: codes, and the drafts of items that have one of them."""
    if not origins:
        return Held()
    codes, by_key = queries.origins()
    wanted = {code for origin in origins for key in adoption.keys_of(origin) for code in by_key.get(key, ())}
    wanted |= {text(origin, "id") for origin in origins} & codes
    return Held(codes, by_key, queries.newest_and_base(wanted))


def preview(filters: Filters, made_by: Format) -> Exported:
    """Return what `export` would write, and what that file would not hold; nothing is recorded."""
    return exporting.written([row.content for row in queries.selected(filters)], made_by, {})


def export(filters: Filters, made_by: Format, name: str, *, by: int | None, now: datetime) -> dict[str, bytes]:
    """Return the files of an export to another system: the file itself, its side-car, and the figures items show.

    Importing them all gives the same items again. What was exported is noted, so that a later import can tell which
    side changed an item.
    """
    database.begin_write()
    rows = queries.selected(filters)
    pictures = queries.figure_contents({figure for row in rows for figure in row.figures})
    exported = exporting.written([row.content for row in rows], made_by, pictures)
    for row in rows:
        row.item.base = row.hash
    facts = {"items": len(rows), "format": made_by.name, "sha256": sha256(exported.content).hexdigest()}
    audit.record("exported items", actor=by, subject="bank:export", now=now, facts=facts)
    beside = {f"{files.FIGURES}/{figure}": content for figure, content in pictures.items()}
    return {name: exported.content, f"{name}{SIDE_CAR}": exported.side_car} | beside
