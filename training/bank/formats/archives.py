"""Archives, opened in memory, within limits and with harmless names only."""

import lzma
import zipfile
import zlib
from collections.abc import Collection
from io import BytesIO
from pathlib import PurePosixPath

from training.bank.formats.entries import LineFault

MAX_MEMBER = 12 * 2**20
MAX_MEMBERS = 12_000
MAX_TOTAL = 64 * 2**20
MOST_GLIMPSED, GLIMPSE = 300, 4_000
AGAIN = "Make the archive again."
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What Python raises for an archive that is damaged, locked or of a kind it does not know."""


def is_archive(content: bytes) -> bool:
    """Return whether a file begins as a zip does."""
    return content.startswith(b"PK\x03\x04")


def opened(
    content: bytes, *, most: int = MAX_MEMBERS, total: int = MAX_TOTAL
) -> tuple[dict[str, bytes], list[LineFault]]:
    """Return the files of an archive by path, and what is wrong with it; over a limit nothing of it is read."""
    found: dict[str, bytes] = {}
    faults: list[LineFault] = []
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > most or sum(member.file_size for member in members) > total:
                message = f"holds more than {most:,} files or {total // 2**20} MB in all"
                return {}, [LineFault(message, "Import it in parts.")]
            for member in members:
                path = PurePosixPath(member.filename.replace("\\", "/"))
                if path.is_absolute() or ".." in path.parts or ":" in member.filename or _is_link(member):
                    faults.append(LineFault(f"holds {member.filename[:120]!r}, which points outside of it", AGAIN))
                elif not path.name.startswith(".") and "__MACOSX" not in path.parts:
                    with archive.open(member) as file:
                        found[path.as_posix()] = file.read(MAX_MEMBER + 1)
    except UNREADABLE as error:
        return {}, [LineFault(f"is not a zip that can be read ({error})", AGAIN)]
    return found, faults


def _is_link(member: zipfile.ZipInfo) -> bool:
    return (member.external_attr >> 16) & 0o170000 == 0o120000


def names(content: bytes) -> list[str]:
    """Return the paths of the files of an archive; [] for no archive."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except UNREADABLE:
        return []


def glimpsed(content: bytes, suffixes: Collection[str], most: int = MOST_GLIMPSED) -> list[bytes]:
    """Return how the files of an archive with these suffixes begin, for telling what it is; [] for no archive."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            wanted = [one for one in archive.infolist() if PurePosixPath(one.filename).suffix.lower() in suffixes]
            found = []
            for member in wanted[:most]:
                with archive.open(member) as file:
                    found.append(file.read(GLIMPSE))
            return found
    except UNREADABLE:
        return []
