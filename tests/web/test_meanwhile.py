"""Two people edit one record: the second save shows both versions and loses neither (issue 2, first hour, 11)."""

import re
from html import unescape

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.programmes import world
from tests.programmes.test_pages import text_of
from training.accounts import queries as accounts
from training.accounts import service
from training.core.roles import Role
from training.db import commit_step
from training.programmes.queries import cohorts

TARA = identity("tara")
OTHER = {
    "roles": (f"/people/{TARA}/roles", {"roles": ["trainee", "assessor"]}, {"roles": ["trainee", "reviewer"]}),
    "extra time": (f"/people/{TARA}/extra-time", {"factor": "3/2"}, {"factor": "2"}),
}


def form_for(page, action):
    """Return what the hidden field of a form on a page holds."""
    found = re.search(rf'action="{action}".*?name="seen" value="([^"]*)"', page.text, re.DOTALL)
    return {"seen": unescape(found[1])}


@pytest.fixture
def olga(app, browser_of):
    """A second administrator's browser."""
    with app.app_context():
        service.set_roles(identity("otto"), [Role.ADMINISTRATOR], by=None, now=NOON)
        commit_step()
    return browser_of("otto")


@pytest.mark.parametrize("act", OTHER)
def test_the_second_of_two_administrators_sees_both_and_decides(browser_of, olga, act):
    address, first, second = OTHER[act]
    ada, page = browser_of("ada"), f"/people/{TARA}"
    mine, theirs = form_for(ada.get(page), address), form_for(olga.get(page), address)
    assert olga.post(address, data=first | theirs).status_code == 303

    told = ada.post(address, data=second | mine)
    assert told.status_code == 409
    assert "Somebody saved while this page was open" in told.text
    assert "Nothing was saved now" in told.text
    assert ada.post(address, data=second | form_for(told, address)).status_code == 303


def test_nothing_of_theirs_is_lost_before_the_second_decides(app, browser_of, olga):
    ada, page, address = browser_of("ada"), f"/people/{TARA}", OTHER["roles"][0]
    mine = form_for(ada.get(page), address)
    olga.post(address, data={"roles": ["trainee", "assessor"]})
    told = ada.post(address, data={"roles": ["trainee", "reviewer"]} | mine)

    with app.app_context():
        assert accounts.person(TARA).roles == {Role.TRAINEE, Role.ASSESSOR}
    assert re.search(r'<input checked [^>]*value="reviewer"', told.text)
    assert not re.search(r'<input checked [^>]*value="assessor"', told.text)


def test_the_same_wish_of_two_is_no_conflict(browser_of, olga):
    ada, page, address = browser_of("ada"), f"/people/{TARA}", OTHER["roles"][0]
    mine = form_for(ada.get(page), address)
    olga.post(address, data={"roles": ["trainee", "assessor"]})

    assert ada.post(address, data={"roles": ["trainee", "assessor"]} | mine).status_code == 303


def test_a_cohort_changed_meanwhile_shows_both(app, browser_of, olga):
    with app.app_context():
        world.prepare()
        cohort = world.cohort()
        before = cohorts.cohort(cohort)
        dates = {"starts_on": before.starts_on.isoformat(), "ends_on": before.ends_on.isoformat()}
    ada, address = browser_of("ada"), f"/cohorts/{cohort}/edit"
    mine = form_for(ada.get(address), address)
    olga.post(address, data=dates | {"name": "Olga"} | form_for(olga.get(address), address))
    told = ada.post(address, data=dates | {"name": "Spring"} | mine)

    assert told.status_code == 409
    assert "Olga" in text_of(told)
    assert 'value="Spring"' in told.text
    assert ada.post(address, data=dates | {"name": "Spring"} | form_for(told, address)).status_code == 303
    with app.app_context():
        assert cohorts.cohort(cohort).name == "Spring"


def test_a_name_that_was_asked_for_meanwhile_is_not_accepted_unseen(app, browser_of):
    with app.app_context():
        service.ask_name(TARA, "Tara New", "Married.", now=NOON)
        commit_step()
    ada = browser_of("ada")
    shown = re.search(r'name="name" value="([^"]+)"', ada.get(f"/people/{TARA}").text)[1]
    with app.app_context():
        service.ask_name(TARA, "Tara Newer", "Typo.", now=NOON)
        commit_step()
    answer = ada.post(f"/people/{TARA}/name", data={"decision": "accept", "name": shown}, follow_redirects=True)

    assert "changed in the meantime" in text_of(answer)
    with app.app_context():
        assert accounts.open_name_request(TARA).name == "Tara Newer"
