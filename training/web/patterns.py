"""The page of all components, for whoever builds pages; only in the demonstration."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training.web.access import public
from training.web.choices import choices
from training.web.frame import settings

bp = Blueprint("patterns", __name__)
CHOICES = choices([("superficial", "Superficial"), ("deep", "Deep")])


class Everything(FlaskForm):
    """One field of each type, each left empty so that its error shows."""

    name = StringField("Name", validators=[InputRequired("Write the name.")])
    email = EmailField("E-mail address", validators=[InputRequired("Write the address.")])
    password = PasswordField("Password", validators=[InputRequired("Write the password.")])
    number = IntegerField("Questions", validators=[InputRequired("Say how many.")])
    held_on = DateField("Held on", validators=[InputRequired("Say on which day.")])
    remarks = TextAreaField("Remarks", validators=[Optional()])
    region = SelectField("Region", choices=CHOICES)
    technique = RadioField("Technique", choices=CHOICES, validators=[InputRequired("Choose one.")])
    seen = SelectMultipleField(
        "Seen", choices=CHOICES, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    agreed = BooleanField("I have read the rules", validators=[InputRequired("Tick the box to go on.")])
    file = FileField("File", validators=[Optional()])


@bp.route("/patterns", methods=["GET", "POST"])
@public
def index() -> ResponseReturnValue:
    if not settings().demo:
        abort(404)
    form = Everything(formdata=None)
    form.validate()
    return render_template("patterns.html", form=form)
