"""``training person …``: the first administrator, and what must work when nobody can sign in."""

import sys
from typing import NoReturn

import click
from email_validator import EmailNotValidError, validate_email

from training import clock
from training import db as database
from training.accounts import queries, service
from training.accounts.links import Site
from training.cli import site
from training.core import addresses, names
from training.core.roles import Role


class Address(click.ParamType[str]):
    """An e-mail address, in lower case."""

    name = "email"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address, or end the command with what is wrong with it."""
        try:
            return addresses.kept(validate_email(value, check_deliverability=False, test_environment=True).normalized)
        except EmailNotValidError as error:
            self.fail(f"{value!r} is not an e-mail address: {error}", param, ctx)


class Name(click.ParamType[str]):
    """A name of letters somebody can read."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or end the command: a terminal in another encoding gives bytes that are no letters."""
        if not names.has_letter(value) or names.unseen(value):
            self.fail(f"{value!r} is not a name in letters. Is the terminal set to UTF-8?", param, ctx)
        if len(value.strip()) > service.NAME:
            self.fail(f"a name has at most {service.NAME} characters; this has {len(value.strip())}.", param, ctx)
        return value.strip()


ADDRESS, NAME = Address(), Name()
ROLE = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="A role; may be given several times. Without it: trainee.",
)


@click.group()
def person() -> None:
    """Add, invite, block and unblock people."""


@person.command()
@click.argument("email", type=ADDRESS)
@click.argument("name", type=NAME)
@ROLE
def add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Add a person and print a link, good once within 14 days, that opens the account.

    Nothing is mailed: this is how the first administrator comes in.
    """
    given = site.settings()
    with site.opened(given), database.commit_command():
        now = clock.now()
        try:
            made = service.add(email, name, _roles(roles), by=None, zone=given.zone, now=now)
        except service.AddressTaken:
            _taken(email)
        link = service.first_link(made.id, site=Site.of(given), now=now)
        held = ", ".join(sorted(made.roles))
    click.echo(f"Added {name} <{email}> as {held}. Open the account within 14 days:\n{link}")


@person.command()
@click.argument("email", type=ADDRESS)
@click.argument("name", type=NAME)
@ROLE
def invite(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Add a person and mail them an invitation."""
    given = site.settings()
    with site.opened(given), database.commit_command():
        try:
            service.invite(email, name, _roles(roles), by=None, site=Site.of(given), now=clock.now())
        except service.AddressTaken:
            _taken(email)
    click.echo(f"Invited {name} <{email}>; the mail is queued and the worker sends it.")


@person.command()
@click.argument("email", type=ADDRESS)
def block(email: str) -> None:
    """End somebody's access at once; nothing is deleted."""
    with site.opened(), database.commit_command():
        try:
            service.block(_id_of(email), by=None, now=clock.now())
        except service.LastAdministrator:
            _stop(f"{email} is the last administrator who can sign in. Make somebody else one first.")
        except service.WrongState:
            _stop(f"{email} is blocked already.")
    click.echo(f"{email} is blocked and signed out everywhere.")


@person.command()
@click.argument("email", type=ADDRESS)
def unblock(email: str) -> None:
    """Give somebody's access back."""
    with site.opened(), database.commit_command():
        try:
            service.unblock(_id_of(email), by=None, now=clock.now())
        except service.WrongState:
            _stop(f"{email} is not blocked.")
    click.echo(f"{email} has access again.")


def _roles(values: tuple[str, ...]) -> tuple[Role, ...]:
    return tuple(Role(value) for value in values) or (Role.TRAINEE,)


def _id_of(email: str) -> int:
    found = queries.person_by_email(email)
    if found is None:
        _stop(f"There is no account with the address {email}.")
    return found.id


def _taken(email: str) -> NoReturn:
    _stop(f"There is an account with the address {email} already; nothing was changed.")


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
