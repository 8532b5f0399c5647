"""A stimulus that plays a recording: what must stand beside it, and where its files lie on a page."""

import pytest

from tests import recordings
from training import items
from training.core.drafts import DraftError
from training.core.items import figures, illustrated
from training.core.recordings import Medium


def parsed(**played):
    return items.parse(recordings.draft(played=played))


def faults(**played):
    """Return the fields that are wrong with a case that plays something, and whether each is only missing."""
    with pytest.raises(DraftError) as error:
        parsed(**played)
    return [(fault.field.removeprefix("stimulus."), fault.missing) for fault in error.value.faults]


def test_what_is_read_is_written_again():
    for played in (recordings.VIDEO, recordings.SOUND):
        given = recordings.draft(played=played)

        assert items.parse(given).draft()["stimulus"] == given["stimulus"]


def test_a_recording_alone_is_a_case():
    case = {"code": "bars", **recordings.SOUND}

    assert items.parse(recordings.draft(stimulus=case)).header.stimulus.recording.medium is Medium.AUDIO


def test_a_video_has_captions_and_every_recording_a_transcript():
    assert faults(recording="a.mp4") == [("transcript", True), ("captions", True)]
    assert faults(recording="a.webm", captions="a.vtt") == [("transcript", True)]
    assert faults(recording="a.mp3") == [("transcript", True)]


def test_an_unfinished_item_may_lack_both():
    assert items.kept(recordings.draft(played={"recording": "a.mp4"})).header.unfinished


@pytest.mark.parametrize(
    ("played", "field"),
    [
        (recordings.VIDEO | {"recording": "a.avi"}, "recording"),
        (recordings.VIDEO | {"recording": "../a.mp4"}, "recording"),
        (recordings.VIDEO | {"captions": "a.srt"}, "captions"),
        (recordings.VIDEO | {"language": "English"}, "language"),
        (recordings.SOUND | {"captions": "a.vtt"}, "captions"),
        ({"captions": "a.vtt"}, "captions"),
        ({"transcript": "Words."}, "transcript"),
        ({"language": "en"}, "language"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(played, field):
    assert faults(**played) == [(field, False)]


def test_its_files_are_among_those_the_item_needs():
    assert figures(parsed(**recordings.VIDEO)) == {"bars.mp4", "bars.vtt"}
    assert figures(parsed(**recordings.SOUND)) == {"tone.mp3"}


def test_a_page_finds_its_files_at_their_addresses():
    transcript = "![Bars](figure:bars.svg)"
    item = parsed(**recordings.VIDEO | {"transcript": transcript})
    shown = illustrated(item, {"bars.mp4": "/a/1", "bars.vtt": "/a/2", "bars.svg": "/a/3"}).header.stimulus.recording

    assert (shown.medium, shown.file, shown.captions, shown.language) == (Medium.VIDEO, "/a/1", "/a/2", "en-GB")
    assert shown.transcript == "![Bars](/a/3)"


@pytest.mark.parametrize("name", ["bars.mp4", "bars.vtt"])
def test_other_bytes_of_a_file_make_another_version(name):
    given, digests = recordings.draft(), {"bars.mp4": "0" * 64, "bars.vtt": "1" * 64}

    assert items.version(given, digests) != items.version(given, digests | {name: "2" * 64})


def test_other_words_of_the_transcript_make_another_version():
    digests = {"bars.mp4": "0" * 64, "bars.vtt": "1" * 64}
    other = recordings.draft(played=recordings.VIDEO | {"transcript": "Other words."})

    assert items.version(recordings.draft(), digests) != items.version(other, digests)
