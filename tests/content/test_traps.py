"""The twelve things that are easily said wrongly about the safety of needling, a test each.

Read is what modules and items say as their own: every sentence of a module, stems, right options, reasons. Wrong
options hold the mistakes on purpose. A sentence that denies a mistake, or tells that somebody makes it, does not.
"""

import re

import pytest

from tests.content.shipped import MODULES, SECTIONS, items
from tests.content.texts import everything, of_item, plain, sentences
from training.linting.texts import unquoted
from training.sources import register
from training.web import richtext

DENIED = re.compile(
    r"\b(not?|never|none|nor|neither|cannot|can't|without|nothing|nobody|hardly|wrong|mis(?:print|read|take)\w*|error|myth"
    r"|false|untrue|only if|(?:does|is)n't|fails?|says?|said|asks?|claims?|reads?|thinks?|believes?)\b",
    re.IGNORECASE,
)
"""How a sentence says that something is not so, or that somebody else says it."""
GUIDED = re.compile(
    r"irish|ireland|iscp|apta|american|who\b|world health|nice\b|aacp|asap|australia|guideline|guidance|rule|law|policy"
    r"|notice|council|employer|national|countr|review|trial|stud(?:y|ies)|survey|course",
    re.IGNORECASE,
)
"""Whose word a verdict is."""
MISTAKES = {
    "6 bracketing a rib guarantees nothing": (
        r"bracket\w*.*(guarantee|fail-?safe|protects?\b|prevents?|rules? out|safe\b|is certain)",
        "Bracketing the rib guarantees that the lung is out of reach.",
    ),
    "7 no length or depth is safe for everybody": (
        r"\b\d+(\.\d+)?\s?(mm|cm)\b[^.]*\bsafe\b|\bsafe\b[^.]*\b\d+(\.\d+)?\s?(mm|cm)\b|safe (depth|length)",
        "A needle of 30 mm is safe here.",
    ),
    "8 a normal saturation clears nobody": (
        r"(saturation|SpO2|oximeter|reading)\b.*\b(excludes?|rules? out|clears?|proves?)",
        "A normal saturation excludes a pneumothorax.",
    ),
    "9 feeling well on leaving proves nothing": (
        r"\b(well|fine|no symptoms?)\b.*\bleav(es?|ing)\b.*\b(excludes?|rules? out|proves?)",
        "Feeling fine when leaving proves that the lung is whole.",
    ),
    "10 a pneumothorax is not only for the thin": (
        r"\bonly\b.*\b(thin|slim|lean|slight)\b|\b(large|obese|big|heavy)\b.*\b(protected|spared|safe)\b",
        "It happens only in thin people.",
    ),
}
"""A mistake, and a sentence that makes it."""
ANATOMY = {"GRUSCHE17"}
"""Papers on acupuncture whose depths are anatomy, quoted from work on cadavers: no data about acupuncture."""
STATES = re.compile(
    r"\b(Arizona|Colorado|Georgia|Florida|Delaware|Virginia|Maryland|Illinois|Utah|Washington)\b.*?\b\d+ (?:h|hours)\b"
)
DATED = re.compile(
    r"check|January 2026|of \d{4}|in \d{4}|changes?|last read|proposed|repeal|at the time", re.IGNORECASE
)


def said():
    """Return every sentence with its place."""
    return [(place, sentence) for place, text in everything() for sentence in sentences(text)]


def makes(pattern, sentence):
    """Return whether a sentence makes a mistake in its own words and does not deny it."""
    return bool(re.search(pattern, unquoted(sentence), re.IGNORECASE)) and not DENIED.search(sentence)


def made(pattern):
    """Return the sentences that make a mistake."""
    return [(place, sentence) for place, sentence in said() if makes(pattern, sentence)]


def about(pattern):
    """Return the whole texts that speak of something, with their places."""
    return [(place, plain(text)) for place, text in everything() if re.search(pattern, plain(text), re.IGNORECASE)]


def test_1_acupuncture_data_are_called_acupuncture_data():
    known = register()
    unlabelled = []
    for module in MODULES:
        texts = [*module.key_points, *module.not_said, *(figure.caption for figure in module.figures)]
        for text in texts:
            codes = richtext.citations(text)
            if (
                codes
                and all(known[code].acupuncture and code not in ANATOMY for code in codes)
                and re.search(r"\d", plain(text))
            ):
                unlabelled += [] if "acupunct" in text.lower() else [(module.code, text)]

    assert unlabelled == []


def test_2_the_ceiling_of_a_study_without_events_is_no_rate():
    ceiling = re.compile(
        r"at most|ceiling|upper|limit|up to|≤|misread|not (?:an )?observed|no (?:rate|more)|wrong|0\.039", re.IGNORECASE
    )

    assert [pair for pair in about(r"(?<![\d.])0\.04\s?%") if not ceiling.search(pair[1])] == []


def test_3_a_study_with_two_denominators_has_about_20000_sessions():
    assert [pair for pair in about(r"20,4[69]4") if "two" not in pair[1].lower() and "20,464 and" not in pair[1]] == []


def test_4_the_misprint_of_a_rate_is_never_its_value():
    misprint = re.compile(r"print|misprint|wrong|arithmetic|has read|not 0\.003", re.IGNORECASE)

    assert [pair for pair in about(r"0\.003\s?%") if not misprint.search(pair[1])] == []


def test_5_the_classic_needlestick_figures_are_dated_and_beside_the_newer_ones():
    dated = re.compile(r"old|classic|range|earlier|before|once|taught|newer|2020|6 (?:to|\u2013) ?30", re.IGNORECASE)
    classic = about(
        r"hepatitis C.*(?<![\d.])1\.8\s?%|(?<![\d.])1\.8\s?%.*hepatitis C|hepatitis B.{0,80}(?<![\d.])30\s?%"
    )

    assert [pair for pair in classic if not dated.search(pair[1])] == []


@pytest.mark.parametrize(("pattern", "_example"), MISTAKES.values(), ids=MISTAKES)
def test_6_to_10_a_mistake_is_not_made(pattern, _example):
    assert made(pattern) == []


@pytest.mark.parametrize(("pattern", "example"), MISTAKES.values(), ids=MISTAKES)
def test_6_to_10_a_mistake_would_be_found_unless_it_is_denied_or_quoted(pattern, example):
    assert makes(pattern, example)
    assert not makes(pattern, f"It is wrong that {example[0].lower()}{example[1:]}")
    assert not makes(pattern, f'He was told: "{example}"')


@pytest.mark.parametrize("topic", ["lymphoed", "pregnan", "disinfect", r"\bgloves?\b"])
def test_11_where_guidelines_disagree_an_item_says_whose_rule_it_asks(topic):
    """A verdict on such a topic in the right answer names a guideline, a rule or a study, there or in the question."""
    verdict = re.compile(r"\babsolute|\brelative|contraindicat|\brequired\b|\bmust\b|forbidden|banned", re.IGNORECASE)
    bare = []
    for item in items():
        right = " ".join(option.text for option in item.options if option.id in item.key)
        asked = f"{item.stem} {right}"
        if re.search(topic, asked, re.IGNORECASE) and verdict.search(right) and not GUIDED.search(asked):
            bare.append((item.header.code, right))

    assert bare == []


def test_12_the_law_of_a_state_is_dated_or_to_be_checked():
    undated = [
        f"{module.code}/{section.id}"
        for module, section in SECTIONS
        if any(STATES.search(line) for line in section.text.splitlines()) and not DATED.search(section.text)
    ]
    for item in items():
        whole = " ".join(text for _place, text in of_item(item.header.code, item))
        if STATES.search(whole) and not DATED.search(whole) and item.header.review_by is None:
            undated.append(item.header.code)

    assert undated == []
