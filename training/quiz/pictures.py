"""The pictures of a paper, found by the name they have on it."""

from dataclasses import dataclass

from training.bank.queries import gallery
from training.quiz.papers import Sheet


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes and what they are."""

    content: bytes
    media_type: str


def picture(sheet: Sheet, token: str) -> Picture | None:
    """Return the picture that a paper calls ``token``, None for a name it does not have."""
    named = (figure for slot in sheet.slots for figure in slot.figures.values())
    digest = next((figure.digest for figure in named if figure.token == token), None)
    row = gallery.figure(digest) if digest else None
    return Picture(row.content, row.media_type) if row else None
