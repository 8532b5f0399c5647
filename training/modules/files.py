"""Reading modules from folders: every problem of every file at once, with file and line, none raised."""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from training.core.drafts import Draft, DraftError, Fault
from training.modules import content, faults
from training.modules.content import Module

FOLDER = Path(__file__).parent / "content"
"""The modules that ship."""
MAIN = "module.toml"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file; ``line`` is None where the format does not know it."""

    file: str
    line: int | None
    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return one line for a terminal."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.field} {self.message}".strip()
        return f"{place}: {what}. {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds: the modules without problems, in order, and all problems."""

    modules: tuple[Module, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """One module as it stands in files: what is read, and which file each field came from."""

    path: Path
    text: str
    draft: dict[str, object]
    plates: dict[str, str]
    files: dict[str, str]
    problems: tuple[Problem, ...]

    def problem(self, fault: Fault) -> Problem:
        """Return a fault with the file and line it stands in."""
        file, line = self.place(fault.field)
        return Problem(file, line, fault.field, fault.message, fault.remedy)

    def place(self, field: str) -> tuple[str, int | None]:
        """Return the file a field stands in, and its line where module.toml holds it."""
        name = self.files.get(field)
        return f"{self.path.name}/{name or MAIN}", None if name else _line(self.text, field)

    @property
    def places(self) -> set[str]:
        """Return the sections it has as ``module/section``, whatever else is wrong with it."""
        return {f"{self.draft.get('code')}/{section}" for section in self.sections}

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the ids of its sections in order."""
        return tuple(str(section.get("id")) for section in _tables(self.draft, "sections"))


def read(folder: Path, sources: Collection[str]) -> Reading:
    """Return the modules of the folders inside ``folder``; ``sources`` are the codes that may be cited."""
    found_folders = folders(folder)
    problems = [problem for entry in found_folders for problem in entry.problems]
    shaped = []
    for entry in found_folders:
        try:
            shaped.append((entry, content.parse(entry.draft, entry.plates)))
        except DraftError as error:
            problems += [entry.problem(fault) for fault in error.faults] if entry.draft else []
    places = {f"{module.code}/{section.id}" for _, module in shaped for section in module.sections}
    good = []
    for entry, module in shaped:
        found = [entry.problem(fault) for fault in faults.of(module, sources=sources, places=places)]
        found += _misplaced(entry, module)
        problems += found
        if not found and not entry.problems:
            good.append(module)
    problems += nothing_in(folder, found_folders)
    return Reading(tuple(sorted(good, key=lambda module: (module.position, module.code))), tuple(problems))


def folders(folder: Path) -> list[Folder]:
    """Return the folders of modules inside ``folder`` as they stand, right or wrong."""
    return [_folder(path.parent) for path in sorted(folder.glob(f"*/{MAIN}"))]


def nothing_in(folder: Path, found: list[Folder]) -> list[Problem]:
    """Return the problem that a folder holds no module, none when it does."""
    remedy = f"Put a folder with a {MAIN} into it."
    return [] if found else [Problem(str(folder), None, "", "holds no module", remedy)]


def _misplaced(entry: Folder, module: Module) -> list[Problem]:
    if module.code == entry.path.name:
        return []
    remedy = f"Call the folder {module.code}."
    return [Problem(f"{entry.path.name}/{MAIN}", 1, "code", f"is {module.code}, unlike its folder", remedy)]


def _folder(path: Path) -> Folder:
    """Return the draft of a folder, the texts and plates that module.toml names put in."""
    problems: list[Problem] = []
    text = _read(path, MAIN, problems)
    try:
        draft: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else None
        problems.append(Problem(f"{path.name}/{MAIN}", line, "", f"is not TOML: {error}", "Correct that line."))
        return Folder(path, text, {}, {}, {}, tuple(problems))
    files: dict[str, str] = {}
    plates: dict[str, str] = {}
    draft["sections"] = _filled(path, draft, "sections", files, problems)
    for number, figure in enumerate(_filled(path, draft, "figures", files, problems), start=1):
        plates[str(figure.get("id"))] = str(figure.pop("text", ""))
        files[f"figures[{number}].svg"] = files.pop(f"figures[{number}].text", MAIN)
    draft["figures"] = [
        {name: value for name, value in figure.items() if name != "file"} for figure in _tables(draft, "figures")
    ]
    return Folder(path, text, draft, plates, files, tuple(problems))


def _filled(
    path: Path, draft: Draft, field: str, files: dict[str, str], problems: list[Problem]
) -> list[dict[str, object]]:
    """Return the tables of ``field`` with the text of the file each names in place of its name."""
    filled = []
    for number, table in enumerate(_tables(draft, field), start=1):
        name = table.get("file")
        rest = {key: value for key, value in table.items() if key != "file"}
        if isinstance(name, str) and name:
            files[f"{field}[{number}].text"] = name
            rest["text"] = _read(path, name, problems)
        filled.append(rest)
    return filled


def _tables(draft: Draft, field: str) -> list[dict[str, object]]:
    value = draft.get(field)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _read(folder: Path, name: str, problems: list[Problem]) -> str:
    """Return the text of a file of the folder, ``""`` with a problem noted where it cannot be read."""
    path = (folder / name).resolve()
    message = ""
    try:
        if not path.is_relative_to(folder.resolve()):
            message = "lies outside the module's folder"
        else:
            return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 text (byte {error.start})"
    problems.append(Problem(f"{folder.name}/{name}", None, "", message, "Correct the name or save the file as UTF-8."))
    return ""


def _line(text: str, field: str) -> int | None:
    """Return the line of module.toml where ``field`` stands, such as ``checkpoints[2].options[3].sources``."""
    lines = text.splitlines()
    at, path = 0, ""
    for part in field.split("."):
        name, _, number = part.rstrip("]").partition("[")
        path = f"{path}.{name}" if path else name
        wanted = f"[[{path}]]" if number else None
        starts = [
            index
            for index in range(at, len(lines))
            if (lines[index].strip() == wanted if wanted else re.match(rf"\s*{re.escape(name)}\s*=", lines[index]))
        ]
        if len(starts) < int(number or 1):
            inline = (index for index in range(at, len(lines)) if re.match(rf"\s*{re.escape(name)}\s*=", lines[index]))
            at = next(inline, at)
            break
        at = starts[int(number or 1) - 1]
    return at + 1 if lines else None
