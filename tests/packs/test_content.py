"""Files of packs are read strictly: every problem at once, with file, field, reason and remedy."""

from datetime import date

import pytest

from tests.packs.samples import KNOWN, PACK, changed, read
from training.core.gaps import Asks, Field
from training.packs import content, files


def problems(text, name="elbonia.toml"):
    data = text if isinstance(text, bytes) else text.encode()
    return files.read_all([(name, data)], KNOWN).problems


def fields(text):
    return [problem.field for problem in problems(text)]


def test_a_good_file_reads():
    pack = read()

    assert [asked.asks for asked in pack.requirements] == [Asks.HOURS, Asks.SESSIONS, Asks.FIELD]
    assert (pack.requirements[0].hours, pack.requirements[0].counts) == (50, ("in-person",))
    assert (pack.requirements[1].sessions, pack.requirements[2].field) == (25, Field.LICENCE_NUMBER)
    assert pack.checked_on == date(2026, 11, 20)


def test_what_is_stored_reads_as_the_file_did():
    pack = read()

    assert content.parse(pack.content, None) == pack


def test_the_order_of_fields_makes_no_other_version_and_a_day_does():
    title, profession = 'title = "Elbonia"\n', 'profession = "physical therapists"\n'
    turned = changed((title + profession, profession + title))

    assert read(turned).digest == read().digest
    assert read(changed(("2026-11-20", "2026-11-21"))).digest != read().digest


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('code = "elbonia-pt"', 'code = "Elbonia PT"', "code"),
        ('code = "elbonia-pt"', f'code = "{"x" * 61}"', "code"),
        ('title = "Elbonia"\n', "", "title"),
        ('title = "Elbonia"', f'title = "{"E" * 121}"', "title"),
        ('title = "Elbonia"', 'titel = "Elbonia"\ntitle = "Elbonia"', "titel"),
        ('authority = "The board of Elbonia"', "authority = 3", "authority"),
        ('asks = "hours"', 'asks = "hour"', "requirements[1].asks"),
        ("hours = 50\n", "", "requirements[1].hours"),
        ("hours = 50", "hours = 0", "requirements[1].hours"),
        ("hours = 50", "hours = 50.5", "requirements[1].hours"),
        ("hours = 50", "hours = true", "requirements[1].hours"),
        ('counts = ["in-person"]\n', "", "requirements[1].counts"),
        ('counts = ["in-person"]', 'counts = ["in-person", "by-post"]', "requirements[1].counts"),
        ('counts = ["in-person"]', 'counts = ["in-person", "in-person"]', "requirements[1].counts"),
        ('sources = ["FL-R"]', 'sources = ["FL-X"]', "requirements[1].sources"),
        ('sources = ["FL-R"]', 'sources = "FL-R"', "requirements[1].sources"),
        ("checked_on = 2026-11-20", 'checked_on = "last week"', "requirements[1].checked_on"),
        ("checked_on = 2026-11-20", "checked_on = 2026-11-20T10:00:00", "requirements[1].checked_on"),
        ("sessions = 25", "session = 25\nsessions = 25", "requirements[2].session"),
        ("sessions = 25", "sessions = 25\nhours = 3", "requirements[2].hours"),
        ('text = "25 supervised sessions"', 'text = " "', "requirements[2].text"),
        ('field = "licence number"', 'field = "shoe size"', "requirements[3].field"),
        ('field = "licence number"\n', "", "requirements[3].field"),
        ('asks = "field"\n', 'asks = "wording"\nwording = ""\n', "requirements[3].wording"),
    ],
)
def test_what_is_wrong_is_named_with_a_reason_and_a_remedy(old, new, wrong):
    found = problems(changed((old, new)))

    assert wrong in [problem.field for problem in found]
    assert all(problem.file == "elbonia.toml" and problem.message and problem.remedy for problem in found)


def test_a_wrong_word_for_what_is_asked_is_one_problem():
    assert fields(changed(('asks = "hours"', 'asks = "hour"'))) == ["requirements[1].asks"]


def test_all_problems_come_at_once_in_the_order_of_the_file():
    text = changed(('title = "Elbonia"\n', ""), ("hours = 50", "hours = -1"), ("sessions = 25\n", ""))

    assert fields(text) == ["title", "requirements[1].hours", "requirements[2].sessions"]


def test_the_same_requirement_twice_is_named():
    twice = PACK + PACK[PACK.index("[[requirements]]") :]

    assert fields(twice) == [f"requirements[{number}].text" for number in (4, 5, 6)]


def test_a_requirement_without_source_or_day_can_be_kept_as_a_draft():
    text = changed(('sources = ["FL-R"]\nchecked_on = 2026-11-20\n', ""))

    assert (read(text).requirements[0].sources, read(text).checked_on) == ((), None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"code = \xff", "is not a text in UTF-8"),
        (b"code = \n", "is not TOML"),
        (b"#" * (files.LARGEST + 1), "is larger than 200 kB"),
        (b"", "is missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(data, told):
    assert told in problems(data)[0].message


def test_a_wrong_line_of_toml_is_named():
    assert problems(changed(('title = "Elbonia"', 'title = "Elbonia')))[0].remedy == "Correct line 3."


def test_two_files_of_one_pack_are_a_problem_of_the_second():
    reading = files.read_all([("a.toml", PACK.encode()), ("b.toml", PACK.encode())], KNOWN)

    assert [problem.file for problem in reading.problems] == ["b.toml"]


def test_a_folder_without_a_pack_says_so(tmp_path):
    assert "holds no pack" in str(files.read(tmp_path, KNOWN).problems[0])
