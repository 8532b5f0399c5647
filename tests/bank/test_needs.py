"""What an item says it still needs, and what its authors think it is worth: read, kept, shown, confirmed by signing."""

import pytest
from sqlalchemy import select

from tests.bank.bank import act, approved, saved
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from training import items
from training.audit.models import AuditRow
from training.bank import refusals
from training.bank.formats import Entry, named
from training.bank.formats.sheet.columns import whole_in
from training.bank.merging import merged
from training.bank.queries import coverage, lists, stock, versions
from training.bank.queries.lists import Filters
from training.bank.service import reviewing
from training.core.domains import Domain, Need, Pool
from training.core.drafts import DraftError
from training.db import db

PLAIN = samples.draft("plain")
ITEM = f"/bank/items/{PLAIN['code']}"
NEEDY = PLAIN | {"pool": "exam", "difficulty": 4, "needs": ["lead", "source"]}


def found(**wanted):
    return [row.version.item.code for row in lists.search(Filters(**wanted)).rows]


def test_needs_stand_in_one_order_and_survive_reading_and_writing():
    item = items.parse(NEEDY)

    assert item.header.needs == (Need.SOURCE, Need.LEAD)
    assert items.parse(item.draft()) == item
    assert "needs" not in items.parse(PLAIN).draft()


@pytest.mark.parametrize(
    ("field", "value"), [("needs", ["luck"]), ("needs", "source"), ("needs", ["lead", "lead"]), ("difficulty", 6)]
)
def test_another_need_or_step_is_refused_by_its_field(field, value):
    with pytest.raises(DraftError) as error:
        items.parse(PLAIN | {field: value})
    assert [fault.field for fault in error.value.faults] == [field]


def test_a_file_of_another_kind_keeps_both():
    carried = {"kind": "short_text", "stem": "Which?"}

    kept = merged(NEEDY, {"kind": "single_choice", "stem": "Which?"}, carried)

    assert (kept["difficulty"], kept["needs"]) == (4, ["lead", "source"])


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_table_carries_both(name):
    table = named(name)
    draft = items.parse(NEEDY).draft()

    [read] = table.read(table.write([Entry(draft)], {}).content).entries

    assert (read.draft["difficulty"], read.draft["needs"]) == (4, ["source", "lead"])
    assert items.parse(draft | read.draft).header.needs == (Need.SOURCE, Need.LEAD)


@pytest.mark.parametrize(("cell", "value"), [("3", 3), ("3.0", 3), (" 5 ", 5), ("hard", "hard"), ("3.5", "3.5")])
def test_a_cell_says_a_whole_number_or_is_told_as_it_stands(cell, value):
    assert whole_in(cell) == value


@pytest.mark.usefixtures("context")
class TestSigning:
    def test_is_refused_until_every_need_is_confirmed_and_signs_nothing(self):
        other = approved(saved(PLAIN | {"code": "safety/sample/free", "pool": "exam"}))
        version = approved(saved(NEEDY))

        for confirmed in ({}, {version: {"source"}}, {other: {"source", "lead"}}):
            with pytest.raises(refusals.NotConfirmed, match="clinical lead's decision"):
                act(reviewing.sign, [other, version], by="lena", confirmed=confirmed)

        assert stock.pool(Pool.EXAM, live=True) == ()

    def test_lets_a_live_exam_draw_it_and_is_recorded_with_what_was_confirmed(self):
        version = approved(saved(NEEDY))

        act(reviewing.sign, [version], by="lena", confirmed={version: {"source", "lead"}})

        assert [each.version for each in stock.pool(Pool.EXAM, live=True)] == [version]
        entry = db.session.scalars(select(AuditRow).where(AuditRow.action == "signed item")).one()
        assert entry.facts["confirmed"] == ["source", "lead"]


def test_the_list_finds_items_by_estimate_and_need(context):
    saved(NEEDY)
    saved(PLAIN | {"code": "safety/sample/free"})

    assert found(difficulty="4") == found(flag="source") == found(flag="lead") == [PLAIN["code"]]
    assert found(difficulty="none") == ["safety/sample/free"]
    assert found(difficulty="3") == []


def test_coverage_counts_estimates_by_domain(app, context, browser_of):
    saved(NEEDY)
    saved(NEEDY | {"code": "safety/sample/free", "difficulty": 2, "needs": []})
    saved(PLAIN | {"code": "safety/sample/other"})

    assert coverage.difficulties(Pool.EXAM) == {Domain.SAFETY: {"4": 1, "2": 1}}
    assert coverage.difficulties(Pool.PRACTICE) == {Domain.SAFETY: {"": 1}}
    page = browser_of("ines").get("/bank/coverage").text
    assert "authors&#39; own estimate" in page or "authors' own estimate" in page
    assert "difficulty=4" in page


def test_the_editor_keeps_both_and_says_what_is_wrong(app, browser_of):
    with app.app_context():
        saved(NEEDY)
    ines = browser_of("ines")
    fields = posted(ines.get(f"{ITEM}/edit"))

    refused = ines.post(f"{ITEM}/edit", data=form_data([*put(fields, difficulty="9"), ("do", "save")]))
    ines.post(f"{ITEM}/edit", data=form_data([*put(fields, difficulty="5"), ("do", "save")]))

    assert "Write a whole number between 1 and 5" in refused.text
    with app.app_context():
        content = versions.newest(PLAIN["code"]).content
    assert (content["difficulty"], content["needs"]) == (5, ["source", "lead"])


def test_the_page_tells_what_the_facts_say_to_whoever_may_see_the_key(app, browser_of):
    with app.app_context():
        version = saved(PLAIN | {"facts": ["S-23", "X-1"]})
        act(reviewing.submit, version, by="ines")
    told = "Pneumothorax was confirmed at an SpO2 of 98%"

    assert told in browser_of("ines").get(ITEM).text
    assert told not in browser_of("rhea").get(ITEM).text
    rhea = browser_of("rhea")
    assert told not in rhea.get(f"{ITEM}/versions/1/review").text
    with app.app_context():
        act(reviewing.answer_for_review, version, stock.versions([version])[version].key, by="rhea")
    assert told in rhea.get(f"{ITEM}/versions/1/review").text


def test_the_pages_say_both_and_the_lead_signs_with_a_tick_for_each(app, browser_of):
    with app.app_context():
        version = approved(saved(NEEDY))
    lena = browser_of("lena")
    page = lena.get(ITEM).text
    assert "4 of 5, the authors" in page
    assert "Needs the named source opened and the clinical lead" in page

    refused = lena.post("/bank/sign-off", data={"version": [version], "confirmed": [f"{version}:source"]})
    assert "Nothing was signed" in refused.text
    assert f'value="{version}:source" checked' in refused.text
    both = [f"{version}:source", f"{version}:lead"]
    lena.post("/bank/sign-off", data={"version": [version], "confirmed": both})

    with app.app_context():
        assert versions.newest(PLAIN["code"]).state == "signed"
