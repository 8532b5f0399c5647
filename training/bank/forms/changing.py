"""The form that says what changes in many items."""

import re

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training.bank.changing import LISTS, PUT, TAGS, Wanted
from training.bank.forms.item import DIFFICULTIES
from training.bank.forms.values import whole, words
from training.core.domains import NEED_TITLES, Level
from training.web.choices import choices

SAME = ("", "As it is")


def _needs(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=choices((need.value, title) for need, title in NEED_TITLES.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ChangeForm(FlaskForm):
    """What changes in all the items; a field left empty changes nothing."""

    level = SelectField("Level", choices=choices([SAME, *((level.value, level.value) for level in Level)]))
    difficulty = SelectField(
        "Difficulty, the authors' own estimate", choices=choices([SAME, *(each for each in DIFFICULTIES if each[0])])
    )
    objective = StringField("Objective", validators=[Optional()])
    evidence = SelectField("The key rests on", choices=choices([SAME, ("S", "a source"), ("C", "a calculation")]))
    module = StringField("Module to study again", validators=[Optional()])
    section = StringField("Section of that module", validators=[Optional()])
    author = StringField("Author", validators=[Optional()])
    checked_on = DateField("Checked on", validators=[Optional()])
    review_by = DateField("To be checked again by", validators=[Optional()])
    add_sources = StringField("Add sources of the key", validators=[Optional()])
    remove_sources = StringField("Take out sources of the key", validators=[Optional()])
    add_enemies = StringField("Add enemies", validators=[Optional()])
    remove_enemies = StringField("Take out enemies", validators=[Optional()])
    add_facts = StringField("Add facts", validators=[Optional()])
    remove_facts = StringField("Take out facts", validators=[Optional()])
    add_needs = _needs("Add what a live exam needs first")
    remove_needs = _needs("Take out what a live exam needs first")
    add_tags = StringField("Add tags", validators=[Optional()])
    remove_tags = StringField("Take out tags", validators=[Optional()])

    def wanted(self) -> Wanted:
        """Return what was asked for."""
        typed = {name: str(self[name].data or "").strip() for name in PUT}
        put = {name: whole(value) if name == "difficulty" else value for name, value in typed.items() if value}
        add, remove = (
            {name: tuple(found) for name in LISTS if (found := self._listed(f"{act}_{name}"))}
            for act in ("add", "remove")
        )
        for act, changes in (("add", add), ("remove", remove)):
            tags = (" ".join(tag.split()) for tag in re.split(r"[,;\n]", self[f"{act}_tags"].data or ""))
            if given := tuple(dict.fromkeys(tag for tag in tags if tag)):
                changes[TAGS] = given
        return Wanted(put, add, remove)

    def _listed(self, name: str) -> list[str]:
        held = self[name].data or ()
        return words(held) if isinstance(held, str) else list(held)
