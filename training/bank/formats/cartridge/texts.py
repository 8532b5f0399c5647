"""Texts of QTI 1.2: materials and flows as HTML, and that as Markdown."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from training.bank.formats.markup import from_html, literal, to_html
from training.bank.formats.trees import Element

_LEFT_OUT = {"mataudio": "A sound", "matvideo": "A video", "matapplet": "A program", "matapplication": "A program"}
_MATERIALS = frozenset({"mattext", "matemtext", "mat_formattedtext", "matimage", "matbreak", *_LEFT_OUT})
_NOT_SHOWN = frozenset({"response_lid", "response_str", "response_num", "response_xy", "response_grp"})
_BLOCKS = frozenset({"flow", "flow_mat", "flow_label", "presentation"})
_KINDS = {"html": "html", "text/html": "html", "text/xhtml": "html", "smart_text": "html", "h": "html"}
Put = Callable[[Element], "str | None"]


def nothing_put(_element: Element) -> str | None:
    """Put nothing in the place of any element."""
    return None


@dataclass(slots=True)
class Texts:
    """Makes Markdown of elements. ``image`` names the figure of a picture; ``losses`` collects what is lost."""

    image: Callable[[str], str | None]
    losses: list[str] = field(default_factory=list)
    materials: dict[str, Element] = field(default_factory=dict)
    """Materials that others refer to, by their labels."""

    def of(self, element: Element | None, put: Put = nothing_put) -> str:
        """Return the text in an element; ``put`` gives the HTML in the place of an element of it, None for its own."""
        return "" if element is None else self.joined([element], put)

    def joined(self, elements: Iterable[Element], put: Put = nothing_put) -> str:
        """Return the text in elements, one after the other."""
        html = "".join(self._html(element, put) for element in elements)
        marked = from_html(html, self.image)
        self.losses += [words for words in marked.losses if words not in self.losses]
        return marked.text

    def plain(self, element: Element) -> str:
        """Return the words in an element on one line."""
        return " ".join(self.of(element).split())

    def lose(self, sentence: str) -> None:
        """Note what is lost, once."""
        if sentence not in self.losses:
            self.losses.append(sentence)

    def _html(self, element: Element, put: Put) -> str:
        instead = put(element)
        if instead is not None:
            return instead
        if element.name in _NOT_SHOWN:
            return ""
        if element.name in _MATERIALS:
            return self._material(element)
        if element.name in {"matref", "material_ref"}:
            return self._referred(element, put)
        inner = "".join(self._html(each, put) for each in element.children if each.name != "altmaterial")
        if element.name == "material":
            return f"{inner} "
        return f"<div>{inner}</div>" if element.name in _BLOCKS and inner else inner

    def _material(self, element: Element) -> str:
        """Return text, a picture or a break as HTML; what is none of them is left out by name."""
        if element.name in _LEFT_OUT:
            if element.get("uri"):
                self.lose(f"{_LEFT_OUT[element.name]} is left out: {element.get('uri')[:80]}.")
            return ""
        if element.name == "matimage":
            return f'<img src="{escape(element.get("uri"))}" alt="{escape(element.get("label") or element.own)}">'
        return "<br>" if element.name == "matbreak" else self._text(element)

    def _text(self, element: Element) -> str:
        kind = (element.get("texttype") or element.get("type") or "text/plain").lower()
        if element.children:
            html = "".join(_written(part) for part in element.parts)
        elif _KINDS.get(kind) == "html":
            html = element.letters()
        else:
            html = to_html(literal(element.letters())) if element.own else ""
            html = html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else html
            html = f" {html}" if element.letters()[:1].isspace() else html
        return f"<em>{html}</em>" if element.name == "matemtext" and html.strip() else html

    def _referred(self, element: Element, put: Put) -> str:
        found = self.materials.get(element.get("linkrefid"))
        return "" if found is None else "".join(self._html(each, put) for each in found.children)


def materials_of(root: Element) -> dict[str, Element]:
    """Return the materials that others may refer to, by their labels, without those that refer themselves."""
    labelled = {each.get("label"): each for each in root.all("material") if each.get("label")}
    return {label: each for label, each in labelled.items() if each.first("matref", "material_ref") is None}


def _written(part: Element | str) -> str:
    """Return HTML that stands as elements in a text."""
    return "".join(_pieces(part))


def _pieces(part: Element | str) -> Iterator[str]:
    if isinstance(part, str):
        yield escape(part, quote=False)
        return
    given = "".join(f' {name}="{escape(value)}"' for name, value in part.attributes.items())
    yield f"<{part.name}{given}>"
    for each in part.parts:
        yield from _pieces(each)
    yield f"</{part.name}>"
