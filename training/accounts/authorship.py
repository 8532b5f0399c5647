"""Whose page a form comes from: its anti-forgery token says it, signed, also when every cookie is gone.

The token of a signed-in person ends in their id. Nobody is let in by it: it only says for whom what was typed is kept.
"""

import secrets

from itsdangerous import BadData, URLSafeTimedSerializer

from training.accounts.sessions import STAY

SALT = "wtf-csrf-token"
"""Flask-WTF's own: it signs the tokens of forms with it."""


def secret_of(person_id: int) -> str:
    """Return what a session's tokens are made of: chance, and whose session it is."""
    return f"{secrets.token_hex(20)}-{person_id}"


def author(token: str, *, secret: str) -> int | None:
    """Return for whom the page with this token was made; None for a stranger's, a forged one or one past `STAY`."""
    try:
        made = URLSafeTimedSerializer(secret, salt=SALT).loads(token, max_age=int(STAY.total_seconds()))
    except BadData:
        return None
    _chance, _dash, person_id = str(made).partition("-")
    return int(person_id) if person_id.isdecimal() else None
