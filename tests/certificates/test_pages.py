"""The pages: what anyone finds who checks a certificate, what its holder finds, and what an administrator does."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests.certificates.samples import FOUNDATIONS, MODULES, THEORY
from tests.certificates.test_service import every_status, issue, revoke, status, suspend
from tests.conftest import NOON
from tests.people import identity
from training import clock
from training import db as database
from training.accounts import service as people
from training.certificates import queries
from training.certificates.models import Certificate
from training.core.certification import Status
from training.db import db

NUMBER = THEORY.number


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """The pages are opened at noon of the tests' day."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def issued(app):
    """One certificate of Tara's, by number."""
    with app.app_context():
        return issue()


def text(response):
    return " ".join(response.get_data(as_text=True).split())


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Status.VALID, "Valid today"),
        (Status.EXPIRED, "Expired at the end of 1 January 2026"),
        (Status.SUSPENDED, "Suspended since 22 November 2026"),
        (Status.REVOKED, "Revoked on 22 November 2026"),
        (Status.SUPERSEDED, "Replaced on 22 November 2026"),
    ],
)
def test_the_check_page_says_how_a_certificate_stands(app, client, wanted, words):
    with app.app_context():
        number = every_status()[wanted]

    page = text(client.get(f"/check/{number}"))

    assert words in page
    assert ("Valid today" in page) == (wanted is Status.VALID)
    assert "Checked 22 November 2026, 12:00 UTC" in page


def test_the_check_page_shows_facts_limits_and_pattern_and_no_reason_in_words(app, client, issued):
    with app.app_context():
        revoke(issued)

    page = text(client.get(f"/check/{issued}"))

    for words in ("Tara Okafor", THEORY.title, "Test Institute", "21 November 2029", NUMBER, "Awarded in error"):
        assert words in page
    assert "gives no authority to practise" in page
    assert 'class="guilloche"' in page
    assert "The practical was not seen" not in page
    assert "tara@demo.test" not in page


def test_a_replaced_certificate_leads_to_its_successor(app, client):
    with app.app_context():
        number = every_status()[Status.SUPERSEDED]
        successor = queries.standing(number, now=NOON).replaced_by

    assert f'href="/check/{successor}"' in text(client.get(f"/check/{number}"))


@pytest.mark.any_database
@pytest.mark.parametrize("typed", ["7kq4m2xd91tb0cpz", "7KQ4 M2XD 9ITB OCPZ", "7kq4-m2xd-9ltb-ocpz"])
def test_case_spaces_dashes_and_look_alikes_are_forgiven(client, issued, typed):
    assert "Valid today" in text(client.get(f"/check/{typed}"))
    assert client.get("/check", query_string={"number": typed}).location == f"/check/{NUMBER}"


@pytest.mark.any_database
@pytest.mark.parametrize(
    "path", ["/check/7KQ4-M2XD-91TB-0CPY", "/check/file", "/check?number=7KQ4", "/check?number=a/b"]
)
def test_an_unknown_number_is_said_with_a_hint(client, issued, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "Not found" in text(response)
    assert "I, L, O and U never occur" in text(response)


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/check", f"/check/{NUMBER}", "/check/0", f"/check/{NUMBER}/certificate.pdf"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_public_pages_set_no_cookie(client, issued, path, method):
    response = client.open(path, method=method)

    assert "Set-Cookie" not in response.headers
    assert response.status_code in {200, 404}


def test_comparing_a_file_sets_no_cookie(client, issued):
    response = client.post("/check/file", data={"file": (io.BytesIO(b"x"), "x.pdf")})

    assert "Set-Cookie" not in response.headers


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/check", f"/check/{NUMBER}", "/check/0"])
def test_the_public_pages_have_no_script_and_are_not_indexed(client, issued, path):
    page = client.get(path).get_data(as_text=True)

    assert "<script" not in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.any_database
@pytest.mark.parametrize(
    "around",
    [
        "https://check.example/check/{}",
        "http://localhost:8000/check/{}/certificate.pdf",
        " /check/{}?a=b#c\n",
        "https://needle.college.org/check/{}",
        "{}?x=1",
    ],
)
def test_a_whole_address_is_taken_for_its_number(client, issued, around):
    answer = client.get("/check", query_string={"number": around.format(issued)})

    assert answer.location == f"/check/{issued}"


def test_blanks_of_an_address_are_read(client, issued):
    answer = client.get("/check", query_string={"number": f"http://host/check/{issued.replace('-', '%20')}"})

    assert answer.location == f"/check/{issued}"


def test_looks_are_limited_by_address(client, issued):
    answers = [client.get(f"/check/{NUMBER}").status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]
    assert client.get(f"/check/{NUMBER}", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def test_the_pdf_is_the_bytes_that_were_issued_whatever_became_of_it(app, client, issued):
    with app.app_context():
        bytes_issued = queries.pdf(issued)
        revoke(issued)

    response = client.get(f"/check/{issued}/certificate.pdf")

    assert response.data == bytes_issued
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_file_that_was_issued_is_recognised_without_a_token(app, client, issued):
    app.config["WTF_CSRF_ENABLED"] = True
    content = client.get(f"/check/{issued}/certificate.pdf").data

    same = client.post("/check/file", data={"file": (io.BytesIO(content), "mine.pdf")})
    changed = client.post("/check/file", data={"file": (io.BytesIO(content + b" "), "mine.pdf")})

    assert "The file is the one that was issued" in text(same)
    assert "Valid today" in text(same)
    assert "This file is not one that was issued" in text(changed)


def test_a_file_compared_on_the_page_of_another_certificate_is_told_apart(app, client, issued):
    with app.app_context():
        other = issue(replace(THEORY, number="ZZZZ-ZZZZ-ZZZZ-ZZZZ"), award_key="other")
    content = client.get(f"/check/{other}/certificate.pdf").data

    def compared(content):
        return text(client.post("/check/file", data={"file": (io.BytesIO(content), "a.pdf"), "number": issued}))

    assert f">{other}</a>, not as {issued}." in compared(content)
    assert "This file is not one that was issued" in (unknown := compared(content + b" "))
    assert "Valid today" in unknown


def test_comparing_without_a_file_asks_for_one(client):
    response = client.post("/check/file", data={})

    assert response.status_code == 422
    assert "Choose the PDF" in text(response)


@pytest.mark.any_database
def test_a_demonstration_cannot_be_mistaken(app, client):
    with app.app_context():
        number = issue(replace(THEORY, demo=True))

    page = text(client.get(f"/check/{number}"))
    assert page.count("DEMONSTRATION") == 2
    assert "Demonstration: valid today" in page
    assert "Valid today" not in page


@pytest.mark.any_database
def test_a_real_certificate_is_no_demonstration(client, issued):
    assert "DEMONSTRATION" not in text(client.get(f"/check/{issued}"))


@pytest.mark.any_database
def test_a_hostile_name_is_only_text(app, client):
    with app.app_context():
        number = issue(replace(THEORY, holder="<script>alert(1)</script>"))

    assert "<script" not in client.get(f"/check/{number}").get_data(as_text=True)


def test_a_holder_finds_their_certificates(browser_of, issued):
    tara = browser_of("tara")

    assert NUMBER in text(tara.get("/certificates"))
    page = text(tara.get(f"/certificates/{NUMBER.lower()}"))
    assert "Preventing complications (awaited clinical review)" in page
    assert 'aria-label="QR code of the check page"' in page


def test_what_became_of_a_certificate_is_shown_to_its_holder_without_the_record(app, browser_of, issued):
    with app.app_context():
        suspend(issued)

    page = text(browser_of("tara").get(f"/certificates/{issued}"))
    assert "suspended (Under review)" in page
    assert "A complaint came in" not in page


def test_without_a_certificate_the_page_says_how_to_get_one(browser_of):
    assert "No certificate yet" in text(browser_of("tara").get("/certificates"))


def test_invariant_10_a_stranger_gets_404_for_a_certificate_of_somebody_else(browser_of, issued):
    tom = browser_of("tom")

    assert tom.get(f"/certificates/{NUMBER}").status_code == 404
    assert NUMBER not in text(tom.get("/certificates"))


@pytest.mark.any_database
@pytest.mark.parametrize(
    "path", ["/register", f"/register/{NUMBER}", f"/register/{NUMBER}/revoke", f"/register/{NUMBER}/name"]
)
def test_the_register_is_closed_to_trainees(browser_of, issued, path):
    assert browser_of("tara").get(path).status_code == 403


def test_the_auditor_reads_the_register_and_changes_nothing(browser_of, issued):
    otto = browser_of("otto")

    assert NUMBER in text(otto.get("/register"))
    assert "What you can do" not in text(otto.get(f"/register/{NUMBER}"))
    assert otto.post(f"/register/{NUMBER}/revoke", data={}).status_code == 403


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["", "/revoke", "/name", "/renew"])
def test_a_number_that_is_not_in_the_register_is_404(browser_of, path):
    assert browser_of("ada").get(f"/register/7KQ4-M2XD-91TB-0CPY{path}").status_code == 404


def test_the_register_is_searched_and_filtered(app, browser_of):
    with app.app_context():
        numbers = every_status()
    ada = browser_of("ada")

    page = text(ada.get("/register?status=Revoked&words=okafor"))
    assert numbers[Status.REVOKED] in page
    assert numbers[Status.VALID] not in page
    assert "No certificate like this" in text(ada.get("/register?words=nobody"))
    assert numbers[Status.SUPERSEDED] in text(ada.get("/register?status=Replaced"))
    assert numbers[Status.VALID] not in text(ada.get("/register?status=Replaced"))
    assert numbers[Status.VALID] in text(ada.get("/register?status=nonsense&page=99"))


@pytest.mark.parametrize(
    ("step", "reason", "after"),
    [("suspend", "Under review", Status.SUSPENDED), ("revoke", "Awarded in error", Status.REVOKED)],
)
def test_an_administrator_changes_the_status_with_a_reason(app, browser_of, issued, step, reason, after):
    ada = browser_of("ada")
    assert "to 1 certificate" in text(ada.get(f"/register/{issued}/{step}"))

    response = ada.post(
        f"/register/{issued}/{step}", data={"reason_class": reason, "reason": "The log was incomplete."}
    )

    assert response.status_code == 303
    assert "The log was incomplete." in text(ada.get(f"/register/{issued}"))
    with app.app_context():
        assert status(issued) is after


def test_a_suspension_is_lifted(app, browser_of, issued):
    with app.app_context():
        suspend(issued)

    browser_of("ada").post(
        f"/register/{issued}/reinstate", data={"reason_class": "Review concluded", "reason": "Settled."}
    )

    with app.app_context():
        assert status(issued) is Status.VALID


def test_a_change_without_reasons_comes_back_with_what_was_typed(app, browser_of, issued):
    response = browser_of("ada").post(f"/register/{issued}/revoke", data={"reason": "Typed already."})

    assert response.status_code == 422
    assert "Choose the reason that comes nearest." in text(response)
    assert "Typed already." in text(response)
    with app.app_context():
        assert status(issued) is Status.VALID


def test_what_the_status_does_not_allow_is_said(app, browser_of, issued):
    with app.app_context():
        revoke(issued)
    ada = browser_of("ada")

    sent = ada.post(f"/register/{issued}/suspend", data={"reason_class": "Under review", "reason": "Late."})

    assert sent.status_code == 303
    assert "Nothing was changed" in text(ada.get(sent.location))
    assert "this status is final" in text(ada.get(f"/register/{issued}"))
    assert ada.get(f"/register/{issued}/revoke").status_code == 303


def test_a_corrected_name_is_issued_from_the_page(app, browser_of, issued):
    ada = browser_of("ada")

    response = ada.post(f"/register/{issued}/name", data={"holder": " Tara  Okafor-Lind ", "reason": "Married."})

    assert response.status_code == 303
    assert response.location != f"/register/{issued}"
    assert "Tara Okafor-Lind" in text(ada.get(response.location))


def test_a_name_confirmed_before_the_certificate_is_not_proposed(app, browser_of, issued):
    with app.app_context():
        people.confirm_certificate_name(identity("tara"), "Tara Lind", now=NOON - timedelta(days=90))
        database.commit_step()

    page = text(browser_of("ada").get(f"/register/{issued}"))

    assert "The name in the account is another now" not in page


def test_the_register_shows_what_one_person_holds_under_every_name(app, browser_of, issued):
    ada = browser_of("ada")
    ada.post(f"/register/{issued}/name", data={"holder": "Tara Lind", "reason": "Married."})

    with app.app_context():
        tara, tom = identity("tara"), identity("tom")
    page, nobodys = text(ada.get(f"/register?person={tara}")), text(ada.get(f"/register?person={tom}"))

    assert "Only what Tara Okafor holds or held" in page
    assert "1 to 2 of 2 certificates" in page
    assert "Tara Lind" in page
    assert "No certificate like this" in nobodys


def test_the_name_confirmed_in_the_account_is_proposed(app, browser_of, issued):
    ada = browser_of("ada")
    before = text(ada.get(f"/register/{issued}"))
    with app.app_context():
        people.confirm_certificate_name(identity("tara"), "Tara Lind", now=NOON + timedelta(hours=1))
        database.commit_step()

    assert "The name in the account is another now" not in before
    assert "It is <bdi>Tara Lind</bdi>." in text(ada.get(f"/register/{issued}"))
    assert 'value="Tara Lind"' in text(ada.get(f"/register/{issued}/name"))


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Tara Okafor", "This is the name it has."),
        ("Tara ᚠ", "cannot print ᚠ U+16A0"),
        ("", "Enter the name."),
        ("W" * 121, "these are 121"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_the_form(browser_of, issued, name, words):
    response = browser_of("ada").post(f"/register/{issued}/name", data={"holder": name, "reason": "Married."})

    assert response.status_code == 422
    assert words in text(response)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("modules", "step", "data", "words"),
    [
        (30, "name", {"holder": "Wilhelmina Maria " * 7}, "Shorten the name, for instance to initials."),
        (35, "renew", {"valid_until": "2031-01-31"}, "Correct the name first, to a shorter one"),
    ],
    ids=["name", "renewal"],
)
def test_what_would_not_fit_on_its_page_is_said_in_the_form(app, browser_of, modules, step, data, words):
    with app.app_context():
        number = issue(replace(FOUNDATIONS, modules=(MODULES * 9)[:modules]))

    response = browser_of("ada").post(f"/register/{number}/{step}", data={**data, "reason": "Typed with care."})

    assert response.status_code == 422
    assert f"Nothing was issued: the record does not fit on one page. {words}" in text(response)
    assert "Typed with care." in text(response)
    with app.app_context():
        assert status(number) is Status.VALID
        assert len(queries.numbers()) == 1


def test_what_no_font_has_any_more_is_said_when_a_certificate_is_renewed(app, browser_of, issued):
    with app.app_context():
        database.begin_write()
        row = db.session.scalars(select(Certificate)).one()
        other = replace(row.stated, holder="Tara ᚠ")
        db.session.execute(update(Certificate).values(facts=other.canonical().decode()))
        database.commit_step()

    response = browser_of("ada").post(f"/register/{issued}/renew", data={"reason": "Refresher done."})

    assert response.status_code == 422
    assert "Nothing was issued: no font has ᚠ U+16A0" in text(response)
    assert "Correct the name first" in text(response)


def test_a_renewal_proposes_the_same_length(app, browser_of, issued):
    ada = browser_of("ada")
    assert 'value="2029-11-21"' in text(ada.get(f"/register/{issued}/renew"))

    response = ada.post(f"/register/{issued}/renew", data={"valid_until": "2031-01-31", "reason": "Refresher done."})

    with app.app_context():
        renewed = queries.standing(response.location.rsplit("/", 1)[1], now=NOON)
    assert renewed.facts.valid_until == date(2031, 1, 31)


def test_a_renewal_over_before_it_begins_is_refused(browser_of, issued):
    response = browser_of("ada").post(f"/register/{issued}/renew", data={"valid_until": "2026-11-21", "reason": "x"})

    assert response.status_code == 422
    assert "This day is over." in text(response)


def test_a_renewal_beyond_the_calendar_is_refused_and_the_last_day_there_is_taken(app, browser_of, issued):
    ada = browser_of("ada")

    beyond = ada.post(f"/register/{issued}/renew", data={"valid_until": "9999-12-31", "reason": "x"})
    last = ada.post(f"/register/{issued}/renew", data={"valid_until": "9999-12-30", "reason": "x"})

    assert beyond.status_code == 422
    assert "The calendar ends with 30 December 9999. Choose an earlier day, or leave it empty for none." in text(beyond)
    renewed = last.location.rsplit("/", 1)[1]
    assert 'value="9999-12-30"' in text(ada.get(f"/register/{renewed}/renew"))
    assert "30 December 9999" in text(ada.get(f"/check/{renewed}"))


def test_a_second_renewal_of_the_same_certificate_is_refused(browser_of, issued):
    ada = browser_of("ada")
    data = {"valid_until": "2031-01-31", "reason": "Refresher done."}
    ada.post(f"/register/{issued}/renew", data=data)

    response = ada.post(f"/register/{issued}/renew", data=data)

    assert response.location == f"/register/{issued}"


def test_an_administrator_does_not_act_on_their_own_certificate(app, browser_of):
    with app.app_context():
        from tests.people import identity

        number = issue(FOUNDATIONS, person_id=identity("ada"), by=identity("sam"))
    ada = browser_of("ada")

    ada.post(f"/register/{number}/revoke", data={"reason_class": "Awarded in error", "reason": "Mine."})
    ada.post(f"/register/{number}/name", data={"holder": "Ada N.", "reason": "Mine."})
    page = text(ada.get(f"/register/{number}"))

    assert "Ask another administrator" in page
    with app.app_context():
        assert status(number, NOON + timedelta(days=1)) is Status.VALID


def test_a_name_no_font_can_print_is_refused_when_it_is_entered(browser_of):
    response = browser_of("tara").post("/profile/certificate-name", data={"certificate_name": "Tara ᚠ", "right": "y"})

    assert response.status_code == 422
    assert "cannot print ᚠ" in text(response)
