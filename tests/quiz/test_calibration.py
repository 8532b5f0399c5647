"""Calibrations: who may put one in force, what stands against it, what the pages and the command say."""

from datetime import timedelta
from math import log

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.bank.bank import act
from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from tests.quiz.calibrations import activated, figures, snapshot, stored, two, versions
from training import db as database
from training.audit.models import AuditRow
from training.bank.models import ItemVersion, SignOff
from training.bank.queries import stock
from training.bank.service import cosmetic
from training.bank.tended import PanelRating
from training.core.domains import Pool
from training.db import db
from training.measurement.snapshot import Rated, Source
from training.quiz import invigilation
from training.quiz.calibration import measuring, queries, service
from training.quiz.calibration.models import CalibrationActivation
from training.quiz.models import Attempt, AttemptState, Paper, Slot
from training.quiz.queries.exams import published

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def exam(context):
    exams.ready("tara", "tom")
    return published(exams.CODE)


@pytest.fixture
def pair(exam):
    return two(exam)


def test_nothing_is_in_force_before_somebody_says_so(exam):
    stored(exam, snapshot([], exam=exams.CODE))

    assert queries.in_force(exam.exam_id) is None


def test_the_same_figures_are_stored_once(exam):
    told = snapshot([figures(version) for version in versions(exam)], exam=exams.CODE)
    first = stored(exam, told)

    with database.commit_command():
        again, new = service.store(exam.exam_id, told, based_on=None, now=NOON)

    assert (again, new) == (first, False)
    assert queries.calibration(exam.exam_id, first).snapshot.plain() == told.plain()


def test_putting_in_force_is_on_record_with_its_reason(pair, exam):
    before, candidate = pair

    activated(exam, candidate, reason="A leak was closed.")

    found = queries.in_force(exam.exam_id)
    assert (found.calibration.id, found.reason, found.by) == (candidate, "A leak was closed.", identity("ada"))
    row = db.session.scalars(
        select(AuditRow).where(AuditRow.action == "activated calibration").order_by(AuditRow.seq)
    ).all()[-1]
    assert row.facts["before"] == queries.calibration(exam.exam_id, before).sha256
    assert 0 < row.facts["pass_rate_moves_at_most"] < 0.1


def test_papers_are_balanced_by_what_is_in_force_and_keep_which_it_was(exam, browser_of):
    pool = stock.pool(Pool.EXAM, live=True)
    shares = {each.version: 0.7 + place % 2 / 5 for place, each in enumerate(pool)}
    told = [figures(version, at_standard=share) for version, share in shares.items()]
    page, before = f"/exams/{exams.CODE}", browser_of("ada")
    first, lead = exams.start("tara"), before.get(f"/exams/{exams.CODE}").text

    activated(exam, stored(exam, snapshot(told, exam=exams.CODE)))

    second = exams.start("tom")
    papers = {row.attempt_id: row.content["balance"] for row in db.session.scalars(select(Paper))}
    drawn = db.session.scalars(select(Slot.version).where(Slot.attempt_id == second)).all()
    assert papers[first]["basis"] == "estimates-1"
    assert papers[second]["basis"] == queries.digest_in_force(exam.exam_id)
    assert float(papers[second]["expected"]) == pytest.approx(sum(shares[version] for version in drawn), abs=1e-5)
    assert "own estimates of difficulty, not yet on answers" in lead
    assert "balanced on a calibration" in before.get(page).text


def test_a_candidate_made_before_the_last_activation_is_refused(pair, exam):
    _before, candidate = pair
    stale = stored(exam, snapshot([], exam=exams.CODE, attempts=7))

    activated(exam, candidate)

    with pytest.raises(service.Outdated, match="training calibrate"):
        activated(exam, stale)
    with pytest.raises(service.InForceAlready):
        activated(exam, candidate)


def test_the_database_lets_one_activation_follow_another(pair, exam):
    before, candidate = pair
    current = queries.in_force(exam.exam_id)
    activated(exam, candidate)

    for supersedes in (current.activation_id, None):
        row = CalibrationActivation(
            exam_id=exam.exam_id,
            calibration_id=before,
            supersedes=supersedes,
            reason="Twice.",
            activated_at=NOON,
            activated_by=identity("ada"),
        )
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(row)


def test_an_exam_has_no_calibration_of_another(pair, exam):
    exams.publish(exams.specification(title="Another"), drafts=[], code="another")

    assert queries.calibration(published("another").exam_id, pair[1]) is None


def quietly(step):
    pass


def test_attempts_become_responses_by_the_rules_of_the_population(exam):
    """Tara's first attempt counts and her second does not; Tom's counts that followed a voided one and ran out."""
    exams.sat("tara", right=3)
    exams.sat("tara", right=5, seed=2, now=NOON + timedelta(days=30))
    voided = exams.sat("tom", right=5, seed=3)
    invigilation.void(voided, "A fire alarm.", give_back=True, by=identity("ada"), site=exams.SITE, now=NOON)
    database.commit_step()
    counting = exams.start("tom", seed=4, now=NOON + timedelta(days=30))
    exams.open_device(counting, "tom", now=NOON + timedelta(days=30))
    answers = exams.right_events(counting, 1)
    exams.send(counting, *answers, name="tom", now=NOON + timedelta(days=30))
    exams.sweep(NOON + timedelta(days=31))

    found = measuring.candidate(exam, current=None, progress=quietly)

    seen = [item for item in found.items if item.responses]
    assert (found.source, found.attempts, found.responses) == (Source.RESPONSES, 2, 5 + 1)
    assert sum(item.responses * item.facility for item in seen) == pytest.approx(3 + 1)
    assert sum(item.omitted for item in found.items) == 2
    assert sum(item.not_reached for item in found.items) == 4


def test_a_first_attempt_that_still_waits_for_its_result_keeps_its_place(exam):
    first = exams.sat("tara", right=3)
    exams.sat("tara", right=5, seed=2, now=NOON + timedelta(days=30))
    db.session.execute(update(Attempt).where(Attempt.id == first).values(state=AttemptState.SUBMITTED))
    db.session.commit()

    found = measuring.candidate(exam, current=None, progress=quietly)

    assert (found.attempts, found.responses) == (1, 0)


def declare(signed, cosmetic_edits):
    """Say that versions are cosmetic edits of the ones that were signed before them."""
    db.session.add_all(SignOff(version=version, person_id=identity("lena"), at=NOON) for version in signed)
    db.session.commit()
    for version in cosmetic_edits:
        act(cosmetic.declare, version, "A typing error.", by="rhea")


def test_answers_to_a_cosmetic_edit_count_with_those_before_and_the_snapshot_keeps_which(exam):
    exams.sat("tara", right=3)
    old = {row.item_id: row.hash for row in db.session.scalars(select(ItemVersion))}
    exams.reword_all(feedback="More of it.")
    new = {row.item_id: row.hash for row in db.session.scalars(select(ItemVersion)) if row.number == 2}
    exams.sat("tom", right=2, seed=2)
    apart = measuring.candidate(exam, current=None, progress=quietly)

    declare(old.values(), new.values())
    found = measuring.candidate(exam, current=apart, progress=quietly)

    assert found.responses == apart.responses
    assert {item.version: item.joined for item in found.items} == {
        new[each]: tuple(sorted((old[each], new[each]))) for each in new
    }
    seen = {item.version: item.responses for item in apart.items}
    for item in found.items:
        assert item.responses == sum(seen.get(version, 0) for version in item.joined)
    number = stored(exam, found)
    told = queries.items(exam.exam_id, queries.calibration(exam.exam_id, number).sha256)
    assert told.keys() == {*old.values(), *new.values()}
    assert queries.calibration(exam.exam_id, number).snapshot.digest == found.digest


def test_a_cosmetic_edit_that_was_taken_back_is_an_item_of_its_own_and_carries_no_link(exam):
    exams.reword_all(feedback="More of it.")
    old, new = [
        list(db.session.scalars(select(ItemVersion.hash).where(ItemVersion.number == number).order_by("item_id")))
        for number in (1, 2)
    ]
    declare(old, new[:2])
    joined = measuring.candidate(exam, current=None, progress=quietly)
    act(cosmetic.take_back, new[0], "More than that.", by="rhea")

    apart = measuring.candidate(exam, current=joined, progress=quietly)

    assert [item.version for item in joined.items if item.joined] == sorted(new[:2], key=new.index)
    assert [item.version for item in apart.items if item.joined] == [new[1]]
    assert apart.linked.common == len(joined.items) - 1


def test_before_anybody_sat_the_authors_estimates_are_what_there_is(exam):
    found = measuring.candidate(exam, current=None, progress=quietly)

    assert (found.source, found.attempts) == (Source.RATINGS, 0)


def test_a_panel_is_believed_before_the_authors_and_the_snapshot_says_whose_rating_it_was(exam):
    """Judges expect 0.3, 0.4, 0.5 and 0.8, 0.9, 1.0 of a cell's two items; of the third too few said anything."""
    pool = [each.version for each in stock.pool(Pool.EXAM, live=True)]
    rated = dict(zip(pool, ((0.3, 0.4, 0.5), (0.8, 0.9, 1.0), (0.3, 0.4)), strict=False))
    db.session.add_all(
        PanelRating(version=version, judge=f"J{number}", share=share, at=NOON)
        for version, shares in rated.items()
        for number, share in enumerate(shares)
    )
    db.session.commit()

    first, second, third, *_others = measuring.candidate(exam, current=None, progress=quietly).items

    assert [item.rated for item in (first, second, third)] == [Rated.PANEL, Rated.PANEL, Rated.NOBODY]
    assert first.difficulty - second.difficulty == pytest.approx(0.5 * (log(0.6 / 0.4) + log(0.9 / 0.1)))
    error = 0.1 / 3**0.5 / (0.4 * 0.6)
    assert first.held_error == first.error == pytest.approx((0.8**2 + (0.5 * error) ** 2) ** 0.5)
    assert third.held_error == 1.0


def test_an_exam_says_when_what_is_in_force_rests_on_ratings(exam, browser_of):
    activated(exam, stored(exam, measuring.candidate(exam, current=None, progress=quietly)))

    page = browser_of("ada").get(f"/exams/{exams.CODE}").text

    assert "on ratings of difficulty in a calibration, not yet on answers" in page


def test_an_exam_that_may_draw_nothing_is_refused(exam):
    exams.withdraw_all()

    with pytest.raises(measuring.NothingToDraw, match="Sign some"):
        measuring.candidate(exam, current=None, progress=quietly)
