"""Pictures of other systems as this bank shows them: known by their first bytes, GIF and BMP as PNG."""

from io import BytesIO

from PIL import Image

MOST_PIXELS = 40_000_000
_BEGINNINGS = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"), (b"BM", ".bmp"))


def shown(content: bytes, suffix: str) -> tuple[bytes, str]:
    """Return a picture and the suffix of what it is; kinds that no page here shows become PNG."""
    suffix = next((each for start, each in _BEGINNINGS if content.startswith(start)), suffix)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        suffix = ".webp"
    if suffix not in {".gif", ".bmp"}:
        return content, suffix or ".bin"
    made = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=["GIF", "BMP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return content, suffix
            picture.convert("RGBA").save(made, "PNG")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return content, suffix
    return made.getvalue(), ".png"
