"""Short answers that the site is unsure of: one person says what they are, and may have them accepted from then on."""

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.conftest import NOON
from tests.items import samples
from tests.marking import papers
from tests.marking.papers import RULES, give, waiting
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training import items
from training.bank.queries import stock, versions
from training.core.domains import Domain, Level
from training.core.scoring import Outcome
from training.marking import queries, service

CELLS = {(Domain.SAFETY, Level.APPLY): 3, (Domain.EVIDENCE, Level.RECALL): 1}
CODE = "evidence/words/muscle"
UNSURE = "upper trapezuis"


def question(**changes):
    own = {"code": CODE, "pool": "exam", "domain": "evidence", "level": "recall"}
    return samples.draft("name-the-muscle") | own | changes


def sat(*, words=UNSURE, **changes):
    papers.publish(question(**changes), cells=CELLS)
    attempt = papers.sat(texts=words)
    return attempt, waiting(attempt)


@pytest.fixture
def unsure(context):
    attempt, (word,) = sat()
    return attempt, word


@pytest.mark.parametrize(("verdict", "points"), [("right", "4"), ("partly", "7/2"), ("wrong", "3")])
def test_one_person_decides(unsure, verdict, points):
    attempt, word = unsure

    give(word, "ines", {"verdict": verdict})

    assert papers.decision(attempt).awarded == Fraction(points)
    assert papers.holds(attempt)


def test_a_second_person_is_not_asked(unsure):
    _attempt, word = unsure
    give(word, "ines", {"verdict": "right"})

    assert papers.in_queue_of("sam") == []
    with pytest.raises(service.NotYours):
        give(word, "sam", {"verdict": "wrong"})


@pytest.mark.parametrize("verdict", ["", "dangerous", "great"])
def test_only_what_is_offered_can_be_said(unsure, verdict):
    with pytest.raises(service.Incomplete):
        give(unsure[1], "ines", {"verdict": verdict})


@pytest.mark.usefixtures("context")
def test_a_dangerous_answer_that_a_person_recognises_vetoes_a_pass():
    critical = {"safety_point": "C1", "dangerous": [{"text": "deep trapezius needling", "why": "The lung is near."}]}
    attempt, (word,) = sat(words="deep trapezius needlin", **critical)

    with pytest.raises(service.Incomplete):
        give(word, "ines", {"verdict": "partly"})
    give(word, "ines", {"verdict": "dangerous"})

    assert papers.outcome(attempt) is Outcome.FAIL
    assert papers.decision(attempt).safety_points == ("C1",)
    assert papers.holds(attempt)


def accept(word, by="ines"):
    with database.commit_command():
        return service.accept_answer(word, rules=RULES, by=identity(by), now=NOON + timedelta(days=2))


def test_accepting_an_answer_makes_an_unfinished_draft_and_changes_nothing_in_use(unsure):
    attempt, word = unsure
    give(word, "ines", {"verdict": "right"})

    assert accept(word) == CODE

    newest, signed = versions.history(CODE)
    assert (newest.state, newest.number, signed.state) == ("draft", 2, "signed")
    item = stock.versions([newest.hash])[newest.hash]
    assert item.header.unfinished
    assert item.mark((UNSURE,)).awarded == 1
    assert stock.versions([signed.hash])[signed.hash].mark((UNSURE,)) is None
    assert papers.holds(attempt)


def test_a_partly_right_answer_is_accepted_for_its_share(unsure):
    give(unsure[1], "ines", {"verdict": "partly"})
    accept(unsure[1])

    newest = versions.newest(CODE)
    assert stock.versions([newest.hash])[newest.hash].mark((UNSURE,)).awarded == Fraction(1, 2)


def test_a_wrong_answer_is_not_added(unsure):
    give(unsure[1], "ines", {"verdict": "wrong"})

    with pytest.raises(service.NoList):
        accept(unsure[1])
    assert [row.number for row in versions.history(CODE)] == [1]


def test_a_star_in_an_accepted_answer_is_a_star():
    item = items.parse(samples.draft("name-the-muscle"))
    grown = items.kept(item.accepting(("trapezius * two",), Fraction(1)))

    assert grown.spellings.answers[-1].text == r"trapezius \* two"
    assert items.kept(grown.draft()) == grown


def test_the_page_offers_the_addition_to_those_who_write_items(app, browser_of):
    with app.app_context():
        _attempt, (word,) = sat()
    ines, sam = browser_of("ines"), browser_of("sam")
    assert UNSURE in ines.get(f"/marking/{word}").get_data(as_text=True)

    page = ines.post(f"/marking/{word}", data={"verdict": "right", "act": "mark"}, follow_redirects=True)
    assert "Accept this answer from now on?" in page.get_data(as_text=True)

    edited = ines.post(f"/marking/{word}/accepted-answer", follow_redirects=True)
    assert "Added in a new draft" in edited.get_data(as_text=True)
    assert sam.post(f"/marking/{word}/accepted-answer").status_code == 403


def test_nothing_that_is_posted_makes_a_wrong_answer_an_accepted_one(app, browser_of):
    with app.app_context():
        _attempt, (word,) = sat()
        give(word, "ines", {"verdict": "wrong"})
    browser_of("ines").post(f"/marking/{word}/accepted-answer", data={"verdict": "right"})

    with app.app_context():
        assert [row.number for row in versions.history(CODE)] == [1]
        assert queries.given([word])[word][0].share == 0
        assert exams.standing("tara") is not None


def test_an_item_marked_as_a_whole_is_right_or_wrong_and_nothing_between():
    parts, whole = (items.parse(samples.draft(name)) for name in ("three-gaps", "three-gaps-as-a-whole"))

    assert service.verdicts(parts) == ("right", "partly", "wrong")
    assert service.verdicts(whole) == ("right", "wrong")
