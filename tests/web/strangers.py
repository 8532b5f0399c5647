"""Whose is what: for every rule with a parameter, an address of somebody's own that a stranger must not find.

A rule whose permission trainees do not hold needs no case: Tom is tried on it as it stands and gets 403. Every other
rule stands in `CASES` (an address made in a site where Tara, or whoever, has something of their own) or, with the
reason why anybody may know it, in `FOR_ANYBODY`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.certificates.test_service import issue
from tests.practicals import work

SECRET = "the address holds a mailed secret of 256 bits; who has it is whom it was sent to"
CONTENT = "learning content is the same for everybody; what is stored with it is the viewer's own"


@dataclass(frozen=True)
class Case:
    """``values`` makes a thing of ``whose`` and returns the rule's values for it; ``who`` must not reach it."""

    values: Callable[[], dict[str, object]]
    whose: str = "tara"
    who: str = "tom"


def certificate() -> dict[str, object]:
    """Issue a certificate to Tara."""
    return {"number": issue()}


CASES: dict[str, Case] = {
    "certificates.show": Case(certificate),
    "practicals.show": Case(lambda: {"assessment_id": work.recorded()}),
    "sessions.ask_correct": Case(lambda: {"session_id": work.entered()}),
    "sessions.ask_strike": Case(lambda: {"session_id": work.entered()}),
    "sessions.correct": Case(lambda: {"session_id": work.entered()}),
    "sessions.strike": Case(lambda: {"session_id": work.entered()}),
}

FOR_ANYBODY: dict[str, str] = {
    "assets.file": "static files are the same for everybody",
    "check.download": "anybody who has a certificate's number may check it: 80 random bits",
    "check.show": "anybody who has a certificate's number may check it: 80 random bits",
    "mail.letter": "the demonstration's mailbox is open to whoever runs it; elsewhere it is not there",
    "modules.answer": CONTENT,
    "modules.opened": CONTENT,
    "modules.read": CONTENT,
    "modules.references": CONTENT,
    "modules.section": CONTENT,
    "modules.show": CONTENT,
    "modules.study": CONTENT,
    "modules.whole": CONTENT,
    "password.accept": SECRET,
    "password.arriving": SECRET,
    "password.invitation": SECRET,
    "password.reset": SECRET,
    "password.set_new": SECRET,
    "password.use_link": SECRET,
    "profile.change_email": SECRET,
    "profile.moving": SECRET,
}
