"""Items that resemble a draft are shown as it is typed, and can be declared its enemies."""

import time

import pytest

from tests.bank import bank
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from training.bank import resembling
from training.bank.queries import versions
from training.bank.service import retiring
from training.bank.service.retiring import Retiring
from training.core.resemblance import Asked, Index

PLAIN = samples.draft("plain")
TWIN = PLAIN | {"code": "safety/sample/twin"}
EDIT = f"/bank/items/{TWIN['code']}/edit"
AN_INSTANT = 0.1
"""Seconds; a busy machine is given three tries."""


@pytest.fixture
def twins(app):
    with app.app_context():
        bank.load()
        bank.load(TWIN)


def preview(browser, **changes):
    fields = put(posted(browser.get(EDIT)), **changes)
    return browser.post(f"/bank/preview/{TWIN['kind']}", data=form_data(fields)).text


def test_an_item_like_it_is_named_with_its_question(app, twins, context):
    found = resembling.similar(TWIN)

    assert found[0].code == PLAIN["code"]
    assert found[0].share == pytest.approx(1)
    assert found[0].stem == "What comes first?"


def test_the_item_itself_is_not_like_itself(twins, context):
    assert TWIN["code"] not in [each.code for each in resembling.similar(TWIN)]


def test_a_changed_bank_is_noticed(twins, context):
    assert resembling.similar(PLAIN)[0].code == TWIN["code"]
    words = "Entirely other words about venous drainage, lymph, fascia and posture"
    newest = versions.newest(TWIN["code"]).hash
    bank.saved(TWIN | {"stem": words, "options": other_options()}, base=newest)

    assert TWIN["code"] not in [each.code for each in resembling.similar(PLAIN)]


def other_options():
    return [option | {"text": f"Something unlike number {n}"} for n, option in enumerate(TWIN["options"])]


def test_an_item_of_another_domain_is_named_too(twins, context):
    code = "anatomy/sample/twin"
    bank.load(PLAIN | {"code": code, "domain": "anatomy"})

    assert {each.code for each in resembling.similar(PLAIN)} >= {TWIN["code"], code}


def test_an_older_wording_brought_forward_is_noticed(twins, context):
    other = bank.saved(TWIN | {"stem": "Words?", "options": other_options()}, base=versions.newest(TWIN["code"]).hash)
    assert TWIN["code"] not in [each.code for each in resembling.similar(PLAIN)]
    bank.act(retiring.retire, Retiring(TWIN["code"], other, "It asks too little."), by="ines")

    bank.saved(TWIN, base=other)

    assert resembling.similar(PLAIN)[0].code == TWIN["code"]


@pytest.mark.parametrize("draft", [{}, {"domain": "safety", "stem": "Two words"}])
def test_too_little_resembles_nothing(twins, context, draft):
    assert resembling.similar(draft) == []


def test_the_preview_links_it(twins, browser_of):
    page = preview(browser_of("ines"))

    assert f"/bank/items/{PLAIN['code']}/versions/1" in page
    assert f'value="enemy:{PLAIN["code"]}"' in page


def test_declaring_an_enemy_writes_it_into_the_form_and_saves_nothing(app, twins, browser_of):
    ines = browser_of("ines")
    fields = posted(ines.get(EDIT))

    page = ines.post(EDIT, data=form_data([*fields, ("do", f"enemy:{PLAIN['code']}")]))

    assert dict(posted(page, EDIT))["enemies"] == PLAIN["code"]
    assert "Declared an enemy" in page.text
    with app.app_context():
        assert versions.newest(TWIN["code"]).number == 1


def test_the_preview_marks_an_item_of_the_other_pool(app, browser_of):
    with app.app_context():
        bank.load(PLAIN)
        bank.load(TWIN | {"pool": "exam"})

    page = preview(browser_of("ines"))

    assert f"Nearly the same question in the {PLAIN['pool']} pool." in page
    assert f'value="enemy:{PLAIN["code"]}"' not in page


def test_an_item_of_the_same_pool_is_not_marked(twins, browser_of):
    assert f"in the {PLAIN['pool']} pool." not in preview(browser_of("ines"))


def test_ten_thousand_items_are_searched_in_an_instant():
    questions = {
        f"item-{n}": Asked((f"word{n % 997}", f"sign{n % 89}", f"tissue{n % 13}", f"depth{n}", "common", "text"))
        for n in range(10_000)
    }
    index = Index(questions)
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        found = index.like(questions["item-4321"], least=0.3, most=4)
        taken.append(time.perf_counter() - began)

    assert found[0][0] == "item-4321"
    assert min(taken) < AN_INSTANT
