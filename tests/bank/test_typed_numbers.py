"""Numbers typed into the item editor: what is none, or longer than any number, is refused like any other text."""

import pytest

from tests.bank.bank import load
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from training.bank.forms.registry import changed_list

ODD = ["9" * 5000, "--5", "²", "٣"]
CALCULATED = next(draft for draft in samples.drafts() if draft["kind"] == "calculated")
HOTSPOT = next(draft for draft in samples.drafts() if draft["kind"] == "hotspot")


@pytest.mark.parametrize("typed", ODD, ids=["5000 digits", "two signs", "a superscript", "an Arabic digit"])
@pytest.mark.parametrize(("draft", "name"), [(CALCULATED, "decimals"), (HOTSPOT, "regions-0-at")], ids=["places", "at"])
def test_what_is_no_number_is_refused_and_comes_back(app, browser_of, draft, name, typed):
    with app.app_context():
        load(draft)
    ines, url = browser_of("ines"), f"/bank/items/{draft['code']}/edit"
    fields = put(posted(ines.get(url)), **{name: typed})

    answer = ines.post(url, data=form_data([*fields, ("do", "save")]))

    assert answer.status_code == 422
    assert typed in answer.text


@pytest.mark.parametrize("place", ODD)
def test_an_act_on_a_place_that_is_no_number_changes_nothing(place):
    values = {"options": [{"id": "a"}, {"id": "b"}]}

    assert changed_list(values, f"options:up:{place}") == values
