"""``training paper …``: papers for those who study a bank outside."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NoReturn, TextIO

import click

from training import clock
from training import db as database
from training.accounts import queries as accounts
from training.cli import site
from training.core.drawing import PoolTooSmall
from training.core.roles import Role
from training.quiz import trial_papers
from training.quiz.queries import exams


@click.group()
def paper() -> None:
    """Draw papers to study how an exam gives its bank."""


@paper.command()
@click.option("--exam", required=True, help="The exam, by its code.")
@click.option("--count", type=click.IntRange(1, 100_000), required=True, help="How many papers, 1 to 100,000.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The seed of the first paper.")
@click.option("--by", metavar="EMAIL", help="The administrator for whom it is done; without one it is the operator.")
def draw(exam: str, count: int, out: Path, seed: int, by: str | None) -> None:
    """Write papers as starts would be given them, one JSON object a line, without texts and keys.

    For administrators: whoever knows which questions come together knows more than a candidate may. It stands in the
    record of acts before the first is written. Nobody sits these papers, and they do not count as given. The same seed
    gives the same papers as long as the pool, the calibration in force and what was given out are the same.
    """
    with site.opened():
        found = exams.published(exam)
        if found is None:
            _stop(f"There is no published exam called {exam}. The page Exams lists them by code.")
        person_id = _administrator(by) if by else None
        with _created(out) as file:
            papers = _begun(trial_papers.drawn(found, count=count, seed=seed))
            with database.commit_command():
                trial_papers.note(found, count=count, seed=seed, by=person_id, now=clock.now())
            with (
                site.expecting_much(),
                click.progressbar(papers, length=count, label="Drawing", file=sys.stderr) as shown,
            ):
                for each in shown:
                    file.write(f"{json.dumps(each, ensure_ascii=False)}\n")
    click.echo(f"{count} papers of {exam}, version {found.number}, written to {out}. Keep them from candidates.")


@contextmanager
def _created(out: Path) -> Iterator[TextIO]:
    """Open a new file that nobody but its owner can read; it is taken away again when it does not become whole."""
    try:
        opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        _stop(f"{out} is there already. Name another file, or remove it.")
    except OSError as error:
        _stop(f"{out} cannot be written: {error.strerror}.")
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            yield file
    except BaseException as error:
        out.unlink(missing_ok=True)
        if isinstance(error, PoolTooSmall):
            _stop(f"No paper can be drawn: {error}.")
        if isinstance(error, OSError):
            _stop(f"{out} cannot be written: {error.strerror}.")
        raise


def _begun(papers: Iterator[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Return the same papers, of which the first was drawn already: nothing is put on record where there is none."""
    return chain((next(papers),), papers)


def _administrator(email: str) -> int:
    """Return the id of an administrator; ends the command for anybody else."""
    person = accounts.person_by_email(email)
    if person is None:
        _stop(f"There is no account with the address {email}.")
    if Role.ADMINISTRATOR not in person.roles:
        _stop(f"{email} is no administrator: only administrators may draw papers to study.")
    return person.id


def _stop(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
