"""``training bank lint``: what the linter finds in files or in the bank of this site."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from training.bank import checks, files
from training.bank.formats import Entry
from training.bank.queries import lists
from training.bank.queries.lists import Filters
from training.bank.readings import Problem
from training.cli import site
from training.linting import registry, whole
from training.linting.rules import Finding, Severity

RULE_NAMES = (*(rule.name for rule in registry.RULES), *(rule.name for rule in whole.WHOLE_RULES))


@dataclass(frozen=True, slots=True)
class Line:
    """One finding and where it stands."""

    file: str
    line: int | None
    code: str
    finding: Finding

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        rule = self.finding.rule
        return f"{place} {self.code or '-'} {rule.name} {rule.severity} {self.finding.message}"

    def plain(self) -> dict[str, object]:
        """Return the finding as JSON holds it."""
        rule = self.finding.rule
        where: dict[str, object] = {"file": self.file, "line": self.line, "code": self.code}
        said = {"rule": rule.name, "severity": str(rule.severity), "field": self.finding.field}
        return where | said | {"message": self.finding.message}


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--database", is_flag=True, help="Lint the newest version of every item on this site.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="NAME",
    type=click.Choice(RULE_NAMES),
    help="Ask this rule only; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--strict", is_flag=True, help="Count warnings as failures too.")
def lint(folder: Path | None, rules: tuple[str, ...], *, database: bool, as_json: bool, strict: bool) -> None:
    """Print one line a finding: file:line code rule severity message.

    Ends with 0 when nothing fails, with 1 when an error was found (with --strict: a warning), and with 2 when it was
    called wrongly or a file could not be read.
    """
    if (folder is None) != database:
        raise click.UsageError("Name a folder, or give --database.")
    entries, unread = _stored() if folder is None else files.drafts(folder)
    lines = [line for name, entry in entries for line in _lint(name, entry, rules)]
    told = [
        reading
        for reading in whole.read([checks.view(entry.draft) for _, entry in entries])
        if not rules or reading.rule in rules
    ]
    if as_json:
        click.echo(json.dumps(_plain(lines, told, unread, len(entries)), indent=2, ensure_ascii=False))
    else:
        _print(lines, told, unread, len(entries))
    counts = _counts(lines, told)
    sys.exit(2 if unread else int(bool(counts["errors"] or (strict and counts["warnings"]))))


def _stored() -> tuple[tuple[tuple[str, Entry], ...], tuple[Problem, ...]]:
    with site.opened():
        return tuple(("database", Entry(row.content)) for row in lists.selected(Filters())), ()


def _lint(name: str, entry: Entry, rules: tuple[str, ...]) -> Iterator[Line]:
    code = entry.draft.get("code")
    for finding in registry.check(checks.view(entry.draft), only=rules):
        yield Line(name, entry.line_of(finding.field), code if isinstance(code, str) else "", finding)


def _print(lines: Sequence[Line], told: Sequence[whole.Reading], unread: Sequence[Problem], questions: int) -> None:
    for problem in unread:
        click.echo(str(problem), err=True)
    for line in lines:
        click.echo(str(line))
    for reading in told:
        click.echo(f"bank {reading.rule} {reading.severity} {reading.text}")
    counts = _counts(lines, told)
    errors, warnings = _counted(counts["errors"], "error"), _counted(counts["warnings"], "warning")
    click.echo(f"{_counted(questions, 'question')}: {errors}, {warnings}, {counts['info']} info.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _counts(lines: Sequence[Line], told: Sequence[whole.Reading]) -> dict[str, int]:
    """Return how much was found; what only informs of the bank as a whole is no finding."""
    found = Counter(line.finding.rule.severity for line in lines)
    found.update(reading.severity for reading in told if reading.codes)
    return {"errors": found[Severity.ERROR], "warnings": found[Severity.WARNING], "info": found[Severity.INFO]}


def _plain(
    lines: Sequence[Line], told: Sequence[whole.Reading], unread: Sequence[Problem], questions: int
) -> dict[str, object]:
    return {
        "findings": [line.plain() for line in lines],
        "bank": [_read(each) for each in told],
        "unread": [{"file": each.file, "line": each.line, "message": each.message} for each in unread],
        "counts": {"questions": questions} | _counts(lines, told),
    }


def _read(reading: whole.Reading) -> dict[str, object]:
    said = {"rule": reading.rule, "severity": str(reading.severity), "remarkable": reading.remarkable}
    return said | {"codes": list(reading.codes), "message": reading.text}
