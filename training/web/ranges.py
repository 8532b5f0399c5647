"""Files sent whole or in part (RFC 9110, section 14), so that a player can go to any place of a recording."""

from collections.abc import Callable

from flask import Response, request


def sent(size: int, media_type: str, read: Callable[[int, int], bytes]) -> Response:
    """Return what the request asks of a file of ``size`` bytes; ``read`` gives those from a place up to another.

    One range is answered alone; several, or one that depends on a state nobody noted, with the whole file.
    """
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1 or "If-Range" in request.headers:
        return _with_ranges(Response(read(0, size), content_type=media_type))
    span = wanted.range_for_length(size)
    if span is None:
        return _with_ranges(Response(status=416, headers={"Content-Range": f"bytes */{size}"}))
    start, stop = span
    response = Response(read(start, stop), 206, content_type=media_type)
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return _with_ranges(response)


def _with_ranges(response: Response) -> Response:
    response.headers["Accept-Ranges"] = "bytes"
    return response
