"""From the blocks of a GIFT file to drafts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from training.bank.formats import precedence, shapes
from training.bank.formats.decoding import decoded
from training.bank.formats.entries import Content, Entry, LineFault
from training.bank.formats.gift import orders
from training.bank.formats.gift.answers import Answer, answers, interval
from training.bank.formats.gift.blocks import Block, blocks
from training.bank.formats.gift.signs import formatted, hidden, shown
from training.bank.formats.languages import one_language
from training.bank.formats.markup import Marked, from_auto, from_html, literal, to_plain
from training.bank.formats.shapes import Choice

NAME = "gift"
_TRUTH = re.compile(r"(TRUE|FALSE|T|F)\s*(?:#(.*))?", re.DOTALL)
_BRACES = "Write other braces as \\{ and \\}, and an empty line between questions."


class GiftFault(ValueError):
    """A question cannot be read; ``remedy`` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(slots=True)
class _Text:
    """The texts of one question: how they are formatted, and what is lost on the way."""

    default: str = "moodle"
    losses: list[str] = field(default_factory=list)

    def stem(self, text: str) -> str:
        """Return the stem, whose format the other texts take over."""
        body, self.default = formatted(text, self.default)
        return self._marked(shown(body), self.default)

    def of(self, text: str) -> str:
        """Return another text of the question."""
        body, kind = formatted(text, self.default)
        return self._marked(shown(body), kind)

    def _marked(self, text: str, kind: str) -> str:
        text, others = one_language(text)
        self.losses += others
        if kind == "markdown":
            return text
        if kind == "plain":
            return literal(text)
        marked: Marked = from_html(text) if kind == "html" else from_auto(text)
        self.losses += marked.losses
        return marked.text


def read(content: bytes) -> Content:
    """Return the drafts of a GIFT file and every question that cannot be read; descriptions are skipped by name."""
    text = decoded(content)
    if isinstance(text, LineFault):
        return Content(faults=(text,))
    entries: list[Entry] = []
    faults: list[LineFault] = []
    skipped: list[LineFault] = []
    for block in blocks(text):
        source = "\n".join(([f"$CATEGORY: {block.category}", ""] if block.category else []) + block.source)
        try:
            entry = _entry(block, source)
        except GiftFault as error:
            faults.append(LineFault(str(error), error.remedy, block.line, "", source))
            continue
        if entry is None:
            message = f"{shapes.name_of(block.text)!r} asks nothing (a description), so it is left out"
            skipped.append(LineFault(message, "", block.line, "", source))
        else:
            entries.append(entry)
    if not entries and not faults:
        faults.append(LineFault("holds no question", "Write one as Question{=right ~wrong}.", 1))
    return Content(tuple(entries), tuple(faults), tuple(skipped))


def _entry(block: Block, source: str) -> Entry | None:
    rest = hidden(block.text)
    name, rest = _named(rest)
    stem, body, tail = _parts(rest)
    if body is None:
        return None
    text = _Text()
    whole = f"{stem}_____{tail}" if tail.strip() else stem
    written = text.stem(whole)
    if not written and name:
        written = text.of(name)
        text.losses.append("It has no text; its name is the question.")
    body, feedback = _feedback(body)
    draft = _draft(body, text) | {"stem": written}
    if feedback.strip():
        draft["feedback"] = text.of(feedback)
    draft["origin"] = shapes.origin(
        NAME,
        name=name or shapes.name_of(to_plain(written)),
        category=block.category,
        own_id=block.id,
        tags=block.tags,
    )
    lines = {"stem": block.line} | _lines(block)
    return Entry(draft, block.line, lines=lines, losses=tuple(dict.fromkeys(text.losses)), source=source)


def _named(text: str) -> tuple[str, str]:
    found = re.match(r"\s*::(.*?)::", text, re.DOTALL)
    return (shown(found[1]), text[found.end() :]) if found else ("", text)


def _parts(text: str) -> tuple[str, str | None, str]:
    """Return stem, what stands in the braces (None without braces) and what follows them."""
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return text, None, ""
    if end < 0:
        raise GiftFault("opens a brace that never closes", "Write } after the answers.")
    if start < 0 or end < start:
        raise GiftFault("closes a brace that was not opened", "Write { before the answers.")
    body, tail = text[start + 1 : end], text[end + 1 :]
    if "{" in body or "{" in tail or "}" in tail:
        raise GiftFault("has braces within or after its answers", _BRACES)
    return text[:start], body.strip(), tail


def _feedback(body: str) -> tuple[str, str]:
    before, mark, after = body.rpartition("####")
    return (before.strip(), after) if mark else (body, "")


def _draft(body: str, text: _Text) -> dict[str, object]:
    """Return the draft of what stands in the braces; the kind is decided in the order in which Moodle decides."""
    if not body:
        return {"kind": "extended_text"}
    if body.startswith("#"):
        return _numeric(body[1:], text)
    order = orders.order_of(body)
    return _answered(body, text) if order is None else _ordering(order, text)


def _answered(body: str, text: _Text) -> dict[str, object]:
    found = answers(body)
    if "~" in body:
        return _choice(found, text)
    if any("->" in answer.text for answer in found):
        return _matching(found, text)
    truth = _TRUTH.fullmatch(body)
    if truth:
        return _true_false(truth, text)
    return _typed(found, text)


def _choice(given: Sequence[Answer], text: _Text) -> dict[str, object]:
    """Return a choice; answers without a text are none, as in Moodle."""
    found = [answer for answer in given if shown(answer.choice[0])]
    if len(found) < 2:
        raise GiftFault("offers fewer than two answers", "Write one = before the right and ~ before each wrong answer.")
    one = any(answer.sign == "=" for answer in found)
    read_as = [(answer.choice, answer) for answer in found]
    choices = [Choice(text.of(said), share, text.of(answer.feedback)) for (said, share), answer in read_as]
    _note_splits(found, text)
    if any(answer.sign == "=" and answer.weight is not None for answer in found):
        text.losses.append("A per cent after = belongs to the text of a choice, as in Moodle; a weight follows ~.")
    best = max(choice.share for choice in choices)
    if best <= 0:
        raise GiftFault("has no right answer", "Put = before the right answer, or a weight such as %50% after ~.")
    if not one:
        return shapes.several(choices)
    if sum(choice.share == best for choice in choices) > 1:
        text.losses.append(
            "Several answers are right and one may be chosen: the first is the key, the others give the same mark."
        )
    return shapes.single(choices)


def _true_false(truth: re.Match[str], text: _Text) -> dict[str, object]:
    wrong, _, right = (truth[2] or "").partition("#")
    is_true = truth[1].startswith("T")
    when = {is_true: text.of(right), not is_true: text.of(wrong)}
    return shapes.true_false(right=is_true, when_true=when[True], when_false=when[False])


def _typed(found: Sequence[Answer], text: _Text) -> dict[str, object]:
    if any(not shown(answer.text) for answer in found):
        raise GiftFault("has an empty answer", "Write the accepted text after =.")
    choices = [Choice(_typed_text(answer), answer.share_of_typed, text.of(answer.feedback)) for answer in found]
    reached, losses = precedence.of_texts(choices, case=False)
    text.losses += losses
    return shapes.typed(reached, case=False)


def _typed_text(answer: Answer) -> str:
    return " ".join(shown(formatted(answer.text, "")[0]).split())


def _matching(found: Sequence[Answer], text: _Text) -> dict[str, object]:
    if len(found) < 2 or not all("->" in answer.text for answer in found):
        raise GiftFault("has a pair without ->", "Write each pair as =left -> right, two or more.")
    pairs = []
    for answer in found:
        left, _, right = answer.whole.partition("->")
        if not shown(right):
            raise GiftFault("has a pair without a right side", "Write each pair as =left -> right.")
        pairs.append((text.of(left), literal(shown(right))))
    if sum(bool(left) for left, _right in pairs) < 2:
        raise GiftFault("has fewer than two pairs", "Write each pair as =left -> right, two or more.")
    return shapes.matched(pairs)


def _ordering(order: orders.Order, text: _Text) -> dict[str, object]:
    if len(order.steps) > len(shapes.LETTERS):
        raise GiftFault(f"has {len(order.steps)} steps", f"Write at most {len(shapes.LETTERS)}, a line each.")
    text.losses += order.losses
    return shapes.ordered([Choice(text.of(step), Fraction(0)) for step in order.steps], whole=order.whole)


def _numeric(body: str, text: _Text) -> dict[str, object]:
    keys, tilde, rest = body.partition("~")
    wrong = rest.partition("#")[2] if tilde else ""
    given: list[dict[str, object]] = []
    for answer in answers(keys):
        ends = interval(shown(answer.text))
        if ends is None:
            message = f"has {shown(answer.text)[:40]!r} where a number is wanted"
            raise GiftFault(message, "Write a number, number:tolerance, or low..high.")
        given.append(ends | shapes.shared(Choice("", answer.share_of_typed, text.of(answer.feedback))))
    if not given:
        raise GiftFault("accepts no number", "Write one after #, such as {#12.5:0.5}.")
    reason: dict[str, object] = {"wrong_rationale": text.of(wrong)} if wrong.strip() else {}
    reached, losses = precedence.of_numbers(given)
    text.losses += losses
    return {"kind": "numeric", "answers": reached} | reason


def _note_splits(found: Sequence[Answer], text: _Text) -> None:
    """Note an = inside feedback, which ends the answer there as it does in Moodle."""
    for before, answer in pairwise(found):
        if answer.sign == "=" and "#" in before.whole and answer.same_line:
            words = shown(answer.text)[:40]
            text.losses.append(
                f"The = before {words!r} stands in a reason and begins an answer, as in Moodle; write \\= for the sign."
            )


def _lines(block: Block) -> dict[str, int]:
    """Return the line of each answer that begins a line."""
    found: dict[str, int] = {}
    number = 0
    inside = False
    for offset, line in enumerate(block.lines):
        plain = hidden(line)
        start = plain.find("{") + 1 if not inside and "{" in plain else 0
        inside = inside or "{" in plain
        if inside:
            count = len(re.findall(r"[=~]", plain[start:]))
            for _each in range(count):
                number += 1
                for name in ("options", "answers", "premises"):
                    found.setdefault(f"{name}[{number}]", block.line + offset)
    return found
