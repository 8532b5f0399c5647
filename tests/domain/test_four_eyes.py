"""Four eyes: nobody acts on their own record, whatever roles they hold.

One person with every role tries each act through the real pages on what is their own, where it is refused with words
and nothing is written, and on the same of somebody else, where it is done. Every address that takes a POST stands here:
with its act, or with the reason why it is nobody's record.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask.testing import FlaskClient
from lxml import html

from tests import people
from tests.bank import bank
from tests.conftest import NOON
from tests.domain.four_eyes import ACTOR, ITEM, Things, stage, written
from tests.domain.nobodys import NOBODYS
from training import clock
from training.bank.queries import stock
from training.core.certification import Reason
from training.programmes.queries import rosters

OWN_ACCOUNT = "Nobody acts on their own account"
OWN_ATTEMPT = "This attempt is your own"
OWN_CERTIFICATE = "This is your own certificate"
OWN_STATION = "This record is about you"
OWN_HOURS = "These hours are yours"
OWN_ITEM = "You wrote at this item"
OWN_MODULE = "You wrote at"
OWN_ANSWER = "This answer is your own"
OWN_SESSION = "This session is your own"
WHY = {"reason": "It was seen to be so."}
HELD = {"held_on": "2026-11-19", "kind": "in-person", "topic": "Palpation", "place": "Room 2", "hours": "1.5"}


@dataclass(frozen=True, slots=True)
class Act:
    """What is posted about somebody's things, what one reads when they are one's own, and when they are not."""

    endpoint: str
    path: Callable[[Things], str]
    data: Callable[[Things], Mapping[str, object]]
    refused: str
    done: str


def act(endpoint: str, path: str, data: object = None, *, refused: str, done: str) -> Act:
    """Return an act whose address names fields of the things, and whose data are the same for all or made of them."""
    given = data if callable(data) else lambda _things: data or {}
    return Act(endpoint, lambda things: path.format(t=things), given, refused, done)


def account(endpoint: str, path: str, data: object = None, *, done: str) -> Act:
    return act(f"people.{endpoint}", f"/people/{{t.person}}/{path}", data, refused=OWN_ACCOUNT, done=done)


def on_attempt(endpoint: str, path: str, data: object, *, done: str) -> Act:
    return act(f"exams.{endpoint}", f"/exams/attempts/{path}", data, refused=OWN_ATTEMPT, done=done)


def on_certificate(endpoint: str, path: str, data: Mapping[str, object], *, done: str) -> Act:
    return act(f"register.{endpoint}", f"/register/{path}", WHY | data, refused=OWN_CERTIFICATE, done=done)


def on_status(path: str, reason: Reason, *, done: str) -> Act:
    return on_certificate("change", path, {"reason_class": reason}, done=done)


def on_item(endpoint: str, path: str, data: object, *, done: str) -> Act:
    return act(f"bank.{endpoint}", f"/bank/items/safety/{{t.author}}/{path}", data, refused=OWN_ITEM, done=done)


def on_module(endpoint: str, path: str, data: object, *, done: str) -> Act:
    return act(f"modules.{endpoint}", f"/modules/{{t.author}}-{path}", data, refused=OWN_MODULE, done=done)


def session(things: Things) -> dict[str, object]:
    """A session as a trainee enters it, with the supervisor who is to confirm it."""
    said = {"held_on": "2026-11-20", "minutes": "60", "place": "Clinic", "region": "shoulder", "technique": "deep"}
    return said | WHY | {"key": str(things.supervisor) * 32, "supervisor": str(things.supervisor)}


def right_answer(things: Things) -> dict[str, object]:
    item, order = stock.as_reviewed(things.reviewed, people.identity(ACTOR))
    places = [str(place) for place, name in enumerate(order, 1) if name in item.key]
    return {"answer": places}


def plan(things: Things) -> dict[str, object]:
    planned = rosters.plan(rosters.run(things.roster), by=people.identity(ACTOR))
    return {"expected": rosters.fingerprint(planned)}


def file(things: Things) -> dict[str, object]:
    return {"file": (io.BytesIO(things.answers), "answers.json")}


APPROVE = bank.approving(ITEM)
SEND_BACK = {"verdict": "changes", "comment": "Too easy."}
STILL_RIGHT = {"on": "2026-11-20", "again_by": "2027-11-20", "note": "Held against the source."}
MORE_TIME = {"minutes": "5"} | WHY
ACTS = [
    account("accommodate", "extra-time", {"factor": "3/2", "note": ""}, done="Extra time saved"),
    account("set_roles", "roles", {"roles": ["trainee", "reviewer"]}, done="Roles saved"),
    account("decide_name", "name", {"name": "Another Name", "decision": "accept"}, done="The name is accepted"),
    account("remove_code_app", "code-app", done="The code app is off"),
    account("sign_out", "sign-out", done="is signed out on"),
    account("block", "block", done="is blocked and signed out everywhere"),
    account("unblock", "unblock", done="has access again"),
    act(
        "people.invite_again", "/people/{t.invited}/invite-again", refused=OWN_ACCOUNT, done="is sent a new invitation"
    ),
    on_attempt("extra_time", "{t.running}/extra-time", MORE_TIME, done="Added 5 minutes."),
    act(
        "exams.extra_time_for_all",
        "/exams/{t.code}/extra-time",
        MORE_TIME,
        refused="No attempt of anybody else is running here",
        done="Added 5 minutes to 1 running attempt",
    ),
    on_attempt("answer_file", "{t.running}/file", file, done="The file was read: 1 stored"),
    act("exams.close_problem", "/exams/problems/{t.problem}", refused=OWN_ATTEMPT, done="Noted as dealt with"),
    on_attempt("void", "{t.running}/void", WHY | {"give_back": "y"}, done="The attempt is voided"),
    on_attempt(
        "late",
        "{t.sat}/late",
        lambda things: {"ruling": "refuse", "held": str(things.late)},
        done="The late answers are refused",
    ),
    act(
        "marking.give", "/marking/{t.waiting}", {"verdict": "right", "act": "mark"}, refused=OWN_ANSWER, done="settled"
    ),
    act(
        "marking.accept_answer", "/marking/{t.waiting}/accepted-answer", refused=OWN_ANSWER, done="Added in a new draft"
    ),
    act(
        "practicals.begin",
        "/practicals/people/{t.person}/superficial",
        refused="You cannot assess yourself",
        done="/practicals/drafts/",
    ),
    act(
        "practicals.correct",
        "/practicals/records/{t.assessed}/correct",
        refused=OWN_STATION,
        done="/practicals/drafts/",
    ),
    act("practicals.strike", "/practicals/records/{t.assessed}/strike", WHY, refused=OWN_STATION, done="is taken back"),
    act(
        "hours.enter",
        "/hours/groups/{t.cohort}",
        lambda things: HELD | {"person": str(things.person)},
        refused=OWN_HOURS,
        done="Entered for 1 person",
    ),
    act("hours.correct", "/hours/records/{t.taught}/correct", HELD | WHY, refused=OWN_HOURS, done="Corrected by a new"),
    act("hours.strike", "/hours/records/{t.taken}/strike", WHY, refused=OWN_HOURS, done="Taken back."),
    act("sessions.enter", "/sessions", session, refused="Not a valid choice", done="Entered. Your supervisor"),
    act(
        "sessions.correct",
        "/sessions/{t.entered}/correct",
        session,
        refused="Not a valid choice",
        done="Your supervisor confirms the new entry",
    ),
    act(
        "sessions.confirm",
        "/sessions/confirm",
        lambda things: {"session": str(things.session)},
        refused=OWN_SESSION,
        done="Confirmed 1 session",
    ),
    act("sessions.decline", "/sessions/{t.declined}/decline", WHY, refused=OWN_SESSION, done="Declined."),
    act(
        "awards.queue",
        "/cohorts/{t.cohort}/awards/foundations",
        refused="Nobody here can be awarded",
        done="1 award queued",
    ),
    act(
        "awards.give",
        "/places/{t.place}/awards/foundations",
        refused="Nobody awards a certificate to themselves",
        done="and is told by mail",
    ),
    on_status("{t.suspended}/reinstate", Reason.RESOLVED, done="The certificate is reinstated"),
    on_status("{t.suspended}/suspend", Reason.REVIEW, done="The certificate is suspended"),
    on_status("{t.suspended}/revoke", Reason.AWARD, done="The certificate is revoked"),
    on_certificate("correct_name", "{t.certificate}/name", {"holder": "Another Name"}, done="is issued and takes"),
    on_certificate("renew", "{t.renewed}/renew", {"valid_until": "2032-11-21"}, done="is issued and takes"),
    act("cohorts.withdraw", "/places/{t.place}/withdraw", WHY, refused="Nobody withdraws themselves", done="withdrawn"),
    act(
        "cohorts.enrol",
        "/cohorts/{t.cohort}/people/{t.person}",
        refused="Nobody enrols themselves",
        done="is enrolled and told",
    ),
    act("rosters.apply", "/rosters/{t.roster}/apply", plan, refused="is your own address", done="Enrolled 1"),
    on_item(
        "review.answer",
        "reviewed/versions/1/review/answer",
        right_answer,
        done="/safety/ines/reviewed/versions/1/review",
    ),
    on_item("review.decide", "reviewed/versions/1/review/decide", APPROVE, done="Approved."),
    on_item("review.decide", "returned/versions/1/review/decide", SEND_BACK, done="Sent back to its author"),
    on_item("tend.check", "approved/check", STILL_RIGHT, done="Noted that it is still right"),
    on_item("cosmetic.decide", "reworded/versions/2/cosmetic", WHY, done="Declared."),
    act(
        "bank.review.sign",
        "/bank/sign-off",
        lambda things: {"version": things.approved},
        refused="Nothing was signed: You wrote at",
        done="Signed 1 item",
    ),
    on_module(
        "versions.decide", "reviewed/versions/1/decide", {"verdict": "approve"}, done="Approved. A clinical lead"
    ),
    on_module("versions.decide", "returned/versions/1/decide", SEND_BACK, done="Sent back with your words"),
    on_module("sign", "approved/sign-off", lambda things: {"version": things.module, "read": "y"}, done="signed off"),
    account("erase", "erase", lambda things: {"address": things.address}, done="The person is erased"),
]
"""In the order in which they are done to what is Tara's, who is enrolled, ready and sits two exams at first."""


def test_every_address_that_takes_a_post_is_an_act_of_the_table_or_says_why_not(app):
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    acts = {act.endpoint for act in ACTS}

    assert acts | set(NOBODYS) == posted
    assert not acts & set(NOBODYS)


def test_nobody_acts_on_their_own_record_and_the_same_person_does_on_others(app, context, monkeypatch, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    own, others = stage(tmp_path)
    browser, before = people.signed_in(app, ACTOR), written()

    refused = {act.endpoint: told for act in ACTS if act.refused not in (told := _told(act, own, browser))}
    after = written()
    done = {act.endpoint: told for act in ACTS if act.done not in (told := _told(act, others, browser))}

    assert refused == {}, "an act on one's own was not refused with its words"
    assert [name for name in before if before[name] != after[name]] == [], "a refused act wrote into these tables"
    assert done == {}, "the same act on somebody else's was not done"


def _told(act: Act, things: Things, browser: FlaskClient) -> str:
    """Do an act and return what it says: the message on the page it goes to with its address, or its own."""
    answer = browser.post(act.path(things), data=act.data(things))
    if answer.status_code != 303:
        return " ".join(html.fromstring(answer.get_data(as_text=True)).find(".//main").text_content().split())
    with browser.session_transaction() as session:
        said = [words for _tone, words in session.pop("_flashes", [])]
    return " ".join([*said, answer.location])
