"""The life of an item: who may take it where, and what is drawn meanwhile."""

import pytest

from tests.bank.bank import act, approve, approved, load, saved, signed
from tests.items import samples
from tests.people import identity
from training import items
from training.bank import refusals
from training.bank.models import State
from training.bank.queries import lists, stock, versions
from training.bank.service import reviewing, using
from training.core.domains import Domain, Level, Pool
from training.core.drafts import DraftError
from training.reviews import threads

pytestmark = pytest.mark.usefixtures("context")

PLAIN = samples.draft("plain")
CRITICAL = samples.draft("critical-four")


def state(version):
    return versions.version_of(version).state


def practice():
    return [drawn.version for drawn in stock.pool(Pool.PRACTICE, live=False)]


def exam():
    return [drawn.version for drawn in stock.pool(Pool.EXAM, live=True)]


def reworded(draft, stem="Reworded?"):
    return draft | {"stem": stem}


def test_a_saved_item_is_a_draft_that_nobody_draws():
    version = saved(PLAIN)

    assert state(version) == State.DRAFT
    assert practice() == []


def test_the_same_words_again_make_no_new_version():
    version = saved(PLAIN)

    assert saved(PLAIN, base=version) == version
    assert len(versions.history(PLAIN["code"])) == 1


def test_a_change_makes_a_new_version_and_keeps_the_old():
    first = saved(PLAIN)
    second = saved(reworded(PLAIN), base=first)

    assert [(row.hash, row.number) for row in versions.history(PLAIN["code"])] == [(second, 2), (first, 1)]


def test_a_change_leaves_an_item_in_its_pool():
    version = approved(saved(PLAIN))

    with pytest.raises(DraftError, match="pool: was practice"):
        saved(PLAIN | {"pool": "exam"}, base=version)
    assert load(PLAIN | {"pool": "exam"}).changed == ()

    assert practice() == [version]


def test_a_faulty_draft_is_not_saved():
    with pytest.raises(DraftError):
        saved(PLAIN | {"level": "evaluate"})

    assert versions.newest(PLAIN["code"]) is None


def test_two_new_items_cannot_have_one_code():
    saved(PLAIN)

    with pytest.raises(refusals.CodeTaken):
        saved(reworded(PLAIN))


def test_two_people_edit_one_item_and_neither_is_lost():
    first = saved(PLAIN)
    theirs = saved(reworded(PLAIN, "Theirs?"), base=first, by="ivo")

    with pytest.raises(refusals.EditedMeanwhile) as caught:
        saved(reworded(PLAIN, "Mine?"), base=first)
    mine = saved(reworded(PLAIN, "Mine?"), base=caught.value.newest)

    assert [row.hash for row in versions.history(PLAIN["code"])] == [mine, theirs, first]


def test_a_code_and_a_pool_never_change():
    version = saved(PLAIN)

    with pytest.raises(DraftError):
        saved(PLAIN | {"pool": "exam"}, base=version)
    with pytest.raises(DraftError):
        saved(PLAIN | {"code": "safety/sample/other"}, base=version)


def test_one_approval_is_enough_for_a_plain_item_and_practice_draws_it():
    version = approved(saved(PLAIN))

    assert state(version) == State.APPROVED
    assert practice() == [version]


def test_a_critical_item_needs_two_approvals():
    version = saved(CRITICAL)
    act(reviewing.submit, version, by="ines")
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")

    assert approve(version, by="rhea") == 1
    assert state(version) == State.IN_REVIEW

    act(reviewing.answer_for_review, version, ("a", "b"), by="ivo")
    assert approve(version, by="ivo") == 0
    assert state(version) == State.APPROVED


def test_one_person_cannot_approve_twice():
    version = saved(CRITICAL)
    act(reviewing.submit, version, by="ines")
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")
    approve(version, by="rhea")

    with pytest.raises(refusals.AlreadyApproved):
        approve(version, by="rhea")
    assert state(version) == State.IN_REVIEW


def test_whoever_a_file_names_as_its_author_neither_reviews_nor_approves_it():
    load(PLAIN | {"author": "Ivo Marković"})
    version = versions.newest(PLAIN["code"]).hash

    with pytest.raises(refusals.OwnItem):
        act(reviewing.answer_for_review, version, ("a",), by="ivo")
    assert lists.to_review(identity("ivo")) == []
    assert [row.hash for row in lists.to_review(identity("rhea"))] == [version]


def test_whoever_wrote_an_earlier_draft_does_not_review_the_later_one():
    later = saved(reworded(PLAIN), base=saved(PLAIN, by="ivo"), by="ines")
    act(reviewing.submit, later, by="ines")

    with pytest.raises(refusals.OwnItem):
        approve(later, by="ivo")
    assert lists.to_review(identity("ivo")) == []


def test_who_wrote_the_version_signed_before_may_review_the_next():
    first = signed(saved(PLAIN, by="ines"))
    later = saved(reworded(PLAIN), base=first, by="ivo")
    act(reviewing.submit, later, by="ivo")

    assert not versions.wrote(versions.version_of(later), identity("ines"))


def test_the_author_never_reviews_or_approves_their_own_item():
    version = saved(PLAIN, by="ivo")
    act(reviewing.submit, version, by="ivo")

    with pytest.raises(refusals.OwnItem):
        approve(version, by="ivo")
    with pytest.raises(refusals.OwnItem):
        act(reviewing.answer_for_review, version, ("a",), by="ivo")


def test_who_wrote_an_earlier_draft_is_an_author_of_the_later_one():
    first = saved(PLAIN, by="ivo")
    second = saved(reworded(PLAIN), base=first, by="ines")
    act(reviewing.submit, second, by="ines")

    with pytest.raises(refusals.OwnItem):
        act(reviewing.answer_for_review, second, ("a",), by="ivo")


def test_the_clinical_lead_never_signs_their_own_item():
    version = approved(saved(PLAIN, by="lena"))

    with pytest.raises(refusals.OwnItem):
        act(reviewing.sign, [version], by="lena")


def test_a_reviewer_answers_before_approving():
    version = saved(PLAIN)
    act(reviewing.submit, version, by="ines")

    with pytest.raises(refusals.NotAnswered):
        act(reviewing.answer_for_review, version, (), by="rhea")
    with pytest.raises(refusals.NotAnswered):
        approve(version, by="rhea")


@pytest.mark.parametrize("name", ["four-premises", "five-steps", "three-gaps", "two-places-as-a-whole"])
def test_a_half_given_answer_shows_no_key(name):
    draft = samples.draft(name)
    load(draft)
    version, key = versions.newest(draft["code"]).hash, items.parse(draft).key

    with pytest.raises(refusals.NotAnswered):
        act(reviewing.answer_for_review, version, key[:1], by="rhea")
    assert versions.review_answer(version, identity("rhea")) is None
    act(reviewing.answer_for_review, version, key, by="rhea")

    assert versions.review_answer(version, identity("rhea")).response == list(key)


def test_the_first_answer_of_a_reviewer_stands():
    version = saved(PLAIN)
    act(reviewing.submit, version, by="ines")
    act(reviewing.answer_for_review, version, ("b",), by="rhea")
    act(reviewing.answer_for_review, version, ("a",), by="rhea")

    assert versions.review_answer(version, 5).response == ["b"]


def test_asking_for_changes_sends_it_back_with_words_and_ends_approvals():
    version = saved(CRITICAL)
    act(reviewing.submit, version, by="ines")
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")
    approve(version, by="rhea")
    act(reviewing.ask_for_changes, version, "Option c is not plausible.", by="ivo")

    assert state(version) == State.DRAFT
    assert versions.approvals([version]) == []
    assert threads.comments([version])[0].text == "Option c is not plausible."


def test_changes_need_words():
    version = saved(PLAIN)
    act(reviewing.submit, version, by="ines")

    with pytest.raises(refusals.NeedsReason):
        act(reviewing.ask_for_changes, version, "  ", by="rhea")


def test_a_draft_can_be_neither_approved_nor_signed():
    version = saved(PLAIN)

    with pytest.raises(refusals.WrongState):
        approve(version, by="rhea")
    with pytest.raises(refusals.WrongState):
        act(reviewing.sign, [version], by="lena")


def test_signing_many_is_all_or_none():
    ready, draft = approved(saved(CRITICAL)), saved(PLAIN)

    with pytest.raises(refusals.WrongState):
        act(reviewing.sign, [ready, draft], by="lena")

    assert state(ready) == State.APPROVED


def test_what_is_in_review_cannot_be_submitted_again():
    version = saved(PLAIN)
    act(reviewing.submit, version, by="ines")

    with pytest.raises(refusals.WrongState):
        act(reviewing.submit, version, by="ivo")


def test_a_live_exam_draws_signed_versions_only():
    version = approved(saved(CRITICAL))
    assert exam() == []

    act(reviewing.sign, [version], by="lena")

    assert exam() == [version]


def test_accident_8_a_version_in_use_stays_in_use_while_a_newer_one_is_written():
    version = signed(saved(CRITICAL))
    newer = saved(reworded(CRITICAL), base=version)
    assert exam() == [version]

    approved(newer)
    assert exam() == [version]

    act(reviewing.sign, [newer], by="lena")
    assert exam() == [newer]
    assert state(version) == State.RETIRED


def test_a_withdrawn_version_is_drawn_no_more_and_keeps_its_reason():
    version = signed(saved(CRITICAL))

    act(using.withdraw, version, "The key is wrong.", by="ivo")

    assert exam() == []
    assert versions.version_of(version).withdrawn_reason == "The key is wrong."
    assert stock.versions([version])


def test_withdrawing_needs_a_reason_and_a_version_in_use():
    version = saved(PLAIN)

    with pytest.raises(refusals.NeedsReason):
        act(using.withdraw, version, " ", by="ivo")
    with pytest.raises(refusals.WrongState):
        act(using.withdraw, version, "Wrong.", by="ivo")


def test_a_withdrawn_version_is_not_withdrawn_twice_and_not_signed():
    version = approved(saved(PLAIN))
    act(using.withdraw, version, "Wrong.", by="ivo")

    with pytest.raises(refusals.WrongState):
        act(using.withdraw, version, "Wrong.", by="ivo")
    with pytest.raises(refusals.WrongState):
        act(reviewing.sign, [version], by="lena")


def test_a_withdrawn_version_comes_back_as_a_draft_only():
    version = signed(saved(CRITICAL))
    act(using.withdraw, version, "Under doubt.", by="ivo")
    act(using.reopen, version, by="ines")

    assert state(version) == State.DRAFT
    assert exam() == []
    assert versions.approvals([version]) == []


def test_going_back_to_words_of_a_draft_brings_that_version_forward():
    first = saved(PLAIN)
    second = saved(reworded(PLAIN), base=first)

    assert saved(PLAIN, base=second) == first
    assert versions.newest(PLAIN["code"]).hash == first


def test_going_back_to_words_in_use_is_refused_with_their_number():
    first = approved(saved(PLAIN))
    second = saved(reworded(PLAIN), base=first)

    with pytest.raises(refusals.AlreadyThere, match="version 1"):
        saved(PLAIN, base=second)


def test_counts_say_what_each_cell_holds():
    approved(saved(PLAIN))
    signed(saved(CRITICAL))

    counts = stock.counts()

    assert counts[Pool.PRACTICE, Domain.SAFETY, Level.APPLY] == stock.Count(approved=1)
    assert counts[Pool.EXAM, Domain.SAFETY, Level.APPLY] == stock.Count(approved=1, signed=1, critical=1)


def test_an_unfinished_draft_is_kept_but_not_sent_to_review():
    version = saved({name: value for name, value in PLAIN.items() if name != "objective"})

    with pytest.raises(refusals.Unfinished, match="objective is missing"):
        act(reviewing.submit, version, by="ines")
    assert state(version) == State.DRAFT


def test_a_finished_draft_loses_the_word_unfinished():
    first = saved({name: value for name, value in PLAIN.items() if name != "objective"})
    second = saved(PLAIN, base=first)

    act(reviewing.submit, second, by="ines")
    assert state(second) == State.IN_REVIEW
