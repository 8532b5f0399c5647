"""``training person …``, run as people run it."""

import re

import pytest
from sqlalchemy import text

from tests import people
from tests.accounts.doing import is_signed_in, mails, sign_in
from tests.commands import run
from training.db import db


@pytest.fixture
def training(settings):
    """A function that runs ``training person …`` on this test's database."""
    given = {
        "NEEDLEWISE_PROFILE": "demo",
        "NEEDLEWISE_DATA": str(settings.data),
        "NEEDLEWISE_DATABASE_URL": settings.database_url,
        "NEEDLEWISE_ARGON2_MEMORY_KIB": "8",
    }
    return lambda *arguments: run(given, "person", *arguments)


def test_the_first_administrator_comes_in_by_a_printed_link(training, client):
    done = training("add", "Zoe@Demo.Test", "Zoe Adler", "--role", "administrator")
    path = re.search(r"/invitation/\S+", done.stdout)[0]

    client.post(path, data={"password": "gravel-owl-lantern"})

    assert done.returncode == 0
    assert client.get("/people").status_code == 200


def test_an_invitation_is_queued(training, app):
    done = training("invite", "zoe@demo.test", "Zoe Adler", "--role", "assessor", "--role", "instructor")

    assert done.returncode == 0
    assert "/invitation/" in mails(app, "zoe@demo.test")[0].text


def test_an_address_that_is_taken_ends_with_one(training):
    done = training("add", people.email("tara").upper(), "Somebody Else")

    assert done.returncode == 1
    assert "already" in done.stderr


def test_what_is_no_address_ends_with_two(training):
    assert training("add", "not an address", "Zoe").returncode == 2


@pytest.mark.parametrize(
    ("name", "code"), [("N" * 201, 2), ("a\u202eb", 2), ("\u0645\u0647\u062f\u06cc\u200c\u0632\u0627\u062f\u0647", 0)]
)
def test_a_name_is_as_long_and_as_legible_as_in_the_forms(training, name, code):
    assert training("add", "zoe@demo.test", name).returncode == code


def test_blocking_and_unblocking(training, app):
    tara = app.test_client()
    sign_in(tara, "tara")

    assert training("block", people.email("tara")).returncode == 0
    assert not is_signed_in(tara)
    assert training("block", people.email("tara")).returncode == 1
    assert training("unblock", people.email("tara")).returncode == 0


def test_the_last_administrator_is_not_blocked(training, app):
    done = training("block", people.email("ada"))

    assert done.returncode == 1
    assert "last administrator" in done.stderr
    with app.app_context():
        assert db.session.scalar(text("SELECT state FROM person WHERE email = 'ada@demo.test'")) == "active"


def test_an_unknown_address_is_said(training):
    assert "no account" in training("block", "nobody@demo.test").stderr
