"""Whose is what: for every rule with a parameter, an address of somebody's own that a stranger must not find.

A rule whose permission trainees do not hold needs no case: Tom is tried on it as it stands and gets 403. Every other
rule stands in `CASES` (an address made in a site where Tara, or whoever, has something of their own) or, with the
reason why anybody may know it, in `FOR_ANYBODY`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import people
from tests.bank import bank
from tests.certificates.test_service import issue
from tests.conftest import NOON
from tests.marking import papers
from tests.modules import samples as reading
from tests.practicals import work
from tests.quiz import exams, mocks
from tests.quiz import test_practice as practice
from training.bank.queries import versions
from training.modules import service as module_service

SECRET = "the address holds a mailed secret of 256 bits; who has it is whom it was sent to"
SHARED = "anybody who has the link of a sample quiz may answer it: 80 random bits"
CONTENT = "learning content is the same for everybody; what is stored with it is the viewer's own"


@dataclass(frozen=True)
class Case:
    """``values`` makes a thing of ``whose`` and returns the rule's values for it; ``who`` must not reach it.

    ``json`` is the body of a POST, where the rule looks at the body before it looks for the thing.
    """

    values: Callable[[], dict[str, object]]
    json: dict[str, object] | None = None
    whose: str = "tara"
    who: str = "tom"


def certificate() -> dict[str, object]:
    """Issue a certificate to Tara."""
    return {"number": issue()}


def practice_set() -> dict[str, object]:
    """Start a practice set of Tara's whose first question has a figure."""
    bank.load(practice.draft(1, stem="![A chest](figure:chest.svg)\n\nWhat is it?"))
    bank.approved(versions.newest("safety/sample/plain-1").hash)
    return {"set_id": practice.started(), "position": 1, "name": "chest.svg"}


def exam() -> dict[str, object]:
    """Publish an exam and admit Tara."""
    exams.ready("tara")
    return {"code": exams.CODE}


def attempt() -> dict[str, object]:
    """Start an exam as Tara."""
    exams.ready("tara")
    started = exams.start("tara")
    return {"attempt_id": started, "position": 1}


def mock() -> dict[str, object]:
    """Let Tara hand a mock exam in."""
    mocks.ready()
    return {"attempt_id": mocks.sat(), "position": 1}


def begun_module() -> dict[str, object]:
    """Let Tara begin a module that is revised afterwards."""
    with TemporaryDirectory() as folder:
        reading.load(Path(folder), NOON)
        module_service.open_section(people.identity("tara"), "bands", "bands", now=NOON)
        reading.load(Path(folder), NOON, points="New words [@SHAH15].")
    return {"code": "bands", "number": 1}


def finished_set() -> dict[str, object]:
    """Finish a practice set of Tara's."""
    values = practice_set()
    practice.answered(values["set_id"], 1)
    return values


def marked_attempt() -> dict[str, object]:
    """Let people mark an attempt of Tara's."""
    papers.publish()
    attempt = papers.sat()
    for marker in ("ines", "sam"):
        papers.give(papers.waiting(attempt)[0], marker, papers.points(3, 1))
    return {"attempt_id": attempt}


CASES: dict[str, Case] = {
    "modules.began": Case(begun_module),
    "mocks.question": Case(mock),
    "mocks.result": Case(mock),
    "certificates.show": Case(certificate),
    "marking.own": Case(marked_attempt),
    "practice.answer": Case(practice_set),
    "practice.done": Case(finished_set),
    "practice.figure": Case(practice_set),
    "practice.question": Case(practice_set),
    "practicals.show": Case(lambda: {"assessment_id": work.recorded()}),
    "quiz.attempt": Case(attempt),
    "quiz.check": Case(attempt),
    "quiz.problem": Case(attempt),
    "quiz.receipt": Case(attempt),
    "quiz.report_problem": Case(attempt),
    "quiz.result": Case(attempt),
    "quiz.save": Case(attempt),
    "quiz.show": Case(exam),
    "quiz.submit": Case(attempt),
    "quiz_api.device": Case(attempt, json={"client": exams.CLIENT}),
    "quiz_api.events": Case(attempt, json={"client": exams.CLIENT, "epoch": 1, "events": []}),
    "quiz_api.state": Case(attempt),
    "quiz_api.submit": Case(attempt, json={"client": exams.CLIENT, "last_seq": 0}),
    "sessions.ask_correct": Case(lambda: {"session_id": work.entered()}),
    "sessions.ask_strike": Case(lambda: {"session_id": work.entered()}),
    "sessions.correct": Case(lambda: {"session_id": work.entered()}),
    "sessions.strike": Case(lambda: {"session_id": work.entered()}),
}

FOR_ANYBODY: dict[str, str] = {
    **dict.fromkeys(
        (f"samples.{name}" for name in ("answer", "check", "end", "figure", "question", "start", "whole")), SHARED
    ),
    "assets.file": "static files are the same for everybody",
    "check.download": "anybody who has a certificate's number may check it: 80 random bits",
    "check.show": "anybody who has a certificate's number may check it: 80 random bits",
    "mail.letter": "the demonstration's mailbox is open to whoever runs it; elsewhere it is not there",
    "media.picture": "pictures are content, named by the SHA-256 of their bytes; exams show them under other names",
    "mocks.show": "a mock exam is open to everybody who may sit exams; what was sat of it is the viewer's own",
    "mocks.start": "a mock exam is open to everybody who may sit exams",
    "modules.answer": CONTENT,
    "modules.opened": CONTENT,
    "modules.read": CONTENT,
    "modules.references": CONTENT,
    "modules.section": CONTENT,
    "modules.show": CONTENT,
    "modules.study": CONTENT,
    "modules.summary": CONTENT,
    "modules.whole": CONTENT,
    "quiz.figure": "a random name inside an attempt, which a stranger does not find (tests/quiz/test_pages.py)",
    "quiz.start": "an exam is nobody's own; who is not admitted is told why it is locked, and nothing starts",
    "password.accept": SECRET,
    "password.arriving": SECRET,
    "password.invitation": SECRET,
    "password.reset": SECRET,
    "password.set_new": SECRET,
    "password.use_link": SECRET,
    "profile.change_email": SECRET,
    "profile.moving": SECRET,
}
