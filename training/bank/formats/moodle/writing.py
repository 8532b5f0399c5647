"""From drafts to Moodle XML: what Moodle's own reader takes, pictures inside."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from html import escape

from training.bank.formats import identity, shapes
from training.bank.formats.entries import Entry, Written
from training.bank.formats.markup import is_html
from training.bank.formats.moodle import calculated
from training.bank.formats.moodle.bodies import BODIES
from training.bank.formats.moodle.elements import Ink, element, plain
from training.bank.formats.moodle.pieces import ROOT
from training.bank.formats.moodle.reading import COMBINED, NAME
from training.core.drafts import Draft

COURSE = "$course$/top/"


def write(entries: Sequence[Entry], pictures: Mapping[str, bytes]) -> Written:
    """Return a Moodle XML file of drafts, and why some cannot be in it."""
    parts: list[str] = [ROOT]
    left_out: dict[int, str] = {}
    encoded: dict[str, str] = {}
    category = ""

    def file(figure: str) -> str:
        if figure not in encoded:
            encoded[figure] = b64encode(pictures[figure]).decode() if figure in pictures else ""
        return encoded[figure]

    for place, entry in enumerate(entries):
        try:
            question = _question(entry.draft, file)
        except ValueError as error:
            left_out[place] = str(error)
            continue
        named = _category(entry.draft)
        if named != category:
            category = named
            parts.append(f'<question type="category"><category>{plain("text", named)}</category></question>\n')
        parts.append(question)
    return Written("".join([*parts, "</quiz>\n"]).encode(), left_out)


def _question(draft: Draft, file: Callable[[str], str]) -> str:
    kind = shapes.text(draft, "kind")
    body = BODIES.get(kind)
    if body is None:
        message = f"Moodle has no question of the kind {kind.replace('_', ' ')}"
        raise ValueError(message)
    ink = Ink(file, calculated.telling(draft))
    extra = identity.extra_of(draft, NAME)
    name, text, inside = body(draft, ink, extra)
    lines = [
        f'<question type="{name}">',
        element("name", plain("text", _name(draft))),
        text,
        ink.text("generalfeedback", shapes.text(draft, "feedback")),
        plain("defaultgrade", shapes.text(extra, "defaultgrade") or "1.0000000") if name != "cloze" else "",
        plain("penalty", shapes.text(extra, "penalty") or "0.3333333"),
        plain("hidden", shapes.text(extra, "hidden") or "0"),
        plain("idnumber", identity.id_of(draft, NAME)),
        *inside,
        *(ink.text(each, shapes.text(extra, each)) for each in COMBINED if shapes.text(extra, each)),
        *(ink.text("hint", shapes.text(extra, each)) for each in extra if each.startswith("hint-")),
        _tags(draft),
        "</question>\n",
    ]
    return "\n".join(line for line in lines if line)


def _name(draft: Draft) -> str:
    """Return a name as Moodle shows it: one that looks like HTML is written so."""
    name = identity.name_of(draft)
    return escape(name, quote=False) if is_html(name) else name


def _tags(draft: Draft) -> str:
    tags = [element("tag", plain("text", tag)) for tag in identity.tags_of(draft)]
    return element("tags", *tags) if tags else ""


def _category(draft: Draft) -> str:
    named = identity.category_of(draft)
    return named if named.startswith("$") else f"{COURSE}{named}"
