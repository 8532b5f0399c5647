"""Numbers in modules, figures and items are those of the table of facts.

A number in a paragraph occurs in a fact with a source that the paragraph cites; a number in an item in one of its
facts, or in a fact with a source cited beside it. A number that two others of the same text come to is shown there.
Not compared are the cases that are invented: worked cases of modules, stems that open with a case, and wrong options.
"""

import re
from decimal import Decimal

import pytest

from tests.content.numbers import calculated, fits, given, named, numbers, of_source, unsourced
from tests.content.shipped import MODULES, SECTIONS
from tests.content.shipped import items as shipped
from tests.modules.test_content import paragraphs
from training.web import richtext, svg

TAUGHT = re.compile(
    r"usually|this course|course's|proposal|proposed|convention|commonly|often taken|platform|typical", re.IGNORECASE
)
"""How a text says that what follows is teaching or common knowledge rather than read in the cited source."""
FIGURES = [(module, figure) for module in MODULES for figure in module.figures]
CONVENTIONS = {Decimal(0), Decimal(95), Decimal(100)}
"""No difference, the level of every interval quoted, and the whole in percent."""

SHORT = 7
"""Numbers a text may hold for two of them to show a third: in a long table anything comes to anything."""

NOTICED = {"in_paragraphs": 0.75, "in_figures": 0.4, "in_questions": 0.7, "in_items": 0.75}
"""Which share of changed numbers the rule must notice; figures number their parts and axes, where any step goes."""
EXCEPTIONS = {
    "foundations-and-history figure timeline": ("47 1940 1960 1983 2020 2025", "years of the axis, and of the manual"),
    "needle-effects figure twitch-over-time": ("3 4", "marks of the axis"),
    "risk-and-screening figure rate-ladder": ("1000000", "the end of the axis"),
    "anatomy-of-danger figure anterior-map": ("9 11 14", "numbers of zones"),
    "clean-needle figure clean-needle-workflow": ("9 11", "numbers of steps"),
    "consent-and-records figure consent-wheel": ("9", "a number of the wheel"),
    "consent-and-records figure record-template": ("9", "a number of a blank"),
    "needle-effects question what-to-write": ("11", "an invented note"),
    "palpation-and-positioning question zero-of-nineteen": ("15", "the upper limit that no event in 19 leaves"),
    "anatomy-of-danger/kidney-and-abdomen": ("8", "a zone's number on the map"),
    "clean-needle/workflow": ("9 11", "numbers of steps"),
    "consent-and-records/plain-words": ("8", "7.55 and 7.7 percent, rounded, and said to be about"),
    "deep-technique-and-dose/sensing": ("48", "a teaching judgement of S-s7"),
    "needles-and-superficial/sizes": ("25.4", "millimetres of an inch"),
    "reasoning-and-aftercare/documentation": ("6 10", "an invented note"),
    "scope-and-reporting/near-miss": ("7 8", "an invented note"),
    "evidence/a-year-of-back-pain/does-it-grow": (
        "0.6 0.74 1.24",
        "widths of the case's intervals, and a value in both",
    ),
    "evidence/reading-intervals/rank-the-widths": (
        "0.89 2.65 3.48",
        "widths of the intervals, which the stem asks for",
    ),
    "foundations/leaflet/six-sentences": ("1940", "the decade of the reports of 1941 and 1947"),
    "safety/low-back-case/four-histories": ("6", "an invented history"),
    "trigger-points/reliability/no-reference-standard": ("85 90", "an invented leaflet, which is wrong"),
    "trigger-points/trial-reports/no-diagnosis-given": ("28", "28.3 rounded, and said to be about"),
}
"""Place: the numbers that may stand there, and why."""


def plain(text):
    """Return a text without citations, addresses and the numbers of list entries."""
    text = re.sub(r"\]\([^)]*\)", "]", richtext.CITATION.sub("", text))
    return re.sub(r"^\s*\d+\.\s", "", text, flags=re.MULTILINE)


def allowed(codes):
    return set().union(*(of_source(code) for code in codes), CONVENTIONS)


def shown(text, beside=""):
    """Return what two numbers of a short text come to, or two of it and of what is beside it."""
    said = [each for each in (text, f"{text} {beside}") if len(numbers(each)) <= SHORT]
    return set().union(*(calculated(each) for each in said))


def strange(text, known, beside=""):
    """Return the numbers of a text that are neither known nor shown."""
    results = shown(text, beside)
    return {f"{each:f}" for each in numbers(text) if each not in known and not fits(each, results)}


def in_paragraphs():
    """Yield place, text, nothing beside it and the numbers it may hold of each paragraph that may claim something."""
    for module, section in SECTIONS:
        if section.id == "worked-case":
            continue
        for text in paragraphs(section.text):
            judged = unsourced() if TAUGHT.search(text) else set()
            yield f"{module.code}/{section.id}", plain(text), "", allowed(richtext.citations(text)) | judged
    for module in MODULES:
        for text in (*module.key_points, *module.not_said):
            yield f"{module.code} key points", plain(text), "", allowed(richtext.citations(text))


def in_figures():
    """Yield the same of what stands in, under and about a figure; its sources are the caption's and its section's."""
    for module, figure in FIGURES:
        showing = [section.text for section in module.sections if f"(figure:{figure.id})" in section.text]
        codes = richtext.citations(" ".join((figure.caption, *showing)))
        judged = unsourced() if TAUGHT.search(" ".join((figure.caption, *showing))) else set()
        lettering = re.findall(r"<text[^>]*>(.*?)</text>", figure.svg, re.DOTALL)
        texts = (
            figure.caption,
            figure.alt,
            *svg.words(figure.svg),
            *(re.sub(r"<[^>]+>", " ", each) for each in lettering),
        )
        for text in texts:
            yield f"{module.code} figure {figure.id}", plain(text), plain(figure.caption), allowed(codes) | judged


def in_questions():
    """Yield the same of the questions in passing."""
    for module in MODULES:
        for question in module.checkpoints:
            section = module.section(question.section)
            known = allowed(richtext.citations(section.text)) if section else set()
            yield from of_choice(f"{module.code} question {question.id}", question.item, known, case=True)


def in_items():
    """Yield the same of each text of an item that states something."""
    for item in shipped():
        header = item.header
        known = given(named(header.facts)) | allowed(header.sources)
        known |= set(numbers(header.stimulus.text)) if header.stimulus else set()
        yield from of_choice(header.code, item, known, case=header.vignette)


def of_choice(place, item, known, *, case):
    """Yield the same of stem, right options and reasons; the stem is an invented ``case`` or states something."""
    if not case:
        yield place, item.stem, "", known
    right = set(item.key)
    lures = {number for option in item.options if option.id not in right for number in numbers(option.text)}
    for option in item.options:
        cited = known | set(numbers(item.stem)) | allowed(option.sources)
        if option.id in right:
            yield place, option.text, item.stem, cited
        yield place, option.rationale, item.stem, cited | lures


def excepted(place):
    return set(EXCEPTIONS.get(place, ("", ""))[0].split())


@pytest.mark.parametrize("texts", [in_paragraphs, in_figures, in_questions, in_items])
def test_every_number_is_one_of_the_table(texts):
    found = [
        (place, sorted(odd), text[:80])
        for place, text, beside, known in texts()
        if (odd := strange(text, known, beside) - excepted(place))
    ]

    assert found == []


def test_no_exception_is_left_that_nothing_needs():
    odd = {}
    for texts in (in_paragraphs, in_figures, in_questions, in_items):
        for place, text, beside, known in texts():
            odd.setdefault(place, set()).update(strange(text, known, beside))

    assert {place: numbers for place, (numbers, _why) in EXCEPTIONS.items() if set(numbers.split()) - odd[place]} == {}


@pytest.mark.parametrize("texts", [in_paragraphs, in_figures, in_questions, in_items])
def test_a_changed_number_is_found(texts):
    """One step in the last place of any number is noticed in most places: else the rule would guard nothing."""
    seen = caught = 0
    for _place, text, beside, known in texts():
        results = shown(text, beside)
        for number in numbers(text):
            changed = number + Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
            seen += 1
            caught += changed not in known and not fits(changed, results - {changed})
    assert caught / seen > NOTICED[texts.__name__]


def test_numbers_are_read_as_they_are_meant():
    text = "In 7,629 treatments (0.30 × 30 mm, −2.03; 55–91%, 6/10) of GB21, IL-6, the 4th, at 0.04%."  # noqa: RUF001 - as texts write them

    assert [f"{each:f}" for each in numbers(text)] == ["7629", "0.3", "30", "2.03", "55", "91", "6", "10", "0.04"]


def test_what_two_numbers_come_to_is_shown_and_what_they_do_not_is_not():
    assert strange("92 of 288 is 31.9%", {Decimal(92), Decimal(288)}) == set()
    assert strange("92 of 288 is 33.9%", {Decimal(92), Decimal(288)}) == {"33.9"}
