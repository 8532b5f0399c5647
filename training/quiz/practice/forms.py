"""The form that asks what to practise."""

from collections.abc import Iterable
from typing import Self

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from training.core.domains import DOMAIN_TITLES, Domain
from training.core.practising import Wish
from training.quiz.practice.service import LARGEST
from training.web.choices import choices


class Choose(FlaskForm):
    domains = SelectMultipleField(
        "Domains",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired("Choose at least one domain.")],
    )
    number = IntegerField(
        "How many questions",
        default=10,
        validators=[
            InputRequired("Say how many questions you want."),
            NumberRange(1, LARGEST, f"Choose a number from 1 to {LARGEST}."),
        ],
    )
    wish = RadioField(
        "Which",
        choices=choices([(str(Wish.ANY), "New ones first"), (str(Wish.WRONG), "Only those I last had wrong")]),
        default=str(Wish.ANY),
    )

    def offer(self, domains: Iterable[Domain]) -> Self:
        """Let the person choose among these domains, all of them to begin with."""
        self.domains.choices = choices((str(domain), DOMAIN_TITLES[domain]) for domain in domains)
        if not self.domains.data and not self.is_submitted():
            self.domains.data = [str(domain) for domain in domains]
        return self
