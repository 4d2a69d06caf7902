"""The truth of a study as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.expected import ExpectedCurve, ExpectedStudy

_HEAD = (
    "region", "levels", "apex", "convex", "Cobb", "midline", "planned", "left", "right",
    "flexibility", "residual", "translation",
)  # fmt: skip
NO_CURVE = "No curve of 10 degrees or more."


def truth_table(study: ExpectedStudy) -> str:
    """Set the curves of a study in columns, at most 100 characters wide.

    Angles are in degrees between endplates, between mid-lines, and as planned in space, then
    between endplates on both bends; flexibility in percent, translation in mm from the C7 plumb
    line (C7) or the central sacral vertical line (S1).
    """
    standing = study.films["coronal"]
    counts = {region: sum(level[0] == region for level in standing.levels) for region in "TL"}
    spacing = "{:g} x {:g} mm".format(*standing.spacing_mm)
    lines = [
        f"{counts['T']} thoracic and {counts['L']} lumbar vertebrae, pixels of {spacing}, the "
        f"patient's right on the image's {standing.patient_right}"
    ]
    if not study.curves:
        return "\n".join([*lines, NO_CURVE])
    return "\n".join([*lines, *_columns([_HEAD, *map(_row, study.curves)])])


def _row(curve: ExpectedCurve) -> tuple[str, ...]:
    angles = (
        curve.cobb_deg,
        curve.midline_cobb_deg,
        curve.planned_deg,
        curve.left_bending_deg,
        curve.right_bending_deg,
    )
    line = {"C7 plumb line": "C7", "CSVL": "S1"}.get(str(curve.apical_translation_from), "")
    return (
        curve.region,
        f"{curve.upper_end_vertebra}-{curve.lower_end_vertebra}",
        curve.apex,
        curve.convexity,
        *("" if angle is None else f"{angle:.1f}" for angle in angles),
        f"{curve.flexibility_rate_percent:.1f} %",
        f"{curve.residual_deg:.1f}",
        "" if curve.apical_translation_mm is None else f"{curve.apical_translation_mm:.1f} {line}",
    )


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            word.ljust(width) if place < 4 else word.rjust(width)
            for place, (word, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
