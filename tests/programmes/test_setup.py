"""A fresh site: what the administrator finds to do, and how each step stands."""

import re
from datetime import timedelta

import pytest

from tests import people
from tests.bank import bank
from tests.conftest import NOON
from tests.items import samples
from tests.programmes.test_pages import text_of
from training import db as database
from training.accounts import service as accounts
from training.accounts.links import Site
from training.core.roles import Role
from training.mail import queries as mail
from training.mail import service as mail_service
from training.programmes.queries import setup
from training.programmes.queries.setup import Task

SITE = Site("http://localhost", "Riverside", "Europe/Berlin")
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


def stands(institution="Riverside", mail_leaves=True):
    return setup.stands(institution=institution, zone="Europe/Berlin", mail_leaves=mail_leaves)


def test_the_institution_is_to_do_while_nobody_named_it():
    assert not stands("Needlewise")[Task.INSTITUTION].done
    assert stands("Riverside")[Task.INSTITUTION].words == "“Riverside”, times in Europe/Berlin"


def test_a_trial_mail_is_done_once_it_went_out(ada):
    assert stands()[Task.MAIL].words == "Not tried yet"
    ada.post("/admin/mail")
    assert "queued" in stands()[Task.MAIL].words

    mail_service.send_due(lambda _mail: None, now=mail.newest_of("trial").due_at)
    assert stands()[Task.MAIL].done


def test_a_trial_mail_that_failed_says_why(ada):
    def refused(_mail):
        raise OSError("connection refused")

    ada.post("/admin/mail")
    mail_service.send_due(refused, now=mail.newest_of("trial").due_at + timedelta(seconds=1))

    assert not stands()[Task.MAIL].done
    assert "connection refused" in stands()[Task.MAIL].words


def test_mail_that_only_lies_on_the_server_is_to_do_even_when_a_trial_was_written(ada):
    ada.post("/admin/mail")
    mail_service.send_due(lambda _mail: None, now=mail.newest_of("trial").due_at)

    stand = stands(mail_leaves=False)[Task.MAIL]
    assert not stand.done
    assert "reaches people once NEEDLEWISE_MAIL is smtp" in stand.words


def test_people_are_to_do_while_a_role_is_empty():
    assert stands()[Task.PEOPLE].done
    with database.commit_command():
        accounts.block(people.identity("lena"), by=None, now=NOON)

    assert stands()[Task.PEOPLE].words == f"Still needed: 1 {Role.CLINICAL_LEAD}"


def test_people_who_were_invited_are_awaited_and_the_step_leads_to_them(ada):
    with database.commit_command():
        accounts.block(people.identity("lena"), by=None, now=NOON)
        accounts.invite("lead@demo.test", "Lea Lead", {Role.CLINICAL_LEAD}, by=None, site=SITE, now=NOON)

    stand = stands()[Task.PEOPLE]
    assert not stand.done
    assert stand.words.endswith("have not opened their account yet: 1 clinical lead")
    page = ada.get("/admin").text
    link = re.search(r'href="([^"]+)"[^>]*><span>See who is invited', page)[1]
    assert "Lea Lead" in text_of(ada.get(link))


def test_the_exam_leads_to_what_publishing_needs(ada):
    ada.post("/admin/exams")
    link = re.search(r'href="([^"]+)"[^>]*><span>See what publishing needs', ada.get("/admin").text)[1]

    assert "signed of" in text_of(ada.get(link))


def test_several_people_lacking_are_named_in_the_plural():
    with database.commit_command():
        for name in ("ivo", "rhea", "ines"):
            accounts.block(people.identity(name), by=None, now=NOON)

    assert stands()[Task.PEOPLE].words == "Still needed: 2 reviewers"


def test_the_shipped_exam_is_added_once_and_then_waits_to_be_published(ada):
    assert "Add the exam that ships" in text_of(ada.get("/admin"))

    assert "Added: foundations" in text_of(ada.post("/admin/exams", follow_redirects=True))
    assert stands()[Task.EXAM].words == "Not published: foundations"
    assert "here already" in text_of(ada.post("/admin/exams", follow_redirects=True))


def test_the_bank_says_how_many_items_are_in_which_state():
    assert stands()[Task.BANK].words == "No items yet"

    bank.load(samples.draft("plain"))
    assert stands()[Task.BANK].words == "Items: 1 in review"
