"""``python -m bench.formats``: 10,000 questions through the commands that import and export; exits 1 over a goal.

Processor seconds of each command are held to the goals: a dry run 10 s, an import or an export 20 s, and 300 MB of
memory at its most. The files are made here, of every kind that the format has.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from training.bank.formats import FORMATS, Entry, named

GOALS = {"dry run": 10.0, "import": 20.0, "export": 20.0}
MEMORY = 300
WRITABLE = [each.name for each in FORMATS if each.write is not None]
QUESTIONS = (
    "::Question {n}::Which layer of region {n} is first?{{=skin#It lies outside.~fascia#Deeper.~bone#Deepest.}}",
    "::Question {n}::Which are signs in case {n}?{{~%50%dyspnoea#Yes.~%50%chest pain#Yes.~%-100%hunger#No.}}",
    "::Question {n}::How deep, in mm, is layer {n}?{{#={n}:0.5#Right.=%50%1..99999#Nearly.~#No.}}",
    "::Question {n}::What is bone {n} called?{{=scapula {n}#Yes.=%50%shoulder blade {n}#In plain words.}}",
    "::Question {n}::Match what belongs together in {n}.{{=lung -> thorax =liver -> abdomen =brain -> head}}",
    "::Question {n}::Case {n} needs consent.{{TRUE#It does.#Right.}}",
)


def main() -> None:
    options = _options()
    missed = []
    with tempfile.TemporaryDirectory(prefix="needlewise-formats-") as scratch:
        for name in options.formats:
            missed += _measured(name, options.questions, Path(scratch) / name)
    sys.exit(1 if missed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.formats", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "formats",
        nargs="*",
        default=["gift", "moodle-xml", "csv", "xlsx", "qti"],
        metavar="FORMAT",
        help=", ".join(WRITABLE),
    )
    parser.add_argument("--questions", type=int, default=10_000)
    return parser.parse_args()


def _measured(name: str, questions: int, folder: Path) -> list[str]:
    """Run each command once on an empty site and return those that missed a goal."""
    folder.mkdir(parents=True)
    made_by = named(name)
    file = folder / f"bank{made_by.suffixes[0]}"
    file.write_bytes(_file(made_by, questions))
    _training(folder, "db", "upgrade")
    format_option = ("--format", name)
    commands = {
        "dry run": ("bank", "import", str(file), *format_option, "--dry-run"),
        "import": ("bank", "import", str(file), *format_option),
        "export": ("bank", "export", str(folder / "out" / file.name), *format_option),
    }
    missed = []
    for what, arguments in commands.items():
        wall, seconds, megabytes = _training(folder, *arguments)
        ok = seconds <= GOALS[what] and megabytes <= MEMORY
        missed += [] if ok else [f"{name} {what}"]
        words = f"{seconds:5.1f} s of processor, {wall:5.1f} s in all, {megabytes:4.0f} MB"
        print(f"{name:13} {what:8} {questions:6,} questions: {words} {'' if ok else '(missed)'}", flush=True)
    return missed


def _file(made_by: object, questions: int) -> bytes:
    text = "\n\n".join(QUESTIONS[n % len(QUESTIONS)].format(n=n) for n in range(questions))
    read = named("gift").read(text.encode()).entries
    coded = [Entry(entry.draft | {"code": f"safety/bench/q{n}"}) for n, entry in enumerate(read)]
    return text.encode() if made_by.name == "gift" else made_by.write(coded, {}).content


def _training(folder: Path, *arguments: str) -> tuple[float, float, float]:
    """Run a command and return wall and processor seconds and megabytes at the most."""
    environment = os.environ | {"NEEDLEWISE_PROFILE": "demo", "NEEDLEWISE_DATA": str(folder / "data")}
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "training", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(child.pid, 0)
    if status:
        print(f"training {' '.join(arguments[:2])} ended with {os.waitstatus_to_exitcode(status)}", flush=True)
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / _per_megabyte()


def _per_megabyte() -> int:
    """Return how many of the units of ``ru_maxrss`` make a megabyte here."""
    return 2**20 if sys.platform == "darwin" else 2**10


if __name__ == "__main__":
    main()
