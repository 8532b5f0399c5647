"""The forms of review and sign-off."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length


class SignForm(FlaskForm):
    """What a clinical lead confirms; ``version`` is the one that was on the page."""

    version = HiddenField(validators=[InputRequired()])
    read = BooleanField(
        "I have read this version whole: text, figures, questions and sources.",
        validators=[InputRequired("Tick this when you have read the module whole.")],
    )


class CommentForm(FlaskForm):
    """What a reviewer writes about a version."""

    comment = TextAreaField("Your words", validators=[Length(max=5_000)])
