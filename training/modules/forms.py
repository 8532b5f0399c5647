"""The form of the sign-off."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired


class SignForm(FlaskForm):
    """What a clinical lead confirms; ``version`` is the one that was on the page."""

    version = HiddenField(validators=[InputRequired()])
    read = BooleanField(
        "I have read this version whole: text, figures, questions and sources.",
        validators=[InputRequired("Tick this when you have read the module whole.")],
    )
