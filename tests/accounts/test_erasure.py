"""Invariant 12: erasing a person leaves no identifier in the database, and decisions stay checkable."""

import io
import re
import shutil
from functools import cache
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import MetaData, func, make_url, select, text

from tests import people
from tests.accounts.doing import is_signed_in, sign_in
from tests.accounts.fates import DELETED, FATES
from tests.accounts.life import lived
from tests.browser import serving, worlds
from tests.conftest import NOON
from tests.once import made_once
from tests.quiz import exams
from training.accounts import erasure, service
from training.audit import queries as audit
from training.certificates import queries as certificates
from training.db import Base, db
from training.quiz import closing, sittings

TARA, ADA, SAM = (people.identity(first) for first in ("tara", "ada", "sam"))
TARAS = re.compile(r"\btara(?![a-z])|okafor|adeyemi|سالم", re.IGNORECASE)
"""What names Tara: her names on pages and certificates, once and now, and her addresses."""
PLAIN = {"person", "mail", "audit_detail", "certificate", "kept_form", "roster_run", "practical_assessment"}
WORDS = {
    "attempt",
    "attempt_device",
    "attempt_held",
    "attempt_problem",
    "certificate_name",
    "enrolment",
    "review_comment",
    "item_unsaved",
    "person_mark",
    "person_mark_draft",
}
OTHERS = {
    "contact_hours",
    "job",
    "job_failure",
    "name_request",
    "person_token",
    "practical_draft",
    "supervised_session",
}


@pytest.fixture
def tara(client):
    sign_in(client, "tara")
    return client


def erase(browser, person_id=TARA, first="tara"):
    return browser.post(f"/people/{person_id}/erase", data={"address": people.email(first)})


def readable(value):
    """Return all that a value says."""
    return said_by(value) if isinstance(value, bytes) else str(value)


@cache
def said_by(content):
    """Return all that bytes say: of a PDF also the text on its page and what is attached to it."""
    said = content.decode("latin-1") + content.decode("utf-8", "ignore")
    if not content.startswith(b"%PDF"):
        return said
    pdf = pypdf.PdfReader(io.BytesIO(content))
    attached = [each.decode() for contents in pdf.attachments.values() for each in contents]
    return " ".join((said, *(page.extract_text() for page in pdf.pages), *attached))


def naming(app, pattern):
    """Return the columns, and the files of the data folder, that name somebody, with the first thing found."""
    found = {}
    with app.app_context():
        metadata = MetaData()
        metadata.reflect(db.engine)
        for table in metadata.sorted_tables:
            for row in db.session.execute(select(table)).mappings():
                said = {name: pattern.search(readable(value)) for name, value in row.items()}
                found |= {f"{table.name}.{name}": match[0] for name, match in said.items() if match}
        files = app.extensions["needlewise_settings"].data
    for folder in ("mail", "media", "keys"):
        for file in sorted((files / folder).rglob("*")):
            if match := pattern.search(readable(file.read_bytes())):
                found[f"{folder}/{file.name}"] = match[0]
    return found


@pytest.fixture
def in_use(app, settings, cluster, template, tmp_path_factory):
    """What is known of the site in use that pages are looked at in, once it is this one; on PostgreSQL None."""
    if cluster:
        return None
    made, known = made_once(tmp_path_factory, "full", lambda folder: serving.fill(template, folder, worlds.full))
    with app.app_context():
        db.engine.dispose()
    shutil.copy(made / "test.db", make_url(settings.database_url).database)
    shutil.copytree(made, settings.data, ignore=shutil.ignore_patterns("test.db*"), dirs_exist_ok=True)
    return known


def test_a_whole_life_and_who_signed_it_are_named_nowhere_and_decisions_hold(
    app, settings, in_use, browser_of, cluster
):
    known = lived(app, settings, in_use)
    before, files = naming(app, TARAS), [] if cluster else sqlite_files(settings)
    held = b"".join(file.read_bytes() for file in files)
    _a_supervisor_s_name_goes_from_what_they_signed(app, browser_of)
    erase(browser_of("ada"))

    assert {name.partition(".")[0] for name in before} >= PLAIN | WORDS | OTHERS
    assert any(name.startswith("mail/") for name in before)
    assert "certificate.pdf" in before
    assert naming(app, TARAS) == {}
    assert {word in held for word in (b"Tara Okafor", b"tara@demo.test")} == {not cluster}
    assert [file.name for file in files if file.exists() and traces(file)] == []
    with app.app_context():
        assert audit.first_break() is None
        assert [name for name in DELETED if rows_of(name, TARA)] == []
        assert closing.rescored(known["failed_attempt"]).holds
        assert closing.rescored(known["marked_attempt"]).holds
        assert {number: certificates.damaged(number) for number in certificates.numbers()} == dict.fromkeys(
            certificates.numbers(), ()
        )


def _a_supervisor_s_name_goes_from_what_they_signed(app, browser_of):
    sams = re.compile("whitlock|sam@demo", re.IGNORECASE)
    erase(browser_of("ada"), SAM, "sam")

    assert set(naming(app, sams)) == {"certificate.facts", "certificate.pdf"}


def sqlite_files(settings):
    """Return the files of an SQLite database, which keep what was deleted until it is written over."""
    return sorted(Path(make_url(settings.database_url).database).parent.glob("test.db*"))


def traces(file):
    return TARAS.search(file.read_bytes().decode("utf-8", "ignore"))


def rows_of(name, person_id):
    """Return how many rows of a table are about somebody."""
    table = Base.metadata.tables[name]
    return db.session.scalar(select(func.count()).select_from(table).where(table.c.person_id == person_id))


def test_what_becomes_of_every_table_is_decided():
    assert set(FATES) == set(Base.metadata.tables)
    assert all(len(reason) > 20 for _fate, reason in FATES.values())


def test_a_table_about_people_is_said_to_be():
    people_of = {
        name
        for name, table in Base.metadata.tables.items()
        if any(key.column.table.name == "person" for key in table.foreign_keys)
    }

    assert {name for name in people_of if FATES[name][0] == "nobody"} == set()


def test_decisions_on_attempts_hold_under_a_number(app, browser_of):
    with app.app_context():
        exams.ready("tara")
        attempt = exams.sat("tara")
        before = closing.rescored(attempt)
    erase(browser_of("ada"))

    with app.app_context():
        after = closing.rescored(attempt)
        assert (after.holds, after.evidence) == (True, before.evidence)
        assert sittings.attempt(attempt, TARA)


def test_the_record_holds_and_the_id_stays(tara, browser_of, app):
    erase(browser_of("ada"))

    with app.app_context():
        assert audit.first_break() is None
        assert db.session.scalar(text("SELECT count(*) FROM audit_row WHERE actor_id = :id"), {"id": TARA})
        assert db.session.scalar(text("SELECT state FROM person WHERE id = :id"), {"id": TARA}) == "erased"


def test_the_person_is_signed_out_and_stays_out(tara, browser_of):
    erase(browser_of("ada"))

    assert not is_signed_in(tara)
    assert sign_in(tara, "tara").status_code == 422


def test_it_wants_the_address_typed(browser_of, app):
    answer = browser_of("ada").post(f"/people/{TARA}/erase", data={"address": "tara"})

    assert answer.status_code == 422
    assert "practice, mock exams with all their answers" in answer.text
    with app.app_context():
        assert db.session.scalar(text("SELECT state FROM person WHERE id = :id"), {"id": TARA}) == "active"


def test_others_lose_nothing(tara, browser_of, app):
    everybody = "SELECT count(*) FROM person WHERE email LIKE '%@demo.test'"
    with app.app_context():
        before = db.session.scalar(text(everybody))
    erase(browser_of("ada"))

    with app.app_context():
        assert db.session.scalar(text(everybody)) == before - 1


def test_nobody_erases_themselves(context, settings):
    with pytest.raises(service.OwnAccount):
        erasure.erase(ADA, by=ADA, data=settings.data, now=NOON)


def test_the_last_administrator_is_not_erased(context, settings):
    with pytest.raises(service.LastAdministrator):
        erasure.erase(ADA, by=TARA, data=settings.data, now=NOON)


def test_other_slices_erase_in_the_same_transaction(context, settings):
    asked = []
    erasure.erase(TARA, by=ADA, also=(asked.append,), data=settings.data, now=NOON)

    assert [(erasing.person_id, erasing.by) for erasing in asked] == [(TARA, ADA)]


def test_the_address_can_be_used_again(tara, browser_of, app):
    erase(browser_of("ada"))

    with app.app_context():
        again = service.add(people.email("tara"), "Tara Okafor", [], by=ADA, zone="UTC", now=NOON)
        assert again.id != TARA
