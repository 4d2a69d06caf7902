"""What compressed streams say about themselves."""

import io

import pytest
from dicom_files import COLUMNS, ROWS, film, trunk
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydicom.encaps import generate_frames
from pydicom.uid import JPEG2000Lossless, JPEGLSLossless

from studies.codestream import Codestream, read_codestream, without_trailing_segments


def compressed(syntax):
    header = film(trunk())
    header.compress(syntax)
    return next(generate_frames(header.PixelData, number_of_frames=1))


def jpeg(**how):
    stream = io.BytesIO()
    Image.fromarray(trunk(8)).save(stream, "JPEG", **how)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("stream", "bits"),
    [
        (jpeg(), 8),
        (jpeg(progressive=True), 8),
        (compressed(JPEGLSLossless), 12),
        (compressed(JPEG2000Lossless), 12),
    ],
    ids=["baseline", "progressive", "JPEG-LS", "JPEG 2000"],
)
@pytest.mark.parametrize("padding", [b"", b"\0", b"\xff"])
def test_size_depth_and_end_are_read_whatever_the_padding(stream, bits, padding):
    whole = stream.rstrip(b"\0") + padding

    assert read_codestream(whole) == Codestream(ROWS, COLUMNS, bits, complete=True)
    assert read_codestream(whole[:-20]) == Codestream(ROWS, COLUMNS, bits, complete=False)


@given(
    st.sampled_from([b"", b"\xff\xd8", b"\xff\xd8\xff\xc0", b"\xff\x4f\xff\x51"]),
    st.binary(max_size=100),
)
def test_any_bytes_are_a_codestream_or_none(beginning, rest):
    declared = read_codestream(beginning + rest)

    assert declared is None or isinstance(declared, Codestream)


def test_a_whole_stream_is_left_as_it_is():
    stream = compressed(JPEG2000Lossless)

    assert without_trailing_segments(stream) == stream


@given(st.binary(max_size=200))
def test_repair_ends_on_any_bytes(rest):
    damaged = b"\xff\x90" + rest

    assert without_trailing_segments(damaged).startswith(b"\xff\x90")
