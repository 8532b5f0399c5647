"""The pools of the bank that ships share nothing: no question of one asks nearly what one of the other asks."""

from tests.linting.likenesses import reported


def test_no_two_items_of_different_pools_are_near_duplicates():
    assert [(pair.one.code, pair.other.code) for pair in reported() if pair.between_pools] == []


def test_near_duplicates_of_one_pool_are_enemies():
    assert [(pair.one.code, pair.other.code) for pair in reported() if not pair.settled] == []
