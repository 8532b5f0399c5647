"""Changing many items at once: shown item by item, refused with reasons, done as drafts or not at all."""

import pytest
from sqlalchemy import event

from tests.bank import bank
from tests.bank.bank import act, approved, saved, signed
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from tests.people import identity
from training import items
from training.audit import queries as record
from training.bank.changing import Wanted, changed
from training.bank.models import State
from training.bank.queries import lists, stock, versions, waiting
from training.bank.queries.lists import Filters
from training.bank.refusals import ChangedMeanwhile, WrongState
from training.bank.service import changing, retiring
from training.bank.service.retiring import Retiring
from training.core.domains import Need, Pool
from training.core.roles import Permission
from training.db import db

PLAIN = samples.draft("plain")
OTHER = "analyse"
"""A level that it does not have."""


def code(number):
    return f"safety/many/n{number}"


def many(number):
    return [saved(PLAIN | {"code": code(each), "stem": f"Number {each}?"}) for each in range(number)]


def planned(wanted, rows=None):
    rows = lists.selected(Filters()) if rows is None else rows
    return act(changing.plan, rows, wanted, by="ines")


def apply(run):
    return act(changing.apply, changing.run_of(run, identity("ines")), bank.known(), by="ines")


def test_a_change_puts_values_and_adds_and_takes_words():
    draft = {"code": "a/b/c", "level": "recall", "sources": ["A", "B"], "enemies": ["x/y/z"], "stem": "As it was?"}
    wanted = Wanted({"level": "apply"}, {"sources": ("C", "A"), "enemies": ("a/b/c",)}, {"sources": ("B",)})

    assert changed(draft, wanted) == draft | {"level": "apply", "sources": ["A", "C"]}
    assert Wanted.unpacked(wanted.packed()) == wanted


@pytest.mark.parametrize(
    ("held", "add", "remove", "then"),
    [
        (None, ("shoulder", "new"), (), {"format": "needlewise", "tags": ["shoulder", "new"]}),
        ({"format": "gift", "id": "7", "tags": ["Old"]}, ("old",), (), {"format": "gift", "id": "7", "tags": ["Old"]}),
        ({"format": "gift", "tags": ["Old"]}, ("New",), ("old",), {"format": "gift", "tags": ["New"]}),
        ({"format": "needlewise", "tags": ["Old"]}, (), ("OLD",), None),
    ],
)
def test_tags_are_added_and_taken_out_whatever_their_case(held, add, remove, then):
    draft = {"code": "a/b/c"} | ({"origin": held} if held else {})

    assert changed(draft, Wanted({}, {"tags": add}, {"tags": remove})).get("origin") == then


def test_an_estimate_is_put_as_a_number_and_needs_are_added_and_taken_out():
    draft = PLAIN | {"difficulty": 2, "needs": ["source"]}
    wanted = Wanted({"difficulty": 4}, {"needs": ("lead",)}, {"needs": ("source",)})

    assert changed(draft, Wanted.unpacked(wanted.packed())) == draft | {"difficulty": 4, "needs": ["lead"]}


@pytest.mark.usefixtures("context")
class TestChanging:
    def test_another_author_is_shown_and_does_not_let_the_first_review(self):
        bank.load(PLAIN | {"author": "Rhea Lind"})
        apply(planned(Wanted({"author": "A. Nother"}, {"tags": ("upper limb",)})))
        newest = versions.newest(PLAIN["code"])

        assert (newest.author, newest.content["origin"]["tags"]) == ("A. Nother", ["upper limb"])
        assert versions.wrote(newest, identity("rhea"))
        assert not versions.wrote(newest, identity("ivo"))
        assert identity("rhea") not in {each.id for each in waiting.who_may(Permission.REVIEW_ITEMS, newest)}

    def test_makes_a_new_draft_of_each_and_leaves_what_is_in_use_in_use(self):
        in_use = signed(saved(samples.draft("critical-four")))
        run = planned(Wanted({"objective": "Say it better"}))

        assert apply(run) == (samples.draft("critical-four")["code"],)
        newest = versions.newest(samples.draft("critical-four")["code"])
        assert (newest.state, newest.number, newest.content["objective"]) == (State.DRAFT, 2, "Say it better")
        assert newest.created_by == identity("ines")
        assert [each.version for each in stock.pool(Pool.EXAM, live=True)] == [in_use]

    def test_says_of_each_item_what_changes_or_everything_that_keeps_it_from_changing(self):
        many(3)
        only = lists.newest_of([code(0)])[code(0)].content["sources"]
        act(retiring.retire, Retiring(code(1), versions.newest(code(1)).hash, "Gone."), by="ivo")
        saved(PLAIN | {"code": code(2), "level": OTHER}, base=versions.newest(code(2)).hash)
        wanted = Wanted({"level": OTHER, "module": "no-such"}, remove={"sources": tuple(only)})
        found = changing.proposals(lists.selected(Filters()), wanted, bank.known())

        assert [tuple(fault.field for fault in each.refused) for each in found] == [
            ("sources",),
            ("state",),
            ("sources",),
        ]
        unknown = Wanted(add={"enemies": ("no/such/item",)}, remove={"sources": tuple(only)})
        both = changing.proposals(lists.selected(Filters()), unknown, bank.known())[0].refused
        assert [fault.field for fault in both] == ["sources", "enemies"]
        fine = changing.proposals(lists.selected(Filters()), Wanted({"level": OTHER}), bank.known())
        assert [[change.label for change in each.changes] for each in fine] == [["level"], [], []]

    def test_is_all_or_nothing_and_names_what_somebody_changed_meanwhile(self):
        first, *_others = many(3)
        run = planned(Wanted({"level": OTHER}))
        saved(PLAIN | {"code": code(0), "stem": "Meanwhile?"}, base=first, by="ivo")
        with pytest.raises(ChangedMeanwhile) as caught:
            apply(run)

        assert caught.value.codes == (code(0),)
        assert {row.level for row in lists.selected(Filters())} == {PLAIN["level"]}

    def test_is_made_once_by_whoever_asked_for_it_and_noted_in_one_row(self):
        many(2)
        run = planned(Wanted({"level": OTHER}))
        assert changing.run_of(run, identity("ivo")) is None
        assert len(apply(run)) == 2
        with pytest.raises(WrongState):
            apply(run)
        rows = record.newest(action="changed items", subject=f"change:{run}", actor_id=None, before=None, limit=9)
        assert [set(row.facts["versions"]) for row in rows] == [{code(0), code(1)}]

    def test_going_back_to_words_of_an_older_draft_brings_that_version_forward(self):
        many(1)
        apply(planned(Wanted({"level": OTHER})))
        apply(planned(Wanted({"level": PLAIN["level"]})))

        assert [row.number for row in versions.history(code(0))] == [3, 2]

    def test_never_goes_back_to_words_that_are_in_use(self):
        in_use = approved(many(1)[0])
        saved(PLAIN | {"code": code(0), "stem": "Number 0?", "level": OTHER}, base=in_use)
        each = changing.proposals(lists.selected(Filters()), Wanted({"level": PLAIN["level"]}), bank.known())[0]

        assert "version 1 says, which is approved" in each.refused[0].message

    def test_asks_the_database_the_same_few_times_however_many_items(self):
        counts = []
        for number in (2, 30):
            rows = [PLAIN | {"code": f"safety/set-{number}/n{each}", "stem": f"{each}?"} for each in range(number)]
            bank.load(*rows)
            chosen = [row for row in lists.selected(Filters()) if f"set-{number}/" in row.item.code]
            run, seen = planned(Wanted({"level": OTHER}), chosen), []
            event.listen(db.engine, "before_cursor_execute", lambda *call, seen=seen: seen.append(call[2]))
            assert len(apply(run)) == number
            counts.append(len(seen))
        assert abs(counts[0] - counts[1]) <= 1


@pytest.fixture
def bank_of_two(app):
    with app.app_context():
        many(2)


def test_ticked_items_are_changed_after_a_look(app, bank_of_two, browser_of):
    ines = browser_of("ines")
    listed = ines.get("/bank?ticked=all").text
    assert listed.count('name="code"') == listed.count(" checked>") == 2
    asked = ines.get(f"/bank/change?code={code(0)}")
    nothing = ines.post("/bank/change", data=form_data(posted(asked, "/bank/change")))
    assert nothing.status_code == 422
    assert "Say what changes" in nothing.text

    answer = ines.post("/bank/change", data=form_data(put(posted(asked, "/bank/change"), **{"to-level": OTHER})))
    page = ines.get(answer.location).text
    assert "1 changed, 0 refused, 0 as they are." in page
    assert f"<ins>{OTHER}</ins>" in page
    assert browser_of("ivo").get(answer.location).status_code == 404

    ines.post(answer.location)
    with app.app_context():
        assert [versions.newest(code(each)).level for each in range(2)] == [OTHER, PLAIN["level"]]


def test_all_that_match_are_changed_and_a_filter_of_a_field_is_not_taken_for_the_change(app, bank_of_two, browser_of):
    ines = browser_of("ines")
    asked = ines.get(f"/bank/change?all=y&level={PLAIN['level']}")
    form = put(posted(asked, "/bank/change"), **{"to-objective": "One for all"})
    answer = ines.post("/bank/change", data=form_data(form))

    assert "2 changed, 0 refused" in ines.get(answer.location).text
    with app.app_context():
        saved(PLAIN | {"code": code(1), "stem": "Meanwhile?"}, base=versions.newest(code(1)).hash, by="ivo")
    refused = ines.post(answer.location)
    assert refused.status_code == 409
    assert f">{code(1)}</a></li>" in refused.text
    assert f">{code(0)}</a></li>" not in refused.text


def test_the_estimate_and_the_needs_of_ticked_items_are_changed(app, bank_of_two, browser_of):
    ines = browser_of("ines")
    form = posted(ines.get(f"/bank/change?code={code(0)}&code={code(1)}"), "/bank/change")
    answer = ines.post(
        "/bank/change", data=form_data(put(form, **{"to-difficulty": "4"})) | {"to-add_needs": ["lead", "source"]}
    )
    ines.post(answer.location)

    with app.app_context():
        found = [items.kept(versions.newest(code(each)).content).header for each in range(2)]
        assert {(each.difficulty, each.needs) for each in found} == {(4, (Need.SOURCE, Need.LEAD))}


def test_no_tick_is_said_and_a_day_that_is_none_is_named(bank_of_two, browser_of):
    ines = browser_of("ines")
    assert "No item is ticked" in ines.get("/bank/change").text
    form = posted(ines.get(f"/bank/change?code={code(0)}"), "/bank/change")
    answer = ines.post("/bank/change", data=form_data(put(form, **{"to-review_by": "tomorrow"})))

    assert answer.status_code == 422
    assert "tomorrow" in answer.text
