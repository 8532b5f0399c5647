"""Links that are mailed: made of chance, good once, until they run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from training import db as database
from training.accounts import tokens
from training.accounts.models import Person, PersonState, PersonToken, TokenKind
from training.db import db
from training.mail import service as mail
from training.settings import Settings

LIFE = {
    TokenKind.INVITATION: timedelta(days=14),
    TokenKind.RESET: timedelta(minutes=30),
    TokenKind.LINK: timedelta(minutes=30),
    TokenKind.EMAIL: timedelta(hours=24),
}
PATHS = {
    TokenKind.INVITATION: "/invitation/",
    TokenKind.RESET: "/reset-password/",
    TokenKind.LINK: "/sign-in/link/",
    TokenKind.EMAIL: "/profile/email/",
}
STATES = {
    TokenKind.INVITATION: (PersonState.INVITED,),
    TokenKind.RESET: (PersonState.ACTIVE,),
    TokenKind.LINK: (PersonState.ACTIVE,),
    TokenKind.EMAIL: (PersonState.ACTIVE,),
}


@dataclass(frozen=True, slots=True)
class Site:
    """What a mail says of the site: its address and the institution's name; ``zone`` is where newcomers begin."""

    url: str
    institution: str
    zone: str

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        """Return the site of these settings."""
        return cls(settings.base_url, settings.institution, settings.zone)


class LinkOver(Exception):
    """A mailed link was used, replaced or ran out, or never was."""


def make(person_id: int, kind: TokenKind, *, site: Site, now: datetime, email: str | None = None) -> str:
    """Return a new link of this kind, which ends those made before. Its token is stored as a hash only.

    Sign-in and reset links asked for before stay good: somebody else may be asking.
    """
    database.begin_write()
    if kind in {TokenKind.INVITATION, TokenKind.EMAIL}:
        end(person_id, kind, now=now)
    token = tokens.new()
    db.session.add(
        PersonToken(
            person_id=person_id,
            kind=kind,
            token_hash=tokens.digest(token),
            created_at=now,
            expires_at=now + LIFE[kind],
            email=email,
        )
    )
    return f"{site.url}{PATHS[kind]}{token}"


def send(person: Person, letter: str, *, to: str, site: Site, now: datetime, **words: str) -> None:
    """Queue a mail about an account to ``to``."""
    context = {"name": person.name, "institution": site.institution, "site_url": site.url} | words
    unique = tokens.digest(f"{letter} {person.id} {to} {now.isoformat()} {words.get('link_url', '')}")
    mail.queue(letter, to=to, person_id=person.id, context=context, dedupe=f"{letter}:{unique[:40]}", now=now)


def owner(token: str, kind: TokenKind, *, now: datetime) -> Person | None:
    """Return whom a link that still holds belongs to; reading it uses nothing up."""
    return db.session.scalars(
        select(Person)
        .join(PersonToken, PersonToken.person_id == Person.id)
        .where(
            PersonToken.token_hash == tokens.digest(token),
            PersonToken.kind == kind,
            PersonToken.used_at.is_(None),
            PersonToken.expires_at > now,
            Person.state.in_(STATES[kind]),
        )
    ).one_or_none()


def use(token: str, kind: TokenKind, *, now: datetime) -> tuple[Person, str | None]:
    """Use a link up and return whose it is, with the address it may carry. Raises LinkOver when it holds no more."""
    database.begin_write()
    person = owner(token, kind, now=now)
    used = db.session.execute(
        update(PersonToken)
        .where(
            PersonToken.token_hash == tokens.digest(token),
            PersonToken.kind == kind,
            PersonToken.used_at.is_(None),
            PersonToken.expires_at > now,
        )
        .values(used_at=now)
        .returning(PersonToken.email)
    ).one_or_none()
    if person is None or used is None:
        raise LinkOver
    return person, used[0]


def end(person_id: int, *kinds: TokenKind, now: datetime) -> None:
    """End the links of these kinds that a person was sent."""
    db.session.execute(
        update(PersonToken)
        .where(PersonToken.person_id == person_id, PersonToken.kind.in_(kinds), PersonToken.used_at.is_(None))
        .values(used_at=now)
    )


def invited(token: str, *, now: datetime) -> Person | None:
    """Return whose invitation this is, None when it holds no more."""
    return owner(token, TokenKind.INVITATION, now=now)


def resetting(token: str, *, now: datetime) -> Person | None:
    """Return whose new password this link sets, None when it holds no more."""
    return owner(token, TokenKind.RESET, now=now)


def arriving(token: str, *, now: datetime) -> Person | None:
    """Return who signs in by this link, None when it holds no more."""
    return owner(token, TokenKind.LINK, now=now)


def moving(token: str, *, now: datetime) -> Person | None:
    """Return whose new address this link confirms, None when it holds no more."""
    return owner(token, TokenKind.EMAIL, now=now)
