"""What rules ask beside what the site gives: read strictly, whole, and the page of the documents as the data say."""

import pytest

from scripts.crosswalk import PAGE, page
from tests.programmes import world
from training import sources
from training.core.drafts import DraftError
from training.core.gaps import Asks, Requirement
from training.packs import files, queries
from training.programmes import crosswalk, hour_kinds

ROW = """
[[rows]]
code = "theory"
requirement = "Theory hours"
online = "Yes"
people = "Some want it live"
here = "Measured"
hours = ["online"]
needs = ["module"]
sources = ["MD-R"]
checked_on = 2026-11-22
"""
ASKED = [asked for pack in files.read(files.FOLDER, queries.known()).packs for asked in pack.requirements]
TOLD_ONLY = {Asks.CONDITION, Asks.BARRED}
"""Kinds of requirement that no training gives, so that no row is about them."""


def test_the_page_of_the_documents_is_what_the_data_say():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_five_rows_of_the_dossier_are_there_and_the_one_that_was_added():
    assert [row.requirement for row in crosswalk.rows()] == [
        "Theory hours",
        "Hours in person",
        "Written exam",
        "Practical exam",
        "Supervised sessions",
        "Board proof",
    ]


def test_every_source_is_in_the_register():
    assert {code for row in crosswalk.rows() for code in row.sources} <= set(sources.register())


def test_every_kind_of_hours_falls_under_one_row():
    found = [kind for row in crosswalk.rows() for kind in row.hours]

    assert sorted(found) == sorted(kind.code for kind in hour_kinds.kinds())


def test_everything_a_programme_requires_answers_one_row():
    needs = [need for row in crosswalk.rows() for need in row.needs]

    assert sorted(needs) == sorted({asked.need for asked in world.PROGRAMME.requirements})


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.text[:40])
def test_every_line_of_a_pack_falls_under_a_row_unless_no_training_gives_it(asked):
    assert (crosswalk.rows_of(asked) == ()) == (asked.asks in TOLD_ONLY)


def test_what_answers_a_row_is_told_from_the_programme():
    given = {row.code: row.given_by(world.PROGRAMME) for row in crosswalk.rows()}

    assert given["theory-hours"] == ("16 modules",)
    assert given["written-exam"] == ("Written exam",)
    assert given["supervised-sessions"] == ("Supervised sessions (10)",)
    assert given["hours-in-person"] == ()
    assert given["board-proof"] == tuple(award.title for award in world.PROGRAMME.awards)


def test_hours_of_several_kinds_fall_under_the_row_of_each():
    both = Requirement(Asks.HOURS, "Hours", hours=1, counts=("in-person", "online"))

    assert [row.code for row in crosswalk.rows_of(both)] == ["theory-hours", "hours-in-person"]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('hours = ["online"]', 'hours = ["by post"]', "hours"),
        ('needs = ["module"]', 'needs = ["lunch"]', "needs"),
        ('sources = ["MD-R"]', "sources = []", "sources"),
        ("checked_on = 2026-11-22", "", "checked_on"),
        ('online = "Yes"', 'on-line = "Yes"', "online"),
    ],
)
def test_a_wrong_row_is_refused_with_its_field(old, new, wrong):
    with pytest.raises(DraftError) as refused:
        crosswalk.read(ROW.replace(old, new))

    assert f"rows[1].{wrong}" in [fault.field for fault in refused.value.faults]


def test_two_rows_of_one_code_are_refused():
    with pytest.raises(DraftError, match="gives the code theory twice"):
        crosswalk.read(ROW + ROW)


@pytest.mark.any_database
def test_whoever_is_signed_in_finds_it_on_the_page_of_the_programme(context, browser_of):
    for name in ("tara", "ada"):
        answer = browser_of(name).get("/programme")
        assert 'id="crosswalk"' in answer.text
        assert "Log and sign-off tools only" in answer.text
        assert "In this programme: 16 modules" in answer.text
