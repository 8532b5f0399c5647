"""Captions: what a player would drop or show wrongly is named with its line."""

import pytest

from tests import recordings
from training.core.captions import flaws

GOOD = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"


def of(*lines):
    """Return the lines and messages of what is wrong with captions that begin rightly and go on with these lines."""
    return [(flaw.line, flaw.message) for flaw in flaws("\n".join(["WEBVTT", "", *lines]))]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("WEBVTT", "WEBVTT - Kind: captions"),
        recordings.content("bars.vtt").decode(),
        "WEBVTT\n\nNOTE\na note\n\n00:01.000 --> 100:00:02.000 line:-1 position:10%,line-left size:80%\nA\nB",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>One &amp; <b><c.loud.red>two</c></b> &lt; <00:01.500>3 &#233;</v>",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.first Ann>No end is needed\n\n00:01.000 --> 00:03.000\nat once",
    ],
)
def test_captions_that_every_player_shows_have_no_flaw(text):
    assert flaws(text) == ()


@pytest.mark.parametrize("text", ["", "1\n00:00:01,000 --> 00:00:02,000\nHello", "WEBVTTX\n\n", " WEBVTT\n\n"])
def test_what_is_no_webvtt_is_said_at_its_first_line(text):
    assert [(flaw.line, flaw.remedy) for flaw in flaws(text)] == [(1, "Captions are WebVTT: the first line is WEBVTT.")]


def test_a_line_right_under_the_first_is_a_flaw():
    assert [flaw.line for flaw in flaws("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:0\n\n00:01.000 --> 00:02.000\nHello")] == [2]


def test_captions_without_a_cue_say_nothing():
    assert of("NOTE nothing yet") == [(3, "holds no captions")]


@pytest.mark.parametrize(
    "times",
    [
        "00:01,000 --> 00:02,000",
        "0:01.000 --> 0:02.000",
        "00:61.000 --> 00:62.000",
        "60:01.000 --> 61:00.000",
        "00:01.00 --> 00:02.00",
        "00:01.000-->00:02.000",
        "00:01.000 --> ",
    ],
)
def test_times_that_cannot_be_read_are_named(times):
    assert of(times, "Hello") == [(3, f"holds times that cannot be read: {times!r}")]


def test_a_comma_in_a_time_is_explained():
    assert "A dot, not a comma" in flaws("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHello")[0].remedy


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["00:02.000 --> 00:01.000", "A"], (3, "ends before it begins, or at once")),
        (["00:02.000 --> 00:03.000", "A", "", "00:01.000 --> 00:04.000", "B"], (6, "begins before the cue above it")),
        (["00:01.000 --> 00:02.000", "", "Lost words"], (3, "has no words under its times")),
        (["just words"], (3, "begins a cue without times")),
        (["name", "more", "00:01.000 --> 00:02.000", "A"], (3, "begins a cue without times")),
        (["STYLE", "::cue { color: red }"], (3, "begins a STYLE block")),
        (["REGION", "id:one"], (3, "begins a REGION block")),
        (["00:01.000 --> 00:02.000 region:one", "A"], (3, "has the setting 'region:one'")),
        (["00:01.000 --> 00:02.000 size:120%", "A"], (3, "has the setting 'size:120%'")),
        (["00:01.000 --> 00:02.000 align:end align:end", "A"], (3, "has the setting 'align:end'")),
        (["00:01.000 --> 00:02.000", "A", "00:03.000 --> 00:04.000", "B"], (5, "holds --> among the words")),
        (["00:01.000 --> 00:02.000", "A & B"], (4, "holds an & that stands for itself")),
        (["00:01.000 --> 00:02.000", "1 < 2"], (4, "holds a < that begins no tag")),
        (["00:01.000 --> 00:02.000", "<script>x"], (4, "holds <script>, which is no tag of captions")),
        (["00:01.000 --> 00:02.000", "<b onclick=x>"], (4, "opens <b> and never ends it")),
        (["00:01.000 --> 00:02.000", "<b><i>x</b></i>"], (4, "ends <b>, which is not the tag opened last")),
        (["00:01.000 --> 00:02.000", "A", "<v>x</v>"], (5, "holds <v> without saying which")),
    ],
)
def test_a_flaw_is_named_with_its_line(lines, found):
    assert found in of(*lines)


def test_two_cues_do_not_share_a_name():
    assert of("a", "00:01.000 --> 00:02.000", "A", "", "a", "00:03.000 --> 00:04.000", "B") == [
        (7, "names a cue 'a', as line 3 does")
    ]


def test_every_flaw_is_named_at_once_in_the_order_of_the_lines():
    found = of("00:02.000 --> 00:01.000", "A & B", "", "00:00.000 --> 00:03.000", "<u>x")

    assert [line for line, _message in found] == [3, 4, 6, 7]
