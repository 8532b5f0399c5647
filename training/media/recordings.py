"""Recordings that people send: known by their bytes, of a few kinds that every browser plays, and nothing else.

The bytes are kept as they are, so that what is exported is what was loaded.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from training.core.recordings import SUFFIXES
from training.media.containers import mp3, mp4, ogg, webm
from training.media.containers.refusal import REMEDY, NotARecording

MAX_BYTES = 12 * 2**20
TYPES: Mapping[str, str] = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
}
_FORMATS: Mapping[str, Callable[[bytes], str]] = {
    "MP4": mp4.medium,
    "WebM": webm.medium,
    "Ogg": ogg.medium,
    "MP3": mp3.medium,
}
_SUFFIXES = {
    ("MP4", "video"): ".mp4",
    ("MP4", "audio"): ".m4a",
    ("WebM", "video"): ".webm",
    ("Ogg", "audio"): ".ogg",
    ("MP3", "audio"): ".mp3",
}
_OTHERS = re.compile(rb"<!doctype|<html|<head|<body|<script|<iframe|<svg|<\?php|%PDF-", re.IGNORECASE)
"""What other programs take a file for that holds it near its beginning."""
_HEAD = 4096
_ARCHIVE, _ARCHIVE_TAIL = b"PK\x05\x06", 65_557
"""The end of a ZIP, and how far before the end of a file those who open one look for it."""

__all__ = ["MAX_BYTES", "REMEDY", "TYPES", "NotARecording", "media_type"]


def media_type(name: str, content: bytes) -> str:
    """Return the media type of a recording. Raises NotARecording with the reason when it is none.

    The bytes decide what it is; a name that says otherwise is refused, so that what stands in a file is what is played.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise NotARecording(f"is no kind of recording used here: use {', '.join(SUFFIXES)}")
    if len(content) > MAX_BYTES:
        raise NotARecording(f"is larger than {MAX_BYTES // 2**20} MB, the most that fit")
    form = _form(content)
    if form is None:
        raise NotARecording("is not the recording its name says")
    wanted = _SUFFIXES.get((form, _FORMATS[form](content)))
    _check_nothing_else(content)
    if wanted is None:
        raise NotARecording(f"is a {form} of sound only: export it as Ogg")
    if wanted != suffix:
        raise NotARecording(f"is {form} and not what its name says: name it {PurePosixPath(name).stem}{wanted}")
    return TYPES[suffix]


def _form(content: bytes) -> str | None:
    if content[4:8] == b"ftyp":
        return "MP4"
    if content[:4] == b"\x1a\x45\xdf\xa3":
        return "WebM"
    if content[:4] == ogg.MARK:
        return "Ogg"
    return "MP3" if content[:3] == b"ID3" or content[:1] == b"\xff" else None


def _check_nothing_else(content: bytes) -> None:
    """Refuse a file that another program would take for something else: a page, a script, a document, an archive."""
    if _OTHERS.search(content[:_HEAD]) or _ARCHIVE in content[-_ARCHIVE_TAIL:]:
        raise NotARecording("is something else besides a recording")
