"""The run of all tests counts right and does not hide what it left out."""

import pytest

from scripts import test as suite

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure message="no"/></testcase>
<testcase name="c"><skipped message="no needle"/></testcase><testcase name="d"><error message="no"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def outcome(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    made = suite.Outcome()
    suite._count(report, made)
    return made


def test_failures_and_errors_count_as_failed(outcome):
    assert outcome.counts == {"passed": 1, "failed": 2, "skipped": 1}


def test_the_last_line_is_the_sum(outcome, capsys):
    code = suite._say(outcome, seconds=6)

    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 2 failed, 1 skipped"
    assert code == 1


def test_a_skipped_test_is_named(outcome, capsys):
    suite._say(outcome, seconds=6)

    assert "!!   c was skipped: no needle" in capsys.readouterr().out


def test_what_is_left_out_fails_only_where_it_is_required(monkeypatch):
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    monkeypatch.delenv("REQUIRE_POSTGRES", raising=False)
    missing = suite.Outcome()

    missing.leave_out("PostgreSQL", "there is none", "REQUIRE_POSTGRES")
    assert not missing.failed

    missing.leave_out("The browser", "there is none", "REQUIRE_BROWSER")
    assert missing.failed


def test_no_test_at_all_is_not_a_success(capsys):
    assert suite._say(suite.Outcome(), seconds=0) == 1
