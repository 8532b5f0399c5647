"""Issuing and the life of a certificate, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from tests.certificates.samples import FOUNDATIONS, THEORY
from tests.conftest import NOON
from tests.people import identity
from training import db as database
from training.accounts import erasure
from training.accounts import queries as accounts
from training.audit import queries as audit
from training.certificates import queries, service
from training.certificates.models import Certificate, CertificateStatus, Immutable
from training.core.certification import Reason, Status
from training.db import db
from training.mail import queries as mails

TARA, ADA = identity("tara"), identity("ada")


def issue(facts=THEORY, *, award_key="award:1", person_id=TARA, by=ADA, now=NOON):
    found = service.issue(facts, award_key=award_key, person_id=person_id, by=by, now=now)
    database.commit_step()
    return found.number


def suspend(number, **changes):
    arguments = {"reason_class": Reason.REVIEW, "reason": "A complaint came in.", "by": ADA, "now": NOON}
    service.suspend(number, **arguments | changes)
    database.commit_step()


def reinstate(number):
    service.reinstate(number, reason_class=Reason.RESOLVED, reason="Settled.", by=ADA, now=NOON)
    database.commit_step()


def revoke(number, **changes):
    arguments = {"reason_class": Reason.AWARD, "reason": "The practical was not seen.", "by": ADA, "now": NOON}
    service.revoke(number, **arguments | changes)
    database.commit_step()


def status(number, now=NOON):
    return queries.standing(number, now=now).status


def subjects():
    return [mail.subject for mail in mails.newest()]


def test_what_is_issued_is_frozen_facts_and_bytes(context):
    number = issue()

    stored = queries.by_number(number)
    assert stored.stated == THEORY
    assert sha256(queries.pdf(number)).hexdigest() == stored.pdf_sha256
    assert status(number) is Status.VALID


def test_the_holder_is_told_of_each_change(context):
    number = issue()
    suspend(number)
    reinstate(number)
    revoke(number)

    assert sorted(subjects()) == sorted(
        [
            "Your certificate from Test Institute",
            f"Your certificate {number} is suspended",
            f"Your certificate {number} is no longer suspended",
            f"Your certificate {number} is revoked",
        ]
    )


def test_every_act_is_recorded(context):
    number = issue()
    suspend(number)
    revoke(number)

    assert audit.head()[0] == 3
    assert audit.first_break() is None


def test_accident_11_renaming_a_person_changes_no_issued_certificate(context):
    number = issue()
    before = queries.pdf(number)

    database.begin_write()
    person = accounts.person(TARA)
    person.name = person.certificate_name = "Somebody Else"
    database.commit_step()

    assert queries.pdf(number) == before
    assert queries.standing(number, now=NOON).facts.holder == "Tara Okafor"


@pytest.mark.parametrize("column", ["facts", "pdf", "holder"])
def test_accident_11_a_certificate_row_cannot_be_changed(context, column):
    number = issue()
    database.begin_write()
    setattr(queries.by_number(number), column, b"x" if column == "pdf" else "x")

    with pytest.raises(Immutable):
        database.commit_step()
    database.rollback()


def test_a_certificate_and_its_history_cannot_be_deleted(context):
    number = issue()
    suspend(number)
    database.begin_write()
    db.session.delete(queries.by_number(number).history[0])

    with pytest.raises(Immutable):
        database.commit_step()
    database.rollback()


def test_accident_12_expired_and_revoked_never_stand_as_valid(context):
    number = issue()

    assert status(number, NOON + timedelta(days=3 * 366)) is Status.EXPIRED
    revoke(number)
    assert status(number) is Status.REVOKED
    assert status(number, NOON + timedelta(days=3 * 366)) is Status.REVOKED


def test_invariant_4_one_award_has_one_certificate(context):
    number = issue()

    with pytest.raises(service.AlreadyIssued) as refused:
        issue(replace(THEORY, number=service.new_number()))
    database.rollback()
    assert refused.value.number == number


def test_accident_13_parallel_claims_make_one_certificate(app):
    def claim(_place):
        with app.app_context():
            try:
                return issue(replace(THEORY, number=service.new_number()))
            except service.AlreadyIssued as refused:
                database.rollback()
                return refused.number

    with ThreadPoolExecutor(6) as pool:
        numbers = set(pool.map(claim, range(12)))

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1
    assert len(numbers) == 1


def test_parallel_renewals_make_one_successor(app):
    with app.app_context():
        number = issue()

    def claim(_place):
        with app.app_context():
            try:
                service.renew(number, valid_until=date(2032, 1, 1), reason="Due.", by=ADA, now=NOON)
                database.commit_step()
            except (service.AlreadyIssued, service.NotPossible):
                database.rollback()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(claim, range(8)))

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 2
        assert db.session.scalar(select(func.count()).select_from(CertificateStatus)) == 1


def test_parallel_revocations_leave_one_line_of_history(app):
    with app.app_context():
        number = issue()

    def claim(_place):
        with app.app_context():
            try:
                revoke(number)
            except service.NotPossible:
                database.rollback()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(claim, range(8)))

    with app.app_context():
        assert len(queries.history(number)) == 1


def test_revoked_is_final(context):
    number = issue()
    revoke(number)

    for act in (suspend, reinstate, revoke):
        with pytest.raises(service.NotPossible):
            act(number)
        database.rollback()


def test_only_what_is_suspended_is_reinstated(context):
    number = issue()

    with pytest.raises(service.NotPossible):
        reinstate(number)
    database.rollback()
    suspend(number)
    reinstate(number)
    assert status(number) is Status.VALID


def test_accident_14_a_renewal_has_new_dates_and_leaves_the_old_one_whole(context):
    number = issue()
    before, later = queries.pdf(number), NOON + timedelta(days=1000)

    renewed = service.renew(number, valid_until=date(2032, 8, 17), reason="Refresher done.", by=ADA, now=later)
    database.commit_step()

    facts = renewed.stated
    assert (facts.awarded_on, facts.valid_until) == (date(2029, 8, 18), date(2032, 8, 17))
    assert facts.exam == THEORY.exam
    assert facts.replaces.number == number
    assert queries.pdf(number) == before
    assert queries.standing(number, now=later).status is Status.SUPERSEDED
    assert queries.standing(number, now=later).replaced_by == renewed.number


def test_what_expired_may_be_renewed(context):
    number = issue()
    later = NOON + timedelta(days=1500)

    renewed = service.renew(number, valid_until=date(2033, 12, 31), reason="Refresher done.", by=ADA, now=later)
    database.commit_step()

    assert status(renewed.number, later) is Status.VALID


def test_a_corrected_name_keeps_award_and_last_day(context):
    number = issue()
    later = NOON + timedelta(days=10)

    corrected = service.correct_name(number, holder="Tara Okafor-Lind", reason="Married.", by=ADA, now=later)
    database.commit_step()

    facts = corrected.stated
    assert facts.holder == "Tara Okafor-Lind"
    assert (facts.awarded_on, facts.issued_on) == (THEORY.awarded_on, date(2026, 12, 2))
    assert facts.valid_until == THEORY.valid_until
    assert status(number, later) is Status.SUPERSEDED


def test_what_is_suspended_is_not_replaced(context):
    number = issue()
    suspend(number)

    with pytest.raises(service.NotPossible):
        service.renew(number, valid_until=None, reason="Due.", by=ADA, now=NOON)
    with pytest.raises(service.NotPossible):
        service.correct_name(number, holder="Tara O.", reason="Married.", by=ADA, now=NOON)


def test_nobody_acts_on_a_certificate_of_their_own(context):
    with pytest.raises(service.OwnCertificate):
        issue(person_id=ADA)
    number = issue(person_id=TARA)
    for act in (suspend, revoke):
        with pytest.raises(service.OwnCertificate):
            act(number, by=TARA)
        database.rollback()
    with pytest.raises(service.OwnCertificate):
        service.renew(number, valid_until=None, reason="Due.", by=TARA, now=NOON)
    with pytest.raises(service.OwnCertificate):
        service.correct_name(number, holder="Tara O.", reason="Married.", by=TARA, now=NOON)
    suspend(number)
    with pytest.raises(service.OwnCertificate):
        service.reinstate(number, reason_class=Reason.RESOLVED, reason="Settled.", by=TARA, now=NOON)


def test_a_name_no_font_can_print_is_refused_before_anything_is_written(context):
    with pytest.raises(service.Unprintable) as refused:
        issue(replace(FOUNDATIONS, holder="Tara ᚠ"))

    assert refused.value.characters == ("ᚠ",)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_a_change_of_status_needs_its_reason_and_words(context):
    number = issue()

    with pytest.raises(ValueError, match="reasons"):
        suspend(number, reason_class=Reason.AWARD)
    database.rollback()
    with pytest.raises(ValueError, match="words"):
        suspend(number, reason="  ")
    database.rollback()


def test_a_number_that_is_not_there_is_said(context):
    with pytest.raises(service.NotFound):
        suspend("0000-0000-0000-0000")


def test_the_notice_of_expiry_goes_out_once(context):
    issue()
    early, due = NOON + timedelta(days=1000), NOON + timedelta(days=1050)

    assert service.notice_expiring(early) == 0
    assert service.notice_expiring(due) == 1
    database.commit_step()
    assert service.notice_expiring(due + timedelta(days=1)) == 1
    database.commit_step()

    assert [subject for subject in subjects() if "expires on" in subject] == [
        f"Your certificate {THEORY.number} expires on 21 November 2029"
    ]


def test_nobody_writes_to_somebody_who_was_erased(context, settings):
    number = issue()
    erasure.erase(TARA, by=ADA, data=settings.data, now=NOON)
    database.commit_step()

    revoke(number)

    assert subjects() == []


def every_status(now=NOON):
    """One certificate of every status, by number."""
    numbers = {}
    for place, wanted in enumerate(Status):
        facts = replace(THEORY, number=service.new_number())
        if wanted is Status.EXPIRED:
            facts = replace(
                facts, awarded_on=date(2023, 1, 2), issued_on=date(2023, 1, 2), valid_until=date(2026, 1, 1)
            )
        numbers[wanted] = issue(facts, award_key=f"award:{place}")
    suspend(numbers[Status.SUSPENDED])
    revoke(numbers[Status.REVOKED])
    service.renew(numbers[Status.SUPERSEDED], valid_until=date(2031, 1, 1), reason="Due.", by=ADA, now=now)
    database.commit_step()
    return numbers


@pytest.mark.parametrize("wanted", Status)
def test_the_register_finds_by_the_status_that_the_rules_give(context, wanted):
    numbers = every_status()

    found = queries.register(words="", status=wanted, now=NOON, page=1)
    assert {row.status for row in found.rows} == {wanted}
    assert numbers[wanted] in {row.number for row in found.rows}
    assert queries.counts(now=NOON)[wanted] == found.total


def test_the_register_finds_names_whatever_their_case(context):
    issue(replace(THEORY, holder="Łukasz ŻÓŁĆ"))

    assert queries.register(words="żółć łuk", status=None, now=NOON, page=1).total == 1
    assert queries.register(words="100%", status=None, now=NOON, page=1).total == 0
    assert queries.register(words=THEORY.number.lower().replace("-", ""), status=None, now=NOON, page=1).total == 1


def test_the_register_asks_as_often_for_many_as_for_one(context):
    from sqlalchemy import event

    for place in range(3):
        issue(replace(THEORY, number=service.new_number()), award_key=f"award:{place}")
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))

    db.session.rollback()
    queries.register(words="", status=None, now=NOON, page=1)

    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 4


def test_a_person_takes_away_what_is_kept_about_their_certificates(context):
    number = issue()
    suspend(number)

    (kept,) = queries.kept(TARA)
    assert kept["facts"]["holder"] == "Tara Okafor"
    assert kept["history"][0]["reason"] == "A complaint came in."
    assert queries.kept(identity("tom")) == []
