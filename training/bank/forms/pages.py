"""The forms of pages around items: comments, reasons, uploads, filters."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from training.bank.adoption import Defaults
from training.bank.formats import FORMATS
from training.bank.forms.item import DOMAINS
from training.bank.queries.linted import SAID
from training.bank.queries.lists import FLAGS
from training.bank.queries.usage import USES
from training.core.domains import Level, Pool
from training.web.choices import choices

ALL = ("", "All")
DEFAULTS = Defaults()
IMPORTED = tuple((each.name, each.title) for each in FORMATS)
EXPORTED = tuple((each.name, each.title) for each in FORMATS if each.write is not None)


class CommentForm(FlaskForm):
    """Words about a version."""

    comment = TextAreaField("Comment", validators=[Optional()])


class ReasonForm(FlaskForm):
    """Why a version is withdrawn."""

    reason = TextAreaField("Reason")


class CosmeticForm(FlaskForm):
    """Why an edit is called cosmetic, or is not any more."""

    reason = TextAreaField("Reason")


class RetireForm(FlaskForm):
    """Why an item is retired, and what takes its place."""

    base = HiddenField()
    reason = TextAreaField("Reason")
    replacement = StringField("Code of the item that replaces it", validators=[Optional()])


class UploadForm(FlaskForm):
    """Files of items, of this bank or of other systems, and what is filled in where a file does not say it."""

    files = MultipleFileField("Files")
    made_by = SelectField("Format", choices=choices([("", "As the name and the content say"), *IMPORTED]), default="")
    pool = SelectField("Pool", choices=choices((pool.value, pool.value) for pool in Pool), default=DEFAULTS.pool)
    domain = SelectField("Domain", choices=choices(DOMAINS), default=DEFAULTS.domain)
    level = SelectField("Level", choices=choices((level.value, level.value) for level in Level), default=DEFAULTS.level)
    topic = StringField("Topic", default=DEFAULTS.topic)
    author = StringField("Author", validators=[Optional()])


class ExportForm(Form):
    """What to export items as."""

    made_by = SelectField("Format", choices=choices([("", "TOML, this bank's own"), *EXPORTED]))


class FigureForm(FlaskForm):
    """One file that items show or play."""

    picture = FileField("File")


class ApplyForm(FlaskForm):
    """Applying an import."""

    leave_out = BooleanField("I agree that what is listed as refused or in conflict is left out")


class FilterForm(Form):
    """What a list of items is narrowed to."""

    text = StringField("Words or code")
    domain = SelectField("Domain", choices=choices([ALL, *DOMAINS]))
    level = SelectField("Level", choices=choices([ALL, *((level.value, level.value) for level in Level)]))
    difficulty = SelectField(
        "Estimated difficulty", choices=choices([ALL, *((step, step) for step in "12345"), ("none", "not estimated")])
    )
    kind = SelectField("Kind", choices=choices([ALL]))
    pool = SelectField("Pool", choices=choices([ALL, *((pool.value, pool.value) for pool in Pool)]))
    state = SelectField("State", choices=choices([ALL]))
    author = SelectField("Author", choices=choices([ALL]))
    objective = StringField("Words of the objective")
    flag = SelectField("Flag", choices=choices([ALL, *((name, words) for name, words in FLAGS.items())]))
    use = SelectField("In exams", choices=choices([ALL, *((name, words) for name, words in USES.items())]))
    lint = SelectField("Linter", choices=choices([ALL, *((name, words) for name, words in SAID.items())]))
    source = StringField("Cites source")
    critical = BooleanField("Critical only")


class NameForm(FlaskForm):
    """What somebody calls a filter."""

    name = StringField("Name")


class SourceForm(FlaskForm):
    """Since when and why a source is outdated, or is not any more."""

    on = DateField("Since")
    reason = TextAreaField("Reason")


class CheckForm(FlaskForm):
    """That an item was looked at and is still right."""

    on = DateField("Checked on")
    again_by = DateField("To be checked again by")
    note = TextAreaField("What it was held against")
