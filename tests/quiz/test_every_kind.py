"""An exam that asks every kind: on papers, from devices, without scripts, with numbers drawn for each paper."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.bank.bank import act, approved, saved
from tests.bank.browsing import form_data, posted
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.bank.queries import stock
from training.bank.service import reviewing
from training.core.domains import Domain
from training.core.practising import Wish
from training.core.scoring import Outcome
from training.db import db
from training.quiz import kept, papers, sittings
from training.quiz.models import Paper, Slot
from training.quiz.practice import queries as practising
from training.quiz.practice import service as practice
from training.scoring import queries as results
from training.scoring.service import Answered, Evidence, decision

TARA = identity("tara")
KINDS = {draft["kind"] for draft in samples.without_pictures()}


@pytest.fixture
def attempt(context):
    exams.exam_of_every_kind()
    made = exams.start()
    exams.open_device(made)
    return made


@pytest.fixture
def sitting(app, browser_of, monkeypatch):
    """A browser whose person sits the exam, and the attempt."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with app.app_context():
        exams.exam_of_every_kind()
    tara = browser_of("tara")
    place = tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"}).location
    return tara, int(place.rsplit("/", 1)[1])


def slot_of(attempt, kind):
    return next(slot for slot in exams.sheet(attempt).slots if slot.item.kind == kind)


def acks(receipt):
    return {ack.value: numbers for ack, numbers in receipt.acks.items() if numbers}


def test_a_paper_of_every_kind_answered_right_is_a_pass(attempt):
    events = exams.right_events(attempt)

    receipt = exams.send(attempt, *events)
    exams.submit(attempt, last_seq=len(events))

    assert {slot.item.kind for slot in exams.sheet(attempt).slots} == KINDS
    assert acks(receipt) == {"stored": list(range(1, len(events) + 1))}
    made = results.current([attempt])[attempt].decision
    assert (made.outcome, made.awarded) == (Outcome.PASS, len(events))


def test_a_slot_keeps_the_values_drawn_and_its_item_is_bound_to_them(attempt):
    slot = slot_of(attempt, "calculated")
    stored = db.session.scalars(select(Slot).where(Slot.attempt_id == attempt, Slot.position == slot.position)).one()
    frozen = db.session.scalars(select(Paper.content)).one()["slots"][slot.position - 1]

    assert stored.drawn == frozen["values"]
    assert f"She weighs {stored.drawn['mass']} kg." in slot.item.stem
    assert slot.item.mark(slot.item.key).awarded == 1


def test_two_papers_have_other_numbers_and_the_same_seed_the_same(context):
    exams.exam_of_every_kind()
    exams.admit("tom", "ines")
    attempts = [exams.start(name, seed=seed) for name, seed in (("tara", 1), ("tom", 2), ("ines", 1))]
    one, other, same = (slot_of(attempt, "calculated") for attempt in attempts)

    assert one.item.stem != other.item.stem
    assert one.item == same.item


def test_marking_again_uses_the_same_numbers(attempt):
    events = exams.right_events(attempt)
    exams.send(attempt, *events)
    exams.submit(attempt, last_seq=len(events))
    first = results.current([attempt])[attempt].decision
    sittings._sheets._sheets.clear()

    sheet, given = exams.sheet(attempt), sittings.frozen_responses(attempt, 1)
    answered = [Answered(slot.position, slot.version, slot.item, given[slot.position]) for slot in sheet.slots]
    again, _marks = decision(Evidence(sheet.sha256, answered, sheet.rules, sheet.scoring))

    assert again == first


def test_a_paper_that_lost_its_values_is_not_marked_by_others(attempt):
    content = dict(db.session.scalars(select(Paper.content)).one())
    content["slots"] = [{**slot, "values": {}} for slot in content["slots"]]
    found = {slot.version: replace(slot.item) for slot in exams.sheet(attempt).slots}

    with pytest.raises(KeyError):
        papers.sheet(content, found)


@pytest.mark.any_database
@pytest.mark.parametrize("kind", ["matching", "numeric", "calculated", "short_text", "cloze"])
def test_a_typed_answer_cannot_be_ruled_out(attempt, kind):
    slot = slot_of(attempt, kind)
    places = slot.places(slot.item.key)[:1]

    assert acks(exams.send(attempt, exams.event(1, slot.position, "eliminate", places))) == {"held": [1]}


@pytest.mark.parametrize(
    "value", [["\ud800"], ["12\x00.5"], ["x" * 501], [["a"]], ["a", "b", "c", "d", "e", "f"], [None]]
)
@pytest.mark.parametrize("kind", ["matching", "numeric", "short_text", "cloze"])
def test_whatever_a_device_sends_is_stored_or_put_aside(attempt, kind, value):
    slot = slot_of(attempt, kind)

    receipt = exams.send(attempt, exams.event(1, slot.position) | {"value": value})

    assert acks(receipt) in ({"stored": [1]}, {"held": [1]})


def too_long(slot):
    """What a page posts of an answer right but for a text of 501 characters."""
    places = list(slot.places(slot.item.key))
    places[-1 if slot.item.kind == "cloze" else 0] = "7" * 501
    return places


TYPED = ["numeric", "calculated", "short_text", "cloze"]
SAID = "At most 500 characters fit here; these are 501. Shorten it by 1."


@pytest.mark.any_database
@pytest.mark.parametrize("kind", TYPED)
def test_a_text_that_is_too_long_is_refused_alone_with_a_reason(attempt, kind):
    slot = slot_of(attempt, kind)
    good = exams.event(1, slot.position, value=slot.places(slot.item.key))
    long = exams.event(2, slot.position, value=too_long(slot))

    receipt = exams.send(attempt, good, long, exams.event(3, slot.position, "flag"))

    assert acks(receipt) == {"stored": [1, 3], "held": [2]}
    assert receipt.refused == {2: f"Gap {len(slot.item.places)}: {SAID}" if kind == "cloze" else SAID}
    assert sittings.said(sittings.log(attempt)).answers == {slot.position: slot.item.key}


def test_what_cannot_be_an_answer_is_refused_with_a_reason(attempt):
    receipt = exams.send(attempt, exams.event(1, 99), exams.event(2, 1) | {"value": "no list"})

    assert receipt.refused == {1: "Not stored: no such question.", 2: "Not stored: no answer of this kind."}


def test_without_scripts_a_text_that_is_too_long_comes_back_whole_and_what_was_saved_stays(app, sitting):
    tara, attempt = sitting
    with app.app_context():
        slots = [slot for slot in exams.sheet(attempt).slots if slot.item.kind in TYPED]
    for slot in slots:
        action, name = f"/exam/attempts/{attempt}/questions/{slot.position}", f"q{slot.position}"
        saved, long = ([(name, value) for value in values] for values in (slot.places(slot.item.key), too_long(slot)))
        tara.post(action, data=form_data([*saved, ("act", "save")]))
        seen = [pair for pair in posted(tara.get(f"/exam/attempts/{attempt}"), action) if pair[0] == "seen"]

        page = tara.post(action, data=form_data([*seen, *long, ("act", "flag")]))

        assert page.status_code == 422
        assert [pair for pair in posted(page, action) if pair[0] == name] == long
        assert page.text.count(SAID) == 2
        assert f'<a href="#q{slot.position}">Question {slot.position}</a> is not saved.' in page.text
        assert page.text.count("autofocus") == 1
        again = posted(tara.get(f"/exam/attempts/{attempt}"), action)
        assert [pair for pair in again if pair[0] == name] == saved


def test_what_a_person_must_mark_withholds_the_decision(attempt):
    slot = slot_of(attempt, "short_text")
    events = exams.right_events(attempt)
    unsure = exams.event(len(events) + 1, slot.position, value=("upper trapezuis",))
    exams.send(attempt, *events, unsure)
    exams.submit(attempt, last_seq=len(events) + 1)

    made = results.current([attempt])[attempt].decision
    assert made.outcome is Outcome.WITHHELD
    assert made.possible == len(exams.sheet(attempt).slots) - 1


def test_every_kind_is_answered_without_scripts(app, sitting):
    tara, attempt = sitting
    with app.app_context():
        slots = exams.sheet(attempt).slots
    for slot in slots:
        action = f"/exam/attempts/{attempt}/questions/{slot.position}"
        fields = [pair for pair in posted(tara.get(f"/exam/attempts/{attempt}"), action) if pair[0] == "seen"]
        answer = [(f"q{slot.position}", value) for value in slot.places(slot.item.key)]
        assert tara.post(action, data=form_data([*fields, *answer, ("act", "save")])).status_code == 303

    assert f"{len(slots)} of {len(slots)} questions answered" in tara.get(f"/exam/attempts/{attempt}/check").text
    tara.post(f"/exam/attempts/{attempt}/submit")
    with app.app_context():
        assert results.current([attempt])[attempt].decision.awarded == len(slots)


def test_an_answer_is_in_its_fields_when_the_page_comes_again(app, sitting):
    tara, attempt = sitting
    with app.app_context():
        slots = exams.sheet(attempt).slots
    for slot in slots:
        answer = [(f"q{slot.position}", value) for value in slot.places(slot.item.key)]
        tara.post(f"/exam/attempts/{attempt}/questions/{slot.position}", data=form_data([*answer, ("act", "save")]))

    page = tara.get(f"/exam/attempts/{attempt}")
    for slot in slots:
        fields = posted(page, f"/exam/attempts/{attempt}/questions/{slot.position}")
        values = [value for name, value in fields if name == f"q{slot.position}"]
        assert sorted(slot.response(values)) == sorted(slot.item.key)


def test_a_partial_answer_is_kept_and_advised_on_the_check_page(app, sitting):
    tara, attempt = sitting
    with app.app_context():
        numeric, matching = (slot_of(attempt, kind).position for kind in ("numeric", "matching"))
    tara.post(f"/exam/attempts/{attempt}/questions/{numeric}", data={f"q{numeric}": "twelve"})
    tara.post(f"/exam/attempts/{attempt}/questions/{matching}", data={f"q{matching}": "1=2"})

    page = tara.get(f"/exam/attempts/{attempt}/check").text
    advice = {str(numeric): "Write a number, such as 12.5.", str(matching): "Match all 4."}
    assert [words for words in advice.values() if words not in page] == []
    assert tara.get(f"/api/attempts/{attempt}/state").json["advice"] == advice


def test_two_typed_answers_are_shown_beside_each_other(app, sitting):
    tara, attempt = sitting
    with app.app_context():
        position = slot_of(attempt, "short_text").position
    action = f"/exam/attempts/{attempt}/questions/{position}"
    tara.post(action, data={f"q{position}": "*first* <b>", "seen": "0.0"})

    page = tara.post(action, data={f"q{position}": "second [x](y)", "seen": "0.0"})

    assert page.status_code == 409
    assert "*first* &lt;b&gt;" in page.text
    assert "second [x](y)" in page.text


def test_blank_fields_leave_a_question_unanswered(app, sitting):
    tara, attempt = sitting
    with app.app_context():
        slots = exams.sheet(attempt).slots
    page = tara.get(f"/exam/attempts/{attempt}")
    for slot in slots:
        action = f"/exam/attempts/{attempt}/questions/{slot.position}"
        tara.post(action, data=form_data([*posted(page, action), ("act", "save")]))

    with app.app_context():
        assert sittings.said(sittings.log(attempt)).answers == {}


# Practice


def practised(*names):
    """Start a set of approved samples and return its id."""
    for name in names:
        approved(saved(samples.draft(name) | {"pool": "practice"}))
    with database.commit_command():
        return practice.start(TARA, domains=tuple(Domain), number=40, wish=Wish.ANY, seed=5, now=NOON)


def answer(set_id, position, response):
    with database.commit_command():
        return practice.answer(TARA, set_id, position, practice.Given(response), now=NOON)


PRACTICE = [draft["code"].rpartition("/")[2] for draft in samples.without_pictures()]


def test_every_kind_is_practised_and_the_key_is_right(context):
    set_id = practised(*PRACTICE)

    for position in range(1, len(PRACTICE) + 1):
        question = practising.question(TARA, set_id, position)
        assert answer(set_id, position, question.item.key)
        assert practising.question(TARA, set_id, position).share == 1


def test_numbers_of_practice_are_kept_and_drawn_anew_when_the_question_comes_again(context):
    set_id = practised("dose-by-mass")
    first = practising.question(TARA, set_id, 1)

    answer(set_id, 1, ("0",))

    again = practising.question(TARA, set_id, 2)
    assert practising.question(TARA, set_id, 1).item == first.item
    assert again.item.stem != first.item.stem
    assert answer(set_id, 2, again.item.key)
    assert practising.question(TARA, set_id, 2).share == 1


@pytest.mark.any_database
@pytest.mark.parametrize(
    "name",
    [
        "plain", "two-of-five", "five-steps", "four-premises", "depth", "dose-by-mass", "name-the-muscle",
        "three-gaps",
    ],
)  # fmt: skip
def test_practice_shows_the_question_takes_the_answer_and_says_why(app, browser_of, name):
    with app.app_context():
        set_id = practised(name)
        question = practising.question(TARA, set_id, 1)
        places = question.item.posted(question.item.key, question.order)
    tara, page = browser_of("tara"), f"/practice/{set_id}/1"

    assert "Answer the question first" in tara.post(page, data=form_data([("answer", "")])).text
    tara.post(page, data=form_data([("certainty", "sure"), *(("answer", value) for value in places)]))

    shown = tara.get(page).text
    assert "Question 1 of 1: right" in shown
    assert "Because the source says so." in shown or "by two" in shown
    assert "<cite>" in shown
    assert f'href="/modules/{question.item.header.module}/sections/{question.item.header.section}"' in shown


def test_what_is_no_number_is_asked_for_again_and_kept_in_the_field(app, browser_of):
    with app.app_context():
        set_id = practised("depth")

    page = browser_of("tara").post(f"/practice/{set_id}/1", data={"answer": "twelve"})

    assert page.status_code == 422
    assert "Write a number, such as 12.5." in page.text
    assert 'value="twelve"' in page.text


# Reviewers


@pytest.mark.any_database
@pytest.mark.parametrize("name", PRACTICE)
def test_a_reviewer_answers_each_kind_before_seeing_the_key(app, browser_of, name):
    with app.app_context():
        version = saved(samples.draft(name))
        act(reviewing.submit, version, by="ines")
        item, order = stock.as_reviewed(version, identity("rhea"))
        code = item.header.code
    rhea, page = browser_of("rhea"), f"/bank/items/{code}/versions/1/review"

    assert "Because the source says so." not in rhea.get(page).text
    rhea.post(f"{page}/answer", data=form_data([("answer", value) for value in item.posted(item.key, order)]))

    shown = rhea.get(page).text
    assert "1 of 1" in shown
    assert "Because the source says so." in shown or "by two" in shown


def test_what_a_person_takes_away_holds_an_answer_of_every_kind(attempt):
    sheet = exams.sheet(attempt)
    posted = {slot.position: list(slot.places(slot.item.key)) for slot in sheet.slots}
    exams.send(attempt, *(exams.event(number, number, value=list(posted[number])) for number in posted))
    exams.submit(attempt, last_seq=len(posted))

    [told] = kept.of_person(TARA)["attempts"]

    answers = {each["question"]: each for each in told["answers"]}
    for slot in sheet.slots:
        answer = answers[slot.position]
        given = answer.get("given") or [str(place) for place in answer["places"]]
        assert given == posted[slot.position], slot.item.kind
