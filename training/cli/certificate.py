"""``training certificate …``: looking one up, and checking a number or a file against the register."""

import sys
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import click

from training import clock
from training.certificates import queries
from training.certificates.formats import pdf
from training.certificates.queries import Standing
from training.cli import site
from training.core.certification import Status


@click.group()
def certificate() -> None:
    """Look at certificates and check them."""


@certificate.command()
@click.argument("number")
def show(number: str) -> None:
    """Show a certificate by its NUMBER: what it states, how it stands, its history."""
    with site.opened():
        standing = queries.standing(number, now=clock.now())
        history = queries.history(standing.number) if standing else ()
    if standing is None:
        _unknown(number)
    _show(standing)
    for event in history:
        click.echo(f"{event.at:%Y-%m-%d %H:%M} UTC  {event.act}  {event.reason_class}: {event.reason}")


@certificate.command()
@click.argument("what")
def verify(what: str) -> None:
    """Check WHAT, a number or a file, against the register; end with 0 only when it is valid now.

    A file is a PDF as issued or the certificate.json attached to it; it is compared byte for byte. For a number the
    stored bytes are checked against their recorded hashes. Certificates carry no digital signature yet, so a check
    without the register shows nothing about who made a file.
    """
    path = Path(what)
    with site.opened():
        standing = _of_file(path) if path.is_file() else _of_number(what)
    _show(standing)
    if standing.status is not Status.VALID:
        sys.exit(1)


def _of_file(path: Path) -> Standing:
    found = queries.by_file(sha256(path.read_bytes()).hexdigest(), now=clock.now())
    if found is None:
        click.echo(f"{path} is not a file that was issued: no certificate in this register has these bytes.", err=True)
        sys.exit(1)
    click.echo(f"{path} is the file that was issued, byte for byte.")
    return found


def _of_number(number: str) -> Standing:
    found = queries.standing(number, now=clock.now())
    if found is None:
        _unknown(number)
    damaged = queries.damaged(found.number)
    if damaged:
        click.echo(f"Certificate {found.number} was altered in the database: {', '.join(damaged)}.", err=True)
        sys.exit(1)
    click.echo(
        "What is left of the facts is unchanged since the holder was erased; the PDF is not kept."
        if found.erased_at
        else "The stored facts and PDF have the hashes recorded when it was issued."
    )
    return found


def _show(standing: Standing) -> None:
    facts = standing.facts
    rows = {
        "Status": f"{standing.status} since {standing.since:%Y-%m-%d %H:%M} UTC",
        "Number": standing.number,
        "Holder": f"erased at their request on {pdf.day(standing.erased_at.date())}"
        if standing.erased_at
        else facts.holder,
        "States": facts.title,
        "Issued by": facts.institution,
        "Awarded": pdf.day(facts.awarded_on),
        "Valid until": f"the end of {pdf.day(facts.valid_until)} ({facts.zone})"
        if facts.valid_until
        else "no last day",
        "Replaced by": standing.replaced_by or "",
        "SHA-256 of the PDF": standing.pdf_sha256,
        "SHA-256 of the facts": standing.facts_sha256,
        "Simulated": "yes: a simulation made the person and all that they did" if facts.simulated else "",
        "Demonstration": "yes: the person is invented and nothing was awarded" if facts.demo else "",
    }
    for name, value in rows.items():
        if value:
            click.echo(f"{name:22}{value}")


def _unknown(number: str) -> NoReturn:
    click.echo(f"No certificate has the number {number!r}: 16 characters, never I, L, O or U.", err=True)
    sys.exit(1)
