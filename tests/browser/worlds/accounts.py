"""People invited, blocked and with extra time; links that were mailed; a code app, and a form that was kept."""

import re
from fractions import Fraction
from functools import partial
from urllib.parse import urlsplit

import pyotp
from flask import current_app

from tests import people
from training import db as database
from training.accounts import kept_forms, links, second_factor, service
from training.accounts.models import TokenKind
from training.core.roles import Role

SITE = links.Site("http://localhost:8000", "Test Institute", "Europe/London")


def fill(now):
    ada, tara, otto = (people.identity(first) for first in ("ada", "tara", "otto"))
    noor = service.invite("noor@demo.test", "Noor Haddad", [Role.TRAINEE], by=ada, site=SITE, now=now)
    eva = service.invite("eva@demo.test", "Eva Lindqvist", [Role.ASSESSOR], by=ada, site=SITE, now=now)
    service.accommodate(tara, Fraction(3, 2), "Extra time, by the letter of 3 March.", by=ada, now=now)
    service.confirm_certificate_name(tara, "Tara Ngozi Okafor", now=now)
    _add_code_app(otto, now)
    second_factor.begin(people.identity("rhea"), now=now)
    return {
        "noor": noor.id,
        "eva": eva.id,
        "invitation": _link(noor.id, TokenKind.INVITATION, now),
        "staff_invitation": _link(eva.id, TokenKind.INVITATION, now),
        "reset": _link(tara, TokenKind.RESET, now),
        "link": _link(tara, TokenKind.LINK, now),
        "moving": _link(tara, TokenKind.EMAIL, now, email="tara@elsewhere.test"),
        "kept_form": _kept_form(ada, now),
        "half_signed_in": partial(_half_signed_in, "otto"),
    }


def _link(person_id, kind, now, **words):
    return urlsplit(links.make(person_id, kind, site=SITE, now=now, **words)).path.rpartition("/")[2]


def _add_code_app(person_id, now):
    secret = second_factor.begin(person_id, now=now).secret
    database.commit_step()
    assert second_factor.confirm(person_id, pyotp.TOTP(secret).at(now), now=now)


def _kept_form(person_id, now):
    fields = (("name", "Noor Haddad"), ("email", "noor@demo.test"))
    token = kept_forms.keep(
        kept_forms.Sent("/people/invite", "/people/invite", fields, ()), person_id=person_id, now=now
    )
    return [{"name": "needlewise_kept_8000", "value": token}]


def _half_signed_in(first):
    """Return the cookies of a browser that gave the password just now and owes the code."""
    client = current_app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text).group(1)
    given = {"email": people.email(first), "password": people.PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=given).location == "/sign-in/code"
    name = current_app.config["SESSION_COOKIE_NAME"]
    return [{"name": name, "value": client.get_cookie(name).value}]
