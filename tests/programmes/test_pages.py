import io
import re
from datetime import timedelta

import pytest
from markupsafe import escape

from tests.conftest import NOON
from tests.people import identity
from tests.programmes import world
from tests.programmes.test_rosters import FILE
from training import clock
from training.certificates import queries as certificates
from training.certificates import service as register
from training.core.certification import Reason
from training.db import commit_step, rollback
from training.jobs import queries as jobs
from training.modules import files
from training.modules import queries as modules
from training.modules import service as commands
from training.programmes.queries import cohorts as places

COHORT = {"name": "Autumn 2027", "starts_on": "2027-09-01", "ends_on": "2027-12-31"}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


def test_somebody_not_enrolled_is_told_whom_to_ask(programme, browser_of):
    page = text_of(browser_of("tara").get("/home"))

    assert "not enrolled" in page
    assert "Read the modules meanwhile" in page


def test_a_newcomer_finds_one_thing_to_continue_with(cohort, browser_of):
    world.enrolled(cohort, "tara")
    page = browser_of("tara").get("/home")

    assert page.get_data(as_text=True).count("button-primary") == 2
    assert "Continue with “Foundations and history”" in text_of(page)
    assert "Needs people in a room" in text_of(page)
    assert "0 of 19 done" in text_of(page)


@pytest.mark.any_database
def test_home_and_programme_call_the_modules_what_they_call_themselves(context, browser_of):
    commands.load(files.FOLDER, by=None, now=NOON)
    commit_step()
    world.prepare_exam()
    world.enrolled(world.cohort(), "tara")
    tara = browser_of("tara")
    home, programme = text_of(tara.get("/home")), text_of(tara.get("/programme"))

    titles = [str(escape(title)) for title in modules.titles().values()]
    assert len(titles) == 16
    assert [title for title in titles if title not in home] == []
    assert [title for title in titles if title not in programme] == []
    assert f"Continue with “{titles[0]}”" in home


def test_after_theory_the_home_says_what_only_people_in_a_room_can_give(cohort, browser_of):
    world.enrolled(cohort, "tara")
    world.theory(identity("tara"))
    page = text_of(browser_of("tara").get("/home"))

    assert "17 of 19 done" in page
    assert [words for words in ("5 of 5", "2 of 2", "4 of 4") if f"{words} modules done" not in page] == []
    assert "For the observed stations, ask the course office for a date." in page


def test_the_home_of_somebody_awarded_names_the_certificate(cohort, browser_of):
    (place,) = world.enrolled(cohort, "tara")
    world.ready(identity("tara"))
    number = world.award(place)

    assert number in text_of(browser_of("tara").get("/home"))


def test_with_every_certificate_awarded_the_home_promises_no_other(cohort, browser_of):
    (place,) = world.enrolled(cohort, "tara")
    world.ready(identity("tara"))
    world.award(place)
    between = text_of(browser_of("tara").get("/home"))
    world.award(place, "foundations")

    assert "The course office awards the certificate" in between
    page = text_of(browser_of("tara").get("/home"))
    assert "Your programme is complete" in page
    assert "The course office awards the certificate" not in page


def test_a_name_not_confirmed_is_the_next_step_to_the_exam(cohort, browser_of):
    world.enrolled(cohort, "tara")
    world.studied(identity("tara"))
    world.unnamed("tara")
    page = browser_of("tara").get("/home")

    assert "Confirm your name" in text_of(page)
    assert '<a class="button button-primary" href="/profile/certificate-name">' in page.text


def test_after_a_fail_the_home_leads_to_what_to_work_on(cohort, browser_of, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    world.enrolled(cohort, "tara")
    world.studied(identity("tara"))
    attempt = world.sat(identity("tara"), passed=False)
    page = browser_of("tara").get("/home")

    assert "Next attempt from" in text_of(page)
    assert f'href="/exam/attempts/{attempt}/result"' in page.text


def test_the_programme_page_says_what_each_award_asks_for(cohort, browser_of):
    world.enrolled(cohort, "tara")
    page = text_of(browser_of("tara").get("/programme"))

    assert "Certificate of completion: dry needling theory" in page
    assert "Provisional: the number of supervised sessions" in page


STAFF_WORDS = re.compile(
    "the holder|Held back|Reinstate|Revoked before|can be made|Ready to be awarded|another administrator"
)


@pytest.mark.any_database
@pytest.mark.parametrize("first", ["tara", "otto", "ines"])
def test_the_programme_page_speaks_to_whoever_takes_it(cohort, browser_of, first):
    world.enrolled(cohort, first)
    world.ready(identity(first))
    world.unnamed(first)

    page = text_of(browser_of(first).get("/programme"))

    assert "First confirm your name as it will stand on the certificate." in page
    assert STAFF_WORDS.findall(page) == []


def test_a_suspended_certificate_is_not_called_a_finished_programme(cohort, browser_of):
    (place,) = world.enrolled(cohort, "tara")
    world.ready(identity("tara"))
    numbers = [world.award(place), world.award(place, "foundations")]
    register.suspend(numbers[1], reason_class=Reason.REVIEW, reason="a look", by=identity("ada"), now=NOON)
    commit_step()

    home, programme = (text_of(browser_of("tara").get(path)) for path in ("/home", "/programme"))

    assert "Your programme is complete" not in home
    assert "Awarded, and suspended at present" in programme
    assert STAFF_WORDS.findall(programme) == []


def test_a_withdrawn_place_is_gone_from_home(cohort, browser_of, ada):
    (place,) = world.enrolled(cohort, "tara")
    ada.post(f"/places/{place}/withdraw", data={"reason": "wrong person"})

    assert "not enrolled" in text_of(browser_of("tara").get("/home"))


def test_an_administrator_makes_and_changes_a_cohort(programme, ada):
    made = ada.post("/cohorts", data=COHORT)
    changed = ada.post(f"{made.location}/edit", data=COHORT | {"name": "Winter"})

    assert (made.status_code, changed.status_code) == (303, 303)
    assert "Winter" in text_of(ada.get("/cohorts"))


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("starts_on", ""), ("ends_on", "2027-08-01")])
def test_a_cohort_with_something_wrong_comes_back(programme, ada, field, value):
    assert ada.post("/cohorts", data=COHORT | {field: value}).status_code == 422


def test_a_second_cohort_of_the_same_name_is_refused(cohort, ada):
    assert ada.post("/cohorts", data=COHORT | {"name": "Spring 2027"}).status_code == 422
    other = ada.post("/cohorts", data=COHORT).location
    assert ada.post(f"{other}/edit", data=COHORT | {"name": "Spring 2027"}).status_code == 422


def test_the_cohort_page_says_who_lacks_what(cohort, ada):
    world.enrolled(cohort, "tara", "tom")
    world.ready(identity("tara"))

    page = text_of(ada.get(f"/cohorts/{cohort}"))
    lacking = text_of(ada.get(f"/cohorts/{cohort}?lacks=exam:{world.EXAM}"))
    done = text_of(ada.get(f"/cohorts/{cohort}?lacks=nothing"))
    unnamed = text_of(ada.get(f"/cohorts/{cohort}?lacks=name"))

    assert "19 of 19" in page
    assert "0 of 4" in page, "modules count by part"
    assert "4 of 4" not in page
    assert "Tara Okafor" not in lacking
    assert "Tom Brandt" not in done
    assert "Tom Brandt" in unnamed
    assert "Nobody found" in text_of(ada.get(f"/cohorts/{cohort}?name=zzz"))


def test_an_export_is_a_csv_no_spreadsheet_runs_and_is_recorded(cohort, ada):
    world.enrolled(cohort, "tara")
    world.named(identity("tara"))
    world.renamed("tara", "=1+1")
    answer = ada.post(f"/cohorts/{cohort}/export")

    assert answer.mimetype == "text/csv"
    assert "'=1+1,tara@demo.test,,0" in answer.get_data(as_text=True)
    assert world.acts()[-1] == "exported cohort"


def test_a_person_is_found_and_enrolled(cohort, ada):
    found = ada.get(f"/cohorts/{cohort}/enrol?name=okaf")
    ada.post(f"/cohorts/{cohort}/people/{identity('tara')}")

    assert "Tara Okafor" in text_of(found)
    assert len(places.places(cohort)) == 1
    assert "has an open place" in text_of(
        ada.post(f"/cohorts/{cohort}/people/{identity('tara')}", follow_redirects=True)
    )


def test_an_administrator_does_not_enrol_themselves(cohort, ada):
    answer = ada.post(f"/cohorts/{cohort}/people/{identity('ada')}", follow_redirects=True)

    assert "Nobody enrols themselves" in text_of(answer)


def test_withdrawing_says_what_it_does_and_wants_a_reason(cohort, ada):
    (place,) = world.enrolled(cohort, "tara")

    assert "running may be finished" in text_of(ada.get(f"/places/{place}/withdraw"))
    assert ada.post(f"/places/{place}/withdraw", data={"reason": ""}).status_code == 422
    ada.post(f"/places/{place}/withdraw", data={"reason": "wrong person"})
    assert "wrong person" in text_of(ada.get(f"/cohorts/{cohort}/withdrawn"))
    assert "wrong person" in text_of(ada.get(f"/places/{place}"))


def upload(ada, cohort, text=FILE, name="people.csv"):
    return ada.post(f"/cohorts/{cohort}/roster", data={"file": (io.BytesIO(text.encode()), name)})


def test_a_roster_is_looked_at_then_applied(cohort, ada):
    page = ada.get(upload(ada, cohort).location)
    body = page.get_data(as_text=True)
    expected = re.search(r'name="expected" value="(\w+)"', body)[1]
    run = page.request.path

    assert "Enrol 2, leave out 1" in text_of(page)
    assert ada.post(f"{run}/apply", data={"expected": expected}).status_code == 422
    assert ada.post(f"{run}/apply", data={"expected": expected, "leave_out": "yes"}).status_code == 303
    assert "Names and addresses of the file are kept no longer" in text_of(ada.get(run))
    assert len(places.places(cohort)) == 2


def test_a_roster_that_changed_meanwhile_is_shown_again(cohort, ada):
    run = upload(ada, cohort).location
    answer = ada.post(f"{run}/apply", data={"expected": "old", "leave_out": "yes"}, follow_redirects=True)

    assert "Somebody changed the cohort meanwhile" in text_of(answer)


@pytest.mark.any_database
@pytest.mark.parametrize("text", ["", "email,phone\na@demo.test,1\n", 'email,name\n"a,b\n'])
def test_a_file_that_cannot_be_read_says_why(cohort, ada, text):
    assert upload(ada, cohort, text).status_code == 422


def test_no_file_is_asked_for_again(cohort, ada):
    assert ada.post(f"/cohorts/{cohort}/roster", data={}).status_code == 422


def test_the_award_list_says_who_is_ready_and_what_the_others_lack(cohort, ada):
    world.enrolled(cohort, "tara", "tom")
    world.ready(identity("tara"))

    page = text_of(ada.get(f"/cohorts/{cohort}/awards/theory"))
    missing = text_of(ada.get(f"/cohorts/{cohort}/awards/theory?stage=something+is+missing"))

    assert "1 person of 2 can be awarded now" in page
    assert "Award 1 as one job" in page
    assert "Written exam" in missing


def test_one_person_is_awarded(cohort, ada):
    (place,) = world.enrolled(cohort, "tara")
    world.ready(identity("tara"))

    assert "What the award rests on" in text_of(ada.get(f"/places/{place}/awards/theory"))
    done = ada.post(f"/places/{place}/awards/theory", follow_redirects=True)

    number = certificates.of_person(identity("tara"), now=NOON + timedelta(days=1))[0].number
    assert number in text_of(done)
    assert "already" in text_of(ada.post(f"/places/{place}/awards/theory", follow_redirects=True))


def test_somebody_not_ready_is_not_awarded(cohort, ada):
    (place,) = world.enrolled(cohort, "tara")

    assert "Not done yet" in text_of(ada.post(f"/places/{place}/awards/theory", follow_redirects=True))


@pytest.mark.any_database
def test_a_name_no_font_has_is_said_with_the_remedy(cohort, ada):
    (place,) = world.enrolled(cohort, "tara")
    world.ready(identity("tara"))
    world.named(identity("tara"), name="Tara \U00012000")

    assert "Ask its holder to correct it" in text_of(ada.post(f"/places/{place}/awards/theory", follow_redirects=True))


def test_a_cohort_is_awarded_as_a_job_with_its_page(cohort, ada):
    world.enrolled(cohort, "tara", "tom")
    world.ready(identity("tara"), identity("tom"))

    answer = ada.post(f"/cohorts/{cohort}/awards/theory")
    rollback()

    assert jobs.newest()[0].total == 2
    assert ada.get(answer.location).status_code == 200


def test_with_nobody_ready_nothing_is_queued(cohort, ada):
    answer = ada.post(f"/cohorts/{cohort}/awards/theory", follow_redirects=True)

    assert "Nobody here can be awarded this now" in text_of(answer)


def test_an_award_nobody_knows_is_not_found(cohort, ada):
    (place,) = world.enrolled(cohort, "tara")

    assert ada.get(f"/cohorts/{cohort}/awards/mastery").status_code == 404
    assert ada.get(f"/places/{place}/awards/mastery").status_code == 404


@pytest.mark.parametrize("path", ["/cohorts/99", "/cohorts/99/edit", "/places/99", "/rosters/99", "/cohorts/99/roster"])
def test_what_is_not_there_is_not_found(programme, ada, path):
    assert ada.get(path).status_code == 404


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["tara", "ines", "sam", "otto"])
def test_only_administrators_see_cohorts(cohort, browser_of, name):
    for path in ("/cohorts", f"/cohorts/{cohort}", f"/cohorts/{cohort}/awards/theory", "/admin"):
        assert browser_of(name).get(path).status_code == 403


def test_a_fresh_site_shows_what_to_set_up(context, ada):
    page = text_of(ada.get("/admin"))

    assert "Setting up:" in page
    assert "The question bank" in page
    assert "Nobody waits for a certificate" in page


def test_a_trial_mail_goes_to_whoever_asks(context, ada):
    assert "ada@demo.test is queued" in text_of(ada.post("/admin/mail", follow_redirects=True))


def test_a_second_trial_mail_in_a_minute_is_not_said_to_be_queued(context, ada, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    ada.post("/admin/mail", follow_redirects=True)

    again = text_of(ada.post("/admin/mail", follow_redirects=True))

    assert "was queued within this minute already" in again


def test_the_administrator_sees_who_waits_for_a_certificate(cohort, ada):
    world.enrolled(cohort, "tara")
    world.ready(identity("tara"))

    page = text_of(ada.get("/admin"))

    assert "Spring 2027 Foundations 1" in page
    assert "Spring 2027 Theory 1" in page
