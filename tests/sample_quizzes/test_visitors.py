"""What anybody with the link of a sample quiz sees, and what the site never tells or keeps."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from tests import recordings
from tests.bank.bank import FIGURES, act, approved, load, reading, saved
from tests.conftest import NOON
from tests.items import samples
from tests.sample_quizzes.quizzes import acted, code, draft, form_of, made, opened, quiz, shared
from training import clock, items
from training import db as database
from training.bank.queries import versions
from training.bank.service import carrying, using
from training.db import Base, db
from training.sample_quizzes import service
from training.sample_quizzes.views import visitor
from training.web.limits import Limit

PATHS = ["", "/questions/1", "/all", "/end?so=1r"]


@pytest.fixture(autouse=True)
def noon(monkeypatch, context):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def found():
    """An open quiz of three questions."""
    return opened(draft(1), draft(2), draft(3))


def question(found, place=1):
    return shared(found.link).at(place)


def wrong(asked):
    return next((option,) for option in asked.order if (option,) != asked.item.key)


def test_the_first_page_says_what_it_is_and_is_not(client, found):
    page = client.get(f"/sample/{found.link}")

    assert "<h1" in page.text
    assert "Try it" in page.text
    assert "For <em>everybody</em>." in page.text
    assert "3 questions" in page.text
    assert "examines nobody, gives no certificate" in page.text
    assert "Nothing of you is kept" in page.text


def test_pages_set_no_cookie_and_no_search_engine_lists_them(client, found):
    pages = [client.get(f"/sample/{found.link}{path}") for path in PATHS]

    assert {page.status_code for page in pages} == {200}
    assert not any("Set-Cookie" in page.headers or "csrf_token" in page.text for page in pages)
    assert {page.headers["X-Robots-Tag"] for page in pages} == {"noindex"}
    assert all('<meta name="robots" content="noindex">' in page.text for page in pages)
    assert {page.headers["Cache-Control"] for page in pages} == {"private, no-cache"}
    assert all("default-src 'none'" in page.headers["Content-Security-Policy"] for page in pages)


def test_no_key_reason_or_name_stands_in_a_page_before_the_answer(client, found):
    one, every = (client.get(f"/sample/{found.link}{path}").text for path in ("/questions/1", "/all"))
    page = one + every

    assert page.count("What does question 1 ask?") == 2
    assert "SECRET" not in page
    assert code(1) not in page
    assert question(found).version not in page
    assert "MITCHELL18" not in page


def test_an_answer_is_marked_and_says_of_each_option_why_with_its_source(client, found):
    asked = question(found)

    right = client.post(f"/sample/{found.link}/questions/1", data=form_of(asked, asked.item.key))
    not_right = client.post(f"/sample/{found.link}/questions/1", data=form_of(asked, wrong(asked)))

    assert "Question 1 of 3: right" in right.text
    assert "Question 1 of 3: not right" in not_right.text
    assert all(f"SECRET RATIONALE 1 {option}" in not_right.text for option in "abcd")
    assert not_right.text.count("<cite>") == 4
    assert "SECRET OBJECTIVE" not in not_right.text
    assert "Set-Cookie" not in not_right.headers


def test_one_goes_from_question_to_question_and_reads_at_the_end_how_it_went(client, found):
    first, second = question(found, 1), question(found, 2)

    page = client.post(f"/sample/{found.link}/questions/1", data=form_of(first, first.item.key)).text
    assert f"/sample/{found.link}/questions/2?so=1r" in page
    page = client.post(f"/sample/{found.link}/questions/2?so=1r", data=form_of(second, wrong(second))).text
    assert f"/sample/{found.link}/questions/3?so=1r2n" in page
    page = client.get(f"/sample/{found.link}/questions/3?so=1r2n").text
    assert f"/sample/{found.link}/end?so=1r2n" in page
    end = client.get(f"/sample/{found.link}/end?so=1r2n").text

    assert "1 of 2 answers right" in end
    assert end.count("Not answered") == 1


def test_what_an_address_says_of_how_it_went_is_taken_or_left(client, found):
    said = ["", "99r", "r", "1x", "1r" * 400, "<script>", "1r1n1p"]

    answers = [client.get(f"/sample/{found.link}/end", query_string={"so": so}) for so in said]

    assert {answer.status_code for answer in answers} == {200}
    assert "<script>" not in answers[5].text
    assert "0 of 1 answer right" in answers[6].text


def test_all_on_one_page_shows_why_for_what_was_answered_and_no_key_of_the_rest(client, found):
    first, second = question(found, 1), question(found, 2)
    third = question(found, 3)
    given = form_of(first, first.item.key, "q1") | form_of(second, (), "q2") | form_of(third, (), "q3")

    page = client.post(f"/sample/{found.link}/all", data=given)

    assert "1 of 1 right" in page.text
    assert "2 questions still open" in page.text
    assert "SECRET RATIONALE 1 a" in page.text
    assert "SECRET RATIONALE 2" not in page.text
    assert (quiz(found.number).answers, quiz(found.number).full_marks) == (1, 1)
    given |= form_of(second, wrong(second), "q2") | {"counted": [first.seal]}
    page = client.post(f"/sample/{found.link}/all", data=given).text
    assert "1 of 2 right" in page
    assert (quiz(found.number).answers, quiz(found.number).full_marks) == (2, 1)


def test_all_on_one_page_without_any_answer_tells_nothing(client, found):
    page = client.post(f"/sample/{found.link}/all", data={"q1-seal": question(found).seal})

    assert page.status_code == 422
    assert "Answer at least one question" in page.text
    assert "SECRET" not in page.text


def test_an_answer_that_is_none_gets_no_key(client, found):
    path, seal = f"/sample/{found.link}/questions/1", {"answer-seal": question(found).seal}
    given = [{}, {"answer": ""}, {"answer": "9"}, {"answer": ["1", "2"]}, {"answer": "x" * 5000}]

    pages = [client.post(path, data=each | seal) for each in given]

    assert {page.status_code for page in pages} == {422}
    assert all("Not checked yet" in page.text for page in pages)
    assert not any("SECRET" in page.text for page in pages)
    assert quiz(found.number).answers == 0


def test_an_answer_to_a_wording_that_changed_meanwhile_is_not_marked(client, found):
    asked = question(found)
    approved(saved(draft(1, stem="What does it ask now?"), base=asked.version))

    page = client.post(f"/sample/{found.link}/questions/1", data=form_of(asked, asked.item.key))

    assert page.status_code == 422
    assert "was changed since you opened it" in page.text
    assert "What does it ask now?" in page.text
    assert "SECRET" not in page.text


def test_an_answer_to_a_question_that_left_meanwhile_leads_on_without_a_key(client, found):
    asked = question(found)
    act(using.withdraw, asked.version, "Wrong side.", by="ivo")

    page = client.post(f"/sample/{found.link}/questions/1", data=form_of(asked, asked.item.key))

    assert page.status_code == 404
    assert "left the quiz" in page.text
    assert f'href="/sample/{found.link}"' in page.text
    assert "SECRET" not in page.text


def test_a_quiz_whose_questions_all_left_says_so(client):
    found = opened(draft(1))
    act(using.withdraw, versions.newest(code(1)).hash, "Wrong side.", by="ivo")

    assert "No question is shown at the moment" in client.get(f"/sample/{found.link}").text
    assert client.get(f"/sample/{found.link}/all").status_code == 200
    assert client.get(f"/sample/{found.link}/end").status_code == 200


def test_an_ended_quiz_and_one_whose_last_day_is_over_say_so(client, monkeypatch):
    ended, over = opened(draft(1)), opened(draft(2), ends_on=date(2026, 11, 22))
    acted(service.end, ended.number, by="ines")
    assert {client.get(f"/sample/{ended.link}{path}").status_code for path in PATHS} == {410}
    assert {client.get(f"/sample/{over.link}{path}").status_code for path in PATHS} == {200}

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))

    pages = [client.get(f"/sample/{over.link}{path}") for path in PATHS]
    assert {page.status_code for page in pages} == {410}
    assert all("This quiz has ended" in page.text for page in pages)
    assert not any("question 2" in page.text for page in pages)


def test_a_link_that_leads_nowhere_says_so(client, found):
    links = ["0000-0000-0000-0000", "x", "a b", "%00", "1" * 300]

    assert {client.get(f"/sample/{link}{path}").status_code for link in links for path in PATHS} == {404}


def test_a_renewed_link_closes_the_old_one(client, found):
    acted(service.renew, found.number, by="ines")

    page = client.get(f"/sample/{found.link}")

    assert page.status_code == 404
    assert "No quiz here" in page.text
    assert client.get(f"/sample/{quiz(found.number).link}").status_code == 200


@pytest.fixture
def pictured():
    """A quiz of one question with a picture."""
    load()
    version = saved(draft(1, stem="![A chest](figure:chest.svg)\n\nWhat is it?"))
    approved(version)
    number = made()
    acted(service.add, number, [code(1)], by="ines")
    return quiz(number)


def test_a_picture_has_an_address_that_says_nothing_and_is_there_while_the_quiz_is_open(client, pictured):
    address = f"/media/sample/{pictured.link}/1/1"
    assert f'src="{address}"' in client.get(f"/sample/{pictured.link}/questions/1").text
    assert client.get(address).data == FIGURES["figures/chest.svg"]
    assert client.get(f"/media/sample/{pictured.link}/1/2").status_code == 404
    assert client.get(f"/media/sample/{pictured.link}/1/0").status_code == 404

    acted(service.end, pictured.number, by="ines")

    assert client.get(address).status_code == 410


def test_a_recording_plays_whole_or_in_part_from_an_address_of_the_quiz(client):
    number, each = made(), recordings.draft()
    given = reading(each, figures=recordings.files("bars.mp4", "bars.vtt"))
    with database.commit_command():
        carrying.load(given, by=None, now=NOON)
    approved(versions.newest(each["code"]).hash)
    acted(service.add, number, [each["code"]], by="ines")
    address = f"/media/sample/{quiz(number).link}/1/1"

    part = client.get(address, headers={"Range": "bytes=0-99"})

    assert f'src="{address}"' in client.get(f"/sample/{quiz(number).link}/questions/1").text
    assert (part.status_code, part.mimetype) == (206, "video/mp4")
    assert part.data == recordings.content("bars.mp4")[:100]


def test_a_picture_leaves_with_its_question(client, pictured):
    act(using.withdraw, versions.newest(code(1)).hash, "Wrong side.", by="ivo")

    assert client.get(f"/media/sample/{pictured.link}/1/1").status_code == 404


ALONE = [each | {"pool": "practice"} for each in samples.drafts() if items.marks_alone(items.parse(each))]
BY_KIND = {kind.kind: [each for each in ALONE if each["kind"] == kind.kind][:3] for kind in items.KINDS}


@pytest.mark.any_database
def test_every_kind_that_the_site_marks_is_asked_and_looked_back_on(client):
    wanted = [each for some in BY_KIND.values() for each in some]
    load(*wanted)
    number = made()
    for each in wanted:
        approved(versions.newest(each["code"]).hash)
    acted(service.add, number, [each["code"] for each in wanted], by="ines")
    link = quiz(number).link
    asked = shared(link).questions

    assert {each.item.kind for each in asked} == {each["kind"] for each in ALONE}
    assert client.get(f"/sample/{link}/all").status_code == 200
    data = {}
    for each in asked:
        data |= form_of(each, each.item.key, f"q{each.place}")
    page = client.post(f"/sample/{link}/all", data=data)
    assert f"{len(asked)} of {len(asked)} right" in page.text
    for each in asked:
        assert client.get(f"/sample/{link}/questions/{each.place}").status_code == 200
        page = client.post(f"/sample/{link}/questions/{each.place}", data=form_of(each, each.item.key))
        assert f"Question {each.place} of {len(asked)}: right" in page.text


def test_answers_need_no_token_since_they_use_no_session(app, client, found):
    app.config["WTF_CSRF_ENABLED"] = True
    asked = question(found)

    one = client.post(f"/sample/{found.link}/questions/1", data=form_of(asked, asked.item.key))
    every = client.post(f"/sample/{found.link}/all", data=form_of(asked, asked.item.key, "q1"))

    assert (one.status_code, every.status_code) == (200, 200)


def test_whoever_is_signed_in_is_a_visitor_like_any_other(browser_of, found):
    page = browser_of("tara").get(f"/sample/{found.link}/questions/1").text

    assert "Tara Okafor" not in page
    assert "Sign out" not in page


def test_an_answer_that_another_site_sends_is_not_counted(client, found):
    asked, data = question(found), form_of(question(found), question(found).item.key)
    path = f"/sample/{found.link}/questions/{asked.place}"

    client.post(path, data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert quiz(found.number).answers == 0
    client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
    client.post(path, data=data)

    assert (quiz(found.number).answers, quiz(found.number).full_marks) == (2, 2)


def test_an_address_that_asks_too_much_waits_and_loses_nothing(client, monkeypatch, found):
    monkeypatch.setattr(visitor, "LOOKS", Limit("sample quiz", tries=2, per=timedelta(minutes=1)))
    asked, path = question(found), f"/sample/{found.link}/questions/1"
    for _ in range(2):
        assert client.get(path).status_code == 200

    assert client.get(path).status_code == 429
    held = client.post(path, data=form_of(asked, asked.item.key))

    assert held.status_code == 429
    assert "nothing is lost" in held.text
    assert " checked" in held.text
    assert "SECRET" not in held.text
    assert quiz(found.number).answers == 0
    assert client.get(path, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 200


def test_nothing_of_a_visitor_is_kept(client, found):
    before = rows()
    asked = question(found)

    client.get(f"/sample/{found.link}", headers={"User-Agent": "A telling name"})
    client.post(f"/sample/{found.link}/questions/1", data=form_of(asked, asked.item.key))

    assert {name for name, number in rows().items() if number != before[name]} == {"rate_hit"}
    held = db.session.execute(text("SELECT * FROM rate_hit")).all()
    assert "127.0.0.1" not in str(held)


def rows():
    counted = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return counted
