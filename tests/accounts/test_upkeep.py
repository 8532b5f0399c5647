"""What the privacy notice says is deleted is deleted."""

from datetime import timedelta

from sqlalchemy import text

from tests import people
from tests.conftest import NOON
from training import db as database
from training.accounts import kept_forms, queries, sessions, upkeep
from training.accounts.kept_forms import Sent
from training.db import db

TARA = people.identity("tara")


def count(table):
    return db.session.scalar(text(f"SELECT count(*) FROM {table}"))


def test_a_session_that_ended_a_month_ago_is_deleted_and_a_living_one_stays(context):
    before = count("user_session")
    sessions.begin(TARA, agent="old", stay=False, now=NOON - timedelta(days=31))
    new = sessions.begin(TARA, agent="new", stay=True, now=NOON).session_token
    database.commit_step()

    upkeep.purge(NOON)
    database.commit_step()

    assert count("user_session") == before + 1
    assert queries.signed_in_id(new, now=NOON) == TARA


def test_a_kept_form_is_deleted_after_a_day(context):
    kept_forms.keep(Sent("/x", "/x", (("a", "b"),)), person_id=TARA, now=NOON)
    upkeep.purge(NOON + timedelta(hours=23))
    kept = count("kept_form")
    upkeep.purge(NOON + timedelta(hours=24))

    assert (kept, count("kept_form")) == (1, 0)
