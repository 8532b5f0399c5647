from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core import scoring
from training.core.domains import Domain
from training.core.items import Mark
from training.core.scoring import Outcome, Rules, Scored, Why

SHARES = st.fractions(0, 1, max_denominator=12)
MARKS = st.builds(lambda share, danger: Mark(share, Fraction(1), danger), SHARES, st.booleans())


def papers(marks=MARKS):
    slot = st.tuples(st.sampled_from(list(Domain)), marks)
    return st.lists(slot, min_size=1, max_size=30).map(
        lambda slots: [
            Scored(position, domain, mark, f"C{position % 3}" if mark and mark.dangerous else "")
            for position, (domain, mark) in enumerate(slots, start=1)
        ]
    )


RULES = st.builds(
    Rules, cut=st.fractions(0, 1, max_denominator=100), minimums=st.dictionaries(st.sampled_from(list(Domain)), SHARES)
)


def paper(right, of, domain=Domain.SAFETY):
    return [Scored(number, domain, Mark(Fraction(number <= right), Fraction(1))) for number in range(1, of + 1)]


@given(papers(), RULES, st.randoms())
def test_invariant_5_the_order_of_the_slots_changes_nothing(slots, rules, chance):
    shuffled = chance.sample(slots, len(slots))

    assert scoring.decide(shuffled, rules) == scoring.decide(slots, rules)


@given(papers(), RULES)
def test_invariant_6_a_pass_has_the_cut_every_minimum_and_no_dangerous_choice(slots, rules):
    decision = scoring.decide(slots, rules)
    passed = (
        decision.awarded >= rules.cut * decision.possible
        and all(tally.awarded >= rules.minimums.get(tally.domain, 0) * tally.possible for tally in decision.profile)
        and not any(slot.mark.dangerous for slot in slots)
    )

    assert (decision.outcome is Outcome.PASS) == passed


@given(papers(), RULES)
def test_the_total_is_the_sum_of_the_domains_and_lies_between_none_and_all(slots, rules):
    decision = scoring.decide(slots, rules)

    assert decision.awarded == sum(tally.awarded for tally in decision.profile) == sum(s.mark.awarded for s in slots)
    assert 0 <= decision.awarded <= decision.possible == len(slots)


@given(papers(), RULES)
def test_a_decision_written_down_reads_back_equal(slots, rules):
    decision = scoring.decide(slots, rules)

    assert scoring.decision_of(decision.plain()) == decision


@given(papers(st.one_of(st.none(), MARKS)), RULES)
def test_a_slot_without_a_mark_withholds_the_decision(slots, rules):
    withheld = any(slot.mark is None for slot in slots)

    assert (scoring.decide(slots, rules).outcome is Outcome.WITHHELD) == withheld


@pytest.mark.parametrize("of", range(1, 81))
def test_exactly_the_cut_passes_and_one_mark_less_fails(of):
    rules = Rules(Fraction(4, 5), {})
    lowest = -(-4 * of // 5)

    assert scoring.decide(paper(lowest, of), rules).outcome is Outcome.PASS
    assert scoring.decide(paper(lowest - 1, of), rules).outcome is Outcome.FAIL


def test_fourteen_of_twenty_five_pass_a_cut_of_56_percent():
    assert scoring.decide(paper(14, 25), Rules(Fraction(56, 100), {})).outcome is Outcome.PASS


def test_five_of_six_meet_a_minimum_of_four_fifths_and_four_do_not():
    rules = Rules(Fraction(0), {Domain.SAFETY: Fraction(4, 5)})

    assert scoring.decide(paper(5, 6), rules).outcome is Outcome.PASS
    assert scoring.decide(paper(4, 6), rules).outcome is Outcome.FAIL


def test_one_dangerous_choice_vetoes_full_marks_elsewhere_and_names_its_safety_rule_once():
    danger = Mark(Fraction(0), Fraction(1), dangerous=True)
    slots = [*paper(28, 28), Scored(29, Domain.SAFETY, danger, "C1"), Scored(30, Domain.SAFETY, danger, "C1")]

    decision = scoring.decide(slots, Rules(Fraction(1, 2), {}))

    assert decision.outcome is Outcome.FAIL
    assert decision.safety_points == ("C1",)
    assert [reason.met for reason in decision.reasons if reason.why is Why.TOTAL] == [True]


def test_a_paper_without_questions_has_no_decision():
    with pytest.raises(ValueError, match="without questions"):
        scoring.decide([], Rules(Fraction(0), {}))


def test_rules_are_read_from_a_papers_frozen_values():
    rules = scoring.rules_of({"cut": "4/5", "minimums": {"safety": "5/6"}})

    assert rules == Rules(Fraction(4, 5), {Domain.SAFETY: Fraction(5, 6)})


def test_minimums_that_are_no_table_are_refused():
    with pytest.raises(TypeError, match="table of shares"):
        scoring.rules_of({"cut": "4/5", "minimums": []})


@given(papers(), papers(st.one_of(st.none(), MARKS)), RULES)
def test_what_is_tried_out_changes_no_decision_whatever_was_answered_there(slots, tried, rules):
    """No mark, no missing mark and no dangerous choice of a pilot is in any sum or reason."""
    pilots = [
        Scored(len(slots) + slot.position, slot.domain, slot.mark, slot.safety_point, pilot=True) for slot in tried
    ]

    assert scoring.decide(pilots + slots, rules) == scoring.decide(slots, rules)


def test_a_paper_of_nothing_but_what_is_tried_out_has_no_decision():
    with pytest.raises(ValueError, match="without questions"):
        scoring.decide([Scored(1, Domain.SAFETY, None, pilot=True)], Rules(Fraction(1), {}))
