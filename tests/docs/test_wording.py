"""No page, mail, module, item or certificate says of anybody what a certificate of completion cannot say.

The words come from the clinical dossier. They are not used at all: not of a thing either, and not to deny them.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = re.compile(
    r"\b(competent|competenc(?:y|e|ies)|qualified|certified|licensed|licenced|certif(?:y|ies)|may practise)\b",
    re.IGNORECASE,
)
PLACES = (
    "training/**/templates/**/*.html",
    "training/**/templates/**/*.md",
    "training/items/*/*.html",
    "training/certificates/**/*.py",
    "training/certificates/**/*.typ",
    "training/modules/content/**/*.md",
    "training/modules/content/**/*.toml",
    "training/packs/**/*.toml",
    "training/packs/**/*.py",
    "training/programmes/**/*.toml",
)
FILES = sorted(path for place in PLACES for path in ROOT.glob(place))


def found(text: str) -> list[str]:
    """Return each line that says such a word of somebody."""
    return [line.strip() for line in text.splitlines() if WORDS.search(line)]


def test_there_is_something_to_look_at():
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_calls_anybody_what_a_certificate_cannot_show(path):
    assert found(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "She is a certified practitioner.",
        "You are now QUALIFIED to needle.",
        "a competent needler",
        "You may practise.",
    ],
)
def test_the_words_are_found(text):
    assert found(text)


def test_a_certificate_is_not_one_of_them():
    assert not found("Certificate of completion. It gives no authority to practise, and is not a licence.")
