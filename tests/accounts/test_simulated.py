"""Simulated people: marked in every name they ever have, for good, and reached by no mail."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import NOON
from tests.people import identity
from training import db as database
from training.accounts import credentials, exports, queries, service
from training.accounts.links import Site
from training.accounts.models import Person, SimulatedForGood
from training.core.simulated import ADDRESS, MARK, called
from training.db import db
from training.mail import service as mail
from training.mail.models import Mail, MailState

SITE = Site("http://localhost", "Test Institute", "UTC")
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def simone(context):
    """The id of a simulated person."""
    with database.commit_command():
        found = service.add_simulated("Simone Weber", number="s1-0001", by=identity("ada"), zone="UTC", now=NOON)
        service.open_account(found.id, "no hash", now=NOON)
        return found.id


def named(person_id):
    db.session.expire_all()
    return queries.person(person_id)


def test_every_name_they_ever_have_says_so(simone):
    with database.commit_command():
        service.update_profile(simone, name="Another Name", zone="UTC", now=NOON)
        service.confirm_certificate_name(simone, "S. Weber", now=NOON)
    assert (named(simone).name, named(simone).certificate_name) == (f"Another Name {MARK}", f"S. Weber {MARK}")

    with database.commit_command():
        service.ask_name(simone, "Simone Wolf", "Married.", now=NOON)
        wish = queries.open_name_request(simone).name
        service.decide_name(simone, wish, accept=True, by=identity("ada"), now=NOON)
    assert named(simone).certificate_name == f"Simone Wolf {MARK}"


@pytest.mark.parametrize("name", [f"Tara Okafor {MARK}", "Tara Okafor (Simulated)", f"Tara Okafor {MARK} {MARK}"])
def test_nobody_else_can_be_called_so(name):
    with database.commit_command():
        service.update_profile(identity("tara"), name=name, zone="UTC", now=NOON)
        service.confirm_certificate_name(identity("tara"), name, now=NOON)

    assert named(identity("tara")).name == named(identity("tara")).certificate_name == "Tara Okafor"


def test_a_long_name_keeps_its_mark():
    long = called("Ä" * 300, simulated=True, most=120)

    assert len(long) == 120
    assert long.endswith(MARK)


@pytest.mark.parametrize(
    "change",
    [
        "simulated = NOT simulated",
        "name = 'Simone Weber'",
        "certificate_name = 'Simone Weber'",
        "email = 'simone@example.org'",
    ],
)
def test_the_database_lets_no_mark_be_taken_away(simone, change):
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE person SET {change} WHERE id = {simone}"))
    db.session.rollback()


def test_the_program_lets_nobody_become_simulated_or_cease_to_be(simone):
    for number in (simone, identity("tara")):
        database.begin_write()
        person = db.session.get_one(Person, number)
        person.simulated = not person.simulated
        with pytest.raises(SimulatedForGood):
            db.session.flush()
        database.rollback()


def test_their_address_stays_one_to_which_no_mail_goes(simone):
    with pytest.raises(credentials.AddressStays):
        credentials.ask_email(simone, "simone@example.org", site=SITE, now=NOON)
    database.rollback()


def test_a_mail_to_them_is_kept_and_never_sent(simone):
    context = {"institution": "Test Institute", "name": "Simone", "site_url": "http://localhost"}
    with database.commit_command():
        mail.queue("trial", to=f"s1-0001{ADDRESS}", person_id=simone, context=context, dedupe="trial:1", now=NOON)

    assert mail.send_due(lambda _mail: pytest.fail("it was sent"), now=NOON) == 0
    [kept] = db.session.query(Mail).all()
    assert (kept.state, kept.sent_at) == (MailState.SENT, NOON)


def test_their_own_data_say_so(simone):
    assert exports.account(simone, now=NOON)["simulated"] is True
    assert exports.account(identity("tara"), now=NOON)["simulated"] is False


def test_whether_there_are_any_is_known():
    assert not queries.any_simulated()
    with database.commit_command():
        service.add_simulated("Simone Weber", number="s1-0001", by=None, zone="UTC", now=NOON)

    assert queries.any_simulated()
    assert queries.simulated([*range(1, 20)]) == {queries.person_by_email(f"s1-0001{ADDRESS}").id}
