"""Rules over what is uncertain: marks that were left in, facts nobody confirmed, sources nobody opened."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from training.modules.content import Checkpoint, Module
from training.modules.lint.rules import BY_NAME, Finding
from training.sources import Source
from training.web import richtext

FILE = Path(__file__).parent / "uncertain.toml"
MARK = re.compile(r"\[\?[^\]]*\]")
REFUTED = re.compile(r"\*\*[\"\u201c][^\"\u201d]*[\"\u201d]\*\*")
"""A claim quoted in bold, as the lead of the paragraph that answers it."""
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?=\S)[^.!?\n]*)*[.!?]?")
_DEBATED = re.compile(
    r"\b(debated|disputed|uncertain|unknown|unproven|unclear|hypothes\w+|not (yet )?(known|shown|proven|established|"
    r"named|tested|confirmed|supported|among)|no (\w+ )?(evidence|proof|data|trials?|study|studies|support)|"
    r"does not say|nobody knows|has not been|have not been)\b",
    re.IGNORECASE,
)


_OWNED = re.compile(
    r"usually (taught|told|quoted)|not (itself |been )?opened|was (itself )?opened|by name only", re.IGNORECASE
)
"""How a paragraph or table says that it hands on what is usually taught, or that nobody opened the source."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact tagged [?]: ``says`` what it claims, ``pattern`` finds it within a sentence."""

    code: str
    says: str
    pattern: re.Pattern[str]


@cache
def facts() -> tuple[Fact, ...]:
    """Return the facts that are taught as debated only."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["fact"]
    return tuple(Fact(row["code"], row["says"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)


def findings(module: Module, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Yield every [?] left in, every uncertain fact said as if it were so, every source known by name only."""
    for part, which, field, text in _texts(module):
        owned = _owned(text)
        for number, line in enumerate(text.splitlines(), start=1):
            at = number if part == "section" else None
            for mark in MARK.findall(line):
                yield _found("uncertain-fact", (part, which, field), at, f"{mark} marks a fact that is not confirmed.")
            for fact in _said(line):
                yield _found("uncertain-fact", (part, which, field), at, f"It says {fact.says}, which is tagged [?].")
            for codes in _unopened(line, sources) if number not in owned else ():
                yield _found("unopened-source", (part, which, field), at, f"{codes} is known by name only.")


def _owned(text: str) -> set[int]:
    """Return the numbers of the lines of paragraphs and tables that say how little they rest on."""
    found: set[int] = set()
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            block.append((number, line))
            continue
        if _OWNED.search(" ".join(words for _number, words in block)):
            found |= {number for number, _words in block}
        block = []
    return found


def _unopened(line: str, sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield the codes of each citation none of whose sources anybody opened."""
    for citation in richtext.CITATION.finditer(line):
        codes = [code for code in richtext.citations(citation[0]) if code in sources]
        if codes and all(sources[code].tag != "S" for code in codes):
            yield " and ".join(codes)


def _said(line: str) -> Iterator[Fact]:
    """Yield the facts that a line states, unless its sentence says that they are debated or it only quotes them."""
    sentences = _SENTENCE.findall(REFUTED.sub("", line))
    for fact in facts():
        if any(fact.pattern.search(each) and not _DEBATED.search(each) for each in sentences):
            yield fact


def _texts(module: Module) -> Iterator[tuple[str, str, str, str]]:
    """Yield part, id, path and text of all that a reader is told as so."""
    for number, section in enumerate(module.sections, start=1):
        yield "section", section.id, f"sections[{number}].text", section.text
    for number, figure in enumerate(module.figures, start=1):
        yield "figure", figure.id, f"figures[{number}].caption", figure.caption
        yield "figure", figure.id, f"figures[{number}].alt", figure.alt
    for name in ("key_points", "not_said"):
        for number, text in enumerate(getattr(module, name), start=1):
            yield "module", "", f"{name}[{number}]", text
    for number, checkpoint in enumerate(module.checkpoints, start=1):
        for field, text in _keyed(checkpoint):
            yield "question", checkpoint.id, f"checkpoints[{number}].{field}", text


def _keyed(checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """Yield the case, and what the question holds to be right: a wrong option may say what is wrong."""
    yield "stem", checkpoint.item.stem.rpartition("\n\n")[0]
    for number, option in enumerate(checkpoint.item.options, start=1):
        if option.correct:
            yield f"options[{number}].text", option.text
        yield f"options[{number}].rationale", option.rationale


def _found(rule: str, place: tuple[str, str, str], line: int | None, message: str) -> Finding:
    part, which, field = place
    return Finding(BY_NAME[rule], part, which, field, line, message, BY_NAME[rule].remedy)
