"""The form that starts a mock exam."""

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired


class StartForm(FlaskForm):
    """The honour statement, as the exam asks it."""

    honour = BooleanField(
        "I sit it as I would the exam: alone, without notes, other people or other devices",
        validators=[InputRequired("Tick the statement to start.")],
    )
