"""Places on a figure in an exam: what a device may send, and that nothing it gets says where the regions lie."""

import re

import pytest

from tests.browser.worlds import marking
from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.bank.readings import Picture
from training.bank.service import writing
from training.core.domains import Domain, Level
from training.core.scoring import Outcome
from training.scoring import queries as results

CELLS = {(Domain.ANATOMY, Level.RECALL): 1}


@pytest.fixture
def attempt(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with app.app_context():
        with database.commit_command():
            writing.add_figure(Picture("back.svg", "image/svg+xml", marking.BACK), by=identity("ines"), now=NOON)
        draft = marking.hotspot("anatomy/secret-code/place", pool="exam")
        exams.ready(spec=exams.specification(CELLS), drafts=[draft])
        made = exams.start()
        exams.open_device(made)
        return made


def stored(receipt):
    return {ack.value: numbers for ack, numbers in receipt.acks.items() if numbers}


@pytest.mark.parametrize(("value", "ack"), [(["381,350"], "stored"), (["L1"], "stored"), (["0381 , 350"], "stored")])
def test_a_point_and_a_place_of_the_list_are_answers(app, attempt, value, ack):
    with app.app_context():
        assert stored(exams.send(attempt, exams.event(1, value=value))) == {ack: [1]}


@pytest.mark.parametrize("value", [["L4"], ["1001,5"], ["a"], [5], ["380,350", "381,350"], ["380,350", "L1"]])
def test_what_is_no_answer_to_the_question_is_put_aside(app, attempt, value):
    with app.app_context():
        assert stored(exams.send(attempt, exams.event(1, value=value))) == {"held": [1]}


@pytest.mark.parametrize(
    ("point", "outcome", "safety"), [("380,350", "pass", ()), ("500,700", "fail", ("C1",)), ("5,5", "fail", ())]
)
def test_the_mark_decides_and_a_dangerous_place_vetoes(app, attempt, point, outcome, safety):
    with app.app_context():
        exams.send(attempt, exams.event(1, value=[point]))
        exams.submit(attempt, last_seq=1)

        decision = results.current([attempt])[attempt].decision
        assert (decision.outcome, decision.safety_points) == (Outcome(outcome), safety)


def test_nothing_the_candidate_gets_says_where_the_regions_lie(app, browser_of, attempt):
    tara = browser_of("tara")
    with app.app_context():
        exams.send(attempt, exams.event(1, value=["123,456"]))
    page = tara.get(f"/exam/attempts/{attempt}").get_data(as_text=True)
    state = tara.get(f"/api/attempts/{attempt}/state").get_data(as_text=True)
    figure = re.search(r'src="(/exam/attempts/\d+/figures/[0-9a-f]+)"', page)[1]

    assert tara.get(figure).data == marking.BACK
    chance = r'data-remaining-ms="\d+"|"remaining_ms":\s*\d+|/static/[0-9a-f]+|[\w.-]{24,}'
    for text in (re.sub(chance, "", page), re.sub(chance, "", state)):
        for secret in ("290", "700", "polygon", "ellipse", "dangerous", "secret-code", "back.svg", "shoulder blade."):
            assert secret not in text.replace("A back with both shoulder blades.", "")
    assert "123,456" in state


def test_a_picture_in_the_words_of_a_question_is_shown(app, browser_of):
    with app.app_context():
        with database.commit_command():
            writing.add_figure(Picture("back.svg", "image/svg+xml", marking.BACK), by=identity("ines"), now=NOON)
        stem = "![A back](figure:back.svg)\n\nWhat is it?"
        drafts = [exams.draft(1, *next(iter(CELLS)), critical=True, stem=stem)]
        exams.ready(spec=exams.specification(CELLS), drafts=drafts)
        made = exams.start(now=clock.now())
    tara = browser_of("tara")

    page = tara.get(f"/exam/attempts/{made}").get_data(as_text=True)

    shown = re.search(rf'<img src="(/exam/attempts/{made}/figures/[0-9a-f]+)" alt="A back">', page)
    assert tara.get(shown[1]).data == marking.BACK


def test_a_place_of_the_list_comes_back_as_its_place_in_the_list(app, browser_of, attempt):
    with app.app_context():
        exams.send(attempt, exams.event(1, value=["L2"]))
    tara = browser_of("tara")

    assert tara.get(f"/api/attempts/{attempt}/state").json["answers"]["1"] == ["L2"]
    assert re.search(r'value="L2"[^>]* checked', tara.get(f"/exam/attempts/{attempt}").get_data(as_text=True))


def test_without_scripts_the_form_of_the_question_is_an_answer(app, browser_of, attempt):
    tara = browser_of("tara")
    tara.post(f"/exam/attempts/{attempt}/questions/1", data={"q1": ["", "381, 350"], "act": "save"})

    assert tara.get(f"/api/attempts/{attempt}/state").json["answers"]["1"] == ["381,350"]
