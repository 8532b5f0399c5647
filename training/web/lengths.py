"""The check of a form's text for its length. The page says it while one types, by `too_long.js`; nothing cuts it."""

from collections.abc import Mapping

from wtforms import Field, Form
from wtforms.validators import StopValidation

from training.core import lengths


class AtMost:
    """Refuse a text of more than ``most`` characters, and say by how many; line ends become one character each.

    Unlike the validator of WTForms it gives the field no ``maxlength``, at which browsers cut pasted text silently.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags: Mapping[str, int] = {"longest": most}

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation for a text that is too long."""
        field.data = lengths.lines(field.data or "")
        problem = lengths.too_long(field.data, self.most)
        if problem:
            raise StopValidation(problem)
