"""A recording that a stimulus plays, and what stands for it where it cannot be seen or heard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Self

from training.core.drafts import Reader
from training.core.texts import FIGURE_NAME, Rewrite, placed

CAPTIONS = ".vtt"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
FIELDS = ("recording", "captions", "language", "transcript")


class Medium(StrEnum):
    """What a recording is played by."""

    VIDEO = "video"
    AUDIO = "audio"


SUFFIXES: Mapping[str, Medium] = {
    ".mp4": Medium.VIDEO,
    ".webm": Medium.VIDEO,
    ".mp3": Medium.AUDIO,
    ".m4a": Medium.AUDIO,
    ".ogg": Medium.AUDIO,
}


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording: its file, for video the file of its captions, and its transcript, all in one ``language``."""

    file: str
    medium: Medium
    transcript: str
    captions: str = ""
    language: str = ""

    @classmethod
    def read(cls, reader: Reader) -> Self | None:
        """Return the recording of the stimulus that ``reader`` stands on, None for one without, noting every fault."""
        file = reader.word("recording", FIGURE_NAME, "a file name such as cough.mp4", required=False)
        captions = reader.word("captions", FIGURE_NAME, "a file name such as cough.vtt", required=False)
        wanted = "a language tag such as en or pt-BR"
        language = reader.word("language", LANGUAGE, wanted, required=False)
        transcript = reader.text("transcript", required=bool(file), later=True)
        if not file:
            for name, value in (("captions", captions), ("language", language), ("transcript", transcript)):
                if value:
                    reader.fault(name, "stands without a recording", "Name the recording, or remove this.")
            return None
        medium = medium_of(file)
        if medium is None:
            reader.fault("recording", f"is {file!r}", f"Use one of: {', '.join(SUFFIXES)}.")
        _check_captions(reader, medium, captions)
        return cls(file, medium or Medium.VIDEO, transcript, captions, language)

    def draft(self) -> dict[str, object]:
        """Return the recording as plain values, empty ones left out."""
        values = (self.file, self.captions, self.language, self.transcript)
        return {name: value for name, value in zip(FIELDS, values, strict=True) if value}

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the recording with its transcript passed through ``rewrite`` and its files where that puts them."""
        captions = placed(self.captions, rewrite) if self.captions else ""
        return replace(self, file=placed(self.file, rewrite), captions=captions, transcript=rewrite(self.transcript))


def medium_of(name: str) -> Medium | None:
    """Return what plays a file of this name, None for no recording."""
    return SUFFIXES.get(PurePosixPath(name).suffix.lower())


def _check_captions(reader: Reader, medium: Medium | None, captions: str) -> None:
    if captions and not captions.lower().endswith(CAPTIONS):
        reader.fault("captions", f"is {captions!r}", "Captions are a WebVTT file, such as cough.vtt.")
    elif captions and medium is Medium.AUDIO:
        remedy = "Remove it: the transcript says everything."
        reader.fault("captions", "goes with a sound recording, which shows none", remedy)
    elif not captions and medium is Medium.VIDEO:
        reader.fault("captions", "is missing: a video has captions", "Name a WebVTT file.", missing=True)
