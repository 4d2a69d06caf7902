"""Any bytes: a film, or one sentence."""

import hashlib
import io

import pytest
from dicom_files import as_bytes, film, trunk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.uid import JPEG2000Lossless, JPEGLSLossless, RLELossless

from studies.errors import FilmError, FilmTooLargeError, NotAFilmError, UnreadableFilmError
from studies.read import LONGEST_NAME, display_name, read_film


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2mp41", "a video"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC"),
        (b"RIFF\0\0\0\0AVI LIST", "a video"),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0", "a video"),
        (b"GIF89a", "a GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04", "an archive"),
        (b"Thoracic curve of 42 degrees.", "a text"),
        (b"<html></html>", "a text"),
        (b"\x7fELF\xff\xfe", "of an unknown kind"),
    ],
)
def test_what_is_no_film_is_named(data, kind):
    with pytest.raises(NotAFilmError, match=f"The file is {kind}.*Choose a DICOM, PNG"):
        read_film(data, "standing.png")


def test_an_empty_file_is_refused():
    with pytest.raises(UnreadableFilmError, match="empty"):
        read_film(b"", "standing.dcm")


def test_a_file_larger_than_any_film_is_refused_unread(monkeypatch):
    monkeypatch.setattr("studies.read.LARGEST_FILE_BYTES", 2**20)

    with pytest.raises(FilmTooLargeError, match="at most 1 MiB"):
        read_film(bytes(2**20 + 1), "standing.dcm")


def test_content_decides_and_the_extension_does_not():
    stream = io.BytesIO()
    Image.fromarray(trunk(8)).save(stream, "PNG")

    assert read_film(stream.getvalue(), "film.dcm").shape == trunk().shape
    assert read_film(as_bytes(film(trunk())), "film.png").shape == trunk().shape


def test_the_digest_is_that_of_the_file():
    data = as_bytes(film(trunk()))

    assert read_film(data, "film").sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/home/x/standing.dcm", "standing.dcm"),
        ("C:\\x\\standing.dcm", "standing.dcm"),
        ("../..", ".."),
        ("a\nb\x00.dcm", "ab.dcm"),
        ("", "film"),
        ("x" * 500, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_shown_without_folder_and_control_characters(name, shown):
    assert display_name(name) == shown


def outcome(data):
    """Read bytes: a film's smallest and largest pixel, or the sentence of its refusal."""
    try:
        film_read = read_film(data, "film")
    except FilmError as refusal:
        return str(refusal)
    return film_read.pixels.min(), film_read.pixels.max()


def is_kept(promise):
    """Whether an outcome is what `read_film` promises: a film in [0, 1], or one clear sentence."""
    if isinstance(promise, str):
        return promise.endswith(".") and "\n" not in promise and len(promise) < 300
    darkest, brightest = promise
    return 0 <= darkest < brightest <= 1


BEGINNINGS = [
    b"",
    b"\0" * 128 + b"DICM",
    b"\x08\x00\x05\x00CS",
    b"\x02\x00\x00\x00UL",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"II*\0",
    b"MM\0*",
    b"BM",
]


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_film_or_refused(beginning, rest):
    assert is_kept(outcome(beginning + rest))


def whole_files():
    """Small valid films of every kind to damage."""
    small = trunk()[:256, :256]
    native = film(small)
    files = {"native": as_bytes(native)}
    for syntax in (RLELossless, JPEGLSLossless, JPEG2000Lossless):
        header = film(small)
        header.compress(syntax)
        files[syntax.name] = as_bytes(header)
    for kind in ("PNG", "JPEG", "TIFF", "BMP"):
        stream = io.BytesIO()
        Image.fromarray(trunk(8)[:256, :256]).save(stream, kind)
        files[kind] = stream.getvalue()
    return files


WHOLE = whole_files()


@pytest.mark.parametrize("kind", WHOLE)
@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_film_is_read_or_refused(kind, data):
    damaged = bytearray(WHOLE[kind])
    header = st.integers(0, min(1200, len(damaged) - 1))
    anywhere = st.integers(0, len(damaged) - 1)
    for at in data.draw(st.lists(header | anywhere, min_size=1, max_size=6)):
        damaged[at] = data.draw(st.integers(0, 255))
    end = data.draw(anywhere | st.just(len(damaged)))

    assert is_kept(outcome(bytes(damaged[:end])))
