"""Mail: queued with what causes it, sent once, retried, its failures visible."""

import email
import socketserver
import threading
from dataclasses import replace
from datetime import timedelta
from email.policy import default

import pytest

from tests.conftest import NOON
from training import db as database
from training.mail import letters, queries, service
from training.mail.models import MailState
from training.mail.transports import message, transport

CONTEXT = {"name": "Tara", "institution": "Test Institute", "site_url": "http://localhost:8000/"}


def queue(dedupe="trial:1", **values):
    service.queue("trial", to="tara@demo.test", person_id=1, context={**CONTEXT, **values}, dedupe=dedupe, now=NOON)
    database.commit_step()


class Server:
    """A mail server that refuses a number of times."""

    def __init__(self, refusals=0):
        self.refusals, self.got = refusals, []

    def __call__(self, mail):
        if self.refusals:
            self.refusals -= 1
            reason = "451 come back later"
            raise OSError(reason)
        self.got.append(mail.subject)


def test_a_mail_is_sent_once(context):
    queue()
    server = Server()

    assert service.send_due(server, now=NOON) == 1
    assert service.send_due(server, now=NOON + timedelta(hours=1)) == 0
    assert server.got == ["A trial mail from Test Institute"]


def test_the_same_mail_is_queued_once(context):
    queue()
    queue()

    assert len(queries.newest()) == 1


def test_a_mail_of_something_that_was_undone_is_not_queued(context):
    service.queue("trial", to="tara@demo.test", person_id=1, context=CONTEXT, dedupe="x", now=NOON)
    database.rollback()

    assert queries.newest() == []


def test_a_refused_mail_waits_longer_each_time_and_then_is_given_up(context):
    queue()
    server, now = Server(refusals=99), NOON

    for _ in range(service.TRIES):
        service.send_due(server, now=now)
        now += timedelta(hours=9)

    mail = queries.newest()[0]
    assert (mail.state, mail.tries) == (MailState.FAILED, service.TRIES)
    assert "451" in mail.error
    assert queries.failed_count() == 1


def test_a_server_that_takes_no_mail_ends_the_pass_with_its_reason_noted(context, settings):
    queue()
    queue(dedupe="trial:2")
    nobody = transport(replace(settings, mail="smtp", smtp_url="smtp://127.0.0.1:1"))

    with pytest.raises(service.Unreachable):
        service.send_due(nobody, now=NOON)

    assert sorted((mail.tries, mail.error is None) for mail in queries.newest()) == [(0, True), (1, False)]
    assert queries.troubled()[0].error.startswith("ConnectionRefusedError")


class Picky(socketserver.StreamRequestHandler):
    """A mail server that knows nobody called Tom, and knows no farewell."""

    def handle(self):
        self.wfile.write(b"220 hello\r\n")
        for line in self.rfile:
            refused = line.startswith(b"rcpt") and b"tom@" in line
            data = line.startswith(b"data")
            self.wfile.write(b"550 nobody here\r\n" if refused else b"354 go on\r\n" if data else b"250 fine\r\n")
            if data:
                next(row for row in self.rfile if row == b".\r\n")
                self.wfile.write(b"250 taken\r\n")


def test_a_mail_that_the_server_refuses_holds_up_no_other(context, settings):
    service.queue("trial", to="tom@demo.test", person_id=2, context=CONTEXT, dedupe="tom", now=NOON)
    queue()
    with socketserver.TCPServer(("127.0.0.1", 0), Picky) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        way = transport(replace(settings, mail="smtp", smtp_url=f"smtp://127.0.0.1:{server.server_address[1]}"))
        sent = service.send_due(way, now=NOON)
        server.shutdown()

    assert sent == 1
    assert "550" in queries.troubled()[0].error


def test_a_mail_that_no_server_could_take_is_a_failure_with_its_reason(context):
    queue()

    def impossible(_mail):
        raise UnicodeError("label empty or too long")

    assert service.send_due(impossible, now=NOON) == 0
    assert "label empty" in queries.troubled()[0].error


def test_a_mail_that_went_out_is_not_queued_again_from_a_stale_page(browser_of, app):
    with app.app_context():
        queue()
        service.send_due(Server(), now=NOON)
        mail_id = queries.newest()[0].id

    page = browser_of("ada").post(f"/mail/{mail_id}/retry", follow_redirects=True).text

    assert "was sent or is queued already" in page
    with app.app_context():
        assert queries.mail(mail_id).state == MailState.SENT


def test_a_given_up_mail_can_be_queued_again(context):
    queue()
    queries.newest()[0].state = MailState.FAILED
    database.commit_step()
    service.retry(queries.newest()[0].id, now=NOON)
    database.commit_step()

    assert service.send_due(Server(), now=NOON) == 1


def test_a_mail_whose_sender_died_is_sent_again_under_the_same_name(context, settings):
    queue()

    def dies(_mail):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.send_due(dies, now=NOON)
    first = message(queries.newest()[0], settings)["Message-ID"]
    database.rollback()

    assert service.send_due(Server(), now=NOON + timedelta(minutes=1)) == 0, "it may still be under way"
    assert service.send_due(Server(), now=NOON + timedelta(minutes=6)) == 1
    assert message(queries.newest()[0], settings)["Message-ID"] == first


def test_a_mail_file_holds_text_and_html(context, settings):
    queue()
    service.send_due(transport(settings), now=NOON)

    (file,) = (settings.data / "mail").glob("*.eml")
    made = email.message_from_bytes(file.read_bytes(), policy=default)
    assert "Open the site: http://localhost:8000/" in made.get_body(("plain",)).get_content()
    assert '<a href="http://localhost:8000/"' in made.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("to", "sent_to"),
    [("tara@ex\u00e4mple.org", "tara@xn--exmple-cua.org"), ("tar\u00e4@example.org", "tar\u00e4@example.org")],
)
def test_a_mail_to_a_domain_with_accents_goes_to_every_server(context, settings, to, sent_to):
    service.queue("trial", to=to, person_id=1, context=CONTEXT, dedupe="accents", now=NOON)

    assert message(queries.newest()[0], settings)["To"] == sent_to


@pytest.mark.parametrize("name", ["[click](https://evil.test)", "<script>alert(1)</script>", "*_`Tara`_*", "a\nb"])
def test_a_name_cannot_become_markup(name):
    letter = letters.write("trial", {**CONTEXT, "name": name})

    assert '<a href="https://evil' not in letter.html
    assert "<script" not in letter.html
    assert "<em>" not in letter.html
    assert "\n" not in letter.subject


def test_what_is_strong_in_html_has_no_asterisks_in_plain_text():
    about = {
        "title": "Needling *deep*",
        "number": "1",
        "reason": "no reason",
        "check_url": "http://x.test/",
        "demo": "",
    }

    letter = letters.write("certificate-suspended", CONTEXT | about)

    assert "has suspended your Needling *deep*, number 1." in letter.text
    assert "<strong>Needling *deep*</strong>" in letter.html


def test_the_demo_shows_every_mail_and_leads_to_it(client, app):
    with app.app_context():
        queue()
        mail_id = queries.newest()[0].id

    assert '<a href="/demo/mail">mail</a> stays here' in client.get("/forgot-password").text
    assert "A trial mail" in client.get("/demo/mail").text
    assert "Nothing needs to be done" in client.get(f"/demo/mail/{mail_id}").text


def test_administrators_see_what_did_not_go_out(browser_of, app):
    with app.app_context():
        queue()
        service.send_due(Server(refusals=1), now=NOON)

    ada = browser_of("ada")
    assert "451 come back later" in ada.get("/mail").text
    assert "1 mail refused so far, tried again" in ada.get("/admin").text
    assert "No mail failed" not in ada.get("/admin").text


def test_mails_that_wait_for_a_worker_are_not_called_gone(browser_of, app):
    ada = browser_of("ada")
    assert "Every mail went out" in ada.get("/mail").text
    with app.app_context(), database.commit_command():
        queue()
    page = ada.get("/mail").text

    assert "1 new mail waits to go out" in page
    assert "Every mail went out" not in page
    assert "No worker is at work" in page
