"""A DICOM file to a Radiograph."""

from __future__ import annotations

import hashlib
import io
import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Final

import gdcm
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import pixel_array
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000TransferSyntaxes,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSTransferSyntaxes,
    MediaStorageDirectoryStorage,
)

from languages import Message
from studies.codestream import Codestream, read_codestream, without_trailing_segments
from studies.colour import grey_from_rgb
from studies.errors import (
    FilmError,
    FilmTooLargeError,
    InvalidSpacingError,
    MultiFrameError,
    NotAFilmError,
    NotAProjectionFilmError,
    NotFrontalFilmError,
    UnreadableFilmError,
)
from studies.greyscale import Stored, film_from_stored
from studies.header import items, number, text, texts
from studies.identity import identity_of
from studies.radiograph import Radiograph, ViewGuess
from studies.side import is_sagittal, is_turned, side_from_orientation
from studies.size import LARGEST_FILE_BYTES, refuse_size
from studies.spacing import aspect_from_header, spacing_from_header
from studies.view import NO_GUESS, guess_view, says_bending, says_lateral

# pydicom quotes header values in what it logs, and a patient's name may be among them.
logging.getLogger("pydicom").setLevel(logging.CRITICAL + 1)
gdcm.Trace.WarningOff()
gdcm.Trace.ErrorOff()

_PREAMBLE_BYTES: Final = 128
_MAGIC: Final = b"DICM"
_META_BYTES: Final = 4096
"""Where file meta information ends at the latest; it holds a handful of identifiers."""

_FIRST_GROUPS: Final = (b"\x02\x00", b"\x08\x00", b"\x00\x02", b"\x00\x08")
"""Groups 0002 and 0008 in either byte order: how a file without preamble begins."""

FILM_MODALITIES: Final = frozenset({"CR", "DX", "DR", "RG", "RF", "XA", "OT", "SC", "HC"})
"""Projection radiographs, fluoroscopy, and copies of either (PS3.3 C.7.3.1.1.1, with DR, SC, HC as
found in practice)."""

_FLUOROSCOPY: Final = frozenset({"RF", "XA"})

_OTHER_IMAGES: Final = {
    "CT": Message("a CT slice"),
    "MR": Message("an MR slice"),
    "NM": Message("a nuclear medicine image"),
    "PT": Message("a PET slice"),
    "US": Message("an ultrasound image"),
    "MG": Message("a mammogram"),
    "IO": Message("a dental film"),
    "PX": Message("a dental panorama"),
    "RTIMAGE": Message("a radiotherapy image"),
    "RTDOSE": Message("a radiotherapy dose"),
    "RTPLAN": Message("a radiotherapy plan"),
    "RTSTRUCT": Message("a radiotherapy structure set"),
    "SR": Message("a report"),
    "DOC": Message("a document"),
    "SEG": Message("a segmentation"),
    "PR": Message("a presentation state"),
}
"""What people drop by mistake, in words."""

_LATERAL_POSITIONS: Final = frozenset({"LL", "RL", "LAT", "LATERAL", "LLO", "RLO", "LLAT", "RLAT"})
"""View Position (PS3.3 C.8.1.1 and C.8.11.5) of lateral and oblique films. LLD and RLD, lateral
decubitus, are frontal."""

_LATERAL_CODE: Final = "399067008"
"""SNOMED CT "lateral projection" in View Code Sequence (PS3.16 CID 4010)."""

_LESS_SPECIFIC: Final = ("StudyDescription", "ViewPosition")
"""Asked for the view in this order, when nothing describes the film itself."""

_VIDEO_SYNTAXES: Final = "1.2.840.10008.1.2.4.10"
"""MPEG-2, MPEG-4 and HEVC transfer syntaxes: 1.2.840.10008.1.2.4.100 to 108 (PS3.6 annex A)."""

_DECODERS: Final = {
    **dict.fromkeys((JPEGLossless, JPEGLosslessSV1), "gdcm"),
    **dict.fromkeys(JPEG2000TransferSyntaxes, "pylibjpeg"),
    **dict.fromkeys(JPEGLSTransferSyntaxes, "pyjpegls"),
}
"""Tried first and alone, so that a film reads the same on every machine; pydicom's own order for
the rest."""


def looks_like_dicom(data: bytes) -> bool:
    """Whether bytes begin as a DICOM file does, with or without its preamble."""
    return _has_preamble(data) or data.startswith(_FIRST_GROUPS)


def _has_preamble(data: bytes) -> bool:
    return data[_PREAMBLE_BYTES : _PREAMBLE_BYTES + len(_MAGIC)] == _MAGIC


def read_dicom(data: bytes, name: str) -> Radiograph:
    """Read a DICOM file.

    Parameters
    ----------
    data : bytes
        The file, with or without preamble and file meta information.
    name : str
        Its name for display; a view is guessed from it too.

    Returns
    -------
    Radiograph
        With the spacing, side and view that the header states.

    Raises
    ------
    FilmError
        One of its children, each with one clear sentence.
    """
    with _guarded():
        header = _header_of_film(data)
        return _radiograph(header, name, hashlib.sha256(data).hexdigest())


def film_header(data: bytes) -> Dataset:
    """Read what a film's file says about it, and refuse what no film says, decoding nothing.

    Parameters
    ----------
    data : bytes
        A DICOM file.

    Returns
    -------
    Dataset
        Without the picture.

    Raises
    ------
    FilmError
        As from `read_dicom`, as far as it can be told without the pixels.
    """
    with _guarded():
        header = _header_of_film(data)
        del header.PixelData
        return header


def header_of(data: bytes) -> Dataset:
    """Read what a film's file says about it, without its picture.

    Parameters
    ----------
    data : bytes
        A file that `studies.read.read_film` can read.

    Returns
    -------
    Dataset
        Empty for a file that is no DICOM file.
    """
    if not looks_like_dicom(data):
        return Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in `_guarded`
        return pydicom.dcmread(io.BytesIO(data), force=True, stop_before_pixels=True)


@contextmanager
def _guarded() -> Iterator[None]:
    """Let nothing out of the parser but a `FilmError`."""
    with warnings.catch_warnings():
        # pydicom warns of every departure from the standard; those that matter become notes.
        warnings.simplefilter("ignore")
        try:
            yield
        except FilmError:
            raise
        except Exception:  # the parser raises whatever the bytes lead to, and quotes them
            raise UnreadableFilmError(
                Message("The DICOM file is damaged; export it again.")
            ) from None


def _header_of_film(data: bytes) -> Dataset:
    _refuse_inflated(data)
    header = _dataset(data)
    _refuse_other_images(header)
    return header


def _radiograph(header: Dataset, name: str, sha256: str) -> Radiograph:
    """Read a single frontal film from its data set."""
    spacing, spacing_notes = spacing_from_header(header)
    aspect = aspect_from_header(header)
    if spacing is None and aspect != 1:
        raise InvalidSpacingError(
            Message(
                "The film's pixels are {aspect:g} times as high as wide and their size is "
                "not stated, so its angles cannot be measured; export it with square pixels.",
                aspect=aspect,
            )
        )
    pixels, pixel_notes = _film(header)
    return Radiograph(
        pixels=pixels,
        spacing=spacing,
        side=side_from_orientation(texts(header, "PatientOrientation")),
        view_guess=guess_from_header(header, name),
        name=name,
        sha256=sha256,
        notes=(*_notes(header), *spacing_notes, *pixel_notes),
        identity=identity_of(header),
    )


def _dataset(data: bytes) -> Dataset:
    """Parse the file, with or without file meta information."""
    header = pydicom.dcmread(io.BytesIO(data), force=True)
    if "TransferSyntaxUID" not in header.file_meta:
        header.file_meta.TransferSyntaxUID = _native_syntax(*header.original_encoding)
    return header


def _native_syntax(implicit: bool | None, little_endian: bool | None) -> UID:
    """Transfer syntax by what the parser found, for a file that does not state it (PS3.5 A)."""
    if implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRLittleEndian if little_endian else ExplicitVRBigEndian


def _refuse_inflated(data: bytes) -> None:
    """Refuse a deflated file that grows beyond any film, without letting it grow."""
    if DeflatedExplicitVRLittleEndian.encode() not in data[:_META_BYTES]:
        return
    meta = data[_PREAMBLE_BYTES + len(_MAGIC) :] if _has_preamble(data) else data
    try:
        # PS3.10 7.1: (0002,0000) UL, 2 bytes of length, then the length of the other meta elements
        tag, _, length = struct.unpack_from("<6sHI", meta)
        if tag != b"\x02\0\0\0UL":
            raise zlib.error
        deflated = meta[12 + length :]
        inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(deflated, LARGEST_FILE_BYTES + 1)
    except (zlib.error, struct.error):
        raise UnreadableFilmError(
            Message("The compressed DICOM file is damaged; export it again.")
        ) from None
    if len(inflated) > LARGEST_FILE_BYTES:
        raise FilmTooLargeError(
            Message(
                "The file unpacks to more than {most} MiB, which is no film; export it "
                "uncompressed.",
                most=LARGEST_FILE_BYTES // 2**20,
            )
        )


def _refuse_other_images(header: Dataset) -> None:
    """Refuse whatever is not a single frontal film, by header alone."""
    if header.file_meta.get("MediaStorageSOPClassUID") == MediaStorageDirectoryStorage:
        raise NotAFilmError(
            Message("The file is a DICOMDIR, a table of contents; choose a film it lists.")
        )
    modality = _modality(header)
    if modality and modality not in FILM_MODALITIES:
        kind = _OTHER_IMAGES.get(modality, Message("an image or document of another kind"))
        raise NotAProjectionFilmError(
            Message("The file is {kind}, not an X-ray film; choose the film.", kind=kind)
        )
    if header.file_meta.TransferSyntaxUID.startswith(_VIDEO_SYNTAXES):
        raise MultiFrameError(Message("The file is a video; export the one picture to measure."))
    rows, columns = number(header, "Rows"), number(header, "Columns")
    if "PixelData" not in header or not rows or not columns:
        raise NotAFilmError(
            Message("The DICOM file holds no picture, or was cut short; export it again.")
        )
    frames = number(header, "NumberOfFrames") or 1
    if frames > 1:
        raise MultiFrameError(
            Message(
                "The file holds {frames:.0f} frames; export the one to measure as a single film.",
                frames=frames,
            )
        )
    refuse_size(int(rows), int(columns))
    _refuse_lateral(header)


def _modality(header: Dataset) -> str:
    """Modality, or what the storage class implies where none is stated."""
    stated = text(header, "Modality").upper()
    if stated:
        return stated
    storage = UID(text(header, "SOPClassUID")).keyword
    for beginning, modality in (
        ("CT", "CT"),
        ("MR", "MR"),
        ("Enhanced", "other"),
        ("RT", "other"),
    ):
        if storage.startswith(beginning):
            return modality
    return ""


def _refuse_lateral(header: Dataset) -> None:
    """Refuse a film that its header calls lateral; a "lateral bending" film is frontal."""
    refusal = NotFrontalFilmError(
        Message(
            "The header says that this is a lateral or oblique film, which shows no "
            "scoliosis angle; choose the frontal one."
        )
    )
    if is_sagittal(texts(header, "PatientOrientation")):
        raise refusal
    descriptions = [text(header, keyword) for keyword in ("SeriesDescription", "ProtocolName")]
    if any(says_bending(description) for description in descriptions):
        return
    codes = {text(item, "CodeValue") for item in items(header, "ViewCodeSequence")}
    position = text(header, "ViewPosition").upper()
    if position in _LATERAL_POSITIONS or _LATERAL_CODE in codes:
        raise refusal
    if not position and any(says_lateral(description) for description in descriptions):
        raise refusal


def guess_from_header(header: Dataset, name: str) -> ViewGuess:
    """View by what describes this film, else by what describes its study, else by the beam."""
    own = ("SeriesDescription", "ProtocolName", "AcquisitionDeviceProcessingDescription")
    film = [(keyword, text(header, keyword)) for keyword in own]
    film.append((Message("file name"), PurePath(name).stem))
    study, beam = ([(keyword, text(header, keyword))] for keyword in _LESS_SPECIFIC)
    guesses = (guess_view(group) for group in (film, study, beam))
    return next((guess for guess in guesses if guess != NO_GUESS), NO_GUESS)


def _notes(header: Dataset) -> tuple[str, ...]:
    """Collect what a reader should know of the header."""
    notes = []
    modality = _modality(header)
    if not modality:
        notes.append(Message("The file does not say what made it; check that it is an X-ray film."))
    if modality in _FLUOROSCOPY:
        notes.append(
            Message(
                "The film is a fluoroscopy image ({modality}); its edges may be distorted "
                "and it may show only part of the spine.",
                modality=modality,
            )
        )
    if text(header, "PresentationIntentType").upper() == "FOR PROCESSING":
        notes.append(
            Message("The film holds raw detector values; the processed film shows bone better.")
        )
    if is_turned(texts(header, "PatientOrientation")):
        notes.append(
            Message(
                "The header says that the film lies on its side or upside down; turn it "
                "upright and export it again before trusting levels or sides."
            )
        )
    return tuple(notes)


def _film(header: Dataset) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Decode the pixels and take them through the grey-scale pipeline."""
    try:
        stored = _decoded(header)
        if stored.ndim == 2:
            return film_from_stored(stored, header)
        if stored.shape[2:] != (3,):
            raise UnreadableFilmError(
                Message("The film's pixels have an unknown layout; export it again.")
            )
        return grey_from_rgb(_eight_bits(stored)), ()
    except FilmError:
        raise
    except Exception as error:  # decoders are third-party and raise whatever they like
        raise UnreadableFilmError(
            Message(
                "The film's pixels are damaged, cut short or coded in a way that cannot be "
                "read; export it again, uncompressed if possible."
            )
        ) from error


def _decoded(header: Dataset) -> Stored:
    """Decode stored values: (H, W) integers, or (H, W, 3) red, green, blue."""
    syntax = header.file_meta.TransferSyntaxUID
    if syntax.is_compressed and syntax.is_encapsulated:
        stream = next(generate_frames(header.PixelData, number_of_frames=1))
        declared = read_codestream(stream)
        if declared:
            _refuse_damage(declared, header)
        if syntax in JPEG2000TransferSyntaxes:
            header.PixelData = encapsulate([without_trailing_segments(stream)])
        if syntax == JPEGExtended12Bit and declared and declared.bits > 8:
            return _decoded_12_bit(stream, declared)
    stored = pixel_array(header, decoding_plugin=_DECODERS.get(syntax, ""))
    if text(header, "PhotometricInterpretation") == "PALETTE COLOR":
        return apply_color_lut(stored, header)
    return stored


def _refuse_damage(declared: Codestream, header: Dataset) -> None:
    """Refuse a stream that was cut short or is of another size than its header says."""
    if not declared.complete:
        raise UnreadableFilmError(Message("The film's pixel data were cut short; export it again."))
    if (declared.rows, declared.columns) != (header.Rows, header.Columns):
        raise UnreadableFilmError(
            Message(
                "The header says {columns} by {rows} pixels, the compressed picture "
                "{read_columns} by {read_rows}; export it again.",
                columns=header.Columns,
                rows=header.Rows,
                read_columns=declared.columns,
                read_rows=declared.rows,
            )
        )


def _decoded_12_bit(stream: bytes, declared: Codestream) -> Stored:
    """Decode JPEG Extended (process 4) with GDCM, at the depth that the stream declares.

    pydicom leaves these to a GPL decoder because GDCM wraps values that lossy coding pushed above
    Bits Stored around to black; asked for the depth of the stream, it does not.
    """
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(stream)
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    image = gdcm.Image()
    image.SetNumberOfDimensions(2)
    image.SetDimensions((declared.columns, declared.rows, 1))
    image.SetDataElement(element)
    image.SetPhotometricInterpretation(
        gdcm.PhotometricInterpretation(gdcm.PhotometricInterpretation.MONOCHROME2)
    )
    image.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGExtendedProcess2_4))
    image.SetPixelFormat(gdcm.PixelFormat(1, 16, declared.bits, declared.bits - 1, 0))
    decoded = image.GetBuffer().encode("utf-8", "surrogateescape")
    return np.frombuffer(decoded, "<u2").reshape(declared.rows, declared.columns)


def _eight_bits(rgb: Stored) -> NDArray[np.uint8]:
    """Colour at 8 bits a channel, by the depth of its type."""
    return (rgb >> (8 * rgb.dtype.itemsize - 8)).astype(np.uint8)
