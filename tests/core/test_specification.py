from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.specifications import specification
from training.core import specifying
from training.core.domains import Domain, Level, Pool
from training.core.drafts import DraftError
from training.core.specification import Release, Shortage, Specification, thin_cells

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MOMENTS = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))

specifications = st.builds(
    Specification,
    title=st.text(max_size=40),
    cells=st.dictionaries(st.tuples(st.sampled_from(list(Domain)), st.sampled_from(list(Level))), st.integers(1, 9)),
    critical=st.integers(0, 20),
    minutes=st.integers(1, 600),
    attempts=st.integers(1, 20),
    waiting_days=st.integers(0, 365),
    cut=st.fractions(0, 1, max_denominator=100),
    cut_reason=st.text(max_size=40),
    provisional=st.booleans(),
    minimums=st.dictionaries(st.sampled_from(list(Domain)), st.fractions(0, 1, max_denominator=20)),
    minimums_reason=st.text(max_size=40),
    opens_at=MOMENTS,
    closes_at=MOMENTS,
    hard_close=st.booleans(),
    late_minutes=st.integers(0, 1440),
    pool=st.sampled_from(list(Pool)),
    release=st.sampled_from(list(Release)),
    met_before=st.fractions(0, 1, max_denominator=20),
    modules=st.lists(st.text(max_size=10), unique=True).map(tuple),
)


def fields(faults):
    return {fault.field for fault in faults}


def refused(**changes):
    with pytest.raises(DraftError) as error:
        specifying.parse(specification().plain() | changes)
    return fields(error.value.faults)


@given(specifications)
def test_a_specification_written_down_reads_back_equal(given_):
    assert specifying.parse(given_.plain()) == given_


def test_what_a_further_paper_may_repeat_is_a_quarter_rounded_down_where_nobody_set_it():
    spec = specification({(Domain.SAFETY, Level.APPLY): 10})

    assert spec.most_met == 2
    assert "met_before" not in spec.plain()
    assert specifying.parse(spec.plain() | {"met_before": "30 %"}).most_met == 3


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("80 %", Fraction(4, 5)),
        (" 80,5 % ", Fraction(161, 200)),
        ("4/5", Fraction(4, 5)),
        ("0.56", Fraction(14, 25)),
        (1, Fraction(1)),
    ],
)
def test_a_share_is_read_exactly(text, share):
    assert specifying.parse(specification().plain() | {"cut": text}).cut == share


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": 3}, "title"),
        ({"provisional": "yes"}, "provisional"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"minutes": "45"}, "minutes"),
        ({"attempts": 21}, "attempts"),
        ({"cut": "most"}, "cut"),
        ({"cut": "1/0"}, "cut"),
        ({"cut": "120 %"}, "cut"),
        ({"cut": None}, "cut"),
        ({"pool": "all"}, "pool"),
        ({"release": "everything"}, "release"),
        ({"opens_at": "soon"}, "opens_at"),
        ({"opens_at": "2026-11-22T09:00"}, "opens_at"),
        ({"cells": 30}, "cells"),
        ({"cells": {"surgery": {}}}, "cells"),
        ({"cells": {"safety": {"guess": 1}}}, "cells.safety"),
        ({"cells": {"safety": {"apply": -1}}}, "cells.safety.apply"),
        ({"minimums": {"safety": "some"}}, "minimums.safety"),
        ({"modules": "all"}, "modules"),
    ],
)
def test_what_cannot_be_read_is_named(changes, field):
    assert refused(**changes) == {field}


def test_absent_tables_are_empty():
    plain = specification().plain()
    del plain["cells"], plain["minimums"], plain["modules"]

    bare = specifying.parse(plain)

    assert (bare.cells, bare.minimums, bare.modules) == ({}, {}, ())


def test_all_faults_are_named_at_once():
    assert refused(minutes=0, cut="most", title=1) == {"minutes", "cut", "title"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"critical": 6}, "critical"),
        ({"cut": Fraction(0)}, "cut"),
        ({"cut_reason": ""}, "cut_reason"),
        ({"opens_at": NOON, "closes_at": NOON}, "closes_at"),
        ({"hard_close": True}, "hard_close"),
        ({"release": Release.ITEMS}, "release"),
        ({"pool": Pool.PRACTICE}, "pool"),
        ({"minimums": {Domain.SAFETY: Fraction(4, 5)}}, "minimums_reason"),
        ({"minimums": {Domain.EVIDENCE: Fraction(1, 5)}}, "minimums.evidence"),
    ],
)
def test_what_stands_against_publishing_is_named(changes, field):
    assert fields(specification(**changes).faults()) == {field}


def test_an_exam_without_questions_is_not_published():
    assert "cells" in fields(specification({(Domain.SAFETY, Level.APPLY): 0}).faults())


def test_a_sound_specification_has_no_faults():
    whole = specification(opens_at=NOON, closes_at=NOON.replace(hour=18), hard_close=True)

    assert whole.faults() == ()


def test_a_thin_cell_is_named_with_what_is_wanted_and_found():
    counts = {(Domain.SAFETY, Level.APPLY): 2, (Domain.ANATOMY, Level.RECALL): 2}

    assert thin_cells(specification(), counts) == (
        Shortage("Safety: contraindications, complications, emergencies, apply", 3, 2),
    )


def test_sums_by_domain_and_level():
    cells = {(Domain.SAFETY, Level.APPLY): 3, (Domain.SAFETY, Level.RECALL): 1, (Domain.ANATOMY, Level.APPLY): 2}
    whole = specification(cells)

    assert (whole.length, whole.in_domain(Domain.SAFETY), whole.at_level(Level.APPLY)) == (6, 4, 5)


def test_a_minimum_of_four_fifths_asks_for_five_of_six():
    whole = specification({(Domain.SAFETY, Level.APPLY): 6}, minimums={Domain.SAFETY: Fraction(4, 5)})

    assert whole.needed(Domain.SAFETY) == 5
    assert whole.needed(Domain.ANATOMY) == 0


def test_a_minimum_against_the_advice_is_warned_of_with_its_cost():
    cells = {(Domain.SAFETY, Level.APPLY): 6, (Domain.ANATOMY, Level.RECALL): 24}
    whole = specification(cells, minimums={Domain.SAFETY: Fraction(4, 5)})

    (warning,) = whole.warnings()

    assert "5 of 6" in warning
    assert "3 fail on the total alone and 13 with the minimums" in warning


def test_a_minimum_within_the_advice_is_not_warned_of():
    whole = specification({(Domain.SAFETY, Level.APPLY): 15}, minimums={Domain.SAFETY: Fraction(3, 5)})

    assert whole.warnings() == ()


def test_good_candidates_fail_as_often_as_the_binomial_distribution_says():
    """P(X < 24) for 30 questions at 0.9 is 0.0258 (tables of the binomial distribution)."""
    whole = specification({(Domain.SAFETY, Level.APPLY): 30})

    assert float(whole.false_fails(minimums=False)) == pytest.approx(0.0258, abs=1e-4)


def test_questions_tried_out_are_shown_and_not_scored():
    whole = specification({(Domain.SAFETY, Level.APPLY): 80}, pilots=10)

    assert (whole.length, whole.shown, whole.in_domain(Domain.SAFETY)) == (80, 90, 80)
    assert specifying.parse(whole.plain()) == whole


def test_an_exam_that_tries_nothing_out_is_written_as_before_there_were_pilots():
    assert "pilots" not in specification().plain()
