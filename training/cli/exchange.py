"""``training bank import``, ``mark``: files of other systems and of this bank, shown before they are taken."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from training import clock, sources
from training import db as database
from training.bank import exchange, files, mending
from training.bank.adoption import Defaults, Held
from training.bank.exchange import SIDE_CAR, Choice
from training.bank.formats import FORMATS, named
from training.bank.queries import comparing
from training.bank.readings import Known, Outcome, Planned, Problem, Reading, Taken
from training.bank.service import carrying
from training.cli import marking, site
from training.cli.study import study_sections
from training.core.domains import Domain, Level, Pool

NAMES = [each.name for each in FORMATS]
DEFAULTS = Defaults()
POOL, DOMAIN, LEVEL = (click.Choice([str(each) for each in members]) for members in (Pool, Domain, Level))
MANY = 200
FILES = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command("import")
@FILES
@click.option("--format", "format_name", type=click.Choice(NAMES), help="Read as this; else by name and content.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--skip-refused", is_flag=True, help="Take what can be taken and leave the rest out.")
@click.option("--refused", type=click.Path(path_type=Path), help="Write what is refused there, to be mended.")
@click.option("--pool", type=POOL, default=DEFAULTS.pool, show_default=True, help="Where they may be shown.")
@click.option(
    "--domain", type=DOMAIN, default=DEFAULTS.domain, show_default=True, help="Unless the category names one."
)
@click.option("--level", type=LEVEL, default=DEFAULTS.level, show_default=True, help="Cognitive level.")
@click.option("--topic", default=DEFAULTS.topic, show_default=True, help="Second part of codes without a category.")
@click.option("--author", default="", help="Who wrote the questions.")
def import_files(  # noqa: PLR0913 - click gives one argument an option
    paths: Sequence[Path], *, format_name: str | None, dry_run: bool, as_json: bool, skip_refused: bool,
    refused: Path | None, pool: str, domain: str, level: str, topic: str, author: str,
) -> None:  # fmt: skip
    """Take files of other systems, or of this bank, as drafts.

    Items that came from the same place before are changed, not added again. With anything refused nothing is taken,
    unless --skip-refused is given. Ends with 0, or with 1 when something was refused.
    """
    choice = Choice(named(format_name or ""), Defaults(pool, domain, level, topic, author))
    with site.opened(), site.expecting_much():
        known = comparing.known(sources.register(), study_sections())
        reading = exchange.read(_uploads(paths), choice, known, exchange.held, _track)
        planned = comparing.compare(reading.found)
        _say(reading, planned, as_json=as_json)
        if refused is not None and reading.refused:
            _write(mending.files(reading.refused), refused)
        if dry_run or (reading.problems and not skip_refused):
            click.echo(
                "Nothing was changed." if dry_run else "Nothing was taken. Mend the files, or give --skip-refused.",
                err=True,
            )
            sys.exit(1 if reading.problems else 0)
        with database.commit_command():
            taken = carrying.take(reading, by=None, now=clock.now())
    click.echo(f"{len(taken.new)} new, {len(taken.changed)} changed, {len(taken.unchanged)} unchanged.", err=as_json)
    if taken.problems:
        click.echo(f"{len({(each.file, each.line) for each in taken.problems})} left out.", err=as_json)


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("which")
@click.argument("response", nargs=-1)
@click.option("--format", "format_name", type=click.Choice(NAMES), help="Read as this; else by name and content.")
@click.option("--json", "as_json", is_flag=True, help="Print the mark as JSON.")
def mark(path: Path, which: str, response: Sequence[str], *, format_name: str | None, as_json: bool) -> None:
    """Mark a RESPONSE to one question of a file, without the bank.

    WHICH is its place in the file (1 is the first), its code, its name or its id. A RESPONSE is the texts of the
    options chosen (or their places, or ids), premise=option for pairs, gap=answer for gaps, or what was typed.
    """
    choice = Choice(named(format_name or ""), Defaults())
    reading = exchange.read(_uploads([path]), choice, Known(sources.register()), _nothing_held, iter)
    item = marking.found(reading.found, which)
    if item is None:
        _print(reading.problems)
        click.echo(f"{path} holds no question {which!r}.", err=True)
        sys.exit(2)
    given = marking.response(item, response)
    result = marking.result(item, given)
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else marking.line(result))
    sys.exit(0 if result["fits"] else 1)


def _uploads(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Return files with what belongs to them: a side-car beside each, and the figures it shows."""
    found: dict[str, bytes] = {}
    for path in paths:
        size = path.stat().st_size
        if (size > files.MAX_FILE and path.suffix.lower() != ".zip") or size > files.MAX_TOTAL:
            click.echo(f"{path}: has {size:,} bytes; at most {files.MAX_FILE:,} are read. Split the file.", err=True)
            sys.exit(1)
        found[path.name] = path.read_bytes()
        car = path.with_name(path.name + SIDE_CAR)
        if car.is_file() and car.stat().st_size <= exchange.MAX_SIDE_CAR:
            found[car.name] = car.read_bytes()
            folder = path.parent / files.FIGURES
            found |= {f"{files.FIGURES}/{each.name}": each.read_bytes() for each in _figures(folder)}
    return list(found.items())


def _figures(folder: Path) -> list[Path]:
    return [each for each in sorted(folder.iterdir()) if each.is_file()] if folder.is_dir() else []


def _track(everything: Sequence[Taken]) -> Iterable[Taken]:
    """Show a bar while many items are checked."""
    if len(everything) < MANY:
        yield from everything
        return
    with click.progressbar(everything, label="Checking", file=sys.stderr) as shown:
        yield from shown


def _nothing_held(_origins: object) -> Held:
    return Held()


def _say(reading: Reading, planned: Sequence[Planned], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_described(reading, planned), ensure_ascii=False, indent=1))
        return
    for each in planned:
        place = f"{each.found.file}:{each.found.line}" if each.found.line else each.found.file
        click.echo(f"{place}: {each.found.code}: {each.outcome}, {each.found.item.kind.replace('_', ' ')}")
        for words in _details(each):
            click.echo(f"    {words}")
    for note in reading.notes:
        click.echo(str(note))
    _print(reading.problems)
    counts = [f"{sum(each.outcome is outcome for each in planned)} {outcome}" for outcome in Outcome]
    click.echo(f"{', '.join(counts)}, {len(reading.problems)} refused.")


def _details(each: Planned) -> Iterator[str]:
    if each.found.filled:
        yield f"Filled in: {'; '.join(each.found.filled)}."
    yield from each.found.losses
    for change in each.changes:
        yield f"{change.label}: {change.old!r} becomes {change.new!r}"


def _described(reading: Reading, planned: Sequence[Planned]) -> dict[str, object]:
    return {
        "items": [
            {
                "file": each.found.file,
                "line": each.found.line,
                "code": each.found.code,
                "outcome": str(each.outcome),
                "kind": each.found.item.kind,
                "key": list(each.found.item.key),
                "draft": each.found.draft,
                "losses": list(each.found.losses),
                "filled": list(each.found.filled),
            }
            for each in planned
        ],
        "left_out": [_fields(note) for note in reading.notes],
        "refused": [_fields(problem) for problem in reading.problems],
    }


def _fields(problem: Problem) -> dict[str, object]:
    return {name: getattr(problem, name) for name in ("file", "line", "code", "field", "message", "remedy")}


def _write(written: Mapping[str, bytes], target: Path) -> None:
    """Write one file to ``target``, several into the folder of that name."""
    if len(written) == 1:
        target.write_bytes(next(iter(written.values())))
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, content in written.items():
        (target / name).write_bytes(content)


def _print(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
