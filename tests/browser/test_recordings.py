"""A recording in a real browser: it plays from any place, stops when it is left; without a connection it is read."""

import pytest
from playwright.sync_api import expect

from tests import recordings
from tests.browser.sitting import Sitting, ready_offline, shown
from tests.quiz import test_recordings

VIDEO = "document.querySelector('[data-question]:not([hidden]) video')"
KEPT = "caches.open('exam-pages').then(cache => cache.keys()).then(all => all.map(one => one.url))"


@pytest.fixture
def sitting(site):
    with site.app.app_context():
        test_recordings.held("bars.mp4", "bars.vtt", "bars.webm")
        other = recordings.VIDEO | {"recording": "bars.webm"}
        drafts = [
            test_recordings.recorded(),
            test_recordings.recorded(number=2, stimulus={"code": "other", **other}),
        ]
    return Sitting(site, drafts=drafts, critical=0)


def test_a_video_plays_from_any_place_with_captions_and_stops_when_the_question_is_left(sitting, open_as):
    page = sitting.open(open_as("tara"))

    for number in (1, 2):
        page.wait_for_function(f"{VIDEO}.duration > 1.5 && {VIDEO}.textTracks[0].cues?.length === 2")
        assert page.evaluate(f"[{VIDEO}.paused, {VIDEO}.textTracks[0].mode]") == [True, "showing"]
        page.evaluate(
            f"(() => {{ const one = {VIDEO}; one.muted = one.loop = true; one.currentTime = 1; return one.play() }})()"
        )
        page.wait_for_function(f"{VIDEO}.currentTime >= 1")
        page.evaluate(f"window.left = {VIDEO}")
        page.get_by_role("button", name="Next" if number == 1 else "Check").click()
        page.wait_for_function("window.left.paused")


def test_without_a_connection_the_transcript_is_read_by_keyboard(sitting, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    assert not [url for url in page.evaluate(KEPT) if "/figures/" in url]
    page.context.set_offline(True)
    page.reload()

    expect(shown(page).get_by_text("The recording needs a connection; its transcript does not.")).to_be_visible()
    shown(page).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(shown(page).get_by_text("A tone is heard for two seconds.")).to_be_visible()


def test_a_recording_is_added_in_the_editor_and_played_beside_what_was_typed(open_as, tmp_path):
    (tmp_path / "long.mp4").write_bytes(bytes(13 * 2**20))
    page = open_as("ines")
    page.goto("/bank/new/single_choice")
    page.get_by_label("Question", exact=True).fill("What is heard?")
    page.get_by_text("Shared case, figure or recording").click()
    recording = page.get_by_label("New recording")
    recording.set_input_files(tmp_path / "long.mp4")
    expect(page.get_by_text("long.mp4 is larger than 12 MB, the most that fit.")).to_be_visible()
    expect(recording).to_have_value("")

    recording.set_input_files(recordings.FOLDER / "bars.mp4")
    page.get_by_label("New captions").set_input_files(recordings.FOLDER / "bars.vtt")
    page.get_by_role("button", name="Add the chosen files").click()

    expect(page.get_by_label("Shared case: recording")).to_have_value("bars.mp4")
    expect(page.get_by_label("Question", exact=True)).to_have_value("What is heard?")
    frame = page.frame_locator("[data-look] iframe")
    expect(frame.locator("video")).to_have_js_property("videoWidth", 96)
    frame.locator("video").evaluate("video => { video.held = true }")
    page.get_by_label("Question", exact=True).fill("What is heard first?")
    expect(frame.locator("body")).to_contain_text("What is heard first?")
    expect(frame.locator("video")).to_have_js_property("held", value=True)
