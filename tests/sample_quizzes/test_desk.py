"""The pages on which an instructor makes, fills, shares and ends a sample quiz."""

from datetime import timedelta

import pytest

from tests.bank.bank import act, approved, saved
from tests.conftest import NOON
from tests.people import identity
from tests.sample_quizzes.quizzes import acted, code, codes, draft, made, opened, quiz, stock
from training import clock
from training.audit import queries as audit
from training.bank.queries import versions
from training.bank.service import using
from training.sample_quizzes import service

SAID = {"title": "Try it", "introduction": "For everybody.", "ends_on": ""}


@pytest.fixture(autouse=True)
def noon(monkeypatch, context):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def ines(browser_of):
    return browser_of("ines")


@pytest.fixture
def found():
    return opened(draft(1), draft(2))


def number_in(answer):
    return answer.location.split("/")[2]


def test_from_nothing_to_a_link_that_can_be_shared(ines, client):
    stock(draft(1), draft(2))
    assert "No sample quiz yet" in ines.get("/sample-quizzes").text

    answer = ines.post("/sample-quizzes", data=SAID)
    number = number_in(answer)
    assert code(1) in ines.get(answer.location).text
    answer = ines.post(f"/sample-quizzes/{number}/choose", data={"code": [code(2), code(1)]})

    page = ines.get(answer.location).text
    link = quiz(number).link
    assert "2 questions shown to visitors" in page
    assert f"http://localhost:8000/sample/{link}" in page
    assert client.get(f"/sample/{link}").status_code == 200
    assert codes(link) == [code(2), code(1)]
    assert "Try it" in ines.get("/sample-quizzes").text


def test_the_list_of_items_is_narrowed_and_leaves_out_what_is_chosen(ines, found):
    stock(draft(4))
    approved(saved(draft(3, stem="What follows a faint?")))
    path = f"/sample-quizzes/{found.number}/choose"

    page = ines.get(f"{path}?text=faint&number=1&link=x").text

    assert code(3) in page
    assert all(code(each) not in page for each in (1, 2, 4))
    assert "No item matches" in ines.get(f"{path}?domain=evidence").text
    assert code(4) in ines.get(f"{path}?domain=nowhere&page=x").text


def test_questions_are_drawn_by_domain_and_number(ines, found):
    stock(draft(3), draft(4))
    path = f"/sample-quizzes/{found.number}/choose"

    assert ines.post(path, data={"do": "draw", "domains": [], "number": "2"}).status_code == 422
    assert ines.post(path, data={"do": "draw", "domains": ["safety"], "number": "many"}).status_code == 422
    answer = ines.post(path, data={"do": "draw", "domains": ["safety"], "number": "5"})

    assert "Added 2 of 5" in ines.get(answer.location).text
    assert set(codes(found.link)) == {code(each) for each in (1, 2, 3, 4)}


def test_nothing_ticked_and_too_much_are_said(ines, found, monkeypatch):
    stock(draft(3))
    path = f"/sample-quizzes/{found.number}/choose"
    assert "Tick the items you want" in ines.get(ines.post(path, data={}).location).text
    monkeypatch.setattr(service, "LARGEST", 2)

    answer = ines.post(path, data={"code": [code(3)]})

    assert answer.status_code == 422
    assert "It is full" in answer.text


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": " "}, "Give the quiz a title."),
        ({"title": "x" * 121}, "At most 120 characters"),
        ({"introduction": "x" * 2001}, "At most 2,000 characters"),
        ({"ends_on": "2026-11-21"}, "This day is over."),
        ({"ends_on": "someday"}, "Not a valid date"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(ines, found, changes, says):
    for path in ("/sample-quizzes", f"/sample-quizzes/{found.number}/edit"):
        answer = ines.post(path, data=SAID | changes)

        assert answer.status_code == 422
        assert says in answer.text
        assert next(iter(changes.values())).strip() in answer.text


def test_details_are_changed_and_a_second_tab_sees_what_the_first_saved(ines, found):
    path = f"/sample-quizzes/{found.number}/edit"
    seen = seen_in(ines.get(path).text)

    assert ines.post(path, data=SAID | {"title": "First", "seen": seen}).status_code == 303
    second = ines.post(path, data=SAID | {"title": "Second", "seen": seen})

    assert second.status_code == 409
    assert "Saved meanwhile" in second.text
    assert quiz(found.number).title == "First"


def seen_in(page):
    found = page[page.index('name="seen" value="') + len('name="seen" value="') :]
    return found[: found.index('">')].replace("&#34;", '"')


def test_questions_are_put_in_order_and_taken_out(ines, found):
    path = f"/sample-quizzes/{found.number}/questions"

    ines.post(path, data={"do": "down 1"})
    assert codes(found.link) == [code(2), code(1)]
    ines.post(path, data={"do": "remove 2"})

    assert codes(found.link) == [code(1)]


def test_a_button_that_is_none_does_nothing(ines, found):
    path, none = f"/sample-quizzes/{found.number}/questions", ["", "up", "up x", "burn 1", "up 9999999999"]

    assert {ines.post(path, data={"do": each}).status_code for each in none} == {400}
    assert ines.post(path, data={"do": "up 77"}).status_code == 303
    assert codes(found.link) == [code(1), code(2)]


def test_what_left_and_what_was_replaced_is_said_on_the_page_and_in_the_list(ines, found):
    act(using.withdraw, versions.newest(code(1)).hash, "Wrong side.", by="ivo")
    approved(saved(draft(2, stem="What does it ask now?"), base=versions.newest(code(2)).hash))

    page, listed = ines.get(f"/sample-quizzes/{found.number}").text, ines.get("/sample-quizzes").text

    assert "1 question is not shown any more" in page
    assert "was withdrawn" in page
    assert "Version 2 in place of 1" in page
    assert f"/bank/items/{code(2)}/compare/1/2" in page
    assert "1 left out" in listed
    assert "1 in a newer version" in listed
    ines.post(f"/sample-quizzes/{found.number}/questions", data={"do": "accept 2"})
    assert "in place of" not in ines.get(f"/sample-quizzes/{found.number}").text


def test_the_link_is_renewed_after_it_was_said_what_that_does(ines, client, found):
    assert "leads nowhere at once" in ines.get(f"/sample-quizzes/{found.number}/renew").text

    ines.post(f"/sample-quizzes/{found.number}/renew")

    assert client.get(f"/sample/{found.link}").status_code == 404
    assert quiz(found.number).link in ines.get(f"/sample-quizzes/{found.number}").text


def test_a_quiz_is_ended_for_good(ines, client, found):
    assert "ends for good" in ines.get(f"/sample-quizzes/{found.number}/end").text

    ines.post(f"/sample-quizzes/{found.number}/end")

    assert client.get(f"/sample/{found.link}").status_code == 410
    for path in ("edit", "choose", "renew"):
        answer = ines.get(f"/sample-quizzes/{found.number}/{path}")
        assert answer.location == f"/sample-quizzes/{found.number}"
    assert "nothing of it changes any more" in ines.get(f"/sample-quizzes/{found.number}").text


def test_a_quiz_that_ended_is_made_anew_with_its_words_and_what_may_still_be_shown(ines, browser_of, client, found):
    path = f"/sample-quizzes/{found.number}"
    assert ines.post(f"{path}/again").location == path
    ines.post(f"{path}/end")
    act(using.withdraw, versions.newest(code(1)).hash, "Outdated.", by="lena")
    assert "Make it anew" in ines.get(path).text

    ivo = browser_of("ivo")
    answer = ivo.post(f"{path}/again")

    new = quiz(number_in(answer))
    assert (new.title, new.introduction, new.ends_on, new.made_by) == (
        "Try it",
        found.introduction,
        None,
        identity("ivo"),
    )
    assert new.link != found.link
    assert codes(new.link) == [code(2)]
    assert "1 may not be shown any more and is left out." in ivo.get(answer.location).text
    assert client.get(f"/sample/{found.link}").status_code == 410


def test_its_pages_stand_under_the_item_bank(ines, found):
    for path in (
        "/sample-quizzes",
        f"/sample-quizzes/{found.number}",
        f"/sample-quizzes/{found.number}/choose",
        "/bank",
    ):
        assert '<a href="/bank" aria-current="page">Item bank</a>' in ines.get(path).text


def test_another_instructor_looks_and_may_end_but_not_change(browser_of, found):
    ivo = browser_of("ivo")

    page = ivo.get(f"/sample-quizzes/{found.number}").text

    assert "Ines Duarte" in page
    assert "Renew the link" not in page
    for path in ("edit", "choose", "renew"):
        assert ivo.get(f"/sample-quizzes/{found.number}/{path}").status_code == 403
        assert ivo.post(f"/sample-quizzes/{found.number}/{path}").status_code == 403
    assert ivo.post(f"/sample-quizzes/{found.number}/questions", data={"do": "remove 1"}).status_code == 403
    assert ivo.post(f"/sample-quizzes/{found.number}/end").status_code == 303


def test_who_may_withdraw_an_item_may_end_a_quiz(browser_of, found):
    path = f"/sample-quizzes/{found.number}/end"

    answers = {who: browser_of(who).post(path).status_code for who in ("rhea", "otto", "tara", "lena", "ada")}

    assert answers == {"rhea": 403, "otto": 403, "tara": 403, "lena": 303, "ada": 303}


def test_an_unknown_number_is_not_found(ines):
    for path in ("", "/edit", "/choose", "/renew", "/end"):
        assert ines.get(f"/sample-quizzes/0000-0000-0000-0000{path}").status_code == 404


def test_what_is_done_to_a_quiz_stands_in_the_record(ines, found):
    ines.post(f"/sample-quizzes/{found.number}/renew")
    ines.post(f"/sample-quizzes/{found.number}/end")

    acts = audit.newest(action="", subject=f"sample quiz:{found.number}", actor_id=None, before=None, limit=9)

    assert [each.action for each in reversed(acts)] == [
        "made sample quiz",
        "changed sample quiz",
        "renewed link of sample quiz",
        "ended sample quiz",
    ]
    assert found.link not in str(acts)


def test_whoever_made_it_takes_it_along_with_their_data(ines, found):
    (told,) = ines.post("/profile/download").json["sample_quizzes"]

    assert (told["title"], told["answers"], told["ended_at"]) == ("Try it", 0, None)
    assert found.link not in str(told)


def test_the_start_page_of_a_demonstration_leads_to_the_newest_open_one(client, app, found):
    made(title="Empty")
    assert f'href="/sample/{found.link}"' in client.get("/welcome").text

    acted(service.end, found.number, by="ines")

    assert "/sample/" not in client.get("/welcome").text


def test_a_quiz_that_is_over_is_opened_again_by_a_later_day(ines, monkeypatch):
    number = made(ends_on=NOON.date())
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=2))
    assert "Over since its last day" in ines.get("/sample-quizzes").text
    kept = ines.post(f"/sample-quizzes/{number}/edit", data=SAID | {"ends_on": "2026-11-22"})
    assert kept.status_code == 303

    ines.post(f"/sample-quizzes/{number}/edit", data=SAID | {"ends_on": "2026-12-01"})

    assert "Open, shows no question" in ines.get("/sample-quizzes").text
    acted(service.end, number, by="ines")
