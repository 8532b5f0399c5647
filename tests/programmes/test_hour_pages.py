import csv
import io
import re

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.practicals.work import give_role
from tests.programmes import world
from tests.programmes.teaching import entered, hours_of
from training import clock
from training.core.roles import Role
from training.db import commit_step, rollback
from training.programmes.queries import hours as queries
from training.programmes.service import cohorts

TARA, TOM, SAM = identity("tara"), identity("tom"), identity("sam")
DAY = {
    "key": "a" * 32,
    "held_on": "2026-11-20",
    "kind": "in-person",
    "topic": "Palpation of the shoulder",
    "place": "Room 2, Berlin",
    "hours": "6",
    "note": "",
}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def field(answer, name):
    """Return what a field of a page holds."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.get_data(as_text=True))
    return found[1] if found else None


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Let it be the day the tests name."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def group(cohort):
    """The id of a group with Tara and Tom."""
    world.enrolled(cohort, "tara", "tom")
    return cohort


@pytest.fixture
def sam(group, browser_of):
    return browser_of("sam")


def sent(browser, group, *people, **other):
    given = DAY | {"person": [str(identity(name)) for name in people]} | other
    answer = browser.post(f"/hours/groups/{group}", data=given)
    rollback()
    return answer


def test_an_assessor_enters_a_day_for_a_group(sam, group):
    sheet = sam.get(f"/hours/groups/{group}/new")
    answer = sent(sam, group, "tara", "tom", **{f"hours-{TOM}": "4,5"})

    assert "Tara Okafor" in text_of(sheet)
    assert re.fullmatch(r"[0-9a-f]{32}", field(sheet, "key"))
    assert answer.location == "/hours"
    assert "Entered for 2 people" in text_of(sam.get("/hours"))
    assert (hours_of("tara")["in-person"], hours_of("tom")["in-person"]) == (6, 4.5)


def test_all_that_stood_on_the_page_are_entered_at_once(sam, group):
    sent(sam, group, all="yes", shown=[TARA, TOM])

    assert (hours_of("tara")["in-person"], hours_of("tom")["in-person"]) == (6, 6)


def test_one_person_may_have_hours_without_any_for_everybody(sam, group):
    sent(sam, group, "tom", hours="", **{f"hours-{TOM}": "0.25"})

    assert hours_of("tom")["in-person"] == 0.25


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"held_on": ""}, "Enter the day."),
        ({"held_on": "20.11.2026"}, "Enter the day as year, month and day"),
        ({"held_on": "2026-11-23"}, "This day has not come yet"),
        ({"held_on": "2016-11-20"}, "Check the year"),
        ({"kind": ""}, "Choose the kind."),
        ({"kind": "supervised"}, "Not a valid choice"),
        ({"topic": " "}, "Enter what was taught."),
        ({"place": ""}, "Enter where it was."),
        ({"place": "x" * 201}, "At most 200 characters"),
        ({"hours": ""}, "Enter the hours as a number"),
        ({"hours": "1.1"}, "Enter quarter hours"),
        ({"hours": "13"}, "between 0.25 and 12"),
        ({"person": []}, "Tick who was there."),
        ({f"hours-{TOM}": "2"}, "the name is not ticked"),
        ({f"hours-{TARA}": "lots"}, "Enter the hours as a number"),
        ({"person": ["x"]}, "could not be coerced"),
    ],
)
def test_what_cannot_be_entered_says_why_and_loses_nothing(sam, group, given, told):
    answer = sent(sam, group, "tara", **{"topic": "Consent, and draping", "note": "Fire drill at noon"} | given)

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "Fire drill at noon" in answer.get_data(as_text=True)
    assert field(answer, "topic") == given.get("topic", "Consent, and draping")
    assert queries.records_of(TARA) == []


def test_hours_of_the_same_kind_and_day_ask_whether_they_are_further_ones(sam, group):
    entered(group, {"tara": 180})

    refused = sent(sam, group, "tara", "tom")
    assert refused.status_code == 422
    assert "already: Tara Okafor, 3 h, entered by Sam Whitlock. Nothing was entered." in text_of(refused)
    assert hours_of("tom")["in-person"] == 0

    sent(sam, group, "tara", "tom", further="y")
    assert (hours_of("tara")["in-person"], hours_of("tom")["in-person"]) == (9, 6)


def test_a_day_that_is_too_long_names_whose(sam, group):
    entered(group, {"tara": 420}, kind="live-online")

    answer = sent(sam, group, "tara", "tom")

    assert "at most 12 hours a person. On this day so far: Tara Okafor has 7 h. Nothing was entered." in text_of(answer)


def test_who_left_meanwhile_is_named_and_gone_from_the_sheet(sam, group):
    place = next(row for row in cohorts.queries.places(group) if row.person_id == TOM)
    cohorts.withdraw(place.id, "Moved", by=identity("ada"), site=world.SITE, now=NOON)
    commit_step()

    answer = sent(sam, group, "tara", "tom")

    assert "Not in this group any more: Tom Brandt." in text_of(answer)
    assert f'id="person-{TOM}"' not in answer.get_data(as_text=True)
    assert f'id="person-{TARA}" name="person" value="{TARA}" checked' in answer.get_data(as_text=True)


@pytest.mark.parametrize("number", ["8", "99999", "99999999999999999999"])
def test_hours_for_somebody_who_never_was_in_the_group_name_nobody(sam, group, number):
    answer = sent(sam, group, person=[number])

    assert answer.status_code == 422
    assert "Ada" not in text_of(answer)


def test_the_sheet_leaves_out_who_looks(sam, group):
    give_role("sam", Role.TRAINEE)
    world.enrolled(group, "sam")

    assert f'value="{SAM}"' not in sam.get(f"/hours/groups/{group}/new").get_data(as_text=True)


def test_a_record_is_corrected_by_who_entered_it(sam, group, browser_of):
    (row,) = entered(group, {"tara": 360})
    page = sam.get(f"/hours/records/{row}/correct")

    refused = sam.post(f"/hours/records/{row}/correct", data=DAY | {"hours": "4.25"})
    answer = sam.post(f"/hours/records/{row}/correct", data=DAY | {"hours": "4.25", "reason": "Left early"})
    rollback()

    assert field(page, "hours") == "6"
    assert "Say why the earlier record is corrected." in text_of(refused)
    assert answer.location == f"/hours/people/{TARA}"
    shown = text_of(sam.get(answer.location))
    assert "Corrected by a new record." in shown
    assert "“Left early”" in shown
    assert hours_of("tara")["in-person"] == 4.25


def test_a_record_corrected_before_says_so(sam, group):
    (row,) = entered(group, {"tara": 360})
    first, second = DAY | {"reason": "Once"}, DAY | {"key": "b" * 32, "reason": "Twice"}
    sam.post(f"/hours/records/{row}/correct", data=first)

    answer = sam.post(f"/hours/records/{row}/correct", data=second)

    assert answer.status_code == 409
    assert "This record was corrected meanwhile" in text_of(answer)
    assert "Twice" in text_of(answer)


def test_another_assessor_takes_back_but_does_not_correct(sam, group, browser_of):
    give_role("ines", Role.ASSESSOR)
    (row,) = entered(group, {"tara": 360})
    ines = browser_of("ines")

    assert ines.get(f"/hours/records/{row}/correct").status_code == 404
    assert ines.post(f"/hours/records/{row}/correct", data=DAY | {"reason": "x"}).status_code == 404
    page = text_of(ines.get(f"/hours/people/{TARA}"))
    assert "Take back" in page
    assert "Correct the hours" not in page
    assert ines.post(f"/hours/records/{row}/strike", data={"reason": ""}).status_code == 422
    ines.post(f"/hours/records/{row}/strike", data={"reason": "Not there"})
    rollback()
    assert hours_of("tara")["in-person"] == 0


def test_a_trainee_sees_hours_by_kind_their_sum_and_their_source(sam, group, browser_of):
    world.supervised(TARA, number=2)
    entered(group, {"tara": 375}, note="Good questions")
    tara = browser_of("tara")

    page, programme = text_of(tara.get("/programme/hours")), text_of(tara.get("/programme"))

    for shown in (page, programme):
        assert "Practical teaching in person Entered by an assessor for a day" in shown
        assert "6 h 15 min" in shown
        assert "Supervised practice in person" in shown
        assert "In all 8 h 15 min" in shown
    assert "Entered by Sam Whitlock, assessor" in page
    assert "“Good questions”" in page
    assert "Take back" not in page
    assert "/programme/hours" in tara.get("/home").get_data(as_text=True)


def test_an_administrator_sees_hours_of_a_cohort_and_of_a_place(sam, group, browser_of):
    entered(group, {"tara": 375})
    ada = browser_of("ada")
    place = next(row.id for row in cohorts.queries.places(group) if row.person_id == TARA)

    assert "Tara Okafor none yet none yet 6 h 15 min none yet 6 h 15 min" in text_of(ada.get(f"/cohorts/{group}/hours"))
    assert "In all 6 h 15 min" in text_of(ada.get(f"/places/{place}"))
    assert "6 h 15 min" in text_of(ada.get(f"/hours/people/{TARA}"))
    assert ada.get("/hours").status_code == 403


def test_the_export_of_a_cohort_holds_hours_by_kind(sam, group, browser_of):
    entered(group, {"tara": 375})

    told = browser_of("ada").post(f"/cohorts/{group}/export").get_data(as_text=True)

    rows = list(csv.reader(io.StringIO(told.lstrip("\ufeff"))))
    assert rows[0][-4:] == [
        "Online, in one's own time (hours)",
        "Live online teaching (hours)",
        "Practical teaching in person (hours)",
        "Supervised practice in person (hours)",
    ]
    assert rows[1][0] == "Tara Okafor"
    assert rows[1][-4:] == ["0.00", "0.00", "6.25", "0.00"]
