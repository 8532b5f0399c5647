"""Text formats: every sample of every kind, and any values at all, come back as they were written."""

import datetime as dt
import string
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.items import samples
from training import items
from training.bank.formats import READERS, WRITERS, Entry, toml

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=40) | st.text(" \"'\\\n\t#=[]", max_size=20)
names = st.text(string.ascii_lowercase + "_-é .", min_size=1, max_size=8)
scalars = texts | st.booleans() | st.integers(-(2**62), 2**62) | st.dates(dt.date(1000, 1, 1))
values = (
    scalars
    | st.lists(texts, max_size=3)
    | st.lists(st.dictionaries(names, scalars, min_size=1), min_size=1, max_size=3)
)
drafts = st.dictionaries(names.filter(lambda name: name != "stimulus"), values, min_size=1, max_size=5)


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_that_writes_reads_what_it_wrote(suffix):
    drafts = samples.drafts()

    content = READERS[suffix](WRITERS[suffix]([Entry(draft) for draft in drafts]))

    assert [entry.draft for entry in content.entries] == drafts
    assert content.faults == ()


@pytest.mark.parametrize("suffix", WRITERS)
def test_accident_18_canonical_drafts_come_back_with_the_same_version(suffix):
    canonical = [items.parse(draft).draft() for draft in samples.drafts()]

    content = READERS[suffix](WRITERS[suffix]([Entry(draft) for draft in canonical]))

    figures = {"chest.svg": "1", "film.svg": "2"}
    assert [items.version(entry.draft, figures) for entry in content.entries] == [
        items.version(draft, figures) for draft in canonical
    ]


@given(st.lists(drafts, min_size=1, max_size=3))
def test_any_value_survives_toml(given_drafts):
    content = toml.read(toml.write([Entry(draft) for draft in given_drafts]))

    assert [entry.draft for entry in content.entries] == given_drafts


@given(texts)
def test_no_line_of_a_written_text_ends_in_a_blank(text):
    written = toml.write([Entry({"stem": text + "\nend"})])

    assert all(line == line.rstrip(" \t") for line in written.split("\n"))


def test_the_version_an_item_was_exported_from_is_noted_and_read():
    content = toml.read(toml.write([Entry({"code": "a"}, base="a" * 64), Entry({"code": "b"})]))

    assert [entry.base for entry in content.entries] == ["a" * 64, ""]


def test_a_shared_stimulus_is_written_once_and_read_into_each_item():
    shared = {"code": "case", "text": "She is 34.\n"}
    text = toml.write([Entry({"code": "a", "stimulus": shared}), Entry({"code": "b", "stimulus": shared})])

    assert text.count("She is 34.") == 1
    assert [entry.draft["stimulus"] for entry in toml.read(text).entries] == [shared, shared]


def test_an_unknown_stimulus_is_a_fault_of_its_item():
    entry = toml.read('[[item]]\ncode = "a"\nstimulus = "none"\n').entries[0]

    assert [fault.field for fault in entry.faults] == ["stimulus"]
    assert entry.line_of("stimulus") == 3


TEXT = '''# A file
[[item]]
code = "a"
stem = """
[[item]] is not one
code = "not a field"
"""  # [[item]]

  [[item.options]]
  id = "a"
  text = 'x'

[[item.options]]
id = "b"
rationale = "y"

[[item]]
code = "b"
'''


@pytest.mark.parametrize(
    ("number", "field", "line"),
    [
        (0, "code", 3),
        (0, "stem", 4),
        (0, "options[1].text", 11),
        (0, "options[2].rationale", 15),
        (0, "options[2].text", 13),
        (0, "options", 9),
        (0, "objective", 2),
        (1, "code", 18),
        (1, "options", 17),
    ],
)
def test_each_field_knows_its_line(number, field, line):
    assert toml.read(TEXT).entries[number].line_of(field) == line


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[item]]\ncode = "a\n', 2, "not TOML"),
        ("[[item]]\ncode = \n", 2, "not TOML"),
        ('[[item]]\ncode = "a"\ncode = "b"\n', 3, "not TOML"),
        ('[[item]]\nstem = """never closed\n', 3, "not TOML"),
        ('[[item]]\ncode = "a"\n\n[[itme]]\ncode = "b"\n', 4, "not a table"),
        ('approved_by = "me"\n[[item]]\ncode = "a"\n', 1, "not a table"),
        ('item = "x"\n', 1, "not a list"),
        ("[[item]]\nn = " + "9" * 5000 + "\n", 3, "not TOML"),
        ("n = " + "[" * 5000, 1, "not TOML"),
    ],
)
def test_a_fault_of_the_text_names_its_line(text, line, words):
    fault = toml.read(text).faults[0]

    assert words in fault.message
    assert fault.line == line
    assert fault.remedy


@pytest.mark.parametrize("text", ["", "# only a remark\n", "[[stimulus]]\ncode = 'x'\ntext = 'y'\n"])
def test_a_text_without_items_says_so(text):
    assert "no item" in toml.read(text).faults[0].message


def test_items_written_inline_are_named():
    assert any("inline" in fault.message for fault in toml.read('item = [{ code = "a" }]').faults)


def test_what_is_written_is_toml():
    assert tomllib.loads(toml.write([Entry({"a b": "c"})])) == {"item": [{"a b": "c"}]}
