"""``training db`` on both databases."""

import json
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from deploy.rehearsal import starting
from tests.cli import cramped
from tests.commands import run
from tests.conftest import NOON
from training import clock, schema


def test_down_and_up_again_with_a_backup_before_each(site):
    down = run(site, "db", "downgrade", "base", "--yes")
    assert "Backed up to" in down.stdout
    assert "The database is on nothing." in down.stdout
    assert run(site, "db", "check").returncode == 1

    assert run(site, "db", "upgrade").returncode == 0
    assert run(site, "db", "check").returncode == 0


def test_backups_of_one_second_have_names_of_their_own(site, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    done = [run(site, "db", "backup") for _ in range(3)]

    assert [one.returncode for one in done] == [0, 0, 0]
    kept = sorted(file.name for file in (Path(site["NEEDLEWISE_DATA"]) / "backups").iterdir())
    stamp = "needlewise-20261122T120000Z"
    assert kept == [f"{stamp}-2.zip", f"{stamp}-3.zip", f"{stamp}.zip"]


def test_a_schema_nobody_knows_is_named(site):
    done = run(site, "db", "downgrade", "9999", "--yes")

    assert (done.returncode, "There is no schema 9999" in done.stderr) == (1, True)


def test_tables_that_something_else_changed_are_named(site):
    with _engine(site) as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE rate_hit")
        connection.exec_driver_sql("ALTER TABLE mail ADD COLUMN colour INTEGER")
    done = run(site, "db", "check")

    assert done.returncode == 1
    assert "The table rate_hit is lacking.\n" in done.stderr
    assert "The column colour of mail is none of this program's.\n" in done.stderr


def test_a_number_that_no_row_can_have_is_answered_with_a_sentence(site):
    done = run(site, "attempt", "rescore", "9" * 20)

    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_a_file_that_cannot_be_written_is_named_with_the_reason(site, tmp_path):
    (tmp_path / "bad.gift").write_text("::a:: Open {=brace")
    done = run(site, "bank", "import", tmp_path / "bad.gift", "--refused", tmp_path / "none" / "refused.gift")

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "none/refused.gift cannot be read or written: no such file or directory." in done.stderr


def test_a_second_migration_is_refused_before_it_backs_up(site):
    with _engine(site) as engine, schema.locked(engine, Path(site["NEEDLEWISE_DATA"]) / "schema.lock"):
        done = run(site, "db", "upgrade")

    assert (done.returncode, "Another process is migrating" in done.stderr) == (1, True)
    assert not (Path(site["NEEDLEWISE_DATA"]) / "backups").exists()


@contextmanager
def _engine(site):
    engine = create_engine(site["NEEDLEWISE_DATABASE_URL"])
    yield engine
    engine.dispose()


def test_a_backup_the_disk_has_no_room_for_ends_with_a_sentence_and_leaves_nothing(site, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    done = starting.start(cramped.backup, kept / "a.zip", environment=site, said=tmp_path / "said")
    done.join()
    said = (tmp_path / "said.err").read_text()

    assert (done.exitcode, "Traceback" in said) == (1, False)
    assert re.search(r"could not be made|pg_dump failed", said)
    assert list(kept.iterdir()) == []


def test_what_is_restored_is_checked_and_a_place_in_use_is_refused(site, new_site, tmp_path):
    run(site, "person", "add", "ada@example.org", "Ada Nwosu", "--role", "administrator")
    file, other = tmp_path / "kept.zip", new_site()
    assert run(site, "db", "backup", file).returncode == 0

    done = run(other, "db", "restore", file)
    assert "The record of acts holds" in done.stdout, done.stderr
    again = run(other, "db", "restore", file)
    assert (again.returncode, "Restore into an empty" in again.stderr) == (1, True)
    assert "already" in run(other, "person", "add", "ada@example.org", "Ada").stderr


def test_a_forged_part_is_written_nowhere(site, new_site, tmp_path):
    file = tmp_path / "forged.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../escaped", "x")
        archive.writestr("manifest.json", json.dumps({"parts": {"../../escaped": "0"}}))
    done = run(new_site(), "db", "restore", file)

    assert done.returncode == 1
    assert "no part of a backup" in done.stderr


@pytest.mark.parametrize("command", ["certificate show 7KQ4-M2XD-91TB-0CPZ", "modules load", "audit verify"])
def test_a_command_on_a_database_without_tables_ends_with_a_sentence(new_site, command):
    done = run(new_site(), *command.split())

    assert done.returncode in {3, 5}
    assert re.search(r"training db (check|upgrade)", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_ends_with_a_sentence(new_site):
    gone = new_site() | {"NEEDLEWISE_DATABASE_URL": "postgresql://a@127.0.0.1:1/b"}
    done = run(gone, "db", "check")

    assert done.returncode == 5
    assert "The database does not answer: " in done.stderr
    assert "training db check" not in done.stderr  # which was asked just now
    assert "Traceback" not in done.stderr


def test_a_name_in_another_encoding_is_refused(site):
    done = run(site, "person", "add", "ada@example.org", b"Ad\xe8le".decode("utf-8", "surrogateescape"))

    assert done.returncode == 2
    assert "UTF-8" in done.stderr
