"""The record of acts: what is found when somebody edits the database by hand."""

import pytest
from sqlalchemy import text

from tests.conftest import NOON
from training import db as database
from training.audit import chain, queries, service
from training.db import db


@pytest.fixture
def five_acts(context):
    for number in range(5):
        database.begin_write()
        service.record("tested", actor=1, subject=f"thing:{number}", now=NOON, details={"name": "Tara"})
        database.commit_step()


def first_break():
    return queries.first_break()


def test_an_untouched_chain_holds(five_acts):
    assert first_break() is None


@pytest.mark.parametrize(
    ("edit", "seq"),
    [
        ("UPDATE audit_row SET subject = 'thing:9' WHERE seq = 3", 3),
        ("UPDATE audit_row SET actor_id = 2 WHERE seq = 1", 1),
        ("DELETE FROM audit_row WHERE seq = 2", 2),
        ("DELETE FROM audit_row WHERE seq = 5", 5),
        ("UPDATE audit_head SET count = 6", 6),
    ],
)
def test_an_edit_is_found_and_named(five_acts, edit, seq):
    db.session.execute(text("DELETE FROM audit_detail"))
    db.session.execute(text(edit))
    db.session.commit()

    assert first_break().seq == seq


def test_erased_details_leave_the_chain_whole(five_acts):
    db.session.execute(text("DELETE FROM audit_detail"))
    db.session.commit()

    assert first_break() is None


@pytest.mark.parametrize(
    "edit",
    [
        """UPDATE audit_detail SET details = '{"name": "Tom"}' WHERE seq = 4""",
        "UPDATE audit_detail SET salt = 'no salt' WHERE seq = 4",
        "UPDATE audit_detail SET details = 'null' WHERE seq = 4",
    ],
)
def test_changed_details_are_found_though_they_stand_beside_the_chain(five_acts, edit):
    db.session.execute(text(edit.replace(":", "\\:")))
    db.session.commit()

    assert (first_break().seq, "details of row 4" in first_break().message) == (4, True)


def test_details_can_be_shown_to_be_the_ones_recorded(five_acts):
    row = db.session.execute(
        text("SELECT d.salt, r.details_hash FROM audit_detail d JOIN audit_row r USING (seq) WHERE seq = 1")
    ).one()

    assert chain.details_hash(row.salt, {"name": "Tara"}) == row.details_hash


def test_a_rolled_back_act_leaves_no_row(context):
    database.begin_write()
    service.record("tested", actor=1, subject="thing:1", now=NOON)
    database.rollback()
    database.begin_write()
    database.commit_step()

    assert queries.head() == (0, chain.START)
