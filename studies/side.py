"""Which edge of the image is the patient's right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from languages import Message
from measurements import ImageEdge
from studies.radiograph import PatientSide

NOT_STATED: Final = PatientSide(None, Message("not stated"))
"""Nobody said; nothing that depends on the side may be shown."""

_RIGHT_EDGE_BY_ROW_LETTER: Final = {"L": ImageEdge.LEFT, "R": ImageEdge.RIGHT}
"""Rows run toward the patient's left: seen from the front, the right is at the left edge."""


def declared_side(patient_right: ImageEdge) -> PatientSide:
    """Side as the user declares it.

    Examples
    --------
    >>> declared_side(ImageEdge.LEFT)
    PatientSide(patient_right=<ImageEdge.LEFT: 'left'>, source='declared by the user')
    """
    return PatientSide(ImageEdge(patient_right), Message("declared by the user"))


def side_from_orientation(orientation: Sequence[str]) -> PatientSide:
    r"""Side from the DICOM Patient Orientation (PS3.3 C.7.6.1.1.1).

    Parameters
    ----------
    orientation : sequence of str
        Where the rows run (toward the image's right edge) and where the columns run (toward its
        lower edge), each in letters, the most significant first. ``L\F`` is an upright film seen
        from the front, ``R\F`` one seen from behind.

    Returns
    -------
    PatientSide
        Unknown unless the film is upright and frontal. The source quotes the letters.

    Examples
    --------
    >>> side_from_orientation(["L", "F"]).patient_right
    <ImageEdge.LEFT: 'left'>
    >>> side_from_orientation(["RP", "F"]).patient_right
    <ImageEdge.RIGHT: 'right'>
    >>> side_from_orientation(["H", "L"]).patient_right is None
    True
    """
    letters = _letters(orientation)
    if letters is None:
        return NOT_STATED
    rows, columns = letters
    quoted = Message("PatientOrientation {rows}\\{columns}", rows=rows, columns=columns)
    if columns[0] == "F" and rows[0] in _RIGHT_EDGE_BY_ROW_LETTER:
        return PatientSide(_RIGHT_EDGE_BY_ROW_LETTER[rows[0]], quoted)
    return PatientSide(
        None, Message("{quoted}, which is not an upright frontal film", quoted=quoted)
    )


def is_sagittal(orientation: Sequence[str]) -> bool:
    """Whether the rows run from front to back, as on a lateral film."""
    letters = _letters(orientation)
    return letters is not None and letters[0][0] in "AP"


def is_turned(orientation: Sequence[str]) -> bool:
    """Whether the film lies on its side or on its head."""
    letters = _letters(orientation)
    return letters is not None and (letters[0][0] in "HF" or letters[1][0] == "H")


def _letters(orientation: Sequence[str]) -> tuple[str, str] | None:
    """Both directions in letters of a biped, None when they are anything else."""
    directions = [direction.strip().upper() for direction in orientation]
    if len(directions) != 2 or not all(directions):
        return None
    if any(set(direction) - set("RLAPHF") for direction in directions):
        return None
    return directions[0], directions[1]
