"""MP4 and M4A (ISO/IEC 14496-12): boxes that fill the file, one picture track of H.264, one sound track of AAC."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.media.containers.refusal import NotARecording, damaged

NESTED = frozenset({b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"mvex"})
OUTER = frozenset(
    b"ftyp moov mdat free skip wide uuid moof mfra sidx ssix styp meta udta pdin prft emsg".split(),
)
PROFILES = frozenset({b"\x42", b"\x4d", b"\x58", b"\x64"})
"""H.264 profiles that browsers play: baseline, main, extended, high."""
AAC = frozenset({0x40, 0x66, 0x67, 0x68})
"""Kinds of sound in ``mp4a`` that are AAC (ISO/IEC 14496-1, object type indications)."""
PLACES = (b"\xa9xyz", b"loci", b"com.apple.quicktime.location")
"""What phones write beside a recording: where it was made."""
SAMPLE_HEAD = {b"vide": 78, b"soun": 28}
MOST_DEPTH = 8


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    end: int


def medium(content: bytes) -> str:
    """Return "video" or "audio" for the bytes of an MP4 file. Raises NotARecording."""
    boxes = list(_boxes(content, 0, len(content)))
    if content[8:12] == b"qt  ":
        raise NotARecording("is a QuickTime film: export it as MP4")
    for box in boxes:
        if box.kind not in OUTER:
            raise damaged(f"it holds {_name(box.kind)} where a part of an MP4 begins")
    movie = _one(boxes, b"moov", "an index")
    if not any(box.kind == b"mdat" for box in boxes):
        raise damaged("it has no pictures or sound in it")
    if any(mark in content[movie.start : movie.end] for mark in PLACES):
        raise NotARecording("says where it was recorded: save it without its location")
    tracks = _within(content, movie, b"trak")
    kinds = [_track(content, track, boxes) for track in tracks]
    if not kinds or len(set(kinds)) < len(kinds):
        raise NotARecording("holds no picture and sound, or more than one of each")
    return "video" if b"vide" in kinds else "audio"


def _boxes(content: bytes, start: int, end: int) -> Iterator[_Box]:
    while start < end:
        if end - start < 8:
            raise damaged(f"a part at byte {start:,} is incomplete")
        size, kind = struct.unpack_from(">I4s", content, start)
        head = 8
        if size == 1 and end - start >= 16:
            size, head = struct.unpack_from(">Q", content, start + 8)[0], 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise damaged(f"its part {_name(kind)} at byte {start:,} does not end in the file")
        yield _Box(kind, start + head, start + size)
        start += size


def _all(content: bytes, box: _Box, depth: int = 0) -> Iterator[_Box]:
    """Return every box in a box, at any depth."""
    if depth > MOST_DEPTH:
        raise damaged("its parts lie in each other too deep")
    for inner in _boxes(content, box.start, box.end):
        yield inner
        if inner.kind in NESTED:
            yield from _all(content, inner, depth + 1)


def _within(content: bytes, box: _Box, kind: bytes) -> list[_Box]:
    return [inner for inner in _all(content, box) if inner.kind == kind]


def _one(boxes: Sequence[_Box], kind: bytes, what: str) -> _Box:
    found = [box for box in boxes if box.kind == kind]
    if len(found) != 1:
        raise damaged(f"it has {len(found) or 'no'} {_name(kind)}, {what}")
    return found[0]


def _track(content: bytes, track: _Box, outer: Sequence[_Box]) -> bytes:
    """Return what a track is, ``vide`` or ``soun``, when browsers play it and it lies in this file."""
    parts = list(_all(content, track))
    handler = _one([box for box in parts if box.kind == b"hdlr"], b"hdlr", "what a track is")
    kind = content[handler.start + 8 : handler.start + 12]
    if kind not in SAMPLE_HEAD:
        raise NotARecording(f"holds a track of kind {_name(kind)} beside picture and sound: export it without")
    _check_inside(content, parts)
    description = _one(parts, b"stsd", "how a track is written")
    samples = list(_boxes(content, description.start + 8, description.end))
    for sample in samples:
        _check_codec(content, sample, kind)
    if not samples:
        raise damaged("a track does not say how it is written")
    _check_chunks(content, parts, outer)
    return kind


def _check_inside(content: bytes, parts: Sequence[_Box]) -> None:
    """Refuse a track whose pictures lie in another file."""
    for reference in (box for box in parts if box.kind == b"dref"):
        for entry in _boxes(content, reference.start + 8, reference.end):
            if content[entry.start + 3 : entry.start + 4] != b"\x01":
                raise NotARecording("plays what lies in another file")


def _check_codec(content: bytes, sample: _Box, kind: bytes) -> None:
    head = SAMPLE_HEAD[kind]
    wanted, said = (b"avc1", "H.264") if kind == b"vide" else (b"mp4a", "AAC")
    if sample.kind not in (wanted, b"avc3") or sample.end - sample.start < head:
        raise NotARecording(f"holds {_name(sample.kind)}, which not every browser plays: export it as {said}")
    inner = {box.kind: box for box in _boxes(content, sample.start + head, sample.end)}
    if kind == b"vide":
        profile = content[inner[b"avcC"].start + 1 : inner[b"avcC"].end][:1] if b"avcC" in inner else b""
        if profile not in PROFILES:
            raise NotARecording(
                "holds H.264 of a profile that not every browser plays: export it as main or high, 4:2:0"
            )
    elif _object_type(content, inner.get(b"esds")) not in AAC:
        raise NotARecording("holds sound other than AAC: export it as AAC")


def _object_type(content: bytes, box: _Box | None) -> int:
    """Return what the decoder of a sound track is asked for (ISO/IEC 14496-1, 7.2.6), -1 when it does not say."""
    if box is None:
        return -1
    text = content[box.start + 4 : box.end]
    outer = _descriptor(text, 3)
    flags = outer[2] if len(outer) > 2 else 0
    skipped = 3 + 2 * bool(flags & 0x80) + 2 * bool(flags & 0x20)
    if flags & 0x40 and len(outer) > skipped:
        skipped += 1 + outer[skipped]
    inner = _descriptor(outer[skipped:], 4)
    return inner[0] if inner else -1


def _descriptor(text: bytes, tag: int) -> bytes:
    if not text or text[0] != tag:
        return b""
    lengths = next((text[1 : place + 1] for place in range(1, 5) if text[place : place + 1] < b"\x80"), b"")
    size = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(reversed(lengths)))
    return text[1 + len(lengths) :][:size]


def _check_chunks(content: bytes, parts: Sequence[_Box], outer: Sequence[_Box]) -> None:
    """Refuse an index that points beside the pictures and sound; one of a fragmented file is empty."""
    data = [(box.start, box.end) for box in outer if box.kind == b"mdat"]
    fragmented = any(box.kind == b"moof" for box in outer)
    found = 0
    for box in parts:
        width = {b"stco": 4, b"co64": 8}.get(box.kind)
        if width is None:
            continue
        count = struct.unpack_from(">I", content, box.start + 4)[0] if box.end - box.start >= 8 else -1
        if box.end - box.start != 8 + count * width:
            raise damaged("its index is incomplete")
        places = struct.unpack_from(f">{count}{'I' if width == 4 else 'Q'}", content, box.start + 8)
        found += count
        if any(not any(start <= place < end for start, end in data) for place in places):
            raise damaged("its index points beside the pictures and sound")
    if not found and not fragmented:
        raise damaged("a track is empty")


def _name(kind: bytes) -> str:
    return repr(kind.decode("latin-1").strip())
