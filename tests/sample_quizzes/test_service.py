"""What may be chosen for a sample quiz and by whom, and what becomes of it while it is shared."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from tests.bank.bank import act, approved, saved
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.sample_quizzes.quizzes import acted, code, codes, draft, made, opened, quiz, shared, stock
from training import db as database
from training import items
from training.bank.models import BankItem
from training.bank.queries import practising, versions
from training.bank.service import retiring, reviewing, using
from training.bank.service.retiring import Retiring
from training.core.domains import Domain
from training.core.samples import LARGEST, Absence, Standing
from training.db import db
from training.erasing import Erasing
from training.sample_quizzes import erasure, service

pytestmark = pytest.mark.usefixtures("context")


def test_only_approved_practice_items_are_taken_in_their_order_and_each_once():
    number = made()
    stock(draft(1), draft(2), draft(3, pool="exam"))
    saved(draft(4))

    added = acted(service.add, number, [code(each) for each in (2, 1, 3, 4, 2)] + ["no/such/item"], by="ines")

    assert added == 2
    assert codes(quiz(number).link) == [code(2), code(1)]
    assert acted(service.add, number, [code(1)], by="ines") == 0


def test_what_a_person_may_have_to_mark_is_not_offered():
    asking = [each for each in samples.drafts() if not items.marks_alone(items.parse(each))]
    plain = [each for each in asking if not each.get("stimulus") and not each.get("figure")]
    for each in plain:
        approved(saved(each | {"pool": "practice"}))

    found = practising.search()

    assert {each["kind"] for each in plain} >= {"short_text", "extended_text"}
    assert found.rows == ()
    assert acted(service.add, made(), [each["code"] for each in plain], by="ines") == 0


def test_items_are_found_by_domain_and_words():
    for each in (draft(1), draft(2, stem="What follows a faint?")):
        approved(saved(each))

    assert [row.item.header.code for row in practising.search(words="faint").rows] == [code(2)]
    assert practising.search(domain=Domain.EVIDENCE).total == 0
    assert practising.search(domain=Domain.SAFETY).total == 2
    assert practising.search(page=9).number == 1


def test_questions_are_drawn_by_domain_and_number_without_enemies():
    number = made()
    stock(draft(1, enemies=[code(2)]), draft(2), draft(3))
    acted(service.add, number, [code(1)], by="ines")

    added = acted(service.add_drawn, number, [Domain.SAFETY], wanted=5, seed=7, by="ines")

    assert added == 1
    assert codes(quiz(number).link) == [code(1), code(3)]
    assert quiz(number).clashes == ()


def test_enemies_chosen_by_hand_are_named():
    assert opened(draft(1, enemies=[code(2)]), draft(2)).clashes == ((code(1), code(2)),)


def test_a_full_quiz_takes_no_more(monkeypatch):
    monkeypatch.setattr(service, "LARGEST", 2)
    made_quiz = opened(draft(1))
    stock(draft(2), draft(3))

    with pytest.raises(service.TooMany) as refused:
        acted(service.add, made_quiz.number, [code(2), code(3)], by="ines")

    assert refused.value.room == 1
    assert codes(made_quiz.link) == [code(1)]
    assert LARGEST == 40


def test_questions_change_places_and_leave():
    found = opened(draft(1), draft(2), draft(3))

    acted(service.move, found.number, 3, up=True, by="ines")
    acted(service.move, found.number, 1, up=True, by="ines")
    acted(service.remove, found.number, 1, by="ines")

    assert codes(found.link) == [code(3), code(2)]


def _withdraw(version):
    act(using.withdraw, version, "Wrong side.", by="ivo")


def _retire(version):
    act(retiring.retire, Retiring(code(1), version, "Nobody does it so any more.", ""), by="ivo")


def _move(_version):
    """Move the item to the exam pool, which no page can do."""
    db.session.execute(update(BankItem).where(BankItem.code == code(1)).values(pool="exam"))
    db.session.commit()


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_withdraw, Absence.WITHDRAWN),
        (_retire, Absence.RETIRED),
        (_move, Absence.POOL),
    ],
    ids=["withdrawn", "retired", "moved to the exam"],
)
def test_an_item_that_may_not_be_shown_any_more_leaves_at_once_and_staff_read_why(happens, why):
    found = opened(draft(1), draft(2))
    version = versions.newest(code(1)).hash

    happens(version)

    assert codes(found.link) == [code(2)]
    assert [(each.stood.item.header.code, each.stood.absence) for each in quiz(found.number).absent] == [(code(1), why)]


def test_a_newer_version_takes_the_place_of_the_one_that_was_chosen_once_it_is_approved():
    found = opened(draft(1))
    first = versions.newest(code(1)).hash
    second = saved(draft(1, stem="What does it ask now?"), base=first)
    assert [each.version for each in shared(found.link).questions] == [first]

    approved(second)

    assert [each.version for each in shared(found.link).questions] == [second]
    (chosen,) = quiz(found.number).chosen
    assert (chosen.replaced, chosen.number, chosen.stood.number) == (True, 1, 2)
    acted(service.accept, found.number, chosen.place, by="ines")
    assert not quiz(found.number).chosen[0].replaced


def test_a_signature_changes_nothing_of_what_visitors_see():
    number, version = made(), approved(saved(draft(1)))
    acted(service.add, number, [code(1)], by="ines")

    act(reviewing.sign, [version], by="lena")

    assert [each.version for each in shared(quiz(number).link).questions] == [version]
    assert not quiz(number).chosen[0].replaced


def test_a_renewed_link_leads_on_and_the_old_one_nowhere():
    found = opened(draft(1))

    acted(service.renew, found.number, by="ines")

    assert shared(found.link) is None
    assert codes(quiz(found.number).link) == [code(1)]


def test_links_are_80_random_bits_and_forgiving_to_type():
    found = opened(draft(1))

    assert len({found.link, found.number, *(quiz(made()).link for _ in range(3))}) == 5
    assert len(found.link.replace("-", "")) * 5 == 80
    assert shared(found.link.lower().replace("-", " ")).link == found.link


def test_a_quiz_is_open_to_the_end_of_its_last_day_and_may_be_opened_again():
    found = opened(draft(1), ends_on=date(2026, 11, 22))
    later = NOON + timedelta(days=1)

    assert codes(found.link) == [code(1)]
    assert (shared(found.link, later).standing, codes(found.link, later)) == (Standing.OVER, [])
    acted(service.change, found.number, service.Details("On", "", None), by="ines", now=later)
    assert codes(found.link, later) == [code(1)]


def test_an_ended_quiz_shows_nothing_and_changes_no_more():
    found = opened(draft(1))

    acted(service.end, found.number, by="lena")

    assert (shared(found.link).standing, codes(found.link)) == (Standing.ENDED, [])
    for refused in (
        lambda: acted(service.renew, found.number, by="ines"),
        lambda: acted(service.add, found.number, [code(1)], by="ines"),
        lambda: acted(service.change, found.number, service.Details("x", "", None), by="ines"),
    ):
        with pytest.raises(service.HasEnded):
            refused()


@pytest.mark.parametrize("act_of", [service.renew, lambda number, **given: service.remove(number, 1, **given)])
def test_nobody_changes_the_quiz_of_somebody_else(act_of):
    found = opened(draft(1))

    with pytest.raises(service.NotTheirs):
        acted(act_of, found.number, by="ivo")


def test_two_counts_are_kept_and_nothing_else():
    found = opened(draft(1))

    with database.commit_command():
        service.count(shared(found.link).id, answers=3, full_marks=2)

    assert (quiz(found.number).answers, quiz(found.number).full_marks) == (3, 2)


def test_erasing_whoever_made_it_ends_it_and_takes_their_name_out(tmp_path):
    found = opened(draft(1), title="Ask Ines Duarte")
    gone = Erasing(identity("ines"), identity("ada"), NOON, frozenset({"Ines Duarte"}), tmp_path)

    erasure.erase(gone)
    db.session.commit()

    assert quiz(found.number).standing is Standing.ENDED
    assert quiz(found.number).title == "Ask [erased]"
