from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.practicals.work import FORM, TODAY, acts, draft, fields, give_role, recorded
from training.core.roles import Role
from training.db import commit_step, db, rollback
from training.practicals import queries
from training.practicals.models import PracticalDraft
from training.practicals.service import assessments, drafts
from training.practicals.service.records import AlreadyCorrected, OwnRecord


def record(row_id, revision, *, by="sam", today=TODAY):
    form = queries.form(FORM)
    return assessments.record(row_id, form, by=identity(by), revision=revision, today=today, now=NOON)


def test_two_forms_count_their_saves_apart(context):
    first = drafts.begin(identity("tara"), queries.form(FORM), "deep", by=identity("sam"), now=NOON)
    second = drafts.begin(
        identity("tom"), queries.form(FORM), "deep", by=identity("sam"), now=NOON + timedelta(microseconds=1)
    )

    assert second.revision - first.revision == drafts.SAVES


def test_a_half_finished_form_is_kept_as_it_is(context):
    row_id, _ = draft(filled={"place": "Room 2", "step-3": "1"})

    assert queries.draft_of(identity("sam"), row_id).fields == {"place": "Room 2", "step-3": "1"}


def test_beginning_again_goes_on_with_the_half_finished_form(context):
    assert draft(filled={"place": "Room 2"})[0] == drafts.begin(
        identity("tara"), queries.form(FORM), "superficial", by=identity("sam"), now=NOON
    ).id  # fmt: skip


def test_the_second_of_two_saves_is_told_what_the_first_said(context):
    row_id, revision = draft(filled={"place": "Room 2"})
    drafts.save(row_id, {"place": "Room 3"}, by=identity("sam"), revision=revision, now=NOON)

    with pytest.raises(drafts.ChangedElsewhere) as told:
        drafts.save(row_id, {"place": "Room 4"}, by=identity("sam"), revision=revision, now=NOON)

    assert told.value.stored == {"place": "Room 3"}


def test_a_station_with_every_step_done_is_passed(context):
    row = queries.assessment(recorded())

    assert (row.finding, row.points) == ("passed", 40)


def test_one_critical_step_marked_unsafe_is_not_passed(context):
    assert queries.assessment(recorded(step_2="0")).finding == "not passed"


def test_the_assessor_s_name_and_roles_are_frozen_with_it(context):
    row_id = recorded()
    give_role("sam", Role.INSTRUCTOR)

    assert queries.assessment(row_id).assessor_name == "Sam Whitlock"
    assert queries.assessment(row_id).assessor_roles == "assessor"


def test_the_form_it_was_made_on_is_stored_with_it(context):
    row = queries.assessment(recorded())

    assert queries.form_version(row.form_version) == queries.form(FORM)


@pytest.mark.parametrize("lost", ["held_on", "place", "patient", "region", "step-20"])
def test_what_is_missing_keeps_it_from_being_recorded(context, lost):
    given = fields()
    del given[lost]
    row_id, revision = draft(filled=given)

    with pytest.raises(assessments.Incomplete) as told:
        record(row_id, revision)

    assert list(told.value.problems) == [lost]


@pytest.mark.parametrize(("name", "most"), [("place", 200), ("remarks", 4_000)])
def test_a_text_that_is_too_long_is_kept_whole_and_not_recorded(context, name, most):
    row_id, revision = draft(filled=fields() | {name: "x" * (most + 1)})

    with pytest.raises(assessments.Incomplete) as told:
        record(row_id, revision)

    assert list(told.value.problems) == [name]
    assert (
        f"At most {most:,} characters fit here; these are {most + 1:,}. Shorten it by 1." in told.value.problems[name]
    )
    assert queries.draft_of(identity("sam"), row_id).fields[name] == "x" * (most + 1)


def test_a_day_that_has_not_come_is_not_recorded(context):
    row_id, revision = draft(filled=fields(held_on="2026-11-23"))

    with pytest.raises(assessments.Incomplete):
        record(row_id, revision)


def test_what_was_changed_after_the_check_is_not_recorded(context):
    row_id, revision = draft(filled=fields())
    drafts.save(row_id, fields(step_2="0"), by=identity("sam"), revision=revision, now=NOON)

    with pytest.raises(drafts.ChangedElsewhere):
        record(row_id, revision)


def test_recording_twice_records_once(context):
    row_id, revision = draft(filled=fields())
    record(row_id, revision)
    commit_step()

    with pytest.raises(drafts.AlreadyRecorded):
        record(row_id, revision)


def test_recording_at_the_same_moment_records_once(app, context):
    row_id, revision = draft(filled=fields())

    def attempt(_number):
        with app.app_context():
            try:
                record(row_id, revision)
                commit_step()
            except drafts.AlreadyRecorded:
                rollback()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, range(4)))
    rollback()

    assert len(queries.assessments_of(identity("tara"))) == 1


def test_nobody_assesses_themselves(context):
    give_role("sam", Role.TRAINEE)

    with pytest.raises(OwnRecord):
        drafts.begin(identity("sam"), queries.form(FORM), "deep", by=identity("sam"), now=NOON)


def test_nobody_takes_a_record_about_themselves_back(context):
    row_id = recorded("sam", by="ines")

    with pytest.raises(OwnRecord):
        assessments.strike(row_id, "wrong", by=identity("sam"), now=NOON)


def correction(row_id, **other):
    made = drafts.begin_correction(row_id, by=identity("sam"), now=NOON)
    revision = drafts.save(made.id, fields(**other), by=identity("sam"), revision=made.revision, now=NOON)
    new = record(made.id, revision).id
    commit_step()
    return new


def test_a_correction_is_a_new_record_and_the_old_one_stays(context):
    old = recorded()
    new = correction(old, step_2="0", reason="Step 2 was marked by mistake")

    assert queries.assessment(old).finding == "passed"
    assert queries.correction_of(old).id == new
    assert queries.passed_stations([identity("tara")], FORM) == {}


def test_a_correction_needs_its_reason(context):
    old = recorded()

    with pytest.raises(assessments.Incomplete) as told:
        correction(old)

    assert list(told.value.problems) == ["reason"]


def test_only_who_recorded_it_says_anew_what_was_seen(context):
    old = recorded()

    with pytest.raises(LookupError):
        drafts.begin_correction(old, by=identity("ines"), now=NOON)


def test_a_record_is_corrected_once_and_then_the_newer_one(context):
    old = recorded()
    correction(old, reason="wrong region", region="thorax")

    with pytest.raises(AlreadyCorrected):
        assessments.strike(old, "again", by=identity("sam"), now=NOON)


def test_a_record_taken_back_counts_no_more(context):
    old = recorded()
    assessments.strike(old, "entered for another person", by=identity("ines"), now=NOON)
    commit_step()

    assert queries.passed_stations([identity("tara")], FORM) == {}


def test_both_stations_in_two_regions_are_a_complete_assessment(context):
    recorded(station="superficial", region="shoulder")
    recorded(station="deep", region="thigh-knee")

    assert len(queries.passed_assessment(identity("tara"), FORM).stations) == 2


def test_one_region_twice_is_not_complete(context):
    recorded(station="superficial", region="shoulder")
    recorded(station="deep", region="shoulder")

    assert queries.passed_assessment(identity("tara"), FORM) is None


def test_every_act_is_in_the_record(context):
    old = recorded()
    correction(old, reason="wrong")
    row_id, revision = draft(station="deep")
    drafts.discard(row_id, by=identity("sam"), revision=revision, now=NOON)
    commit_step()

    assert acts() == ["recorded practical station", "recorded practical station", "discarded practical draft"]


def test_another_assessor_does_not_save_into_ones_draft(context):
    row_id, revision = draft()

    with pytest.raises(drafts.AlreadyRecorded):
        drafts.save(row_id, {"place": "x"}, by=identity("ines"), revision=revision, now=NOON)


def test_a_recorded_draft_is_gone(context):
    recorded()

    assert db.session.query(PracticalDraft).count() == 0
