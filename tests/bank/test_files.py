"""Reading files: everything wrong is named with its place, and nothing right is lost beside it."""

import pytest

from tests.bank import bank
from tests.items import samples
from training import sources
from training.bank import files
from training.bank.readings import Known

KNOWN = Known(sources=sources.register(), sections={"recognising-complications": ("pneumothorax-recognition",)})
PLAIN = samples.draft("plain")


def read(contents, known=KNOWN):
    return files.read_contents(contents, known)


def read_one(draft, known=KNOWN):
    return read({"a.toml": bank.text_of(draft), **bank.FIGURES}, known)


def uploaded(contents):
    """Read a zip of these files as if somebody had uploaded it."""
    return files.read_upload([("bank.zip", bank.zipped(contents))], KNOWN)


def test_what_is_right_is_found_with_its_place():
    text = bank.text_of(*samples.drafts())
    reading = read({"safety/sample.toml": text, **bank.FIGURES})
    first = text.decode().splitlines().index("[[item]]") + 1

    assert reading.problems == ()
    assert [found.code for found in reading.found] == [draft["code"] for draft in samples.drafts()]
    assert (reading.found[0].file, reading.found[0].line) == ("safety/sample.toml", first)


def test_accident_17_one_bad_item_is_named_and_the_others_are_read():
    reading = read({"a.toml": bank.text_of(PLAIN, samples.draft("two-of-five") | {"level": "evaluate"})})

    assert [found.code for found in reading.found] == [PLAIN["code"]]
    assert [(p.file, p.field, p.code) for p in reading.problems] == [("a.toml", "level", "safety/sample/two-of-five")]
    assert reading.problems[0].line > 1


def test_every_problem_of_every_file_is_named_at_once():
    bad = PLAIN | {"level": "evaluate", "objective": "", "sources": ["NOBODY99"]}
    reading = read({"a.toml": bank.text_of(bad), "b.toml": b"[[item]\n", "c.toml": b"\xff\xfea"})

    assert {(p.file, p.field) for p in reading.problems} >= {
        ("a.toml", "level"),
        ("a.toml", "objective"),
        ("b.toml", ""),
    }
    assert {p.file for p in reading.problems} == {"a.toml", "b.toml", "c.toml"}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"stem = 'caf\xe9'", 1, "byte 0xE9"),
        (b"# fine\n\n# caf\xe9", 3, "byte 0xE9"),
        ("[[item]]".encode("utf-16"), 1, "UTF-16"),
        (b"PK\x03\x04\n\0\0", 2, "binary"),
    ],
)
def test_a_wrong_encoding_names_the_byte_and_the_line(content, line, words):
    problem = read({"a.toml": content}).problems[0]

    assert (problem.line, words in problem.message) == (line, True)
    assert problem.remedy


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    plain = read_one(PLAIN).found[0]
    other = read({"a.toml": b"\xef\xbb\xbf" + bank.text_of(PLAIN).replace(b"\n", b"\r\n")}).found[0]

    assert other.version == plain.version


def test_a_code_given_twice_names_both_places():
    reading = read({"a.toml": bank.text_of(PLAIN), "b.toml": bank.text_of(PLAIN)})

    assert len(reading.found) == 1
    assert "a.toml:1" in reading.problems[0].message
    assert reading.problems[0].file == "b.toml"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sources": ["NOBODY99"]}, "sources"),
        ({"module": "astrology"}, "module"),
        ({"section": "astrology"}, "section"),
        ({"enemies": ["safety/no/such"]}, "enemies"),
        ({"stem": "![x](figure:none.svg)\n\nWhat?"}, "stem"),
    ],
)
def test_a_reference_to_nothing_is_refused(change, field):
    reading = read_one(PLAIN | change)

    assert reading.found == ()
    assert [problem.field for problem in reading.problems] == [field]


def test_a_stem_of_ten_megabytes_is_refused_by_its_name():
    reading = read_one(PLAIN | {"stem": "x" * 10_000_000})

    assert "10,000,000 characters" in reading.problems[0].message
    assert reading.problems[0].field == "stem"


def test_a_file_too_large_to_read_is_refused_by_its_size():
    assert "bytes" in read({"a.toml": b"#" * (files.MAX_FILE + 1)}).problems[0].message


def test_one_stimulus_has_the_same_words_everywhere():
    other = samples.draft("critical") | {"code": "safety/sample/other"}
    other["stimulus"] = other["stimulus"] | {"text": "She is 35."}
    reading = read({"a.toml": bank.text_of(samples.draft("critical")), "b.toml": bank.text_of(other), **bank.FIGURES})

    assert "stimulus" in {problem.field for problem in reading.problems}


def test_an_item_keeps_its_pool():
    known = Known(sources=sources.register(), pools={PLAIN["code"]: "exam"})

    assert read_one(PLAIN, known).problems[0].field == "pool"


@pytest.mark.parametrize(
    "content",
    [
        b"not a picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://x.test/a.png"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(https://x.test/#a)"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><use href="https://x.test/#a"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<html/>",
    ],
)
def test_a_picture_that_is_none_or_not_harmless_is_refused(content):
    reading = read({"figures/a.svg": content})

    assert (reading.pictures, len(reading.problems)) == ((), 1)


def test_a_png_that_is_none_is_refused():
    assert "not the picture" in read({"figures/a.png": b"\x89PNG\r\n\x1a\nnonsense"}).problems[0].message


def test_another_picture_under_a_known_name_is_refused():
    reading = read(bank.FIGURES, Known(figures={"chest.svg": "0" * 64}))

    assert [problem.file for problem in reading.problems] == ["figures/chest.svg"]


def test_a_file_nobody_reads_is_named():
    assert "suffix" in read({"a.tmol": b"", "README.md": b""}).problems[0].message


HOSTILE_PATHS = [
    "../../evil.toml",
    "/etc/evil.toml",
    "..\\evil.toml",
    "C:/evil.toml",
    "a/../../evil.toml",
    "\\\\server\\share\\evil.toml",
]


@pytest.mark.parametrize("name", HOSTILE_PATHS)
def test_accident_17_a_hostile_path_in_an_archive_is_refused_and_written_nowhere(name):
    reading = uploaded({name: bank.text_of(PLAIN)})

    assert reading.found == ()
    assert "outside" in reading.problems[0].message


def test_an_archive_that_is_none_is_refused():
    assert "not a zip" in files.read_upload([("bank.zip", b"PK nonsense")], KNOWN).problems[0].message


def test_an_archive_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_TOTAL", 10)

    assert "more than" in uploaded({"a.toml": b"#" * 99}).problems[0].message


def test_an_archive_damaged_anywhere_is_named_and_never_an_accident():
    whole = bank.zipped({"a.toml": bank.text_of(*samples.drafts())}, compressed=True)
    for place in range(40, len(whole), 7):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        reading = files.read_upload([("bank.zip", damaged)], KNOWN)
        assert reading.problems or len(reading.found) == len(samples.drafts())


def test_two_files_of_one_name_are_named_and_not_dropped_in_silence():
    other = bank.text_of(samples.draft("five-steps"))
    reading = files.read_upload([("a.toml", bank.text_of(PLAIN)), ("sub/a.toml", other)], KNOWN)

    assert [found.code for found in reading.found] == [PLAIN["code"]]
    assert "here twice" in reading.problems[0].message


def test_the_same_file_given_twice_is_read_once():
    reading = files.read_upload([("a.toml", bank.text_of(PLAIN))] * 2, KNOWN)

    assert (len(reading.found), reading.problems) == (1, ())


def test_a_missing_folder_is_a_problem(tmp_path):
    assert files.read(tmp_path / "none", KNOWN).problems


def test_a_problem_is_one_line_with_its_place():
    problem = read_one(PLAIN | {"objective": ""}).problems[0]

    assert str(problem) == f"a.toml:{problem.line}: objective: is missing. Write it."
