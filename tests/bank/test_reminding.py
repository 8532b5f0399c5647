"""Reminding of reviews that are due: who, when, once, and nobody who is done."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.bank.bank import act, approve, saved
from tests.bank.test_asking import CRITICAL, LATER, PLAIN, SITE, TODAY, ask, letters, told
from tests.bank.test_desk import desk_of, section
from tests.conftest import NOON
from tests.people import email, identity
from tests.racing import at_once
from training import db as database
from training.accounts.links import Site
from training.accounts.models import Person, PersonRole
from training.bank.queries import waiting
from training.bank.service import reminding, reviewing
from training.core.roles import Role
from training.db import db
from training.reviews import notices, queries
from training.reviews.models import NoticeKind

SOON, OVERDUE = NOON + timedelta(days=1), NOON + timedelta(days=4)
"""Two days before the day that reviews are wanted by, and the day after it."""


def remind(now):
    with database.commit_command():
        return reminding.remind(now, site=SITE)


def reminded(first):
    return [kind for kind, _code in told(first) if kind in (NoticeKind.DUE_SOON, NoticeKind.OVERDUE)]


def mailed():
    return [(to, subject) for to, subject in letters() if "due soon" in subject or "overdue" in subject]


@pytest.mark.usefixtures("context")
def test_who_is_named_is_reminded_once_before_the_day_and_once_after_it():
    ask(saved(PLAIN), "rhea")

    for now in (NOON, SOON, SOON + timedelta(hours=1)):
        remind(now)
    assert reminded("rhea") == [NoticeKind.DUE_SOON]
    for now in (OVERDUE, OVERDUE + timedelta(days=30)):
        remind(now)

    assert reminded("rhea") == [NoticeKind.OVERDUE, NoticeKind.DUE_SOON]
    assert reminded("ivo") == reminded("ines") == []
    assert mailed() == [
        (email("rhea"), f"A review is due soon: {PLAIN['code']} (version 1, wanted by 25 November 2026)"),
        (email("rhea"), f"A review is overdue: {PLAIN['code']} (version 1, wanted by 25 November 2026)"),
    ]


@pytest.mark.usefixtures("context")
def test_a_reminder_that_was_read_is_not_given_again():
    ask(saved(PLAIN), "rhea")
    remind(SOON)
    with database.commit_command():
        notices.read(identity("rhea"), upto=10**6, now=SOON)
    remind(SOON + timedelta(hours=1))

    assert told("rhea") == []
    assert len(mailed()) == 1


@pytest.mark.usefixtures("context")
def test_where_nobody_is_named_everybody_is_reminded_who_has_not_approved():
    version = ask(saved(CRITICAL))
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")
    approve(version, by="rhea")
    remind(OVERDUE)

    assert reminded("ivo") == [NoticeKind.OVERDUE]
    assert reminded("rhea") == []


@pytest.mark.usefixtures("context")
def test_when_all_who_are_named_have_approved_the_others_are_reminded():
    version = ask(saved(CRITICAL), "rhea")
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")
    approve(version, by="rhea")

    assert queries.expected(next(waiting.due_by(LATER))[0]) == {identity("ivo")}


@pytest.mark.usefixtures("context")
def test_nobody_is_reminded_of_what_is_decided_or_of_what_they_may_not_review_any_more():
    decided, lost = ask(saved(PLAIN), "rhea"), ask(saved(CRITICAL), "ivo")
    act(reviewing.answer_for_review, decided, ("a",), by="rhea")
    act(reviewing.ask_for_changes, decided, "Too easy.", by="rhea")
    for role in (Role.INSTRUCTOR, Role.REVIEWER):
        db.session.delete(db.session.get_one(PersonRole, (identity("ivo"), role)))
    db.session.commit()
    remind(OVERDUE)

    assert next(waiting.due_by(LATER))[0].version == lost
    assert mailed() == []


@pytest.mark.usefixtures("context")
def test_who_is_asked_today_for_tomorrow_is_not_reminded_at_once():
    ask(saved(PLAIN), "rhea", due=TODAY + timedelta(days=1))
    remind(NOON + timedelta(hours=1))
    assert mailed() == []

    remind(NOON + timedelta(days=1))
    assert [subject.partition(":")[0] for _to, subject in mailed()] == ["A review is due soon"]


@pytest.mark.usefixtures("context")
def test_the_day_is_that_of_the_institution():
    ask(saved(PLAIN), "rhea", due=TODAY)
    midnight = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with database.commit_command():
        reminding.remind(midnight, site=Site("http://localhost", "Test Institute", "Europe/Berlin"))

    assert reminded("rhea") == [NoticeKind.OVERDUE]


@pytest.mark.usefixtures("context")
def test_several_reviews_due_are_one_mail_and_who_wants_none_finds_the_news():
    ask(saved(PLAIN), "rhea", "ivo")
    ask(saved(CRITICAL), "rhea")
    db.session.get_one(Person, identity("ivo")).review_mails = False
    db.session.commit()
    remind(OVERDUE)

    ((to, subject),) = mailed()
    assert to == email("rhea")
    assert PLAIN["code"] in subject
    assert CRITICAL["code"] in subject
    assert reminded("ivo") == [NoticeKind.OVERDUE]


def test_two_workers_at_once_remind_once(app):
    with app.app_context():
        ask(saved(PLAIN), "rhea")
    at_once(app, *[lambda late=late: remind(OVERDUE + timedelta(seconds=late)) for late in range(2)], refusals=())

    with app.app_context():
        assert len(mailed()) == len(reminded("rhea")) == 1


def test_the_desk_says_what_is_overdue_and_leads_to_the_review(app, browser_of):
    with app.app_context():
        ask(saved(PLAIN), "rhea")
        remind(OVERDUE)
    news = section(desk_of(browser_of, "rhea"), "news")

    assert "Your review is overdue:" in news
    assert "wanted by 25 November 2026" in news
    assert f"/bank/items/{PLAIN['code']}/versions/1/review" in news
