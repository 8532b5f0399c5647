"""From the list to a spreadsheet and back: only what was edited changes, and what is wrong is named."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tests.bank.bank import load
from tests.items import samples
from training.bank.queries import versions

PLAIN = samples.draft("plain")
CODE = PLAIN["code"]


@pytest.fixture
def ines(app, browser_of):
    with app.app_context():
        load()
    return browser_of("ines")


def sheet(browser, made_by, **filters):
    answer = browser.post("/bank/sheet", data={"made_by": made_by, **filters})
    assert answer.status_code == 200
    return answer.get_data()


def shown(browser, content, name):
    return browser.post("/bank/import", data={"files": (BytesIO(content), name)}, follow_redirects=True).text


def edited(content, change):
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    text = StringIO()
    csv.writer(text).writerows(change(rows))
    return text.getvalue().encode()


@pytest.mark.parametrize("made_by", ["xlsx", "csv"])
def test_an_unchanged_table_has_nothing_to_do(ines, made_by):
    page = shown(ines, sheet(ines, made_by), f"items.{made_by}")

    assert "0 new, 0 changed" in page
    assert "0 refused, 0 in conflict" in page
    assert "Nothing to do" in page


def test_the_list_leads_to_a_table_of_what_it_shows(ines):
    page = ines.get("/bank?text=sample%2Fplain").text
    assert 'href="/bank/sheet?text=sample/plain"' in page
    content = sheet(ines, "csv", text="sample/plain")

    assert [row["code"] for row in csv.DictReader(StringIO(content.decode("utf-8-sig")))] == [CODE]


def test_one_edited_cell_changes_one_field_of_one_item(app, ines):
    book = load_workbook(BytesIO(sheet(ines, "xlsx")))
    rows = {row[0].value: row for row in book.active.iter_rows(min_row=2)}
    place = [cell.value for cell in book.active[1]].index("objective")
    rows[CODE][place].value = "Wait and watch"
    buffer = BytesIO()
    book.save(buffer)
    answer = ines.post("/bank/import", data={"files": (BytesIO(buffer.getvalue()), "items.xlsx")})
    page = ines.get(answer.location).text
    assert "0 new, 1 changed" in page

    ines.post(answer.location)
    with app.app_context():
        row = versions.newest(CODE)
    assert (row.number, row.state, row.content["objective"]) == (2, "draft", "Wait and watch")


def test_a_formula_an_unknown_column_and_a_wrong_value_are_named_together(ines):
    def spoil(rows):
        at = {name: rows[0].index(name) for name in ("level", "objective", "stem")}
        rows[1][at["objective"]] = "=HYPERLINK(1)"
        rows[2][at["level"]] = "evaluate"
        return [[*rows[0], "colour"], *rows[1:]]

    page = shown(ines, edited(sheet(ines, "csv"), spoil), "items.csv")

    for words in ("colour", "has a formula under", "evaluate", "3 refused"):
        assert words in page


def test_what_two_people_edited_in_tables_of_one_day_is_in_conflict_and_neither_is_lost(app, ines, browser_of):
    def objective(words):
        def change(rows):
            at = rows[0].index("objective")
            return [rows[0], *([*row[:at], words, *row[at + 1 :]] for row in rows[1:])]

        return change

    mine, theirs = (sheet(ines, "csv", text="sample/plain") for _each in range(2))
    ivo = browser_of("ivo")
    answer = ivo.post("/bank/import", data={"files": (BytesIO(edited(theirs, objective("Theirs"))), "items.csv")})
    ivo.post(answer.location)
    page = shown(ines, edited(mine, objective("Mine")), "items.csv")

    assert "0 changed" in page
    assert "1 in conflict" in page
    unedited = shown(ines, mine, "items.csv")
    assert "1 unchanged, 0 refused, 0 in conflict" in unedited
    with app.app_context():
        assert versions.newest(CODE).content["objective"] == "Theirs"
