"""Fetch the vendored files again as the locks name them: ``make vendor``, for maintainers only (needs npm).

A lock names each package with its version, the integrity of its npm tarball, its licence, and for every file of ours
the file of the package it is (``from``) and its SHA-256. Of an icon package we keep a sprite of the icons we use, made
from the folder that ``sprite`` names; the sprite itself lists its icons. ``--relock`` writes the new sums after a
version was changed by hand.
"""

import base64
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from hashlib import sha256, sha512
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    ROOT / "training/web/static/vendor/vendor.lock.json": ROOT / "training/web/static",
    ROOT / "tests/vendor/vendor.lock.json": ROOT / "tests/vendor",
}
"""Each lock, and the folder its file names start in."""


class Mismatch(ValueError):
    """What was fetched is not what the lock names."""


def fetch(name: str, version: str, integrity: str, folder: Path) -> Path:
    """Download a package into ``folder``, check its integrity, unpack it and return where its files stand.

    Raises Mismatch for another tarball than ``integrity`` names ("" accepts any), CalledProcessError when npm fails.
    """
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, capture_output=True, text=True
    )
    tarball = folder / packed.stdout.split()[-1]
    found = f"sha512-{base64.b64encode(sha512(tarball.read_bytes()).digest()).decode()}"
    if integrity not in {"", found}:
        raise Mismatch(f"{name} {version} has the integrity {found}, the lock says {integrity}")
    target = folder / name.replace("/", "-")
    with tarfile.open(tarball) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def problems(lock: Path, folder: Path) -> list[str]:
    """Return what is wrong with the vendored files of one lock: a file missing, changed, or without its entry."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    files = {name: entry["sha256"] for package in packages for name, entry in package["files"].items()}
    found = [
        f"{name} is missing" if not (folder / name).exists() else f"{name} was changed"
        for name, digest in files.items()
        if not (folder / name).exists() or sha256((folder / name).read_bytes()).hexdigest() != digest
    ]
    others = (*lock.parent.iterdir(), *folder.rglob("*.woff2"), *folder.rglob("*.LICENSE"))
    vendored = {path.relative_to(folder).as_posix() for path in others if path.is_file() and path != lock}
    return found + [f"{name} stands in no lock" for name in sorted(vendored - set(files))]


def refresh(lock: Path, folder: Path, *, relock: bool) -> None:
    """Fetch every package of a lock and write our files from it; with ``relock`` the lock takes the new sums."""
    content = json.loads(lock.read_text(encoding="utf-8"))
    for package in content["packages"]:
        with tempfile.TemporaryDirectory() as scratch:
            integrity = "" if relock else package["integrity"]
            source = fetch(package["name"], package["version"], integrity, Path(scratch))
            made = {name: _content(package, source, folder / name, entry) for name, entry in package["files"].items()}
            if relock:
                package["integrity"] = _integrity_of(Path(scratch))
        for name, data in made.items():
            digest = sha256(data).hexdigest()
            if relock:
                package["files"][name]["sha256"] = digest
            elif digest != package["files"][name]["sha256"]:
                raise Mismatch(f"{name} of {package['name']} {package['version']} is not the file the lock names")
            (folder / name).write_bytes(data)
        print(f"{package['name']} {package['version']}: {len(made)} files", flush=True)
    if relock:
        lock.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _content(package: dict, source: Path, ours: Path, entry: dict) -> bytes:
    if "from" in entry:
        return (source / entry["from"]).read_bytes()
    return _sprite(package, source / entry["sprite"], ours)


def _sprite(package: dict, icons: Path, ours: Path) -> bytes:
    """Return a sprite of the icons that ``ours`` lists; one the package does not have is kept as it stands."""
    lines = []
    for line in ours.read_text(encoding="utf-8").splitlines():
        named = re.match(r'<symbol id="([a-z0-9-]+)"', line)
        icon = icons / f"{named[1]}.svg" if named else None
        lines.append(_symbol(named[1], icon) if named and icon and icon.exists() else line)
    text = "\n".join(lines) + "\n"
    return re.sub(rf"{package['name']} [\d.]+", f"{package['name']} {package['version']}", text).encode()


def _symbol(name: str, icon: Path) -> str:
    inside = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", icon.read_text(encoding="utf-8"), flags=re.DOTALL)
    shapes = "".join(re.sub(r"\s*/>$", "/>", line.strip()) for line in inside.splitlines())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def _integrity_of(folder: Path) -> str:
    tarball = next(folder.glob("*.tgz"))
    return f"sha512-{base64.b64encode(sha512(tarball.read_bytes()).digest()).decode()}"


def main() -> None:
    for lock, folder in LOCKS.items():
        refresh(lock, folder, relock="--relock" in sys.argv)
    wrong = [problem for lock, folder in LOCKS.items() for problem in problems(lock, folder)]
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
