"""Tables of questions: dialects of CSV, workbooks, and what a cell may not be."""

import json
from datetime import date
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.bank.formats.drafts import content, draft, share
from training.bank.formats import Entry, chosen, named
from training.bank.formats.entries import Piece
from training.bank.formats.sheet.columns import as_written, harmless, share_cell, share_in

HEAD = "kind,stem,correct,option_1,option_2,option_3"


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "bytes_given",
    [
        f"{HEAD}\nsingle choice,Où?,B,a,b,c\n".encode(),
        f"{HEAD}\nmc,Où?,2,a,b,c\n".encode("utf-8-sig"),
        f"{HEAD};\r\nmultiple choice;Où?;b;a;b;c\r\n".replace(",", ";").encode(),
        f"{HEAD}\n,Où?,B,a,b,c\n".replace(",", "\t").encode(),
        f"{HEAD}\nsingle_choice,Où?,B,a,b,c\n".encode("cp1252"),
        b"Type,Question,Answer,Answer 1,Answer 2,Answer 3\nmc,O\xc3\xb9?,B,a,b,c\n",
    ],
)
def test_every_dialect_is_read_alike(bytes_given):
    found = draft("csv", bytes_given)

    assert (found["kind"], found["stem"]) == ("single_choice", "Où?")
    assert [option.get("correct") for option in found["options"]] == [None, True, None]


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_a_first_line_that_names_the_sign_between_cells_is_no_heading(first):
    found = content("csv", f"\ufeff{first}kind;stem;correct;option_1;option_2\nmc;Q;A;a, b;c\nmc;;A;a;b\n")

    assert [option["text"] for option in found.entries[0].draft["options"]] == ["a, b", "c"]
    assert (found.entries[0].line, found.faults[0].line) == (3, 4)
    assert chosen("excel.csv", f"{first}kind;stem\n".encode()) is named("csv")


def test_windows_1252_is_read_and_said():
    assert "Windows-1252" in content("csv", f"{HEAD}\nmc,Où?,B,a,b,c\n".encode("cp1252")).skipped[0].message


@pytest.mark.parametrize(
    ("bytes_given", "words"),
    [
        ("stem,option_1\n".encode("utf-16"), "UTF-16"),
        (b"stem,\x00", "binary"),
        (b"stem,colour\nQ,red\n", "'colour'"),
        (f"{HEAD}\nmc,=1+1,A,a,b\n".encode(), "formula under stem"),
        (f"{HEAD}\nmc,Q,A,a,b,c,d\n".encode(), "more cells"),
        (f"{HEAD}\nmc,Q,Z,a,b\n".encode(), "is 'Z'"),
        (f"{HEAD}\nmc,,A,a,b\n".encode(), "is missing"),
        (f"{HEAD}\npuzzle,Q,A,a,b\n".encode(), "is 'puzzle'"),
        (f'{HEAD}\nmc,"Q,A,a,b\n'.encode(), "not CSV"),
        (b"", "no question"),
    ],
)
def test_what_cannot_be_read_is_named(bytes_given, words):
    assert any(words in fault.message for fault in content("csv", bytes_given).faults)


@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
def test_a_row_with_a_formula_comes_back_to_be_mended_and_then_is_read(format_name):
    head = [*HEAD.split(","), "tags"]
    given = [head, ["mc", "Fine?", "A", "a", "b"], ["mc", "=1+1", "A", "yes", "no", "", "new"]]
    table = book(*given) if format_name == "xlsx" else "\n".join(",".join(row) for row in given)
    found = content(format_name, table)
    (refused,) = [fault for fault in found.faults if fault.source]
    back = named(format_name).mend([Piece(refused.source, (refused.message,), refused.line)])

    assert [entry.draft["stem"] for entry in found.entries] == ["Fine?"]
    assert "formula" in refused.message
    (entry,) = content(format_name, back).entries
    assert (entry.draft["stem"], entry.draft["origin"]["tags"]) == ("=1+1", ["new"])


def test_a_row_with_too_many_cells_names_the_first_and_comes_back():
    found = content("csv", "stem;correct;option_1;option_2\nHow; deep?;A;a;b\n")

    assert "('b')" in found.faults[0].message
    assert json.loads(found.faults[0].source)["stem"] == "How"


def test_a_bad_row_never_hides_the_others_and_names_its_line():
    found = content("csv", f'{HEAD}\nmc,"Two\nlines",A,a,b\nmc,Q,,a,b\nmc,Q,A,a,b\nmc,Q,A,=x,b\n')

    assert [entry.line for entry in found.entries] == [2, 5]
    assert sorted((fault.line, fault.field) for fault in found.faults) == [(4, "correct"), (6, "")]


@pytest.mark.parametrize(
    ("row", "response", "expected"),
    [
        ("kind,stem,option_1,tolerance_1,option_2,weight_2\nnumeric,Q,12.5,0.5,10..20,50", ["13"], "1"),
        ("kind,stem,option_1,tolerance_1,option_2,weight_2\nnumeric,Q,12.5,0.5,10..20,50", ["20"], "1/2"),
        ("kind,stem,option_1,units,unit\nnumeric,Q,5,mm; cm=10,required", ["0.5 cm"], "1"),
        ("kind,stem,option_1,option_2,weight_2\nshort_text,Q,rib*,bone,1/3", ["Bone"], "1/3"),
        ("kind,stem,option_1,match_1,option_2,match_2,match_3\nmatching,Q,a,x,b,y,z", ["p1=a", "p2=c"], "1/2"),
        ("kind,stem,option_1,option_2,option_3,option_4\nordering,Q,a,b,c,d", ["a", "b", "c", "d"], "1"),
        ("kind,stem,correct,option_1,option_2,option_3\nmultiple,Q,A C,a,b,c", ["a", "c"], "1"),
        ("kind,stem,weight_1,option_1,weight_2,option_2\nmultiple,Q,100,a,-50,b", ["a", "b"], "1/2"),
        ("kind,stem,correct,feedback_1\ntf,Q,False,No.", ["False"], "1"),
        ("kind,passage\ncloze,It is {1:MC:=here~there} and {1:SA:=so}.", ["g1=a"], "1/2"),
    ],
)
def test_each_kind_is_marked_as_its_row_says(row, response, expected):
    assert share("csv", row + "\n", *response) == Fraction(expected)


def test_columns_of_this_bank_are_taken_over():
    head = "code,kind,stem,correct,option_1,option_2,level,sources,checked_on,sources_1,danger_2,safety_point"

    found = draft("csv", f"{head}\nsafety/a/b,mc,Q,A,x,y,apply,A B,2026-11-01,C,yes,C1\n")

    assert (found["code"], found["level"], found["sources"]) == ("safety/a/b", "apply", ["A", "B"])
    assert found["options"][0]["sources"] == ["C"]
    assert found["options"][1]["dangerous"] is True


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx"])
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_no_written_cell_is_a_formula(name, text):
    given = draft("csv", f"{HEAD}\nmc,Q,A,a,b\n") | {"stem": text, "code": "safety/a/b"}

    written = named(name).write([Entry(given)], {}).content

    cells = [cell for row in load_workbook(BytesIO(written)).active for cell in row] if name == "xlsx" else []
    assert all(cell.data_type != "f" for cell in cells)
    assert f"'{text.strip()}".encode() in written or name == "xlsx" or text == "\tx"
    assert content(name, written).entries[0].draft["stem"] == text.strip()


@given(st.text(max_size=30))
def test_a_harmless_cell_is_read_as_it_was(text):
    assert as_written(harmless(text.strip())) == as_written(text)


@given(st.fractions(-1, 1, max_denominator=30))
def test_a_share_survives_a_cell(share_given):
    assert share_in(share_cell(share_given)) == share_given


def test_a_workbook_holds_numbers_dates_and_truths():
    head = ["kind", "stem", "option_1", "tolerance_1", "vignette", "checked_on"]

    found = draft("xlsx", book(head, ["numeric", "Q", 12.5, 1, True, date(2026, 1, 2)]))

    assert (found["answers"][0]["value"], found["answers"][0]["tolerance"]) == ("12.5", "1")
    assert (found["vignette"], found["checked_on"]) == (True, "2026-01-02")


def test_a_formula_of_a_workbook_is_refused_by_its_cell():
    found = content("xlsx", book(HEAD.split(","), ["mc", "Q", "A", "=1+1", "b"], ["mc", "Q", "A", "a", "b"]))

    assert len(found.entries) == 1
    assert "D2" in found.faults[0].message


def altered(workbook, name, change):
    """Return a workbook with one of its parts changed."""
    buffer = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(buffer, "w") as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("bytes_given", "words"),
    [
        (b"no zip", "no Excel"),
        (b"PK\x03\x04broken", "not a zip"),
        (altered(book(["stem"]), "xl/workbook.xml", lambda xml: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml), "entities"),
        (altered(book(["stem"]), "xl/workbook.xml", lambda _xml: b"<broken"), "cannot"),
        (altered(book(["stem"]), "xl/worksheets/sheet1.xml", lambda _xml: b"\x00"), "not a workbook"),
    ],
)
def test_a_hostile_workbook_is_refused(bytes_given, words):
    assert content("xlsx", bytes_given).faults[0].message
    assert words in content("xlsx", bytes_given).faults[0].message or words == "cannot"
