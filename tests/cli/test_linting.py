"""``training bank lint``, run as people run it: its lines, its JSON and how it ends."""

import json

import pytest
from click.testing import CliRunner

from tests.bank import bank
from tests.items import samples
from training.cli import bank as commands
from training.cli import site

PLAIN = samples.draft("plain")
SOUND = {
    "code": "safety/sample/sound",
    "stem": "Which sign comes first in a faint?",
    "options": [
        {"id": letter, "text": text, "rationale": "So it is.", "sources": ["SAAE"]} | ({"correct": True} if key else {})
        for letter, text, key in (("a", "Pallor", 1), ("b", "Rash", 0), ("c", "Wheeze", 0))
    ],
}
EXCEPT = {"code": "safety/sample/except", "stem": "Which sign is not seen in a faint?"}
HALF_WRITTEN = {"code": "safety/sample/half", "options": [{"text": "Pallor"}, {"text": "Rash"}]}


def lint(*arguments):
    return CliRunner().invoke(commands.bank, ["lint", *map(str, arguments)])


@pytest.fixture
def folder_of(tmp_path):
    """A function that makes a folder of one file with the sound question changed in these ways."""

    def make(*changes, extra=b""):
        (tmp_path / "faint.toml").write_bytes(bank.text_of(*(PLAIN | SOUND | change for change in changes)) + extra)
        return tmp_path

    return make


def test_a_sound_question_ends_with_0(folder_of):
    done = lint(folder_of({}))

    assert done.exit_code == 0
    assert done.output.endswith("1 question: 0 errors, 0 warnings, 0 info.\n")


def test_a_warning_is_one_line_and_fails_only_when_strict(folder_of):
    folder = folder_of(EXCEPT)

    done = lint(folder, "--rule", "negative-stem")

    line, _ = done.output.splitlines()
    assert done.exit_code == 0
    assert line.startswith("faint.toml:")
    assert " safety/sample/except negative-stem warning " in line
    assert lint(folder, "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("cited", "said", "status"),
    [
        (["OSHA", "VERTEX"], "The key rests only on OSHA (not opened), VERTEX (weak).", 1),
        (["OSHA", "SAAE"], "1 question: 0 errors, 0 warnings, 0 info.", 0),
    ],
)
def test_a_key_on_weak_sources_is_one_line_and_fails_only_when_strict(folder_of, cited, said, status):
    folder = folder_of({"sources": cited})

    done = lint(folder)

    assert said in done.output
    assert (done.exit_code, lint(folder, "--strict").exit_code) == (0, status)


def test_a_half_written_draft_is_linted_and_ends_with_1(folder_of):
    done = lint(folder_of(HALF_WRITTEN))

    assert done.exit_code == 1
    assert "safety/sample/half no-key error No option is marked as right." in done.output
    assert "safety/sample/half missing-rationale error Option 2 does not say why" in done.output


def test_a_file_that_cannot_be_read_ends_with_2_and_the_others_are_linted(folder_of):
    folder = folder_of(EXCEPT)
    (folder / "broken.toml").write_text("[[item")

    done = lint(folder)

    assert done.exit_code == 2
    assert "broken.toml:1: is not TOML" in done.output
    assert "negative-stem" in done.output


@pytest.mark.parametrize("arguments", [[], [".", "--database"], [".", "--rule", "nonsense"], ["no/such/folder"]])
def test_a_wrong_call_ends_with_2(arguments):
    assert lint(*arguments).exit_code == 2


def test_json_holds_findings_with_their_fields_and_the_bank(folder_of):
    done = lint(folder_of({}, EXCEPT), "--json")

    told = json.loads(done.output)
    [finding] = told["findings"]
    assert (finding["rule"], finding["severity"], finding["field"]) == ("negative-stem", "warning", "stem")
    assert finding["line"] > 10
    assert told["counts"] == {"questions": 2, "errors": 0, "warnings": 1, "info": 1}
    assert [each["rule"] for each in told["bank"]] == ["key-position", "near-duplicate"]
    assert told["bank"][1]["codes"] == [SOUND["code"], EXCEPT["code"]]


def test_one_rule_of_the_whole_bank_can_be_asked_for(folder_of):
    done = lint(folder_of({}, EXCEPT), "--rule", "key-position")

    assert "bank key-position info Of 2 questions with 3 options the key stands 2 times first" in done.output
    assert "negative-stem" not in done.output


def test_the_same_question_in_both_pools_is_a_warning_and_fails_only_when_strict(folder_of):
    pools = {"pool": "exam"}, {"pool": "practice", "code": "safety/sample/again"}
    folder = folder_of(*pools)

    done = lint(folder)

    assert "bank near-duplicate warning safety/sample/sound and safety/sample/again ask nearly the same" in done.output
    assert done.output.endswith("2 questions: 0 errors, 1 warning, 0 info.\n")
    assert (done.exit_code, lint(folder, "--strict").exit_code) == (0, 1)


def test_the_bank_of_the_site_is_linted(app, monkeypatch):
    monkeypatch.setattr(site, "application", lambda: app)
    with app.app_context():
        bank.load(PLAIN | SOUND | EXCEPT)

    done = lint("--database")

    assert done.exit_code == 0
    assert "database safety/sample/except negative-stem warning" in done.output
