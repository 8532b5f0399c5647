"""Simulated history is told of on every page: each stands in one of two frames, and both say so."""

import csv
import io
import re
from pathlib import Path

import pytest
from flask import render_template_string

import training
from tests.conftest import NOON
from tests.people import identity
from tests.programmes import world
from training import db as database
from training.accounts import service as accounts
from training.core.simulated import MARK
from training.programmes.service import cohorts

DOCUMENT = re.compile(r"<!doctype html>", re.IGNORECASE)
FRAMES = {"base.html", "exam_base.html"}
MAILS = "frame.html"
"""The frame of mails: those to simulated people are kept here and go nowhere."""


@pytest.fixture
def simone(app):
    """Somebody simulated, whom a page may name."""
    with app.app_context(), database.commit_command():
        found = accounts.add_simulated("Simone Weber", number="s1-0001", by=identity("ada"), zone="UTC", now=NOON)
        accounts.open_account(found.id, "no hash", now=NOON)
        return found.id


def test_no_page_stands_outside_the_two_frames():
    root = Path(training.__file__).parent
    whole = [path for path in root.rglob("*.html") if DOCUMENT.search(path.read_text("utf-8"))]

    assert {path.name for path in whole if "mail" not in path.parts} == FRAMES
    assert {path.name for path in whole if "mail" in path.parts} <= {MAILS}


@pytest.mark.parametrize("frame", sorted(FRAMES))
def test_both_frames_say_so_when_anybody_is_simulated(app, simone, frame):
    with app.test_request_context("/"):
        shown = render_template_string(f'{{% extends "{frame}" %}}')

    assert "Simulated history." in shown


@pytest.mark.any_database
@pytest.mark.parametrize("who", ["ada", "ines", "sam", "otto", "lena", "tara", None])
def test_every_page_without_a_number_in_its_address_says_so(app, simone, browser_of, client, who):
    browser = client if who is None else browser_of(who)
    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments:
            continue
        answer = browser.get(rule.rule)
        if answer.status_code == 200 and answer.mimetype == "text/html" and "<body" in answer.get_data(as_text=True):
            assert "Simulated history." in answer.get_data(as_text=True), rule.rule
            seen += 1
    assert seen >= 8


def test_no_page_says_so_where_nobody_is(browser_of):
    assert "Simulated history." not in browser_of("ada").get("/people").get_data(as_text=True)


def test_a_page_that_was_not_found_says_so_too(simone, client):
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert "Simulated history." in answer.get_data(as_text=True)


def test_whoever_is_named_is_named_as_simulated(simone, browser_of):
    for address in ("/people", f"/people/{simone}"):
        shown = browser_of("ada").get(address).get_data(as_text=True)
        assert shown.count("Simone Weber") == shown.count(f"Simone Weber {MARK}") > 0


def test_the_table_of_a_cohort_has_a_column_for_it(app, simone, browser_of):
    with app.app_context():
        world.prepare()
        cohort = world.cohort()
        world.enrolled(cohort, "tom")
        with database.commit_command():
            cohorts.enrol(cohort, simone, by=identity("ada"), site=world.SITE, now=NOON)
    answer = browser_of("ada").post(f"/cohorts/{cohort}/export")

    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert {row["name"]: row["simulated"] for row in rows} == {f"Simone Weber {MARK}": "yes", "Tom Brandt": ""}
