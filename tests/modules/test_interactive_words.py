"""What interactive parts and the drill say keeps to the rules of the content that modules are held to."""

import re

import pytest

from tests.modules.test_content import (
    ABOUT_PRODUCTS,
    AMERICAN,
    ANATOMY,
    DESCRIBE_NOBODY,
    SAFE_DEPTH,
    TITLES_AND_SIZES,
    plain,
    words,
)
from training.modules import drill, interactives
from training.sources import register
from training.web import richtext

TEXTS = {name: list(part.texts()) for name, part in interactives.register().items()} | {
    "the drill": [
        text
        for moment in drill.moments().values()
        for text in (moment.story, *(said for option in moment.options for said in (option.text, option.why)))
    ]
}

pytestmark = pytest.mark.parametrize("texts", TEXTS.values(), ids=list(TEXTS))


def test_nobody_is_called_fit_to_needle_and_no_depth_safe(texts):
    said = [ABOUT_PRODUCTS.sub("", text) for text in texts]

    assert [text for text in said if DESCRIBE_NOBODY.search(text) or SAFE_DEPTH.search(text)] == []


def test_words_are_spelt_in_british_english_and_nothing_is_exclaimed(texts):
    found = {word[0] for text in texts for word in AMERICAN.finditer(text) if word[0].lower() not in TITLES_AND_SIZES}

    assert found == set()
    assert [text for text in texts if "!" in text] == []


def test_sentences_are_short(texts):
    sentences = [
        sentence
        for text in texts
        for sentence in re.split(r"(?<=[.?])\s+(?=[A-Z\"(“])", plain(text))
        if words(sentence)
    ]

    assert [sentence for sentence in sentences if words(sentence) > 40] == []
    assert sum(map(words, sentences)) / len(sentences) <= 22


def test_acupuncture_data_are_called_so(texts):
    known = register()
    unlabelled = [
        text
        for text in texts
        if (codes := richtext.citations(text))
        and all(known[code].acupuncture and code not in ANATOMY for code in codes)
        and re.search(r"\d", plain(text))
        and "acupunct" not in text.lower()
    ]

    assert unlabelled == []
