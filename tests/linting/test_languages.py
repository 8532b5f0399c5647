"""Another language is a value: a small German pack, and no rule changed."""

import re

from tests.linting.corpus import question
from training.linting.languages import Language
from training.linting.registry import check

GERMAN = Language(
    code="de",
    name="Deutsch",
    all_of_the_above=re.compile(r"alle(?: der)? (?:oben )?genannten(?: antworten)?"),
    negative=re.compile(r"\b(?:welche[rs]?|was)\b[^,;:?]*\b(?:nicht|nie|kein\w*)\b", re.IGNORECASE),
    shouted=re.compile(r"\b(?:NICHT|NIE|KEIN\w*)\b"),
    empty=frozenset({"was", "ist", "der", "die", "das", "ein", "eine", "welche", "welcher", "bei"}),
    everyday=frozenset({"muskel"}),
    stem=lambda word: word.casefold().removesuffix("s").removesuffix("n"),
)
BLANK = Language(code="xx", name="Blank")


def found(line, language):
    return {finding.rule.name for finding in check(question(line), language=language)}


def test_a_rule_finds_what_the_pack_describes():
    assert "all-of-the-above" in found("Was hilft? | *Alle genannten | Ruhe | Wärme", GERMAN)
    assert "all-of-the-above" not in found("What helps? | *All of the above | Rest | Heat", GERMAN)


def test_emphasis_is_seen_in_another_language():
    line = "Welcher Befund ist {} typisch? | *Jucken | Husten | Atemnot"

    assert "negative-stem" in found(line.format("nicht"), GERMAN)
    assert "negative-stem" not in found(line.format("**nicht**"), GERMAN)
    assert "negative-stem" not in found(line.format("NICHT"), GERMAN)


def test_rare_words_follow_the_stems_of_the_pack():
    assert "rare-clue-word" in found("Was hemmt Warfarin? | *Warfarins Ziel | Ruhe | Haut", GERMAN)
    assert "rare-clue-word" not in found("Was tut der Muskel? | *Muskeln ziehen | Ruhe | Haut", GERMAN)


def test_a_pack_without_data_leaves_the_rules_that_need_none():
    assert found("Which is not it? | Rib | Rib | All of the above", BLANK) == {"no-key", "duplicate-options"}
