"""The shipped bank keeps the rules it was written under."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.content import shipped as shipped_content
from training import sources
from training.bank import checks, safety_points
from training.core.domains import Domain, Pool
from training.quiz import shipped as shipped_exams

ROOT = Path(__file__).parents[2]
BANK = ROOT / "question_bank"
EXAM = shipped_exams.exams()[0].specification
DESCRIBES_NOBODY = re.compile(
    r"\b(competen(t|cy|cies)|certified|qualified|licensed|may practise|fit to needle|safe to needle)\b", re.IGNORECASE
)


CORRECTED = re.compile(
    r"restores? (normal )?blood flow|twitch is (required|essential)|drink (plenty|more|extra)|can be prevented"
    r"|no pain|energy|releases? (the )?tension|deactivat|always safe|cures?\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def reading():
    return shipped_content.reading()


@pytest.fixture(scope="module")
def shipped(reading):
    return [found.item for found in reading.found]


@pytest.fixture(scope="module")
def exam(shipped):
    return [item for item in shipped if item.header.pool is Pool.EXAM]


@pytest.fixture(scope="module")
def singles(shipped):
    return [item for item in shipped if item.kind == "single_choice"]


def of_kind(shipped, kind):
    return [item for item in shipped if item.kind == kind]


def test_everything_in_it_can_be_loaded(reading):
    assert [str(problem) for problem in reading.problems] == []


def test_it_holds_what_was_promised(shipped, exam):
    assert len(shipped) >= 80
    assert len(exam) >= 60
    told = re.search(
        r"A bank of (\d+) items .*?, (\d+) of them for the exam", (ROOT / "CHANGELOG.md").read_text("utf-8")
    )
    assert told
    assert told.groups() == (str(len(shipped)), str(len(exam)))
    assert len(shipped) - len(exam) >= 20
    assert len(of_kind(shipped, "multiple_response")) >= 12
    assert len(of_kind(shipped, "ordering")) >= 8
    assert sum(item.header.vignette for item in shipped) >= 24
    assert sum(item.critical for item in shipped) >= 10


def test_each_file_holds_the_items_its_path_names(reading):
    assert {found.file for found in reading.found} == {
        f"{'/'.join(found.code.split('/')[:2])}.toml" for found in reading.found
    }
    assert all(found.file == f"{found.code.rpartition('/')[0]}.toml" for found in reading.found)


def test_practice_and_exam_share_no_question(shipped):
    stems = Counter(item.stem.strip().casefold() for item in shipped)

    assert max(stems.values()) == 1


def test_the_exam_pool_can_fill_each_cell_four_times(exam):
    held = Counter((item.header.domain, item.header.level) for item in exam)

    assert {cell: held[cell] for cell, wanted in EXAM.cells.items() if held[cell] < 4 * wanted} == {}


@pytest.mark.parametrize("domain", Domain)
def test_practice_has_every_domain(shipped, domain):
    assert any(item.header.domain is domain and item.header.pool is Pool.PRACTICE for item in shipped)


def test_every_set_has_room_on_a_paper(exam):
    """A set with more items of a cell than the cell asks would never be drawn."""
    sets = {}
    for item in exam:
        if item.header.stimulus:
            sets.setdefault(item.header.stimulus.code, Counter())[item.header.domain, item.header.level] += 1

    assert len(sets) >= 14
    assert {name: cells - Counter(EXAM.cells) for name, cells in sets.items() if cells - Counter(EXAM.cells)} == {}


def test_critical_items_of_different_safety_points_fill_a_paper(exam):
    assert len({item.header.safety_point for item in exam if item.critical}) >= EXAM.critical


def explained(item):
    """Return what a question explains: its options; of matching its premises, and the options that none of them has."""
    if item.kind != "matching":
        return item.options
    matched = {premise.match for premise in item.premises}
    return (*item.premises, *(option for option in item.options if option.id not in matched))


def test_every_option_says_why_and_from_where(shipped):
    parts = [(item.header.code, part) for item in shipped for part in explained(item)]
    silent = {code for code, part in parts if not (part.rationale.strip() and part.sources)}

    assert silent == set()


def test_no_key_rests_on_weak_or_unseen_sources_alone(shipped):
    register = sources.register()
    strong = {code for code, source in register.items() if source.tag == "S" and not source.weak}

    assert [item.header.code for item in shipped if strong.isdisjoint(item.header.sources)] == []


def test_the_right_option_rests_on_a_strong_source(shipped):
    register = sources.register()
    strong = {code for code, source in register.items() if source.tag == "S" and not source.weak}
    keyed = [(item, option) for item in shipped for option in item.options if option.correct]

    assert [item.header.code for item, option in keyed if strong.isdisjoint(option.sources)] == []


@pytest.mark.parametrize("pool", Pool)
@pytest.mark.parametrize("position", range(4))
def test_the_key_stands_at_each_of_four_places_in_20_to_30_percent(singles, pool, position):
    four = [item for item in singles if len(item.options) == 4 and item.header.pool is pool]
    here = sum(item.options[position].correct for item in four)

    assert 0.20 <= here / len(four) <= 0.30


def test_the_key_is_the_longest_option_in_at_most_30_percent(singles):
    longest = [item for item in singles if max(item.options, key=lambda option: len(option.text)).correct]

    assert len(longest) / len(singles) <= 0.30


def test_steps_are_not_written_in_their_right_order(shipped):
    orders = of_kind(shipped, "ordering")

    assert [item.header.code for item in orders if tuple(option.id for option in item.options) == item.key] == []


def test_no_option_is_all_or_none_of_the_above(shipped):
    texts = [option.text.casefold() for item in shipped for option in item.options]

    assert [text for text in texts if "of the above" in text] == []


def test_nobody_is_described_by_words_that_promise_too_much(shipped):
    texts = [
        text
        for item in shipped
        for text in (item.stem, *(o.text for o in item.options), *(o.rationale for o in item.options))
    ]

    assert [text for text in texts if DESCRIBES_NOBODY.search(text)] == []


def test_items_that_rest_on_acupuncture_data_say_so(shipped):
    """Where every source of a key is acupuncture and the text gives a number, the word stands in what is read."""
    register = sources.register()
    rest_on = [item for item in shipped if all(register[code].acupuncture for code in item.header.sources)]
    texts = {
        item.header.code: " ".join((item.stem, *(o.rationale for o in item.options))).casefold() for item in rest_on
    }

    assert rest_on
    assert [code for code, text in texts.items() if re.search(r"\d", text) and "acupuncture" not in text] == []


def test_no_item_brings_back_what_the_dossiers_corrected(shipped):
    """Parts 6 and 20 of the dossiers: claims of the founding article that no key may repeat."""
    keyed = [(item.header.code, o.text) for item in shipped for o in item.options if o.correct]

    assert [code for code, text in keyed if CORRECTED.search(text)] == []


def test_every_vignette_is_marked_and_is_more_than_a_question(shipped):
    told = {
        item.header.code: f"{item.header.stimulus.text if item.header.stimulus else ''}{item.stem}"
        for item in shipped
        if item.header.vignette
    }

    assert [code for code, words in told.items() if len(words) <= 80] == []


def test_the_linter_finds_no_error_and_no_warning(shipped):
    found = [(item.header.code, checks.of_version(item)) for item in shipped]

    assert [(code, each.message) for code, told in found for each in (*told.errors, *told.warnings)] == []


def test_every_safety_point_that_an_item_names_is_on_the_list(shipped):
    named = {item.header.safety_point for item in shipped if item.critical}

    assert named
    assert named <= safety_points.CODES
