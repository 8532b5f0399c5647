"""Files of other systems, in and out of the bank: by pages and from a terminal, the second time as well."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from tests.bank import bank
from tests.items import samples
from training.bank.queries import lists
from training.bank.queries.lists import Filters
from training.cli import bank as commands
from training.cli import site

GIFT = """// [id:q1] [tag:red]
::First::Which layer comes first?{=skin#Outside. ~bone}

$CATEGORY: Safety/Chest

::Second::[html]<b>How</b> deep<script>x</script>?{#5:1}

Read this.

::Broken::Not closed {=a

::Third::Which?{=a ~b}
"""
PLAIN = samples.draft("plain")


@pytest.fixture
def training(app, monkeypatch, tmp_path):
    """A function that runs ``training bank …`` on the database of this test, in a folder of its own."""
    monkeypatch.setattr(site, "application", lambda: app)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(commands.bank, [str(each) for each in arguments])


@pytest.fixture
def gift(tmp_path):
    path = tmp_path / "bank.gift"
    path.write_text(GIFT)
    return path


def held(app):
    with app.app_context():
        return {row.item.code: (row.number, row.content) for row in lists.selected(Filters())}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "letter.txt",
            b"Dear all,\nplease find the questions attached.\n",
            "cannot be read as Aiken, Cloze text, GIFT",
        ),
        ("page.xml", b"<html><body>Sign in</body></html>", "cannot be read as Common Cartridge, Moodle XML or QTI"),
        ("old.docx", b"\xd0\xcf\x11\xe0 an old Word file", "cannot be read as Word document"),
        ("none.gift", b"\xef\xbb\xbf\r\n", "is empty"),
        ("README", b"[[item]]", "has no suffix that says what it is. Use one of: .toml"),
        ("notes.md", b"[[item]]", "has the suffix .md, which nothing here reads"),
    ],
)
def test_a_file_without_questions_is_refused_by_what_it_should_have_been(training, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    done = training("import", tmp_path / name, "--dry-run")

    assert done.exit_code == 1
    assert f"{name}: {words}" in done.output


def test_a_dry_run_changes_nothing_and_ends_with_1_when_something_is_refused(app, training, gift):
    done = training("import", gift, "--dry-run")

    assert done.exit_code == 1
    assert "bank.gift:2: foundations/imported/first: new, single choice" in done.output
    assert "bank.gift:10: opens a brace that never closes. Write } after the answers." in done.output
    assert "Its <script> is left out." in done.output
    assert held(app) == {}


def test_nothing_is_taken_while_something_is_refused_and_nobody_agreed(app, training, gift):
    assert training("import", gift).exit_code == 1
    assert held(app) == {}


def test_what_is_taken_becomes_unfinished_drafts_with_what_was_given(app, training, gift):
    done = training("import", gift, "--skip-refused", "--level", "apply", "--author", "A. Writer", "--topic", "layers")

    assert done.exit_code == 0
    items = held(app)
    assert sorted(items) == ["foundations/layers/first", "safety/chest/second", "safety/chest/third"]
    assert items["safety/chest/second"][1]["stem"] == "**How** deep?"
    assert {(item["level"], item["author"], item["unfinished"]) for _number, item in items.values()} == {
        ("apply", "A. Writer", True)
    }


def test_the_page_of_an_unfinished_item_shows_what_there_is(training, gift, browser_of):
    training("import", gift, "--skip-refused")

    page = browser_of("ines").get("/bank/items/safety/chest/second")

    assert page.status_code == 200
    assert "<strong>How</strong> deep?" in page.text
    assert not any(f"<dt>{term}</dt>" in page.text for term in ("Rests on", "Study again", "Facts"))


def test_a_second_import_changes_what_changed_and_adds_nothing(app, training, gift):
    training("import", gift, "--skip-refused")
    gift.write_text(GIFT.replace("Outside.", "It lies outside."))

    done = training("import", gift, "--skip-refused")

    assert "0 new, 1 changed, 2 unchanged." in done.output
    assert held(app)["foundations/imported/first"][0] == 2


@pytest.mark.any_database
def test_json_says_everything_of_every_item(training, gift):
    said = json.loads(training("import", gift, "--dry-run", "--json").stdout)

    first = said["items"][0]
    assert (first["kind"], first["key"], first["outcome"]) == ("single_choice", ["a"], "new")
    assert first["draft"]["origin"]["tags"] == ["red"]
    assert [(each["line"], each["message"]) for each in said["refused"]] == [(10, "opens a brace that never closes")]
    assert len(said["left_out"]) == 1


def test_what_is_refused_can_be_mended_and_imported(app, training, gift, tmp_path):
    training("import", gift, "--skip-refused", "--refused", tmp_path / "mend.gift")
    text = (tmp_path / "mend.gift").read_text()

    (tmp_path / "mend.gift").write_text(text.replace("{=a", "{=a ~b}"))
    done = training("import", tmp_path / "mend.gift")

    assert text.startswith("// bank.gift:10: opens a brace")
    assert done.exit_code == 0
    assert "safety/chest/broken" in held(app)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["1", "skin"], "1 of 1 (100.00 %)"),
        (["First", "2"], "0 of 1"),
        (["q1", "a"], "1 of 1"),
        (["Second", "6"], "1 of 1"),
        (["Second", "6.01"], "0 of 1"),
    ],
)
def test_a_response_to_a_question_of_a_file_is_marked(training, gift, arguments, words):
    assert words in training("mark", gift, *arguments).output


@pytest.mark.any_database
def test_a_file_over_the_limit_is_refused_before_it_is_read(training, tmp_path):
    with (tmp_path / "big.gift").open("wb") as file:
        file.truncate(100 * 2**20)

    done = training("import", tmp_path / "big.gift")

    assert done.exit_code == 1
    assert "at most 12,582,912 are read" in done.output


@pytest.mark.parametrize("name", ["gift", "moodle-xml", "csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(app, training, tmp_path, name):
    with app.app_context():
        bank.load()
    before = held(app)

    out = training("export", tmp_path / f"out.{name}", "--format", name)
    again = training("import", tmp_path / f"out.{name}", "--format", name)

    assert (out.exit_code, again.exit_code) == (0, 0)
    assert f"0 new, 0 changed, {len(before)} unchanged." in again.output
    assert held(app) == before


def uploaded(browser, content, name="bank.gift", **fields):
    """Upload a file and return the address of what it would do."""
    return browser.post("/bank/import", data={"files": (BytesIO(content), name), **fields}).location


def test_the_page_shows_what_is_lost_filled_in_and_refused(browser_of):
    ines = browser_of("ines")

    page = ines.get(uploaded(ines, GIFT.encode(), author="Ines")).text

    assert "3 new, 0 changed, 0 unchanged, 1 refused, 0 in conflict." in page
    assert "Its &lt;script&gt; is left out." in page
    assert "Filled in: domain foundations; pool practice; level recall; author Ines" in page
    assert "asks nothing" in page


def test_each_question_that_is_refused_counts(browser_of):
    ines = browser_of("ines")

    page = ines.get(uploaded(ines, b"A {=a\n\nB {=a\n\nC {=a ~b}")).text

    assert "1 new, 0 changed, 0 unchanged, 2 refused, 0 in conflict." in page


def test_what_is_refused_is_given_back_to_whoever_uploaded_it(browser_of):
    ines = browser_of("ines")
    run = uploaded(ines, GIFT.encode())

    given = ines.get(f"{run}/refused")

    assert "attachment" in given.headers["Content-Disposition"]
    assert given.text.startswith("// bank.gift:10: opens a brace")
    assert browser_of("ivo").get(f"{run}/refused").status_code == 404


def test_nothing_refused_is_nothing_to_give_back(browser_of):
    ines = browser_of("ines")

    assert ines.get(f"{uploaded(ines, b'Q {=a ~b}')}/refused").status_code == 404


def test_an_export_for_another_system_says_first_what_it_does_not_hold(app, browser_of):
    with app.app_context():
        bank.load()
    ines = browser_of("ines")

    page = ines.get("/bank/export?made_by=gift").text

    assert "What GIFT does not hold" in page
    assert "Left out: GIFT has no question of the kind cloze." in page


@pytest.mark.any_database
@pytest.mark.parametrize(("made_by", "beside"), [("gift", True), ("moodle-xml", False)])
def test_an_export_says_of_pictures_whether_they_are_in_the_file(app, browser_of, made_by, beside):
    with app.app_context():
        bank.load()

    page = browser_of("ines").get(f"/bank/export?made_by={made_by}").text

    assert ("The picture film.svg is beside the file." in page) is beside


def test_an_export_from_the_page_is_a_zip_that_imports_as_it_was(app, browser_of):
    with app.app_context():
        bank.load()
    ines = browser_of("ines")

    given = ines.post("/bank/export", data={"made_by": "gift"}).data

    assert {"question_bank.gift", "question_bank.gift.needlewise.toml"} <= set(ZipFile(BytesIO(given)).namelist())
    page = ines.get(uploaded(ines, given, "export.zip")).text
    assert f"0 new, 0 changed, {len(samples.drafts())} unchanged, 0 refused" in page


def test_an_export_names_each_loss_once_with_all_its_items_and_then_writes(app, training, tmp_path):
    with app.app_context():
        bank.load()

    shown = training("export", tmp_path / "bank.gift", "--format", "gift", "--dry-run")
    done = training("export", tmp_path / "bank.gift", "--format", "gift")

    sentence = "Left out: GIFT has no question of the kind cloze."
    assert shown.output.count(sentence) == done.output.count(sentence) == 1
    assert all(row["code"] in shown.output for row in samples.drafts() if row["kind"] == "cloze")
    assert (tmp_path / "bank.gift.needlewise.toml").is_file()
