"""From bytes to text: UTF-8 with or without a byte order mark, and for the rest a fault that names its line."""

import codecs

from training.bank.formats.entries import LineFault

BINARY = "Give it the suffix of what it is."


def decoded(content: bytes) -> str | LineFault:
    """Return the text of a file with line ends of one kind, or why it has none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return LineFault("is written as UTF-16", "Save it as UTF-8.", 1)
    if b"\0" in content:
        return LineFault("is a binary file (byte 0x00)", BINARY, _line(content, content.index(b"\0")))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"holds the byte 0x{content[error.start]:02X}, which is not UTF-8"
        return LineFault(message, "Save it as UTF-8.", _line(content, error.start))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def glimpse(content: bytes) -> str:
    """Return the beginning of a file as text, whatever it is, to recognise it by."""
    codec = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return content[:20_000].decode(codec, errors="replace").replace("\r", "\n")


def _line(content: bytes, place: int) -> int:
    return content[:place].count(b"\n") + 1
