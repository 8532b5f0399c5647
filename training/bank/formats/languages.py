"""Texts that stand in several languages side by side, as Moodle's filters write them: one of them is kept."""

import re

ENGLISH = "en"
_SPAN = r'<span(?:\s+(?:lang="[a-zA-Z0-9_-]+"|class="multilang")){2}\s*>.*?</span>'
_SPANS = re.compile(rf"{_SPAN}(?:\s*{_SPAN})+", re.DOTALL | re.IGNORECASE)
_IN_SPAN = re.compile(r'<span[^>]*\blang="([a-zA-Z0-9_-]+)"[^>]*>(.*?)</span>', re.DOTALL | re.IGNORECASE)
_BLOCK = r"\{mlang\s+[\w, -]+\}.*?\{mlang\}"
_BLOCKS = re.compile(rf"{_BLOCK}(?:\s*{_BLOCK})*", re.DOTALL | re.IGNORECASE)
_IN_BLOCK = re.compile(r"\{mlang\s+([\w, -]+)\}(.*?)\{mlang\}", re.DOTALL | re.IGNORECASE)


def one_language(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text in one language, English or else the first, and a sentence on those that are left out.

    >>> one_language('{mlang de}Haut{mlang}{mlang en}Skin{mlang}')
    ('Skin', ('It stands in several languages; only en is kept, not de.',))
    """
    if "multilang" not in text and "{mlang" not in text:
        return text, ()
    losses: list[str] = []

    def kept(run: re.Match[str], inside: re.Pattern[str]) -> str:
        found: list[tuple[str, str]] = [(names.lower(), words) for names, words in inside.findall(run[0])]
        own = next((each for each in found if ENGLISH in re.split(r"[\s,_-]+", each[0])), found[0])
        others = ", ".join(dict.fromkeys(names for names, _words in found if names != own[0]))
        if others:
            losses.append(f"It stands in several languages; only {own[0]} is kept, not {others}.")
        return own[1]

    text = _SPANS.sub(lambda run: kept(run, _IN_SPAN), text)
    text = _BLOCKS.sub(lambda run: kept(run, _IN_BLOCK), text)
    return text, tuple(dict.fromkeys(losses))
