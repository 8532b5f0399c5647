"""Changing a request for review while it runs: who may, what becomes of it, who is told, and what history keeps."""

from datetime import timedelta

import pytest

from tests.bank.bank import act, approve, load, saved
from tests.bank.test_asking import CRITICAL, ITEM, LATER, PLAIN, TODAY, ask, letters, told
from tests.bank.test_desk import desk_of, section
from tests.bank.test_reminding import OVERDUE, SOON, remind, reminded
from tests.people import email, identity
from tests.racing import at_once
from training.bank.queries import timeline, versions, waiting
from training.bank.refusals import WrongState
from training.bank.service import requesting, reviewing
from training.reviews import queries
from training.reviews.models import NoticeKind
from training.reviews.refusals import NotYourRequest, RequestChanged, ReviewError, WrongReviewer
from training.reviews.requesting import Wanted

MOVED = LATER + timedelta(days=7)


def mark(version):
    return queries.asked_of(version).mark


def change(version, *reviewers, due=LATER, by="ines", lead=False, seen=None):
    wanted = Wanted(due, frozenset(identity(first) for first in reviewers))
    return act(requesting.change, version, wanted, seen=mark(version) if seen is None else seen, lead=lead, by=by)


def kinds(first):
    return {kind for kind, _code in told(first)}


@pytest.mark.usefixtures("context")
def test_a_reviewer_is_replaced_and_both_are_told():
    version = ask(saved(PLAIN), "rhea")
    assert change(version, "ivo")

    assert queries.asked_of(version).named == {identity("ivo")}
    assert kinds("rhea") == {NoticeKind.FREED}
    assert kinds("ivo") == {NoticeKind.ASKED}
    assert told("ines") == []


@pytest.mark.usefixtures("context")
def test_a_reviewer_is_added_and_who_stays_is_not_told_again():
    version = ask(saved(PLAIN), "rhea")
    change(version, "rhea", "ivo")

    assert kinds("rhea") == kinds("ivo") == {NoticeKind.ASKED}


@pytest.mark.usefixtures("context")
def test_another_day_is_told_and_reminded_of_anew():
    version = ask(saved(PLAIN), "rhea")
    remind(SOON)
    change(version, "rhea", due=MOVED)
    assert kinds("rhea") == {NoticeKind.ASKED, NoticeKind.CHANGED}

    remind(OVERDUE)
    assert reminded("rhea") == []
    remind(OVERDUE + timedelta(days=7))
    assert reminded("rhea") == [NoticeKind.OVERDUE]


@pytest.mark.usefixtures("context")
def test_a_lead_who_changes_it_tells_the_author_and_keeps_who_asked():
    version = ask(saved(PLAIN), "rhea")
    change(version, "rhea", due=MOVED, by="lena", lead=True)

    assert queries.asked_of(version).by == identity("ines")
    assert kinds("ines") == {NoticeKind.CHANGED}


@pytest.mark.usefixtures("context")
def test_a_lead_names_somebody_for_what_was_loaded_from_files():
    load(PLAIN)
    version = versions.newest(PLAIN["code"]).hash
    change(version, "rhea", by="lena", lead=True)

    assert [each.theirs for each in waiting.reviews_of(identity("rhea"))] == [True]
    assert kinds("rhea") == {NoticeKind.ASKED}
    assert told("ivo") == []


@pytest.mark.usefixtures("context")
def test_a_withdrawn_request_makes_a_draft_and_frees_who_was_asked():
    version = ask(saved(CRITICAL))
    act(reviewing.answer_for_review, version, ("a", "b"), by="rhea")
    approve(version, by="rhea")
    act(requesting.withdraw, version, lead=False, by="ines")

    assert versions.version_of(version).state == "draft"
    assert versions.approvals([version]) == []
    assert queries.asked_of(version).due_on is None
    assert kinds("ivo") == {NoticeKind.FREED}
    assert told("rhea") == told("ines") == []


@pytest.mark.usefixtures("context")
def test_nobody_else_changes_it_and_nothing_but_a_running_review_is_changed():
    version = ask(saved(PLAIN), "rhea")
    with pytest.raises(NotYourRequest):
        change(version, "rhea", due=MOVED, by="ivo")
    with pytest.raises(NotYourRequest):
        act(requesting.withdraw, version, lead=False, by="ivo")
    with pytest.raises(WrongReviewer):
        change(version, "ines")
    act(requesting.withdraw, version, lead=False, by="ines")
    with pytest.raises(WrongState):
        change(version, "rhea")

    assert versions.version_of(version).state == "draft"


@pytest.mark.usefixtures("context")
def test_what_was_changed_meanwhile_is_not_overwritten():
    version = ask(saved(PLAIN), "rhea")
    seen = mark(version)
    change(version, "ivo")

    with pytest.raises(RequestChanged):
        change(version, "rhea", due=MOVED, seen=seen)
    assert queries.asked_of(version).named == {identity("ivo")}


@pytest.mark.usefixtures("context")
def test_the_same_request_again_changes_nothing():
    version = ask(saved(PLAIN), "rhea")
    before = len(timeline.of(PLAIN["code"]))

    assert not change(version, "rhea")
    assert len(timeline.of(PLAIN["code"])) == before


def test_two_who_change_it_at_once_do_not_undo_each_other(app):
    with app.app_context():
        version = ask(saved(PLAIN), "rhea")
        seen = mark(version)
    acts = [lambda day=day: change(version, "rhea", due=LATER + timedelta(days=day), seen=seen) for day in (1, 2)]

    told_each = at_once(app, *acts, refusals=(ReviewError,))

    assert sorted(type(each).__name__ for each in told_each) == ["RequestChanged", "bool"]


def test_the_page_changes_the_request_and_its_history_tells_both(app, browser_of):
    with app.app_context():
        seen = mark(ask(saved(PLAIN), "rhea"))
    ines = browser_of("ines")
    page = ines.get(ITEM).text
    assert "Change the request" in page
    assert "Change the request" not in browser_of("ivo").get(ITEM).text

    data = {"seen": seen, "due_on": "2999-01-31", "reviewers": [identity("ivo")]}
    after = ines.post(f"{ITEM}/versions/1/request", data=data, follow_redirects=True).text

    assert "The request is changed." in after
    assert "Ines Duarte asked Ivo Marković." in after
    history = section(after, "history")
    assert "changed the request for a review of version 1" in history
    assert "Now asked of Ivo Marković, wanted by 31 January 2999" in history
    assert "before that asked of Rhea Lind, wanted by 25 November 2026" in history
    assert "31 January 2999" in section(desk_of(browser_of, "ivo"), "to-review")
    with app.app_context():
        assert sorted(letters()) == [
            (email("ivo"), f"A review is wanted: {PLAIN['code']} (version 1)"),
            (email("rhea"), f"A review is no longer asked for: {PLAIN['code']} (version 1)"),
        ]


def test_a_day_that_has_passed_is_refused_and_what_was_ticked_stays(app, browser_of):
    with app.app_context():
        seen = mark(ask(saved(PLAIN), "rhea"))
    data = {"seen": seen, "due_on": "2020-01-31", "reviewers": [identity("ivo")]}
    response = browser_of("ines").post(f"{ITEM}/versions/1/request", data=data)

    assert response.status_code == 422
    assert "This day has passed." in response.text
    assert f'checked id="reviewers-0" name="reviewers" type="checkbox" value="{identity("ivo")}"' in response.text


def test_the_lead_withdraws_a_request_on_the_page(app, browser_of):
    with app.app_context():
        ask(saved(PLAIN), "rhea", due=TODAY)
    after = browser_of("lena").post(f"{ITEM}/versions/1/request/withdraw", follow_redirects=True).text

    assert "The version is a draft again." in after
    assert "withdrew the request for a review of version 1" in section(after, "history")
    assert "Lena Sørensen no longer asks for a review of" in section(desk_of(browser_of, "ines"), "news")
