"""Finding pictures."""

from pathlib import Path

from training.db import db
from training.media.models import MediaFile


def picture(digest: str, extension: str) -> MediaFile | None:
    """Return the picture of this digest and kind, None when there is none."""
    row = db.session.get(MediaFile, digest)
    return row if row is not None and row.extension == extension else None


def place(folder: Path, digest: str, extension: str) -> Path:
    """Return where the bytes of a picture lie in the data folder ``folder``."""
    return folder / "media" / digest[:2] / f"{digest}.{extension}"
