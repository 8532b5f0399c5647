"""The page that traces the founding article is what its data say, and every name of the data leads somewhere."""

from dataclasses import replace

import pytest

from scripts import traceability
from scripts.traceability import CLAIMS, DATA, ITEMS_OF_A_TOPIC, PAGE, TOPICS, Entry, Trace, Verdict
from tests.content.shipped import MODULES, items
from training import sources
from training.core.drafts import DraftError

STATEMENT = """
[[statement]]
says = "It cures"
claims = ["C-s6.24"]
verdict = "dropped"
course = "It may help"
sources = ["CHYS23"]
sections = ["m/s"]
items = ["a/b/c"]
"""
TOPIC = """
[[topic]]
id = "S-s26.1"
says = "Allergy"
course = "Know it"
sources = ["CHYS23"]
sections = ["m/s"]
items = ["a/b/c", "a/b/d"]
"""
KNOWN = traceability.Shipped(
    titles={"m/s": "The section"}, files={"m/s": "m/01-s.md"}, cited={"m/s": ("CHYS23",)}, items={"a/b/c", "a/b/d"}
)


@pytest.fixture(scope="module")
def known():
    return traceability.shipped(MODULES, {item.header.code for item in items()})


@pytest.fixture(scope="module")
def trace():
    return traceability.read(DATA.read_text(encoding="utf-8"))


def whole(**changed):
    """Return data that have every number, their first statement with ``changed`` fields."""
    first = Entry(CLAIMS, "It cures", Verdict.DROPPED, "It may help", ("CHYS23",), ("m/s",), ("a/b/c",))
    topics = tuple(replace(first, names=(name,), verdict=None, items=("a/b/c", "a/b/d")) for name in TOPICS)
    return Trace((replace(first, **changed),), topics)


class TestShipped:
    def test_the_page_is_what_the_data_give(self, trace, known):
        assert PAGE.read_text(encoding="utf-8") == traceability.page(trace, known), "run `make trace`"

    def test_every_number_is_there_and_every_name_leads_somewhere(self, trace, known):
        assert traceability.problems(trace, known) == []

    def test_the_numbers_are_those_of_both_dossiers(self):
        assert (len(set(CLAIMS)), len(set(TOPICS))) == (25 + 16, 15)
        assert (CLAIMS[24], CLAIMS[-1], TOPICS[-1]) == ("C-s6.25", "S-s20.16", "S-s26.15")

    def test_every_source_is_registered(self, trace):
        named = {code for entry in (*trace.statements, *trace.topics) for code in entry.sources}

        assert sorted(named - set(sources.register())) == []

    def test_each_is_taught_and_tested_or_says_why_not(self, trace):
        assert all(entry.sections and bool(entry.items) is not bool(entry.untested) for entry in trace.statements)
        assert all(entry.sections and len(set(entry.items)) >= ITEMS_OF_A_TOPIC for entry in trace.topics)

    def test_the_file_of_every_section_is_there(self, known):
        assert [file for file in known.files.values() if not (DATA.parent / traceability.CONTENT / file).exists()] == []


class TestProblems:
    def test_whole_data_have_none(self):
        assert traceability.problems(whole(), KNOWN) == []

    @pytest.mark.parametrize(
        ("changed", "problem"),
        [
            ({"names": CLAIMS[1:]}, "claim C-s6.1 is missing"),
            ({"names": (*CLAIMS, "C-s6.26")}, "there is no claim C-s6.26"),
            ({"sections": ("m/s", "m/t")}, "'It cures': there is no section m/t"),
            ({"items": ("a/b/e",)}, "'It cures': there is no item a/b/e"),
            ({"sources": ("LTR22",)}, "'It cures': none of its sections cites LTR22"),
        ],
    )
    def test_each_is_named(self, changed, problem):
        assert traceability.problems(whole(**changed), KNOWN) == [problem]

    def test_a_topic_that_is_missing_or_stands_twice_is_named(self):
        data = whole()
        topics = (*data.topics[1:], data.topics[1])

        assert traceability.problems(replace(data, topics=topics), KNOWN) == [
            "topic S-s26.1 is missing",
            "topic S-s26.2 stands twice",
        ]


class TestReading:
    def test_what_is_written_is_read(self):
        found = traceability.read(STATEMENT + TOPIC)

        assert found.statements == (
            Entry(("C-s6.24",), "It cures", Verdict.DROPPED, "It may help", ("CHYS23",), ("m/s",), ("a/b/c",)),
        )
        assert [entry.names for entry in found.topics] == [("S-s26.1",)]

    @pytest.mark.parametrize(
        ("text", "field"),
        [
            (STATEMENT.replace('"dropped"', '"doubtful"'), "verdict"),
            (STATEMENT.replace('["m/s"]', "[]"), "sections"),
            (STATEMENT.replace('["a/b/c"]', "[]"), "untested"),
            (STATEMENT + 'untested = "A reason"', "untested"),
            (STATEMENT.replace("course", "lesson"), "course"),
            (TOPIC.replace(', "a/b/d"', ""), "items"),
            (TOPIC.replace('"a/b/d"', '"a/b/c"'), "items"),
        ],
    )
    def test_a_fault_is_named(self, text, field):
        with pytest.raises(DraftError, match=rf"\[1\]\.{field}"):
            traceability.read(text)


def test_the_page_says_why_no_item_tests_a_statement():
    data = traceability.read(STATEMENT.replace('["a/b/c"]', '[]\nuntested = "its source is weak"') + TOPIC)

    assert "- No item: its source is weak\n" in traceability.page(data, KNOWN)


def test_the_page_shows_what_became_of_a_statement():
    shown = traceability.page(traceability.read(STATEMENT + TOPIC), KNOWN)

    assert "### 1. It cures (C-s6.24)\n\n**Dropped.** It may help. CHYS23\n" in shown
    assert "- Taught in [The section](../training/modules/content/m/01-s.md) (m)\n" in shown
    assert "- Tested by [a/b/c](../question_bank/a/b.toml), [a/b/d](../question_bank/a/b.toml)\n" in shown
    assert "| dropped | not taught as true or as advice | 1 |\n" in shown
