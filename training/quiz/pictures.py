"""The pictures and recordings of a paper, found by the name they have on it."""

from training.bank.queries import gallery
from training.bank.queries.gallery import Held
from training.quiz.papers import Sheet


def picture(sheet: Sheet, token: str) -> Held | None:
    """Return the file that a paper calls ``token``, None for a name it does not have."""
    named = (figure for slot in sheet.slots for figure in slot.figures.values())
    return gallery.held(next((figure.digest for figure in named if figure.token == token), None))
