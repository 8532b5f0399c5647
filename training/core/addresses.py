"""How an e-mail address is kept, so that one person has one account."""

import unicodedata


def kept(email: str) -> str:
    r"""Return an e-mail address as accounts are named by it: composed, in lower case, no space around.

    One keyboard sends a letter and its accent as one character, another as two (Unicode, annex 15).

    >>> kept(" Zoe\u0308@Example.org ")
    'zoë@example.org'
    """
    return unicodedata.normalize("NFC", email.strip().lower())
