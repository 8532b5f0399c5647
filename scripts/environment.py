"""Make the virtual environment, also where Debian ships Python without ensurepip."""

import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)


def main() -> None:
    folder = Path(sys.argv[1])
    if sys.version_info < NEEDED:
        sys.exit(
            f"Needlewise needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make run PY=python3.11"
        )
    pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    if pip.returncode:
        sys.exit("pip is missing for this Python. On Debian: apt-get install python3-pip")
    if int(pip.stdout.split()[1].split(".")[0]) < 23:
        sys.exit("pip is too old to install into another environment; version 23 or newer is needed.")
    if not (folder / "bin/python").exists():
        print(f"Creating the environment in {folder}…", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=False)
        if made.returncode:
            sys.exit("The environment could not be made. On Debian: apt-get install python3-venv")


main()
