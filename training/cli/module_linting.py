"""``training modules lint``: what the linter finds in modules as files or on this site."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from training import sources
from training.cli import site
from training.modules import files
from training.modules import queries as stored
from training.modules.content import Module
from training.modules.files import Problem
from training.modules.lint import checking
from training.modules.lint.rules import RULES, Finding


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
        where = f"{self.finding.part} {self.finding.id}".strip()
        said = f"{rule.name} {rule.severity} {where}: {self.finding.message} {self.finding.remedy}"
        return f"{place} {self.code or '-'} {said}"

    def plain(self) -> dict[str, object]:
        """Return the finding as JSON holds it."""
        rule, found = self.finding.rule, self.finding
        where: dict[str, object] = {"file": self.file, "line": self.line, "code": self.code}
        said = {"rule": rule.name, "severity": str(rule.severity), "part": found.part, "id": found.id}
        return where | said | {"field": found.field, "message": found.message, "why": rule.why, "remedy": found.remedy}


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--database", is_flag=True, help="Lint the modules of this site.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="NAME",
    type=click.Choice([rule.name for rule in RULES]),
    help="Ask this rule only; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--strict", is_flag=True, help="Count warnings as failures too.")
def lint_modules(folder: Path | None, rules: tuple[str, ...], *, database: bool, as_json: bool, strict: bool) -> None:
    """Print one line a finding: file:line module rule severity where, what and what to do.

    FOLDER holds modules; the ones that ship unless told. Ends with 0 when nothing fails, with 1 when an error was
    found (with --strict: a warning), and with 2 when it was called wrongly or a file could not be read.
    """
    if folder is not None and database:
        raise click.UsageError("Name a folder, or give --database.")
    lines, unread, modules = _stored() if database else _filed(folder or files.FOLDER)
    lines = [line for line in lines if not rules or line.finding.rule.name in rules]
    if as_json:
        click.echo(json.dumps(_plain(lines, unread, modules), indent=2, ensure_ascii=False))
    else:
        _print(lines, unread, modules)
    failing = {"error", "warning"} if strict else {"error"}
    sys.exit(2 if unread else int(any(line.finding.rule.severity in failing for line in lines)))


def _filed(folder: Path) -> tuple[list[Line], Sequence[Problem], int]:
    folders = files.folders(folder)
    unread = [problem for each in folders for problem in each.problems] + files.nothing_in(folder, folders)
    lines = []
    for each in folders:
        others = {place for other in folders if other is not each for place in other.places}
        found = checking.check(each.draft, each.plates, sources=sources.register(), places=others | each.places)
        for finding in found:
            file, line = each.place(finding.field)
            lines.append(Line(file, finding.line or line, str(each.draft.get("code", "")), finding))
    return lines, unread, len(folders)


def _stored() -> tuple[list[Line], Sequence[Problem], int]:
    with site.opened():
        modules = [version.module for version in stored.current()]
        places = {f"{module.code}/{section.id}" for module in modules for section in module.sections}
        return [line for module in modules for line in _lint(module, places)], (), len(modules)


def _lint(module: Module, places: set[str]) -> Iterator[Line]:
    draft = module.content()
    plates = {figure.id: figure.svg for figure in module.figures}
    rest = {name: value for name, value in draft.items() if name != "plates"}
    for finding in checking.check(rest, plates, sources=sources.register(), places=places):
        yield Line("database", finding.line, module.code, finding)


def _print(lines: Sequence[Line], unread: Sequence[Problem], modules: int) -> None:
    for problem in unread:
        click.echo(str(problem), err=True)
    for line in lines:
        click.echo(str(line))
    counts = _counts(lines)
    said = f"{_counted(counts['errors'], 'error')}, {_counted(counts['warnings'], 'warning')}"
    click.echo(f"{_counted(modules, 'module')}: {said}.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _counts(lines: Sequence[Line]) -> dict[str, int]:
    found = Counter(str(line.finding.rule.severity) for line in lines)
    return {"errors": found["error"], "warnings": found["warning"]}


def _plain(lines: Sequence[Line], unread: Sequence[Problem], modules: int) -> dict[str, object]:
    return {
        "findings": [line.plain() for line in lines],
        "unread": [{"file": each.file, "line": each.line, "message": each.message} for each in unread],
        "counts": {"modules": modules} | _counts(lines),
    }
