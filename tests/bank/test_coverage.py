"""How full the bank is beside what exams draw from it, and what to write next."""

import pytest
from sqlalchemy import event

from tests.bank import bank
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from tests.quiz import exams
from training.bank.queries import coverage
from training.core.coverage import Held
from training.core.domains import Domain, Level, Pool
from training.db import db

PLAIN = samples.draft("plain")
PLACE = Pool(PLAIN["pool"]), Domain(PLAIN["domain"]), Level(PLAIN["level"])
SAFETY = Pool.EXAM, Domain.SAFETY, Level.APPLY


def cell_of(page, pool, domain, level):
    """The words of one cell of the table."""
    start = page.index(f'href="/bank?domain={domain}&amp;level={level}&amp;pool={pool}"')
    return page[start : page.index("</td>", start)]


def test_an_item_counts_once_and_by_the_version_that_is_drawn(app, context):
    first = bank.saved(PLAIN)
    assert coverage.held() == {PLACE: Held(drafts=1)}
    bank.approved(first)
    assert coverage.held() == {PLACE: Held(drawable=1)}
    other = next(level for level in Level if level != PLACE[2])

    bank.saved(PLAIN | {"level": str(other)}, base=first)

    assert coverage.held() == {PLACE: Held(drawable=1)}
    assert coverage.held((PLACE[1], other)) == {}


def test_an_approved_item_of_the_exam_waits_for_its_signature(app, context):
    bank.approved(bank.saved(PLAIN | {"pool": "exam"}))

    assert coverage.held() == {(Pool.EXAM, *PLACE[1:]): Held(approved=1)}


def test_a_cell_says_what_it_holds_and_what_two_papers_take(app, context, browser_of):
    exams.publish()

    page = browser_of("ines").get("/bank/coverage").text

    assert "6 of 6" in cell_of(page, *SAFETY)
    assert "two papers" in cell_of(page, *SAFETY)
    assert "not asked" in cell_of(page, Pool.EXAM, Domain.EVIDENCE, Level.RECALL)
    assert "lacks an item for two papers" in page


def test_the_thinnest_cell_is_what_to_write_next_and_leads_there(app, context, browser_of):
    spec = exams.specification({(Domain.SAFETY, Level.APPLY): 4, (Domain.ANATOMY, Level.RECALL): 3})
    exams.publish(spec)

    page = browser_of("ines").get("/bank/coverage").text

    after = page[page.index("What to write next") :]
    assert "2 items missing for two papers" in after
    assert "anatomy" not in after[: after.index("</ol>")].casefold()
    path = "/bank/new?pool=exam&domain=safety&level=apply"
    assert path.replace("&", "&amp;") in after
    assert "/bank/new/ordering?pool=exam&amp;domain=safety&amp;level=apply" in browser_of("ines").get(path).text
    fields = dict(posted(browser_of("ines").get("/bank/new/ordering?pool=practice&domain=evidence&level=analyse")))
    assert (fields["pool"], fields["domain"], fields["level"]) == ("practice", "evidence", "analyse")
    assert browser_of("ines").get("/bank/new/ordering?domain=<b>&level=9").status_code == 200


def test_the_objectives_of_a_cell_are_listed_with_their_items(app, context, browser_of):
    bank.saved(PLAIN)

    page = browser_of("ines").get(f"/bank/coverage?cell={PLACE[1]}.{PLACE[2]}").text

    objectives = page[page.index('id="objectives"') :]
    assert PLAIN["objective"] in objectives
    assert PLAIN["code"] in objectives


def critical(number, point):
    """The draft of a critical item that names a safety point."""
    given = exams.draft(number, Domain.SAFETY, Level.APPLY, critical=True, pool="practice", safety_point=point)
    return given | {"code": f"safety/points/item-{number}"}


def test_a_critical_item_counts_for_the_safety_point_it_names(app, context):
    bank.approved(bank.saved(critical(1, "C5")))
    bank.saved(critical(2, "C5"))
    bank.saved(PLAIN)

    codes = ("safety/points/item-1", "safety/points/item-2")
    assert coverage.safety_points(Pool.PRACTICE) == {"C5": (Held(drawable=1, drafts=1), codes)}
    assert coverage.safety_points(Pool.EXAM) == {}


def test_an_item_counts_for_the_safety_point_of_the_version_that_is_drawn(app, context):
    first = bank.saved(critical(1, "C5"))
    bank.approved(first)

    bank.saved(critical(1, "C6"), base=first)

    assert coverage.safety_points(Pool.PRACTICE) == {"C5": (Held(drawable=1), ("safety/points/item-1",))}


def test_the_safety_points_with_fewer_than_two_items_lead_to_writing_one(app, context, browser_of):
    for number, point in enumerate(("C5", "C5", "C6", "X9")):
        bank.approved(bank.saved(critical(number, point)))
    ines = browser_of("ines")

    page = ines.get("/bank/coverage?pool=practice").text

    listed = page[page.index('id="safety-points"') :]
    listed = listed[: listed.index("</section>")]
    assert "1 of 16 safety points has 2 or more in the practice pool" in listed
    assert "<strong>C5</strong>" not in listed
    assert "safety/points/item-2" in listed
    assert "<strong>X9</strong> Not on the list" in listed
    path = "/bank/new?pool=practice&safety_point=C6"
    assert path.replace("&", "&amp;") in listed
    assert "/bank/new/ordering?pool=practice&amp;safety_point=C6" in ines.get(path).text
    fields = dict(posted(ines.get("/bank/new/single_choice?pool=practice&safety_point=C6")))
    assert (fields["pool"], fields["safety_point"]) == ("practice", "C6")


@pytest.mark.parametrize("asked", ["cell=nowhere.never", "cell=&pool=none", "pool=practice"])
def test_an_address_that_names_nothing_shows_the_map(browser_of, asked):
    assert browser_of("ines").get(f"/bank/coverage?{asked}").status_code == 200


def test_the_map_takes_as_many_statements_for_many_items_as_for_one(app, context, browser_of):
    ines = browser_of("ines")
    exams.publish()
    few = statements(ines)
    exams.sign([exams.draft(1000 + number, Domain.EVIDENCE, Level.RECALL) for number in range(30)])

    assert statements(ines) == few


def statements(browser):
    said = []
    listen = lambda *given: said.append(given[2])  # noqa: E731 - taken off again by the same name
    event.listen(db.engine, "before_cursor_execute", listen)
    browser.get("/bank/coverage")
    event.remove(db.engine, "before_cursor_execute", listen)
    return [words for words in said if words.startswith("SELECT")]


def test_the_preview_says_how_full_the_cell_is_that_a_draft_feeds(app, context, browser_of):
    exams.publish()
    ines = browser_of("ines")
    fields = posted(ines.get("/bank/new/single_choice"))

    def preview(**changes):
        return ines.post("/bank/preview/single_choice", data=form_data(put(fields, **changes))).text

    assert "exam pool: 6 items can be drawn; one paper takes 3." in preview(domain="safety", level="apply")
    assert "0 items can be drawn; no published exam asks for it." in preview(domain="evidence", level="apply")
