"""Facts: the same facts, the same bytes; what contradicts itself is refused."""

from dataclasses import replace
from datetime import date

import pytest

from tests.certificates.samples import FOUNDATIONS, OBSERVED, THEORY
from training.certificates import facts
from training.certificates.facts import LIMITS, Predecessor, Title
from training.core.certification import Reason


@pytest.mark.parametrize(
    "given",
    [
        THEORY,
        FOUNDATIONS,
        replace(THEORY, valid_until=None, holder="סּ סאל"),
        replace(THEORY, replaces=Predecessor("7KQ4-M2XD-91TB-0CPY", Reason.RENEWAL)),
    ],
)
def test_facts_read_back_are_the_facts_written(given):
    assert facts.read(given.canonical().decode()) == given


def test_the_bytes_of_facts_are_fixed():
    assert THEORY.digest() == facts.read(THEORY.canonical().decode()).digest()
    assert THEORY.digest() != replace(THEORY, holder="Tara Okafo").digest()


@pytest.mark.parametrize("title", Title)
def test_every_title_carries_the_limits_word_for_word(title):
    assert LIMITS[title].startswith(
        "Knowledge certificate. It records that the holder passed a written test. It is not a licence, does not show "
        "that the holder can needle safely, and gives no authority to practise. Hands-on training, supervised "
        "practice, insurance and the regulator's permission are separate."
    )


def test_the_limits_are_part_of_the_facts():
    assert LIMITS[Title.THEORY].encode() in THEORY.canonical()


def test_a_certificate_issued_with_earlier_words_still_reads():
    earlier = replace(THEORY, limits="What an earlier release said.")

    assert facts.read(earlier.canonical().decode()) == earlier


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"number": "7kq4m2xd91tb0cpz"}, "number"),
        ({"holder": ""}, "name"),
        ({"holder": " Tara"}, "name"),
        ({"holder": "W" * 121}, "name"),
        ({"issued_on": date(2026, 11, 21)}, "issued"),
        ({"valid_until": date(2026, 11, 21)}, "over"),
        ({"valid_until": date.max}, "calendar"),
        ({"observed": OBSERVED}, "observed"),
        ({"title": Title.FOUNDATIONS}, "observed"),
        ({"limits": ""}, "limits"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(changes, problem):
    with pytest.raises(ValueError, match=problem):
        replace(THEORY, **changes)


def test_facts_of_another_format_are_refused():
    with pytest.raises(ValueError, match="unknown format"):
        facts.read(THEORY.canonical().decode().replace('"format":1', '"format":2'))


def test_what_awaits_review_makes_the_whole_provisional():
    assert THEORY.provisional
