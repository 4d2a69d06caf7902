"""Measurements on a spine: vertebrae in, angles, offsets and flexibility out.

Coordinates
    Everything is measured in *patient axes*: points are ``(x, y)``, +x is the patient's right and
    +y is cranial, in millimetres, or in pixels where no spacing is known. Film points are
    ``(row, column)`` in pixels and are converted once, in `Frame`. Where nobody stated the
    patient's side, +x is the image's right, and every side is called an image side.
Signs
    Angles are in degrees. A tilt is positive with the patient's right side up. A Cobb angle is
    ``tilt(superior endplate of the upper end vertebra) - tilt(inferior endplate of the lower
    one)``, positive when the curve is convex to the right. Nothing is folded at 90 degrees.
    Offsets are positive towards the patient's right.

Map
    ========================= ===============================================================
    `measurements.level`      names of levels; numbering upward from the lowest vertebra
    `measurements.frame`      film pixels to patient axes and back
    `measurements.endplate`   a line with a tilt; the angle between two
    `measurements.vertebra`   a body as its two endplates
    `measurements.spine`      the visible vertebrae of one film; all else is measured on it
    `measurements.landmark`   C7, the sacrum, the iliac crests and pedicles, where marked
    `measurements.film`       a spine with its landmarks and the patient's posture
    `measurements.csvl`       the central sacral vertical line
    `measurements.settings`   thresholds on which sources differ, each with its source
    `measurements.screening`  vertebrae that do not fit into their spine, set aside
    `measurements.curve`      end vertebrae, apex, region, Cobb angle; the same levels elsewhere
    `measurements.neutral_vertebra` the first vertebrae without rotation beside a curve
    `measurements.stable_vertebra`  vertebrae that the central sacral line bisects or touches
    `measurements.what_if`    another choice of end vertebrae, and what it does to an angle
    `measurements.plumb_line` the vertical through C7
    `measurements.translation` centroid and apical offsets, apical vertebral translation
    `measurements.balance`    C7 over the sacrum
    `measurements.tilt`       T1, L4 and the pelvis against the horizontal
    `measurements.listhesis`  one vertebra slipped sideways on the next
    `measurements.level_match` the same vertebra on two films
    `measurements.progression` curves from study to study
    `measurements.flexibility` a standing curve on its bending films
    `measurements.errors`     the tree of refusals
    ========================= ===============================================================

What belongs here is geometry with a clinical definition, from NumPy arrays to frozen values. The
package knows no files, DICOM, network, picture or page, and recommends no treatment.
"""

from measurements.balance import CoronalBalance, coronal_balance
from measurements.csvl import CSVL, CsvlConvention
from measurements.curve import (
    MINIMUM_CURVE_DEG,
    Apex,
    Convexity,
    Curve,
    Region,
    apex_on,
    curve_between,
    find_curves,
    signed_cobb_deg,
)
from measurements.endplate import Endplate, Point
from measurements.errors import (
    CannotMeasureError,
    DegenerateEndplateError,
    LandmarkError,
    LandmarkMissingError,
    LevelMissingError,
    MeasurementError,
    SettingsError,
    SpacingError,
    SpineError,
)
from measurements.film import Film, Posture
from measurements.flexibility import (
    BendingFilm,
    BendMeasurement,
    Flexibility,
    measure_flexibility,
)
from measurements.frame import Frame, ImageEdge, Unit
from measurements.landmark import Landmarks, Pedicle, Pedicles
from measurements.level import Level, levels_upward_from
from measurements.level_match import LevelMatch, match_levels
from measurements.listhesis import LateralListhesis, lateral_listheses
from measurements.neutral_vertebra import (
    NeutralVertebra,
    lower_neutral_vertebra,
    pedicle_shift,
    upper_neutral_vertebra,
)
from measurements.plumb_line import PlumbLine
from measurements.progression import (
    CurveChange,
    DatedCobb,
    DatedSpine,
    Progression,
    measure_progression,
)
from measurements.screening import Fault, Screening, UnusedVertebra, WideSpace, screen
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.spine import Spine
from measurements.stable_vertebra import LineCrossing, stable_vertebra, touched_vertebra
from measurements.tilt import HorizontalTilt, l4_tilt, pelvic_obliquity, t1_tilt
from measurements.translation import (
    ApicalOffset,
    ApicalTranslation,
    CentroidOffset,
    apical_offset,
    apical_translation,
    centroid_offsets,
)
from measurements.vertebra import Vertebra
from measurements.what_if import EndVertebraChoice, with_end_vertebrae

__all__ = [
    "CSVL",
    "DEFAULT_SETTINGS",
    "MINIMUM_CURVE_DEG",
    "Apex",
    "ApicalOffset",
    "ApicalTranslation",
    "BendMeasurement",
    "BendingFilm",
    "CannotMeasureError",
    "CentroidOffset",
    "Convexity",
    "CoronalBalance",
    "CsvlConvention",
    "Curve",
    "CurveChange",
    "DatedCobb",
    "DatedSpine",
    "DegenerateEndplateError",
    "EndVertebraChoice",
    "Endplate",
    "Fault",
    "Film",
    "Flexibility",
    "Frame",
    "HorizontalTilt",
    "ImageEdge",
    "LandmarkError",
    "LandmarkMissingError",
    "Landmarks",
    "LateralListhesis",
    "Level",
    "LevelMatch",
    "LevelMissingError",
    "LineCrossing",
    "MeasurementError",
    "MeasurementSettings",
    "NeutralVertebra",
    "Pedicle",
    "Pedicles",
    "PlumbLine",
    "Point",
    "Posture",
    "Progression",
    "Region",
    "Screening",
    "SettingsError",
    "SpacingError",
    "Spine",
    "SpineError",
    "Unit",
    "UnusedVertebra",
    "Vertebra",
    "WideSpace",
    "apex_on",
    "apical_offset",
    "apical_translation",
    "centroid_offsets",
    "coronal_balance",
    "curve_between",
    "find_curves",
    "l4_tilt",
    "lateral_listheses",
    "levels_upward_from",
    "lower_neutral_vertebra",
    "match_levels",
    "measure_flexibility",
    "measure_progression",
    "pedicle_shift",
    "pelvic_obliquity",
    "screen",
    "signed_cobb_deg",
    "stable_vertebra",
    "t1_tilt",
    "touched_vertebra",
    "upper_neutral_vertebra",
    "with_end_vertebrae",
]
