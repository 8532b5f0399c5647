"""Modules are reviewed like items: asked of named people until a day, commented on line by line, told of and mailed."""

from datetime import timedelta

import pytest

from tests.conftest import NOON
from tests.modules import samples
from tests.people import email, identity
from training import db as database
from training.accounts.links import Site
from training.mail import queries as mail
from training.modules import commenting, parts, requesting, reviewing, subjects, versions
from training.modules.refusals import WrongState
from training.reviews import notices, queries
from training.reviews.models import NoticeKind
from training.reviews.refusals import NoSuchPart, NotYourRequest, WrongReviewer
from training.reviews.requesting import Wanted

SITE = Site("http://localhost", "Test Institute", "Europe/London")
DAY = NOON.date() + timedelta(days=3)
TEXT = "sections[points].text"


def act(function, *arguments, by, **given):
    with database.commit_command():
        done = function(*arguments, by=identity(by), now=NOON, **given)
        notices.post(subjects.of, by=identity(by), site=SITE, now=NOON)
        return done


def newest():
    return versions.newest("bands")


def told(first):
    return {notice.kind for notice in queries.notices(identity(first))}


def letters():
    return {(each.recipient, each.subject) for each in mail.newest() if each.kind == "review-news"}


def asked(*reviewers):
    """Return the hash of a version of Ines's whose review these people were asked for."""
    act(reviewing.ask_for_changes, newest().id, "Once more.", by="ivo")
    act(reviewing.submit, newest().id, by="ines", wanted=Wanted(DAY, frozenset(map(identity, reviewers))))
    return newest().id


@pytest.fixture
def loaded(context, tmp_path):
    samples.load(tmp_path / "modules", NOON, by=identity("ines"))
    return tmp_path / "modules"


@pytest.mark.usefixtures("loaded")
def test_who_is_named_is_told_and_mailed_and_the_author_of_each_decision():
    version = asked("rhea")
    assert told("rhea") == {NoticeKind.ASKED}
    assert NoticeKind.ASKED not in told("ivo")
    act(reviewing.approve, version, by="rhea")
    act(reviewing.sign, version, by="lena")

    assert told("rhea") == set()
    assert told("ines") == {NoticeKind.CHANGES, NoticeKind.APPROVED, NoticeKind.SIGNED}
    about = "the module Bands and points (version 1)"
    assert {(email("rhea"), f"A review is wanted: {about}"), (email("ines"), f"Signed: {about}")} <= letters()


@pytest.mark.usefixtures("loaded")
def test_nobody_is_named_who_wrote_at_it():
    with pytest.raises(WrongReviewer):
        asked("ines")


@pytest.mark.usefixtures("loaded")
def test_reviewers_of_modules_are_reminded_once_before_the_day_and_once_after():
    asked("rhea")
    for days in (0, 1, 1, 4, 9):
        with database.commit_command():
            requesting.remind(NOON + timedelta(days=days), site=SITE)

    assert told("rhea") == {NoticeKind.ASKED, NoticeKind.DUE_SOON, NoticeKind.OVERDUE}
    subjects_sent = sorted(subject.partition(":")[0] for to, subject in letters() if to == email("rhea"))
    assert subjects_sent == ["A review is due soon", "A review is overdue", "A review is wanted"]


@pytest.mark.usefixtures("loaded")
def test_a_request_is_changed_and_withdrawn_by_its_author_or_the_lead_alone():
    version = asked("rhea")
    wanted, seen = Wanted(DAY, frozenset({identity("ivo")})), queries.asked_of(version).mark
    with pytest.raises(NotYourRequest):
        act(requesting.change, version, wanted, seen=seen, lead=False, by="ivo")
    act(requesting.change, version, wanted, seen=seen, lead=True, by="lena")
    assert told("rhea") == {NoticeKind.FREED}
    assert NoticeKind.ASKED in told("ivo")

    act(requesting.withdraw, version, lead=False, by="ines")
    assert newest().state == "draft"
    assert queries.asked_of(version).due_on is None
    with pytest.raises(WrongState):
        act(requesting.withdraw, version, lead=False, by="ines")


@pytest.mark.usefixtures("loaded")
def test_a_comment_on_a_line_goes_along_until_it_is_resolved(loaded):
    first = newest().id
    part = next(name for name in parts.parts(newest().content) if name.startswith(TEXT))
    act(commenting.say, first, part, "Which muscle?", by="rhea")
    assert told("ines") == {NoticeKind.COMMENTED}
    samples.load(loaded, NOON, by=identity("ines"), points="New words [@SHAH15].")
    database.commit_step()

    (thread,) = commenting.of(newest())
    assert (thread.root.part, thread.number, thread.open) == (part, 1, True)
    assert thread.quoted is not None
    act(commenting.resolve, thread.root.id, "", by="ines")
    assert [each.open for each in commenting.of(newest())] == [False]
    with pytest.raises(NoSuchPart):
        act(commenting.say, newest().id, "sections[nothing].text", "Hm.", by="rhea")


@pytest.mark.usefixtures("loaded")
def test_every_part_has_a_group_and_words_that_people_read():
    found = parts.parts(newest().content)
    groups = {parts.group_of(part) for part in found}

    assert {"details", "sections[points]", "figures[band]"} <= groups
    assert any(group.startswith("checkpoints[") for group in groups)
    assert not [part for part in found if "[" in parts.named(part)]


def test_the_page_asks_named_people_and_the_queue_shows_items_and_modules(loaded, browser_of):
    act(reviewing.ask_for_changes, newest().id, "Once more.", by="ivo")
    ines, page = browser_of("ines"), "/modules/bands/versions/1"
    refused = ines.post(f"{page}/submit", data={"due_on": "2020-01-31"})
    assert refused.status_code == 422
    assert "This day has passed." in refused.text

    data = {"due_on": "2999-01-31", "reviewers": [identity("rhea")]}
    after = ines.post(f"{page}/submit", data=data, follow_redirects=True).text

    assert "Ines Duarte asked Rhea Lind." in after
    queue = browser_of("rhea").get("/bank/review").text
    assert "Module: Bands and points" in queue
    assert "31 January 2999" in queue
    assert "Ines Duarte asks for a review of" in browser_of("rhea").get("/bank/desk").text
    assert "Module: Bands" in browser_of("ivo").get("/bank/review").text.partition('id="others"')[2]


def test_the_page_changes_and_withdraws_the_request(loaded, browser_of):
    seen = queries.asked_of(asked("rhea")).mark
    lena, page = browser_of("lena"), "/modules/bands/versions/1"
    data = {"seen": seen, "due_on": "2999-01-31", "reviewers": [identity("ivo")]}
    assert "The request is changed." in lena.post(f"{page}/request", data=data, follow_redirects=True).text
    assert "Somebody changed this request" in lena.post(f"{page}/request", data=data, follow_redirects=True).text
    assert "is a draft again" in lena.post(f"{page}/request/withdraw", follow_redirects=True).text


def test_a_section_is_commented_on_line_by_line(loaded, browser_of):
    rhea, page = browser_of("rhea"), "/modules/bands/versions/1"
    shown = rhea.get(f"{page}/lines?of=sections[points]").text
    assert "Section points: text" in shown
    assert "Section: Points" in shown
    part = next(name for name in parts.parts(newest().content) if name.startswith(TEXT))
    data = {"part": part, "words": "Which <b>muscle</b>?", "from": "lines", "on": 1}
    answer = rhea.post(f"{page}/comments", data=data)

    assert answer.location.startswith(f"{page}/lines?of=sections")
    assert "Which &lt;b&gt;muscle&lt;/b&gt;?" in browser_of("ines").get(page).text
    (thread,) = commenting.of(newest())
    browser_of("ines").post(f"/modules/comments/{thread.root.id}", data={"do": "resolve", "words": "The trapezius."})
    assert "Resolved" in rhea.get(page).text
    assert rhea.get(f"{page}/lines?of=nothing").status_code == 404
    assert rhea.post("/modules/comments/999", data={"words": "Hm."}).status_code == 404
