"""Loading, reading, answering, completing, minutes of study, sign-off."""

from datetime import timedelta

import pytest

from tests import people
from tests.conftest import NOON
from tests.modules import samples
from training.db import begin_write, commit_step, rollback
from training.modules import queries, refusals, reviewing, service

pytestmark = pytest.mark.usefixtures("context")
TARA, TOM, LENA, RHEA = (people.identity(first) for first in ("tara", "tom", "lena", "rhea"))
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "modules"


@pytest.fixture
def loaded(context, folder):
    samples.load(folder, NOON)
    return folder


def read_all(person=TARA, at=NOON):
    for section in ("bands", "points"):
        service.open_section(person, "bands", section, now=at)
    commit_step()


def answer(response=("b",), person=TARA, at=NOON, question="first"):
    service.answer(person, "bands", question, response, now=at)
    commit_step()


def study(*seconds, person=TARA, code="bands"):
    for second in seconds:
        service.study_sign(person, code, now=NOON + timedelta(seconds=second))
        commit_step()


def minutes(person=TARA):
    return sum(queries.study_seconds(person).values()) // 60


def test_loading_makes_a_version_that_awaits_review(loaded):
    version = queries.current_version("bands")

    assert version.module.title == "Bands and points"
    assert version.signed_at is None


def test_loading_the_same_again_changes_nothing(loaded):
    assert samples.load(loaded, LATER) == service.Loaded((), ("bands",))
    assert queries.current_version("bands").loaded_at == NOON


def test_a_changed_file_becomes_the_current_version(loaded):
    before = queries.current_version("bands").id

    assert samples.load(loaded, LATER, points="New words [@SHAH15].").changed == ("bands",)
    assert queries.current_version("bands").id != before
    assert queries.restored(before).section("points").text == samples.POINTS


def test_going_back_to_an_earlier_wording_brings_its_version_and_signature_back(loaded):
    before = queries.current_version("bands").id
    samples.approve(RHEA, NOON)
    reviewing.sign(before, by=LENA, now=NOON)
    commit_step()
    samples.load(loaded, LATER, points="New words [@SHAH15].")

    samples.load(loaded, LATER)

    assert queries.current_version("bands").id == before
    assert queries.current_version("bands").signed_at == NOON


def test_a_folder_with_a_problem_loads_nothing(loaded):
    with pytest.raises(service.ContentError, match="NOBODY99"):
        samples.load(loaded, LATER, code="other", position=2, points="So [@NOBODY99].")

    assert queries.current_version("other") is None


def test_a_module_is_completed_when_each_section_was_opened_and_each_question_answered(loaded):
    read_all()
    assert queries.completed(TARA) == frozenset()

    answer()

    assert queries.completed(TARA) == {"bands"}
    assert queries.completed(TOM) == frozenset()


def test_the_order_of_reading_and_answering_does_not_matter(loaded):
    answer()
    read_all()

    assert queries.completed(TARA) == {"bands"}


def test_a_wrong_answer_counts_as_answered(loaded):
    read_all()
    answer(("a",))

    assert queries.completed(TARA) == {"bands"}
    assert not queries.standing(TARA, "bands").answered["first"].right


def test_every_answer_is_kept_and_the_newest_is_shown(loaded):
    answer(("a",))
    answer(("b",), at=LATER)

    shown = queries.standing(TARA, "bands").answered["first"]
    assert (shown.response, shown.right, shown.at) == (("b",), True, LATER)


@pytest.mark.any_database
@pytest.mark.parametrize("response", [(), ("z",), ("a", "b")])
def test_an_answer_that_is_none_is_refused_with_advice(loaded, response):
    with pytest.raises(service.Incomplete, match=r"Choose (an|one) answer"):
        answer(response)
    rollback()


def test_a_new_version_leaves_completion_standing_with_the_version_studied(loaded):
    read_all()
    answer()
    studied = queries.current_version("bands").id

    samples.load(loaded, LATER, points="New words [@SHAH15].")

    (module,) = queries.versions_studied(TARA)
    assert (module.version, module.completed_at, module.awaits_review) == (studied, NOON, True)
    assert queries.completed(TARA) == {"bands"}


def test_a_new_version_asks_only_for_what_changed(loaded):
    read_all()
    answer()

    samples.load(loaded, LATER, points="New words [@SHAH15].")

    standing = queries.standing(TARA, "bands")
    assert standing.read == {"bands"}
    assert set(standing.answered) == {"first"}
    assert standing.next_section == "points"


def test_reading_what_changed_completes_the_new_version(loaded):
    read_all()
    answer()
    samples.load(loaded, LATER, points="New words [@SHAH15].")

    read_all(at=LATER)

    assert queries.standing(TARA, "bands").completed_version == queries.current_version("bands").id
    assert queries.versions_studied(TARA)[0].completed_at == LATER


def test_completion_is_recorded_once(loaded):
    read_all()
    answer()
    answer(("a",), at=LATER)
    read_all(at=LATER)

    assert queries.versions_studied(TARA)[0].completed_at == NOON


@pytest.mark.parametrize(
    "act",
    [
        lambda: service.open_section(TARA, "nowhere", "bands", now=NOON),
        lambda: service.open_section(TARA, "bands", "nowhere", now=NOON),
        lambda: service.answer(TARA, "bands", "nowhere", ("a",), now=NOON),
        lambda: service.study_sign(TARA, "nowhere", now=NOON),
    ],
)
def test_what_is_not_there_is_said_to_be_unknown(loaded, act):
    with pytest.raises(service.Unknown):
        act()
    rollback()


def test_minutes_are_credited_while_signs_come(loaded):
    study(0, 60, 120)

    assert minutes() == 2


def test_two_tabs_count_once(loaded):
    study(0, 5, 60, 65, 120, 125)

    assert minutes() == 2


def test_two_modules_at_once_count_once(loaded):
    samples.load(loaded, NOON, code="other", position=2)
    for second in (0, 60, 120):
        study(second)
        study(second + 1, code="other")

    assert minutes() == 2


def test_a_flood_of_signs_earns_no_more_than_the_clock_ran(loaded):
    study(*range(0, 181, 3))

    assert minutes() == 3


def test_people_are_credited_apart(loaded):
    study(0, 60)
    study(0, person=TOM)

    assert (minutes(), minutes(TOM)) == (1, 0)


def test_no_more_than_the_planned_minutes_is_credited(loaded):
    samples.load(loaded, NOON, minutes=2)

    study(*range(0, 601, 60))

    assert minutes() == 2


def test_a_clock_set_back_credits_no_minute_twice(loaded):
    study(0, 60, 120)
    study(0, 60, 120)

    assert minutes() == 2


def test_a_clinical_lead_signs_a_version(loaded):
    samples.approve(RHEA, NOON)
    reviewing.sign(queries.current_version("bands").id, by=LENA, now=LATER)
    commit_step()

    version = queries.current_version("bands")
    assert (version.signed_by, version.signed_at) == (LENA, LATER)


def test_nobody_signs_what_they_loaded(folder):
    samples.load(folder, NOON, by=LENA)

    with pytest.raises(refusals.OwnContent):
        reviewing.sign(queries.current_version("bands").id, by=LENA, now=NOON)
    rollback()


def test_a_version_is_signed_once(loaded):
    version = queries.current_version("bands").id
    samples.approve(RHEA, NOON)
    reviewing.sign(version, by=LENA, now=NOON)
    commit_step()

    with pytest.raises(refusals.AlreadySigned):
        reviewing.sign(version, by=TARA, now=NOON)
    rollback()


def test_a_version_that_was_replaced_is_not_signed(loaded):
    before = queries.current_version("bands").id
    samples.load(loaded, LATER, points="New words [@SHAH15].")

    with pytest.raises(refusals.NotCurrent):
        reviewing.sign(before, by=LENA, now=LATER)
    rollback()


def test_a_signature_ends_the_wait_of_who_studied_that_version(loaded):
    read_all()
    answer()
    samples.approve(RHEA, NOON)

    reviewing.sign(queries.current_version("bands").id, by=LENA, now=LATER)
    commit_step()

    assert not queries.versions_studied(TARA)[0].awaits_review


def test_a_section_to_read_again_is_done_by_opening_it_afterwards(loaded):
    read_all()
    service.ask_again(TARA, "bands", "points", NOON)
    commit_step()
    assert queries.standing(TARA, "bands").again == {"points"}
    assert queries.reading(TARA).lacks([("bands", "points")], NOON) == (("bands", "points"),)

    read_all(at=LATER)

    assert queries.standing(TARA, "bands").again == frozenset()
    assert queries.reading(TARA).lacks([("bands", "points")], NOON) == ()


def test_a_section_never_opened_is_not_read_again(loaded):
    service.ask_again(TARA, "bands", "points", NOON)
    commit_step()

    assert queries.standing(TARA, "bands").next_section == "points"
    assert queries.reading(TARA).lacks([("bands", "points")], NOON) == (("bands", "points"),)


def test_a_section_that_is_no_more_is_not_waited_for(loaded):
    assert queries.reading(TARA).lacks([("bands", "gone"), ("gone", "bands")], NOON) == ()


def test_asking_again_later_moves_the_moment_forward_only(loaded):
    service.ask_again(TARA, "bands", "points", LATER)
    service.ask_again(TARA, "bands", "points", NOON)
    commit_step()
    read_all(at=NOON + timedelta(minutes=5))

    assert queries.standing(TARA, "bands").again == {"points"}


def test_sections_can_be_named_by_other_parts(loaded):
    assert queries.titles() == {"bands": "Bands and points"}
    assert queries.section_title("bands", "points") == "Points"
    assert queries.section_url_parts("bands", "points") == {"code": "bands", "section": "points"}
    assert queries.section_url_parts("bands", "nowhere") is None


def test_the_list_costs_the_same_statements_for_any_number_of_modules(loaded, statements):
    queries.standings(TARA)
    with statements() as one:
        queries.standings(TARA)
    samples.load(loaded, NOON, code="other", position=2)
    queries.standings(TARA)

    with statements() as two:
        queries.standings(TARA)

    assert len(one) == len(two) <= 8


def test_nothing_is_written_before_the_write_begins(loaded):
    begin_write()
    service.open_section(TARA, "bands", "bands", now=NOON)
    rollback()

    assert queries.standing(TARA, "bands").read == frozenset()
