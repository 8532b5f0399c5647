"""The forms of packs: a file, a reason, and where somebody intends to practise."""

from flask_wtf import FlaskForm
from wtforms import FileField, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from training.web.lengths import AtMost


class FileForm(FlaskForm):
    """A pack to be loaded."""

    file = FileField("File of a pack (TOML)")


class ReasonForm(FlaskForm):
    """Why a version becomes active or ceases to be; ``seen`` is the number that the page showed as active."""

    seen = HiddenField()
    reason = TextAreaField("Reason", validators=[DataRequired("Give the reason."), AtMost(2000)])


class PlacesForm(FlaskForm):
    """Where somebody intends to practise, by the codes of packs."""

    places = SelectMultipleField(
        "Where you intend to practise", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), choices=[]
    )
