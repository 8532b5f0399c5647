"""What decides an exam is said once: the start page promises in the words in which the result answers."""

from dataclasses import replace
from fractions import Fraction

from tests.quiz import exams
from training.core import scoring
from training.core.domains import DOMAIN_TITLES, Domain, Level
from training.core.items import Mark
from training.core.scoring import Rules, Scored
from training.core.specification import Specification
from training.quiz import reasons

ASKED = Specification(
    title="Foundations",
    cells={(Domain.SAFETY, Level.APPLY): 6, (Domain.ANATOMY, Level.APPLY): 4},
    critical=1,
    minutes=45,
    attempts=3,
    waiting_days=7,
    cut=Fraction(4, 5),
    cut_reason="provisional",
    minimums={Domain.SAFETY: Fraction(4, 5)},
)


def decided(*marks):
    """Decide a paper: marks of the six safety questions, the other four right."""
    given = [(Domain.SAFETY, Fraction(mark)) for mark in marks] + [(Domain.ANATOMY, Fraction(1))] * 4
    slots = [
        Scored(position, domain, Mark(awarded, Fraction(1), dangerous=False))
        for position, (domain, awarded) in enumerate(given, start=1)
    ]
    return scoring.decide(slots, Rules(ASKED.cut, ASKED.minimums))


def test_a_minimum_that_is_no_whole_number_says_what_reaches_it():
    assert reasons.asked(Fraction(4, 5), 6) == "at least 4.8 of 6 points (80 %), which 5 right answers reach"
    assert reasons.asked(Fraction(4, 5), 30) == "at least 24 of 30 points (80 %)"
    assert reasons.asked(Fraction(2, 3), 30) == "at least 20 of 30 points (2/3)"
    assert reasons.asked(Fraction("0.825"), 40) == "at least 33 of 40 points (82.5 %)"


def test_the_start_and_the_result_ask_for_the_same_in_the_same_words():
    total, [(domain, safety)] = reasons.rules(ASKED)

    said = reasons.words(decided(1, 1, 1, 1, 1, 0))

    assert domain is Domain.SAFETY
    assert said == [
        (True, f"9 points in all; asked for: {total}"),
        (True, f"In “{DOMAIN_TITLES[domain]}”: 5 points; asked for: {safety}"),
    ]


def test_one_point_is_one_point():
    _total, (_met, safety) = reasons.words(decided(1, 0, 0, 0, 0, 0))

    assert ": 1 point; asked for: at least 4.8 of 6 points" in safety


def test_parts_of_a_point_reach_a_minimum_as_well_as_right_answers_do():
    just, short = (decided(1, 1, 1, 1, last, 0) for last in ("4/5", "3/4"))

    assert [met for met, _words in reasons.words(just)] == [True, True]
    assert [met for met, _words in reasons.words(short)] == [True, False]


def test_the_start_page_says_it(app, browser_of):
    with app.app_context():
        drafts = exams.generated(6, [(Domain.SAFETY, Level.APPLY)])
        spec = exams.specification({(Domain.SAFETY, Level.APPLY): 6}, critical=1)
        exams.ready("tara", spec=replace(spec, minimums=ASKED.minimums, minimums_reason="agreed"), drafts=drafts)

    page = browser_of("tara").get(f"/exam/{exams.CODE}").text

    assert (
        f"In “{DOMAIN_TITLES[Domain.SAFETY]}” alone: at least 4.8 of 6 points (80 %), which 5 right answers reach."
        in page
    )
