"""Which tries count where when somebody signs in, asks for a mail or opens an invitation."""

from datetime import timedelta

from training.accounts.devices import Device
from training.core import addresses
from training.web.limits import Bucket, Limit

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
ADDRESS = Limit("sign-in from one address", 10, QUARTER)
STRANGERS = Limit("sign-in by strangers", 100, HOUR)
DEVICE = Limit("sign-in on a known device", 10, QUARTER)
MAIL_ADDRESS = Limit("mail asked for from one address", 5, HOUR)
MAIL_ACCOUNT = Limit("mail asked for", 30, HOUR)
INVITATION = Limit("invitation opened", 60, QUARTER)


def sign_in(email: str, *, address: str, device: Device, person_id: int | None) -> tuple[Bucket, ...]:
    """Return what one try to sign in counts against.

    A device known for this person has its own ten tries. They count against its network address too, so that
    leaving the cookie away gives no second ten, but what others did there does not keep the owner out.
    """
    name = addresses.kept(email)
    if device.knows(person_id):
        return (
            Bucket(DEVICE, f"{name} {device.name}"),
            Bucket(ADDRESS, f"{name} {address}", enforced=False),
        )
    return (Bucket(ADDRESS, f"{name} {address}"), Bucket(STRANGERS, name))


def mail(email: str, *, address: str) -> tuple[Bucket, ...]:
    """Return what asking for a mailed link counts against: nobody's mailbox is flooded."""
    name = addresses.kept(email)
    return (Bucket(MAIL_ADDRESS, f"{name} {address}"), Bucket(MAIL_ACCOUNT, name))


def invitation(address: str) -> tuple[Bucket, ...]:
    """Return what opening an invitation that does not hold counts against."""
    return (Bucket(INVITATION, address),)
