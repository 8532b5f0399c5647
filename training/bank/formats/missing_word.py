"""The missing-word format of old Moodle files: a sentence with the answers in braces where the word is missing.

    The needle meets the {=rib~75%pleura#Nearly.~scapula} first.

A weight is a per cent before an answer, a reason follows ``#``, one lone answer is a word to be typed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from training.bank.formats import lines, shapes
from training.bank.formats.decoding import decoded
from training.bank.formats.entries import Content, Entry, LineFault, Written
from training.bank.formats.lines import one_line
from training.bank.formats.markup import from_auto, to_plain
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import percent_of, share_of

NAME = "missing-word"
GAP = "_____"
_WEIGHT = re.compile(r"(-?\d{1,3})%")
_SIGNS = re.compile(r"[{}~=#]")


def read(content: bytes) -> Content:
    """Return the drafts of a missing-word file and every sentence that cannot be read."""
    text = decoded(content)
    if isinstance(text, LineFault):
        return Content(faults=(text,))
    remedy = "Write a sentence with {=right~wrong} where the word is missing."
    return lines.collected((_entry(line, source) for line, source in _paragraphs(text)), remedy)


def write(entries: Sequence[Entry], _pictures: Mapping[str, bytes]) -> Written:
    """Return a missing-word file of what has a gap to fill or ends in a question."""
    return lines.written(entries, _unwritable, _told)


def recognises(_content: bytes) -> bool:
    """Return False: such a file looks like GIFT, which reads most of it; it is read as this when somebody says so."""
    return False


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    found: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            start = start if found else number
            found.append(line.strip())
        elif found:
            yield start, "\n".join(found)
            found = []


def _entry(line: int, source: str) -> Entry | LineFault:
    text = " ".join(source.split("\n"))
    opening, closing = text.find("{"), text.find("}")
    if opening < 0 or closing < opening:
        return LineFault(
            "has no answers in braces", "Write {=right~wrong} where the word is missing.", line, "", source
        )
    parts = [part.strip() for part in text[opening + 1 : closing].replace("=", "~=").split("~")]
    choices = [_choice(part) for part in parts if part]
    losses: list[str] = []
    marked = [(from_auto(choice.text), choice.share, from_auto(choice.rationale)) for choice in choices]
    losses += [words for said, _share, why in marked for words in (*said.losses, *why.losses)]
    ready = [Choice(said.text, share, why.text) for said, share, why in marked]
    if not ready or not all(choice.text for choice in ready) or max(choice.share for choice in ready) <= 0:
        return LineFault(
            "has no right answer", "Write = before the right answer and ~ before the others.", line, "", source
        )
    stem = from_auto(f"{text[:opening]}{GAP}{text[closing + 1 :]}")
    if len(ready) == 1:
        draft = shapes.typed([Choice(to_plain(ready[0].text), Fraction(1), ready[0].rationale)], case=False)
    else:
        draft = shapes.single(ready)
    draft |= {"stem": stem.text, "origin": shapes.origin(NAME, name=shapes.name_of(to_plain(stem.text)))}
    return Entry(draft, line, losses=(*stem.losses, *losses), source=source)


def _choice(part: str) -> Choice:
    weight = _WEIGHT.match(part)
    share = share_of(weight[1]) if weight else None
    rest = part[weight.end() :] if weight and share is not None else part
    if rest.startswith("="):
        rest, share = rest[1:], Fraction(1)
    said, _, why = rest.removeprefix("_").partition("#")
    return Choice(said.strip(), share or Fraction(0), why.strip())


def _unwritable(draft: Mapping[str, object]) -> str:
    kind = draft.get("kind")
    found = shapes.choices_of(draft) if kind == "single_choice" else shapes.answers_of(draft)
    if kind not in {"single_choice", "short_text"} or not found:
        return "the missing-word format has single choices and single words only"
    if kind == "short_text" and [choice.share for choice in found] != [1]:
        return "the missing-word format has one accepted word only"
    if max(choice.share for choice in found) < 1 or (kind == "single_choice" and len(found) < 2):
        return "the missing-word format needs a right answer"
    if any(choice.share * 100 % 1 for choice in found):
        return "the missing-word format has weights in whole per cent only"
    texts = [shapes.asked(draft), *(text for choice in found for text in (choice.text, choice.rationale))]
    if any(_SIGNS.search(one_line(text)) for text in texts):
        return "the missing-word format has no { } ~ = # in a text"
    return ""


def _told(draft: Mapping[str, object]) -> str:
    before, gap, after = one_line(shapes.asked(draft)).partition(GAP)
    return f"{before}{'' if gap else ' '}{{{_answers(draft)}}}{after}"


def _answers(draft: Mapping[str, object]) -> str:
    if draft.get("kind") == "short_text":
        (only,) = shapes.answers_of(draft)
        return f"={only.text}{_reason(only)}"
    return " ~".join(_written(choice) for choice in shapes.choices_of(draft)).removeprefix("~")


def _written(choice: Choice) -> str:
    said = one_line(choice.text)
    guarded = f"_{said}" if re.match(r"[\d%_-]", said) else said
    sign = "=" if choice.share == 1 else f"{percent_of(choice.share)}%" if choice.share else ""
    return f"{sign}{guarded}{_reason(choice)}"


def _reason(choice: Choice) -> str:
    return f"#{one_line(choice.rationale)}" if choice.rationale.strip() else ""
