"""Every rule does what its corpus says, as well as the documents say, and warns only when it may."""

import pytest

from tests.linting.corpus import FOLDER, HALVES, lines, measure, question
from tests.linting.page import PAGE, page
from training.core.items import Keys
from training.linting.registry import RULES, check
from training.linting.rules import Severity

ONLY_INFORM = {"double-negative", "unfocused-stem", "article-cue", "absolute-term", "hedged-option", "clue-word"}
"""Rules that others measured below 0.9."""

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
each_half = pytest.mark.parametrize("half", HALVES)
counts = pytest.mark.parametrize("rule", [r for r in RULES if r.severity != Severity.INFO], ids=lambda rule: rule.name)


def found(line, **options):
    return {finding.rule.name for finding in check(question(line), **options)}


def test_names_are_different_and_every_corpus_has_its_rule():
    names = [rule.name for rule in RULES]

    assert len(names) == len(set(names))
    assert {path.stem for half in HALVES for path in (FOLDER / half).iterdir()} == set(names)


@counts
def test_a_rule_that_counts_has_twenty_flawed_and_twenty_nearly_flawed_samples(rule):
    halves = [lines(rule.name, half) for half in HALVES]

    assert [(len(set(flawed)), len(set(near))) for flawed, near in halves] >= [(10, 10), (10, 10)]
    assert sum(len(set(flawed)) for flawed, _ in halves) >= 20
    assert sum(len(set(near)) for _, near in halves) >= 20


@each_rule
def test_no_sample_stands_in_both_halves(rule):
    seen, held = ({*flawed, *near} for flawed, near in (lines(rule.name, half) for half in HALVES))

    assert seen & held == set()


@counts
def test_a_rule_counts_only_with_a_precision_of_nine_tenths_on_the_held_half(rule):
    assert measure(rule.name, "held").precision >= 0.9


@counts
@each_half
def test_a_rule_that_counts_finds_nine_of_ten_flaws(rule, half):
    assert measure(rule.name, half).recall >= 0.9


@each_rule
def test_a_rule_that_was_unsure_elsewhere_only_informs(rule):
    assert rule.severity == Severity.INFO or rule.name not in ONLY_INFORM


def test_the_documents_publish_what_is_measured():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.linting.page"


def test_a_sound_question_has_no_finding():
    assert found("Which sign comes first in a faint? | *Pallor | Rash | Wheeze | Fever") == set()


def test_findings_stand_in_order_of_their_weight():
    findings = check(question("Which is not it? | Pallor | Pallor {no source} | May come | All of the above"))

    weights = [list(Severity).index(finding.rule.severity) for finding in findings]
    assert weights == sorted(weights)
    assert len(set(weights)) == 3


def test_a_finding_names_the_field_it_is_about():
    [finding] = check(question("What? | *Rib | Lung | All of the above"), only=["all-of-the-above"])

    assert finding.field == "options[3].text"
    assert finding.message == "Option 3 says that all the others are right."


def test_only_the_rules_asked_for_are_run():
    assert found("Which is not it? | Rib | Rib", only=["negative-stem"]) == {"negative-stem"}


def test_every_right_option_must_be_long_for_the_longest_key_rule():
    line = "[several] Which? | *A long right option with many words | *{} | Rib | Lung"

    assert found(line.format("Skin"), only=["longest-key"]) == set()
    assert found(line.format("Another long right option here"), only=["longest-key"]) == {"longest-key"}


@pytest.mark.parametrize("keys", Keys)
def test_an_empty_draft_is_no_accident(keys):
    from training.linting.questions import of_draft

    assert {finding.field for finding in check(of_draft({}, keys=keys))} <= {"options", "sources"}


@pytest.mark.parametrize(
    "draft", [{"stem": 5, "options": "abc"}, {"options": [None, 3, {"text": ["x"]}], "sources": 1}]
)
def test_a_draft_with_values_of_other_types_is_linted(draft):
    from training.linting.questions import of_draft

    assert check(of_draft(draft, keys=Keys.ONE))
