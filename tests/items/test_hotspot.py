"""Marks on a figure: what a point lies in, what it counts for, what a random click is worth, what a page may show."""

import re
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.items import samples
from training import items, sources
from training.core.items import illustrated
from training.items.hotspot.regions import Region, Shape

ONE, TWO = samples.draft("one-place"), samples.draft("critical-two-places")
each_item = pytest.mark.parametrize("draft", [ONE, TWO], ids=["one", "two"])


def region(shape, *at):
    return Region("a", Shape(shape), at, "Why.", ("MINTKEN25",), correct=True)


def regions(*given):
    return [one.draft() | {"id": letter} for letter, one in zip("abcdef", given, strict=False)]


def item(*given, **changes):
    """Return an item with these correct regions; its landmarks stand in their middles and in a corner."""
    middles = [
        {"id": letter, "text": letter, "at": list(one.middle)} for letter, one in zip("abcd", given, strict=False)
    ]
    corner = {"id": "z", "text": "Corner", "at": [1, 999]}
    own = {"regions": regions(*given), "landmarks": [*middles, corner], "near": 0}
    return items.parse({name: value for name, value in (ONE | own | changes).items() if value != 0})


SHAPES = {
    "rectangle": region("rectangle", 100, 200, 300, 400),
    "ellipse": region("ellipse", 500, 500, 100, 50),
    "triangle": region("polygon", 100, 100, 300, 100, 100, 300),
    "bow tie": region("polygon", 100, 100, 300, 300, 300, 100, 100, 300),
    "star": region("polygon", 500, 100, 735, 824, 119, 376, 881, 376, 265, 824),
}


@pytest.mark.parametrize(
    ("shape", "inside", "outside"),
    [
        ("rectangle", [(100, 200), (300, 400), (200, 200), (150, 300)], [(99, 300), (301, 400), (200, 401)]),
        ("ellipse", [(500, 500), (600, 500), (400, 500), (500, 450), (560, 540)], [(601, 500), (561, 540), (500, 449)]),
        ("triangle", [(100, 100), (200, 200), (100, 200), (199, 200)], [(201, 200), (99, 100), (300, 101)]),
        ("bow tie", [(200, 200), (110, 200), (299, 299)], [(200, 110), (200, 290), (200, 199)]),
        ("star", [(500, 200), (300, 376), (735, 824)], [(500, 500), (200, 200), (500, 824)]),
    ],
)
def test_a_region_holds_its_inside_and_its_edge(shape, inside, outside):
    assert [point for point in inside if not SHAPES[shape].holds(point)] == []
    assert [point for point in outside if SHAPES[shape].holds(point)] == []


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_rectangle_drawn_as_a_polygon_holds_the_same_points(x, y):
    drawn = region("polygon", 100, 200, 300, 200, 300, 400, 100, 400)

    assert drawn.holds((x, y)) == SHAPES["rectangle"].holds((x, y))
    assert drawn.nearly((x, y), 30) == SHAPES["rectangle"].nearly((x, y), 30)


@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 200))
def test_what_lies_inside_is_near_as_well(shape, x, y, near):
    assert SHAPES[shape].nearly((x, y), near) or not SHAPES[shape].holds((x, y))


def test_near_an_ellipse_is_inside_the_one_with_longer_radii():
    assert SHAPES["ellipse"].nearly((620, 500), 20)
    assert not SHAPES["ellipse"].nearly((621, 500), 20)


def test_a_polygon_may_be_near_past_a_corner_exactly():
    assert SHAPES["triangle"].nearly((94, 92), 10)
    assert not SHAPES["triangle"].nearly((93, 92), 10)


def test_one_target_marked_twice_counts_once():
    two = item(SHAPES["rectangle"], SHAPES["ellipse"], targets=2)

    assert two.mark(("150,300", "160,300")).awarded == Fraction(1, 2)


def test_marks_are_counted_the_best_way_where_regions_overlap():
    left, right = region("rectangle", 100, 100, 300, 300), region("rectangle", 200, 100, 400, 300)
    two = item(
        left,
        right,
        targets=2,
        landmarks=[
            {"id": n, "text": n, "at": at} for n, at in (("a", [110, 110]), ("b", [390, 110]), ("c", [900, 900]))
        ],
    )

    assert two.mark(("250,200", "150,200")).awarded == 1
    assert two.mark(("350,200", "250,200")).awarded == 1


def test_any_of_more_regions_than_targets_will_do():
    either = item(SHAPES["rectangle"], SHAPES["ellipse"], targets=1)

    assert either.mark(("150,300",)).awarded == either.mark(("500,500",)).awarded == 1


def test_more_marks_than_targets_are_no_response():
    two = item(SHAPES["rectangle"], SHAPES["ellipse"], targets=2)
    everywhere = ("150,300", "500,500", "900,900")

    assert not two.fits(everywhere)
    assert two.mark(everywhere).awarded == 0
    assert "at most" in two.complaint(everywhere)


def test_a_near_miss_gives_its_share_and_none_unless_configured():
    near = item(SHAPES["rectangle"], near=10, near_share="1/3")

    assert near.mark(("305,300",)).awarded == Fraction(1, 3)
    assert item(SHAPES["rectangle"]).mark(("305,300",)).awarded == 0


def test_a_mark_in_a_dangerous_region_vetoes_whatever_else_was_marked():
    mark = items.parse(TWO).mark(("150,150", "500,450"))

    assert mark.dangerous
    assert mark.awarded == 0


@each_item
def test_the_key_gets_full_marks_and_endangers_nobody(draft):
    one = items.parse(draft)

    assert one.mark(one.key).awarded == 1
    assert not one.mark(one.key).dangerous
    assert one.complaint(one.key) is None


def test_a_correct_region_under_a_dangerous_one_is_refused():
    hidden = regions(region("rectangle", 100, 100, 200, 200), region("ellipse", 800, 150, 60, 60))
    danger = {
        "id": "z",
        "shape": "rectangle",
        "at": [50, 50, 250, 250],
        "dangerous": True,
        "rationale": "x",
        "sources": ["A"],
    }
    with pytest.raises(items.DraftError) as caught:
        items.parse(TWO | {"regions": [*hidden, danger]})

    assert "regions" in {fault.field for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("shape", "share"), [("rectangle", "0.04"), ("ellipse", "0.0157"), ("triangle", "0.02"), ("bow tie", "0.02")]
)
def test_the_guess_of_one_target_is_the_share_of_the_area_that_is_correct(shape, share):
    assert float(item(SHAPES[shape]).guess) == pytest.approx(float(share), abs=0.0025)


def test_the_guess_is_the_mean_mark_of_a_click_on_the_grid_near_misses_included():
    near = item(SHAPES["rectangle"], SHAPES["triangle"], near=15, near_share="1/3")
    clicks = [f"{x},{y}" for x in range(5, 1000, 10) for y in range(5, 1000, 10)]

    assert near.guess == sum((near.mark((click,)).awarded for click in clicks), Fraction(0)) / len(clicks)


def test_the_guess_of_two_targets_is_that_of_two_random_clicks():
    two = item(region("rectangle", 0, 0, 400, 500), region("rectangle", 600, 500, 1000, 1000), targets=2)
    chance = Random(5)
    points = [(chance.randrange(1001), chance.randrange(1001)) for _ in range(8_000)]
    marks = [
        two.mark((f"{a},{b}", f"{c},{d}")).awarded for (a, b), (c, d) in zip(points[::2], points[1::2], strict=True)
    ]

    assert float(two.guess) == pytest.approx(float(sum(marks) / len(marks)), abs=0.02)


@each_item
@pytest.mark.parametrize("value", ["412,300", "0,0", "1000,1000"])
def test_a_point_survives_the_way_through_the_page(draft, value):
    one = items.parse(draft)
    order = one.arrange(Random(3))

    assert one.received(one.posted((value,), order), order) == (value,)


@each_item
def test_a_landmark_is_posted_by_its_place_in_the_list_and_marked_by_its_point(draft):
    one = items.parse(draft)
    for seed in range(6):
        order = one.arrange(Random(seed))
        place = order.index("a") + 1

        assert one.received([f"L{place}"], order) == one.received(
            [one.landmarks[0].at and f"{one.landmarks[0].at[0]},{one.landmarks[0].at[1]}"], order
        )
        assert one.posted(one.received([f"L{place}"], order), order) == (f"L{place}",)


@pytest.mark.parametrize("value", ["L0", "L9", "L", "1001,5", "5", "-1,5", "1,2,3", "1.5,2", "a", "L1,2", "3,\u06644"])
def test_what_is_no_point_of_the_figure_is_no_response(value):
    one = items.parse(ONE)

    assert one.received([value], ("a", "b")) is None
    assert one.received(["", value], ("a", "b")) == one.received([value], ("a", "b"))


def test_numbers_are_taken_with_blanks_and_leading_noughts_as_one_point():
    one = items.parse(ONE)

    assert one.received([" 041 , 7 ", ""], ("a", "b")) == ("41,7",)
    assert not one.fits(("041,7",))


@pytest.fixture
def rendered(app):
    def render(one, page, *arguments):
        shown = illustrated(one, {"chest.svg": "/media/1.svg", "film.svg": "/media/2.svg"})
        with app.test_request_context():
            return str(
                getattr(app.jinja_env.get_template(f"items/hotspot/{page}.html").module, page)(shown, *arguments)
            )

    return render


@each_item
def test_the_answer_page_is_the_same_wherever_the_regions_lie(rendered, draft):
    one = items.parse(draft)
    moved = [
        dict(entry, at=[90 * n, 5, 90 * n + 9, 15], shape="rectangle", rationale="Other.")
        for n, entry in enumerate(draft["regions"])
    ]
    other = items.parse(draft | {"regions": moved, "unfinished": True})
    order = one.arrange(Random(1))

    assert rendered(one, "answer", order, ("7,8",), "q1") == rendered(other, "answer", order, ("7,8",), "q1")


@each_item
def test_no_coordinate_of_a_region_or_a_landmark_is_on_the_answer_page(rendered, draft):
    one = items.parse(draft)
    page = rendered(one, "answer", one.arrange(Random(1)), (), "q1")
    inside = re.sub(r"\b50%|\b500,500\b", "", page)

    for part in (*one.regions, *one.landmarks):
        assert ",".join(map(str, part.at[:2])) not in inside
        assert f'"{part.at[0] / 10}%"' not in inside


@each_item
def test_values_posted_are_places_of_the_list_or_points(rendered, draft):
    one = items.parse(draft)
    page = rendered(one, "answer", one.arrange(Random(1)), ("7,8",), "q1")
    values = set(re.findall(r'<input[^>]* value="([^"]*)"', page))

    assert values - {""} == {f"L{place}" for place in range(1, len(one.landmarks) + 1)} | {"7,8"}


def test_a_response_is_shown_as_given(rendered):
    one = items.parse(TWO)
    page = rendered(one, "answer", ("c", "a", "b"), ("150,150", "7,8"), "q1")

    assert re.search(r'value="L2"[^>]* checked', page)
    assert page.count(" checked") == 1
    assert 'cx="0.7%"' in page


def test_the_review_draws_every_region_and_says_what_each_mark_came_to(rendered):
    page = rendered(items.parse(TWO), "review", ("a", "b", "c"), ("150,150", "500,500"), sources.register())

    assert page.count('class="hotspot-region ') == 3
    assert page.count('class="review-rationale"') == 3
    assert "Your mark, right" in page
    assert "Would endanger a patient" in page
