"""Reads the layout: a number before a question, letters before its answers, a star before each right one.

1. Which layer is pierced first?
*A) Skin
Reason: The needle meets it first.
B) Fascia
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.entries import Content, Entry, LineFault
from training.bank.formats.markup import from_html, to_plain
from training.bank.formats.shapes import Choice
from training.bank.formats.word import document
from training.bank.formats.word.document import Line
from training.bank.formats.word.numbering import Numbered

NAME = "docx"
COMMENT = "//"
QUESTION = re.compile(r"\s*(?:Q(?:uestion)?\s*)?\d{1,6}\s*(?:\)|[.:](?=\s|$))\s*", re.IGNORECASE)
ANSWER = re.compile(r"\s*(?P<star>\*\s*)?(?:\((?P<in>[A-Za-z])\)|(?P<letter>[A-Za-z])(?:\)|\.(?=\s)))\s*")
LABEL = re.compile(r"\s*(?P<label>id|category|answer|reason|feedback)\s*:\s*", re.IGNORECASE)


@dataclass(slots=True)
class _Said:
    """A text in the making: paragraphs of lines, as HTML."""

    paragraphs: list[list[str]] = field(default_factory=list)

    def add(self, html: str, *, begins: bool) -> None:
        if begins or not self.paragraphs:
            self.paragraphs.append([])
        self.paragraphs[-1].append(html)

    def html(self) -> str:
        """Return all of it; empty paragraphs are left out."""
        whole = [text for lines in self.paragraphs if (text := "<br>".join(lines).strip())]
        return whole[0] if len(whole) == 1 else "".join(f"<p>{text}</p>" for text in whole)


@dataclass(slots=True)
class _Answer:
    """An answer to choose, with its letter, or to type."""

    line: int
    letter: str
    right: bool
    typed: bool
    text: _Said = field(default_factory=_Said)
    reason: _Said = field(default_factory=_Said)


@dataclass(slots=True)
class _Question:
    """What belongs to one question."""

    line: int
    category: str
    stem: _Said = field(default_factory=_Said)
    answers: list[_Answer] = field(default_factory=list)
    feedback: _Said = field(default_factory=_Said)
    own_id: str = ""
    losses: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    tracked: bool = False


def read(content: bytes) -> Content:
    """Return the drafts of a document and every question that cannot be read."""
    reader = _Reader()
    pictures = document.read(content, reader.take)
    if isinstance(pictures, LineFault):
        return Content(faults=(pictures,))
    entries: list[Entry] = []
    faults: list[LineFault] = []
    for question in reader.questions:
        fault = _fault(question)
        if fault is None:
            entries.append(_entry(question))
        else:
            faults.append(LineFault(*fault, question.line, "", "\n".join(question.source)))
    if not entries and not faults:
        remedy = "Write 1. before a question, A) before each answer and * before the right one."
        faults.append(LineFault("holds no numbered question", remedy))
    return Content(tuple(entries), tuple(faults), tuple(reader.skipped), pictures)


def begins_something(text: str) -> bool:
    """Return whether a line of text would be read as more than the going on of the text before it."""
    return any(pattern.match(text) for pattern in (QUESTION, ANSWER, LABEL)) or text.lstrip().startswith(COMMENT)


@dataclass(slots=True)
class _Reader:
    """Gathers lines into questions. ``filled`` is the text that a line without a sign goes on with."""

    questions: list[_Question] = field(default_factory=list)
    skipped: list[LineFault] = field(default_factory=list)
    category: str = ""
    filled: _Said | None = None

    def take(self, line: Line) -> None:
        """Take a line into what it belongs to."""
        text = line.text
        asked = QUESTION.match(text) if line.numbered is Numbered.NO else None
        if text.lstrip().startswith(COMMENT):
            return
        if line.heading and line.numbered is Numbered.NO and not asked:
            self.category, self.filled = " ".join(text.split()), None
            return
        if asked or line.numbered is Numbered.QUESTION:
            self._ask(line, asked.end() if asked else 0)
        elif self.filled is None:
            self._outside(line)
            return
        else:
            self.filled = _continued(self.questions[-1], self.filled, line)
        question = self.questions[-1]
        question.losses += line.losses
        question.tracked |= line.tracked
        question.source.append(_sourced(line))

    def _ask(self, line: Line, start: int) -> None:
        question = _Question(line.number, self.category)
        self.questions.append(question)
        self.filled = question.stem
        self.filled.add(line.between(start, len(line.text)), begins=True)

    def _outside(self, line: Line) -> None:
        label = LABEL.match(line.text)
        if label and label["label"].lower() == "category":
            self.category = line.text[label.end() :].strip()
        elif line.text.strip() or line.losses:
            words = line.losses[0].rstrip(".") if line.losses else "stands outside of a question and is left out"
            self.skipped.append(LineFault(words, "", line.number, "", line.text))


def _continued(question: _Question, filled: _Said, line: Line) -> _Said:
    """Take a line after the question's first into what it belongs to, and return what the next one goes on with."""
    text = line.text
    answer, label = ANSWER.match(text), LABEL.match(text)
    if line.numbered is Numbered.ANSWER or answer:
        return _answered(question, line, answer)
    if label is None:
        filled.add(line.between(0, len(text)), begins=line.begins)
        return filled
    name, rest = label["label"].lower(), text[label.end() :].strip()
    if name == "id":
        question.own_id = rest
        return filled
    if name == "category":
        question.category = rest
        return filled
    if name == "answer":
        question.answers.append(_Answer(line.number, "", right=True, typed=True))
    last = question.answers[-1] if question.answers else None
    told = {"answer": last.text, "reason": last.reason} if last else {}
    said = told.get(name, question.feedback)
    said.add(line.between(label.end(), len(text)), begins=True)
    return said


def _answered(question: _Question, line: Line, answer: re.Match[str] | None) -> _Said:
    """Add an answer with the letter before it, or the next one where Word makes its sign."""
    text = line.text
    letter = (answer["letter"] or answer["in"]).upper() if answer else chr(65 + len(question.answers) % 26)
    starred, start, end = _starred(text, answer.end() if answer else 0)
    given = _Answer(line.number, letter, bool(answer and answer["star"]) or starred, typed=False)
    given.text.add(line.between(start, end), begins=True)
    question.answers.append(given)
    return given.text


def _starred(text: str, start: int) -> tuple[bool, int, int]:
    """Return whether a star stands before or after the words of an answer, and where the words begin and end."""
    words = text[start:]
    before = words.lstrip().startswith("*")
    after = len(words.strip()) > 1 and words.rstrip().endswith("*")
    if before:
        start += words.index("*") + 1
    end = len(text.rstrip()) - 1 if after else len(text)
    return before or after, start, end


def _sourced(line: Line) -> str:
    """Return a line as it reads, with a sign in place of the number that Word makes."""
    sign = {Numbered.QUESTION: "1. ", Numbered.ANSWER: "A) ", Numbered.NO: ""}[line.numbered]
    return line.text if begins_something(line.text) else f"{sign}{line.text}"


def _fault(question: _Question) -> tuple[str, str] | None:
    """Return what keeps a question out and what to do, None for a whole one."""
    answers = question.answers
    letters = [answer.letter for answer in answers if not answer.typed]
    wrong = (
        (question.tracked, "holds tracked changes", "Accept or reject them in Word."),
        (not question.stem.html(), "has a number and no question", "Write the question after its number."),
        (
            not answers,
            "has no answers",
            "Write A) before each answer and * before the right one, or Answer: and words.",
        ),
        (0 < len(letters) < len(answers), "has answers to choose and answers to type", "Keep one sort of them."),
        (
            not all(answer.text.html() for answer in answers),
            "has an answer without words",
            "Write the answer after its letter.",
        ),
        (len(letters) == 1, "has one of at least two answers", "Write a second one."),
        (len(set(letters)) < min(len(letters), 26), "has a letter twice", "Give each answer its own letter."),
        (not any(answer.right for answer in answers), "marks no answer as right", "Write * before each right answer."),
    )
    return next(((message, remedy) for is_so, message, remedy in wrong if is_so), None)


def _entry(question: _Question) -> Entry:
    losses = [*question.losses]

    def told(said: _Said) -> str:
        marked = from_html(said.html(), _figure)
        losses.extend(marked.losses)
        return marked.text

    choices = [Choice(told(each.text), Fraction(each.right), told(each.reason)) for each in question.answers]
    right = sum(answer.right for answer in question.answers)
    stem = told(question.stem)
    if question.answers[0].typed:
        plain = [Choice(to_plain(choice.text), choice.share, choice.rationale) for choice in choices]
        draft, path = shapes.typed(plain, case=False), "answers"
    elif right == 1:
        draft, path = shapes.single(choices), "options"
    else:
        shares = [Fraction(int(each.right), right) for each in question.answers]
        weighed = [Choice(one.text, share, one.rationale) for one, share in zip(choices, shares, strict=True)]
        draft, path = _several(weighed), "options"
    draft["stem"] = stem
    if feedback := told(question.feedback):
        draft["feedback"] = feedback
    name = shapes.name_of(to_plain(stem))
    draft["origin"] = shapes.origin(NAME, own_id=question.own_id, name=name, category=question.category)
    lines = {f"{path}[{place}]": answer.line for place, answer in enumerate(question.answers, start=1)}
    return Entry(
        draft,
        question.line,
        lines={"stem": question.line} | lines,
        losses=tuple(dict.fromkeys(losses)),
        source="\n".join(question.source),
    )


def _several(choices: list[Choice]) -> dict[str, object]:
    """Return a multiple-response draft marked by this bank's own rule, since a star says right and nothing more."""
    draft = shapes.several(choices)
    for option in shapes.tables(draft, "options"):
        if isinstance(option, dict):
            option.pop("weight", None)
    return draft


def _figure(source: str) -> str | None:
    return source.removeprefix("figure:") if source.startswith("figure:") else None
