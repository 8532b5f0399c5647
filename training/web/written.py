"""What somebody wrote into a form that was overtaken by somebody else: given back, so that nothing typed is lost."""

from collections.abc import Collection

from flask import request

SILENT = frozenset({"csrf_token"})


def sent(*, silent: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return what was filled into the form of this request, in its order: a field's name in words, and its value.

    ``silent`` are fields that say nothing to a reader.
    """
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in request.form.items(multi=True)
        if name not in SILENT and name not in silent and value.strip()
    ]
