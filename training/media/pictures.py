"""Pictures that people send: decoded and drawn anew, so that only what can be seen is kept.

What a picture carries besides its pixels (where it was taken, by whom, whatever is hidden behind its end) does not
survive. Only the first frame of a moving picture does.
"""

import struct
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

MAX_BYTES = 12 * 2**20
MAX_PIXELS = 40_000_000
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
OPTIONS: dict[str, dict[str, object]] = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "WEBP": {"quality": 90, "method": 4},
}


class NotAPicture(Exception):
    """What was sent cannot be kept as a picture; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew. ``digest`` names it: the SHA-256 (64 hex digits) of ``content``."""

    content: bytes
    extension: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the bytes kept."""
        return sha256(self.content).hexdigest()

    @property
    def media_type(self) -> str:
        """Return the media type it is sent with."""
        return MEDIA_TYPES[self.extension]


def redraw(sent: bytes) -> Picture:
    """Return the picture in ``sent`` drawn anew in its own format. Raises NotAPicture."""
    if len(sent) > MAX_BYTES:
        raise NotAPicture(f"The picture has {len(sent) / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} fit. Shrink it.")
    try:
        with Image.open(BytesIO(sent), formats=list(FORMATS)) as image:
            return _drawn(image)
    except (
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        message = "This is not a picture this site can show. Send a PNG, JPEG or WebP file."
        raise NotAPicture(message) from error


def _drawn(image: Image.Image) -> Picture:
    kind = str(image.format)
    if image.width * image.height > MAX_PIXELS:
        size = f"{image.width} × {image.height}"  # noqa: RUF001 - a multiplication sign is meant
        raise NotAPicture(f"The picture is {size} pixels; at most {MAX_PIXELS // 10**6} million fit. Shrink it.")
    upright = ImageOps.exif_transpose(image)
    clear = kind != "JPEG" and upright.has_transparency_data
    pixels = upright.convert("RGBA" if clear else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    written = BytesIO()
    bare.save(written, kind, **OPTIONS[kind])
    return Picture(written.getvalue(), FORMATS[kind], bare.width, bare.height)
