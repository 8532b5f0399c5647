"""Sources that become outdated, items that are due for review, and what ends that."""

from datetime import date, timedelta

import pytest

from tests.bank.bank import act, approved, saved
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from training import db as database
from training.bank.queries import due, lists, versions
from training.bank.queries.lists import Filters
from training.bank.refusals import OwnItem, Unclear, WrongState
from training.bank.service import retiring, tending, writing
from training.bank.service.retiring import Retiring
from training.bank.service.tending import Found, Said
from training.clock import now as now_is

PLAIN = samples.draft("plain")
CODE = PLAIN["code"]
SOURCE = PLAIN["sources"][0]
TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)


def flag(*, outdated=True, on=TODAY, reason="Its authors withdrew it.", by="lena", at=NOON):
    with database.commit_command():
        tending.flag_source(Said(SOURCE, outdated, on, reason), by=identity(by), now=at, today=TODAY)


def check(version, *, on=TODAY, again_by=date(2028, 1, 1), note="Read the guideline.", by="rhea", at=LATER):
    with database.commit_command():
        found = Found(on, again_by, note)
        tending.record_check(version, found, by=identity(by), now=at, today=TODAY)


def codes(name="due", today=TODAY):
    return [row.version.item.code for row in lists.search(Filters(flag=name, today=today)).rows]


@pytest.mark.usefixtures("context")
class TestDue:
    def test_an_item_is_due_once_a_source_of_it_is_outdated_and_says_why(self):
        version = approved(saved(PLAIN))
        saved(PLAIN | {"code": "safety/sample/other", "sources": ["WHITE01"],
                       "options": [option | {"sources": ["WHITE01"]} for option in PLAIN["options"]]})  # fmt: skip
        flag()

        assert codes() == codes("outdated") == [CODE]
        said = due.reasons([versions.version_of(version)], TODAY)[version]
        assert said == (f"{SOURCE} is outdated since 22 November 2026: Its authors withdrew it.",)

    def test_a_new_version_ends_it_and_so_does_clearing_the_source(self):
        first = saved(PLAIN)
        flag()
        with database.commit_command():
            writing.save(PLAIN | {"stem": "Newer?"}, base=first, by=identity("ines"), now=LATER)
        assert codes() == []

        flag(outdated=False, reason="A mistake.", at=LATER + timedelta(hours=1))
        assert due.outdated() == {}
        assert [row.outdated for row in due.flags_of(SOURCE)] == [False, True]

    def test_a_check_by_somebody_else_ends_it_until_its_day_or_the_next_flag(self):
        version = approved(saved(PLAIN | {"review_by": "2026-11-21", "checked_on": "2025-11-21"}))
        flag()
        with pytest.raises(OwnItem):
            check(version, by="ines")
        check(version)

        assert codes() == []
        assert codes("overdue", date(2028, 1, 2)) == [CODE]
        flag(outdated=False, at=LATER)
        flag(at=LATER + timedelta(days=1))
        assert codes("outdated") == [CODE]

    def test_everything_that_is_missing_or_wrong_is_said_at_once(self):
        version = saved(PLAIN)
        with pytest.raises(Unclear) as caught:
            check(version, on=TODAY + timedelta(days=1), again_by=TODAY, note=" ")
        assert {fault.field for fault in caught.value.faults} == {"on", "again_by", "note"}
        with pytest.raises(Unclear) as caught:
            flag(on=None, reason="")
        assert {fault.field for fault in caught.value.faults} == {"on", "reason"}

    def test_a_source_is_flagged_once_and_an_older_version_is_not_checked(self):
        first = saved(PLAIN)
        flag()
        with pytest.raises(WrongState):
            flag()
        saved(PLAIN | {"stem": "Newer?"}, base=first)
        with pytest.raises(WrongState):
            check(first)

    def test_what_is_retired_is_not_due(self):
        version = saved(PLAIN)
        flag()
        act(retiring.retire, Retiring(CODE, version, "Gone."), by="ines")
        assert codes() == []


def test_the_desk_and_the_item_say_why_and_a_check_ends_it(app, browser_of):
    with app.app_context():
        approved(saved(PLAIN))
    lena, today = browser_of("lena"), now_is().date()
    assert "Outdated since" not in lena.get(f"/sources/{SOURCE}").text
    told = {"outdated": "yes", "on": today.isoformat(), "reason": "Retracted <today>."}
    assert lena.post(f"/sources/{SOURCE}", data=told | {"reason": ""}).status_code == 422
    lena.post(f"/sources/{SOURCE}", data=told)
    assert browser_of("otto").post(f"/sources/{SOURCE}", data=told).status_code == 403

    rhea = browser_of("rhea")
    assert "Retracted &lt;today&gt;." in rhea.get("/bank/desk").text
    assert "Retracted &lt;today&gt;." in rhea.get(f"/bank/items/{CODE}").text
    assert "Outdated" in rhea.get("/sources").text
    assert "Outdated" not in browser_of("tara").get("/sources").text

    again = (today + timedelta(days=400)).isoformat()
    form = {"on": today.isoformat(), "again_by": again, "note": "The key rests on another source too."}
    page = rhea.post(f"/bank/items/{CODE}/check", data=form, follow_redirects=True).text

    assert "The key rests on another source too." in page
    assert "Due for review" not in rhea.get("/bank/desk").text
