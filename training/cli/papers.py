"""``training paper …``: papers for those who study a bank outside."""

import json
import os
import sys
from pathlib import Path
from typing import NoReturn

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
    record of acts. Nobody sits these papers, and they do not count as given.
    """
    if out.exists():
        _stop(f"{out} is there already. Name another file, or remove it.")
    with site.application().app_context():
        site.refuse_old_schema()
        found = exams.published(exam)
        if found is None:
            _stop(f"There is no published exam called {exam}. The page Exams lists them by code.")
        person_id = _administrator(by) if by else None
        made = trial_papers.drawn(found, count=count, seed=seed)
        try:
            with (
                site.expecting_much(),
                click.progressbar(made, length=count, label="Drawing", file=sys.stderr) as shown,
            ):
                lines = [json.dumps(each, ensure_ascii=False) for each in shown]
        except PoolTooSmall as refusal:
            _stop(f"No paper can be drawn: {refusal}.")
        with database.commit_command():
            trial_papers.note(found, count=count, seed=seed, by=person_id, now=clock.now())
        _write(out, lines)
    click.echo(f"{count} papers of {exam}, version {found.number}, written to {out}. Keep them from candidates.")


def _administrator(email: str) -> int:
    """Return the id of an administrator; ends the command for anybody else."""
    person = accounts.person_by_email(email)
    if person is None:
        _stop(f"There is no account with the address {email}.")
    if Role.ADMINISTRATOR not in person.roles:
        _stop(f"{email} is no administrator: only administrators may draw papers to study.")
    return person.id


def _write(out: Path, lines: list[str]) -> None:
    """Write a file that nobody but its owner can read."""
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        _stop(f"{out} cannot be written: {error.strerror}.")


def _stop(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
