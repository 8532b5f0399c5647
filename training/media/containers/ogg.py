"""Ogg (RFC 3533): pages that fill the file, each with its checksum, of one stream of Opus or Vorbis."""

import struct
import zlib

from training.media.containers.refusal import NotARecording, damaged

MARK = b"OggS"
HEADS = (b"OpusHead", b"\x01vorbis")
_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_FIRST = 0x02


def medium(content: bytes) -> str:
    """Return "audio" for the bytes of an Ogg file. Raises NotARecording."""
    place, pages, stream, granule = 0, 0, -1, 0
    while place < len(content):
        if len(content) - place < 27 or content[place : place + 4] != MARK:
            raise damaged(f"at byte {place:,} no page begins")
        version, flags, played, serial, number, checksum, parts = struct.unpack_from("<BBqIIIB", content, place + 4)
        end = place + 27 + parts + sum(content[place + 27 : place + 27 + parts])
        if version or end > len(content):
            raise damaged(f"its page {pages} does not end in the file")
        if _checksum(content, place, end) != checksum:
            raise damaged(f"its page {pages} has another checksum than it says")
        if not pages:
            _check_head(content[place + 27 + parts : end], flags)
            stream = serial
        if serial != stream or number != pages or (flags & _FIRST and pages):
            raise NotARecording("holds several streams, or a page is missing: export one sound track")
        place, pages, granule = end, pages + 1, max(granule, played)
    if granule <= 0:
        raise damaged("it has no sound in it")
    return "audio"


def _check_head(head: bytes, flags: int) -> None:
    if not flags & _FIRST or not head.startswith(HEADS):
        raise NotARecording("holds something else than Opus or Vorbis sound")


def _checksum(content: bytes, start: int, end: int) -> int:
    """Return the checksum of a page (RFC 3533, section 6): a CRC from the highest bit on, its own field taken as 0.

    zlib's runs from the lowest bit on; turning the bits of every byte makes one of the other.
    """
    page = content[start : start + 22] + bytes(4) + content[start + 26 : end]
    turned = zlib.crc32(page.translate(_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{turned:032b}"[::-1], 2)
