"""The texts of one question, from the four formats that Moodle has to Markdown, and what is lost on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from training.bank.formats.languages import one_language
from training.bank.formats.markup import Marked, from_auto, from_html, literal
from training.bank.formats.moodle.figures import Shelf
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import percent_of, share_of
from training.bank.formats.trees import Element, XmlFault

PARTS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 20)
SHARES = frozenset(
    {Fraction(0), Fraction(1), Fraction(2, 3), Fraction(3, 4), Fraction(5, 6)}
    | {Fraction(1, each) for each in PARTS}
    | {Fraction(each, 10) for each in range(10)}
)
"""The shares that Moodle has, right or wrong; it refuses a question with any other, or takes the nearest."""
KNOWN = ("html", "moodle_auto_format", "plain_text", "markdown")


@dataclass(slots=True)
class Texts:
    """Reads texts; those that name no format have that of the question."""

    shelf: Shelf
    default: str = "html"
    losses: list[str] = field(default_factory=list)
    rewrite: Callable[[str], str] = str
    """What a type makes of every text of its questions."""

    def of(self, node: Element | None) -> str:
        """Return the text of an element as Markdown, ``""`` for one that is not there."""
        if node is None:
            return ""
        return self.rewrite(self.marked(node.said, self.format_of(node), node.named("file")).text)

    def format_of(self, node: Element) -> str:
        """Return the format of an element's text; an unknown one is read as HTML, as Moodle does."""
        named = node.attributes.get("format", self.default).strip()
        return named if named in KNOWN else "html"

    def marked(self, text: str, kind: str, near: list[Element]) -> Marked:
        """Return a text of a known format as Markdown, noting what is lost."""
        text, others = one_language(text)
        self.losses += others
        if kind == "markdown":
            return Marked(self.shelf.from_markdown(text, near))
        if kind == "plain_text":
            return Marked(literal(text))
        image = self.shelf.image(near)
        found = from_html(text, image) if kind == "html" else from_auto(text, image)
        self.losses += found.losses
        return found

    def answers(self, question: Element) -> list[Choice]:
        """Return the answers of a question whose answers are formatted texts; empty ones are no answers, as there."""
        found = [
            Choice(self.of(each), self.share(each), self.of(each.child("feedback")))
            for each in question.named("answer")
        ]
        return [choice for choice in found if choice.text]

    def typed(self, question: Element) -> list[Choice]:
        """Return the answers of a question whose answers are typed, as they stand."""
        return [
            Choice(" ".join(each.said.split()), self.share(each), self.of(each.child("feedback")))
            for each in question.named("answer")
        ]

    def share(self, answer: Element) -> Fraction:
        """Return the share an answer gives; one that Moodle does not have is the nearest that it has."""
        given = _share(answer)
        if abs(given) in SHARES:
            return given
        near = min(sorted(SHARES), key=lambda each: abs(each - abs(given)))
        taken = near if given > 0 else -near
        self.losses.append(
            f"A share of {percent_of(given)} % is none of Moodle's; the nearest is {percent_of(taken)} %."
        )
        return taken


def _share(answer: Element) -> Fraction:
    """Return the share an answer gives; old files write it as a tag, from 0 to 1."""
    tag = answer.child("fraction")
    given = (answer.attributes.get("fraction", "0") if tag is None else tag.said).strip().replace(",", ".") or "0"
    given = given.rstrip("0").rstrip(".") or "0" if "." in given else given
    found = share_of(given)
    if found is not None and tag is not None:
        found = share_of(f"{float(found) * 10_000:.5f}".rstrip("0").rstrip("."))
    if found is None:
        message = f"has an answer worth {given[:40]!r} per cent"
        raise XmlFault(message, "Write a number from -100 to 100 as its fraction.", answer.line)
    return found
