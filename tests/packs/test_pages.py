"""What an administrator finds and does with packs, and what a trainee reads of them."""

import io
import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest

from tests.conftest import NOON
from tests.packs.samples import changed, read
from tests.people import identity
from tests.programmes import teaching, world
from training import clock
from training.bank.service import tending
from training.db import commit_step
from training.packs import queries, service

CODE = "elbonia-pt"
SOURCED = 'sources = ["FL-R"]\nchecked_on = 2026-11-20'
PAGE = f"/admin/packs/{CODE}"
UNTICKED = f'<input id="places-0" name="places" type="checkbox" value="{CODE}">'
WEAK = changed(('sources = ["FL-R"]\nchecked_on = 2026-11-20\n', ""))


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def ada(context, browser_of):
    return browser_of("ada")


@pytest.fixture
def tara(context, browser_of):
    return browser_of("tara")


def load(text=None):
    service.load([read(text or changed())], by=None, now=NOON)
    commit_step()


def activated(text=None, *, number=1, instead_of=None):
    load(text)
    service.activate(CODE, number, "Read.", instead_of=instead_of, by=None, now=NOON, today=NOON.date())
    commit_step()


def chosen(*codes):
    service.choose(identity("tara"), codes or (CODE,), now=NOON)
    commit_step()


def words(response):
    """Return what a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def sent(text, name="elbonia.toml"):
    return {"file": (io.BytesIO(text.encode()), name)}


def test_a_file_is_loaded_and_shown_as_a_draft(ada):
    answer = ada.post("/admin/packs", data=sent(changed()), follow_redirects=True)

    assert "Loaded: Elbonia, physical therapists as version 1. None of it is active" in words(answer)
    assert "Draft: trainees do not see it" in words(answer)


@pytest.mark.any_database
def test_every_problem_of_a_file_is_listed_and_nothing_is_loaded(ada):
    answer = ada.post("/admin/packs", data=sent(changed(("hours = 50", "hours = 0"), ("sessions = 25", ""))))

    assert answer.status_code == 422
    assert "elbonia.toml requirements[1].hours is '0' Write a whole number between 1 and 5000." in words(answer)
    assert "elbonia.toml requirements[2].sessions is missing" in words(answer)
    assert queries.newest() == []


@pytest.mark.any_database
def test_no_file_is_said(ada):
    answer = ada.post("/admin/packs", data={})

    assert (answer.status_code, "Choose the file." in answer.text) == (422, True)


def test_the_packs_that_ship_are_loaded_at_once(ada):
    ada.post("/admin/packs/shipped")

    assert len(queries.newest()) == 15
    again = ada.post("/admin/packs/shipped", follow_redirects=True)
    assert "Nothing is new" in words(again)


@pytest.mark.any_database
def test_a_pack_that_lacks_a_source_shows_the_refusal_and_no_button(ada):
    load(WEAK)
    page = ada.get(f"{PAGE}/1")

    assert "It cannot be activated" in words(page)
    assert "requirements[1].sources is missing Name where the rule says so" in words(page)
    assert f"{PAGE}/1/activate" not in page.text


def test_activating_it_all_the_same_is_refused_naming_what_is_missing(ada):
    load(WEAK)
    answer = ada.post(f"{PAGE}/1/activate", data={"reason": "It is needed.", "seen": ""})

    assert answer.status_code == 422
    assert "requirements[1].checked_on is missing" in words(answer)
    assert queries.active() == []


@pytest.mark.any_database
def test_activating_wants_a_reason(ada):
    load()
    answer = ada.post(f"{PAGE}/1/activate", data={"reason": " ", "seen": ""})

    assert (answer.status_code, "Give the reason." in answer.text) == (422, True)
    assert queries.active() == []


def test_activating_with_a_reason_shows_who_when_and_why(ada):
    load()
    answer = ada.post(f"{PAGE}/1/activate", data={"reason": "Read it", "seen": ""}, follow_redirects=True)

    assert "Version 1 is active." in words(answer)
    assert "Ada Nwosu Read it Active" in words(answer)


def test_somebody_elses_activation_meanwhile_is_told(ada):
    activated()
    load(changed(("hours = 50", "hours = 51")))
    answer = ada.post(f"{PAGE}/2/activate", data={"reason": "Newer", "seen": ""}, follow_redirects=True)

    assert "Somebody else changed which version is active meanwhile." in words(answer)
    assert [version.number for version in queries.active()] == [1]


def test_deactivating_wants_a_reason_and_keeps_the_version(ada):
    activated()
    assert ada.post(f"{PAGE}/1/deactivate", data={"reason": ""}).status_code == 422

    answer = ada.post(f"{PAGE}/1/deactivate", data={"reason": "It changed."}, follow_redirects=True)
    assert "Version 1 is not active any more." in words(answer)
    assert queries.active() == []


@pytest.mark.parametrize("path", ["elbonia-pt/2", "nowhere/1", "elbonia-pt/2/activate", "nowhere/99999999999999999999"])
def test_what_is_not_there_is_not_found(ada, path):
    load()

    assert ada.get(f"/admin/packs/{path}").status_code == 404


@pytest.mark.any_database
def test_an_auditor_reads_and_changes_nothing(context, browser_of):
    load()
    page = browser_of("otto").get(f"{PAGE}/1")

    assert (page.status_code, f"{PAGE}/1/activate" in page.text) == (200, False)
    assert browser_of("otto").post(f"{PAGE}/1/activate", data={"reason": "x"}).status_code == 403


@pytest.mark.any_database
def test_a_line_checked_over_twelve_months_ago_is_stale_everywhere(ada, tara, monkeypatch):
    activated()
    chosen()
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 11, 21, 12, tzinfo=NOON.tzinfo))

    for page in (ada.get("/admin/packs"), ada.get(f"{PAGE}/1"), tara.get("/boards")):
        assert "Over 12 months ago" in words(page)


@pytest.mark.any_database
def test_exactly_twelve_months_are_not_stale(tara, monkeypatch):
    activated()
    chosen()
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 11, 20, 12, tzinfo=NOON.tzinfo))

    assert "Over 12 months ago" not in words(tara.get("/boards"))


@pytest.mark.any_database
def test_without_an_active_pack_there_is_nothing_to_choose(tara):
    load()

    assert "No place can be chosen yet" in words(tara.get("/boards"))


def test_nothing_is_chosen_by_default(tara):
    activated()
    page = tara.get("/boards")

    assert "Elbonia, physical therapists" in page.text
    assert re.findall(r'<input(?=[^>]* type="checkbox")[^>]*>', page.text) == [UNTICKED]
    assert "What is asked in" not in page.text


def test_a_place_is_chosen_and_left_again(tara):
    activated()
    page = tara.post("/boards", data={"places": CODE}, follow_redirects=True)
    assert "What is asked in Elbonia" in page.text

    page = tara.post("/boards", data={}, follow_redirects=True)
    assert "What is asked in Elbonia" not in page.text


@pytest.mark.any_database
def test_a_place_that_is_not_offered_is_refused(tara):
    activated()
    answer = tara.post("/boards", data={"places": ["nowhere", CODE]})

    assert answer.status_code == 422
    assert "is not offered any more" in answer.text
    assert not queries.choices(identity("tara"))


def test_a_fresh_trainee_sees_all_of_it_missing_with_source_and_day(tara):
    activated()
    chosen()
    told = words(tara.get("/boards"))

    assert "50 hours in person Counted: practical teaching in person None Missing 50 h" in told
    assert "25 supervised sessions None confirmed Missing 25 sessions" in told
    assert "FL-R , seen: rule text Last checked 20 November 2026" in told
    assert told.count("FL-R: Florida s. 486.117 and rule 64B17-6.008.") == 1
    assert "On record of Tara Okafor on 22 November 2026." in told
    assert "Only the board decides" in told


@pytest.mark.any_database
def test_what_the_site_does_not_record_it_does_not_know(tara):
    activated()
    chosen()

    assert "The licence number Nothing of it is recorded here We do not know" in words(tara.get("/boards"))


def test_hours_and_sessions_on_record_are_counted(tara):
    world.prepare()
    cohort = world.cohort()
    world.enrolled(cohort, "tara")
    teaching.entered(cohort, {"tara": 450})
    activated()
    chosen()

    assert "7 h 30 min Missing 42 h 30 min" in words(tara.get("/boards"))


def test_all_that_is_asked_for_everything_that_can_be_shown(tara):
    world.prepare()
    cohort = world.cohort()
    world.enrolled(cohort, "tara")
    teaching.entered(cohort, {"tara": 90})
    world.ready(identity("tara"))
    asked = [
        ("written exam", "A written exam"),
        ("practical exam", "A practical exam"),
        ("sessions", "10 sessions", "sessions = 10"),
        ("field", "The regions", 'field = "regions"'),
        ("field", "The course", 'field = "course title"'),
        ("field", "The dates", 'field = "dates"'),
        ("field", "The provider", 'field = "provider"'),
        ("field", "The sessions", 'field = "session log"'),
        ("field", "The hours by kind", 'field = "hours by kind"'),
    ]
    lines = [
        "\n".join(["[[requirements]]", f'asks = "{asks}"', f'text = "{text}"', *more, SOURCED])
        for asks, text, *more in asked
    ]
    activated(changed()[: changed().index("[[requirements]]")] + "\n".join(lines))
    chosen()
    told = words(tara.get("/boards"))

    assert "Of 9 lines: 9 on record here, 0 missing, 0 we do not know." in told
    assert "practical teaching in person: 1.5 h" in told
    assert "Only the board decides" in told


def test_a_pack_taken_out_of_use_leaves_a_word_instead_of_a_list(tara):
    activated()
    chosen()
    service.deactivate(CODE, 1, "It changed.", by=identity("ada"), now=NOON)
    commit_step()
    page = tara.get("/boards")

    assert "Elbonia, physical therapists: no list at present" in words(page)
    assert "What is asked in Elbonia" not in page.text


def test_the_list_is_of_the_version_that_is_active_not_the_newest(tara):
    activated()
    chosen()
    load(changed(("50 hours in person", "51 hours in person"), ("hours = 50", "hours = 51")))

    assert "50 hours in person" in words(tara.get("/boards"))
    assert "51 hours in person" not in words(tara.get("/boards"))


def test_a_source_flagged_as_outdated_since_is_said(tara, context):
    activated()
    chosen()
    said = tending.Said("FL-R", True, date(2026, 11, 22), "A newer rule")
    tending.flag_source(said, by=identity("ines"), now=NOON, today=NOON.date())
    commit_step()

    assert "Outdated since 22 November 2026" in words(tara.get("/boards"))


def test_nobody_sees_what_another_chose(context, browser_of):
    activated()
    chosen()

    assert "What is asked in" not in browser_of("tom").get("/boards").text
    assert browser_of("ada").get("/boards").status_code == 403


def test_the_page_asks_the_database_as_often_for_one_place_as_for_two(tara, statements):
    activated()
    service.load([read(changed((CODE, "freedonia-pt"), ("Elbonia", "Freedonia")))], by=None, now=NOON)
    service.activate("freedonia-pt", 1, "Read.", instead_of=None, by=None, now=NOON, today=NOON.date())
    commit_step()
    sent_for = []
    for codes in ((CODE,), (CODE, "freedonia-pt")):
        chosen(*codes)
        tara.get("/boards")
        with statements() as listed:
            tara.get("/boards")
        sent_for.append(len(listed))

    assert sent_for[0] <= sent_for[1] <= sent_for[0] + 1


@pytest.mark.any_database
def test_dates_are_those_of_the_institution(ada, monkeypatch):
    """Half an hour before midnight in London the next day has not come, although it has in Ada's own zone."""
    load(changed(("2026-11-20", "2026-11-22")))
    monkeypatch.setattr(clock, "now", lambda: NOON - timedelta(hours=12, minutes=30))

    assert "has not come yet" in words(ada.get(f"{PAGE}/1"))
