"""From attempts to snapshots: what a candidate says, how it stands beside the one in force, what activating does."""

from dataclasses import replace

import numpy as np
import pytest

from tests.measurement.people import rmse, sample
from training.measurement import curves
from training.measurement.calibration import Limits, calibrate
from training.measurement.estimates import Bank
from training.measurement.outlook import outlook
from training.measurement.population import Population
from training.measurement.priors import Ratings
from training.measurement.responses import of_rows
from training.measurement.snapshot import Flag, Rated, Readiness, Source, of_plain

ITEMS = 80
CELLS = tuple(f"cell {item % 8}" for item in range(ITEMS))
VERSIONS = tuple(f"v{item}" for item in range(ITEMS))


def bank(rating=None, cut=0.6):
    nothing = np.full(ITEMS, np.nan)
    ratings = Ratings(nothing if rating is None else rating, nothing)
    return Bank("theory", VERSIONS, CELLS, ratings, (Rated.AUTHORS,) * ITEMS, np.full(ITEMS, 40 / ITEMS), cut, 40)


def counted(responses):
    none = np.zeros(responses.items, np.int64)
    return Population(np.arange(responses.persons), responses, none, none, np.zeros(responses.persons))


def nobody():
    return counted(of_rows([], [], [], persons=0, items=ITEMS))


def quietly(step):
    pass


def candidate(people, current=None, **options):
    return calibrate(bank(**options), people, current=current, limits=Limits(), progress=quietly)


def people(seed, persons=600, **options):
    return sample(seed, persons=persons, items=ITEMS, seen=40, **options)


def difficulties(snapshot):
    return np.array([item.difficulty for item in snapshot.items])


def test_a_borderline_person_is_expected_to_earn_the_cut_of_an_average_paper():
    found = candidate(counted(people(51).responses))

    assert np.mean([item.at_standard for item in found.items]) == pytest.approx(0.6)
    told = 0.5 * curves.information(difficulties(found), found.standard)[0]
    assert found.standard_error == pytest.approx(told**-0.5)


def test_before_responses_the_ratings_stand_in():
    rating = np.linspace(-2, 2, ITEMS)

    found = candidate(nobody(), rating=rating)

    assert found.source is Source.RATINGS
    assert found.standard == pytest.approx(0, abs=1e-9)
    assert np.corrcoef(difficulties(found), rating)[0, 1] > 0.9
    assert all(item.flags == (Flag.FEW,) and item.facility is None for item in found.items)


def test_few_responses_are_shrunk_to_what_is_held_and_come_nearer_the_truth():
    made = people(52, persons=40)

    shrunk = difficulties(candidate(counted(made.responses)))

    facility = (made.responses.facility * made.responses.seen + 0.5) / (made.responses.seen + 1)
    alone = np.log((1 - facility) / facility)
    truth = made.difficulty - made.difficulty.mean()
    assert rmse(shrunk - shrunk.mean(), truth) < rmse(alone - alone.mean(), truth)


def test_ratings_help_where_responses_are_few():
    made = people(53, persons=30)
    rating = made.difficulty + np.random.default_rng(1).normal(0, 0.5, ITEMS)

    with_them = difficulties(candidate(counted(made.responses), rating=rating))
    without = difficulties(candidate(counted(made.responses)))

    truth = made.difficulty - made.difficulty.mean()
    assert rmse(with_them - with_them.mean(), truth) < 0.8 * rmse(without - without.mean(), truth)


def test_flags_say_what_to_look_at():
    made = people(54).responses
    mark = np.where(made.item == 3, 1 - made.mark, made.mark)
    mark = np.where(made.item == 5, 1.0, mark)
    rows = ~((made.item == 9) & (made.person > 40))
    told = of_rows(made.person[rows], made.item[rows], mark[rows], persons=600, items=ITEMS)

    items = candidate(counted(told)).items

    assert Flag.NEGATIVE in items[3].flags
    assert items[5].flags == (Flag.BOUND,)
    assert items[9].flags == (Flag.FEW,)
    assert sum(Flag.NEGATIVE in item.flags for item in items) == 1
    assert sum(Flag.MISFIT in item.flags for item in items) <= 1
    assert np.isfinite(items[5].difficulty)


@pytest.mark.parametrize(
    ("responses", "readiness"),
    [(0, Readiness.PROVISIONAL), (29, Readiness.PROVISIONAL), (30, Readiness.BALANCING), (100, Readiness.EQUIVALENT)],
)
def test_readiness_is_by_responses(responses, readiness):
    first = candidate(nobody()).items[0]

    assert replace(first, responses=responses).readiness is readiness


def test_a_snapshot_is_what_it_was_written_as():
    first = candidate(counted(people(55).responses))
    linked = candidate(counted(people(56).responses), current=first)

    for found in (first, linked):
        assert of_plain(found.plain()).plain() == found.plain()
        assert of_plain(found.plain()).digest == found.digest
    assert first.digest != linked.digest


def test_abler_people_do_not_make_items_easier_nor_move_the_standard():
    first = people(57, persons=1_500)
    current = candidate(counted(first.responses))
    abler = sample(58, persons=1_500, items=ITEMS, seen=40)
    chance = np.random.default_rng(58)
    steps = abler.ability[abler.responses.person] + 0.8 - first.difficulty[abler.responses.item]
    mark = (chance.random(len(steps)) < 1 / (1 + np.exp(-steps))).astype(float)
    rows = abler.responses

    found = candidate(counted(of_rows(rows.person, rows.item, mark, persons=1_500, items=ITEMS)), current=current)

    assert found.mean - current.mean == pytest.approx(0.8, abs=0.1)
    assert found.standard == pytest.approx(current.standard, abs=0.05)
    change = outlook(current, found)
    assert abs(change.pass_after - change.pass_before) <= change.most < 0.03


def test_an_item_that_leaked_is_left_out_of_the_link_and_flagged():
    made = people(59, persons=1_500)
    current = candidate(counted(made.responses))
    rows = people(59, persons=1_500).responses
    mark = np.where(rows.item < 4, 1.0 * (np.random.default_rng(2).random(len(rows.mark)) < 0.97), rows.mark)

    found = candidate(counted(of_rows(rows.person, rows.item, mark, persons=1_500, items=ITEMS)), current=current)

    assert [number for number, item in enumerate(found.items) if Flag.UNSTABLE in item.flags] == [0, 1, 2, 3]
    assert found.linked.stable == ITEMS - 4
    assert difficulties(found)[4:] == pytest.approx(difficulties(current)[4:], abs=0.1)


def test_activating_moves_the_pass_rate_by_no_more_than_it_reports():
    made = people(60, persons=250)
    current = candidate(counted(made.responses))
    later = people(60, persons=2_000)  # the same items, more people
    found = candidate(counted(later.responses), current=current)
    change = outlook(current, found)
    truth = sample(60, persons=1, items=ITEMS, seen=1).difficulty

    def truly_passing(snapshot):
        """People at N(0, 1) who sit an average paper of the true items, cut where the snapshot expects the cut."""
        difficulty = difficulties(snapshot) - snapshot.mean
        standard = curves.ability_at(0.6 * ITEMS, difficulty)
        marks = curves.expected_marks(truth, np.random.default_rng(3).normal(size=2_000))
        return float(np.mean(marks.mean(axis=0) >= curves.expected_marks(truth, standard).mean()))

    assert abs(truly_passing(found) - truly_passing(current)) <= change.most + 0.02


def test_a_candidate_that_shares_too_little_stands_on_its_own_scale():
    current = candidate(counted(people(61).responses))
    elsewhere = of_plain({**current.plain(), "items": current.plain()["items"][:4]})

    found = candidate(counted(people(62).responses), current=elsewhere)

    assert found.linked is None
    assert found.mean == 0
    assert outlook(elsewhere, found) is None


def test_the_first_person_does_not_tell_that_all_are_alike():
    """One row of answers has no spread; what is held of abilities keeps it from 0, and hundreds of people outweigh it.

    With ten people's worth of evidence for 1, one person near the mean leaves a variance near 10.3 of 11.
    """
    alone = candidate(counted(of_rows([0] * 40, range(40), [1.0, 0.0] * 20, persons=1, items=ITEMS)))
    many = candidate(counted(people(63, persons=1_200, spread=0.5).responses))

    assert alone.spread == pytest.approx((10.3 / 11) ** 0.5, abs=0.03)
    assert many.spread == pytest.approx(0.5, abs=0.05)


def test_an_item_goes_on_under_the_name_of_its_later_version():
    """Of three versions that count together two are in force, each by itself: the one with more answers is compared."""
    current = candidate(counted(people(64).responses))
    told = list(current.items)
    told[1] = replace(told[1], version="v0, earlier", responses=31.0, difficulty=told[1].difficulty + 5)
    before = replace(current, items=tuple(told))
    joined = (("new", "v0", "v0, earlier"), *[()] * (ITEMS - 1))
    now = replace(bank(), versions=("new", *VERSIONS[1:]), joined=joined)

    found = calibrate(now, counted(people(64).responses), current=before, limits=Limits(), progress=quietly)

    assert found.items[0].joined == joined[0]
    assert found.linked.common == ITEMS - 1
    assert found.linked.stable == ITEMS - 1
    assert found.linked.shift == pytest.approx(0)
