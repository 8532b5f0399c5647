"""How modules and items are written: short sentences, common words or listed terms, British spelling."""

import re
from functools import cache
from itertools import groupby
from pathlib import Path
from statistics import mean

import pytest

from tests.content.texts import count, everything, of_items, of_modules, plain, sentences
from training.linting.texts import WORD

HERE = Path(__file__).parent
ENDINGS = (
    ("'s", ""), ("n't", ""), ("'ll", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"),
    ("ing", ""), ("ing", "e"), ("ly", ""), ("ily", "y"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"),
    ("iest", "y"), ("ier", "y"), ("ness", ""), ("less", ""),
)  # fmt: skip
"""Endings of English that make no new word, and what stands before them."""
BRITISH = (
    ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("tre", "ter"), ("ae", "e"), ("oe", "e"),
    ("ll", "l"), ("ence", "ense"), ("ogue", "og"), ("grey", "gray"),
)  # fmt: skip
"""British spellings and the American ones under which the list may have a word."""
AMERICAN = re.compile(
    r"\b(\w+(?:iz(?:e|es|ed|ing|ation|ations)|yz(?:e|ed|ing))|centers?|fibers?|colou?r(?<=color)s?|behaviors?|favors?"
    r"|anesth\w+|hem(?:at|orrh)\w+|edema\w*|pediatric\w*|judgments?|tumors?|labor|gray|ischemi\w+|defenses?|programs?"
    r"|(?:label|travel|model)(?:ed|ing)|skillful\w*|fulfill|esophag\w+|diarrhea|practic(?:ed|ing)|leukocyt\w+)\b",
    re.IGNORECASE,
)
TAKEN = {"size", "sizes", "sized", "resize", "prize", "prizes", "seize", "seizes", "seized", "capsize", "organization"}
"""Words that only look American, and the name of the World Health Organization."""
MOST_WORDS, MEAN_WORDS = 40, 22


@cache
def listed(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def stems(word):
    """Return a word and what it may be a form of."""
    found = {word} | {word.removesuffix(end) + rest for end, rest in ENDINGS if word.endswith(end)}
    found |= {stem[:-1] for stem in found if len(stem) > 3 and stem[-1] == stem[-2]}
    found |= {stem.removeprefix(start) for start in ("un", "re") for stem in set(found)}
    return {stem for stem in found if len(stem) > 1}


@cache
def is_common(word):
    forms = stems(word)
    american = {form.replace(here, there) for form in forms for here, there in BRITISH}
    return bool((forms | american) & listed("common_english.txt"))


def words(text):
    return {word.casefold().replace("’", "'").removesuffix("'s") for word in WORD.findall(plain(text))}  # noqa: RUF001


@cache
def uncommon():
    found = {}
    for place, text in everything():
        for word in words(text):
            if len(word) > 1 and word not in found and not is_common(word):
                found[word] = place
    return found


def test_every_word_is_common_or_a_listed_term():
    assert {word: place for word, place in uncommon().items() if word not in listed("terms.txt")} == {}


def test_the_list_of_terms_holds_nothing_that_no_text_uses_and_is_sorted():
    terms = [
        line for line in (HERE / "terms.txt").read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]

    assert terms == sorted(set(terms))
    assert sorted(set(terms) - set(uncommon())) == []


def test_no_sentence_is_longer_than_40_words():
    long = [(place, said) for place, text in everything() for said in sentences(text) if count(said) > MOST_WORDS]

    assert long == []


@pytest.mark.parametrize("texts", [of_modules, of_items])
def test_no_module_or_topic_has_more_than_22_words_a_sentence_on_average(texts):
    """Names, cells of tables and answers of a few words are no sentences and would make any text short."""
    means = {}
    for home, pairs in groupby(
        sorted(texts()), key=lambda pair: pair[0].split()[0].rpartition("/")[0] or pair[0].split()[0]
    ):
        lengths = [count(said) for _place, text in pairs for said in sentences(text) if said[-1] in '.?"']
        means[home] = mean(lengths) if lengths else 0

    assert {home: number for home, number in means.items() if number > MEAN_WORDS} == {}


def test_all_of_it_is_spelt_in_british_english():
    found = {
        (place, word[0])
        for place, text in everything()
        for word in AMERICAN.finditer(plain(text))
        if word[0].lower() not in TAKEN
    }

    assert found == set()


def test_nothing_exclaims():
    assert [place for place, text in everything() if "!" in plain(text)] == []


def test_common_words_are_known_in_their_forms_and_in_british_spelling():
    assert all(is_common(word) for word in ("bleeding", "organised", "heaviest", "stopped", "colour", "untreated"))
    assert not any(is_common(word) for word in ("pneumothorax", "myofascial"))
