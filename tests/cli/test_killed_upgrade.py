"""An upgrade that is killed: the database says where it is, the next upgrade finishes it, the backup restores."""

import re
import signal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from deploy.rehearsal import starting
from tests.cli import killed
from tests.commands import run
from training import schema
from training.db import prepare_engine

OLD, IN_THE_MIDDLE = "0004", "CREATE TABLE item_review_request"
"""Between the two lie a migration that is whole and the first statements of another one."""


@pytest.fixture
def old_site(new_site, tmp_path):
    """A site on an old schema with a row in it."""
    made = new_site()
    Path(made["NEEDLEWISE_DATA"]).mkdir()
    engine = create_engine(made["NEEDLEWISE_DATABASE_URL"])
    prepare_engine(engine)
    schema.upgrade(engine, lock_file=tmp_path / "lock", revision=OLD)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO practical_form VALUES ('v1', 'station', '{}', '2026-11-22 12:00:00')"))
    engine.dispose()
    return made


def stands(site):
    """Return the revision a database is on, its tables with their columns, and the rows of the one that holds any."""
    engine = create_engine(site["NEEDLEWISE_DATABASE_URL"])
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # whose server ends what a killed client began a moment later
            connection.execute(text(f"SELECT pg_advisory_lock({schema.LOCK}), pg_advisory_unlock({schema.LOCK})"))
        found = inspect(connection)
        columns = {table: [column["name"] for column in found.get_columns(table)] for table in found.get_table_names()}
        rows = connection.execute(text("SELECT version FROM practical_form")).scalars().all()
    revision = schema.current(engine)
    engine.dispose()
    return revision, columns, rows


def test_an_upgrade_killed_within_a_migration_leaves_all_as_it_was_and_is_finished_by_the_next(
    old_site, new_site, tmp_path
):
    before = stands(old_site)
    heard = tmp_path / "heard"
    upgrade = starting.start(killed.upgrade, IN_THE_MIDDLE, environment=old_site, said=heard)
    upgrade.join()
    after, said = stands(old_site), run(old_site, "db", "check")
    finished = run(old_site, "db", "upgrade")
    restored = new_site()
    backup = re.search(r"Backed up to (.+)", heard.read_text()).group(1)
    put_back = run(restored, "db", "restore", backup)

    assert upgrade.exitcode == -signal.SIGKILL, heard.with_suffix(".err").read_text()
    assert before[0] == OLD
    assert after == before
    assert (said.returncode, f"is on the old schema {OLD}" in said.stderr) == (1, True)
    assert "Run: training db upgrade" in said.stderr
    assert f"Upgraded from {OLD} to {schema.head()}." in finished.stdout
    assert stands(old_site)[::2] == (schema.head(), ["v1"])
    assert "It is on an old schema. Run: training db upgrade" in put_back.stdout
    assert stands(restored) == before
