"""The forms of the editor of modules: details, a section, a figure, a question; each to and from a part of a draft."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)

from training import items
from training.core.domains import Level
from training.web.choices import choices

KINDS = tuple((kind.kind, kind.title) for kind in items.KINDS if not items.needs_people(kind.kind))
"""The kinds that a module may ask: all that the site can mark at once."""


class NewForm(FlaskForm):
    """A module that is begun."""

    title = StringField("Title")
    code = StringField("Code", description="It never changes: lower-case letters and digits with hyphens.")


class PartForm(FlaskForm):
    """What every form of the editor carries: the version it began from, and what was kept of it."""

    base = HiddenField()
    revision = HiddenField()


class DetailsForm(PartForm):
    """What a module is."""

    title = StringField("Title")
    summary = TextAreaField("Summary", description="Two sentences for the list of modules.")
    planned_minutes = IntegerField("Minutes planned", description="Study is credited up to here.")
    position = IntegerField("Place in the programme")
    objectives = TextAreaField(
        "Objectives", description="One a line: recall, understand, apply or analyse, a colon, the words."
    )
    key_points = TextAreaField("Key points", description="One a line, each with its source, [@CODE].")
    not_said = TextAreaField("What the evidence does not say", description="One a line, each with its source.")

    def part(self) -> dict[str, object]:
        """Return the details as the draft holds them."""
        return {
            "title": _line(self.title.data),
            "summary": _plain(self.summary.data),
            "planned_minutes": self.planned_minutes.data or 0,
            "position": self.position.data or 0,
            "objectives": [_objective(line) for line in _lines(self.objectives.data)],
            "key_points": _lines(self.key_points.data),
            "not_said": _lines(self.not_said.data),
        }


def details_of(content: Mapping[str, object]) -> dict[str, object]:
    """Return the values of the form of details."""
    objectives = content.get("objectives")
    listed = [entry for entry in objectives if isinstance(entry, Mapping)] if isinstance(objectives, list) else []
    lists = {name: "\n".join(map(str, _listed(content.get(name)))) for name in ("key_points", "not_said")}
    plain = {name: content.get(name) for name in ("title", "summary", "planned_minutes", "position")}
    written = "\n".join(f"{entry.get('level')}: {entry.get('text')}" for entry in listed)
    return {**plain, **lists, "objectives": written}


class SectionForm(PartForm):
    """One page to read."""

    title = StringField("Title of the section")
    text = TextAreaField("Text")

    def part(self, name: str) -> dict[str, object]:
        """Return the section as the draft holds it."""
        return {"id": name, "title": _line(self.title.data), "text": _plain(self.text.data)}


class FigureForm(PartForm):
    """A plate."""

    title = StringField("Title of the figure")
    caption = TextAreaField("Caption", description="What it shows, with its source, [@CODE].")
    alt = TextAreaField("Alternative text", description="The same in one or two sentences, for who cannot see it.")
    drawing = FileField("Drawing", description="SVG, 400 units wide, with title and desc; colours by classes.")

    def part(self, name: str) -> dict[str, object]:
        """Return the figure as the draft holds it."""
        words = {"caption": _plain(self.caption.data), "alt": _plain(self.alt.data)}
        return {"id": name, "title": _line(self.title.data), **words}


class QuestionForm(PartForm):
    """A question in passing: where it stands and of which kind. What it asks stands in the form of its kind."""

    section = SelectField("At the end of the section", validate_choice=False)
    kind = SelectField("Kind", choices=choices(KINDS), validate_choice=False)
    asked: Any = None
    """The form of the kind, from another slice."""


def _objective(line: str) -> dict[str, object]:
    level, colon, words = line.partition(":")
    known = colon and level.strip().lower() in tuple(Level)
    return {
        "text": words.strip() if known else line,
        "level": level.strip().lower() if known else str(Level.UNDERSTAND),
    }


def _lines(value: str | None) -> list[str]:
    return [line.strip() for line in _plain(value).split("\n") if line.strip()]


def _plain(value: str | None) -> str:
    """Return a text as files hold it: one character a line end, and none that cannot be seen or written."""
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in text if ord(character) >= 32 or character in "\n\t")


def _line(value: str | None) -> str:
    return " ".join(_plain(value).split())


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
