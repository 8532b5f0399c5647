"""A case that plays a video and one that plays sound: written, practised and answered, asked in an exam."""

from tests import recordings
from tests.bank.bank import approved, saved
from tests.browser.worlds.practice import not_right, started
from tests.people import identity
from tests.quiz import exams, test_recordings
from training import db as database
from training.core.domains import Domain, Level
from training.quiz.practice import queries, service

CODE = "recorded"
TONE = {"code": "tone", "text": "Listen first.", **recordings.SOUND}


def fill(now):
    test_recordings.held("bars.mp4", "bars.vtt", "tone.mp3")
    approved(saved(recordings.draft()))
    made = started(4, now, number=service.LARGEST)
    known = {}
    for position in range(1, service.LARGEST + 1):
        question = queries.question(identity("tara"), made, position)
        if question is None:
            break
        if question.item.header.stimulus:
            known["practised_recording"] = f"{made}/{position}"
        with database.commit_command():
            service.answer(identity("tara"), made, position, service.Given(not_right(question)), now=now)
    cells = {(Domain.PROFESSIONAL, Level.ANALYSE): 1}
    own = {"code": "professional/recorded/asked", "domain": "professional", "level": "analyse"}
    asked = test_recordings.recorded(stimulus=TONE) | own
    exams.publish(exams.specification(cells=cells, critical=0, title="A tone"), drafts=[asked], code=CODE)
    exams.admit("tara", code=CODE)
    return known | {"recorded_attempt": exams.start("tara", now=now, code=CODE)}
