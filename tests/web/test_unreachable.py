"""What a page says while PostgreSQL is being started again; SQLite has no server that could be gone."""

import pytest

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'site_db'"
CLOSED, OPEN = (f"ALTER DATABASE site_db WITH ALLOW_CONNECTIONS {allowed}" for allowed in ("false", "true"))


@pytest.fixture
def stop(cluster, app):
    """A function that takes the database away, with every connection to it; it returns one that brings it back."""
    if cluster is None:
        pytest.skip("no server that could be gone")

    def stopped():
        cluster.run(CLOSED, CUT)
        return lambda: cluster.run(OPEN)

    yield stopped
    cluster.run(OPEN)


def test_a_form_is_kept_to_be_sent_again(browser_of, stop):
    browser = browser_of("tara")
    browser.get("/profile")

    stop()
    answer = browser.post("/profile/edit", data={"name": "Tara of Ahi", "zone": "Europe/Madrid"})

    assert answer.status_code == 503
    assert "What you sent is kept in this page" in answer.text
    assert 'value="Tara of Ahi"' in answer.text


def test_a_page_says_to_try_again_and_is_there_then(browser_of, stop):
    browser = browser_of("tara")
    browser.get("/profile")

    start = stop()
    answer = browser.get("/profile")
    start()

    assert (answer.status_code, "Not available at the moment" in answer.text) == (503, True)
    assert browser.get("/profile").status_code == 200
