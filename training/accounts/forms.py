"""The forms of accounts."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

ADDRESS = Length(max=254, message="This address is too long; check it.")


class SignInForm(FlaskForm):
    """E-mail and password; ``next`` is the page asked for."""

    email = EmailField("E-mail", validators=[InputRequired("Enter your e-mail address."), ADDRESS])
    password = PasswordField("Password", validators=[InputRequired("Enter your password.")])
    stay = BooleanField("Stay signed in on this device for 14 days")
    next = HiddenField()
