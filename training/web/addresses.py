"""Where a browser may be sent: addresses of this site only, and the network address a request came from."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import request


def own(target: str | None, *, otherwise: str = "/") -> str:
    """Return ``target`` when it is a path of this site, else ``otherwise``.

    Browsers read a backslash as a slash and drop tabs and line ends, so an address holding one is refused.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if "\\" in target or any(ord(character) < 33 or ord(character) == 127 for character in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


def of_request() -> str:
    """Return the network a request comes from: the address, or the /64 an IPv6 customer is given whole."""
    return network(request.remote_addr or "unknown")


def network(address: str) -> str:
    """Return what counts as one address: IPv6 by its first 64 bits, IPv4 (also mapped into IPv6) whole.

    >>> network("2001:db8:1:2:3:4:5:6"), network("::ffff:192.0.2.7")
    ('2001:db8:1:2::/64', '192.0.2.7')
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
