"""The files that items show or play, by what their names end in: pictures, recordings, captions of recordings."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from training.bank import pictures
from training.bank.formats.decoding import decoded
from training.bank.formats.entries import LineFault
from training.bank.pictures import NotAPicture
from training.bank.readings import Picture
from training.core import captions
from training.core.recordings import CAPTIONS, SUFFIXES
from training.core.texts import FIGURE_NAME, MAX_FIGURE_NAME
from training.media import recordings
from training.media.recordings import NotARecording

MAX_CAPTIONS = 2**20
CAPTIONS_TYPE = "text/vtt"
RECORDINGS = tuple(SUFFIXES)
TYPES: Mapping[str, str] = {**pictures.TYPES, **recordings.TYPES, CAPTIONS: CAPTIONS_TYPE}
LARGEST = max(pictures.MAX_BYTES, recordings.MAX_BYTES, MAX_CAPTIONS)
"""The most bytes that any of them may have: no more of an upload is read, but one that shows it is too large."""


class Unfit(ValueError):
    """A file that is not kept; ``faults`` says why, all of it, with lines where the file has lines."""

    def __init__(self, *faults: LineFault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def attachment(name: str, content: bytes) -> Picture:
    """Return a file that items may show or play. Raises Unfit with everything that is wrong with it."""
    if len(name) > MAX_FIGURE_NAME:
        message = f"has a name of {len(name)} characters; at most {MAX_FIGURE_NAME} fit"
        raise Unfit(LineFault(message, "Rename it."))
    if not FIGURE_NAME.fullmatch(name):
        message = "has a name with other characters than letters, digits, dots and hyphens"
        raise Unfit(LineFault(message, "Rename it."))
    return Picture(name, _media_type(name, content), content)


def _media_type(name: str, content: bytes) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    try:
        if suffix == CAPTIONS:
            return _captions(content)
        return recordings.media_type(name, content) if suffix in SUFFIXES else pictures.media_type(name, content)
    except NotAPicture as error:
        raise Unfit(LineFault(str(error), "Replace the picture.")) from error
    except NotARecording as error:
        raise Unfit(LineFault(str(error), recordings.REMEDY)) from error


def _captions(content: bytes) -> str:
    if len(content) > MAX_CAPTIONS:
        raise Unfit(LineFault(f"is larger than {MAX_CAPTIONS // 2**20} MB, the most that fit", "Shorten the captions."))
    text = decoded(content)
    if isinstance(text, LineFault):
        raise Unfit(text)
    flaws = captions.flaws(text)
    if flaws:
        raise Unfit(*(LineFault(flaw.message, flaw.remedy, flaw.line) for flaw in flaws))
    return CAPTIONS_TYPE
