"""Recordings for whoever sits an exam or practises: from addresses of their own only, whole or in part."""

import re

import pytest

from tests import recordings
from tests.bank import bank
from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams, test_practice
from training import clock
from training import db as database
from training.bank import attachments
from training.bank.queries import versions
from training.bank.service import writing
from training.core.domains import Domain, Level

NAMES = ("bars.mp4", "bars.vtt")
PART = {"Range": "bytes=0-99"}


def held(*names):
    """Put recordings into the bank."""
    for name in names:
        file = attachments.attachment(name, recordings.content(name))
        with database.commit_command():
            writing.add_figure(file, by=identity("ines"), now=NOON)


def recorded(**changes):
    """Return a draft of the exam pool that plays the bars."""
    return recordings.draft(pool="exam", enemies=[], domain="safety", level="apply", **changes)


@pytest.fixture
def attempt(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with app.app_context():
        held(*NAMES)
        spec = exams.specification({(Domain.SAFETY, Level.APPLY): 1}, critical=0)
        exams.ready("tara", "tom", spec=spec, drafts=[recorded()])
        made = exams.start()
        exams.open_device(made)
        return made


@pytest.fixture
def practised(app):
    """A set of Tara's whose first question plays the bars."""
    with app.app_context():
        held(*NAMES)
        bank.approved(bank.saved(recordings.draft()))
        return test_practice.started()


def addresses(page):
    return re.findall(r'<(?:video|track) [^>]*src="([^"]+)"', page.get_data(as_text=True))


def test_an_exam_plays_under_names_of_this_paper_that_say_nothing(attempt, browser_of):
    tara = browser_of("tara")
    page = tara.get(f"/exam/attempts/{attempt}")

    found = addresses(page)
    assert all(re.fullmatch(rf"/exam/attempts/{attempt}/figures/[0-9a-f]{{24}}", address) for address in found)
    assert [tara.get(address).data for address in found] == [recordings.content(name) for name in NAMES]
    assert "bars." not in page.get_data(as_text=True)


def test_an_exam_says_what_needs_a_connection_and_holds_the_transcript(attempt, browser_of):
    page = browser_of("tara").get(f"/exam/attempts/{attempt}").get_data(as_text=True)

    assert "The recording needs a connection; its transcript does not." in page
    assert "A tone is heard for two seconds." in page


def test_a_part_of_a_recording_is_given_and_kept_nowhere(attempt, browser_of):
    tara = browser_of("tara")
    film, captions = addresses(tara.get(f"/exam/attempts/{attempt}"))
    answer = tara.get(film, headers=PART)

    assert (answer.status_code, answer.data) == (206, recordings.content("bars.mp4")[:100])
    assert (answer.content_type, tara.get(captions).content_type) == ("video/mp4", "text/vtt")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_nobody_else_finds_it(attempt, app, browser_of):
    film, _captions = addresses(browser_of("tara").get(f"/exam/attempts/{attempt}"))
    with app.app_context():
        other = exams.start("tom", seed=2)
        digest = versions.newest("safety/recorded/n1").figures["bars.mp4"]
    token = film.rpartition("/")[2]
    tom = browser_of("tom")

    for address in (film, f"/exam/attempts/{other}/figures/{token}"):
        assert tom.get(address, headers=PART).status_code == 404
    assert tom.get(f"/bank/figures/{digest}/bars.mp4", headers=PART).status_code == 403


def test_practice_plays_from_addresses_of_the_set(practised, browser_of):
    tara, tom = browser_of("tara"), browser_of("tom")
    found = addresses(tara.get(f"/practice/{practised}/1"))

    assert found == [f"/media/practice/{practised}/1/{name}" for name in NAMES]
    assert tara.get(found[0], headers=PART).data == recordings.content("bars.mp4")[:100]
    assert tom.get(found[0], headers=PART).status_code == 404


def test_looking_back_shows_the_recording_and_its_transcript_again(app, practised, browser_of):
    with app.app_context():
        test_practice.answered(practised, 1)
    page = browser_of("tara").get(f"/practice/{practised}/1")

    assert len(addresses(page)) == 2
    assert "A tone is heard for two seconds." in page.get_data(as_text=True)
