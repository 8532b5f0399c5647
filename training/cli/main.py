"""The entry point: reads the settings, hands the application to a command."""

from typing import NoReturn

import click
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from training import garbage  # before what it is about
from training import settings as configuration
from training.cli import (
    attempt,
    audit,
    bank,
    calibration,
    certificate,
    database,
    demo,
    modules,
    packs,
    papers,
    people,
    ratings,
    server,
    simulation,
)
from training.db import CannotWrite, OutOfRange, Unreachable
from training.settings import SettingsError


class Program(click.Group):
    """The commands; a database that does not answer, or takes nothing, ends any of them with a sentence and 5.

    A number that no row can have ends them with 2, a file that cannot be read or written with 1.
    """

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return self._invoke(ctx)
        except OutOfRange as error:
            _end(error, "Nothing here has a number so large.", "Correct the number.", code=2)
        except OSError as error:
            if error.filename is None:
                raise
            reason = (error.strerror or "it failed").lower()
            remedy = "Name another place, or change who may use it."
            _end(error, f"{error.filename} cannot be read or written: {reason}.", remedy, code=1)

    def _invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Unreachable as error:
            _end(error, f"The database does not answer: {_first_line(error)}.", "Is it running, and its address right?")
        except CannotWrite as error:
            _end(error, f"The database takes nothing now: {error}. Nothing was stored.", "Try again when it does.")
        except (OperationalError, ProgrammingError) as error:
            reason = _first_line(error.orig)
            _end(error, f"The database refused: {reason}.", "Has it the tables of this program? Ask: training db check")
        except DatabaseError as error:
            if type(error) is not DatabaseError:
                raise
            _end(
                error,
                f"The database cannot be read: {_first_line(error.orig)}.",
                "Restore a backup: training db restore",
            )


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")


def _end(error: Exception, happened: str, remedy: str, *, code: int = 5) -> NoReturn:
    click.echo(f"{happened}\n{remedy}", err=True)
    raise SystemExit(code) from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="needlewise", prog_name="training")
def main() -> None:
    """Needlewise: train, examine and issue certificates for dry needling."""


@main.command()
def settings() -> None:
    """Show the settings in force; secrets are left out."""
    try:
        given = configuration.read()
    except SettingsError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise SystemExit(2) from error
    for name, value in configuration.shown(given):
        click.echo(f"{name:28} {value}")


main.add_command(server.serve)
main.add_command(server.worker)
main.add_command(database.db)
main.add_command(audit.audit)
main.add_command(attempt.attempt)
main.add_command(calibration.calibrate)
main.add_command(bank.bank)
main.add_command(people.person)
main.add_command(certificate.certificate)
main.add_command(modules.modules)
main.add_command(packs.packs)
main.add_command(papers.paper)
main.add_command(ratings.ratings)
main.add_command(demo.demo)
main.add_command(simulation.simulate)
garbage.settle()
