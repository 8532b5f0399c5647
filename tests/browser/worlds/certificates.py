"""Certificates of Tara in every state, one of them a demonstration's, and one whose holder was erased."""

from dataclasses import replace
from datetime import timedelta

from flask import current_app

from tests import people
from tests.certificates.samples import FOUNDATIONS, NAMES, THEORY
from training.accounts import erasure
from training.accounts import service as accounts
from training.app import ERASERS
from training.certificates import service
from training.core.certification import Reason
from training.core.roles import Role

YEAR = timedelta(days=365)


def fill(now):
    today, ada, tara = now.date(), people.identity("ada"), people.identity("tara")

    gone = accounts.add("erik@demo.test", "Erik Holm", [Role.TRAINEE], by=ada, zone="UTC", now=now).id

    def issued(key, facts=THEORY, *, awarded=today, until=today + 3 * YEAR, holder_id=tara, **changes):
        dates = {"awarded_on": awarded, "issued_on": awarded, "valid_until": until, "number": service.new_number()}
        stated = replace(facts, **dates, **changes)
        return service.issue(stated, award_key=key, person_id=holder_id, by=ada, now=now).number

    known = {
        "valid": issued("valid", FOUNDATIONS),
        "expired": issued("expired", awarded=today - 4 * YEAR, until=today - YEAR),
        "suspended": issued("suspended"),
        "revoked": issued("revoked"),
        "replaced": issued("replaced", FOUNDATIONS),
        "demonstration": issued("demonstration", FOUNDATIONS, demo=True, holder=NAMES["arabic"]),
        "erased": issued("erased", FOUNDATIONS, holder_id=gone, holder="Erik Holm"),
    }
    change = {"by": ada, "now": now}
    service.suspend(known["suspended"], reason_class=Reason.REVIEW, reason="A complaint came in.", **change)
    service.revoke(known["revoked"], reason_class=Reason.AWARD, reason="The practical was not seen.", **change)
    service.renew(known["replaced"], valid_until=today + 6 * YEAR, reason="Refresher done.", **change)
    data = current_app.extensions["needlewise_settings"].data
    erasure.erase(gone, by=ada, also=ERASERS, data=data, now=now)
    return {"erased": gone} | {f"{name}_certificate": number for name, number in known.items()}
