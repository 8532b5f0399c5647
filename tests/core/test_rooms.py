import pytest

from tests.core.small_items import candidate
from tests.core.specifications import specification
from training.core.balancing import Reckoned
from training.core.domains import Domain, Level
from training.core.rooms import Reach, rooms

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)


def found(spec, share=lambda _at: 0.7, **counts):
    """The rooms by cell: how many common items of each, and critical ones under the name with a c."""
    made = [
        candidate(f"{name}{at}", *(SAFETY if name[0] == "s" else ANATOMY), critical=name.endswith("c"))
        for name, count in counts.items()
        for at in range(count)
    ]
    items = {one.version: one.item for one in made}
    reckoned = {name: Reckoned(share(at), 0.2) for at, name in enumerate(items)}
    return {room.cell: room for room in rooms(items, spec, reckoned)}


def spread(at):
    return (0.5, 0.7, 0.9)[at % 3]


@pytest.mark.parametrize(
    ("held", "reach", "missing"),
    [(0, Reach.NONE, 9), (2, Reach.NONE, 7), (3, Reach.ONCE, 6), (8, Reach.SOME, 1), (9, Reach.ALL, 0)],
)
def test_a_cell_reaches_as_far_as_its_items_go(held, reach, missing):
    room = found(specification({SAFETY: 3}, attempts=3), spread, s=held)[SAFETY]

    assert (room.reach, room.papers) == (reach, held // 3)
    wanted = f"{missing} more, so that 3 attempts need share none"
    assert (wanted in room.advice) == bool(missing)
    assert len(room.advice) <= 1


def test_a_cell_that_nothing_is_asked_of_is_no_room():
    assert set(found(specification({SAFETY: 3}), s=3)) == {SAFETY}


def test_critical_items_and_the_others_are_advised_apart():
    """Of four questions two are critical: three attempts want six of either."""
    spec = specification({SAFETY: 4}, critical=2, attempts=3)

    few_common = found(spec, spread, s=3, sc=9)[SAFETY]
    few_critical = found(spec, spread, s=9, sc=3)[SAFETY]

    assert few_common.dangerous == 2
    assert few_common.advice == ("3 more that are not critical",)
    assert few_critical.advice == ("3 more that are critical",)


def test_items_that_are_all_alike_want_others():
    room = found(specification({SAFETY: 2}, attempts=2), s=6)[SAFETY]

    assert (room.hardest, room.easiest) == (0.7, 0.7)
    assert room.advice == ("some that are easier or harder",)


def test_an_empty_cell_has_no_figures_of_items():
    room = found(specification({SAFETY: 2, ANATOMY: 1}), spread, s=6)[ANATOMY]

    assert (room.held, room.papers, room.share, room.easiest, room.hardest) == (0, 0, 1.0, 0.0, 0.0)


def test_rates_are_those_of_the_exposure_rule():
    rooms_ = found(specification({SAFETY: 2, ANATOMY: 1}), spread, s=8, a=2)

    assert (rooms_[SAFETY].share, rooms_[ANATOMY].share) == (0.25, 0.5)
    assert rooms_[SAFETY].most == pytest.approx(1.25 * 3 / 10)
    assert rooms_[ANATOMY].most == 0.5
