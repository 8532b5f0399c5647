"""Recordings that people send: what every browser plays is known by its bytes, all else is refused with the reason."""

import random
from contextlib import suppress

import pytest

from tests import recordings as samples
from training.media import recordings
from training.media.recordings import NotARecording

NAMES = ("bars.mp4", "bars.webm", "tone.mp3", "tone.m4a", "tone.ogg")
BARS, TONE = samples.content("bars.mp4"), samples.content("tone.mp3")
each = pytest.mark.parametrize("name", NAMES)


def refused(content, name="bars.mp4"):
    """Return why a file is refused."""
    with pytest.raises(NotARecording) as error:
        recordings.media_type(name, content)
    return str(error.value)


def boxed(kind, body):
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def tagged(text):
    """Return an MP3 whose tag holds a text."""
    size = bytes((len(text) >> 7 * place) & 0x7F for place in (3, 2, 1, 0))
    return b"ID3\x04\x00\x00" + size + text + TONE


@pytest.mark.parametrize(
    ("name", "media_type"),
    [*zip(NAMES, ("video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg"), strict=True)],
)
def test_what_browsers_play_is_known_by_its_bytes(name, media_type):
    assert recordings.media_type(name, samples.content(name)) == media_type


@each
@pytest.mark.parametrize("other", NAMES)
def test_a_name_that_says_something_else_is_refused(name, other):
    if name != other:
        assert "its name says" in refused(samples.content(name), other)


@each
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.97])
def test_a_file_that_was_cut_off_is_refused(name, kept):
    content = samples.content(name)

    assert "damaged or cut off" in refused(content[: int(len(content) * kept)], name)


@each
@pytest.mark.parametrize("junk", [b"<html><script>alert(1)</script></html>", b"MZ\x90\x00" * 40, b"\0" * 64])
def test_what_stands_behind_a_recording_is_refused(name, junk):
    assert "damaged or cut off" in refused(samples.content(name) + junk, name)


@each
def test_a_recording_behind_something_else_is_refused(name):
    assert refused(b"GIF89a/*" + samples.content(name), name) == "is not the recording its name says"


@pytest.mark.parametrize("content", [b"", b"just words", b"\x89PNG\r\n\x1a\n", b"RIFF\x24\x00\x00\x00WAVEfmt "])
@each
def test_what_is_no_recording_is_refused(content, name):
    assert refused(content, name) == "is not the recording its name says"


@pytest.mark.parametrize("name", ["a.avi", "a.mov", "a.wav", "a.mkv", "a.exe", "a", "a.mp4.html"])
def test_other_kinds_are_refused_by_the_list_of_those_that_play(name):
    assert refused(BARS, name).endswith("use .mp4, .webm, .mp3, .m4a, .ogg")


def test_what_is_too_large_is_refused_before_anything_else():
    assert refused(bytes(recordings.MAX_BYTES + 1)) == "is larger than 12 MB, the most that fit"


@pytest.mark.parametrize(
    "text", [b"<!DOCTYPE html>", b"<script>alert(1)", b"%PDF-1.7 1 0 obj", b"<?php x();", b"<SVG/onload=x>"]
)
def test_what_is_something_else_besides_is_refused(text):
    film = BARS[:16] + text.ljust(16) + BARS[32:]  # in the place of the brands

    assert refused(film) == "is something else besides a recording"
    assert refused(tagged(text), "tone.mp3") == "is something else besides a recording"


def test_an_archive_within_a_recording_is_refused():
    assert refused(BARS + boxed(b"free", b"PK\x05\x06" + bytes(18))) == "is something else besides a recording"


def test_padding_and_tags_that_say_nothing_are_kept():
    assert recordings.media_type("bars.mp4", BARS + boxed(b"free", bytes(100)))
    assert recordings.media_type("tone.mp3", tagged(b"TIT2" + bytes(60)) + b"TAG" + bytes(125))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"avc1", b"hvc1", "holds 'hvc1', which not every browser plays: export it as H.264"),
        (b"mp4a", b"ac-3", "holds 'ac-3', which not every browser plays: export it as AAC"),
        (b"mp4a", b"enca", "holds 'enca', which not every browser plays: export it as AAC"),
        (b"avcC\x01\x42", b"avcC\x01\x6e", "holds H.264 of a profile that not every browser plays"),
        (b"soun", b"tmcd", "holds a track of kind 'tmcd' beside picture and sound"),
        (b"soun", b"vide", "holds 'mp4a', which not every browser plays: export it as H.264"),
        (b"url \0\0\0\1", b"url \0\0\0\0", "plays what lies in another file"),
        (b"isom", b"qt  ", "is a QuickTime film: export it as MP4"),
        (b"ilst", b"loci", "says where it was recorded: save it without its location"),
    ],
)
def test_a_film_that_not_every_browser_plays_or_that_says_too_much_is_refused(old, new, reason):
    assert old in BARS

    assert reason in refused(BARS.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"\x82\x84webm", b"\x82\x84matr", "is another kind of Matroska than WebM"),
        (b"V_VP9", b"V_AV1", "holds 'V_AV1': use VP8 or VP9, with Opus or Vorbis"),
        (b"\x12\x54\xc3\x67", b"\x19\x41\xa4\x69", "has other files attached: export it without them"),
    ],
)
def test_a_web_film_that_not_every_browser_plays_or_that_carries_files_is_refused(old, new, reason):
    content = samples.content("bars.webm")
    assert old in content

    assert reason in refused(content.replace(old, new), "bars.webm")


def test_sound_that_is_damaged_shows_by_its_checksum():
    content = bytearray(samples.content("tone.ogg"))
    content[-20] ^= 1

    assert "has another checksum than it says" in refused(bytes(content), "tone.ogg")


def test_sound_of_two_streams_is_refused():
    content = samples.content("tone.ogg")

    assert "holds several streams" in refused(content + content, "tone.ogg")


@each
def test_no_damage_does_anything_but_refuse(name):
    content, chance = samples.content(name), random.Random(7)
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(min(len(damaged), 1800))] = chance.randrange(256)
        with suppress(NotARecording):
            assert recordings.media_type(name, bytes(damaged)) in recordings.TYPES.values()
