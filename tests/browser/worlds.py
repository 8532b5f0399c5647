"""The two sites the pages are looked at in: one in use, one where nothing happened yet.

Both are made through the services, as the product makes them, and say the ids that addresses need by name.
"""

from flask import Flask

Known = dict[str, object]


def full(app: Flask) -> Known:
    """Fill a site and return its ids by name."""
    return {}


def empty(app: Flask) -> Known:
    """Make only what an address cannot do without."""
    return {}
