"""``training certificate``: what it prints and how it ends."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.certificates.samples import THEORY
from tests.certificates.test_service import issue, revoke, suspend
from tests.conftest import NOON
from training import clock
from training.certificates import queries
from training.cli import certificate as command
from training.cli import site
from training.db import db


@pytest.fixture
def run(app, monkeypatch):
    """A function that runs ``training certificate …`` on this test's site at noon."""
    monkeypatch.setattr(site, "application", lambda: app)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return lambda *arguments: CliRunner().invoke(command.certificate, [str(part) for part in arguments])


@pytest.fixture
def issued(app):
    with app.app_context():
        return issue()


def test_show_prints_facts_status_and_history(app, run, issued):
    with app.app_context():
        suspend(issued)

    done = run("show", issued.lower())

    assert done.exit_code == 0
    for words in ("Tara Okafor", "suspended since 2026-11-22 12:00 UTC", "Under review: A complaint came in."):
        assert words in done.output


def test_verify_ends_with_0_for_what_is_valid(run, issued):
    done = run("verify", issued)

    assert (done.exit_code, "have the hashes recorded" in done.output) == (0, True)


def test_verify_ends_with_1_for_what_is_revoked(app, run, issued):
    with app.app_context():
        revoke(issued)

    done = run("verify", issued)

    assert done.exit_code == 1
    assert "revoked since" in done.output


@pytest.mark.parametrize("name", ["certificate.pdf", "certificate.json"])
def test_verify_knows_a_file_that_was_issued(app, run, issued, tmp_path, name):
    with app.app_context():
        content = queries.pdf(issued) if name.endswith("pdf") else THEORY.canonical()
    (tmp_path / name).write_bytes(content)

    assert run("verify", tmp_path / name).exit_code == 0
    (tmp_path / name).write_bytes(content + b"\n")
    changed = run("verify", tmp_path / name)
    assert changed.exit_code == 1
    assert "is not a file that was issued" in changed.output


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        ("UPDATE certificate SET facts = replace(facts, 'Tara', 'Tora')", "facts"),
        (
            "UPDATE certificate SET facts = replace(facts, 'Tara', 'Tora'), facts_sha256 = '{other}'",
            "facts",
        ),
        ("UPDATE certificate SET pdf_sha256 = facts_sha256", "PDF"),
    ],
)
def test_verify_finds_a_certificate_altered_in_the_database(app, run, issued, edit, part):
    other = replace(THEORY, holder="Tora Okafor").digest()
    with app.app_context():
        db.session.execute(text(edit.format(other=other)))
        db.session.commit()

    done = run("verify", issued)

    assert done.exit_code == 1
    assert f"was altered in the database: {part}" in done.output


@pytest.mark.parametrize("number", ["7KQ4-M2XD-91TB-0CPY", "nonsense"])
@pytest.mark.parametrize("name", ["show", "verify"])
def test_an_unknown_number_is_said(run, name, number):
    done = run(name, number)

    assert done.exit_code == 1
    assert "No certificate has the number" in done.output
