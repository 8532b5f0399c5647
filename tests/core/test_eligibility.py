from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.eligibility import (
    Evidence,
    Fact,
    Need,
    Requirement,
    State,
    checklist,
    eligible,
    months_later,
    renewal_opens_on,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = Requirement(Need.MODULE, "first", "The first module")
SECOND = Requirement(Need.MODULE, "second", "The second module")
EXAM = Requirement(Need.EXAM, "theory", "The exam")
PRACTICAL = Requirement(Need.PRACTICAL, "form", "The practical", amount=2)
SESSIONS = Requirement(Need.SESSIONS, "", "Sessions", amount=3, fresh=True)
ALL = (FIRST, SECOND, EXAM, PRACTICAL, SESSIONS)


def shown(*refs, waiting=0, day=1):
    return Evidence(tuple(Fact(ref, START + timedelta(days=day)) for ref in refs), waiting)


def states(evidence, requirements=ALL, since=None):
    return [line.state for line in checklist(requirements, evidence, since=since)]


EVERYTHING = {
    FIRST.key: shown("m1"),
    SECOND.key: shown("m2"),
    EXAM.key: shown("r1"),
    PRACTICAL.key: shown("p1", "p2"),
    SESSIONS.key: shown("s1", "s2", "s3"),
}
facts = st.builds(
    Fact, st.text("abc", min_size=1, max_size=2), st.integers(0, 100).map(lambda day: START + timedelta(days=day))
)
known = st.dictionaries(
    st.sampled_from([requirement.key for requirement in ALL]),
    st.builds(Evidence, st.lists(facts, max_size=5).map(tuple), st.integers(0, 3)),
)


def test_a_newcomer_begins_with_the_first_module():
    assert states({}) == [State.NEXT, State.OPEN, State.LOCKED, State.IN_A_ROOM, State.IN_A_ROOM]


def test_the_exam_is_next_once_every_module_is_done():
    modules = {FIRST.key: shown("m1"), SECOND.key: shown("m2")}

    assert states(modules)[:3] == [State.DONE, State.DONE, State.NEXT]


def test_sessions_that_wait_for_an_assessor_are_waiting():
    assert states({SESSIONS.key: shown("s1", waiting=2)})[-1] == State.WAITING


def test_too_few_sessions_still_need_people_in_a_room():
    assert states({SESSIONS.key: shown("s1", waiting=1)})[-1] == State.IN_A_ROOM


def test_somebody_with_everything_is_eligible():
    assert eligible(checklist(ALL, EVERYTHING))


@pytest.mark.parametrize("lost", sorted(EVERYTHING))
def test_nobody_is_eligible_without_one_of_them(lost):
    without = {key: value for key, value in EVERYTHING.items() if key != lost}

    assert not eligible(checklist(ALL, without))


def test_an_award_that_asks_for_nothing_is_nobody_s():
    assert not eligible(checklist((), {}))


def test_the_same_fact_twice_counts_once():
    assert states({SESSIONS.key: shown("s1", "s1", "s1")})[-1] == State.IN_A_ROOM


def test_a_renewal_counts_fresh_facts_only_where_they_are_asked_for():
    lines = checklist(ALL, EVERYTHING, since=START + timedelta(days=2))

    assert [line.done for line in lines] == [True, True, True, True, False]


@given(known)
def test_a_line_is_done_exactly_when_enough_different_facts_are_there(evidence):
    for line in checklist(ALL, evidence):
        refs = {fact.ref for fact in evidence.get(line.requirement.key, Evidence()).facts}
        assert line.done == (len(refs) >= line.requirement.amount)


@given(known)
def test_at_most_one_line_is_next_and_it_is_no_matter_of_a_room(evidence):
    following = [line for line in checklist(ALL, evidence) if line.state == State.NEXT]

    assert len(following) <= 1
    assert not any(line.requirement.in_a_room for line in following)


@given(known, st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(evidence, chance):
    shuffled = {
        key: Evidence(tuple(chance.sample(value.facts, len(value.facts))), value.waiting)
        for key, value in evidence.items()
        if len({fact.ref for fact in value.facts}) == len(value.facts)
    }
    same = {key: evidence[key] for key in shuffled}

    assert checklist(ALL, shuffled) == checklist(ALL, same)


@given(known, st.sampled_from(ALL), facts)
def test_another_fact_never_takes_a_done_line_back(evidence, requirement, fact):
    before = evidence.get(requirement.key, Evidence())
    more = evidence | {requirement.key: Evidence((*before.facts, fact), before.waiting)}
    done = {line.requirement for line in checklist(ALL, evidence) if line.done}

    assert done <= {line.requirement for line in checklist(ALL, more) if line.done}


@given(known, st.integers(0, 100))
def test_a_renewal_is_never_easier_than_the_first_award(evidence, day):
    renewal = checklist(ALL, evidence, since=START + timedelta(days=day))

    assert eligible(renewal) <= eligible(checklist(ALL, evidence))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 22), 36, date(2029, 11, 22)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
    ],
)
def test_months_are_calendar_months(day, months, later):
    assert months_later(day, months) == later


def test_a_renewal_opens_some_months_before_the_last_day():
    assert renewal_opens_on(date(2029, 11, 22), months_before=6) == date(2029, 5, 22)
