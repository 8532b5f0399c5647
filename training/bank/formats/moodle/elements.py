"""Elements of Moodle XML, written so that no text breaks out of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from training.bank.formats.markup import to_inline_html
from training.bank.formats.moodle.figures import OWN_PATH, PLACE
from training.core.texts import FIGURE

_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IMAGE = re.compile(r'src="figure:([A-Za-z0-9][A-Za-z0-9._-]{0,99})"')


@dataclass(frozen=True, slots=True)
class Ink:
    """Writes formatted texts with the pictures they show.

    ``file`` gives a picture in base64, ``""`` without one; ``rewrite`` is what the kind makes of its texts there.
    """

    file: Callable[[str], str]
    rewrite: Callable[[str], str]

    def text(self, tag: str, markdown: str, *inside: str, **attributes: str) -> str:
        """Return an element with a text in Markdown, its pictures and what else is inside."""
        figures = dict.fromkeys(FIGURE.findall(markdown))
        told = FIGURE.sub(lambda found: _address(found[1]), self.rewrite(markdown.strip()))
        return self._element(tag, told, figures, inside, attributes | {"format": "markdown"})

    def html(self, tag: str, html: str) -> str:
        """Return an element with a text in HTML and its pictures."""
        figures = dict.fromkeys(_IMAGE.findall(html))
        told = _IMAGE.sub(lambda found: f'src="{_address(found[1])}"', html)
        return self._element(tag, told, figures, (), {"format": "html"})

    def _element(
        self, tag: str, text: str, figures: dict[str, None], inside: tuple[str, ...], attributes: dict[str, str]
    ) -> str:
        files = [
            f'<file name="{figure}" path="{OWN_PATH}" encoding="base64">{content}</file>'
            for figure in figures
            if (content := self.file(figure))
        ]
        return element(tag, plain("text", text), *files, *inside, **attributes)


def element(tag: str, *inside: str, **attributes: str) -> str:
    """Return an element with others inside."""
    given = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{given}>{''.join(each for each in inside if each)}</{tag}>"


def plain(tag: str, text: str) -> str:
    """Return an element with a text as it stands; characters that XML has not are left out."""
    bare = _ILLEGAL.sub("", text)
    if "<" in bare or "&" in bare or ">" in bare:
        bare = f"<![CDATA[{bare.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return f"<{tag}>{bare}</{tag}>"


def gap_text(markdown: str) -> str:
    """Return a text in a gap as HTML on one line."""
    return " ".join(to_inline_html(markdown.strip()).split())


def _address(figure: str) -> str:
    return f"{PLACE}{OWN_PATH}{figure}"
