"""Wrong tries: who is slowed down, and that the owner never is kept out (issue 2, security from the first day)."""

import pytest

from tests import people
from tests.accounts.doing import is_signed_in, link_in, mails, sign_in
from tests.conftest import build
from training import clock
from training.accounts import throttle
from training.accounts.devices import Device
from training.db import db
from training.web import limits


def wrong(client, times, *, first="tara", address="192.0.2.66"):
    return [sign_in(client, first, address=address, password="a wrong guess").status_code for _ in range(times)]


def strangers_try(app, number, first="tara"):
    """Count wrong tries for somebody from as many addresses as the site counts them, without the pages between."""
    let_through = 0
    with app.app_context():
        for n in range(number):
            address = f"10.{n // 200}.{n % 200}.7"
            try:
                limits.take(
                    throttle.sign_in(people.email(first), address=address, device=Device(), person_id=None),
                    now=clock.now(),
                )
                let_through += 1
            except limits.TooManyTries:
                pass
    return let_through


def test_one_address_gets_ten_wrong_tries_for_one_account(client):
    assert wrong(client, 11) == [422] * 10 + [429]


def test_after_ten_the_right_password_does_not_help_from_there(client):
    wrong(client, 10)

    assert sign_in(client, "tara", address="192.0.2.66").status_code == 429


def test_another_account_is_not_slowed_down(client):
    wrong(client, 10)

    assert sign_in(client, "tom", address="192.0.2.66").status_code == 303


def test_an_unknown_address_is_slowed_down_just_so(client):
    assert wrong(client, 11, first="nobody") == [422] * 10 + [429]


def test_strangers_get_a_hundred_an_hour_in_all(client, app):
    strangers_try(app, 98)
    answers = [wrong(client, 1, address=f"198.51.100.{n}")[0] for n in range(4)]

    assert answers == [422, 422, 429, 429]


def test_a_thousand_wrong_tries_leave_the_owner_their_known_device(client, app):
    owner = app.test_client()
    sign_in(owner, "tara")
    owner.post("/sign-out")
    assert strangers_try(app, 1000) == 100

    stranger = sign_in(client, "tara", address="198.51.100.1")
    assert stranger.status_code == 429
    assert sign_in(owner, "tara", address="198.51.100.2").status_code == 303


def test_a_thousand_wrong_tries_leave_the_owner_the_mailed_link(client, app):
    strangers_try(app, 101)
    owner = app.test_client()
    assert sign_in(owner, "tara", address="198.51.100.3").status_code == 429

    owner.post("/sign-in/link", data={"email": people.email("tara")})
    path = link_in(mails(app, people.email("tara"))[-1])
    owner.get(path)
    owner.post(path)

    assert is_signed_in(owner)


def test_a_reset_password_opens_the_door_though_strangers_knock(client, app):
    strangers_try(app, 101)
    owner = app.test_client()
    owner.post("/forgot-password", data={"email": people.email("tara")})
    owner.post(link_in(mails(app, people.email("tara"))[-1]), data={"password": "gravel-owl-lantern"})

    assert sign_in(owner, "tara", password="gravel-owl-lantern", address="198.51.100.4").status_code == 303


def test_a_known_device_has_ten_tries_and_no_second_ten_without_its_cookie(client, settings):
    sign_in(client, "tara", address="192.0.2.66")
    client.post("/sign-out")

    assert wrong(client, 11) == [422] * 10 + [429]
    client.delete_cookie(f"needlewise_device_{settings.port}")
    assert wrong(client, 1) == [429]


def test_a_device_known_for_somebody_else_is_a_stranger(client):
    sign_in(client, "tom")
    client.post("/sign-out")
    strangers_try(client.application, 100)

    assert sign_in(client, "tara", address="198.51.100.5").status_code == 429


def test_a_forged_device_is_a_stranger(client, settings):
    client.set_cookie(f"needlewise_device_{settings.port}", "WyJ4IixbMV1d.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    strangers_try(client.application, 100)

    assert sign_in(client, "tara", address="198.51.100.6").status_code == 429


def test_a_class_behind_one_address_signs_in_undisturbed(app):
    firsts = list(people.PEOPLE) * 4
    answers = [sign_in(app.test_client(), first, address="192.0.2.200").status_code for first in firsts]

    assert len(answers) > 30
    assert set(answers) == {303}


def test_good_tries_do_not_count(client):
    for _ in range(15):
        assert sign_in(client, "tara", address="192.0.2.66").status_code == 303


def test_the_count_outlives_a_restart(client, settings):
    wrong(client, 10)
    restarted = build(settings)

    assert wrong(restarted.test_client(), 1) == [429]
    with restarted.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("path", ["/forgot-password", "/sign-in/link"])
def test_nobodys_mailbox_is_flooded_and_the_answer_stays_the_same(client, app, path):
    answers = {client.post(path, data={"email": people.email("tara")}).location for _ in range(9)}

    assert answers == {"/mailed"}
    assert len(mails(app, people.email("tara"))) == 5


def test_invitations_are_not_guessed(client):
    codes = [client.get(f"/invitation/guess-{n}").status_code for n in range(61)]

    assert codes == [410] * 60 + [429]
