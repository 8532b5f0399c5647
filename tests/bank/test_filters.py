"""Finding items by objective, source and flag, and keeping a filter under a name."""

from datetime import date

import pytest

from tests.bank.bank import act, approved, load, saved
from tests.items import samples
from tests.people import identity
from training import db as database
from training.bank import saved_filters
from training.bank.queries import lists, versions
from training.bank.queries.lists import Filters
from training.bank.saved_filters import BadName

PLAIN = samples.draft("plain")
CODE = PLAIN["code"]
TODAY = date(2026, 11, 22)


def found(**wanted):
    return [row.version.item.code for row in lists.search(Filters(today=TODAY, **wanted)).rows]


@pytest.mark.usefixtures("context")
class TestFilters:
    def test_find_by_words_of_the_objective_only_and_by_a_source_anywhere_in_the_item(self):
        other = PLAIN | {"code": "safety/sample/other", "objective": "Name the ÄUSSERE border", "sources": ["WHITE01"]}
        saved(PLAIN)
        saved(other)

        assert found(objective="äussere border") == ["safety/sample/other"]
        assert found(objective="border stem") == []
        assert found(source="WHITE01") == ["safety/sample/other"]
        assert found(source="WHITE0") == []
        assert found(source=PLAIN["options"][0]["sources"][0]) == ["safety/sample/other", CODE]

    def test_flag_what_is_unfinished_overdue_or_newer_than_what_is_in_use(self):
        first = approved(saved(PLAIN | {"review_by": "2026-11-21", "checked_on": "2025-11-21"}))
        saved({"kind": "single_choice", "code": "safety/sample/begun", "pool": "exam", "domain": "safety",
               "level": "recall", "stem": "Half?", "options": PLAIN["options"]})  # fmt: skip
        assert found(flag="unfinished") == ["safety/sample/begun"]
        assert found(flag="overdue") == found(flag="due") == [CODE]
        assert found(flag="changed") == []

        saved(PLAIN | {"stem": "Newer?"}, base=first)

        assert found(flag="overdue") == []
        assert found(flag="changed") == [CODE]

    def test_is_kept_renamed_and_deleted_by_its_owner_alone(self):
        kept = {"name": "Mine", "filters": Filters(level="apply", text="needle", page=3)}
        act(saved_filters.keep, kept["name"], kept["filters"], by="ines")
        act(saved_filters.keep, "Mine", Filters(state="draft"), by="ivo")
        mine = saved_filters.all_of(identity("ines"))[0]

        assert mine.values == {"level": "apply", "text": "needle"}
        for name in ("  ", "x" * 81):
            with pytest.raises(BadName):
                _rename(mine.id, name, "ines")
        with pytest.raises(BadName):
            act(saved_filters.keep, " Mine ", Filters(), by="ines")
        assert not _rename(mine.id, "Stolen", "ivo")
        assert _rename(mine.id, "To write", "ines")
        assert [row.name for row in saved_filters.all_of(identity("ines"))] == ["To write"]


def _rename(number, name, who):
    with database.commit_command():
        return saved_filters.rename(number, name, by=identity(who))


def test_a_filter_is_kept_from_the_list_and_found_there_again(app, browser_of):
    with app.app_context():
        load()
    ines = browser_of("ines")
    refused = ines.post("/bank/filters", data={"level": "recall", "name": " "})
    assert refused.status_code == 422
    assert "level: recall" in refused.text
    page = ines.post("/bank/filters", data={"level": "recall", "name": "Too <easy>"}, follow_redirects=True).text

    assert 'href="/bank?level=recall" aria-current="true">Too &lt;easy&gt;' in page
    assert "Too &lt;easy&gt;" not in browser_of("ivo").get("/bank").text
    with app.app_context():
        number = saved_filters.all_of(identity("ines"))[0].id
    for act_of, status in (("rename", 404), ("delete", 404)):
        assert browser_of("ivo").post(f"/bank/filters/{number}/{act_of}", data={"name": "x"}).status_code == status
    assert "deleted" in ines.post(f"/bank/filters/{number}/delete", follow_redirects=True).text


@pytest.mark.usefixtures("context")
def test_a_version_of_a_loaded_file_is_found_like_one_that_was_typed():
    load(PLAIN)

    assert versions.newest(CODE).review_by is not None
    assert found(source="MITCHELL18") == ([CODE] if "MITCHELL18" in str(PLAIN) else [])
