"""Numbers from outside: what no row can have names nothing, and no database is asked for it."""

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST = 2**31 - 1
"""The largest number of a row, on either database."""


class RowNumber(IntegerConverter):
    """A whole number that a row may have."""

    def to_python(self, value: str) -> int:
        """Return the number. Raises ValidationError, which is not found, for one that no row can have."""
        number = int(super().to_python(value))
        if number > LARGEST:
            raise ValidationError
        return number


def row(text: str) -> int:
    """Return the number that a query or a form names; of one that no row can have, the nearest that a row may.

    Raises ValueError for what is no number, so that it serves as ``type=`` where a request is read.
    """
    return within(int(text))


def within(number: int) -> int:
    """Return a number, or the nearest that a row may have."""
    return max(0, min(number, LARGEST))


def init_app(app: Flask) -> None:
    """Let every number of an address be one that a row may have."""
    app.url_map.converters["int"] = RowNumber
