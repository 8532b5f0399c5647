"""Tiny recordings for tests (their origin stands beside them), and a draft whose case plays one."""

from pathlib import Path

from tests.items import samples

FOLDER = Path(__file__).parent / "media" / "recordings"
TRANSCRIPT = "**Tester:** Bars of seven colours.\n\nA tone is heard for two seconds."
VIDEO = {"recording": "bars.mp4", "captions": "bars.vtt", "language": "en-GB", "transcript": TRANSCRIPT}
SOUND = {"recording": "tone.mp3", "transcript": "A tone is heard."}


def content(name):
    """Return the bytes of a recording or of captions."""
    return (FOLDER / name).read_bytes()


def files(*names):
    """Return files of a bank's folder by their paths."""
    return {f"figures/{name}": content(name) for name in names}


def draft(number=1, played=VIDEO, **changes):
    """Return a plain item whose shared case plays a recording."""
    own = {"code": f"safety/recorded/n{number}", "stimulus": {"code": "bars", "text": "Look and listen."} | played}
    return samples.draft("plain") | own | changes
