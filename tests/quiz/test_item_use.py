"""The bank's list says how items did in exams, and is narrowed and sorted by it."""

from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from sqlalchemy import select

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training.bank.queries import lists, usage, versions
from training.bank.queries.lists import Filters
from training.db import db
from training.quiz import item_use
from training.quiz.models import Attempt, Problem, Slot


def listed(**wanted):
    return lists.search(Filters(usage=item_use.counted, **wanted)).rows


@pytest.fixture
def attempt(context):
    """An attempt with its first three questions right and the rest not answered."""
    exams.ready("tara", "tom")
    return exams.sat("tara", right=3)


def drawn_by(*attempts):
    wanted = select(Slot.version).where(Slot.attempt_id.in_(attempts))
    return Counter(db.session.scalars(wanted))


def counted():
    item_ids = {row.version.item_id for page in (1, 2, 3) for row in listed(page=page)}
    return usage.of(item_use.counted, item_ids)


def test_each_item_says_how_often_it_was_drawn_and_which_share_of_its_points_it_got(attempt):
    uses = counted().values()

    assert sum(use.drawn for use in uses) == sum(use.marked for use in uses) == drawn_by(attempt).total()
    assert sum(use.share for use in uses) == 3
    second = exams.sat("tom", right=0, seed=2)
    assert sum(use.drawn for use in counted().values()) == drawn_by(attempt, second).total()


def test_accident_19_what_is_said_of_an_item_is_what_a_hand_calculation_from_the_papers_gives(attempt):
    second = exams.sat("tom", right=2, seed=2)
    points = defaultdict(list)
    for sat, right in ((attempt, 3), (second, 2)):
        for slot in exams.sheet(sat).slots:
            points[slot.item.header.code].append(int(slot.position <= right))

    by_hand = {code: (len(given), Fraction(sum(given), len(given))) for code, given in points.items()}
    said = {row.version.item.code: row.use for page in (1, 2, 3) for row in listed(page=page) if row.use.marked}
    assert {code: (use.marked, Fraction(use.share)) for code, use in said.items()} == by_hand


def test_the_list_is_sorted_and_narrowed_by_it(attempt, monkeypatch):
    everything, drawn = lists.search(Filters()).total, len(drawn_by(attempt))
    assert [row.use.share for row in listed(sort="-share")][:4] == [1, 1, 1, 0]
    assert next(row.use.drawn for row in listed(sort="drawn")) == (0 if everything > drawn else 1)
    found = {name: lists.search(Filters(usage=item_use.counted, use=name)).total for name in usage.USES}
    assert found == {"never": everything - drawn, "drawn": drawn, "hard": 0, "easy": 0, "reported": 0}

    monkeypatch.setattr(usage, "ENOUGH", 1)
    assert len(listed(use="easy")) == 3
    assert lists.search(Filters(usage=item_use.counted, use="hard")).total == drawn - 3


def test_reported_problems_count_and_a_voided_attempt_does_not(attempt):
    with database.commit_command():
        database.begin_write()
        db.session.add(Problem(attempt_id=attempt, position=1, words="Unclear.", reported_at=NOON))
    assert [row.use.problems for row in listed(use="reported")] == [1]

    with database.commit_command():
        database.begin_write()
        sat = db.session.get(Attempt, attempt)
        sat.voided_at, sat.voided_by, sat.void_reason = NOON, identity("ada"), "Fire alarm."
    assert listed(use="drawn") == ()
    assert counted() == {}


def test_the_page_shows_it(app, browser_of):
    with app.app_context():
        exams.ready("tara")
        exams.sat("tara", right=1)
    page = browser_of("ines").get("/bank?use=drawn&sort=-share").text

    assert "100 %" in page
    assert page.index("100 %") < page.index(">0 %")


def test_the_page_of_an_item_says_how_each_version_did_and_in_which_exams(attempt, browser_of, monkeypatch):
    monkeypatch.setattr(usage, "ENOUGH", 1)
    drawn = next(row.version for row in listed(sort="-share") if row.use.share == 1)

    page = browser_of("ines").get(f"/bank/items/{drawn.item.code}").text

    section = page[page.index('id="in-exams"') : page.index('id="history"')]
    assert "100 %" in section.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    assert "Dry needling: foundations (1 time, last on" in section


def test_a_share_of_few_answers_is_not_shown(attempt, browser_of):
    drawn = next(row.version for row in listed(use="drawn"))

    page = browser_of("ines").get(f"/bank/items/{drawn.item.code}").text

    assert "from 10 marked answers" in page


def test_the_page_of_an_item_that_was_never_drawn_says_so(context, browser_of):
    [version] = exams.sign([exams.draft(900, *exams.CELLS[0])])
    code = versions.version_of(version).item.code

    assert "No exam has drawn it yet" in browser_of("ines").get(f"/bank/items/{code}").text
