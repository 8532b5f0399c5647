"""The emergency drill: whatever is chosen leads to an end, is explained there, and nothing of it is kept."""

import re

import pytest
from sqlalchemy import func, select

from tests.conftest import NOON
from tests.modules import samples
from training.db import Base, db
from training.modules import drill
from training.modules.drill import END, Verdict
from training.sources import register
from training.web import richtext

MOMENTS = drill.moments()
OPTIONS = [(moment, option) for moment in MOMENTS.values() for option in moment.options]
BEST, WORST = "bacbc", "cabaabacab"


def walked(way):
    return [step.moment.id for step in drill.walk(way).steps]


def test_the_best_way_meets_the_five_cases_and_no_consequence():
    assert walked(BEST) == ["faint", "finger", "broken", "breathless", "phone"]
    assert drill.walk(BEST).now is None
    assert drill.walk(BEST).dangerous == 0


def test_the_worst_way_meets_what_follows_from_each_choice():
    assert walked(WORST) == [
        "faint", "slumped", "finger", "plaster", "broken", "probed", "breathless", "worse", "phone", "evening",
    ]  # fmt: skip
    assert drill.walk(WORST).dangerous == 10


def test_every_way_ends_and_every_moment_is_met():
    met, ways = set(), [""]
    while ways:
        way = ways.pop()
        now = drill.walk(way).now
        assert len(way) <= 10
        if now and now.id not in met:
            met.add(now.id)
            ways += [way + option.id for option in now.options]

    assert met == set(MOMENTS)
    assert {option.next for _, option in OPTIONS} <= {*MOMENTS, END}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_a_moment_has_one_best_option_and_one_that_endangers(moment):
    verdicts = [option.verdict for option in moment.options]

    assert verdicts.count(Verdict.BEST) == 1
    assert Verdict.DANGEROUS in verdicts
    assert [option.id for option in moment.options] == list("abcd")[: len(verdicts)]


def test_every_reason_cites_what_the_register_knows():
    assert [option.text for _, option in OPTIONS if not richtext.citations(option.why)] == []
    assert {code for _, option in OPTIONS for code in richtext.citations(option.why)} <= set(register())


def test_no_key_rests_on_weak_sources_alone():
    best = [moment.best for moment in MOMENTS.values()]

    assert [each.text for each in best if all(register()[code].weak for code in richtext.citations(each.why))] == []


def test_the_best_option_is_seldom_the_longest():
    longest = [moment.id for moment in MOMENTS.values() if moment.best == max(moment.options, key=_length)]

    assert len(longest) <= len(MOMENTS) // 2, longest


def test_a_capital_letter_is_a_choice_after_the_time():
    steps = drill.walk("bA").steps

    assert [(step.option.id, step.late) for step in steps] == [("b", False), ("a", True)]


@pytest.mark.parametrize("way", ["z", "bb9", "é", BEST + "a", "<b>", "d" * 5_000])
def test_a_way_that_leads_nowhere_begins_again_and_says_so(browser_of, way):
    page = browser_of("tara").get("/drill", query_string={"way": way})

    assert page.status_code == 404
    assert "This address leads nowhere" in page.text


def test_the_start_says_that_it_replaces_no_drill_and_keeps_nothing(browser_of):
    page = browser_of("tara").get("/drill").text

    for words in ("It does not replace the clinic&#39;s own drill", "nothing of it is stored", "No clock"):
        assert words in page


def test_a_choice_leads_on_without_scripts(browser_of):
    page = browser_of("tara").get("/drill?way=b&clock=&late=&choice=c&act=y").text

    assert "15:00: what do you do?" in page
    assert 'name="way" value="bc"' in page


def test_pressing_without_a_choice_asks_for_one_and_loses_nothing(browser_of):
    page = browser_of("tara").get("/drill?way=b&clock=slow&late=&act=y")

    assert page.status_code == 422
    assert "Choose what you do" in page.text
    assert 'name="way" value="b"' in page.text


@pytest.mark.parametrize(("clock", "seconds"), [("normal", "30"), ("slow", "300"), ("", None), ("nonsense", None)])
def test_the_clock_gives_its_time_ten_times_as_long_or_none(browser_of, clock, seconds):
    page = browser_of("tara").get(f"/drill?way=&clock={clock}").text

    assert re.findall(r'data-drill-clock="(\d+)"', page) == ([seconds] if seconds else [])
    assert ("js/drill.js" in page) == bool(seconds)


def test_the_end_explains_each_choice_and_calls_a_dangerous_one_so(browser_of):
    page = browser_of("tara").get(f"/drill?way={WORST[:9]}&late=y&choice=b&act=y").text

    assert "10 dangerous choices" in page
    assert page.count("A dangerous choice") == 10
    assert "It took longer than the clock gave." in page
    for step in drill.walk(WORST).steps:
        assert step.moment.story.replace("'", "&#39;") in page
        assert f"<strong>Better:</strong> {step.moment.best.text.replace(chr(39), '&#39;')}." in page
    assert "GRUSCHE17" not in page
    assert 'id="source-1"' in page


def test_a_way_without_danger_is_called_no_proof(browser_of):
    page = browser_of("tara").get(f"/drill?way={BEST}").text

    assert "No dangerous choice" in page
    assert "A dangerous choice" not in page


def test_nothing_of_a_drill_is_kept(app, browser_of):
    tara = browser_of("tara")
    tara.get("/drill")
    with app.app_context():
        before = _rows()
    tara.get(f"/drill?way={WORST}")

    with app.app_context():
        assert _rows() == before


def test_the_list_of_modules_offers_it_as_optional_practice(browser_of, app, tmp_path):
    with app.app_context():
        samples.load(tmp_path, NOON)

    page = browser_of("tara").get("/modules").text

    assert "Optional practice" in page
    assert 'href="/drill"' in page


def _length(option):
    return len(option.text)


def _rows():
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }
