"""Small DICOM films with known pixels, for the tests of reading."""

import io

import gdcm
import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import (
    ComputedRadiographyImageStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    generate_uid,
)

PATIENT = "Doe^Jane"
ROWS, COLUMNS = 300, 264


def trunk(bits=12):
    """Stored values of a bright column between darker flanks, every value from 0 up in use."""
    row, column = np.mgrid[:ROWS, :COLUMNS]
    spine = np.exp(-(((column - COLUMNS / 2) / 40) ** 2))
    shade = 0.75 * spine + 0.15 * row / ROWS + 0.1 * ((row // 8 + column // 8) % 2)
    shade = (shade - shade.min()) / np.ptp(shade)
    return np.rint(shade * (2**bits - 1)).astype(np.uint8 if bits == 8 else np.uint16)


def film(stored, *, bits=12, syntax=ExplicitVRLittleEndian, **attributes):
    """Make a CR data set around stored values; an attribute of None is left out."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = ComputedRadiographyImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = syntax
    header = FileDataset(
        "",
        {},
        file_meta=meta,
        preamble=b"\0" * 128,
        is_implicit_VR=syntax == ImplicitVRLittleEndian,
        is_little_endian=syntax != ExplicitVRBigEndian,
    )
    header.SOPClassUID = meta.MediaStorageSOPClassUID
    header.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    header.PatientName = PATIENT
    header.Modality = "CR"
    header.PhotometricInterpretation = "MONOCHROME2"
    header.Rows, header.Columns = stored.shape[:2]
    header.SamplesPerPixel = stored.shape[2] if stored.ndim == 3 else 1
    if stored.ndim == 3:
        header.PlanarConfiguration = 0
    header.BitsAllocated = 8 * stored.dtype.itemsize
    header.BitsStored, header.HighBit = bits, bits - 1
    header.PixelRepresentation = int(stored.dtype.kind == "i")
    order = ">" if syntax == ExplicitVRBigEndian else "<"
    header.PixelData = stored.astype(stored.dtype.newbyteorder(order)).tobytes()
    header["PixelData"].VR = "OW" if stored.dtype.itemsize > 1 else "OB"
    for keyword, value in attributes.items():
        if value is None:
            delattr(header, keyword)
        else:
            setattr(header, keyword, value)
    return header


def as_bytes(header, *, preamble=True):
    """The file, with or without preamble and file meta information."""
    stream = io.BytesIO()
    if preamble:
        header.save_as(stream, enforce_file_format=True)
        return stream.getvalue()
    syntax = header.file_meta.TransferSyntaxUID
    del header.file_meta
    header.preamble = None
    header.save_as(
        stream,
        implicit_vr=syntax == ImplicitVRLittleEndian,
        little_endian=syntax != ExplicitVRBigEndian,
    )
    return stream.getvalue()


def recoded(data, syntax, folder):
    """The same file in another transfer syntax, by GDCM."""
    source, target = folder / "source.dcm", folder / "target.dcm"
    source.write_bytes(data)
    reader = gdcm.ImageReader()
    reader.SetFileName(str(source))
    assert reader.Read()
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(syntax))
    change.SetInput(reader.GetImage())
    assert change.Change()
    writer = gdcm.ImageWriter()
    writer.SetFileName(str(target))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write()
    return target.read_bytes()
