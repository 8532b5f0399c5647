"""From an item to the next of the list one came from: its filters and its order are kept, also past an edit."""

import pytest

from tests.bank.bank import load, saved
from tests.bank.browsing import form_data, page_of, posted, put
from tests.items import samples
from training.bank.queries import lists, neighbours
from training.bank.queries.lists import Filters
from training.bank.queries.versions import newest

PLAIN = samples.draft("plain")
CODES = [f"safety/walk/{name}" for name in ("a", "b", "c")]


@pytest.fixture
def loaded(app):
    with app.app_context():
        load(
            *[
                PLAIN | {"code": code, "level": level}
                for code, level in zip(CODES, ("apply", "recall", "apply"), strict=True)
            ]
        )


@pytest.fixture
def ines(browser_of):
    return browser_of("ines")


def listed(page, words):
    """Return where the link of a page that begins with these words leads."""
    links = [node for node in page_of(page).iter("a") if node.text_content().strip().startswith(words)]
    return links[0].get("href") if links else None


@pytest.mark.parametrize(
    ("filters", "code", "beside"),
    [
        (Filters(), CODES[0], (None, CODES[1], 1, 3)),
        (Filters(), CODES[2], (CODES[1], None, 3, 3)),
        (Filters(level="apply"), CODES[0], (None, CODES[2], 1, 2)),
        (Filters(sort="-code"), CODES[1], (CODES[2], CODES[0], 2, 3)),
        (Filters(sort="level"), CODES[0], (None, CODES[2], 1, 3)),
        (Filters(sort="nonsense", page=9), CODES[1], (CODES[0], CODES[2], 2, 3)),
    ],
)
def test_what_stands_beside_an_item_is_what_the_list_shows_beside_it(app, loaded, filters, code, beside):
    with app.app_context():
        found = neighbours.of(filters, code)
        shown = [row.version.item.code for row in lists.search(filters).rows]

    assert (found.previous, found.next, found.number, found.total) == beside
    assert shown[found.number - 1] == code


def test_an_item_that_left_the_list_keeps_its_place_in_it(app, loaded):
    with app.app_context():
        row = newest(CODES[1])
        saved(dict(row.content) | {"stem": "Reworded, and so a draft again?"}, base=row.hash)
        found = neighbours.of(Filters(state="in review"), CODES[1])

    assert (found.previous, found.next) == (CODES[0], CODES[2])


def test_an_unknown_item_has_no_neighbours(app, loaded):
    with app.app_context():
        assert neighbours.of(Filters(), "safety/no/such") is None


def test_one_walks_through_the_filtered_list_and_back(loaded, ines):
    page = ines.get(listed(ines.get("/bank?level=apply&sort=-code"), CODES[2]))
    assert "1 of 2 items" in page.text
    assert listed(page, "Previous") is None

    page = ines.get(listed(page, "Next"))

    assert f"Edit {CODES[0]}" not in page.text
    assert "2 of 2 items" in page.text
    assert "level=apply" in listed(page, "Back to the list")
    assert "sort=-code" in listed(page, "Back to the list")


def test_the_editor_leads_to_the_editor_of_the_next(loaded, ines):
    page = ines.get(listed(ines.get("/bank?level=apply"), CODES[0]))
    editor = ines.get(listed(page, "Edit"))

    following = ines.get(listed(editor, "Next"))

    assert f"Edit {CODES[2]}" in following.text


@pytest.mark.parametrize(("act_of", "code", "title"), [("save", CODES[0], ""), ("save:next", CODES[2], "Edit ")])
def test_saving_keeps_the_list_and_may_go_on_to_the_next(loaded, ines, act_of, code, title):
    address = f"/bank/items/{CODES[0]}/edit?list=level%3Dapply%26sort%3Dcode"
    fields = put(posted(ines.get(address)), stem="Reworded?")

    page = ines.post(address, data=form_data([*fields, ("do", act_of)]), follow_redirects=True)

    assert "Saved as a draft." in page.text
    assert f"<h1>{title}{code}</h1>" in page.text
    assert "of 2 items" in page.text


def test_what_cannot_be_saved_stays_and_keeps_the_list(loaded, ines):
    address = f"/bank/items/{CODES[0]}/edit?list=sort%3Dcode"
    fields = put(posted(ines.get(address)), stem="")

    page = ines.post(address, data=form_data([*fields, ("do", "save:next")]))

    assert page.status_code == 422
    assert "1 of 3 items" in page.text


@pytest.mark.parametrize("given", ["", "%00", "page=x&sort=%27", "x" * 5000])
def test_a_list_that_is_none_harms_nothing(loaded, ines, given):
    assert ines.get(f"/bank/items/{CODES[0]}", query_string={"list": given}).status_code == 200


@pytest.mark.parametrize("given", ["sort=-drawn", "use=never&sort=share", "source=MINTKEN25&text=walk&sort=-code"])
def test_every_narrowing_and_order_of_the_list_can_be_walked_through(loaded, ines, given):
    shown = sorted(CODES, key=ines.get(f"/bank?{given}").text.index)

    page = ines.get(f"/bank/items/{shown[0]}", query_string={"list": given})
    assert "1 of 3 items" in page.text

    for code in shown[1:]:
        page = ines.get(listed(page, "Next"))
        assert f"<h1>{code}</h1>" in page.text


def test_without_a_list_there_is_no_way_through_one(app, ines):
    with app.app_context():
        saved(PLAIN)

    assert "The list you came from" not in ines.get(f"/bank/items/{PLAIN['code']}").text
