"""Simulated people at questions of every kind: their marks follow the model, their papers end as papers end."""

from fractions import Fraction
from random import Random
from statistics import mean, pstdev

import pytest

from tests.items import samples
from training import items
from training.core import examinees
from training.core.examinees import End, Examinee, Truth

SURE = Examinee(ability=0.0, speed=0.0, unseen=0.0, open=0.0, changed=0.0)


@pytest.mark.parametrize("item", [samples.item(sample) for _, sample in samples.samples()], ids=lambda item: item.kind)
def test_every_kind_can_be_got_wrong_in_a_way_that_can_be_given(item):
    found = examinees.wrong(item)
    assert found
    for wrong in found:
        mark = item.mark(wrong.response)
        assert item.fits(wrong.response)
        assert wrong.response != item.key
        assert mark is None or mark.awarded < mark.possible
        assert (wrong.weight < 1) == (mark is not None and mark.dangerous)


@pytest.mark.parametrize("ability", [-1.0, 0.5, 2.0])
@pytest.mark.parametrize("kind", ["plain", "five-steps", "two-of-five", "four-premises"])
def test_the_mean_mark_is_what_the_model_expects(kind, ability):
    item = items.parse(samples.draft(kind))
    truth = Truth(difficulty=-1.0, slope=1.2, floor=float(item.guess), time=3.5, wrong=examinees.wrong(item))
    who = Examinee(ability=ability, speed=0.0, unseen=0.0, open=0.0, changed=0.0)
    sat = examinees.sit(who, [(item, truth)] * 3000, seconds=1e9, chance=Random(7))

    got = mean(float(item.mark(given.response).awarded) for given in sat.given)

    assert got == pytest.approx(examinees.expected(truth, ability), abs=0.03)


def test_a_dangerous_choice_is_rare_and_more_likely_for_who_did_not_look():
    item = items.parse(samples.draft("critical"))
    truth = Truth(difficulty=0.0, slope=1.0, floor=0.25, time=3.5, wrong=examinees.wrong(item))

    def share(who):
        sat = examinees.sit(who, [(item, truth)] * 4000, seconds=1e9, chance=Random(3))
        return mean(item.mark(given.response).dangerous for given in sat.given)

    assert 0 < share(SURE) < 0.05 < share(Examinee(ability=0.0, speed=0.0, unseen=1.0))


def test_times_are_lognormal_about_the_question_less_the_person():
    item = items.parse(samples.draft("plain"))
    truth = Truth(difficulty=0.0, slope=1.0, floor=0.25, time=4.0, wrong=examinees.wrong(item))
    slow, fast = (
        [
            given.seconds
            for given in examinees.sit(
                Examinee(0.0, speed, 0.0, 0.0, 0.0), [(item, truth)] * 4000, seconds=1e9, chance=Random(5)
            ).given
        ]
        for speed in (0.0, 0.7)
    )

    assert mean(slow) == pytest.approx(54.6 * 1.083, rel=0.05)
    assert mean(slow) / mean(fast) == pytest.approx(2.01, rel=0.05)


def test_who_is_slow_runs_out_of_time_and_who_leaves_leaves():
    item = items.parse(samples.draft("plain"))
    truth = Truth(difficulty=0.0, slope=1.0, floor=0.25, time=4.0, wrong=examinees.wrong(item))
    paper = [(item, truth)] * 40

    late = examinees.sit(SURE, paper, seconds=600, chance=Random(1))
    gone = examinees.sit(Examinee(0.0, 0.0, leaves_at=0.5), paper, seconds=1e9, chance=Random(1))
    done = examinees.sit(SURE, paper, seconds=1e9, chance=Random(1))

    assert late.end is End.TIME_UP
    assert sum(given.seconds for given in late.given) <= 600
    assert (gone.end, len(gone.given)) == (End.LEFT, 20)
    assert (done.end, len(done.given)) == (End.HANDED_IN, 40)


def test_what_is_not_known_may_be_left_open():
    item = items.parse(samples.draft("plain"))
    truth = Truth(difficulty=9.0, slope=1.0, floor=0.0, time=3.0, wrong=examinees.wrong(item))
    sat = examinees.sit(Examinee(0.0, 0.0, unseen=0.0, open=0.5), [(item, truth)] * 2000, seconds=1e9, chance=Random(2))

    assert mean(not given.response for given in sat.given) == pytest.approx(0.5 * 0.98, abs=0.04)


def test_the_truth_lies_around_what_is_believed():
    item = items.parse(samples.draft("plain"))
    chance = Random(11)
    found = [examinees.truth(item, 0.8, chance) for _ in range(2000)]

    assert float(item.guess) == pytest.approx(found[0].floor)
    assert pstdev(each.difficulty for each in found) == pytest.approx(0.45, rel=0.1)
    middle = sorted(examinees.expected(Truth(each.difficulty, 1.0, each.floor, 0, ()), 0.0) for each in found)[1000]
    assert middle == pytest.approx(0.8, abs=0.02)


def test_a_population_has_the_mean_and_spread_asked_for():
    chance = Random(4)
    people = [examinees.somebody(chance, mean=0.8, spread=0.6) for _ in range(4000)]

    assert mean(each.ability for each in people) == pytest.approx(0.8, abs=0.04)
    assert pstdev(each.ability for each in people) == pytest.approx(0.6, abs=0.03)
    assert mean(each.hurries_at < 1 for each in people) == pytest.approx(Fraction(1, 25), abs=0.012)
    assert mean(each.leaves_at < 1 for each in people) == pytest.approx(Fraction(1, 60), abs=0.008)
