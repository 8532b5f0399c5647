"""MP3 (ISO/IEC 11172-3, 13818-3): frames of layer III that fill the file between its tags."""

from training.media.containers.refusal import damaged

_RATES = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second of layer III by the frame's number, from 1 on; version 2.5 has those of version 2."""
_SAMPLED = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
FEWEST = 3
"""Frames in a row by which a file is known as MP3: a single frame's head is found in any noise."""


def medium(content: bytes) -> str:
    """Return "audio" for the bytes of an MP3 file. Raises NotARecording."""
    place, end, frames = _begins(content), _ends(content), 0
    while place < end:
        size = _frame(content, place)
        if not size:
            raise damaged(f"at byte {place:,}, after {frames:,} frames, no frame begins")
        if place + size > end:
            raise damaged(f"its last frame, at byte {place:,}, does not end in the file")
        place, frames = place + size, frames + 1
    if frames < FEWEST:
        raise damaged("it has no sound in it")
    return "audio"


def _begins(content: bytes) -> int:
    """Return where the frames begin, after ID3v2 tags."""
    place = 0
    while content[place : place + 3] == b"ID3" and len(content) >= place + 10:
        flags, *lengths = content[place + 5 : place + 10]
        size = sum((byte & 0x7F) << 7 * number for number, byte in enumerate(reversed(lengths)))
        place += 10 + size + 10 * bool(flags & 0x10)
    return place


def _ends(content: bytes) -> int:
    """Return where the frames end, before an APE and an ID3v1 tag."""
    end = len(content)
    if content[-128:-125] == b"TAG":
        end -= 128
    if content[end - 32 : end - 24] == b"APETAGEX":
        size = int.from_bytes(content[end - 20 : end - 16], "little")
        headed = bool(content[end - 9] & 0x80)
        end -= size + 32 * headed
    return end


def _frame(content: bytes, place: int) -> int:
    """Return the length of the frame that begins here in bytes, 0 for none."""
    head = int.from_bytes(content[place : place + 4], "big")
    version, layer, rate, sampled = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or rate in (0, 15) or sampled == 3:
        return 0
    kilobits, hertz = _RATES[1 if version == 3 else 2][rate - 1], _SAMPLED[version][sampled]
    return (144 if version == 3 else 72) * kilobits * 1000 // hertz + (head >> 9 & 1)
