"""The form of calibrations."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField

from training.quiz.forms import REASON


class ActivateForm(FlaskForm):
    """Why a calibration is put in force."""

    reason = TextAreaField("Reason", validators=REASON)
