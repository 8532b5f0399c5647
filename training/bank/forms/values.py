"""Between what a browser posts and what a draft holds: lists, texts, tables, dates."""

import re
from collections.abc import Mapping

from wtforms import Field, Form


def words(value: object) -> list[str]:
    """Return the words of a field that holds several, however they are set apart."""
    return [word for word in re.split(r"[\s,;]+", str(value or "")) if word]


def text(value: object) -> str:
    """Return a text as written: a browser ends the lines of a text area with CR LF."""
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n")


def whole(value: object) -> int | str:
    """Return a whole number that was chosen or typed, and as text what is none or longer than any field takes.

    >>> whole(" 12 "), whole("-3"), whole("--3"), whole("²")
    (12, -3, '--3', '²')
    """
    written = text(value).strip()
    return int(written) if re.fullmatch(r"-?[0-9]{1,9}", written) else written


def listed(draft: Mapping[str, object], name: str) -> list[str]:
    """Return a list of texts of a draft, empty when there is none."""
    value = draft.get(name)
    return [str(entry) for entry in value] if isinstance(value, list | tuple) else []


def tables(draft: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """Return a list of tables of a draft, empty when there is none."""
    value = draft.get(name)
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list | tuple) else []


def flat_tables(draft: Mapping[str, object], name: str) -> list[dict[str, object]]:
    """Return a list of tables as a form shows them: lists of texts as one text, with blanks between."""
    return [
        {key: " ".join(map(str, value)) if isinstance(value, list | tuple) else value for key, value in table.items()}
        for table in tables(draft, name)
    ]


def given(form: Form, *names: str) -> dict[str, object]:
    """Return the texts of a form that are not empty, as a draft holds them."""
    return {name: value for name in names if (value := text(form.data[name]))}


def option_draft(form: Form) -> dict[str, object]:
    """Return what every option's form holds, as a draft holds it."""
    data = form.data
    texts = {name: text(data[name]) for name in ("id", "text", "rationale")}
    return texts | {"sources": words(data["sources"])}


def day(field: Field) -> str:
    """Return a date as text, what was typed when it is none."""
    if field.data is not None:
        return str(field.data)
    return str(field.raw_data[0]) if field.raw_data else ""
