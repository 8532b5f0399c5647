"""Rules over numbers: words of a section and of the module, questions, figures."""

from collections.abc import Iterator, Mapping

from training.modules.content import Module
from training.modules.lint import texts
from training.modules.lint.rules import (
    BY_NAME,
    FEWEST_FIGURES,
    FEWEST_QUESTIONS,
    MODULE_WORDS,
    SECTION_WORDS,
    Finding,
)
from training.sources import Source


def findings(module: Module, _sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Yield sections and modules that are too long or too short, and what there is too little of."""
    lengths = [texts.count(section.text) for section in module.sections]
    for number, (section, length) in enumerate(zip(module.sections, lengths, strict=True), start=1):
        if length > SECTION_WORDS:
            rule = BY_NAME["long-section"]
            message = f"It has {length} words; at most {SECTION_WORDS} fit."
            yield Finding(rule, "section", section.id, f"sections[{number}].text", None, message, rule.remedy)
    if sum(lengths) not in MODULE_WORDS:
        yield _of("module-length", "sections", f"It has {sum(lengths):,} words in {len(lengths)} sections.")
    if len(module.checkpoints) < FEWEST_QUESTIONS:
        yield _of("few-questions", "checkpoints", f"It asks {len(module.checkpoints)} of {FEWEST_QUESTIONS}.")
    if len(module.figures) < FEWEST_FIGURES:
        yield _of("few-figures", "figures", f"It shows {len(module.figures)} of {FEWEST_FIGURES}.")


def _of(rule: str, field: str, message: str) -> Finding:
    return Finding(BY_NAME[rule], "module", "", field, None, message, BY_NAME[rule].remedy)
