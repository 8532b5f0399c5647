"""Certificates of Tara in every state, one of them a demonstration's, and a name written from right to left."""

from dataclasses import replace
from datetime import timedelta

from tests import people
from tests.certificates.samples import FOUNDATIONS, NAMES, THEORY
from training.certificates import service
from training.core.certification import Reason

YEAR = timedelta(days=365)


def fill(now):
    today, ada = now.date(), people.identity("ada")

    def issued(key, facts=THEORY, *, awarded=today, until=today + 3 * YEAR, **changes):
        dates = {"awarded_on": awarded, "issued_on": awarded, "valid_until": until, "number": service.new_number()}
        stated = replace(facts, **dates, **changes)
        return service.issue(stated, award_key=key, person_id=people.identity("tara"), by=ada, now=now).number

    known = {
        "valid": issued("valid", FOUNDATIONS),
        "expired": issued("expired", awarded=today - 4 * YEAR, until=today - YEAR),
        "suspended": issued("suspended"),
        "revoked": issued("revoked"),
        "replaced": issued("replaced", FOUNDATIONS),
        "demonstration": issued("demonstration", FOUNDATIONS, demo=True, holder=NAMES["arabic"]),
    }
    change = {"by": ada, "now": now}
    service.suspend(known["suspended"], reason_class=Reason.REVIEW, reason="A complaint came in.", **change)
    service.revoke(known["revoked"], reason_class=Reason.AWARD, reason="The practical was not seen.", **change)
    service.renew(known["replaced"], valid_until=today + 6 * YEAR, reason="Refresher done.", **change)
    return {f"{name}_certificate": number for name, number in known.items()}
