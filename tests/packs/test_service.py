"""Loading, activating with a reason, choosing: versions never change, and one of a pack is active at most."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from tests.conftest import NOON
from tests.packs.samples import changed, read
from tests.people import identity
from tests.racing import at_once
from training.audit.models import AuditDetail, AuditRow
from training.db import begin_write, commit_step, db
from training.packs import kept, queries, service
from training.packs.models import PackActivation, PackVersion

CODE, TODAY = "elbonia-pt", NOON.date()
CHANGED = changed(("50 hours in person", "54 hours in person"), ("hours = 50", "hours = 54"))
WEAK = changed(('sources = ["FL-R"]\nchecked_on = 2026-11-20\n', ""))


@pytest.fixture
def site(context):
    """A site on which the sample pack was loaded as version 1."""
    load()


def load(text=None):
    loaded = service.load([read(text or changed())], by=identity("ada"), now=NOON)
    commit_step()
    return loaded


def activate(number=1, *, instead_of=None, reason="Read it today.", commit=True):
    service.activate(CODE, number, reason, instead_of=instead_of, by=identity("ada"), now=NOON, today=TODAY)
    if commit:
        commit_step()


def deactivate(number=1):
    service.deactivate(CODE, number, "The board changed it.", by=identity("ada"), now=NOON)
    commit_step()


def choose(*codes, who="tara"):
    service.choose(identity(who), codes, now=NOON)
    commit_step()


def active():
    return [(version.pack.code, version.number) for version in queries.active()]


def acts():
    rows = db.session.execute(
        select(AuditRow.action, AuditRow.actor_id, AuditRow.facts, AuditDetail.details)
        .outerjoin(AuditDetail, AuditDetail.seq == AuditRow.seq)
        .where(AuditRow.subject == f"pack:{CODE}")
        .order_by(AuditRow.seq)
    )
    return [tuple(row) for row in rows]


def test_a_loaded_pack_is_a_draft(site):
    assert [(version.number, version.active_since) for version in queries.versions(CODE)] == [(1, None)]
    assert active() == []


def test_the_same_file_again_is_no_new_version(site):
    loaded = load()

    assert loaded.changed == ()
    assert [version.number for version in queries.versions(CODE)] == [1]


def test_a_changed_file_is_a_new_version_and_the_old_one_reads_as_before(site):
    before = queries.versions(CODE)[0].pack

    load(CHANGED)

    newer, older = queries.versions(CODE)
    assert (newer.number, newer.pack.requirements[0].hours) == (2, 54)
    assert (older.number, older.pack) == (1, before)


def test_a_file_that_went_back_is_a_third_version(site):
    load(CHANGED)
    load()

    assert [version.number for version in queries.versions(CODE)] == [3, 2, 1]


def test_loading_leaves_the_active_version_active(site):
    activate()
    load(CHANGED)

    assert active() == [(CODE, 1)]


def test_activating_is_recorded_with_its_reason(site):
    activate(reason=" Read it today. ")

    assert active() == [(CODE, 1)]
    facts, details = {"number": 1, "instead_of": None}, {"reason": "Read it today."}
    assert acts()[-1] == ("activated pack", identity("ada"), facts, details)


def test_what_lacks_something_is_refused_with_all_of_it(site):
    load(WEAK)

    with pytest.raises(service.NotReady) as refused:
        activate(2)

    assert [fault.field for fault in refused.value.faults] == ["requirements[1].sources", "requirements[1].checked_on"]
    assert active() == []


def test_a_newer_version_takes_the_place_of_the_active_one(site):
    load(CHANGED)
    activate()

    activate(2, instead_of=1)

    assert active() == [(CODE, 2)]
    newer, older = queries.history(CODE)
    assert (older.ended_at, older.ended_reason, newer.ended_at) == (NOON, "Version 2 took its place.", None)


@pytest.mark.parametrize(("number", "seen"), [(1, 1), (2, None), (2, 2)])
def test_a_page_that_showed_another_state_activates_nothing(site, number, seen):
    load(CHANGED)
    activate()

    with pytest.raises(service.Meanwhile):
        activate(number, instead_of=seen)
    db.session.rollback()

    assert active() == [(CODE, 1)]


def test_deactivating_ends_it_with_a_reason_once(site):
    activate()
    deactivate()

    with pytest.raises(service.Meanwhile):
        deactivate()
    assert active() == []
    assert acts()[-1] == ("deactivated pack", identity("ada"), {"number": 1}, {"reason": "The board changed it."})


def test_a_version_can_be_active_again(site):
    activate()
    deactivate()
    activate()

    assert active() == [(CODE, 1)]
    assert len(queries.history(CODE)) == 2


def test_a_version_that_is_not_there_is_not_activated(site):
    with pytest.raises(NoResultFound):
        activate(7)


def test_the_database_holds_one_active_version_of_a_pack(site):
    load(CHANGED)
    activate()
    begin_write()
    db.session.add(PackActivation(code=CODE, number=2, begun_at=NOON, reason="By hand"))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    "values", [{"reason": ""}, {"ended_at": NOON}, {"ended_reason": "Without a time"}, {"number": 9}]
)
def test_the_database_refuses_an_activation_without_reason_end_or_version(site, values):
    activate()
    begin_write()

    with pytest.raises(IntegrityError):
        db.session.execute(update(PackActivation).values(**values))
    db.session.rollback()


def test_two_who_activate_at_once_make_one_active_version(app):
    with app.app_context():
        load()
        load(CHANGED)

    outcomes = at_once(app, lambda: activate(1), lambda: activate(2), refusals=(service.Meanwhile,))

    assert [type(outcome) for outcome in outcomes].count(service.Meanwhile) == 1
    with app.app_context():
        assert len(active()) == 1


def test_two_who_load_at_once_make_one_version(app):
    outcomes = at_once(app, load, load, refusals=(service.Meanwhile,))

    with app.app_context():
        assert [version.number for version in queries.versions(CODE)] == [1]
        assert db.session.query(PackVersion).count() == 1
    assert len(outcomes) == 2


def test_nobody_intends_to_practise_anywhere_by_default(site):
    activate()

    assert queries.choices(identity("tara")) == {}


def test_what_was_ticked_is_kept_and_what_was_not_goes(site):
    activate()
    choose(CODE)
    choose(CODE)
    assert list(queries.choices(identity("tara"))) == [CODE]

    choose()
    assert queries.choices(identity("tara")) == {}


def test_what_is_not_active_cannot_be_chosen_and_what_was_chosen_stays(site):
    choose(CODE, "nowhere")
    assert queries.choices(identity("tara")) == {}

    activate()
    choose(CODE)
    deactivate()
    choose(CODE)
    assert list(queries.choices(identity("tara"))) == [CODE]


def test_two_tabs_that_choose_at_once_choose_once(app):
    with app.app_context():
        load()
        activate()

    at_once(app, lambda: choose(CODE), lambda: choose(CODE), refusals=())

    with app.app_context():
        assert list(queries.choices(identity("tara"))) == [CODE]


def test_a_choice_is_told_to_whom_it_is_of(site):
    activate()
    choose(CODE)

    assert kept.of_person(identity("tara")) == [{"pack": CODE, "chosen_at": NOON.isoformat()}]
    assert kept.of_person(identity("tom")) == []
