"""Texts of an item: what stands in its elements as Markdown, with pictures, and what is lost on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

from training.bank.formats.markup import from_html
from training.bank.formats.trees import Element, Part

Put: TypeAlias = Callable[[Element], "str | None"]
OPEN, SHUT = "\ue010", "\ue011"
"""Stand around the name of a gap while HTML becomes Markdown."""
APART = frozenset(
    {
        "feedbackInline",
        "feedbackBlock",
        "modalFeedback",
        "stylesheet",
        "catalogInfo",
        "endAttemptInteraction",
    }
)
"""Elements that stand in a text and are none of it."""
_EMPTY = frozenset({"br", "hr", "img", "col"})
_WRITTEN_AS = {"contentBody": "div", "simpleChoice": "div", "prompt": "div", "gapText": "span", "hottext": "span"}


def as_it_stands(_element: Element) -> str | None:
    """Put nothing in the place of any element."""
    return None


@dataclass(slots=True)
class Texts:
    """Makes Markdown of elements. ``image`` names the figure of a picture; ``losses`` collects what is lost."""

    image: Callable[[str], str | None]
    losses: list[str] = field(default_factory=list)

    def of(self, element: Element | None, put: Put = as_it_stands) -> str:
        """Return the text in an element; ``put`` gives the HTML in the place of an element of it, None for its own."""
        if element is None:
            return ""
        plain = _alone(element)
        html = html_of(element, put) if plain.children else escape(plain.words(), quote=False)
        marked = from_html(html, self.image)
        self.losses += marked.losses
        return marked.text

    def lose(self, sentence: str) -> None:
        """Note what is lost, once."""
        if sentence not in self.losses:
            self.losses.append(sentence)


def is_for_candidates(rubric: Element) -> bool:
    """Return whether candidates see a rubric."""
    return "candidate" in rubric.get("view", "candidate").split()


def joined(told: Iterable[tuple[int, str]]) -> str:
    """Return texts, each with its place, as paragraphs, each once."""
    return "\n\n".join(dict.fromkeys(text for _place, text in told))


def html_of(element: Element, put: Put = as_it_stands) -> str:
    """Return what stands in an element as HTML, without what is none of the text."""
    return "".join(_html(part, put) for part in element.parts)


def _alone(element: Element) -> Element:
    """Return the one paragraph in an element, or else the element."""
    if len(element.children) == 1 and element.children[0].name in {"p", "div"} and not element.children[0].children:
        return element if any(isinstance(part, str) and part.strip() for part in element.parts) else element.children[0]
    return element


def _html(part: Part, put: Put) -> str:
    if isinstance(part, str):
        return escape(part, quote=False)
    instead = put(part)
    if instead is not None:
        return instead
    if part.name in APART or (part.name == "rubricBlock" and not is_for_candidates(part)):
        return ""
    if part.name == "object":
        return _picture(part)
    name = _WRITTEN_AS.get(part.name, part.name)
    given = "".join(f' {key}="{escape(value)}"' for key, value in part.attributes.items())
    if name in _EMPTY:
        return f"<{name}{given}>"
    inner = "".join(_html(each, put) for each in part.parts)
    return f"<{name}{given}>{inner}</{name}>"


def _picture(element: Element) -> str:
    """Return an object that is a picture as one; its text is what stands for it."""
    if not element.get("type").startswith("image/"):
        return f"<object>{escape(element.words())}</object>"
    return f'<img src="{escape(element.get("data"))}" alt="{escape(element.words())}">'
