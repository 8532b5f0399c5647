"""Proving who one is: password, mailed links, and a new address."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from training import db as database
from training.accounts import links, passwords, queries, sessions
from training.accounts.links import Site
from training.accounts.models import Person, PersonState, TokenKind
from training.accounts.service import AddressTaken
from training.audit import service as audit
from training.core import addresses
from training.db import db


class AddressStays(Exception):
    """A simulated person keeps the address to which no mail goes."""


class AccountBlocked(Exception):
    """The password is right, and the account is blocked: only whoever knows the password learns it."""


def authenticate(email: str, password: str, *, cost: passwords.Cost) -> int | None:
    """Return who has this address and password and may sign in. The work is the same when nobody has.

    Raises AccountBlocked.
    """
    person = queries.person_by_email(email)
    known = person is not None and person.state in (PersonState.ACTIVE, PersonState.BLOCKED)
    right = passwords.matches(person.password_hash if person is not None and known else None, password, cost)
    if person is None or not right:
        return None
    if person.state == PersonState.BLOCKED:
        raise AccountBlocked
    return person.id


def renew_hash(person_id: int, password: str, *, cost: passwords.Cost) -> None:
    """Hash a password anew that was just proven right, when its hash has another cost than today's."""
    stored = queries.password_hash(person_id)
    if stored is None or not passwords.is_dated(stored, cost):
        return
    renewed = passwords.hash_of(password, cost)
    database.begin_write()
    db.session.get_one(Person, person_id).password_hash = renewed


def change_password(person_id: int, password_hash: str, *, keep: str, site: Site, now: datetime) -> None:
    """Set a new password, end every session but the one with token ``keep``, and tell the person by mail."""
    database.begin_write()
    person = db.session.get_one(Person, person_id)
    _set_password(person, password_hash, site=site, now=now)
    sessions.end_all(person_id, now=now, except_token=keep)


def ask_reset(email: str, *, site: Site, now: datetime) -> None:
    """Mail a link to set a new password, if there is such an account; say nothing either way."""
    _mail_link(email, TokenKind.RESET, "password-reset", site=site, now=now)


def ask_link(email: str, *, site: Site, now: datetime) -> None:
    """Mail a link to sign in, if there is such an account; say nothing either way."""
    _mail_link(email, TokenKind.LINK, "sign-in-link", site=site, now=now)


def reset_password(token: str, password_hash: str, *, site: Site, now: datetime) -> int:
    """Set the password by a mailed link and end all sessions; return whose. Raises LinkOver."""
    person, _email = links.use(token, TokenKind.RESET, now=now)
    _set_password(person, password_hash, site=site, now=now)
    sessions.end_all(person.id, now=now)
    return person.id


def use_link(token: str, *, now: datetime) -> int:
    """Return who signs in by a mailed link, and use it up. Raises LinkOver."""
    person, _email = links.use(token, TokenKind.LINK, now=now)
    audit.record("used sign-in link", actor=person.id, subject=f"person:{person.id}", now=now)
    return person.id


def ask_email(person_id: int, email: str, *, site: Site, now: datetime) -> None:
    """Mail a link to a new address; the account keeps the old one until the link is opened.

    Raises AddressTaken, AddressStays.
    """
    database.begin_write()
    if db.session.get_one(Person, person_id).simulated:
        raise AddressStays
    if queries.person_by_email(email) is not None:
        raise AddressTaken
    person = db.session.get_one(Person, person_id)
    wanted = addresses.kept(email)
    link = links.make(person_id, TokenKind.EMAIL, site=site, now=now, email=wanted)
    links.send(person, "email-change-confirm", to=wanted, site=site, now=now, link_url=link)
    audit.record(
        "asked for another address", actor=person_id, subject=_subject(person_id), now=now, details={"email": wanted}
    )


def change_email(token: str, *, site: Site, now: datetime) -> int:
    """Give an account its new address by the link mailed there, and tell the old one; return whose.

    Raises LinkOver, and AddressTaken when somebody got the address meanwhile.
    """
    person, wanted = links.use(token, TokenKind.EMAIL, now=now)
    old = person.email
    try:
        with db.session.begin_nested():
            person.email = wanted or old
    except IntegrityError as error:
        raise AddressTaken from error
    links.end(person.id, TokenKind.RESET, TokenKind.LINK, now=now)
    links.send(person, "email-changed", to=old, site=site, now=now, new_address=person.email)
    audit.record(
        "changed address",
        actor=person.id,
        subject=_subject(person.id),
        now=now,
        details={"old": old, "new": person.email},
    )
    return person.id


def _set_password(person: Person, password_hash: str, *, site: Site, now: datetime) -> None:
    person.password_hash = password_hash
    links.end(person.id, TokenKind.RESET, TokenKind.LINK, now=now)
    links.send(person, "password-changed", to=person.email, site=site, now=now)
    audit.record("changed password", actor=person.id, subject=_subject(person.id), now=now)


def _mail_link(email: str, kind: TokenKind, letter: str, *, site: Site, now: datetime) -> None:
    person = queries.person_by_email(email)
    if person is None or person.state != PersonState.ACTIVE:
        return
    database.begin_write()
    link = links.make(person.id, kind, site=site, now=now)
    links.send(person, letter, to=person.email, site=site, now=now, link_url=link)
    audit.record(f"asked for {kind}", actor=None, subject=_subject(person.id), now=now)


def _subject(person_id: int) -> str:
    return f"person:{person_id}"
