"""The form that says what changes in many items."""

import re

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from training.bank.changing import LISTS, PUT, TAGS, Wanted
from training.bank.forms.values import words
from training.core.domains import Level
from training.web.choices import choices

SAME = ("", "As it is")


class ChangeForm(FlaskForm):
    """What changes in all the items; a field left empty changes nothing."""

    level = SelectField("Level", choices=choices([SAME, *((level.value, level.value) for level in Level)]))
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

    add_tags = StringField("Add tags", validators=[Optional()])
    remove_tags = StringField("Take out tags", validators=[Optional()])

    def wanted(self) -> Wanted:
        """Return what was asked for."""
        put = {name: str(self[name].data).strip() for name in PUT if self[name].data and str(self[name].data).strip()}
        add, remove = (
            {name: tuple(found) for name in LISTS if (found := words(self[f"{act}_{name}"].data))}
            for act in ("add", "remove")
        )
        for act, changes in (("add", add), ("remove", remove)):
            tags = (" ".join(tag.split()) for tag in re.split(r"[,;\n]", self[f"{act}_tags"].data or ""))
            if given := tuple(dict.fromkeys(tag for tag in tags if tag)):
                changes[TAGS] = given
        return Wanted(put, add, remove)
