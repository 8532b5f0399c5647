"""The labelled corpus: how a line is read, and how well a rule does on a half of it."""

import re
from dataclasses import dataclass
from pathlib import Path

from training import sources
from training.core.items import Keys
from training.linting.questions import of_draft
from training.linting.registry import check

FOLDER = Path(__file__).parent / "corpus"
HALVES = ("seen", "held")
KINDS = {"several": Keys.SEVERAL, "order": Keys.ELSEWHERE, "elsewhere": Keys.ELSEWHERE}
KIND = re.compile(r"\[(several|order|elsewhere)\]")
NOTE = re.compile(r"\{(no )?(rationale|source|figure|alt)(?:=([^}]*))?\}")


@dataclass(frozen=True)
class Labelled:
    """What a rule found in one half of its corpus: the lines it flags rightly, wrongly, and those it misses."""

    flawed: int
    near: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self):
        """Return the share of findings that are flaws; None when nothing was found."""
        found = self.flawed - len(self.missed) + len(self.wrong)
        return (self.flawed - len(self.missed)) / found if found else None

    @property
    def recall(self):
        """Return the share of flaws that are found."""
        return (self.flawed - len(self.missed)) / self.flawed


def lines(rule, half):
    """Return the flawed lines and the nearly flawed ones of a rule."""
    text = (FOLDER / half / f"{rule}.txt").read_text(encoding="utf-8")
    flawed, near = text.removeprefix("== flawed ==\n").split("== near miss ==\n")
    return flawed.rstrip("\n").split("\n"), near.rstrip("\n").split("\n")


def question(line):
    """Return the question of a line; what no note mentions is there."""
    stem, *options = line.split(" | ") if " | " in line else [line.rstrip(" |")]
    kind = KIND.search(stem)
    notes, asked = noted(KIND.sub("", stem))
    draft = {
        "kind": "sample",
        "stem": asked.replace(" // ", "\n\n"),
        "sources": notes.get("source", "SAAE").split(),
        "stimulus": {name: notes[name] for name in ("figure", "alt") if name in notes},
        "options": [option(text) for text in options],
    }
    weak = tuple(source.code for source in sources.too_weak(draft["sources"]))
    return of_draft(draft, keys=KINDS[kind[1]] if kind else Keys.ONE, weak=weak)


def option(text):
    notes, said = noted(text)
    given = {"rationale": notes.get("rationale", "Because it is so."), "sources": notes.get("source", "A").split()}
    return given | {"text": said.removeprefix("*"), "correct": said.startswith("*")}


def noted(text):
    notes = {name: "" if no else value for no, name, value in NOTE.findall(text)}
    return notes, NOTE.sub("", text).strip()


def measure(rule, half):
    """Run one rule over one half."""
    flawed, near = lines(rule, half)
    missed = tuple(line for line in flawed if not check(question(line), only=(rule,)))
    wrong = tuple(line for line in near if check(question(line), only=(rule,)))
    return Labelled(len(flawed), len(near), missed, wrong)
