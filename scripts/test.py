"""Run all tests and say loudly what could not be run: ``make test``.

Two runs side by side: on SQLite what touches the database, starts programs or needs a browser; on PostgreSQL what
touches the database, and all that only computes, so that both end at about the same time. The words of the second are
said after those of the first. A run that is impossible here is left out and named at the end with its remedy;
REQUIRE_BROWSER=1 and REQUIRE_POSTGRES=1 make that a failure. Without PostgreSQL SQLite has all that only computes.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from scripts import debian, find_browser
from tests import postgres
from tests.checking import COMPILED, SHARED

ROOT = find_browser.vendor.ROOT
REPORTS = ROOT / "build/tests"
MEMORY = 3 * 2**30  # bytes free that a run is content with
WORKERS = {"sqlite": "2", "postgres": "0"}
"""Two cores are never idle then: what waits for a browser leaves them to the run on PostgreSQL. Every further worker
collects and warms up all over again, and opens a tab for each person once more."""
NO_TESTS = 5  # pytest's exit code when it found none
NO_POSTGRES = "no PostgreSQL programs: install them (Debian: apt-get install postgresql), or set PG_BIN to their folder"


@dataclass
class Outcome:
    """What the runs came to; ``chosen`` are the tests asked for by name, none for all."""

    chosen: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    failed: bool = False

    def leave_out(self, what: str, why: str, requirement: str) -> None:
        """Note what was not run; a failure where the environment requires it."""
        self.left_out.append(f"{what} did not run: {why}.")
        self.failed |= os.environ.get(requirement) == "1"


@dataclass(frozen=True)
class Run:
    """One run of pytest, and the file of what it said."""

    name: str
    report: Path
    process: subprocess.Popen[bytes]

    def finish(self, outcome: Outcome) -> None:
        """Print what is said until it ends, and add what its report counts."""
        print(f"\n== tests on {self.name} ==", flush=True)
        with self.report.with_suffix(".txt").open(encoding="utf-8", errors="replace") as said:
            over = False
            while not over:
                over = self.process.poll() is not None
                print(said.read(), end="", flush=True)
                time.sleep(0 if over else 0.5)
        code = self.process.returncode
        if code == NO_TESTS:
            outcome.left_out.append(f"pytest found no test to run on {self.name}.")
        outcome.failed |= code not in {0, NO_TESTS} or (code == NO_TESTS and not outcome.chosen)
        if self.report.exists():
            _count(self.report, outcome)


def main() -> None:
    outcome, began = Outcome(chosen=sys.argv[1:]), time.monotonic()
    debian.provide("pdftotext", "poppler-utils")
    environment, without_browser = _browser()
    if without_browser:
        outcome.leave_out("The browser tests", without_browser, "REQUIRE_BROWSER")
    with TemporaryDirectory(prefix="needlewise-tests-", dir=_memory()) as scratch:
        folder = Path(scratch)
        environment |= {SHARED: f"{scratch}/well-made", COMPILED: f"{scratch}/templates"}
        Path(environment[COMPILED]).mkdir()
        both = postgres.binaries() is not None
        on_sqlite = [*(["-m", "not browser"] if without_browser else []), *(["--bare", "elsewhere"] if both else [])]
        runs = [_start("sqlite", [*on_sqlite, *outcome.chosen], folder, environment)]
        if both:
            options = ["--database", "postgres", "--bare", "here", "-m", "not browser", *outcome.chosen]
            runs.append(_start("postgres", options, folder, environment))
        else:
            outcome.leave_out("The PostgreSQL tests", NO_POSTGRES, "REQUIRE_POSTGRES")
        signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
        try:
            for run in runs:
                run.finish(outcome)
        finally:
            for run in runs:
                run.process.terminate()  # which ended already unless this program is stopped
                run.process.wait()
    sys.exit(_say(outcome, time.monotonic() - began))


def _browser() -> tuple[dict[str, str], str]:
    """Return the environment the browser tests need, and why they cannot run ("" when they can)."""
    driver, wrong = find_browser.node()
    browser = find_browser.find(install=True)
    if browser is None or wrong:
        return {}, wrong or find_browser.REMEDY
    needed = {"CHROME": str(browser.program), **driver}
    return needed | {f"CHROME_{name}": value for name, value in browser.environment.items()}, ""


def _start(name: str, options: list[str], folder: Path, environment: dict[str, str]) -> Run:
    """Start pytest once, its words into a file."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    kept = [f"--basetemp={folder / name}", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", "-n", WORKERS[name], "--dist", "worksteal", *kept, *options]
    kept_compiled = {"PYTHONDONTWRITEBYTECODE": ""}  # else every worker and every program tried compiles all anew
    everything = {**os.environ, **environment, **kept_compiled}
    with (REPORTS / f"{name}.txt").open("wb") as said:
        return Run(name, report, subprocess.Popen(command, cwd=ROOT, env=everything, stdout=said, stderr=said))


def _memory() -> Path | None:
    """Return where files live in memory, for tests write much and keep nothing; None where there is too little."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    enough = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY
    return memory if enough else None


def _count(report: Path, outcome: Outcome) -> None:
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - written by our own run
        kinds = {child.tag for child in case}
        skipped = case.find("skipped")
        if kinds & {"failure", "error"}:
            outcome.counts["failed"] += 1
        elif skipped is not None:
            outcome.counts["skipped"] += 1
            outcome.left_out.append(f"{case.get('name')} was skipped: {skipped.get('message')}")
        else:
            outcome.counts["passed"] += 1


def _say(outcome: Outcome, seconds: float) -> int:
    """Print what was left out and the sums; return the exit code."""
    print(f"\nBoth runs took {seconds / 60:.1f} minutes.")
    if outcome.left_out:
        lines = "\n".join(f"!!   {line}" for line in dict.fromkeys(outcome.left_out))
        print(f"\n!! NOT EVERYTHING WAS TESTED\n{lines}\n", flush=True)
    failed = outcome.failed or outcome.counts["failed"] or not outcome.counts["passed"]
    counts = outcome.counts
    missing = (
        1 if outcome.failed and not counts["failed"] else 0
    )  # a run that broke, or was required and did not happen
    print(f"{counts['passed']} passed, {counts['failed'] + missing} failed, {counts['skipped']} skipped", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    main()
