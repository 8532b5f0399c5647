"""Invariant 12: erasing a person leaves no identifier in the database, and decisions stay checkable."""

import pytest
from sqlalchemy import MetaData, select, text

from tests import people
from tests.accounts.doing import is_signed_in, sign_in
from tests.conftest import NOON
from training import db as database
from training.accounts import erasure, service
from training.audit import queries as audit
from training.db import db

TARA, ADA = people.identity("tara"), people.identity("ada")


@pytest.fixture
def busy_tara(app, client):
    """Tara with everything accounts can keep: names, a wish, extra time, mails, a session, a kept form."""
    sign_in(client, "tara")
    client.post("/profile/certificate-name", data={"certificate_name": "Tara N. Okafor", "right": "y"})
    client.post("/profile/email", data={"email": "okafor@elsewhere.test"})
    client.post("/profile/code-app/begin")
    client.post("/forgot-password", data={"email": people.email("tara")})
    with app.app_context():
        service.fix_certificate_name(TARA, now=NOON)
        service.ask_name(TARA, "Tara Okafor-Brandt", "Tara married", now=NOON)
        from fractions import Fraction

        service.accommodate(TARA, Fraction(2), "Okafor needs a separate room", by=ADA, now=NOON)
        database.commit_step()
    return client


def erase(browser):
    return browser.post(f"/people/{TARA}/erase", data={"address": people.email("tara")})


def everything(app):
    """Return the whole database as text."""
    with app.app_context():
        metadata = MetaData()
        metadata.reflect(db.engine)
        return {
            table.name: str([tuple(row) for row in db.session.execute(select(table))]).lower()
            for table in metadata.sorted_tables
        }


def test_nothing_names_the_person_afterwards(busy_tara, browser_of, app):
    named_before = {name for name, rows in everything(app).items() if "okafor" in rows or "tara" in rows}
    erase(browser_of("ada"))
    named_after = {name for name, rows in everything(app).items() if "okafor" in rows or "tara" in rows}

    assert {"person", "certificate_name", "name_request", "accommodation", "audit_detail", "mail"} <= named_before
    assert named_after == set()


def test_the_record_holds_and_the_id_stays(busy_tara, browser_of, app):
    erase(browser_of("ada"))

    with app.app_context():
        assert audit.first_break() is None
        assert db.session.scalar(text("SELECT count(*) FROM audit_row WHERE actor_id = :id"), {"id": TARA})
        assert db.session.scalar(text("SELECT state FROM person WHERE id = :id"), {"id": TARA}) == "erased"


def test_the_person_is_signed_out_and_stays_out(busy_tara, browser_of):
    erase(browser_of("ada"))

    assert not is_signed_in(busy_tara)
    assert sign_in(busy_tara, "tara").status_code == 422


def test_it_wants_the_address_typed(browser_of, app):
    answer = browser_of("ada").post(f"/people/{TARA}/erase", data={"address": "tara"})

    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalar(text("SELECT state FROM person WHERE id = :id"), {"id": TARA}) == "active"


def test_others_lose_nothing(busy_tara, browser_of, app):
    before = everything(app)["person"].count("@demo.test")
    erase(browser_of("ada"))

    assert everything(app)["person"].count("@demo.test") == before - 1


def test_nobody_erases_themselves(context):
    with pytest.raises(service.OwnAccount):
        erasure.erase(ADA, by=ADA, now=NOON)


def test_the_last_administrator_is_not_erased(context):
    with pytest.raises(service.LastAdministrator):
        erasure.erase(ADA, by=TARA, now=NOON)


def test_other_slices_erase_in_the_same_transaction(context):
    asked = []
    erasure.erase(TARA, by=ADA, also=(asked.append,), now=NOON)

    assert asked == [TARA]


def test_the_address_can_be_used_again(busy_tara, browser_of, app):
    erase(browser_of("ada"))

    with app.app_context():
        again = service.add(people.email("tara"), "Tara Okafor", [], by=ADA, zone="UTC", now=NOON)
        assert again.id != TARA
