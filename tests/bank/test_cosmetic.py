"""Cosmetic edits: who may declare one, of which versions, what stands against it, and what the pages say."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.bank.bank import act, approved, saved, signed
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from training.audit import queries as audit
from training.bank.queries import cosmetic as queries
from training.bank.queries import timeline
from training.bank.refusals import NeedsReason, NeverCosmetic, NotAnswered, OwnItem, WrongState
from training.bank.service import cosmetic, reviewing, using
from training.bank.tended import CosmeticEdit
from training.db import db

PLAIN = samples.draft("plain")
CODE = PLAIN["code"]
REWORDED = PLAIN | {"stem": "In other words: " + PLAIN["stem"]}
PAGE = f"/bank/items/{CODE}/versions/2/cosmetic"


def declare(version, reason="Only two words.", by="rhea"):
    act(cosmetic.declare, version, reason, by=by)


def take_back(version, reason="They gave the key away.", by="ivo"):
    act(cosmetic.take_back, version, reason, by=by)


@pytest.fixture
def pair(context):
    """An item in use and the same in other words, approved by Rhea."""
    first = signed(saved(PLAIN))
    return first, approved(saved(REWORDED, base=first))


def test_a_declared_edit_joins_its_version_with_the_one_in_use_before_and_is_on_record(pair):
    first, second = pair
    declare(second)

    assert queries.joined() == [(first, second)]
    assert timeline.of(CODE)[0].words == "Only two words."
    (line,) = [each for each in audit.about(f"item:{CODE}") if each.action == "declared cosmetic edit"]
    assert (line.actor_id, line.facts["version"], line.facts["earlier"]) == (identity("rhea"), second, first)


def test_taking_back_is_a_record_of_its_own_and_it_may_be_declared_again(pair):
    _first, second = pair
    declare(second)
    take_back(second)
    assert queries.joined() == []
    with pytest.raises(WrongState):
        take_back(second)
    declare(second, "They do not, says the panel.", by="ivo")

    assert [each.cosmetic for each in queries.said_of([second])] == [True, False, True]
    assert len(queries.joined()) == 1


def test_several_edits_are_a_chain_of_versions_that_were_in_use(pair):
    """A draft in between was on no paper, so the next version follows the one before it."""
    first, second = pair
    third = saved(REWORDED | {"feedback": "More."}, base=second)
    fourth = signed(saved(REWORDED | {"feedback": "Even more."}, base=third))
    declare(fourth)
    fifth = approved(saved(PLAIN | {"objective": "Another."}, base=fourth))
    declare(fifth)

    assert queries.joined() == [(first, fourth), (fourth, fifth)]


def test_whoever_wrote_at_it_and_whoever_is_still_to_answer_it_do_not_declare_it(pair):
    first, _second = pair
    third = saved(REWORDED | {"feedback": "More."}, base=pair[1], by="ivo")
    act(reviewing.submit, third, by="ivo")

    for writer in ("ines", "ivo"):
        with pytest.raises(OwnItem):
            declare(third, by=writer)
    with pytest.raises(NotAnswered):
        declare(third, by="rhea")
    act(reviewing.answer_for_review, third, ("a",), by="rhea")
    declare(third, by="rhea")
    assert queries.joined() == [(first, third)]
    with pytest.raises(OwnItem):
        take_back(third, by="ivo")


def test_a_draft_a_first_version_and_what_is_declared_already_are_refused(pair):
    first, second = pair
    with pytest.raises(WrongState, match="nothing to carry over"):
        declare(first)
    declare(second)
    with pytest.raises(WrongState, match="already"):
        declare(second, by="ivo")
    with pytest.raises(WrongState, match="draft"):
        declare(saved(PLAIN | {"feedback": "More."}, base=second))


def test_another_key_is_never_cosmetic_and_the_refusal_says_what_differs(context):
    first = signed(saved(PLAIN))
    options = [dict(option) for option in PLAIN["options"]]
    for option in options:
        option["correct"] = option["id"] == "b"
    second = approved(saved(PLAIN | {"options": options}, base=first))

    with pytest.raises(NeverCosmetic, match=r"options\[b\]\.correct, options\[a\]\.correct"):
        declare(second)
    assert queries.joined() == []


def test_it_needs_a_reason(pair):
    with pytest.raises(NeedsReason):
        declare(pair[1], " ")


def test_the_database_keeps_one_last_word_on_a_version(pair):
    first, second = pair
    declare(second)
    declared = queries.last_of(second).id
    take_back(second)

    for before, supersedes in ((first, None), (first, declared), (second, queries.last_of(second).id)):
        row = CosmeticEdit(
            version=second,
            before=before,
            cosmetic=True,
            supersedes=supersedes,
            reason="Twice.",
            person_id=identity("ivo"),
            at=NOON,
        )
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(row)


def test_words_of_an_older_version_taken_up_again_are_counted_with_the_ones_between(pair):
    """Version 1 comes back as version 3: its declaration closes the circle, and all are one item."""
    first, second = pair
    act(reviewing.sign, [second], by="lena")
    declare(second)
    act(using.reopen, first, by="ines")
    declare(approved(first))

    assert sorted(queries.joined()) == sorted([(first, second), (second, first)])


def test_the_page_shows_what_changed_and_the_item_says_what_was_declared(app, browser_of):
    with app.app_context():
        first = signed(saved(PLAIN))
        approved(saved(REWORDED, base=first))
    rhea = browser_of("rhea")
    page = rhea.get(PAGE).text
    assert "<ins>In other words: </ins>" in page
    assert "It is the same question still" in page
    assert "Somebody else says" in browser_of("ines").get(PAGE).text
    assert browser_of("otto").get(PAGE).status_code == 403

    assert rhea.post(PAGE, data={"do": "declare", "reason": ""}).status_code == 422
    rhea.post(PAGE, data={"do": "declare", "reason": "Only <words>."})
    told = rhea.get(f"/bank/items/{CODE}/versions/2").text
    assert "Declared a cosmetic edit by Rhea" in told
    assert "Only &lt;words&gt;." in told
    assert rhea.post(PAGE, data={"do": "declare", "reason": "Again."}).status_code == 409

    rhea.post(PAGE, data={"do": "back", "reason": "A doubt."})
    told = rhea.get(f"/bank/items/{CODE}").text
    assert "Declared a cosmetic edit by" not in told
    assert "took back that version 2 is a cosmetic edit" in told


def test_the_page_withholds_the_versions_from_whoever_is_still_to_answer(app, browser_of):
    with app.app_context():
        first = signed(saved(PLAIN))
        act(reviewing.submit, saved(REWORDED, base=first), by="ines")

    page = browser_of("rhea").get(PAGE).text

    assert "Answer before you see the key" in page
    assert PLAIN["options"][0]["rationale"][:20] not in page
    assert "In other words" not in page


def test_the_page_says_what_stands_against_it_and_offers_nothing(app, browser_of):
    with app.app_context():
        first = signed(saved(PLAIN | {"stem": "Wait 5 minutes.\n\nWhat comes **first**?"}))
        approved(saved(PLAIN | {"stem": "Wait 6 minutes.\n\nWhat comes **first**?"}, base=first))

    rhea = browser_of("rhea")
    page = rhea.get(PAGE).text
    answer = rhea.post(PAGE, data={"do": "declare", "reason": "A typing error."})

    assert "Question, numbers" in page
    assert "It is the same question still" not in page
    assert answer.status_code == 409
    assert "not counted together: stem, numbers" in answer.text
    assert "A typing error." in answer.text
