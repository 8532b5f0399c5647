"""The documents' page of the linter, written from the rules and from what the corpus measures.

``python -m tests.linting.page`` writes it anew after a rule, its words or its corpus changed.
"""

from pathlib import Path

from tests.linting import likenesses
from tests.linting.corpus import HALVES, measure
from training.bank import resembling
from training.linting import near_duplicates, readability
from training.linting.registry import LANGUAGES, RULES
from training.linting.whole import WHOLE_RULES

PAGE = Path(__file__).parents[2] / "docs/linting.md"

HEAD = """# The linter

The linter reads a question as an editor would: is anything missing, does anything give the key away, can it be misread?
It looks at the wording, and in the source register for what the key cites; it knows nothing of needling. The editor
shows what it finds beside the preview, and `training bank lint` prints the same for files or for the whole bank.

- An **error** blocks *send to review*: something is missing, or two options are the same.
- A **warning** wants a change or a reason. `--strict` counts it as a failure.
- An **info** is worth a look. A rule whose precision on the held half of the corpus is under 0.9 may only inform. So
  may those whose findings were real flaws in fewer than nine of ten cases on other people's questions, whatever they do
  here: hedged options, absolute terms, double negatives, unfocused stems, *a* and *an*.

## At the command line

    training bank lint question_bank                # every file of a folder; needs no database
    training bank lint --database                   # the newest version of every item on this site
    training bank lint question_bank --rule longest-key --rule negative-stem
    training bank lint question_bank --json

One line a finding: `file:line code rule severity message`. The line is left out where there is none, and the file is
`database` for items of the site. Below stands what the whole bank shows, as `bank rule severity message`. `--json`
prints one object with `findings`, `bank`, `unread` and `counts`; a finding has `file`, `line`, `code`, `rule`,
`severity`, `field` and `message`, a reading of the bank `rule`, `severity`, `remarkable`, `codes` and `message`.

| ends with | when |
|---|---|
| 0 | no error was found, and with `--strict` no warning either |
| 1 | something was found that fails |
| 2 | it was called wrongly, or a file could not be read; what could be read is linted and printed all the same |

## How well it does

Each rule was run over a [corpus](../tests/linting/corpus/README.md) of questions that are flawed in its way and of
questions that nearly are, written from the rule's definition before its code. The *seen* half was read while the rule
was written; the *held* half was written first and kept unread until then. Precision is the share of findings that are
flaws, recall the share of flaws that are found. `tests/linting` measures both anew on each run and compares this table.

The samples were written by whoever wrote the rules, to be clear cases on one side or the other. After the held half
was read, patterns were widened by phrasings that stand in neither half, and nothing it had shown as missed or wrong was
mended. On questions from elsewhere expect less; the evidence of each rule says what others found.

| rule | severity | seen: flawed, near | precision | recall | held: flawed, near | precision | recall |
|---|---|---|---|---|---|---|---|
"""


def page():
    """Return the whole page."""
    table = "".join(_row(rule) for rule in RULES)
    rules = [_rule(rule, rule.severity) for rule in RULES]
    whole = [_rule(rule, rule.severity) for rule in WHOLE_RULES]
    return "\n".join([HEAD + table, "## Rules\n", *rules, "## Whole banks\n", WHOLE, *whole, _near_duplicates(), REST])


def _row(rule):
    halves = [measure(rule.name, half) for half in HALVES]
    cells = [f"{each.flawed}, {each.near} | {each.precision:.2f} | {each.recall:.2f}" for each in halves]
    return f"| [`{rule.name}`](#{rule.name}) | {rule.severity} | {' | '.join(cells)} |\n"


def _rule(rule, severity):
    return (
        f"### {rule.name}\n\n**{rule.title}** ({severity}). {rule.why}\n\n"
        f"- *Evidence:* {rule.evidence}\n- *Better:* {rule.pattern}\n"
    )


WHOLE = """Some flaws show in many questions together only. A bank too small to tell is told so. Where keys stand and
how often they are the longest only informs; it counts as remarkable when chance alone gives it in fewer than one bank
of a hundred. Each pair of near-duplicates is a finding of its own, and between the pools a warning.
"""


def _near_duplicates():
    """Return how near-duplicates are found, and how well."""
    light = [*likenesses.likenesses("light-open"), *likenesses.likenesses("light-held")]
    right, wrong = (
        len(likenesses.found("light-open") + likenesses.found("light-held")),
        sum(len(p.wrong) for p in light),
    )
    was = likenesses.found("bank")
    shown = sum(pair.shown for pair in likenesses.likenesses("deep"))
    figures = {
        "rows": "".join(f"| {what} | {_halves(name)} |\n" for what, name in MEASURED_ON),
        "deep": f"{len(likenesses.found('deep'))} of {len(likenesses.likenesses('deep'))}",
        "shown": shown,
        "shown_from": resembling.LEAST,
        "most": ("no", "one", "two", "three", "four")[resembling.MOST],
        "least": near_duplicates.LEAST,
        "right": right,
        "all": right + wrong,
        "precision": f"{right / (right + wrong):.2f}",
        "was": len(was),
        "same": sum(pair.same for pair in was),
        "share": f"{sum(pair.same for pair in was) / len(was):.2f}",
    }
    return NEAR_DUPLICATES.format(**figures)


def _halves(name):
    halves = [f"{name}-{half}" for half in ("open", "held")]
    return " | ".join(f"{len(likenesses.found(half))} of {len(likenesses.likenesses(half))}" for half in halves)


MEASURED_ON = (("light paraphrases", "light"), ("near misses", "near-miss"))
NEAR_DUPLICATES = """## Near-duplicates

Two questions are taken for near-duplicates when they are alike by {least} or more, of 1. Stem is compared with stem and
right answer with right answer, both by the same weight; a case that several questions share is left out. Words lose
their endings, [words that mean the same](../training/linting/english_synonyms.txt) count as one, words for people count
for nothing and every number as the same; rare words weigh more than common ones, and their order does not matter. Where
one of the two has no answer in words, stems must be liker.

This finds *light* paraphrases: clauses in another order, other words for the same things, other names and numbers. The
[pairs](../tests/linting/near_duplicates/README.md) it is measured on were written first, half of them set aside until
the method was done; tests measure anew on each run and compare this table.

| pairs of questions, reported | open half | held half |
|---|---|---|
{rows}
A near miss is a question of the same topic, often of the same case, that asks something else; one that is reported is a
false alarm. Put beside the bank that ships, the light paraphrases were reported with {all} items of it, {right} times
with the one they paraphrase: a precision of {precision}. On that bank itself, as it stood when the method was written,
{was} pairs were reported, enemies of one pool as well; whoever read them found that {same} ask the same ({share}).

**What it misses.** Deep paraphrases ask the same about another case in other words: {deep} were reported. The editor
shows up to {most} items that are alike by {shown_from} or more; of the deep paraphrases {shown} would have shown what
they paraphrase. Questions that decide the same in unlike cases are found by reading those of the same topic and facts.
"""

NAMES = ", ".join(language.name for language in LANGUAGES.values())
REST = f"""## Reading level

The editor shows a rough reading level of stem and options: {readability.FORMULA} ({readability.SOURCE}). Syllables are
counted by groups of vowels, and technical words count as hard however familiar, so read it as "about
grade 9", no finer.

## What it cannot find

Distractors that nobody would choose, ambiguity, two answers that are both right, and a wrong key: these need answers of
candidates, or a reviewer. Cues from words that several options share were left out: following them, the key was found
in 20.5% and 29%, no better than the 25% of chance.

## Another language

Rules know no language. A pack is one value of `Language` in `training/linting/languages.py`: patterns, word lists and,
where a language needs them, functions. A rule whose data a pack lacks stays silent. There is {NAMES};
`tests/linting/test_languages.py` shows a small second one.
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
