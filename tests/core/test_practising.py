from hypothesis import given
from hypothesis import strategies as st

from tests.core.small_items import candidate
from training.core.practising import Candidate, Wish, arrangement, choose

RESULTS = st.sampled_from((None, False, True))
POOLS = st.lists(RESULTS, max_size=12).map(
    lambda results: [Candidate(f"v{number}", f"code{number}", right) for number, right in enumerate(results)]
)
SEEDS = st.integers(0, 2**62)


@given(POOLS, st.integers(1, 15), SEEDS)
def test_a_set_asks_what_is_wanted_or_all_there_is_and_nothing_twice(pool, number, seed):
    chosen = choose(pool, number=number, wish=Wish.ANY, seed=seed)

    assert len(chosen) == len(set(chosen)) == min(number, len(pool))


@given(POOLS, st.integers(1, 15), SEEDS)
def test_new_items_are_taken_before_wrong_ones_and_those_before_right_ones(pool, number, seed):
    urgency = {each.version: (None, False, True).index(each.right) for each in pool}
    chosen = choose(pool, number=number, wish=Wish.ANY, seed=seed)

    taken = sorted(urgency[version] for version in chosen)
    assert taken == sorted(urgency.values())[: len(taken)]


@given(POOLS, SEEDS)
def test_wrong_ones_only_are_all_that_went_wrong_last(pool, seed):
    chosen = choose(pool, number=15, wish=Wish.WRONG, seed=seed)

    assert set(chosen) == {each.version for each in pool if each.right is False}


@given(POOLS, st.integers(1, 15), SEEDS, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_set_whatever_the_order_of_the_pool(pool, number, seed, chance):
    chosen = choose(pool, number=number, wish=Wish.ANY, seed=seed)

    assert choose(chance.sample(pool, len(pool)), number=number, wish=Wish.ANY, seed=seed) == chosen


def test_an_item_that_comes_again_has_its_options_drawn_anew():
    item = candidate("one").item
    orders = {arrangement(item, seed=7, position=position).order for position in range(1, 9)}

    assert len(orders) > 1
    assert arrangement(item, seed=7, position=3) == arrangement(item, seed=7, position=3)
