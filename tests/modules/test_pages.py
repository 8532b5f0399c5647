"""The pages of modules, with and without scripts."""

from datetime import timedelta

import pytest

from tests import people
from tests.conftest import NOON
from tests.modules import samples
from training.modules import queries, service

TARA = people.identity("tara")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def version(app, tmp_path):
    """The small module, loaded; gives the id of its version."""
    with app.app_context():
        samples.load(tmp_path / "modules", NOON, questions=("first", "second"))
        samples.approve(people.identity("rhea"), NOON)
        return queries.current_version("bands").id


@pytest.fixture
def tara(version, browser_of):
    return browser_of("tara")


def standing(app):
    with app.app_context():
        return queries.standing(TARA, "bands")


def test_an_empty_list_says_what_will_stand_there(browser_of):
    assert "No modules yet" in browser_of("tara").get("/modules").text


def test_the_list_names_the_module_its_state_and_the_next_step(tara):
    page = tara.get("/modules").text

    assert "Bands and points" in page
    assert "Not started" in page
    assert "Start reading: Bands" in page


def test_the_list_shows_how_far_a_person_is(tara):
    tara.post("/modules/bands/sections/bands/read")

    assert "1 of 2 sections read" in tara.get("/modules").text


def test_the_overview_has_objectives_key_points_and_what_is_not_said(tara):
    page = tara.get("/modules/bands").text

    for words in ("State what a band is", "A band can be present without pain.", "That a band hurts.", "0 of 2"):
        assert words in page


def test_the_list_stands_under_its_parts_and_offers_one_thing_to_go_on_with(tara, app, tmp_path):
    with app.app_context():
        for position, code in ((2, "trigger-points"), (6, "risk-and-screening")):
            samples.load(tmp_path / code, NOON, code=code, position=position)
    page = tara.get("/modules").text
    parts = [page.index(title) for title in (">Concepts<", ">Safety<", ">More modules<")]

    assert parts == sorted(parts)
    assert page.count("0 of 1 completed") == 3
    assert page.count("button-primary") == 1
    assert ">Technique<" not in page


def test_the_summary_holds_what_the_module_comes_to_and_the_sources_of_that(tara):
    assert 'href="/modules/bands/summary"' in tara.get("/modules/bands").text
    page = tara.get("/modules/bands/summary").text

    for words in ("State what a band is", "A band can be present without pain.", "That a band hurts.", "Red flags"):
        assert words in page
    assert "“Stop” now" in page
    assert "is felt across the fibres" not in page, "nothing else of the sections"
    assert page.count('id="source-') == 2


def test_a_section_has_its_plate_its_callout_its_citations_and_its_sources(tara):
    page = tara.get("/modules/bands/sections/bands").text

    assert 'aria-labelledby="figure-band-t figure-band-d"' in page
    assert 'class="notice notice-danger"' in page
    assert 'href="#source-1"' in page
    assert 'id="source-1"' in page


def test_a_link_in_the_text_leads_to_its_section(tara):
    assert '<a href="/modules/bands/sections/bands" rel' in tara.get("/modules/bands/sections/points").text


@pytest.mark.any_database
@pytest.mark.parametrize("page", ["", "/sections/bands", "/sources", "/print", "/summary"])
def test_every_page_of_an_unsigned_version_awaits_clinical_review(tara, page):
    assert "Awaits clinical review" in tara.get(f"/modules/bands{page}").text


@pytest.mark.any_database
@pytest.mark.parametrize("page", ["", "/sections/bands", "/sources", "/print", "/summary"])
def test_no_page_of_a_signed_version_awaits_clinical_review(tara, browser_of, version, page):
    browser_of("lena").post("/modules/bands/sign-off", data={"version": version, "read": "y"})

    assert "Awaits clinical review" not in tara.get(f"/modules/bands{page}").text


def test_reading_on_without_scripts_notes_the_section_and_goes_to_the_next(tara, app):
    answer = tara.post("/modules/bands/sections/bands/read")

    assert answer.status_code == 303
    assert answer.location == "/modules/bands/sections/points"
    assert standing(app).read == {"bands"}


def test_the_last_section_leads_back_to_the_module(tara):
    assert tara.post("/modules/bands/sections/points/read").location == "/modules/bands"


def test_looking_at_a_section_notes_nothing_by_itself(tara, app):
    tara.get("/modules/bands/sections/bands")

    assert standing(app).read == frozenset()


def test_a_page_with_scripts_notes_the_section_when_it_opens(tara, app):
    answer = tara.post("/api/modules/bands/sections/bands/opened")

    assert answer.json == {"seconds": 0}
    assert standing(app).read == {"bands"}


def test_a_sign_of_study_carries_no_time_and_the_first_earns_nothing(tara):
    assert tara.post("/api/modules/bands/study", json={"at": "2020-01-01", "minutes": 60}).json == {"seconds": 0}


def test_a_right_answer_is_told_with_why_each_option_is_right_or_wrong(tara):
    tara.post("/modules/bands/questions/first", data={"question-first": "2"})

    page = tara.get("/modules/bands/sections/bands").text
    assert "Your answer, right" in page
    for words in ("Because it is wrong.", "Because it is right.", "Because it is wrong too."):
        assert words in page


def test_before_the_answer_no_rationale_is_on_the_page(tara):
    page = tara.get("/modules/bands/sections/bands").text

    assert "Because" not in page


def test_an_answer_leads_back_to_its_question(tara):
    answer = tara.post("/modules/bands/questions/first", data={"question-first": "1"})

    assert answer.location == "/modules/bands/sections/bands#question-first"


def test_a_wrong_answer_shows_both_and_can_be_given_again(tara):
    tara.post("/modules/bands/questions/first", data={"question-first": "1"})

    page = tara.get("/modules/bands/sections/bands").text
    assert "Your answer, not right" in page
    assert "Right answer" in page
    assert "Answer it again" in page
    assert "Check my answer" in tara.get("/modules/bands/sections/bands?again=first").text


@pytest.mark.any_database
@pytest.mark.parametrize("posted", [{}, {"question-first": "9"}, {"question-first": "<b>"}])
def test_no_answer_is_told_what_to_do_and_nothing_is_kept(tara, app, posted):
    answer = tara.post("/modules/bands/questions/first", data=posted)

    assert answer.status_code == 422
    assert "Choose an answer first." in answer.text
    assert standing(app).answered == {}


TYPED = '''
[[checkpoints]]
id = "typed"
section = "bands"
kind = "short_text"
stem = """A case.

Which muscle is it?"""
answers = [ { text = "trapezius", rationale = "It lies there.", sources = ["SHAH15"] } ]
wrong_rationale = "It lies elsewhere."
'''


def test_what_is_too_long_for_a_typed_answer_comes_back_in_its_field(app, tmp_path, browser_of):
    with app.app_context():
        text = samples.MODULE.format(code="bands", position=1, minutes=60) + TYPED
        samples.load(tmp_path / "modules", NOON, module=text)
    words = "trapezius " * 60

    answer = browser_of("tara").post("/modules/bands/questions/typed", data={"question-typed": words})

    assert answer.status_code == 422
    assert "At most 500 characters fit here; these are 599. Shorten it by 99." in answer.text
    assert words.strip() in answer.text
    assert standing(app).answered == {}


def test_all_sections_and_questions_complete_the_module(tara):
    for section in ("bands", "points"):
        tara.post(f"/modules/bands/sections/{section}/read")
    for question in ("first", "second"):
        tara.post(f"/modules/bands/questions/{question}", data={f"question-{question}": "1"})

    assert "You completed this module on" in tara.get("/modules/bands").text


def test_a_newer_version_says_that_completion_stands(tara, app, tmp_path):
    test_all_sections_and_questions_complete_the_module(tara)
    with app.app_context():
        samples.load(tmp_path / "modules", NOON, questions=("first", "second"), points="New words [@SHAH15].")

    assert "You completed an earlier version of this module" in tara.get("/modules/bands").text


def test_a_section_to_read_again_is_marked(tara, app):
    with app.app_context():
        service.ask_again(TARA, "bands", "points", NOON)
        samples.commit_step()

    assert "Read again: 1 section" in tara.get("/modules").text
    assert "Read again" in tara.get("/modules/bands/sections/bands").text


def test_the_page_says_that_minutes_need_scripts(tara):
    assert "<noscript>" in tara.get("/modules/bands/sections/bands").text


def test_the_whole_module_gives_no_answers_to_a_trainee(tara):
    page = tara.get("/modules/bands/print").text

    assert "Which reading fits?" in page
    assert "Because it is right." not in page


def test_the_whole_module_gives_the_answers_to_a_clinical_lead(version, browser_of):
    assert "Because it is right." in browser_of("lena").get("/modules/bands/print").text


def test_one_persons_answers_are_not_shown_to_another(tara, browser_of):
    tara.post("/modules/bands/questions/first", data={"question-first": "2"})
    tara.post("/modules/bands/sections/bands/read")

    tom = browser_of("tom")
    assert "Your answer, right" not in tom.get("/modules/bands/sections/bands").text
    assert "Not started" in tom.get("/modules").text


@pytest.mark.parametrize(
    "address",
    [
        "/modules/nowhere",
        "/modules/nowhere/print",
        "/modules/nowhere/sources",
        "/modules/nowhere/sections/bands",
        "/modules/bands/sections/nowhere",
    ],
)
def test_what_is_not_there_is_not_found(tara, address):
    assert tara.get(address).status_code == 404


@pytest.mark.any_database
@pytest.mark.parametrize(
    "address",
    [
        "/modules/bands/sections/nowhere/read",
        "/modules/bands/questions/nowhere",
        "/api/modules/nowhere/study",
        "/api/modules/bands/sections/nowhere/opened",
    ],
)
def test_nothing_is_posted_to_what_is_not_there(tara, address):
    assert tara.post(address).status_code == 404


def test_a_stranger_is_asked_to_sign_in(version, client):
    assert client.get("/modules/bands").status_code in {302, 303}


def test_a_trainee_cannot_sign_off(tara):
    assert tara.get("/modules/sign-off").status_code == 403
    assert tara.post("/modules/bands/sign-off", data={"read": "y"}).status_code == 403


def test_the_queue_names_what_awaits_review(version, browser_of):
    assert "Awaits clinical review" in browser_of("lena").get("/modules/sign-off").text


def test_signing_without_the_tick_says_what_to_do(version, browser_of):
    answer = browser_of("lena").post("/modules/bands/sign-off", data={"version": version})

    assert answer.status_code == 422
    assert "Tick this when you have read the module whole." in answer.text


def test_signing_names_the_signer_from_then_on(version, browser_of):
    lena = browser_of("lena")
    lena.post("/modules/bands/sign-off", data={"version": version, "read": "y"})

    assert "Signed off by Lena Sørensen" in lena.get("/modules/bands/sign-off").text


def test_a_version_that_was_replaced_while_reading_is_not_signed(version, browser_of, app, tmp_path):
    with app.app_context():
        samples.load(tmp_path / "modules", NOON, points="New words [@SHAH15].")

    page = browser_of("lena").post(
        "/modules/bands/sign-off", data={"version": version, "read": "y"}, follow_redirects=True
    )

    assert "A newer version took its place" in page.text


def test_who_was_in_the_middle_is_told_what_changed_and_can_read_what_they_began(tara, app, tmp_path, browser_of):
    tara.post("/modules/bands/sections/points/read")
    tara.post("/modules/bands/sections/bands/read")
    with app.app_context():
        samples.load(tmp_path / "modules", LATER, questions=("first", "second"), points="New words [@SHAH15].")

    page = tara.get("/modules/bands").text
    assert "revised while you were reading it. Points: changed since you opened it" in page
    assert "/modules/bands/began/1" in page
    assert "Two of three are needed" in tara.get("/modules/bands/began/1").text
    assert "New words" in tara.get("/modules/bands/sections/points").text
    assert standing(app).read == {"bands"}
    assert browser_of("tom").get("/modules/bands/began/1").status_code == 404
    assert tara.get("/modules/bands/began/2").status_code == 404

    tara.post("/modules/bands/sections/points/read")
    assert "revised while you were reading it" not in tara.get("/modules/bands").text
