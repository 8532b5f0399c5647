"""Questions that are tried out: drawn by need, shown like all others, in no result, and told of truthfully."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.bank.models import ItemVersion, State
from training.bank.queries import usage
from training.core.domains import Domain, Level
from training.core.drawing import PoolTooSmall
from training.db import db
from training.quiz import closing, item_use, kept, monitor, publishing, service, sittings
from training.quiz.models import Slot
from training.quiz.queries import exams as exam_queries
from training.scoring import queries as results

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)
PILOTS = 2


def pilots(attempt):
    """The positions tried out on a paper."""
    return [slot.position for slot in exams.sheet(attempt).slots if slot.pilot]


def sat(*, right, seed=1, name="tara"):
    """A sitting in which the questions at some positions are right and all others wrong, graded."""
    attempt = exams.start(name, seed=seed)
    exams.open_device(attempt, name)
    events = []
    for slot in exams.sheet(attempt).slots:
        key = exams.key_places(attempt, slot.position)
        wrong = next(str(place) for place in range(1, 5) if str(place) not in key and not _endangers(slot, place))
        events.append(exams.event(slot.position, slot.position, value=key if slot.position in right else (wrong,)))
    exams.send(attempt, *events, name=name)
    exams.submit(attempt, name, last_seq=len(events), now=NOON + timedelta(minutes=20))
    return attempt


def _endangers(slot, place):
    response = slot.response([str(place)])
    return response is not None and slot.item.mark(response).dangerous


@pytest.fixture
def ready(context):
    """An exam of five questions that count and two that are tried out, which Tara and Tom may start."""
    exams.ready("tara", "tom", spec=exams.specification(pilots=PILOTS))


def test_they_stand_on_the_frozen_paper_beside_those_that_count(ready):
    attempt = exams.start()

    sheet = exams.sheet(attempt)
    assert (len(sheet.slots), len(sheet.scored), sheet.pilots) == (7, 5, PILOTS)
    assert pilots(attempt) == list(
        db.session.scalars(select(Slot.position).where(Slot.attempt_id == attempt, Slot.pilot).order_by(Slot.position))
    )
    assert not any(slot.item.critical for slot in sheet.slots if slot.pilot)
    assert len({slot.item.header.code for slot in sheet.slots}) == 7


def test_all_of_them_wrong_is_still_every_point(ready):
    attempt = exams.start("tom", seed=9)
    right = set(range(1, 8)) - set(pilots(attempt))
    attempt = sat(right=set(range(1, 8)), seed=3)
    with_all = results.current([attempt])[attempt].decision
    other = sat_without_pilots(right)

    assert (with_all.awarded, with_all.possible) == (other.awarded, other.possible) == (5, 5)
    assert sum(tally.possible for tally in other.profile) == 5
    assert other.outcome == "pass"


def sat_without_pilots(right):
    """Tom's running attempt ends with all that count right and all that are tried out wrong."""
    attempt = exams.standing("tom").open_attempt.id
    exams.open_device(attempt, "tom")
    exams.send(
        attempt,
        *(exams.event(at, at, value=exams.key_places(attempt, at)) for at in sorted(right)),
        name="tom",
    )
    exams.submit(attempt, "tom", last_seq=0, now=NOON + timedelta(minutes=20))
    return results.current([attempt])[attempt].decision


def test_all_of_them_right_buys_nothing(ready):
    probe = exams.start("tom", seed=1)
    attempt = exams.start(seed=1)
    assert pilots(probe) != []
    exams.open_device(attempt)
    given = [exams.event(at, at, value=exams.key_places(attempt, at)) for at in pilots(attempt)]
    exams.send(attempt, *given)
    exams.submit(attempt, last_seq=0, now=NOON + timedelta(minutes=20))

    decision = results.current([attempt])[attempt].decision
    assert (decision.awarded, decision.possible, decision.outcome) == (0, 5, "fail")


def test_what_was_answered_there_is_kept_and_marked_for_statistics(ready):
    attempt = sat(right={1, 2, 3, 4, 5, 6, 7})
    stored = results.current([attempt])[attempt]

    assert set(sittings.frozen_responses(attempt, 1)) == set(range(1, 8))
    assert [row.position for row in results.marks(stored.id)] == list(range(1, 8))
    hashes = {slot.version: slot.pilot for slot in exams.sheet(attempt).slots}
    uses = usage.by_version(item_use.counted, hashes)
    assert {version: (use.drawn, use.tried, use.marked, use.share) for version, use in uses.items()} == {
        version: (1, int(pilot), 1, 1.0) for version, pilot in hashes.items()
    }
    assert sum(stood.tried for stood in item_use.by_exam(hashes)) == PILOTS


def test_scoring_again_from_the_evidence_gives_the_same(ready):
    attempt = sat(right={1, 2, 3})

    rescored = closing.rescored(attempt)

    assert rescored.holds
    [own] = kept.of_person(identity("tara"))["attempts"]
    assert (own["result"]["possible"], own["result"]["questions_tried_out"], len(own["answers"])) == ("5", 2, 7)
    assert rescored.decision.possible == 5


def test_a_paper_without_them_is_frozen_as_it_always_was(context):
    exams.ready("tara", spec=exams.specification())
    attempt = exams.start()

    assert "pilot" not in json.dumps(exam_queries.published(exams.CODE).specification.plain())
    content = db.session.scalar(select(sittings.Paper.content).where(sittings.Paper.attempt_id == attempt))
    assert {key for slot in content["slots"] for key in slot} == {"version", "order", "figures"}


def test_those_least_used_so_far_are_tried_out_first(context):
    """Six items of a cell that asks for none: two a paper, so that three papers try out all six once."""
    drafts = exams.generated(6, [SAFETY]) + [exams.draft(100 + n, *ANATOMY) for n in range(6)]
    names = ("tara", "tom", "ines")
    exams.ready(*names, spec=exams.specification({SAFETY: 6}, pilots=2), drafts=drafts)

    tried = [
        slot.item.header.code
        for seed, name in enumerate(names)
        for slot in exams.sheet(exams.start(name, seed=seed)).slots
        if slot.pilot
    ]

    assert len(set(tried)) == len(tried) == 6


def test_at_the_next_attempt_others_are_tried_out_where_there_are_others(context):
    drafts = exams.generated(6, [SAFETY]) + [exams.draft(100 + n, *ANATOMY) for n in range(4)]
    spec = exams.specification({SAFETY: 6}, pilots=2)
    exams.ready("tara", spec=spec, drafts=drafts)

    codes = []
    for seed, day in ((1, NOON), (2, NOON + timedelta(days=8))):
        attempt = exams.start(seed=seed, now=day)
        codes += [slot.item.header.code for slot in exams.sheet(attempt).slots if slot.pilot]
        exams.submit(attempt, now=day + timedelta(minutes=5))

    assert len(set(codes)) == 4


def test_a_pool_that_cannot_fill_them_is_named_before_publishing_and_refuses_the_start(context):
    drafts = exams.generated(3, [SAFETY]) + [exams.draft(100 + n, *ANATOMY) for n in range(2)]
    with pytest.raises(publishing.NotPublishable) as refusal:
        exams.publish(exams.specification(pilots=2), drafts=drafts)
    assert [(short.what, short.wanted, short.found) for short in refusal.value.shortages] == [
        ("Questions to try out beside a paper", 2, 0)
    ]


def test_a_pool_that_grew_too_small_for_them_refuses_the_start(ready):
    sheet = exams.sheet(exams.start("tom"))
    left = [slot.version for slot in sheet.slots if slot.position != pilots(1)[0]]
    db.session.execute(update(ItemVersion).where(ItemVersion.hash.not_in(left)).values(state=State.RETIRED))
    db.session.commit()

    with pytest.raises(PoolTooSmall, match="Questions to try out beside a paper: 1 of 2"):
        exams.start()


@pytest.fixture
def tara(app, browser_of, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with app.app_context():
        exams.ready("tara", spec=exams.specification(pilots=PILOTS))
    return browser_of("tara")


def words(page):
    return " ".join(page.text.split())


def test_the_start_page_says_so_before_the_start(tara):
    page = words(tara.get(f"/exam/{exams.CODE}"))

    assert "7 questions in 45 min." in page
    assert "7: 5 count, each worth 1 point, and 2 are tried out" in page
    assert "2 of the 7 questions are being tried out for later exams." in page
    assert "not marked as such" in page
    assert "does not count" in page
    assert "The time is planned for all 7" in page
    assert "at least 4 of 5 points" in page


def test_nothing_that_the_candidate_is_sent_says_which_they_are(app, tara):
    started = tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"})
    attempt = int(started.location.rsplit("/", 1)[1])
    page = tara.get(f"/exam/attempts/{attempt}").text
    check = tara.get(f"/exam/attempts/{attempt}/check").text
    device = tara.post(f"/api/attempts/{attempt}/device", json={"client": exams.CLIENT}).text
    with app.app_context():
        own = json.dumps(kept.of_person(identity("tara")))
        secret = [slot.position for slot in exams.sheet(attempt).slots if slot.pilot]

    assert len(secret) == PILOTS
    for sent in (page, check, device, own):
        assert "pilot" not in sent.lower()
        assert "tried" not in sent.lower()
    assert "Question 7 of 7" in page
    assert "0 of 7 questions answered" in check
    blocks = [block.split("</h2>", 1)[1] for block in page.split('<h2 id="q')[1:8]]
    shapes = {tuple(part.split('"')[0] for part in block.split('class="')[1:6]) for block in blocks}
    assert len(shapes) == 1


def test_receipt_result_monitor_and_the_page_of_the_attempt_tell_the_truth(app, tara, browser_of):
    started = tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"})
    attempt = int(started.location.rsplit("/", 1)[1])
    with app.app_context():
        exams.open_device(attempt)
        exams.send(attempt, *exams.right_events(attempt))
        exams.submit(attempt, last_seq=7, now=NOON + timedelta(minutes=20))
        assert [(row.answered, row.questions) for row in monitor.watched(1)] == [(7, 7)]

    assert "7 of 7; 2 of the 7 questions are tried out and do not count" in words(
        tara.get(f"/exam/attempts/{attempt}/receipt")
    )
    result = words(tara.get(f"/exam/attempts/{attempt}/result"))
    assert "5 of 5 points" in result
    assert "2 of the 7 questions were tried out and did not count: the points are those of the other 5." in result
    assert words(browser_of("ada").get(f"/exams/attempts/{attempt}")).count("tried out, does not count") == 2


def test_administrators_set_how_many(app, tara, browser_of):
    ada = browser_of("ada")
    page = ada.get(f"/exams/{exams.CODE}")
    assert "Questions tried out on every paper" in page.text
    assert "5 questions and 2 tried out" in words(page)
    with app.app_context(), database.commit_command():
        spec = exam_queries.settings(exams.CODE)
        service.save(
            exams.CODE, exams.specification(pilots=3), revision=spec.exam.revision, by=identity("ada"), now=NOON
        )
    assert "5 questions and 3 tried out" in words(ada.get(f"/exams/{exams.CODE}"))
