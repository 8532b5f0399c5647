"""``python -m bench``: the product beside the floors and the reference, in turn, on this machine.

Absolute times say little, machines drift; what counts is the ratio of two systems measured one after the other in the
same round, and its median over the rounds. Exits 1 when a goal to be met is missed, a rush failed somebody, or the
compared applications drifted; wider goals that are missed are said.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench import measure, prepare, processes, systems, weight
from bench.measure import Cost, Running
from bench.report import Report
from deploy.rehearsal import starting
from tests import postgres

WARM, CLASS, RUSH, SAVES = 16, 20, 200, 5
TRAINEES = {
    "ours": systems.Ours,
    "floor": systems.Floor,
    "lean": systems.Floor,
    "reference": systems.Reference,
}
DRIFT = {"floor": (5, 1), "reference": (6, 1)}
"""Statements and commits of a save, BEGIN and COMMIT counted, that the compared applications are held to."""


def main() -> None:
    options = _options()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="needlewise-bench-") as scratch:
        folder = Path(scratch)
        _count(folder / "counts", report)
        with _databases(options.database, folder) as places:
            for name, url_of, roots in places:
                asyncio.run(_compare(name, url_of, roots, options, folder / name, report))
    report.say()
    sys.exit(1 if report.missed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of a class of 20 in each system")
    parser.add_argument("--rushes", type=int, default=3, help="rushes of 200 trainees in product and reference")
    return parser.parse_args()


def _count(folder: Path, report: Report) -> None:
    """Count what a start, a save and a submission send to the database, on SQLite."""
    for name in ("floor", "reference", "ours"):
        with _serve(name, f"sqlite:///{folder / name}.db", folder, (), people=4, traced=True) as system:
            report.counts(name, asyncio.run(measure.counts(system)), DRIFT.get(name))
            if name == "ours":
                for questions in (30, 80):
                    report.weight(questions, asyncio.run(weight.weigh(system, questions)))


async def _compare(
    database: str, url_of: object, roots: tuple[int, ...], options: argparse.Namespace, folder: Path, report: Report
) -> None:
    people = WARM + options.rounds * CLASS + options.rushes * RUSH
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(_serve(name, url_of(name), folder, roots, people=people)) for name in TRAINEES
        }
        for system in running.values():
            await measure.sit(system, WARM, seed=0)
        rounds = []
        for number in range(options.rounds):
            rounds.append({name: await measure.sit(system, CLASS, number) for name, system in running.items()})
            print(f"{database}, round {number + 1} of {options.rounds}", flush=True)
        _ratios(database, rounds, report)
        pair = running["ours"], running["reference"]
        for _ in range(options.rushes):
            report.rush(database, *[await measure.rush(system, RUSH, SAVES) for system in pair])


def _ratios(database: str, rounds: list[dict[str, Cost]], report: Report) -> None:
    def ratio(step: str, other: str) -> float:
        return median(getattr(one["ours"], step) / getattr(one[other], step) for one in rounds)

    report.ratio(database, "save / textbook floor", ratio("save", "floor"), goal=1.0)
    report.ratio(database, "save / lean floor", ratio("save", "lean"))
    report.ratio(database, "save / reference", ratio("save", "reference"))
    report.ratio(database, "start / reference", ratio("start", "reference"), goal=0.8, wider=True)
    handing_in = ratio("hand_in", "reference")
    report.ratio(database, "submit, grade and result / reference", handing_in, goal=1.0, wider=True)
    for name in TRAINEES:
        costs = [one[name] for one in rounds]
        report.cost(
            database, name, Cost(*(median(getattr(cost, step) for cost in costs) for step in Cost.__dataclass_fields__))
        )


@contextmanager
def _serve(
    name: str, url: str, folder: Path, roots: tuple[int, ...], *, people: int, traced: bool = False
) -> Iterator[Running]:
    """Fill a system's database and serve it with the server, processes and threads of ``training serve``."""
    data = folder / name
    data.mkdir(parents=True, exist_ok=True)
    environment = {
        "BENCH_DATABASE": url,
        "NEEDLEWISE_DATABASE_URL": url,
        "NEEDLEWISE_DATA": str(data),
        "NEEDLEWISE_SECRET_KEY": "bench" * 8,
        "NEEDLEWISE_PROFILE": "production",
        "NEEDLEWISE_BASE_URL": "http://127.0.0.1",
        "NEEDLEWISE_ARGON2_MEMORY_KIB": "8",
        "NEEDLEWISE_ARGON2_TIME": "1",
        "NEEDLEWISE_LOG": "json",
    }
    said = data / "prepared"
    filling = starting.start(prepare.FILL[name], people, environment=environment, said=said)
    filling.join()
    if filling.exitcode:
        raise RuntimeError(said.with_suffix(".err").read_text())
    trace = data / "statements"
    if traced:
        environment["BENCH_TRACE"] = str(trace)
    processes_, threads = (1, 8) if url.startswith("sqlite") else (2 * (os.cpu_count() or 1), 4)
    with processes.serve(f"bench.{name}:app", environment, processes=processes_, threads=threads) as server:
        yield Running(name, TRAINEES[name], server.port, (server.process, *roots), trace)


@contextmanager
def _databases(wanted: str, folder: Path) -> Iterator[list[tuple[str, object, tuple[int, ...]]]]:
    """Yield the databases to measure on: name, a function that makes a system's address, and the server's process."""
    places = []
    with ExitStack() as stack:
        if wanted != "postgres":
            places.append(("sqlite", lambda name: f"sqlite:///{folder / 'sqlite' / name}.db", ()))
        if wanted != "sqlite" and postgres.binaries():
            cluster = stack.enter_context(postgres.cluster(folder, durable=True))
            places.append(("postgres", cluster.create, (cluster.process,)))
        elif wanted != "sqlite":
            print("PostgreSQL is not measured: no initdb found; install postgresql or set PG_BIN.", flush=True)
        yield places


if __name__ == "__main__":
    main()
