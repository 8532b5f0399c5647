"""The safety points as the item editor offers them: each with what it says, none lost that is not on the list."""

import pytest

from tests.bank.bank import saved
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from training.bank import safety_points
from training.bank.forms.registry import form_for
from training.bank.queries import versions

CRITICAL = samples.draft("plain") | {"code": "safety/points/item", "safety_point": "C4"}
CRITICAL["options"] = [
    option | ({} if option.get("correct") else {"dangerous": True}) for option in CRITICAL["options"]
]
EDIT = "/bank/items/safety/points/item/edit"


def options(field):
    return {each.value: each.label for each in field.iter_choices()}


def test_every_point_of_the_list_is_offered_with_what_it_says():
    field = form_for("single_choice")().safety_point

    assert options(field) == {"": "None: the item is not critical"} | {
        point.code: f"{point.code}: {point.text}" for point in safety_points.LIST
    }


@pytest.mark.parametrize(("code", "label"), [("C4", "C4: Never recaps"), ("C99", "C99: not on the list")])
def test_a_code_is_chosen_and_saved_also_when_it_left_the_list(app, browser_of, code, label):
    with app.app_context():
        saved(CRITICAL | {"safety_point": code})
    ines = browser_of("ines")
    page = ines.get(EDIT)
    assert f'<option selected value="{code}">{label}' in page.text

    ines.post(EDIT, data=form_data(put(posted(page), do="save", stem="Which is never done?")))

    with app.app_context():
        content = versions.newest("safety/points/item").content
    assert (content["safety_point"], content["stem"]) == (code, "Which is never done?")
