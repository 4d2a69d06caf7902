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
    `measurements.numbering`  whether C7 and the sacrum bear out the names of levels
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
    `measurements.uncertainty` how far a tilt or a Cobb angle may be off
    `measurements.sampling`   corners and angles drawn by chance
    `measurements.rate`       the flexibility rate of two angles and its error
    `measurements.stiffness`  stiff or flexible, where the error allows a name
    `measurements.structural` Lenke's coronal criterion for a minor curve
    `measurements.technique`  how a bending film was taken
    `measurements.weighed_curve` a curve with the error of its angles
    `measurements.disc`       flexibility and motion disc by disc
    `measurements.motion`     from one bending film to the other
    `measurements.fulcrum`    the fulcrum-bending correction index
    `measurements.bend_adequacy` effort and direction of a bend
    `measurements.lenke_rule` Lenke's rules for the type, one by one
    `measurements.lumbar_modifier` Lenke's A, B and C
    `measurements.lenke`      candidate curve types with their reasons
    `measurements.king`       King's types of thoracic curves
    `measurements.king_index` King's flexibility index
    `measurements.free_levels` end vertebrae chosen anew on another film
    `measurements.errors`     the tree of refusals
    ========================= ===============================================================

What belongs here is geometry with a clinical definition, from NumPy arrays to frozen values. The
package knows no files, DICOM, network, picture or page, and recommends no treatment.
"""

from measurements.balance import CoronalBalance, coronal_balance
from measurements.bend_adequacy import LEAST_BEND_DEG, BendAdequacy, BendVerdict, judge_bend
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
from measurements.disc import (
    SMALLEST_DISC_DEG,
    DiscBend,
    DiscFlexibility,
    disc_angle_deg,
    disc_profile,
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
from measurements.flexibility import BendingFilm, BendMeasurement, Flexibility, measure_flexibility
from measurements.frame import Frame, ImageEdge, Unit
from measurements.free_levels import FREE_REACH, with_free_end_vertebrae
from measurements.fulcrum import FulcrumCorrection, measure_fulcrum_correction
from measurements.king import KingCandidate, KingClassification, KingGround, KingType, classify_king
from measurements.king_index import KingFlexibilityIndex, king_flexibility_index
from measurements.landmark import Landmarks, Pedicle, Pedicles
from measurements.lenke import (
    LenkeCandidate,
    LenkeClassification,
    LenkeCurve,
    LenkeGround,
    classify_lenke,
)
from measurements.lenke_rule import LEAD_DEG, CurvePattern, LenkeRegion, LenkeType, lenke_type
from measurements.level import Level, levels_upward_from
from measurements.level_match import LevelMatch, match_levels
from measurements.listhesis import LateralListhesis, lateral_listheses
from measurements.lumbar_modifier import LumbarModifier, LumbarModifierFinding, find_lumbar_modifier
from measurements.motion import RangeOfMotion, range_of_motion
from measurements.neutral_vertebra import (
    NeutralVertebra,
    lower_neutral_vertebra,
    pedicle_shift,
    upper_neutral_vertebra,
)
from measurements.numbering import LandmarkNeighbour, Numbering, check_numbering
from measurements.plumb_line import PlumbLine
from measurements.progression import (
    CurveChange,
    DatedCobb,
    DatedSpine,
    Progression,
    measure_progression,
)
from measurements.rate import rate_interval_percent, rate_percent, rate_sd_percent
from measurements.sampling import sample_cobb_deg, sample_corners
from measurements.screening import Fault, Screening, UnusedVertebra, WideSpace, screen
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.spine import Spine
from measurements.stable_vertebra import LineCrossing, stable_vertebra, touched_vertebra
from measurements.stiffness import Stiffness, StiffnessLabel, label_stiffness
from measurements.structural import Structural, lenke_residual_deg, structural_probability
from measurements.technique import BendingTechnique, comparison_caution
from measurements.tilt import HorizontalTilt, l4_tilt, pelvic_obliquity, t1_tilt
from measurements.translation import (
    ApicalOffset,
    ApicalTranslation,
    CentroidOffset,
    apical_offset,
    apical_translation,
    centroid_offsets,
)
from measurements.uncertainty import (
    SHARED_CORNER_ERROR,
    AngleError,
    ErrorBasis,
    ErrorSource,
    Interval,
    angle_error,
    corner_error,
    difference_error_deg,
    endplate_tilt_sd_deg,
    larger_error,
    minimal_detectable_change_deg,
    reader_error,
)
from measurements.vertebra import Vertebra
from measurements.weighed_curve import WeighedCurve
from measurements.what_if import EndVertebraChoice, with_end_vertebrae

__all__ = [
    "CSVL",
    "DEFAULT_SETTINGS",
    "FREE_REACH",
    "LEAD_DEG",
    "LEAST_BEND_DEG",
    "MINIMUM_CURVE_DEG",
    "SHARED_CORNER_ERROR",
    "SMALLEST_DISC_DEG",
    "AngleError",
    "Apex",
    "ApicalOffset",
    "ApicalTranslation",
    "BendAdequacy",
    "BendMeasurement",
    "BendVerdict",
    "BendingFilm",
    "BendingTechnique",
    "CannotMeasureError",
    "CentroidOffset",
    "Convexity",
    "CoronalBalance",
    "CsvlConvention",
    "Curve",
    "CurveChange",
    "CurvePattern",
    "DatedCobb",
    "DatedSpine",
    "DegenerateEndplateError",
    "DiscBend",
    "DiscFlexibility",
    "EndVertebraChoice",
    "Endplate",
    "ErrorBasis",
    "ErrorSource",
    "Fault",
    "Film",
    "Flexibility",
    "Frame",
    "FulcrumCorrection",
    "HorizontalTilt",
    "ImageEdge",
    "Interval",
    "KingCandidate",
    "KingClassification",
    "KingFlexibilityIndex",
    "KingGround",
    "KingType",
    "LandmarkError",
    "LandmarkMissingError",
    "LandmarkNeighbour",
    "Landmarks",
    "LateralListhesis",
    "LenkeCandidate",
    "LenkeClassification",
    "LenkeCurve",
    "LenkeGround",
    "LenkeRegion",
    "LenkeType",
    "Level",
    "LevelMatch",
    "LevelMissingError",
    "LineCrossing",
    "LumbarModifier",
    "LumbarModifierFinding",
    "MeasurementError",
    "MeasurementSettings",
    "NeutralVertebra",
    "Numbering",
    "Pedicle",
    "Pedicles",
    "PlumbLine",
    "Point",
    "Posture",
    "Progression",
    "RangeOfMotion",
    "Region",
    "Screening",
    "SettingsError",
    "SpacingError",
    "Spine",
    "SpineError",
    "Stiffness",
    "StiffnessLabel",
    "Structural",
    "Unit",
    "UnusedVertebra",
    "Vertebra",
    "WeighedCurve",
    "WideSpace",
    "angle_error",
    "apex_on",
    "apical_offset",
    "apical_translation",
    "centroid_offsets",
    "check_numbering",
    "classify_king",
    "classify_lenke",
    "comparison_caution",
    "corner_error",
    "coronal_balance",
    "curve_between",
    "difference_error_deg",
    "disc_angle_deg",
    "disc_profile",
    "endplate_tilt_sd_deg",
    "find_curves",
    "find_lumbar_modifier",
    "judge_bend",
    "king_flexibility_index",
    "l4_tilt",
    "label_stiffness",
    "larger_error",
    "lateral_listheses",
    "lenke_residual_deg",
    "lenke_type",
    "levels_upward_from",
    "lower_neutral_vertebra",
    "match_levels",
    "measure_flexibility",
    "measure_fulcrum_correction",
    "measure_progression",
    "minimal_detectable_change_deg",
    "pedicle_shift",
    "pelvic_obliquity",
    "range_of_motion",
    "rate_interval_percent",
    "rate_percent",
    "rate_sd_percent",
    "reader_error",
    "sample_cobb_deg",
    "sample_corners",
    "screen",
    "signed_cobb_deg",
    "stable_vertebra",
    "structural_probability",
    "t1_tilt",
    "touched_vertebra",
    "upper_neutral_vertebra",
    "with_end_vertebrae",
    "with_free_end_vertebrae",
]
