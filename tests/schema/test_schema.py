"""Migrations, backup and restore, on both databases, with real files and real tools."""

import json
import shutil
import stat
import threading
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, inspect, make_url, select, text

from tests.bank import bank
from tests.certificates.test_service import issue
from tests.conftest import NOON, build
from tests.items import samples
from tests.modules import samples as modules
from training import backup, schema
from training import db as database
from training.accounts import service as accounts
from training.accounts.models import Person, PersonState
from training.audit import queries, service
from training.bank.queries import lists, versions
from training.bank.queries.lists import Filters
from training.bank.service import carrying
from training.certificates import queries as certificates
from training.core.recalling import Ease
from training.db import Base, db, prepare_engine
from training.modules import versions as module_versions
from training.modules.models import ModuleSignature
from training.quiz.practice import history
from training.quiz.practice.models import PracticeAnswer, PracticeSet, PracticeSlot


@pytest.fixture
def empty(cluster, settings, tmp_path):
    """A site whose database has no tables."""
    url = cluster.create(f"empty_{tmp_path.name[-20:]}") if cluster else f"sqlite:///{tmp_path / 'empty.db'}"
    yield from inside(replace(settings, database_url=url, data=tmp_path / "empty"))


def inside(site):
    with build(site).app_context():
        yield site
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def newest(cluster, tmp_path_factory):
    """A database that the migrations made, to be copied."""
    folder = tmp_path_factory.mktemp("newest")
    engine = create_engine(cluster.create("newest_db") if cluster else f"sqlite:///{folder / 'newest.db'}")
    prepare_engine(engine)
    schema.upgrade(engine, lock_file=folder / "lock")
    engine.dispose()
    return "newest_db" if cluster else folder / "newest.db"


@pytest.fixture
def migrated(cluster, newest, settings, tmp_path):
    """A site whose database the migrations made."""
    if cluster:
        name = f"migrated_{tmp_path.name[-20:]}"
        cluster.run(f'CREATE DATABASE "{name}" TEMPLATE "{newest}"')
        url = cluster.url(name)
    else:
        url = f"sqlite:///{shutil.copy(newest, tmp_path / 'migrated.db')}"
    yield from inside(replace(settings, database_url=url, data=tmp_path / "migrated"))


def test_migrations_make_exactly_the_tables_of_the_program(migrated):
    assert schema.current(db.engine) == schema.head()
    assert schema.differences(db.engine) == []


def test_migrations_go_down_and_up_again(migrated):
    schema.downgrade(db.engine, lock_file=migrated.data / "lock", revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade(db.engine, lock_file=migrated.data / "lock")

    assert set(inspect(db.engine).get_table_names()) >= set(Base.metadata.tables)


def test_who_was_simulated_is_again_after_going_back_and_nobody_else(migrated):
    with database.commit_command():
        made = accounts.add_simulated("Simone Weber", number="s1-0001", by=None, zone="UTC", now=NOON)
        accounts.confirm_certificate_name(made.id, "S. Weber", now=NOON)
        accounts.add_simulated("Ines Wolf", number="s1-0002", by=None, zone="UTC", now=NOON)
        accounts.add("tom@demo.test", "Tom", [], by=None, zone="UTC", now=NOON)
    db.session.remove()

    schema.downgrade(db.engine, lock_file=migrated.data / "lock", revision="0023b")
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE person SET name = 'Tom (simulated)' WHERE email = 'tom@demo.test'"))
    schema.upgrade(db.engine, lock_file=migrated.data / "lock")

    rows = select(Person.name, Person.certificate_name, Person.simulated).order_by(Person.id)
    assert [tuple(row) for row in db.session.execute(rows)] == [
        ("Simone Weber (simulated)", "S. Weber (simulated)", True),
        ("Ines Wolf (simulated)", None, True),
        ("Tom", None, False),
    ]


def test_items_from_before_are_found_by_what_lists_search_now(migrated):
    draft = samples.draft("plain")
    with database.commit_command():
        found = bank.reading(draft)
        carrying.load(found, by=None, now=NOON)
    wanted = [Filters(objective=draft["objective"]), Filters(source=draft["options"][0]["sources"][0])]
    wanted += [Filters(flag="overdue", today=draft["review_by"] + timedelta(days=1))]
    before = [lists.search(each).total for each in wanted]
    db.session.remove()

    schema.downgrade(db.engine, lock_file=migrated.data / "lock", revision="0006")
    schema.upgrade(db.engine, lock_file=migrated.data / "lock")

    assert [lists.search(each).total for each in wanted] == before == [1, 1, 1]


def test_versions_of_modules_get_numbers_and_states_and_keep_their_words(migrated, tmp_path):
    with database.commit_command():
        person = Person(email="l@demo.test", name="Lena", state=PersonState.ACTIVE, created_at=NOON, zone="UTC")
        db.session.add(person)
    modules.load(tmp_path / "modules", NOON)
    first = module_versions.newest("bands").id
    modules.load(tmp_path / "modules", NOON + timedelta(hours=1), points="New words [@SHAH15].")
    modules.load(tmp_path / "modules", NOON, code="other", position=2)
    other = module_versions.newest("other").id
    with database.commit_command():
        db.session.add(ModuleSignature(version_id=other, person_id=1, at=NOON))
    db.session.remove()

    schema.downgrade(db.engine, lock_file=migrated.data / "lock", revision="0007")
    schema.upgrade(db.engine, lock_file=migrated.data / "lock")

    bands = [(row.number, row.state) for row in module_versions.history("bands")]
    assert bands == [(2, "in review"), (1, "retired")]
    assert module_versions.version("bands", 1).id == first
    assert [(row.number, row.state) for row in module_versions.history("other")] == [(1, "signed")]


def test_practice_from_before_is_scheduled_and_has_no_certainty(migrated):
    evening = NOON.replace(hour=23)
    with database.commit_command():
        carrying.load(bank.reading(samples.draft("plain")), by=None, now=NOON)
    item = versions.newest(samples.draft("plain")["code"])
    with database.commit_command():
        person = Person(email="t@demo.test", name="Tara", state=PersonState.ACTIVE, created_at=NOON, zone="UTC")
        db.session.add(person)
        db.session.flush()
        db.session.add(PracticeSet(id=1, person_id=person.id, domains=[], seed=1, started_at=evening))
        for position, right in enumerate((0, 1, None), start=1):
            slot = PracticeSlot(set_id=1, position=position, version=item.hash, code="a/b", option_order=[], drawn={})
            answer = PracticeAnswer(
                set_id=1, position=position, response=["a"], answered_at=evening, answered_on=NOON.date()
            )
            answer.awarded_num, answer.awarded_den = right, None if right is None else 1
            answer.ease = None if right is None else 2
            answer.certainty, answer.seconds = "sure", 4
            db.session.add(slot)
            db.session.flush()
            db.session.add(answer)
    db.session.remove()

    schema.downgrade(db.engine, lock_file=migrated.data / "lock", revision="0019")
    schema.upgrade(db.engine, lock_file=migrated.data / "lock")

    found = history.of_person(1)
    assert [entry.ease for entry in found] == [Ease.AGAIN, Ease.GOOD, None]
    assert {(entry.on, entry.certainty) for entry in found} == {(NOON.date(), None)}


def test_two_migrations_at_once_are_refused(empty):
    refused = []

    def second():
        with build(empty).app_context():
            try:
                schema.upgrade(db.engine, lock_file=empty.data / "lock")
            except schema.SchemaLocked:
                refused.append(True)
            db.engine.dispose()

    with schema.locked(db.engine, empty.data / "lock"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()

    assert refused == [True]


def record_acts(number):
    for count in range(number):
        database.begin_write()
        service.record("tested", actor=None, subject=f"thing:{count}", now=NOON)
        database.commit_step()


def test_a_backup_restores_into_an_empty_place_with_its_record_whole(app, settings, empty):
    (settings.data / "media").mkdir()
    (settings.data / "media/picture.png").write_bytes(b"a picture")
    with app.app_context():
        record_acts(3)
        kept = queries.head()
        file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)
        record_acts(1)

    backup.restore(file, empty)

    assert queries.head() == kept
    assert queries.first_break() is None
    assert (empty.data / "media/picture.png").read_bytes() == b"a picture"


def test_a_backup_made_while_acts_go_on_is_of_one_moment(app, settings, empty):
    stop, written = threading.Event(), []

    def go_on():
        with app.app_context():
            while not stop.is_set():
                record_acts(1)
                written.append(True)
            db.session.remove()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        while len(written) < 5:
            stop.wait(0.01)
        with app.app_context():
            file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)
        while len(written) < 10:
            stop.wait(0.01)
    finally:
        stop.set()
        thread.join()
    backup.restore(file, empty)

    assert 5 <= queries.head()[0] <= len(written)
    assert queries.first_break() is None


def test_certificates_outlive_backup_and_restore_byte_for_byte(app, settings, empty):
    with app.app_context():
        number = issue()
        stored = certificates.pdf(number)
        file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)

    backup.restore(file, empty)

    assert certificates.numbers() == (number,)
    assert certificates.damaged(number) == ()
    assert certificates.pdf(number) == stored


def test_restoring_into_a_database_in_use_is_refused_and_changes_nothing(app, settings):
    with app.app_context():
        record_acts(2)
        file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)
        record_acts(1)
        with pytest.raises(backup.BackupError, match="empty"):
            backup.restore(file, settings)

        assert queries.head()[0] == 3


def test_what_is_kept_and_what_comes_back_is_for_its_owner_only(app, settings, empty):
    (settings.data / "keys").mkdir()
    (settings.data / "keys/mail").write_bytes(b"a key")
    with app.app_context():
        file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)
    backup.restore(file, empty)

    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, empty.data / "keys/mail")] == [0o600, 0o600]


def test_no_folder_is_made_where_a_disk_may_not_be_mounted(app, settings):
    with app.app_context(), pytest.raises(backup.BackupError, match="There is no folder"):
        backup.make(settings.data / "disk/kept.zip", settings, db.engine, now=NOON)


def test_a_database_without_tables_is_no_backup(empty, tmp_path):
    with pytest.raises(backup.BackupError, match="nothing to back up"):
        backup.make(tmp_path / "kept.zip", empty, db.engine, now=NOON)


def test_a_database_that_was_looked_at_is_still_empty_enough_to_restore_into(app, settings, empty):
    with app.app_context():
        file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)
    assert schema.current(db.engine) is None
    db.engine.dispose()

    backup.restore(file, empty)

    assert not schema.is_empty(db.engine)


def test_the_log_of_another_database_is_not_taken_for_that_of_the_restored_one(app, settings, empty):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its log to itself")
    with app.app_context():
        file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)
    (empty.data.parent / "empty.db-wal").write_bytes(b"what was committed there last")

    with pytest.raises(backup.BackupError, match="left of another database"):
        backup.restore(file, empty)


def test_a_damaged_backup_is_refused(app, settings, empty):
    with app.app_context():
        file = backup.make(settings.data / "kept.zip", settings, db.engine, now=NOON)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts["manifest.json"])
    name = next(iter(manifest["parts"]))
    parts[name] = parts[name][:-1] + b"?"
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)

    with pytest.raises(backup.BackupError, match="damaged"):
        backup.restore(file, empty)


def test_a_file_that_is_no_backup_is_refused(settings, empty):
    file = settings.data / "letter.zip"
    file.write_text("Dear Needlewise")

    with pytest.raises(backup.BackupError, match="not a backup"):
        backup.restore(file, empty)


def test_durability_is_on(context):
    if make_url(str(db.engine.url)).get_backend_name() != "sqlite":
        pytest.skip("PostgreSQL decides its own durability")
    found = [
        db.session.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
    ]

    assert found == ["wal", 2, 1]
