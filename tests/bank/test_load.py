"""Loading and exporting: what files say, what the bank holds, and what happens when both changed."""

import pytest
from sqlalchemy import text

from tests.bank import bank
from tests.bank.bank import act, load, saved, signed
from tests.conftest import NOON
from tests.items import samples
from training import db as database
from training.bank import refusals
from training.bank.files import read_contents
from training.bank.models import State
from training.bank.queries import comparing, lists, versions
from training.bank.queries.lists import Filters
from training.bank.service import carrying, writing
from training.db import db

pytestmark = pytest.mark.usefixtures("context")

PLAIN = samples.draft("plain")


def newest():
    return {row.item.code: row.hash for row in lists.selected(Filters())}


def exported():
    with database.commit_command():
        return carrying.export(Filters(), by=None, now=NOON)


def empty_the_bank():
    for table in ("item_version", "bank_item", "item_figure"):
        db.session.execute(text(f"DELETE FROM {table}"))
    db.session.commit()


def load_files(contents):
    reading = read_contents(contents, bank.known())
    with database.commit_command():
        return carrying.load(reading, by=None, now=NOON)


def test_loading_makes_versions_in_review():
    loaded = load()

    assert len(loaded.new) == len(samples.drafts())
    assert {row.state for row in lists.selected(Filters())} == {State.IN_REVIEW}


def test_a_file_never_carries_an_approval():
    loaded = load(PLAIN | {"state": "signed"})

    assert loaded.new == ()
    assert [problem.field for problem in loaded.problems] == ["state"]


def test_loading_twice_changes_nothing():
    load()
    before = newest()
    loaded = load()

    assert (loaded.new, loaded.changed, len(loaded.unchanged)) == ((), (), len(before))
    assert newest() == before


def test_a_changed_item_becomes_a_new_version_and_the_one_in_use_stays():
    load(PLAIN)
    first = signed(newest()[PLAIN["code"]])
    loaded = load(PLAIN | {"stem": "Reworded?"})

    assert loaded.changed == (PLAIN["code"],)
    assert [row.state for row in versions.history(PLAIN["code"])] == [State.IN_REVIEW, State.SIGNED]
    assert versions.version_of(first).state == State.SIGNED


def test_an_item_changed_on_both_sides_is_left_out_and_named():
    load(PLAIN)
    ours = saved(PLAIN | {"stem": "Ours?"}, base=newest()[PLAIN["code"]])
    loaded = load(PLAIN | {"stem": "Theirs?"})

    assert newest()[PLAIN["code"]] == ours
    assert "bank since it was exported" in loaded.problems[0].message


def test_a_file_nobody_touched_leaves_the_newer_bank_alone():
    load(PLAIN)
    ours = saved(PLAIN | {"stem": "Ours?"}, base=newest()[PLAIN["code"]])
    loaded = load(PLAIN)

    assert loaded.unchanged == (PLAIN["code"],)
    assert newest()[PLAIN["code"]] == ours


def test_the_version_noted_in_a_file_decides_what_changed_where():
    load(PLAIN)
    old_export = exported()
    saved(PLAIN | {"stem": "Ours?"}, base=newest()[PLAIN["code"]])
    exported()
    edited = {path: content.replace(b"comes **first**", b"comes next") for path, content in old_export.items()}

    loaded = load_files(edited)

    assert (loaded.changed, len(loaded.problems)) == ((), 1)


def test_accident_18_an_export_imports_into_an_empty_bank_hash_for_hash():
    load()
    before = newest()
    written = exported()
    empty_the_bank()

    loaded = load_files(written)

    assert loaded.problems == ()
    assert newest() == before


def test_an_export_holds_the_figures_byte_for_byte():
    load()

    written = exported()

    assert {name: content for name, content in written.items() if name.startswith("figures/")} == bank.FIGURES


def test_an_export_can_be_narrowed():
    load()
    with database.commit_command():
        written = carrying.export(Filters(kind="ordering"), by=None, now=NOON)

    assert b"five-steps" in written["safety/sample.toml"]
    assert b"two-of-five" not in written["safety/sample.toml"]


def test_a_figure_keeps_its_name():
    load()
    picture = bank.reading(PLAIN, figures={"figures/new.svg": bank.FIGURES["figures/chest.svg"]}).pictures[0]
    act(writing.add_figure, picture, by="ines")
    other = bank.reading(PLAIN, figures={"figures/another.svg": bank.FIGURES["figures/film.svg"]}).pictures[0]

    with pytest.raises(refusals.FigureTaken):
        act(writing.add_figure, type(other)("new.svg", other.media_type, other.content), by="ines")


def planned(*drafts, by="ines", figures=bank.FIGURES):
    reading = bank.reading(*drafts, figures=figures)
    run_id = act(lambda **given: carrying.plan_import("bank.toml", reading, **given), by=by)
    return comparing.import_run(run_id, 3)


def test_an_import_becomes_drafts_of_whoever_applied_it():
    run = planned(PLAIN)
    act(carrying.apply_import, run, by="ines", leave_out=False, also=())

    row = versions.newest(PLAIN["code"])
    assert (row.state, row.created_by) == (State.DRAFT, 3)


def test_a_dry_run_writes_no_item():
    planned(*samples.drafts())

    assert newest() == {}


def test_accident_17_leaving_out_refused_items_needs_a_yes():
    run = planned(PLAIN, samples.draft("five-steps") | {"key": ["a"]})

    with pytest.raises(refusals.LeftOut):
        act(carrying.apply_import, run, by="ines", leave_out=False, also=())
    assert newest() == {}

    loaded = act(carrying.apply_import, run, by="ines", leave_out=True, also=())
    assert loaded.new == (PLAIN["code"],)


def test_an_import_is_applied_once():
    run = planned(PLAIN)
    act(carrying.apply_import, run, by="ines", leave_out=False, also=())

    with pytest.raises(refusals.WrongState):
        act(carrying.apply_import, run, by="ines", leave_out=False, also=())


def test_an_import_is_applied_by_whoever_uploaded_it():
    run = planned(PLAIN)

    with pytest.raises(refusals.WrongState):
        act(carrying.apply_import, run, by="ivo", leave_out=False, also=())


def test_an_import_does_what_was_shown_or_nothing():
    load(PLAIN)
    run = planned(PLAIN | {"stem": "Theirs?"})
    saved(PLAIN | {"stem": "Ours?"}, base=newest()[PLAIN["code"]])

    with pytest.raises(refusals.BankMoved):
        act(carrying.apply_import, run, by="ines", leave_out=True, also=())


def test_an_item_in_conflict_is_taken_as_a_draft_when_asked_for():
    load(PLAIN)
    ours = saved(PLAIN | {"stem": "Ours?"}, base=newest()[PLAIN["code"]])
    run = planned(PLAIN | {"stem": "Theirs?"})

    with pytest.raises(refusals.LeftOut):
        act(carrying.apply_import, run, by="ines", leave_out=False, also=())
    act(carrying.apply_import, run, by="ines", leave_out=False, also=(PLAIN["code"],))

    assert versions.newest(PLAIN["code"]).content["stem"] == "Theirs?"
    assert versions.version_of(ours) is not None


def test_an_import_retires_overwrites_and_approves_nothing():
    load()
    for version in newest().values():
        signed(version)
    before = {row.hash: row.state for row in lists.selected(Filters())}
    run = planned(*(draft | {"objective": "Another"} for draft in samples.drafts()))
    act(carrying.apply_import, run, by="ines", leave_out=False, also=())

    assert {version: versions.version_of(version).state for version in before} == before
    assert {row.state for row in lists.selected(Filters())} == {State.DRAFT}


def test_what_is_unfinished_is_not_loaded_for_review():
    loaded = load({name: value for name, value in PLAIN.items() if name != "objective"} | {"unfinished": True})

    assert loaded.new == ()
    assert "unfinished" in str(loaded.problems[0])
