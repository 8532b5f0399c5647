"""The packs that ship: each line as its sources say it, and no place in the code."""

import re
from datetime import date
from pathlib import Path

import pytest

from training import sources
from training.packs import files, queries, readiness
from training.sources import facts

ROOT = Path(__file__).parents[2]
READING = files.read(files.FOLDER, queries.known())
PACKS = {pack.code: pack for pack in READING.packs}
TODAY = date(2026, 11, 29)
NUMBER = re.compile(r"\d+")
CODE = [
    *(path for kind in ("py", "html", "js") for path in sorted(ROOT.glob(f"training/**/*.{kind}"))),
    *sorted(ROOT.glob("scripts/*.py")),
]


def lacking(code):
    return readiness.lacking(PACKS[code], sources.register(), today=TODAY)


def said(codes):
    """Return what the table of facts says with one of these sources."""
    return " ".join(
        statement.text
        for fact in facts.table().values()
        for statement in fact.says
        if set(codes) & set(statement.sources)
    )


def test_the_packs_that_ship_read():
    assert READING.problems == ()
    assert len(PACKS) == 15
    assert {f"{code}.toml" for code in PACKS} == {path.name for path in files.FOLDER.glob("*.toml")}


@pytest.mark.parametrize(
    "code", ["us-florida-pt", "us-georgia-pt", "us-colorado-pt", "us-delaware-pt", "us-california-pt"]
)
def test_a_pack_whose_every_line_was_seen_can_be_active(code):
    assert lacking(code) == ()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("us-washington-pt", "is missing"),
        ("us-utah-pt", "A bill of 2025"),
        ("us-illinois-pt", "listed for repeal"),
        ("us-virginia-pt", "proposed text"),
        ("us-maryland-pt", "proposal of December 2025"),
        ("us-arizona-pt", "athletic trainers"),
    ],
)
def test_a_pack_that_rests_on_less_stays_a_draft_and_says_why(code, reason):
    assert any(reason in fault.message for fault in lacking(code))


@pytest.mark.parametrize("code", sorted(PACKS))
def test_every_number_of_a_line_stands_in_a_fact_of_its_sources(code):
    for asked in PACKS[code].requirements:
        if asked.sources:
            known = set(NUMBER.findall(said(asked.sources)))
            assert set(NUMBER.findall(asked.text)) <= known, asked.text


@pytest.mark.parametrize("code", sorted(PACKS))
def test_what_a_line_counts_is_what_it_says(code):
    for asked in PACKS[code].requirements:
        counted = [number for number in (asked.hours, asked.sessions) if number]
        assert counted == [] or str(counted[0]) in NUMBER.findall(asked.text), asked.text


def test_nothing_in_the_code_names_a_place():
    places = re.compile(r"\b(" + "|".join(sorted(pack.title for pack in PACKS.values())) + r")\b", re.IGNORECASE)
    texts = {path: re.sub(r"font:[^\"]*", "", path.read_text(encoding="utf-8")) for path in CODE}

    assert [str(path) for path, text in texts.items() if places.search(text)] == []
