"""Aiken, Moodle's simplest text format: a question, lettered answers, one right letter, no reasons.

Which layer is pierced first?
A) Skin
B) Fascia
ANSWER: A
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from training.bank.formats import lines, shapes
from training.bank.formats.decoding import decoded, glimpse
from training.bank.formats.entries import Content, Entry, LineFault, Written
from training.bank.formats.lines import one_line
from training.bank.formats.markup import literal
from training.bank.formats.shapes import Choice

NAME = "aiken"
_ANSWER = re.compile(r"([A-Z])[).][ \t]?\s*(.*)")
_KEY = re.compile(r"ANSWER:\s*(.*)")
_LOWER_KEY = re.compile(r"answer\s*:\s*[a-z]\s*", re.IGNORECASE)
_MARK = re.compile(r"^(?=(?:[A-Z][).]|ANSWER:))", re.MULTILINE)


@dataclass(slots=True)
class _Question:
    """Lines that belong to one question."""

    line: int
    stem: list[str] = field(default_factory=list)
    answers: list[tuple[str, str, int]] = field(default_factory=list)
    key: str | None = None
    lines: list[str] = field(default_factory=list)


def read(content: bytes) -> Content:
    """Return the drafts of an Aiken file and every question that cannot be read."""
    text = decoded(content)
    if isinstance(text, LineFault):
        return Content(faults=(text,))
    remedy = "Write a question, answers such as A) yes, and ANSWER: A."
    return lines.collected((_entry(question) for question in _questions(text)), remedy)


def write(entries: Sequence[Entry], _pictures: Mapping[str, bytes]) -> Written:
    """Return an Aiken file of single choices without weights; the rest is left out."""
    return lines.written(entries, _unwritable, _told)


def recognises(content: bytes) -> bool:
    """Return whether a file looks like Aiken: lettered answers and a line ANSWER."""
    text = glimpse(content)
    return bool(re.search(r"^\s*ANSWER:", text, re.MULTILINE) and re.search(r"^\s*[A-Z][).]", text, re.MULTILINE))


def _questions(text: str) -> Iterator[_Question]:
    """Yield questions; a line of text after answers begins the next one, whether this one is finished or not."""
    question: _Question | None = None
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line:
            continue
        answer, key = _ANSWER.match(line), _KEY.match(line)
        if question is not None and answer is None and key is None and (question.answers or question.key is not None):
            yield question
            question = None
        question = question or _Question(number)
        question.lines.append(line)
        if key is not None:
            question.key = key[1].strip()
            yield question
            question = None
        elif answer is not None:
            question.answers.append((answer[1], answer[2].strip(), number))
        else:
            question.stem.append(line)
    if question is not None:
        yield question


def _fault(question: _Question) -> tuple[str, str] | None:
    """Return what keeps a question out and what to do, None for a whole one."""
    letters = [letter for letter, _text, _line in question.answers]
    if not question.stem:
        return "has answers or a key and no question above", "Write the question above its answers."
    if question.key is None:
        small = any(_LOWER_KEY.fullmatch(line) for line in question.stem)
        message = "has its key in other letters than ANSWER: A" if small else "ends without a line ANSWER:"
        return message, "Write ANSWER: and the letter of the right answer, in capitals."
    if len(letters) < 2:
        return f"has {len(letters)} of at least two answers", "Write each answer on a line such as A) yes."
    if len(set(letters)) < len(letters) or not all(text for _letter, text, _line in question.answers):
        return "has a letter twice or an answer without words", "Give each answer its own letter and words."
    wrong_key = (f"names {question.key[:20]!r} as the right answer", "Name exactly one of its letters, in capitals.")
    return None if question.key in letters else wrong_key


def _entry(question: _Question) -> Entry | LineFault:
    source = "\n".join(question.lines)
    fault = _fault(question)
    if fault is not None:
        return LineFault(*fault, question.line, "", source)
    choices = [Choice(literal(text), Fraction(letter == question.key)) for letter, text, _line in question.answers]
    stem = " ".join(question.stem)
    draft = shapes.single(choices) | {"stem": literal(stem)}
    draft["origin"] = shapes.origin(NAME, name=shapes.name_of(stem))
    places = {f"options[{number}]": line for number, (_l, _t, line) in enumerate(question.answers, start=1)}
    return Entry(draft, question.line, lines={"stem": question.line} | places, source=source)


def _told(draft: Mapping[str, object]) -> str:
    choices = shapes.choices_of(draft)
    listed = [f"{chr(65 + number)}) {one_line(choice.text)}" for number, choice in enumerate(choices)]
    key = next(chr(65 + number) for number, choice in enumerate(choices) if choice.share == 1)
    return "\n".join([one_line(shapes.asked(draft)), *listed, f"ANSWER: {key}"])


def _unwritable(draft: Mapping[str, object]) -> str:
    choices = shapes.choices_of(draft) if draft.get("kind") == "single_choice" else []
    if not choices:
        return "Aiken has single choice only"
    if len(choices) > 26 or [choice.share for choice in choices if choice.share] != [1]:
        return "Aiken has one right answer and no weights"
    whole = [shapes.asked(draft), *(choice.text for choice in choices)]
    if any(_MARK.search(one_line(text)) for text in whole[:1]):
        return "its question begins as an Aiken answer does"
    return "" if all(one_line(text) for text in whole) else "a text of it is empty"
