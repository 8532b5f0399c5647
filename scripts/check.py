"""Run all checks that are not tests, cheapest first, and say at the end which failed."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "formatting": [BIN / "ruff", "format", "--check", "-q", "."],
    "lint": [BIN / "ruff", "check", "-q", "."],
    "templates": [BIN / "djlint", "--lint", "--quiet", "training"],
    "imports": [BIN / "lint-imports", "--no-cache"],
    "types": [BIN / "mypy"],
}


def main() -> None:
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        print(f"{name}: {'failed' if done.returncode else 'ok'}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    if failed:
        sys.exit("make check failed: " + ", ".join(failed))


main()
