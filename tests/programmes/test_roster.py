import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.programmes import roster
from training.programmes.roster import Unreadable, read

GOOD = "email,name\ntara@demo.test,Tara Okafor\n"


def names(data):
    return [row.name for row in read(data)]


def refused(text):
    return [(row.number, row.column, row.problem) for row in read(text.encode()) if row.refused]


def test_a_plain_file_is_read():
    row = read(GOOD.encode())[0]

    assert (row.number, row.email, row.name, row.refused) == (2, "tara@demo.test", "Tara Okafor", False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encodings_of_spreadsheets_are_told_apart(encoding):
    assert names("email,name\na@demo.test,Zoë Müller\n".encode(encoding)) == ["Zoë Müller"]


def test_a_mark_of_the_encoding_that_stands_twice_is_no_part_of_the_first_column():
    assert names("\ufeff\ufeffemail,name\na@demo.test,Zoë\n".encode()) == ["Zoë"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiters_of_spreadsheets_are_told_apart(delimiter):
    assert names(GOOD.replace(",", delimiter).encode()) == ["Tara Okafor"]


def test_quotes_keep_a_comma_and_a_quotation_mark():
    assert names(b'email,name\na@demo.test,"Okafor, ""Tara"""\n') == ['Okafor, "Tara"']


def test_carriage_returns_and_empty_lines_are_passed_over():
    assert [row.number for row in read(b"email,name\r\n\r\na@demo.test,A\r\n,\r\nb@demo.test,B\r\n")] == [3, 5]


def test_columns_may_stand_in_any_order_and_case():
    row = read(b"Name;E-Mail;Certificate name\nTara;T@Demo.test;Dr Tara")[0]

    assert (row.email, row.name, row.certificate_name) == ("t@demo.test", "Tara", "Dr Tara")


def test_a_name_is_kept_as_one_line_of_composed_characters():
    assert names("email,name\na@demo.test,Zoe\u0308   M".encode()) == ["Zoë M"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("not-an-address,A", "email"),
        ("a@,A", "email"),
        ("a b@demo.test,A", "email"),
        (",A", "email"),
        ("a@demo.test,", "name"),
        ("a@demo.test,=cmd|' /C calc'!A0", "name"),
        ("a@demo.test,+1", "name"),
        ("a@demo.test,@SUM(A1)", "name"),
        ("a@demo.test," + "x" * 201, "name"),
        ("a@demo.test,A,extra", ""),
        ('a@demo.test,"A\nB"', "name"),
        ("a@demo.test,\u200b", "name"),
        ("a@demo.test,a\u202eb", "name"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_number_and_column(line, column):
    found = refused(f"email,name\n{line}\nb@demo.test,B\n")

    assert [(number, name) for number, name, _ in found] == [(2, column)]


def test_an_address_twice_is_refused_the_second_time_and_names_the_first():
    assert refused("email,name\na@demo.test,A\nb@demo.test,B\nA@Demo.Test,A again\n") == [
        (4, "email", "is the address of row 2")
    ]


def test_an_address_is_one_however_its_accent_was_typed():
    assert refused("email,name\nzoe\u0308@demo.test,A\nZO\u00cb@demo.test,A again\n") == [
        (3, "email", "is the address of row 2")
    ]


def test_a_row_is_refused_with_all_that_is_wrong_in_it():
    [(number, column, problem)] = refused("email,name,certificate_name\nnobody,,=1+1,more\n")

    assert (number, column) == (2, "")
    for words in ("more cells", "email is not an e-mail address", "name is empty", "certificate_name begins with '='"):
        assert words in problem


def test_a_row_refused_for_its_name_is_still_told_that_its_address_is_taken():
    assert refused("email,name\na@demo.test,A\nA@demo.test,\n") == [
        (3, "name", "is empty; email is the address of row 2")
    ]


def test_an_address_of_a_refused_row_may_be_given_again():
    assert [row.number for row in read(b"email,name\na@demo.test,\na@demo.test,A\n") if not row.refused] == [3]


def test_all_that_is_wrong_with_the_first_line_is_said_at_once():
    with pytest.raises(Unreadable) as raised:
        read(b"email,e-mail,phone\na@demo.test,b@demo.test,1\n")

    for words in ("does not know: phone", "lacks the column name", "names the column email twice"):
        assert words in str(raised.value)


def test_the_line_that_tells_excel_the_delimiter_is_passed_over():
    rows = read(b"sep=;\r\nemail;name\r\na@demo.test;Okafor, Tara\r\n")

    assert [(row.number, row.name) for row in rows] == [(3, "Okafor, Tara")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"email,name\n", "nobody"),
        (b"email\na@demo.test\n", "lacks the column name"),
        (b"email,name,phone\na@demo.test,A,1\n", "phone"),
        (b"email,name,email\na@demo.test,A,b@demo.test\n", "twice"),
        (b'email,name\na@demo.test,"A\n', "quotation mark"),
        (b"email,name\na@demo.test," + b"A" * 140_000, "a cell of more than 131,072 characters"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not text"),
        (b"PK\x03\x04\x14\0\x06\0", "not text"),
        (b"email,name\n" + b"x" * roster.LARGEST, "5 MB"),
        (b"email,name\n" + b"a@demo.test,A\n" * (roster.MOST_ROWS + 1), "at most 2,000.*into 2 files"),
        (b"email,name\n" + b"a@demo.test,A\n" * 10_000, "10,000 lines.*into 5 files"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    try:
        rows = read(b"email,name\n" + data)
    except Unreadable:
        rows = ()

    assert all(row.number > 1 for row in rows)


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_row_in_order_has_an_address_and_a_name(email, name):
    try:
        rows = read(f"email;name\n{email};{name}\n".encode("utf-8", "ignore"))
    except Unreadable:
        rows = ()

    assert all("@" in row.email and row.name for row in rows if not row.refused)


def test_a_name_of_signs_is_refused_in_its_column():
    found = refused("email,name,certificate_name\na@demo.test,· ·,Tara\nb@demo.test,Tara,...\nc@demo.test,Tara,\n")

    assert found == [(2, "name", "holds no letter"), (3, "certificate_name", "holds no letter")]
