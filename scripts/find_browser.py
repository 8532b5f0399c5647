"""Find a Chromium for the browser tests, or install one: ``python -m scripts.find_browser`` prints where it is.

In this order: the variable CHROME; a Chromium on the path; Debian's packages, when we are root; the build that the npm
package @sparticuz/chromium carries, which needs nothing else on the machine. Playwright's own download is not used,
since closed networks do not reach it.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

from scripts import debian, vendor

NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "libatomic1", "fonts-dejavu-core")
FOLDER = vendor.ROOT / "build/browser"
CARRIED = (
    "@sparticuz/chromium",
    "153.0.0",
    "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)
UNBROTLI = """
const files = require("fs"), [packed, target] = process.argv.slice(1)
files.writeFileSync(target, require("zlib").brotliDecompressSync(files.readFileSync(packed)))
"""
REMEDY = "install Chromium (Debian: apt-get install chromium-headless-shell libatomic1), or set CHROME to one"


@dataclass(frozen=True)
class Browser:
    """A browser's program, and the environment it needs."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)


def find(*, install: bool = False) -> Browser | None:
    """Return a browser of this machine, installing one if told; None when none can be had."""
    found = _present()
    if found or not install:
        return found
    return _from_debian() or _from_npm()


def node() -> tuple[dict[str, str], str]:
    """Return the environment that Playwright's driver needs, and what is wrong when it cannot start ("" is nothing).

    Its own node needs libatomic, which a minimal Debian has not; a node of the system does as well.
    """
    import playwright  # noqa: PLC0415 - this file is also asked on machines without it

    bundled = Path(playwright.__file__).parent / "driver/node"
    if debian.runs([bundled, "--version"]):
        return {}, ""
    if debian.install("libatomic1") and debian.runs([bundled, "--version"]):
        return {}, ""
    ours = shutil.which("node")
    if ours and debian.runs([ours, "--version"]):
        return {"PLAYWRIGHT_NODEJS_PATH": ours}, ""
    return {}, "Playwright's driver does not start: install libatomic (Debian: apt-get install libatomic1) or node"


def _present() -> Browser | None:
    named = os.environ.get("CHROME")
    if named:
        return Browser(Path(named)) if debian.runs([named, "--version"]) else None
    for name in NAMES:
        program = shutil.which(name)
        if program and debian.runs([program, "--version"]):
            return Browser(Path(program))
    return _unpacked() if (FOLDER / "chromium").exists() else None


def _from_debian() -> Browser | None:
    return _present() if debian.install(*PACKAGES) else None


def _from_npm() -> Browser | None:
    """Unpack the browser that an npm package carries (64 MB to fetch, 200 MB on disk)."""
    if not (shutil.which("npm") and shutil.which("node")):
        return None
    print("Fetching a Chromium from npm into build/browser, for the browser tests…", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        package = vendor.fetch(*CARRIED, FOLDER)
        for packed in sorted((package / "bin").rglob("*.br")):
            _unbrotli(packed, FOLDER / packed.name.removesuffix(".br"))
    except (subprocess.CalledProcessError, vendor.Mismatch, OSError) as error:
        print(f"No browser from npm: {error}", flush=True)
        return None
    shutil.rmtree(package.parent)
    for leftover in FOLDER.glob("*.tgz"):
        leftover.unlink()
    for archive in FOLDER.glob("*.tar"):
        with tarfile.open(archive) as opened:
            opened.extractall(FOLDER, filter="data")
        archive.unlink()
    (FOLDER / "chromium").chmod(0o755)
    return _unpacked()


def _unbrotli(packed: Path, target: Path) -> None:
    subprocess.run(["node", "-e", UNBROTLI, packed, target], check=True)


def _unpacked() -> Browser | None:
    libraries = {str(path.parent) for path in FOLDER.rglob("*.so*")}
    fonts = next((path.parent for path in FOLDER.rglob("fonts.conf")), FOLDER)
    environment = {"LD_LIBRARY_PATH": ":".join(sorted(libraries)), "FONTCONFIG_PATH": str(fonts)}
    program = FOLDER / "chromium"
    return Browser(program, environment) if debian.runs([program, "--version"], environment) else None


if __name__ == "__main__":
    browser = find(install=True)
    if browser is None:
        sys.exit(f"No browser: {REMEDY}.")
    print(browser.program)
