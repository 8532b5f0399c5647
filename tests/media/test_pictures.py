"""Pictures are drawn anew, kept once, and shown to those who are signed in."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests import people
from tests.conftest import NOON
from training import db as database
from training.media import pictures, queries, service

ADA = people.identity("ada")


def drawn(kind="PNG", mode="RGB", size=(40, 30), **options):
    written = BytesIO()
    Image.new(mode, size, 120).save(written, kind, **options)
    return written.getvalue()


@pytest.fixture
def stored(app, settings):
    with app.app_context():
        picture = service.store(drawn(), folder=settings.data, by=ADA, now=NOON)
        database.commit_step()
    return picture


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_a_picture_keeps_its_kind_and_size(kind, extension):
    picture = pictures.redraw(drawn(kind))

    assert (picture.extension, picture.width, picture.height) == (extension, 40, 30)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nothing_but_pixels_is_kept(kind):
    place = Image.Exif()
    place[0x010E] = "Ward 4, bed 2"

    picture = pictures.redraw(drawn(kind, exif=place) + b"<script>alert(1)</script>")

    assert b"Ward 4" not in picture.content
    assert b"<script>" not in picture.content


def test_a_picture_taken_sideways_is_set_upright():
    turned = Image.Exif()
    turned[0x0112] = 6

    picture = pictures.redraw(drawn("JPEG", exif=turned))

    assert (picture.width, picture.height) == (30, 40)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_stays_so(mode):
    picture = pictures.redraw(drawn(mode=mode))

    assert Image.open(BytesIO(picture.content)).mode == "RGBA"


def test_a_moving_picture_keeps_its_first_frame():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])

    picture = pictures.redraw(written.getvalue())

    assert getattr(Image.open(BytesIO(picture.content)), "n_frames", 1) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GIF89a not allowed",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n and then nothing",
        drawn()[:60],
        drawn("JPEG")[:200],
        "a letter".encode("utf-16"),
        drawn("GIF", mode="P"),
        drawn("BMP"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(sent):
    with pytest.raises(pictures.NotAPicture, match="Send a PNG, JPEG or WebP"):
        pictures.redraw(sent)


def test_too_many_pixels_are_refused_before_they_are_drawn():
    with pytest.raises(pictures.NotAPicture, match="at most 40 million fit"):
        pictures.redraw(drawn(mode="1", size=(8000, 5001)))


def test_pixels_beyond_all_measure_are_refused_too():
    small = drawn(mode="1")
    header = b"IHDR" + struct.pack(">II", 30_000, 30_000) + small[24:29]
    claiming = small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]
    with pytest.raises(pictures.NotAPicture) as raised:
        pictures.redraw(claiming)

    assert isinstance(raised.value.__cause__, Image.DecompressionBombError)


def test_too_many_bytes_are_refused():
    with pytest.raises(pictures.NotAPicture, match="at most 12 fit"):
        pictures.redraw(b"x" * (pictures.MAX_BYTES + 1))


def test_a_stored_picture_is_shown_to_whoever_is_signed_in(stored, browser_of):
    answer = browser_of("tara").get(service.address_of(stored))

    assert answer.data == stored.content
    assert answer.content_type == "image/png"


def test_a_picture_cannot_act_as_a_page(stored, browser_of):
    headers = browser_of("tara").get(service.address_of(stored)).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_stranger_sees_no_picture(stored, client):
    assert client.get(service.address_of(stored)).status_code in {302, 303, 401}


@pytest.mark.parametrize(
    "address", ["/media/{}.jpg", "/media/{}.svg", "/media/..%2f{}.png", "/media/" + "0" * 64 + ".png"]
)
def test_other_addresses_show_nothing(stored, browser_of, address):
    assert browser_of("tara").get(address.format(stored.digest)).status_code == 404


def test_the_same_picture_is_kept_once(stored, app, settings):
    with app.app_context():
        again = service.store(drawn(), folder=settings.data, by=ADA, now=NOON)
        database.commit_step()

    assert again == stored
    assert len(list((settings.data / "media").rglob("*.png"))) == 1


def test_a_picture_whose_file_is_gone_is_not_found(stored, browser_of, settings):
    queries.place(settings.data, stored.digest, "png").unlink()

    assert browser_of("tara").get(service.address_of(stored)).status_code == 404
