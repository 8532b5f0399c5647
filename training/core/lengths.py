"""How long a text may be, said with how long it is: what is too long is never cut, only not taken yet."""


def lines(text: str) -> str:
    """Return ``text`` with each line end as one character, as a page shows and counts it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_long(text: str, most: int) -> str | None:
    """Return what to say of a text of more than ``most`` characters, None when it fits; a line end counts once.

    >>> too_long("palpation", 4)
    'At most 4 characters fit here; these are 9. Shorten it by 5.'
    """
    number = len(lines(text))
    if number <= most:
        return None
    return f"At most {most:,} characters fit here; these are {number:,}. Shorten it by {number - most:,}."
