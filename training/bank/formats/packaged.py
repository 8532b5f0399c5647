"""Packages of content: the files of an archive by their paths, and the pictures that their texts show."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from training.bank.formats import rasters
from training.bank.formats.archives import MAX_MEMBER, opened
from training.bank.formats.entries import LineFault
from training.core.texts import FIGURE_NAME

MANIFEST = "imsmanifest.xml"
FIGURES = "figures/"
"""Where our own packages have their pictures; one that is not in them may be in the bank."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
MOST_IN_MANIFEST = 400_000
AGAIN = "Export it again from where it comes."
_SUFFIXES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"})
_BASE = re.compile(r"(?:\$|%24)IMS[-_]CC[-_]FILEBASE(?:\$|%24)/?", re.IGNORECASE)


@dataclass(slots=True)
class Pictures:
    """The pictures of a package: what each address stands for, and those that items show."""

    files: Mapping[str, bytes]
    shown: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def within(self, file: str) -> Callable[[str], str | None]:
        """Return how a file's addresses name figures."""
        return lambda address: self._named(file, address)

    def _named(self, file: str, address: str) -> str | None:
        path = self._path(file, address)
        name = PurePosixPath(path).name
        if path in self.names:
            return self.names[path]
        if path not in self.files or PurePosixPath(path).suffix.lower() not in _SUFFIXES:
            own = FIGURES in f"{path.rpartition('/')[0]}/" and FIGURE_NAME.fullmatch(name)
            return name if own and path not in self.files else None
        content, suffix = rasters.shown(self.files[path], PurePosixPath(path).suffix.lower())
        if suffix != PurePosixPath(path).suffix.lower().replace(".jpeg", ".jpg"):
            name = f"{PurePosixPath(path).stem}{suffix}"
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", name).lstrip("-._") or "picture"
        while self.shown.get(name, content) != content:
            name = f"{len(self.shown)}-{name}"
        self.names[path], self.shown[name] = name, content
        return name

    def _path(self, file: str, address: str) -> str:
        """Return the path that an address stands for; that of a cartridge's base may be meant in several ways."""
        plain, based = _BASE.subn("", address.strip())
        path = resolved(file, plain)
        if path in self.files or not based:
            return path
        meant = [resolved("", plain), resolved("web_resources/x", plain)]
        return next((each for each in meant if each in self.files), path)


def resolved(file: str, address: str) -> str:
    """Return the path in the package that an address in a file stands for."""
    path = unquote(urlsplit(address.strip()).path) if ":" not in address else ""
    return normpath((PurePosixPath(file).parent / path).as_posix()) if path else ""


def unpacked(content: bytes) -> tuple[dict[str, bytes], list[LineFault]]:
    """Return the files of a package by their paths, and what is wrong with it; then nothing of it is to be read."""
    files, faults = opened(content)
    faults += [
        LineFault(f"{name}: has more than {MAX_MEMBER:,} bytes", "Leave it out.")
        for name, member in files.items()
        if len(member) > MAX_MEMBER
    ]
    return files, faults


def manifest_in(files: Mapping[str, bytes]) -> str | None:
    """Return the path of the outermost manifest, None where there is none."""
    return next((name for name in sorted(files, key=len) if PurePosixPath(name).name.lower() == MANIFEST), None)


def put(archive: ZipFile, name: str, content: bytes) -> None:
    """Put a file into an archive, always with the same date."""
    archive.writestr(ZipInfo(name, EARLIEST), content, ZIP_DEFLATED)
