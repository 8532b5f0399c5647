"""The pictures of the fairness report: their marks stand where the figures say."""

import pytest

from training.core.domains import Domain, Level
from training.core.rooms import Room
from training.quiz.fairness import charts
from training.quiz.fairness.report import Achieved


def place(chart, value, target):
    """The height of a value, by the target's line and the edge of the band."""
    return chart.target + (target - value) / 0.25 * (chart.band[1] - chart.target)


@pytest.mark.parametrize("count", [1, 5, 500])
def test_papers_stand_in_their_order_at_their_points(count):
    points = tuple(40 + (number % 5 - 2) / 10 for number in range(count))

    chart = charts.scatter(Achieved("Whole paper", 40.0, points))

    assert len(chart.inside) == count
    assert chart.outside == ()
    assert [x for x, _y in chart.inside] == sorted(x for x, _y in chart.inside)
    assert all(charts.LEFT < x < charts.RIGHT and charts.TOP < y < charts.BOTTOM for x, y in chart.inside)
    assert [y for _x, y in chart.inside] == pytest.approx([place(chart, value, 40) for value in points], abs=0.2)


def test_papers_off_their_target_are_told_by_their_shape():
    chart = charts.scatter(Achieved("Whole paper", 40.0, (40.25, 40.3, 37.0, 39.75)))

    assert (len(chart.inside), len(chart.outside)) == (2, 2)
    assert chart.outside[1][1] == pytest.approx(place(chart, 37.0, 40), abs=0.6)


@pytest.mark.parametrize("points", [(0.1,), (64.0,), (64.0, 20.0), (150.0, 3.0)])
def test_the_scale_has_a_few_ticks_at_round_figures(points):
    chart = charts.scatter(Achieved("Whole paper", 64.0, points))

    assert 2 <= len(chart.ticks) <= 6
    assert len({tick.text for tick in chart.ticks}) == len(chart.ticks)
    assert all(charts.TOP <= tick.at <= charts.BOTTOM for tick in chart.ticks)
    assert float(chart.ticks[1].text) > float(chart.ticks[0].text)


def bars(rates):
    return [(bar.low, bar.high, bar.items) for bar in charts.histogram(rates).bars]


def test_items_are_counted_by_twentieths_of_the_papers():
    found = bars([0.0, 0.0, 0.01, 0.05, 0.051, 0.2])

    assert found == [(0, 0, 2), (0, 5, 2), (5, 10, 1), (10, 15, 0), (15, 20, 1)]


def test_where_few_papers_hold_much_tenths_are_enough():
    found = bars([0.0, 0.5, 1.0, 1.0])

    assert [each for each in found if each[2]] == [(0, 0, 1), (40, 50, 1), (90, 100, 2)]
    assert len(found) == 11


def test_bars_are_as_tall_as_what_they_count_and_the_mean_lies_among_them():
    chart = charts.histogram([0.1, 0.1, 0.2, 0.3])

    two, one = (bar for bar in chart.bars if bar.high in (10, 20))
    assert charts.BOTTOM - two.y == pytest.approx(2 * (charts.BOTTOM - one.y), abs=0.2)
    assert one.x - 1 < chart.mean < one.x + one.width + 1
    assert charts.histogram([]).bars[0].items == 0


def test_the_map_holds_the_domains_that_are_asked_with_all_their_levels():
    def room(level, held):
        return Room((Domain.SAFETY, level), 2, 3, held, 0, 0.0, 0.5, 0.6, 0.9, 0.5)

    [row] = charts.coverage([room(Level.APPLY, 4), room(Level.RECALL, 1)])

    assert row.domain is Domain.SAFETY
    assert {square.level: square.tone for square in row.squares} == {
        Level.RECALL: "none",
        Level.UNDERSTAND: "unasked",
        Level.APPLY: "some",
        Level.ANALYSE: "unasked",
    }
    assert len({square.x for square in row.squares}) == len(Level)
