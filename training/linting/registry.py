"""Every rule and every language there is. Add a rule, then its line here, its corpus and its page in the documents."""

from collections.abc import Collection, Mapping

from training.linting import choices, cues, stems, structure
from training.linting.english import ENGLISH
from training.linting.languages import Language
from training.linting.questions import Question
from training.linting.rules import Finding, Rule

RULES: tuple[Rule, ...] = (
    structure.NO_KEY,
    structure.TWO_KEYS,
    structure.EMPTY_OPTION,
    structure.MISSING_RATIONALE,
    structure.MISSING_SOURCE,
    structure.MISSING_ALTERNATIVE,
    choices.DUPLICATE_OPTIONS,
    structure.WEAK_SOURCE,
    cues.LONGEST_KEY,
    choices.ALL_OF_THE_ABOVE,
    choices.NONE_OF_THE_ABOVE,
    choices.COMBINED_OPTIONS,
    stems.NEGATIVE_STEM,
    cues.RARE_CLUE_WORD,
    cues.CLUE_WORD,
    cues.HEDGED_OPTION,
    cues.ABSOLUTE_TERM,
    cues.ARTICLE_CUE,
    stems.DOUBLE_NEGATIVE,
    stems.UNFOCUSED_STEM,
    stems.OPINION,
    stems.GAP_IN_THE_MIDDLE,
    stems.LONG_STEM,
    choices.NUMERIC_ORDER,
    choices.END_PUNCTUATION,
    choices.MIXED_OPTIONS,
    choices.REPEATED_LEAD,
    choices.TWO_OPTIONS,
    choices.TRUE_FALSE,
)
"""In the order of their findings: errors, warnings, then what only informs."""

LANGUAGES: Mapping[str, Language] = {ENGLISH.code: ENGLISH}


def check(question: Question, *, language: Language = ENGLISH, only: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what the rules find, errors first; ``only`` names the rules to ask, all when empty."""
    return tuple(
        Finding(rule, found.field, found.message)
        for rule in RULES
        if not only or rule.name in only
        for found in rule.find(question, language)
    )
