"""Recordings of shared cases: in files, in the editor, on pages and out again, byte for byte."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests import recordings
from tests.bank import bank
from tests.bank.browsing import form_data, posted, put
from tests.bank.test_editor import edit_url, newest
from tests.conftest import NOON
from training import db as database
from training.bank import exporting, files
from training.bank.formats import FORMATS
from training.bank.queries import gallery, lists
from training.bank.queries.lists import Filters
from training.bank.readings import Picture
from training.bank.refusals import FigureTaken
from training.bank.service import carrying

FILES = recordings.files("bars.mp4", "bars.vtt")
NEW = "/bank/new/single_choice"


@pytest.fixture
def ines(browser_of):
    return browser_of("ines")


@pytest.fixture
def loaded(app):
    """A bank with an item that plays the bars."""
    with app.app_context():
        load(recordings.draft())


def load(*drafts, figures=FILES):
    with database.commit_command():
        return carrying.load(bank.reading(*drafts, figures=figures), by=None, now=NOON)


def in_folder(folder, contents):
    """Write files into a folder and read it as the bank's commands do."""
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return files.read(folder, bank.Known(sources=frozenset({"MINTKEN25"})))


def sent(ines, path, do, *changes, **chosen):
    """Press a button of the editor with files chosen, as a browser posts it, and return the answer."""
    fields = [*put(posted(ines.get(path)), **dict(changes)), ("do", do)]
    data = form_data(fields)
    for name, (file, content) in chosen.items():
        data.add(name, (BytesIO(content), file))
    return ines.post(path, data=data, content_type="multipart/form-data")


# Files


def test_a_folder_comes_in_and_goes_out_hash_for_hash(app, tmp_path):
    drafts = [recordings.draft(1), recordings.draft(2, recordings.SOUND, stimulus={"code": "tone", **recordings.SOUND})]
    with app.app_context():
        load(*drafts, figures=FILES | recordings.files("tone.mp3"))
        before = {row.item.code: row.hash for row in lists.selected(Filters())}
        with database.commit_command():
            written = carrying.export(Filters(), by=None, now=NOON)
    again = in_folder(tmp_path, written)

    assert again.problems == ()
    assert {found.code: found.version for found in again.found} == before
    assert {f"figures/{each.name}": each.content for each in again.pictures} == FILES | recordings.files("tone.mp3")


def test_other_bytes_of_a_recording_are_another_version(tmp_path):
    text = bank.text_of(recordings.draft())
    padded = FILES["figures/bars.mp4"] + b"\0\0\0\x08free"
    (one,) = in_folder(tmp_path / "a", {"a.toml": text} | FILES).found
    (other,) = in_folder(tmp_path / "b", {"a.toml": text} | FILES | {"figures/bars.mp4": padded}).found

    assert one.version != other.version


def test_items_of_a_case_play_the_same(tmp_path):
    other = recordings.draft(2, recordings.VIDEO | {"transcript": "Other words."})
    drafts = {"a.toml": bank.text_of(recordings.draft()), "b.toml": bank.text_of(other)}

    assert [problem.field for problem in in_folder(tmp_path, drafts | FILES).problems] == ["stimulus"]


def test_what_is_named_and_not_there_is_said_where_it_is_named(tmp_path):
    reading = in_folder(tmp_path, {"a.toml": bank.text_of(recordings.draft())})

    assert [(problem.field, problem.message) for problem in reading.problems] == [
        ("stimulus.recording", "is bars.mp4, which is not there"),
        ("stimulus.captions", "is bars.vtt, which is not there"),
    ]


def test_all_that_is_wrong_with_captions_is_named_with_file_and_line(tmp_path):
    broken = b"WEBVTT\n\n00:02,000 --> 00:03,000\nA & B\n\n00:05.000 --> 00:04.000\nC\n"
    reading = in_folder(tmp_path, {"a.toml": bank.text_of(recordings.draft())} | FILES | {"figures/bars.vtt": broken})

    found = [(problem.file, problem.line) for problem in reading.problems if problem.file.endswith(".vtt")]
    assert found == [("figures/bars.vtt", 3), ("figures/bars.vtt", 4), ("figures/bars.vtt", 6)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bars.mp4", b"\0" * (files.MAX_FILE + 50), "is larger than 12 MB, the most that fit"),
        ("bars.mp4", FILES["figures/bars.mp4"][:5000], "is damaged or cut off"),
        ("bars.mp4", recordings.content("bars.webm"), "is WebM and not what its name says: name it bars.webm"),
        ("bars.vtt", b"WEBVTT\n\ncaf\xe9", "holds the byte 0xE9, which is not UTF-8"),
        ("bars.vtt", b"WEBVTT\n" * 200_000, "is larger than 1 MB, the most that fit"),
        ("bars.avi", b"RIFF", "has the suffix .avi, which nothing here reads"),
    ],
)
def test_a_file_that_is_not_fit_is_named_with_the_reason(tmp_path, name, content, reason):
    reading = in_folder(tmp_path, {"a.toml": bank.text_of(recordings.draft())} | FILES | {f"figures/{name}": content})

    (problem,) = [problem for problem in reading.problems if problem.file == f"figures/{name}"]
    assert reason in problem.message
    assert problem.remedy


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(tmp_path):
    with (tmp_path / "bars.mp4").open("wb") as file:
        file.truncate(files.MAX_FILE * 100)

    assert len(files._contents(tmp_path, [])["bars.mp4"]) == files.MAX_FILE + 1


# Other systems


@pytest.mark.parametrize(
    "each", [each for each in FORMATS if each.write and each.name != "cloze"], ids=lambda each: each.name
)
def test_every_format_says_before_it_writes_that_it_does_not_play(each):
    found = [sentence for lost in exporting.written([recordings.draft()], each, {}).lost for sentence in lost.sentences]

    said = "The recording bars.mp4 is beside the file; only the side-car plays it, with its captions and transcript."
    assert said in found


def test_through_another_system_and_back_the_item_is_the_same(app, loaded, ines):
    before = newest(app, recordings.draft()).hash
    archive = ines.post("/bank/export", data={"made_by": "gift"}).data
    names = ZipFile(BytesIO(archive)).namelist()

    assert {"figures/bars.mp4", "figures/bars.vtt"} <= set(names)
    page = ines.post("/bank/import", data={"files": (BytesIO(archive), "bank.zip")}, follow_redirects=True)
    assert page.status_code == 200
    assert newest(app, recordings.draft()).hash == before


# The editor


def test_saving_what_the_editor_shows_changes_nothing(app, loaded, ines):
    before = newest(app, recordings.draft()).hash

    answer = sent(ines, edit_url(recordings.draft()), "save")

    assert answer.status_code == 303
    assert newest(app, recordings.draft()).hash == before


def test_files_are_added_and_shown_at_once(app, ines):
    chosen = {
        "recording_file": ("bars.mp4", FILES["figures/bars.mp4"]),
        "captions_file": ("bars.vtt", FILES["figures/bars.vtt"]),
    }
    answer = sent(ines, NEW, "attach", ("stem", "What is heard?"), ("stimulus_transcript", "A tone."), **chosen)
    fields, page = dict(posted(answer)), answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert (fields["stimulus_recording"], fields["stimulus_captions"]) == ("bars.mp4", "bars.vtt")
    assert fields["stem"] == "What is heard?"
    addresses = re.findall(r'<(?:video|track) [^>]*src="([^"]+)"', page)
    assert [ines.get(address).data for address in addresses] == list(FILES.values())


def test_another_recording_of_the_same_name_gets_the_next_one(app, loaded, ines):
    padded = FILES["figures/bars.mp4"] + b"\0\0\0\x08free"

    answer = sent(ines, edit_url(recordings.draft()), "attach", recording_file=("bars.mp4", padded))

    assert dict(posted(answer))["stimulus_recording"] == "bars-2.mp4"
    same = sent(ines, edit_url(recordings.draft()), "attach", recording_file=("bars.mp4", FILES["figures/bars.mp4"]))
    assert dict(posted(same))["stimulus_recording"] == "bars.mp4"


def test_a_recording_is_taken_away_and_its_transcript_kept(loaded, ines):
    fields = dict(posted(sent(ines, edit_url(recordings.draft()), "detach")))

    assert (fields["stimulus_recording"], fields["stimulus_captions"]) == ("", "")
    assert fields["stimulus_transcript"].replace("\r\n", "\n") == recordings.TRANSCRIPT


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("field", "file", "content", "words"),
    [
        (
            "recording_file",
            "bars.mp4",
            b"nothing",
            "bars.mp4: is not the recording its name says. Export it again as MP4",
        ),
        (
            "recording_file",
            "bars.svg",
            b"<svg/>",
            "bars.svg: Choose one that ends in .mp4 or .webm or .mp3 or .m4a or .ogg.",
        ),
        ("recording_file", "my bars.mp4", b"nothing", "has a name with other characters than letters"),
        ("recording_file", "x" * 97 + ".mp4", b"nothing", "has a name of 101 characters; at most 100 fit"),
        (
            "captions_file",
            "bars.vtt",
            b"WEBVTT\n\n00:02.000 --> 00:01.000\nA & B\n",
            "bars.vtt:3: ends before it begins",
        ),
        ("captions_file", "bars.vtt", b"WEBVTT\n\n00:02.000 --> 00:01.000\nA & B\n", "bars.vtt:4: holds an &amp; that"),
    ],
)
def test_a_file_that_is_not_fit_is_refused_and_nothing_typed_is_lost(ines, field, file, content, words):
    answer = sent(ines, NEW, "attach", ("objective", "Typed for an hour"), **{field: (file, content)})

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert dict(posted(answer))["objective"] == "Typed for an hour"


def test_adding_without_a_file_says_so(ines):
    answer = sent(ines, NEW, "attach")

    assert answer.status_code == 422
    assert "Choose a file first." in answer.get_data(as_text=True)


def test_a_file_that_was_chosen_and_not_added_is_not_left_behind_in_silence(app, loaded, ines):
    answer = sent(ines, edit_url(recordings.draft()), "save", ("recording_file", "new.mp4"))

    assert answer.status_code == 422
    assert "new.mp4 was chosen and not added." in answer.get_data(as_text=True)


def test_what_is_still_to_write_is_named_and_can_be_saved_meanwhile(app, loaded, ines):
    changes = (("stimulus_captions", ""), ("stimulus_transcript", ""))
    page = sent(ines, edit_url(recordings.draft()), "preview", *changes).get_data(as_text=True)

    assert '<a href="#stimulus_captions">Shared case: captions is missing: a video has captions.' in page
    assert '<a href="#stimulus_transcript">Shared case: transcript is missing. Write it.' in page
    assert sent(ines, edit_url(recordings.draft()), "save", *changes).status_code == 303
    assert newest(app, recordings.draft()).unfinished


# Pages


def test_the_page_of_an_item_plays_nothing_by_itself_and_holds_the_transcript(app, loaded, ines):
    with app.app_context():
        bank.saved(recordings.draft() | {"objective": "Her own wording"}, base=newest(app, recordings.draft()).hash)
    page = ines.get(f"/bank/items/{recordings.draft()['code']}").get_data(as_text=True)
    (player,) = re.findall(r"<video [^>]*>", page)

    assert ' controls playsinline preload="metadata"' in player
    assert "autoplay" not in page
    assert re.search(r'<track kind="captions" src="[^"]+" srclang="en-GB" label="Captions" default>', page)
    assert '<div lang="en-GB"><p><strong>Tester:</strong> Bars of seven colours.</p>' in page


@pytest.mark.parametrize("keys", ["", "y"])
def test_the_booklet_prints_the_transcript(loaded, ines, keys):
    page = ines.get(f"/bank/booklet?keys={keys}").get_data(as_text=True)

    assert "A tone is heard for two seconds." in page


def test_a_part_of_a_recording_is_given_to_staff_and_its_type_is_what_was_found(loaded, ines, app):
    with app.app_context():
        digest = gallery.figure_digests()["bars.mp4"]

    answer = ines.get(f"/bank/figures/{digest}/bars.mp4", headers={"Range": "bytes=4-7"})

    assert (answer.status_code, answer.data, answer.content_type) == (206, b"ftyp", "video/mp4")
    assert answer.headers["Content-Security-Policy"].endswith("media-src 'self'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_may_play_what_this_site_holds_and_nothing_else(ines):
    assert "media-src 'self';" in ines.get("/bank").headers["Content-Security-Policy"]


def test_two_people_who_add_a_file_of_one_name_at_once_both_learn_what_it_stands_for(context, monkeypatch):
    one, other = (Picture("clip.vtt", "text/vtt", words) for words in (b"WEBVTT one", b"WEBVTT two"))
    bank.act(bank.writing.add_figure, one, by="ines")
    monkeypatch.setattr(gallery, "figure_digests", dict)  # what the second knew before the first was done

    with pytest.raises(FigureTaken, match="in this moment"):
        bank.act(bank.writing.add_figure, other, by="ivo")
