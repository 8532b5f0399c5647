"""The demonstration, made once for all tests here: everybody stands where the newcomer is told."""

import gzip
import re
import tomllib
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests.conftest import NOON
from tests.demo import made
from tests.demo.made import BANK
from training.accounts import queries as accounts
from training.accounts.links import Site
from training.accounts.models import PersonState
from training.accounts.passwords import Cost
from training.audit import queries as audit
from training.bank.queries import lists, stock
from training.certificates import queries as certificates
from training.core.certification import Status
from training.core.domains import Pool
from training.db import Base, db
from training.demo import cast, service
from training.demo.stories import MINUTES
from training.practicals import queries as practicals
from training.programmes.queries import candidates, cohorts
from training.programmes.statement import Issuer
from training.quiz.models import Attempt, Slot
from training.quiz.practice import queries as practice
from training.quiz.queries import standings
from training.quiz.queries.standings import Why


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The site of the demonstration; a copy of the one that some worker made."""
    app = made.copied(tmp_path_factory, "demo")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def inside(demonstration):
    with demonstration.app_context():
        yield
        db.session.remove()


def identity(first):
    return accounts.person_by_email(f"{first}@demo.test").id


def exam_of(first):
    return standings.standing(identity(first), "foundations", NOON)


def signed():
    return [len(stock.pool(pool, live=True)) for pool in Pool]


def shipped():
    """Return how many items the files hold for each pool."""
    pools = [
        entry["pool"] for path in BANK.glob("*/*.toml") for entry in tomllib.loads(path.read_text("utf-8"))["item"]
    ]
    return [pools.count(pool) for pool in Pool]


def test_it_is_made_once(inside):
    assert service.is_there()


def test_everybody_a_newcomer_is_told_of_can_sign_in(demonstration):
    for actor in cast.accounts():
        client = demonstration.test_client()
        answer = client.post("/sign-in", data={"email": actor.email, "password": cast.PASSWORD})
        assert answer.status_code == 303, actor.email


def test_every_shipped_item_was_reviewed_and_signed_by_demonstration_people(inside):
    assert signed() == shipped()
    assert min(signed()) > 0


def test_every_desk_has_something_on_it_while_the_signed_items_stay_in_use(inside):
    ids = {first: identity(first) for first in ("ines", "ivo", "rhea")}

    assert all(lists.to_review(ids[first]) for first in ("ivo", "rhea"))
    assert {row.state for row in lists.unfinished_of(ids["ines"])} == {"draft", "in review", "approved"}
    assert lists.to_sign(1).total == 1
    assert signed() == shipped()


def test_tara_has_questions_due_and_said_how_sure_she_was(inside):
    tara = identity("tara")
    standing = practice.standing(tara, today=NOON.date())

    assert len(standing.session.due) >= 5
    assert any(row.mastery.likely for row in standing.progress)
    assert all(level.count for level in practice.sureness(tara).levels)


def test_tara_is_ready_for_the_exam(inside):
    assert exam_of("tara").locks == ()


def test_maya_is_in_the_middle_with_half_as_much_time_again(inside):
    standing = exam_of("maya")

    assert standing.open_attempt is not None
    assert standing.candidate.factor == 1.5


def weighed(client, path):
    """Return what a page weighs compressed, what it weighs with all it names, and how much that is to ask for.

    The last number counts what a browser that was here before asks for again.
    """
    page = client.get(path)
    assert page.status_code == 200
    named = sorted(set(re.findall(r'<(?:link|script|img|use)\b[^>]*?\b(?:href|src)="(/[^"#]+)', page.text)))
    answers = [page, *(client.get(name) for name in named)]
    sizes = [len(gzip.compress(answer.data)) for answer in answers]
    return (
        sizes[0],
        sum(sizes),
        len(sizes),
        sum("immutable" not in answer.headers["Cache-Control"] for answer in answers),
    )


@pytest.mark.parametrize(
    ("first", "path", "alone", "whole"),
    [
        ("maya", "/exam/attempts/{attempt}", 25_000, 60_000),
        ("tara", "/home", 4_000, 22_000),
        ("tara", "/modules/trigger-points", 6_000, 27_000),
        ("tara", "/modules/anatomy-of-danger/sections/chest-wall", 20_000, 40_000),
    ],
)
def test_a_page_of_real_content_keeps_to_its_bytes_and_requests(demonstration, inside, first, path, alone, whole):
    client = demonstration.test_client()
    client.post("/sign-in", data={"email": f"{first}@demo.test", "password": cast.PASSWORD})
    attempt = exam_of(first).open_attempt

    page, everything, cold, warm = weighed(client, path.format(attempt=attempt and attempt.id))

    assert page <= alone
    assert everything <= whole
    assert (cold <= 12, warm <= 5) == (True, True)


def test_felix_failed_and_waits(inside):
    assert Why.WAITING in {lock.why for lock in exam_of("felix").locks}


def test_finn_has_modules_to_read_first(inside):
    assert Why.MODULES in {lock.why for lock in exam_of("finn").locks}


@pytest.mark.parametrize(
    ("first", "status"),
    [
        ("vera", Status.VALID),
        ("emil", Status.EXPIRED),
        ("suki", Status.SUSPENDED),
        ("rolf", Status.REVOKED),
        ("hana", Status.SUPERSEDED),
    ],
)
def test_there_is_a_certificate_of_every_status(inside, first, status):
    found = certificates.of_person(identity(first), now=NOON)

    assert status in {standing.status for standing in found}


def test_nobody_ready_to_be_awarded_holds_a_certificate(inside):
    assert certificates.of_person(identity("ravi"), now=NOON) == ()


@pytest.mark.parametrize("code", ["theory", "foundations"])
def test_a_cohort_of_forty_is_ready_for_both_awards(inside, code):
    [cohort] = [found for found in cohorts.every() if found.name == "Summer cohort"]
    award = cohorts.programme_of(cohort).award(code)

    found = candidates.of_cohort(cohort, award, now=NOON, by=identity("ada"))

    assert len(found) == sum(one.ready for one in found) == 40


def test_the_assessor_finds_sessions_to_confirm_and_a_form_half_finished(inside):
    assert len({row.person_id for row in practicals.to_confirm(identity("sam"))}) > 2
    assert [draft.person_id for draft in practicals.drafts_of(identity("sam"))] == [identity("nora")]


def test_its_start_page_leads_to_a_sample_quiz_of_practice_items(demonstration):
    visitor = demonstration.test_client()
    link = re.search(r'href="(/sample/[^"]+)"', visitor.get("/welcome").text)[1]

    page = visitor.get(link).text

    assert "6 questions" in page
    assert visitor.get(f"{link}/all").text.count("<fieldset") == 6


def test_nora_finds_what_two_boards_ask_and_what_she_lacks_for_them(demonstration):
    client = demonstration.test_client()
    client.post("/sign-in", data={"email": "nora@demo.test", "password": cast.PASSWORD})
    page = client.get("/boards").text

    assert page.count("What is asked in ") == 2 * 2  # a table's region and its caption
    assert page.count(">Missing<") > 1
    assert "10 confirmed sessions" in page
    assert ">We do not know<" in page


def test_somebody_was_invited_and_has_not_come_yet(inside):
    assert accounts.person_by_email(cast.INVITED.email).state == PersonState.INVITED
    assert accounts.invitation(identity(cast.INVITED.first)) is not None


def test_a_place_begins_with_its_cohort(inside):
    for cohort in cohorts.every():
        first = min(place.enrolled_at.date() for place in cohorts.places(cohort.id))
        assert cohort.starts_on <= first + timedelta(days=14), cohort.name


def taken_away(demonstration, first):
    client = demonstration.test_client()
    client.post("/sign-in", data={"email": f"{first}@demo.test", "password": cast.PASSWORD})
    return client.post("/profile/download")


def test_what_a_person_takes_away_holds_their_exam_as_they_saw_it(demonstration):
    [attempt] = taken_away(demonstration, "felix").json["exams"]["attempts"]
    with demonstration.app_context():
        asked = db.session.scalars(
            select(Slot.version).join(Attempt).where(Attempt.person_id == identity("felix"))
        ).all()

    assert (attempt["state"], attempt["result"]["outcome"]) == ("graded", "fail")
    assert [answer["question"] for answer in attempt["answers"]] == list(range(1, len(asked) + 1))
    assert all(1 <= place <= 6 for answer in attempt["answers"] for place in answer.get("places", ()))
    assert {event["what"] for event in attempt["events"]} == {"answer", "seen"}


def test_what_a_person_takes_away_names_no_item_of_a_live_exam(demonstration):
    taken = taken_away(demonstration, "felix").text

    with demonstration.app_context():
        versions = db.session.scalars(select(Slot.version)).all()
        codes = db.session.scalars(text("SELECT code FROM bank_item")).all()
    assert versions
    assert [named for named in (*versions, *codes) if named in taken] == []


def test_what_a_person_takes_away_holds_practice_in_the_room_and_certificates(demonstration):
    told = taken_away(demonstration, "vera").json

    assert len(told["practicals"]["sessions"]) == 10
    assert [seen["assessor"] for seen in told["practicals"]["stations"]] == ["Sam Whitlock"] * 2
    assert told["contact_hours"]["by_kind"]["dry-needling-foundations"]["in-person"] == 12.5
    assert len(told["certificates"]) == 2
    assert told["places"][0]["cohort"] == "Earlier cohorts"
    assert set(told["modules"]["minutes_credited"].values()) == {MINUTES}
    assert any("certificate" in mail["subject"] for mail in told["mails"])
    assert "opened account" in {act["act"] for act in told["record"]}


def test_the_record_of_it_holds(inside):
    assert audit.first_break() is None


def test_stories_are_told_in_the_order_of_their_days(inside):
    days = [row.at for row in audit.newest(action="awarded", subject="", actor_id=None, before=None, limit=50)]

    assert days == sorted(days, reverse=True)


def test_a_first_start_that_was_interrupted_is_known_as_such(app, context):
    def stop_at_the_second(words):
        said.append(words)
        if len(said) == 2:
            raise KeyboardInterrupt

    said = []
    site, issuer = Site("http://localhost", "Test", "UTC"), Issuer("Test", "UTC", "http://localhost", demo=True)
    Base.metadata.drop_all(db.engine)
    Base.metadata.create_all(db.engine)
    with pytest.raises(KeyboardInterrupt):
        service.make(BANK, site=site, issuer=issuer, cost=Cost(8, 1), say=stop_at_the_second, now=NOON)

    assert service.is_there()
    assert service.is_half_made()


def test_a_whole_demonstration_is_not_made_again(demonstration):
    with demonstration.app_context():
        assert not service.is_half_made()
