from random import Random

from training.core import overlap
from training.core.overlap import Shared


def test_pairs_of_two_people_and_of_one_are_told_apart():
    papers = [("tara", "abcd"), ("tom", "cdef"), ("tara", "abxy"), ("tina", "uvwz")]

    between, again = overlap.shared(papers)

    assert between == Shared(5, 2 / 5, 2)
    assert again == Shared(1, 2, 2)


def test_without_pairs_there_is_nothing_in_common():
    assert overlap.shared([]) == overlap.shared([("tara", "abcd")]) == (Shared(0, 0.0, 0), Shared(0, 0.0, 0))


def test_many_papers_are_compared_as_sets_are():
    chance = Random(3)
    papers = [(number, chance.sample(range(200), 40)) for number in range(40)]

    between, _again = overlap.shared([(owner, [str(name) for name in names]) for owner, names in papers])

    pairs = [len({*one} & {*other}) for at, (_, one) in enumerate(papers) for _, other in papers[at + 1 :]]
    assert between == Shared(len(pairs), sum(pairs) / len(pairs), max(pairs))
