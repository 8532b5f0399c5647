"""Numbers in addresses: what no row can have names nothing, and no database is asked for it."""

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


def init_app(app: Flask) -> None:
    """Let every number of an address be one that a row may have."""
    app.url_map.converters["int"] = RowNumber
