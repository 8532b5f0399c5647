"""When a question was shown, signed into its page: the time an answer took is measured by the server's clock alone.

Looking at a question writes nothing; what the page brings back cannot be made up, only left out.
"""

from datetime import UTC, datetime

from itsdangerous import BadSignature, URLSafeSerializer


def write(set_id: int, position: int, *, now: datetime, secret: str) -> str:
    """Return the stamp of a question shown now."""
    return str(_serializer(secret).dumps([set_id, position, int(now.timestamp())]))


def shown_at(stamp: str, set_id: int, position: int, *, secret: str) -> datetime | None:
    """Return when this question was shown, None for a stamp of another question, a broken one or none."""
    try:
        place = _serializer(secret).loads(stamp)
    except BadSignature:
        return None
    return datetime.fromtimestamp(place[2], UTC) if place[:2] == [set_id, position] else None


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="practice question")
