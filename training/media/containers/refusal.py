"""Why a recording is refused."""

REMEDY = "Export it again as MP4 (H.264 and AAC), WebM, MP3, M4A (AAC) or Ogg (Opus)."


class NotARecording(ValueError):
    """The bytes are no recording that every browser plays; the message says why."""


def damaged(where: str) -> NotARecording:
    """Return the refusal of a file that is cut off or broken ``where``."""
    return NotARecording(f"is damaged or cut off: {where}")
