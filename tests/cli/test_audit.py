"""``training audit``, after somebody edited the database itself: with sqlite3 on its file, or by psycopg."""

import json
import sqlite3

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from tests.conftest import NOON
from training import db as database
from training.audit import service
from training.cli import audit as commands
from training.cli import site

COLUMNS = "at, actor_id, action, subject, facts, details_hash, previous, hash"
COPIED = "at, actor_id, action, subject, facts, details_hash, previous"
MOVED = """
UPDATE audit_row SET seq = 900 WHERE seq = 2; UPDATE audit_row SET seq = 2 WHERE seq = 3;
UPDATE audit_row SET seq = 3 WHERE seq = 900
"""
INSERTED = f"""
UPDATE audit_row SET seq = seq + 1000 WHERE seq > 3; UPDATE audit_row SET seq = seq - 999 WHERE seq > 1000;
INSERT INTO audit_row (seq, {COLUMNS}) SELECT 4, {COPIED}, 'forged' FROM audit_row WHERE seq = 3;
UPDATE audit_head SET count = count + 1
"""


@pytest.fixture
def training(app, monkeypatch):
    """A function that runs ``training audit …`` on this test's database, in which six acts are recorded."""
    with app.app_context():
        for number in range(6):
            database.begin_write()
            service.record("tested", actor=1, subject=f"thing:{number}", now=NOON)
            database.commit_step()
    monkeypatch.setattr(site, "application", lambda: app)
    return lambda *arguments: CliRunner().invoke(commands.audit, list(map(str, arguments)))


@pytest.fixture
def edit(settings):
    """A function that edits the database behind the program's back."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return lambda script: sqlite3.connect(url.database).executescript(script)

    def by_hand(script):
        with psycopg.connect(
            host=url.query["host"], user=url.username, dbname=url.database, autocommit=True
        ) as connection:
            for statement in script.split(";"):
                connection.execute(statement)

    return by_hand


def test_a_record_nobody_touched_holds(training):
    done = training("verify")

    assert done.exit_code == 0
    assert "6 rows hold" in done.output
    assert "audit head" in done.output


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("UPDATE audit_row SET subject = 'thing:9' WHERE seq = 4", "row 4 was changed"),
        ("UPDATE audit_row SET actor_id = 2 WHERE seq IN (2, 5)", "row 2 was changed"),
        ("DELETE FROM audit_row WHERE seq = 3", "row 3 is missing"),
        ("DELETE FROM audit_row WHERE seq > 4", "ends at row 4, but 6 were written"),
        ("DELETE FROM audit_row", "ends at row 0, but 6 were written"),
        ("DELETE FROM audit_head", "ends at row 6, but 0 were written"),
        (INSERTED, "row 4 does not follow"),
        (
            f"INSERT INTO audit_row (seq, {COLUMNS}) SELECT 0, {COPIED}, 'f' FROM audit_row WHERE seq = 3",
            "row 0 was ins",
        ),
        (MOVED, "row 2 does not follow"),
        ("UPDATE audit_row SET facts = '[1e999]' WHERE seq = 5", "row 5 was changed"),
    ],
    ids=[
        "changed",
        "two changed",
        "removed",
        "tail cut off",
        "all removed",
        "head removed",
        "inserted",
        "inserted before the first",
        "reordered",
        "no number of JSON",
    ],
)
def test_an_edit_of_the_database_is_found_its_first_row_named_and_the_end_is_not_0(training, edit, script, named):
    edit(script)
    done = training("verify")

    assert done.exit_code == 1
    assert named in done.output


@pytest.mark.parametrize(
    "change", ["facts = '{'", "at = 'yesterday'", "action = CAST(x'ff' AS TEXT)", "actor_id = x'00'"]
)
def test_a_row_that_cannot_be_read_is_named_like_any_changed_one(training, edit, change, settings):
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps what fits its types only")
    edit(f"UPDATE audit_row SET {change} WHERE seq IN (4, 6)")
    done = training("verify")

    assert (done.exit_code, "row 4 was changed" in done.output) == (1, True)


def test_a_chain_rewritten_whole_is_found_by_a_head_kept_elsewhere(training, edit, tmp_path):
    kept = tmp_path / "head.json"
    kept.write_text(training("head").output)
    assert training("verify", "--against", kept).exit_code == 0

    edit(f"UPDATE audit_row SET hash = '{'0' * 64}' WHERE seq = 6")
    done = training("verify", "--against", kept)

    assert done.exit_code == 1


def test_the_head_still_fits_when_more_was_recorded(training, app, tmp_path):
    kept = tmp_path / "head.json"
    kept.write_text(training("head").output)
    with app.app_context():
        database.begin_write()
        service.record("tested", actor=1, subject="thing:7", now=NOON)
        database.commit_step()

    assert training("verify", "--against", kept).exit_code == 0
    assert json.loads(kept.read_text())["count"] == 6


@pytest.mark.parametrize("content", [b"no head", b"\xff\xfe\x00", b"[1, 2]", b'{"count": "six"}', b'{"count": 6}'])
def test_a_file_that_is_no_head_is_named(training, tmp_path, content):
    file = tmp_path / "letter.txt"
    file.write_bytes(content)
    done = training("verify", "--against", file)

    assert done.exit_code == 2
    assert "is not a head that training audit head printed" in done.output
