"""Keeping pictures."""

import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy.exc import IntegrityError

from training.audit import service as audit
from training.db import begin_write, db
from training.media import pictures, queries
from training.media.models import MediaFile
from training.media.pictures import Picture


def store(sent: bytes, *, folder: Path, by: int | None, now: datetime) -> Picture:
    """Keep the picture in ``sent``, drawn anew, in the data folder ``folder``; its address is `address_of` it.

    The file is on disk before its row is. Sent twice, it is kept once. Raises NotAPicture with what to do.
    """
    picture = pictures.redraw(sent)
    _write(queries.place(folder, picture.digest, picture.extension), picture.content)
    begin_write()
    if db.session.get(MediaFile, picture.digest) is not None:
        return picture
    row = MediaFile(
        digest=picture.digest,
        extension=picture.extension,
        width=picture.width,
        height=picture.height,
        size=len(picture.content),
        stored_at=now,
        stored_by=by,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return picture  # somebody sent the same picture in this very moment
    facts = {"extension": picture.extension, "size": len(picture.content)}
    audit.record("picture stored", actor=by, subject=f"media:{picture.digest}", now=now, facts=facts)
    return picture


def address_of(picture: Picture) -> str:
    """Return the address of a picture on this site."""
    return f"/media/{picture.digest}.{picture.extension}"


def _write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
        unfinished.write(content)
        unfinished.flush()
        os.fsync(unfinished.fileno())
    Path(unfinished.name).replace(path)
