"""The pairs of questions written for near-duplicates, and how the method does on them and on the bank that ships."""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.content import shipped
from training.bank import resembling
from training.core.items import Keys
from training.core.resemblance import Index
from training.linting.near_duplicates import ENGLISH_WORDS, LEAST, pairs
from training.linting.questions import Question, of_draft, of_item

MADE_UP = "made/up/question"
FOLDER = Path(__file__).parent / "near_duplicates"


@dataclass(frozen=True)
class Likeness:
    """One pair of the corpus."""

    item: Question
    other: Question
    change: str = ""
    same: bool | None = None

    @property
    def share(self):
        """Return how much the two resemble, beside the bank that ships with the first as it was then."""
        return _found(self).get(self.item.code, 0.0)

    @property
    def wrong(self):
        """Return the other items of the bank that the made-up question is taken for."""
        return [code for code, share in _found(self).items() if share >= LEAST and code != self.item.code]

    @property
    def shown(self):
        """Return whether the editor would show the first to whoever writes the other."""
        likest = list(_found(self))[: resembling.MOST]
        return self.item.code in likest and self.share >= resembling.LEAST


@cache
def likenesses(name):
    """Return the pairs of one file."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Likeness(_question(row["item"]), _question(row["other"]), row.get("change", ""), row.get("same"))
        for row in rows
    ]


def found(name):
    """Return the pairs of one file that are taken for near-duplicates."""
    return [pair for pair in likenesses(name) if pair.share >= LEAST]


def recall(name):
    """Return the share of the pairs of one file that are taken for near-duplicates."""
    return len(found(name)) / len(likenesses(name))


@cache
def questions():
    """Return the bank that ships, by code."""
    return {item.header.code: of_item(item) for item in shipped.items()}


@cache
def reported():
    """Return what is reported on the bank that ships, settled pairs as well."""
    return pairs(list(questions().values()))


def labels():
    """Return by the codes of two items of the bank whether whoever read both found that they ask the same."""
    return {frozenset((pair.item.code, pair.other.code)): pair.same for pair in likenesses("bank")}


def _question(row):
    options = [{"id": str(number), "text": text, "correct": True} for number, text in enumerate(row["key"])]
    draft = {"code": row.get("code", MADE_UP), "stem": row["stem"], "options": options}
    return replace(of_draft(draft, keys=Keys.SEVERAL), options=())


@cache
def _index():
    """Return the bank as it ships, with the items of the corpus as they were when their pairs were written."""
    then = {
        question.code: question
        for name in ("light-open", "light-held", "deep", "near-miss-open", "near-miss-held", "bank")
        for pair in likenesses(name)
        for question in (pair.item, pair.other)
        if question.code != MADE_UP
    }
    return Index({code: ENGLISH_WORDS.asked(question) for code, question in (questions() | then).items()})


@cache
def _found(pair):
    asked = ENGLISH_WORDS.asked(pair.other)
    return dict(
        found for found in _index().like(asked, least=resembling.LEAST, most=999) if found[0] != pair.other.code
    )
