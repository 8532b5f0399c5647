"""Pictures on their addresses."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from training.media import pictures, queries
from training.web.access import signed_in
from training.web.frame import settings

bp = Blueprint("media", __name__)


@bp.get("/media/<digest>.<extension>")
@signed_in
def picture(digest: str, extension: str) -> ResponseReturnValue:
    row = queries.picture(digest, extension) or abort(404)
    path = queries.place(settings().data, row.digest, row.extension)
    if not path.exists():
        abort(404)
    response = Response(path.read_bytes(), content_type=pictures.MEDIA_TYPES[row.extension])
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
