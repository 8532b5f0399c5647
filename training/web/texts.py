"""What a request holds as text: never a NUL, which nobody types and PostgreSQL cannot store.

It is dropped where the request is read, so that no page or service has to think of it.
"""

from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

NUL = "\0"


class Asked(Request):
    """A request whose address, fields and JSON hold no NUL."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Return the values of the address."""
        return _without_nul(super().args)

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 - as Flask
        """Return the JSON that was sent."""
        try:
            return _plain(super().get_json(force, silent, cache))
        except RecursionError:  # brackets in brackets in brackets
            if silent:
                return None
            abort(400)

    def _load_form_data(self) -> None:
        loaded = "form" in self.__dict__
        super()._load_form_data()
        if not loaded:
            self.__dict__["form"] = _without_nul(self.__dict__["form"])


def init_app(app: Flask) -> None:
    """Read requests so, and find nothing under an address with a NUL in its path."""
    app.request_class = Asked

    @app.before_request
    def _refuse() -> None:
        if NUL in request.path:
            abort(404)


def _without_nul(values: MultiDict[str, str]) -> MultiDict[str, str]:
    if not any(NUL in text for pair in values.items(multi=True) for text in pair):
        return values
    return ImmutableMultiDict((_plain(name), _plain(value)) for name, value in values.items(multi=True))


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON without NUL in any of its texts."""
    if isinstance(value, str):
        return value.replace(NUL, "")
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {_plain(name): _plain(each) for name, each in value.items()}
    return value
