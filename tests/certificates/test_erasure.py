"""The holder of a certificate is erased: nothing stored names them, and what was issued can still be checked."""

import io
import json
from hashlib import sha256

import pypdf
import pytest
from sqlalchemy import text

from tests.certificates.test_service import ADA, TARA, issue, revoke, status, suspend
from tests.conftest import NOON
from training import db as database
from training.accounts import erasure
from training.app import ERASERS
from training.certificates import queries, service
from training.cli.main import main
from training.core.certification import Status
from training.db import db


def erase(settings, person_id=TARA):
    erasure.erase(person_id, by=ADA, also=ERASERS, data=settings.data, now=NOON)
    database.commit_step()


@pytest.fixture
def erased(app, settings):
    """The number of a certificate whose holder was erased, and its PDF as somebody kept it."""
    with app.app_context():
        number = issue()
        kept = queries.pdf(number)
        erase(settings)
    return number, kept


def test_what_was_issued_keeps_its_hashes_its_dates_and_its_status(app, erased):
    number, kept = erased

    with app.app_context():
        standing = queries.standing(number, now=NOON)
        assert (standing.status, standing.erased_at) == (Status.VALID, NOON)
        assert standing.pdf_sha256 == sha256(kept).hexdigest()
        assert standing.facts.awarded_on.isoformat() == "2026-11-22"
        assert queries.pdf(number) is None
        assert queries.damaged(number) == ()


def test_anyone_reads_how_it_stands_and_that_the_holder_was_erased(erased, client):
    page = client.get(f"/check/{erased[0]}").text

    assert "Valid today" in page
    assert "erased at their request on 22 November 2026" in page
    assert "Okafor" not in page
    assert client.get(f"/check/{erased[0]}/certificate.pdf").status_code == 404


@pytest.mark.parametrize("part", ["pdf", "facts"])
def test_a_file_in_somebody_s_hands_is_still_known(erased, client, part):
    _number, kept = erased
    attached = pypdf.PdfReader(io.BytesIO(kept)).attachments["certificate.json"][0]
    file = kept if part == "pdf" else attached

    page = client.post("/check/file", data={"file": (io.BytesIO(file), "mine.pdf")}).text

    assert "Byte for byte" in page
    assert "Valid today" in page


def test_the_command_knows_number_and_file(app, erased, tmp_path, monkeypatch):
    number, kept = erased
    (tmp_path / "mine.pdf").write_bytes(kept)
    monkeypatch.setattr("training.cli.site.application", lambda: app)
    run = app.test_cli_runner().invoke

    assert "byte for byte" in run(main, ["certificate", "verify", str(tmp_path / "mine.pdf")]).output
    by_number = run(main, ["certificate", "verify", number])
    assert by_number.exit_code == 0
    assert "erased at their request on 22 November 2026" in by_number.output


@pytest.mark.parametrize(
    "edit",
    [
        "facts = replace(facts, '2026-11-22', '2025-11-22')",
        "facts_sha256 = 'f'",
        "pdf = x'78'",
        "erased_at = NULL",
    ],
)
def test_what_is_left_cannot_be_altered_unnoticed(app, erased, edit):
    with app.app_context():
        value = edit if db.engine.dialect.name == "sqlite" else edit.replace("x'78'", "'x'::bytea")
        db.session.execute(text(f"UPDATE certificate SET {value}"))
        db.session.commit()

        assert queries.damaged(erased[0]) != ()


def test_it_can_be_revoked_and_nothing_takes_its_place(app, erased):
    with app.app_context():
        with pytest.raises(service.HolderErased):
            service.correct_name(erased[0], holder="Tara Okafor", reason="Back", by=ADA, now=NOON)
        database.rollback()
        revoke(erased[0])

        assert status(erased[0]) is Status.REVOKED


def test_the_words_of_its_history_go_and_the_classes_stay(app, settings):
    with app.app_context():
        number = issue()
        suspend(number, reason="Tara Okafor complained.")
        erase(settings)

        (event,) = queries.history(number)
        assert (event.reason, str(event.reason_class)) == ("Erased.", "Under review")


def test_the_register_shows_it_without_a_name(erased, browser_of):
    page = browser_of("ada").get(f"/register/{erased[0]}").text

    assert "Holder erased" in page
    assert "Correct the name" not in page
    assert "Suspend" in page
    assert "Okafor" not in browser_of("ada").get("/register").text


def test_the_facts_left_say_all_but_the_holder(app, erased):
    number, kept = erased
    issued = json.loads(pypdf.PdfReader(io.BytesIO(kept)).attachments["certificate.json"][0])

    with app.app_context():
        left = json.loads(queries.by_number(number).facts)
    assert {name for name in issued if left[name] != issued[name]} == {"holder"}
