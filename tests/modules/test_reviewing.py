"""The life of a version: in review, approved by somebody else, signed, retired; and its pages."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import people
from tests.conftest import NOON
from tests.modules import samples
from training.audit.models import AuditRow
from training.db import commit_step, db, rollback
from training.erasing import Erasing
from training.modules import erasure, queries, refusals, reviewing, unsaved, versions
from training.reviews import erasure as review_erasure
from training.reviews import threads

INES, IVO, RHEA, LENA, TOM = (people.identity(first) for first in ("ines", "ivo", "rhea", "lena", "tom"))
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def loaded(context, tmp_path):
    samples.load(tmp_path / "modules", NOON, by=INES)
    return tmp_path / "modules"


def newest():
    return versions.newest("bands")


def approve(by=IVO):
    reviewing.approve(newest().id, by=by, now=NOON)
    commit_step()


def sign(by=LENA, version=None):
    reviewing.sign(version or newest().id, by=by, now=LATER)
    commit_step()


def test_a_loaded_version_is_in_review_and_numbered(loaded):
    assert (newest().state, newest().number) == ("in review", 1)

    samples.load(loaded, LATER, points="New words [@SHAH15].")

    assert [(row.number, row.state) for row in versions.history("bands")] == [(2, "in review"), (1, "retired")]


def test_nobody_approves_what_they_loaded(loaded):
    with pytest.raises(refusals.OwnContent):
        reviewing.approve(newest().id, by=INES, now=NOON)
    rollback()


def test_nobody_approves_what_they_wrote_at_since_the_last_signature(loaded):
    samples.load(loaded, LATER, by=IVO, points="New words [@SHAH15].")

    with pytest.raises(refusals.OwnContent):
        reviewing.approve(newest().id, by=INES, now=NOON)
    rollback()
    approve(by=RHEA)
    sign()
    samples.load(loaded, LATER, by=IVO, points="Other words [@SHAH15].")
    approve(by=INES)
    assert newest().state == "approved"


def test_an_approval_belongs_to_its_exact_version(loaded):
    approve()
    samples.load(loaded, LATER, points="New words [@SHAH15].")

    assert newest().state == "in review"
    with pytest.raises(refusals.WrongState):
        reviewing.sign(newest().id, by=LENA, now=LATER)
    rollback()


def test_one_approves_once(loaded):
    approve()

    with pytest.raises(refusals.AlreadyApproved):
        reviewing.approve(newest().id, by=IVO, now=NOON)
    rollback()


def test_sending_back_needs_words_and_makes_it_a_draft(loaded):
    with pytest.raises(refusals.NeedsReason):
        reviewing.ask_for_changes(newest().id, " ", by=IVO, now=NOON)
    rollback()

    reviewing.ask_for_changes(newest().id, "Name the muscle.", by=IVO, now=NOON)
    commit_step()

    assert newest().state == "draft"
    assert [each.text for each in threads.comments([newest().id])] == ["Name the muscle."]


def test_what_has_errors_does_not_go_to_review(loaded):
    samples.load(loaded, LATER, points="Found in 45% of people.")
    reviewing.ask_for_changes(newest().id, "Cite it.", by=IVO, now=NOON)
    commit_step()

    with pytest.raises(refusals.NotReady, match="section points, line 1"):
        reviewing.submit(newest().id, by=INES, now=LATER)
    rollback()


def test_each_act_is_on_record_once(loaded):
    reviewing.ask_for_changes(newest().id, "Name the muscle.", by=IVO, now=NOON)
    reviewing.submit(newest().id, by=INES, now=NOON)
    approve()
    sign()

    acts = [row.action for row in db.session.scalars(select(AuditRow).order_by(AuditRow.seq))]
    assert acts == ["module loaded", "module sent back", "module submitted", "module approved", "module signed off"]
    assert queries.current_version("bands").signed_by == LENA


def test_a_signed_version_takes_the_place_of_the_one_before(loaded):
    approve()
    sign()
    first = newest().id
    samples.load(loaded, LATER, points="New words [@SHAH15].")
    approve()
    sign()

    assert [(row.number, row.state) for row in versions.history("bands")] == [(2, "signed"), (1, "retired")]
    assert queries.current_version("bands").id == newest().id != first


def test_the_desk_and_the_queue_of_the_lead_name_what_waits(loaded, browser_of):
    assert "Module: Bands and points</a>, version 1" in browser_of("rhea").get("/bank/desk").text
    assert "Module: Bands" not in browser_of("ines").get("/bank/desk").text.split("Your modules, waiting")[0]
    approve()

    desk, queue = browser_of("lena").get("/bank/desk").text, browser_of("lena").get("/modules/sign-off").text
    assert "1 approved version to sign, each read whole" in desk
    assert "Module: Bands and points, version 1" in desk
    assert "Approved. Awaits clinical review" in queue


def test_a_reviewer_decides_on_the_page_of_the_version(loaded, browser_of):
    rhea = browser_of("rhea")
    page = rhea.get("/modules/bands/versions/1").text
    assert "Your decision on version 1" in page
    assert "Because it is right." in page

    refused = rhea.post("/modules/bands/versions/1/decide", data={"verdict": "changes", "comment": ""})
    assert refused.status_code == 422
    assert "Write what should change." in refused.text
    done = rhea.post(
        "/modules/bands/versions/1/decide", data={"verdict": "approve", "comment": "Clear."}, follow_redirects=True
    )

    assert "Approved by Rhea Lind" in done.text
    assert "Clear." in done.text


def test_the_author_is_told_that_somebody_else_decides(loaded, browser_of):
    ines = browser_of("ines")

    assert "Another instructor or a reviewer approves it" in ines.get("/modules/bands/versions/1").text
    answer = ines.post("/modules/bands/versions/1/decide", data={"verdict": "approve", "comment": "My own words"})
    assert answer.status_code == 422
    assert "You wrote at this module" in answer.text
    assert "My own words" in answer.text


def test_versions_are_compared_part_by_part(loaded, browser_of):
    samples.load(loaded, LATER, points="New words [@SHAH15].", svg=samples.SVG.replace("L9 9", "L8 8"))
    page = browser_of("otto").get("/modules/bands/versions/1/2").text

    assert "Section points: text" in page
    assert "Drawing of figure band" in page
    assert "<path" not in page.split("<main")[1].split('class="diff"')[1]


def test_the_list_of_versions_says_which_is_read(loaded, browser_of):
    page = browser_of("otto").get("/modules/versions").text

    assert "Bands and points" in page
    assert "this version" in page
    assert browser_of("tara").get("/modules/versions").status_code == 403


def test_the_pages_cost_the_same_few_statements(loaded, statements):
    with statements() as one:
        versions.to_review(RHEA)
    samples.load(loaded, LATER, code="other", position=2)
    with statements() as two:
        assert len(versions.to_review(RHEA)) == 2

    assert len(one) == len(two)


def test_erasing_somebody_takes_their_name_out_of_what_was_written_and_what_they_typed(loaded):
    unsaved.keep("bands/section:bands", [["text", "Ask Tom Brandt."]], revision=0, by=INES, now=NOON)
    unsaved.keep("bands/section:bands", [["text", "Mine."]], revision=0, by=TOM, now=NOON)
    reviewing.ask_for_changes(newest().id, "Tom Brandt knows better.", by=IVO, now=NOON)
    for eraser in (erasure, review_erasure):
        eraser.erase(Erasing(TOM, INES, NOON, frozenset({"Tom Brandt"}), Path()))
    commit_step()

    assert [each.text for each in threads.comments([newest().id])] == ["[erased] knows better."]
    assert unsaved.of_person(TOM) == []
    assert unsaved.of_person(INES)[0]["fields"] == [["text", "Ask [erased]."]]


def test_what_nobody_went_on_with_is_forgotten_after_thirty_days(loaded):
    unsaved.keep("bands/section:bands", [["text", "Mine."]], revision=0, by=INES, now=NOON)
    unsaved.forget(NOON + timedelta(days=29))
    assert len(unsaved.of_person(INES)) == 1

    unsaved.forget(NOON + timedelta(days=30))

    assert unsaved.of_person(INES) == []
