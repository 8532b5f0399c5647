"""Asking for a review: of whom and until when; who is told of what; the queues that follow."""

from datetime import date, timedelta
from itertools import count

import pytest

from tests.bank.bank import act, approve, approved, approving, saved
from tests.bank.test_desk import desk_of, section
from tests.conftest import NOON
from tests.items import samples
from tests.people import email, identity
from tests.quiz.counting import counted
from training import db as database
from training.accounts.links import Site
from training.accounts.models import Person, PersonRole
from training.bank.queries import subjects, versions, waiting
from training.bank.service import reviewing
from training.core.roles import Role
from training.db import db
from training.mail import queries as mail
from training.reviews import notices, queries
from training.reviews.models import NoticeKind
from training.reviews.queries import Asked
from training.reviews.refusals import WrongReviewer
from training.reviews.requesting import Wanted

PLAIN, CRITICAL = samples.draft("plain"), samples.draft("critical-four")
ITEM = f"/bank/items/{PLAIN['code']}"
TODAY = NOON.date()
SITE = Site("http://localhost", "Test Institute", "Europe/London")
LATER = TODAY + timedelta(days=3)


def ask(version, *reviewers, due=LATER, by="ines"):
    named = frozenset(identity(first) for first in reviewers)
    act(reviewing.submit, version, by=by, wanted=Wanted(due, named))
    return version


def told(first):
    found = queries.notices(identity(first))
    named = subjects.of({notice.version for notice in found})
    return [(notice.kind, named[notice.version].name) for notice in found]


def letters():
    return [(each.recipient, each.subject) for each in reversed(mail.newest()) if each.kind == "review-news"]


@pytest.fixture
def drafted(app):
    with app.app_context():
        return saved(PLAIN)


@pytest.mark.usefixtures("context")
def test_who_is_named_finds_it_in_their_queue_and_others_below():
    ask(saved(PLAIN), "rhea")

    (named,), (other,) = waiting.reviews_of(identity("rhea")), waiting.reviews_of(identity("ivo"))
    assert (named.theirs, named.asked.due_on) == (True, LATER)
    assert not other.theirs


@pytest.mark.usefixtures("context")
def test_when_those_named_have_approved_everybody_is_asked_for_what_is_still_wanted():
    version = ask(saved(CRITICAL), "rhea")
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")
    approve(version, by="rhea")

    assert [each.theirs for each in waiting.reviews_of(identity("ivo"))] == [True]


@pytest.mark.usefixtures("context")
def test_what_is_wanted_first_comes_first_and_what_has_no_day_last():
    second, first = ask(saved(PLAIN)), ask(saved(CRITICAL), due=TODAY)
    undated = saved(samples.draft("two-of-five"))
    act(reviewing.submit, undated, by="ines")

    assert [each.version.hash for each in waiting.reviews_of(identity("rhea"))] == [first, second, undated]


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("first", ["ines", "lena", "tara"])
def test_neither_a_writer_nor_anybody_without_the_role_can_be_named(first):
    version = saved(PLAIN)

    with pytest.raises(WrongReviewer):
        ask(version, first)


def test_a_day_is_overdue_once_it_has_passed():
    request = Asked(due_on=date(2026, 11, 22))

    assert not request.overdue(date(2026, 11, 22))
    assert request.overdue(date(2026, 11, 23))


def test_the_item_page_asks_named_people_until_a_day(app, drafted, browser_of):
    ines = browser_of("ines")
    page = ines.get(ITEM).text
    assert "Rhea Lind" in page
    assert ">Ines Duarte</label>" not in page

    data = {"due_on": "2999-01-31", "reviewers": [identity("rhea")]}
    ines.post(f"{ITEM}/versions/1/submit", data=data)

    assert "Ines Duarte asked Rhea Lind." in browser_of("otto").get(ITEM).text
    assert "31 January 2999" in section(desk_of(browser_of, "rhea"), "to-review")
    assert "asked of Rhea Lind" in section(desk_of(browser_of, "ines"), "waiting")
    assert CRITICAL["code"] not in desk_of(browser_of, "ivo")
    with app.app_context():
        assert letters() == [(email("rhea"), f"A review is wanted: {PLAIN['code']} (version 1)")]


def test_a_day_that_has_passed_is_named_and_nothing_is_sent(app, drafted, browser_of):
    response = browser_of("ines").post(f"{ITEM}/versions/1/submit", data={"due_on": "2020-01-31"})

    assert response.status_code == 422
    assert "This day has passed." in response.text
    with app.app_context():
        assert versions.version_of(drafted).state == "draft"


def test_an_overdue_review_says_so_in_words(app, drafted, browser_of):
    with app.app_context():
        ask(drafted, due=date(2020, 1, 31))

    for page in (desk_of(browser_of, "rhea"), browser_of("rhea").get("/bank/review").text):
        assert "Overdue" in page
        assert "31 January 2020" in page


@pytest.mark.usefixtures("context")
def test_the_author_is_told_what_became_of_it_and_nobody_of_their_own_act():
    version = ask(saved(PLAIN), "rhea")
    act(reviewing.answer_for_review, version, ("a",), by="rhea")
    act(reviewing.ask_for_changes, version, "Too easy.", by="rhea")
    approved(version, by=["ivo"])
    act(reviewing.sign, [version], by="lena")

    kinds = {kind for kind, _code in told("ines")}
    assert kinds == {NoticeKind.CHANGES, NoticeKind.APPROVED, NoticeKind.SIGNED}
    assert told("rhea") == told("lena") == []


@pytest.mark.usefixtures("context")
def test_a_review_that_is_given_or_over_is_no_longer_asked_for():
    version = ask(saved(CRITICAL))
    assert (NoticeKind.ASKED, CRITICAL["code"]) in told("rhea")
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")
    approve(version, by="rhea")
    assert told("rhea") == []
    assert told("ivo") != []

    act(reviewing.answer_for_review, version, ("a", "b"), by="ivo")
    act(reviewing.ask_for_changes, version, "Too easy.", by="ivo")
    assert told("ivo") == []


@pytest.mark.usefixtures("context")
def test_one_signing_of_many_is_one_mail_that_names_them_all():
    chosen = [approved(saved(PLAIN)), approved(saved(CRITICAL))]
    with database.commit_command():
        reviewing.sign(chosen, by=identity("lena"), now=NOON)
        notices.post(subjects.of, by=identity("lena"), site=SITE, now=NOON)

    ((to, subject),) = [letter for letter in letters() if letter[1].startswith("Signed")]
    assert to == email("ines")
    assert PLAIN["code"] in subject
    assert CRITICAL["code"] in subject


@pytest.mark.usefixtures("context")
def test_news_that_is_not_read_yet_is_neither_doubled_nor_mailed_again():
    version = saved(PLAIN)
    for _ in range(2):
        with database.commit_command():
            database.begin_write()
            notices.tell(NoticeKind.COMMENTED, version, [identity("ines")], by=5, now=NOON)
            notices.post(subjects.of, by=5, site=SITE, now=NOON)

    assert len(told("ines")) == len(letters()) == 1


def test_whoever_switched_mails_off_still_finds_the_news(app, drafted, browser_of):
    rhea = browser_of("rhea")
    assert 'name="review_mails" type="checkbox" value="y"' in rhea.get("/profile/edit").text
    rhea.post("/profile/edit", data={"name": "Rhea Lind", "zone": "Europe/Berlin"})
    browser_of("ines").post(f"{ITEM}/versions/1/submit", data={})

    assert "On your desk only" in rhea.get("/profile").text
    assert "Ines Duarte asks for a review of" in section(rhea.get("/bank/desk").text, "news")
    with app.app_context():
        assert [to for to, _subject in letters()] == [email("ivo")]


def test_the_header_counts_news_until_it_is_read(app, drafted, browser_of):
    browser_of("ines").post(f"{ITEM}/versions/1/submit", data={})
    rhea, ivo = browser_of("rhea"), browser_of("ivo")
    with app.app_context():
        newest = max(notice.id for notice in queries.notices(identity("rhea")))
    assert '1<span class="visually-hidden"> new' in rhea.get("/bank").text

    ivo.post("/bank/desk/read", data={"upto": newest})
    assert 'visually-hidden"> new' in rhea.get("/bank").text
    rhea.post("/bank/desk/read", data={"upto": newest - 1})
    assert 'visually-hidden"> new' in rhea.get("/bank").text
    rhea.post("/bank/desk/read", data={"upto": newest})
    assert 'visually-hidden"> new' not in rhea.get("/bank").text


def test_a_trainee_who_saves_a_profile_keeps_mails_as_they_are(app, browser_of):
    browser_of("tara").post("/profile/edit", data={"name": "Tara Okafor", "zone": "Europe/Berlin"})

    with app.app_context():
        assert db.session.get_one(Person, identity("tara")).review_mails


def test_the_page_says_when_nobody_is_left_who_may_review(app, browser_of):
    with app.app_context():
        first = saved(PLAIN, by="ivo")
        second = saved(PLAIN | {"stem": "Second?"}, base=first, by="rhea")
        assert waiting.short_of(versions.version_of(second), needed=1) == 0
        saved(PLAIN | {"stem": "Third?"}, base=second, by="ines")

    assert "Nobody is left who may review this" in browser_of("ines").get(ITEM).text


def test_the_page_says_when_nobody_is_left_who_may_sign(app, browser_of):
    with app.app_context():
        db.session.add(PersonRole(person_id=identity("lena"), role=Role.INSTRUCTOR))
        db.session.commit()
        approved(saved(PLAIN, by="lena"))
        approved(saved(CRITICAL))

    assert "Nobody is left who may sign this" in browser_of("ines").get(ITEM).text
    assert "Nobody is left" not in browser_of("ines").get(f"/bank/items/{CRITICAL['code']}").text


def test_a_lead_who_wrote_is_not_asked_to_sign_it_and_sees_since_when_others_wait(app, browser_of):
    with app.app_context():
        db.session.add(PersonRole(person_id=identity("lena"), role=Role.INSTRUCTOR))
        db.session.commit()
        approved(saved(PLAIN, by="lena"))
        approved(saved(CRITICAL))

    page = desk_of(browser_of, "lena")
    assert "Sign off 1 item" in page
    assert "1 approved version to sign, the longest waiting since 22 November 2026" in page
    assert "waits for the clinical lead" in section(page, "waiting")
    assert "22 November 2026" in browser_of("lena").get("/bank/sign-off").text


def test_a_reviewer_who_decides_tells_the_author_by_mail(app, drafted, browser_of):
    with app.app_context():
        ask(drafted, "rhea")
        act(reviewing.answer_for_review, drafted, ("a",), by="rhea")
    browser_of("rhea").post(f"{ITEM}/versions/1/review/decide", data=approving(PLAIN))

    with app.app_context():
        assert letters()[-1] == (email("ines"), f"Approved: {PLAIN['code']} (version 1)")


def test_the_desk_and_the_queue_ask_as_much_for_many_reviews_as_for_one(app, browser_of):
    rhea, counts, codes = browser_of("rhea"), [], count()
    for number in (1, 4):
        with app.app_context():
            for _ in range(number):
                ask(saved(PLAIN | {"code": f"safety/many/item-{next(codes)}"}), "rhea")
        with app.app_context(), counted() as seen:
            rhea.get("/bank/desk")
            rhea.get("/bank/review")
        counts.append(len(seen.statements))

    assert counts[0] == counts[1] < 60
