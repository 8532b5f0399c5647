"""The life of an account: who comes in, what they may do, what was granted to them.

Nobody acts on their own record: what an administrator does here raises OwnAccount when it is about themselves.
"""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.accounts import links, queries, sessions
from training.accounts.links import Site
from training.accounts.models import (
    AccommodationRow,
    CertificateName,
    NameRequest,
    Person,
    PersonRole,
    PersonState,
    TokenKind,
)
from training.audit import service as audit
from training.core import addresses
from training.core import simulated as marks
from training.core.roles import Role
from training.db import db

MOST_TIME = 5
NAME, CERTIFICATE_NAME = 200, 120
"""How long a name may be, and one on a certificate."""


class AddressTaken(Exception):
    """Somebody has an account with this address already."""


class OwnAccount(Exception):
    """Somebody tried to act on their own record."""


class LastAdministrator(Exception):
    """Nobody would be left who can manage people."""


class WrongState(Exception):
    """The account is not in a state in which this can be done."""


class NameFixed(Exception):
    """A certificate carries the name; a correction is asked for, not made."""


def invite(email: str, name: str, roles: Iterable[Role], *, by: int | None, site: Site, now: datetime) -> Person:
    """Make an account for somebody and mail them a link to open it. Raises AddressTaken.

    ``by`` is None for the command line.
    """
    person = add(email, name, roles, by=by, zone=site.zone, now=now)
    _mail_invitation(person, site=site, now=now)
    return person


def add(email: str, name: str, roles: Iterable[Role], *, by: int | None, zone: str, now: datetime) -> Person:
    """Make an account that nobody can sign in to yet, with times shown in ``zone``. Raises AddressTaken."""
    called = marks.called(name, simulated=False, most=NAME)
    return _added(Person(email=addresses.kept(email), name=called, zone=zone, created_at=now), roles, by=by)


def add_simulated(name: str, *, number: str, by: int | None, zone: str, now: datetime) -> Person:
    """Make the account of a simulated trainee, whose name says so here and whenever it changes.

    Their address is ``number`` where no mail goes. Raises AddressTaken.
    """
    called = marks.called(name, simulated=True, most=NAME)
    person = Person(email=f"{number}{marks.ADDRESS}", name=called, zone=zone, created_at=now, simulated=True)
    return _added(person, {Role.TRAINEE}, by=by)


def first_link(person_id: int, *, site: Site, now: datetime) -> str:
    """Return a link that opens an account, to be handed over instead of mailed."""
    return links.make(person_id, TokenKind.INVITATION, site=site, now=now)


def invite_again(person_id: int, *, by: int, site: Site, now: datetime) -> None:
    """Mail a new invitation; the one before ends. Raises OwnAccount, WrongState when the account was opened."""
    person = other_person(person_id, by)
    if person.state != PersonState.INVITED:
        raise WrongState
    _mail_invitation(person, site=site, now=now)
    audit.record("invited again", actor=by, subject=_subject(person_id), now=now)


def accept(token: str, password_hash: str, *, name: str | None, now: datetime) -> int:
    """Open an account by its invitation and return whose it is. Raises LinkOver.

    ``name`` is the name for certificates, for those who confirm it here.
    """
    person, _email = links.use(token, TokenKind.INVITATION, now=now)
    open_account(person.id, password_hash, now=now)
    if name:
        confirm_certificate_name(person.id, name, now=now)
    return person.id


def open_account(person_id: int, password_hash: str, *, now: datetime) -> None:
    """Let an invited person in with a password."""
    database.begin_write()
    person = db.session.get_one(Person, person_id)
    if person.state != PersonState.INVITED:
        raise WrongState
    person.password_hash, person.state = password_hash, PersonState.ACTIVE
    audit.record("opened account", actor=person_id, subject=_subject(person_id), now=now)


def set_roles(person_id: int, roles: Iterable[Role], *, by: int | None, now: datetime) -> None:
    """Give a person these roles and no others. Raises OwnAccount, LastAdministrator."""
    person = other_person(person_id, by)
    wanted, held = frozenset(roles), person.roles
    if wanted == held:
        return
    if Role.ADMINISTRATOR in held - wanted:
        spare_an_administrator(person_id)
    person.role_rows = [row for row in person.role_rows if row.role in wanted] + [
        PersonRole(role=role) for role in sorted(wanted - held)
    ]
    facts = {"given": sorted(wanted - held), "taken": sorted(held - wanted)}
    audit.record("changed roles", actor=by, subject=_subject(person_id), now=now, facts=facts)


def block(person_id: int, *, by: int | None, now: datetime) -> None:
    """End a person's access at once and keep their data. Raises OwnAccount, LastAdministrator, WrongState."""
    person = other_person(person_id, by)
    if person.state not in {PersonState.ACTIVE, PersonState.INVITED}:
        raise WrongState
    if Role.ADMINISTRATOR in person.roles:
        spare_an_administrator(person_id)
    person.state = PersonState.BLOCKED
    sessions.end_all(person_id, now=now)
    links.end(person_id, *TokenKind, now=now)
    audit.record("blocked", actor=by, subject=_subject(person_id), now=now)


def unblock(person_id: int, *, by: int | None, now: datetime) -> None:
    """Give access back: to somebody who never opened the account, as invited. Raises OwnAccount, WrongState."""
    person = other_person(person_id, by)
    if person.state != PersonState.BLOCKED:
        raise WrongState
    person.state = PersonState.ACTIVE if person.password_hash else PersonState.INVITED
    audit.record("unblocked", actor=by, subject=_subject(person_id), now=now)


def sign_out_everywhere(person_id: int, *, by: int, now: datetime) -> int:
    """End all sessions of somebody and return how many ended. Raises OwnAccount."""
    other_person(person_id, by)
    ended = sessions.end_all(person_id, now=now)
    audit.record("ended sessions", actor=by, subject=_subject(person_id), now=now, facts={"ended": ended})
    return ended


def sign_out_others(person_id: int, *, keep: str, now: datetime) -> int:
    """End a person's sessions in every browser but the one with token ``keep``; return how many ended."""
    ended = sessions.end_all(person_id, now=now, except_token=keep)
    audit.record("ended sessions", actor=person_id, subject=_subject(person_id), now=now, facts={"ended": ended})
    return ended


def accommodate(person_id: int, factor: Fraction, note: str, *, by: int, now: datetime) -> None:
    """Grant a person more time, as a fraction of every limit, 1 to 5. Raises OwnAccount, ValueError.

    Running attempts keep the deadline they were given.
    """
    if not 1 <= factor <= MOST_TIME:
        message = f"time may be multiplied by 1 to {MOST_TIME}, not {factor}"
        raise ValueError(message)
    other_person(person_id, by)
    db.session.add(
        AccommodationRow(
            person_id=person_id,
            factor_num=factor.numerator,
            factor_den=factor.denominator,
            note=note.strip(),
            granted_by=by,
            granted_at=now,
        )
    )
    facts = {"factor": str(factor)}
    audit.record(
        "accommodated", actor=by, subject=_subject(person_id), now=now, facts=facts, details={"note": note.strip()}
    )


def update_profile(person_id: int, *, name: str, zone: str, now: datetime, review_mails: bool | None = None) -> None:
    """Change what a person is called on pages, the zone they see times in, and whether news of reviews is mailed.

    None leaves the mails as they are.
    """
    database.begin_write()
    person = db.session.get_one(Person, person_id)
    before = {"name": person.name, "zone": person.zone, "review_mails": person.review_mails}
    person.name, person.zone = marks.called(name, simulated=person.simulated, most=NAME), zone
    if review_mails is not None:
        person.review_mails = review_mails
    after = {"name": person.name, "zone": person.zone, "review_mails": person.review_mails}
    if before != after:
        details = {"before": before, "after": after}
        audit.record("changed profile", actor=person_id, subject=_subject(person_id), now=now, details=details)


def confirm_certificate_name(person_id: int, name: str, *, now: datetime) -> None:
    """Let a trainee say how their name stands on certificates. Raises NameFixed once one was issued."""
    database.begin_write()
    person = db.session.get_one(Person, person_id, with_for_update=True)
    if person.certificate_name_fixed_at is not None:
        raise NameFixed
    _set_certificate_name(person, name, by=person_id, now=now)


def propose_certificate_name(person_id: int, name: str, *, by: int, now: datetime) -> None:
    """Note a name for certificates that its holder has still to confirm; one that was confirmed stays."""
    database.begin_write()
    person = db.session.get_one(Person, person_id, with_for_update=True)
    if person.certificate_name_confirmed_at is None:
        person.certificate_name = _certified(person, name)
        details = {"name": person.certificate_name}
        audit.record("proposed certificate name", actor=by, subject=_subject(person_id), now=now, details=details)


def fix_certificate_name(person_id: int, *, now: datetime) -> None:
    """Note that a certificate carries the name: from now on a correction is a request. Called by the award."""
    database.begin_write()
    person = db.session.get_one(Person, person_id)
    if person.certificate_name_fixed_at is None:
        person.certificate_name_fixed_at = now


def ask_name(person_id: int, name: str, reason: str, *, now: datetime) -> None:
    """Ask for another name on certificates already issued; a wish that was open is replaced."""
    database.begin_write()
    person = db.session.get_one(Person, person_id, with_for_update=True)  # of two at one moment the second replaces
    open_wish = queries.open_name_request(person_id)
    wish = open_wish or NameRequest(person_id=person_id)
    wish.name, wish.reason, wish.requested_at = _certified(person, name), reason.strip(), now
    db.session.add(wish)
    details = {"name": wish.name, "reason": wish.reason}
    audit.record("asked for another name", actor=person_id, subject=_subject(person_id), now=now, details=details)


def decide_name(person_id: int, name: str, *, accept: bool, by: int, now: datetime) -> None:
    """Accept or refuse the wish for this name. Raises OwnAccount, WrongState when none is open or it is for another.

    An accepted name stands on certificates issued from now on; those issued before are superseded one by one.
    """
    person = other_person(person_id, by)
    wish = queries.open_name_request(person_id)
    if wish is None or wish.name != name:
        raise WrongState
    wish.decided_at, wish.decided_by, wish.accepted = now, by, accept
    if accept:
        _set_certificate_name(person, wish.name, by=by, now=now)
    audit.record(
        "decided name", actor=by, subject=_subject(person_id), now=now, facts={"accepted": accept, "wish": wish.id}
    )


def _set_certificate_name(person: Person, name: str, *, by: int, now: datetime) -> None:
    called = _certified(person, name)
    person.certificate_name, person.certificate_name_confirmed_at = called, now
    db.session.add(CertificateName(person_id=person.id, name=called, set_by=by, set_at=now))
    details = {"name": called}
    audit.record("confirmed certificate name", actor=by, subject=_subject(person.id), now=now, details=details)


def _certified(person: Person, name: str) -> str:
    """Return a name as it stands on certificates: a simulated person's says that they are."""
    return marks.called(name, simulated=person.simulated, most=CERTIFICATE_NAME)


def _added(person: Person, roles: Iterable[Role], *, by: int | None) -> Person:
    database.begin_write()
    person.state = PersonState.INVITED
    person.role_rows = [PersonRole(role=role) for role in sorted(set(roles))]
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError as error:
        raise AddressTaken from error
    facts: dict[str, object] = {"roles": sorted(person.roles)} | ({"simulated": True} if person.simulated else {})
    details = {"email": person.email, "name": person.name}
    subject = _subject(person.id)
    audit.record("added person", actor=by, subject=subject, now=person.created_at, facts=facts, details=details)
    return person


def _mail_invitation(person: Person, *, site: Site, now: datetime) -> None:
    link = links.make(person.id, TokenKind.INVITATION, site=site, now=now)
    links.send(person, "invitation", to=person.email, site=site, now=now, link_url=link)


def other_person(person_id: int, by: int | None) -> Person:
    """Return the person an act is about, locked; raises OwnAccount when it is the actor."""
    if person_id == by:
        raise OwnAccount
    database.begin_write()
    return db.session.get_one(Person, person_id, with_for_update=True)


def spare_an_administrator(person_id: int) -> None:
    """Raise LastAdministrator unless somebody else is one and can sign in; their rows are locked till the commit."""
    others = db.session.scalars(
        select(Person.id)
        .join(PersonRole)
        .where(PersonRole.role == Role.ADMINISTRATOR, Person.state == PersonState.ACTIVE)
        .order_by(Person.id)
        .with_for_update(of=Person)
    ).all()
    if not set(others) - {person_id}:
        raise LastAdministrator


def _subject(person_id: int) -> str:
    return f"person:{person_id}"
