"""WebM (RFC 8794, RFC 9559): elements that fill the file, VP8 or VP9 pictures, Opus or Vorbis sound, no attachments."""

from collections.abc import Iterator
from dataclasses import dataclass

from training.media.containers.refusal import NotARecording, damaged

HEAD, SEGMENT, CLUSTER, TRACKS, ATTACHMENTS = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1654AE6B, 0x1941A469
DOCUMENT_TYPE, TRACK, TRACK_KIND, CODEC, ENCODINGS = 0x4282, 0xAE, 0x83, 0x86, 0x6D80
SIMPLE_BLOCK, BLOCK_GROUP = 0xA3, 0xA0
INDEXES = frozenset({0x114D9B74, 0x1549A966, 0x1C53BB6B, 0x1254C367, 0x1043A770, 0xEC, 0xBF})
"""Seek head, info, cues, tags, chapters, void, checksum."""
IN_CLUSTER = frozenset({SIMPLE_BLOCK, BLOCK_GROUP, 0xE7, 0xA7, 0xAB, 0x5854, 0xEC, 0xBF})
VIDEO, AUDIO = 1, 2
CODECS = {VIDEO: frozenset({"V_VP8", "V_VP9"}), AUDIO: frozenset({"A_OPUS", "A_VORBIS"})}
MOST_TRACKS = 2


@dataclass(frozen=True, slots=True)
class _Element:
    """One element; ``end`` is None for one of unknown size, as recorders write that do not know how long they run."""

    name: int
    start: int
    end: int | None


def medium(content: bytes) -> str:
    """Return "video" or "audio" for the bytes of a WebM file. Raises NotARecording."""
    head = _element(content, 0, len(content))
    if head.name != HEAD or head.end is None:
        raise damaged("it does not begin as a WebM does")
    kinds = [content[each.start : each.end] for each in _inside(content, head) if each.name == DOCUMENT_TYPE]
    if [kind.rstrip(b"\0") for kind in kinds] != [b"webm"]:
        raise NotARecording("is another kind of Matroska than WebM")
    segment = _element(content, head.end, len(content))
    if segment.name != SEGMENT or segment.end not in (None, len(content)):
        raise damaged("it does not end with its last picture or sound")
    return _medium(content, segment.start)


def _medium(content: bytes, start: int) -> str:
    tracks: list[int] = []
    blocks = 0
    while start < len(content):
        element = _element(content, start, len(content))
        if element.name == ATTACHMENTS:
            raise NotARecording("has other files attached: export it without them")
        if element.name == TRACKS:
            tracks += [_track(content, each) for each in _inside(content, element) if each.name == TRACK]
        elif element.name in (SIMPLE_BLOCK, BLOCK_GROUP):
            blocks += 1
        elif element.name not in {CLUSTER, *INDEXES, *IN_CLUSTER}:
            raise damaged(f"at byte {start:,} stands nothing that a WebM holds")
        start = element.start if element.name == CLUSTER or element.end is None else element.end
    if not blocks:
        raise damaged("it has no pictures or sound in it")
    if not tracks or len(tracks) > MOST_TRACKS or len(set(tracks)) < len(tracks):
        raise NotARecording("holds no picture and sound, or more than one of each")
    return "video" if VIDEO in tracks else "audio"


def _track(content: bytes, track: _Element) -> int:
    kind, codec = 0, ""
    for each in _inside(content, track):
        value = content[each.start : each.end]
        if each.name == TRACK_KIND:
            kind = int.from_bytes(value, "big")
        elif each.name == CODEC:
            codec = value.rstrip(b"\0").decode("latin-1")
        elif each.name == ENCODINGS:
            raise NotARecording("is encrypted or packed: export it plainly")
    if codec not in CODECS.get(kind, ()):
        raise NotARecording(f"holds {codec[:40] or 'a track of no codec'!r}: use VP8 or VP9, with Opus or Vorbis")
    return kind


def _inside(content: bytes, element: _Element) -> Iterator[_Element]:
    start, end = element.start, element.end
    while end is None or start < end:
        inner = _element(content, start, len(content) if end is None else end)
        if inner.end is None or end is None:
            raise damaged("a part does not say where it ends")
        yield inner
        start = inner.end


def _element(content: bytes, start: int, end: int) -> _Element:
    name, after = _number(content, start, end, 4, marked=True)
    size, body = _number(content, after, end, 8, marked=False)
    if size == (1 << 7 * (body - after)) - 1:
        return _Element(name, body, None)
    if body + size > end:
        raise damaged(f"a part at byte {start:,} does not end in the file")
    return _Element(name, body, body + size)


def _number(content: bytes, start: int, end: int, most: int, *, marked: bool) -> tuple[int, int]:
    """Return a number of variable length and where it ends; ``marked`` keeps the bit that says how long it is."""
    first = content[start] if start < end else 0
    length = 9 - first.bit_length()
    if length > most or start + length > end:
        raise damaged(f"at byte {start:,} no part begins")
    value = int.from_bytes(content[start : start + length], "big")
    return (value if marked else value & ((1 << 7 * length) - 1)), start + length
