"""Items on their way in the demonstration, so that every desk has something on it; the signed ones stay in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from training.bank.queries import stock, versions
from training.bank.service import reviewing, writing
from training.demo import acts
from training.reviews import requesting


@dataclass(frozen=True, slots=True)
class Edit:
    """Some words of a question that somebody changes, and how far the new version has come."""

    code: str
    author: str
    old: str
    new: str
    reviewer: str = ""
    words: str = ""


EDITS = (
    Edit(
        "technique/baldry-method/strong-responder",
        "ines",
        "By his published account, what happens to the needle today?",
        "By his published account, what happens to the needle at this visit?",
    ),
    Edit(
        "trigger-points/criteria/no-fixed-location",
        "ivo",
        "What did the 2018 Delphi panel say about where",
        "What did the Delphi panel of 2018 say about where",
    ),
    Edit(
        "physiology/needle-effects/blood-flow-claim",
        "ines",
        "What is the main fault in the claim?",
        "Which fault in the claim matters most?",
        reviewer="rhea",
    ),
    Edit(
        "foundations/definitions/word-dry",
        "ines",
        "Where does the word come from?",
        "Where does this word come from?",
        reviewer="ivo",
        words="“This word” could be “needling” as well. Name the word you ask about.",
    ),
)


def play(ids: Mapping[str, int], *, now: datetime) -> None:
    """Change items and send them to review; those with a reviewer are approved, or sent back with words."""
    for number, edit in enumerate(EDITS):
        _play(edit, ids, now - timedelta(days=len(EDITS) - number))


def _play(edit: Edit, ids: Mapping[str, int], when: datetime) -> None:
    row = versions.newest(edit.code)
    if row is None or edit.old not in str(row.content["stem"]):
        return  # another bank than the one that ships
    stem = str(row.content["stem"]).replace(edit.old, edit.new)
    version = writing.save({**row.content, "stem": stem}, base=row.hash, by=ids[edit.author], now=when)
    named = frozenset({ids[edit.reviewer]}) if edit.reviewer else frozenset()
    wanted = requesting.Wanted((when + timedelta(days=3)).date(), named)
    reviewing.submit(version, by=ids[edit.author], now=when, wanted=wanted)
    if not edit.reviewer:
        return
    reviewer, key = ids[edit.reviewer], stock.versions([version])[version].key
    reviewing.answer_for_review(version, key, by=reviewer, now=when)
    if edit.words:
        reviewing.ask_for_changes(version, edit.words, by=reviewer, now=when)
    else:
        opinion = acts.all_agreed(stock.versions([version])[version])
        reviewing.approve(version, opinion, by=reviewer, now=when)
