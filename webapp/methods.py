"""What each number is, in words and formula, with its source and its limits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from languages import Message, joined
from measurements import MeasurementSettings


@dataclass(frozen=True)
class Method:
    """How one number is obtained."""

    title: str
    words: str
    """In Markdown, for a clinician."""

    formulas: tuple[str, ...]
    """In LaTeX."""

    limits: str
    source: str

    measures: tuple[str, ...] = ()
    """Names in `measurements` that obtain it."""


METHODS: Final[tuple[Method, ...]] = (
    Method(
        title=Message("Axes and signs"),
        words=(
            Message(
                "Everything is measured in the patient's axes: *x* runs to the patient's "
                "right, *y* toward the head. Rows and columns of the film are multiplied by "
                "the size of a pixel first, so a film with pixels that are not square keeps "
                "its angles. A tilt is positive when the patient's right side is up. Which "
                "edge of the image is the patient's right comes from the film's header or "
                "from you; it is never assumed."
            )
        ),
        formulas=(
            r"\theta = \operatorname{atan2}\left(y_\text{right} - y_\text{left},\;"
            r" x_\text{right} - x_\text{left}\right)",
        ),
        limits=(
            Message(
                "Where the side is not stated, curves are called convex to the image's right "
                "or left, and flexibility is not given. Turning the whole film changes tilts "
                "but no Cobb angle."
            )
        ),
        source=(
            Message(
                "DICOM PS3.3 C.7.6.1.1.1 (Patient Orientation), PS3.3 10.7 (pixel spacing "
                "and its calibration)."
            )
        ),
    ),
    Method(
        title=Message("Vertebrae and their corners"),
        words=(
            Message(
                "A cascade of two networks, coarse then fine, marks the spinal column and "
                "the body of each vertebra. Every pixel of a body votes for the four corners "
                "of its vertebra; the corners are where the votes meet. A third network then "
                "looks at each vertebra on its own, turned upright and brought to one size, "
                "and tells its corners from there. Each endplate is "
                "then turned and shifted a little to where the film darkens most from body "
                "to disc. The third network also foretells its own error, which is shown as an "
                "uncertainty. Vertebrae are named upward from the lowest one outlined, taken "
                "as L5 until you say otherwise."
            )
        ),
        formulas=(
            r"\hat{c}_k = \frac{\sum_p w_p\,(p + o_{k}(p))}{\sum_p w_p}, \qquad k = 1 \dots 4",
        ),
        limits=(
            Message(
                "About one patient in ten has one vertebra more or fewer than 17 from T1 to "
                "L5, and a cropped film may not end at L5: check the names. A confident "
                "outline is not proof of a right one."
            )
        ),
        source=(
            Message(
                "Architecture described in the abstract of arXiv 2512.07576; the corner "
                "votes and the third network are extensions of ours. Numbering: Hu et al. 2016 "
                "(PMC5400342)."
            )
        ),
    ),
    Method(
        title=Message("Curves, end vertebrae and apex"),
        words=(
            Message(
                "Going down the spine, the tilt of the vertebrae swings from one side to the "
                "other. The most tilted vertebrae are the end vertebrae, and neighbouring "
                "curves share one. The apex is the vertebra or disc farthest from the line "
                "joining the centres of the end vertebrae. The apex names the region: "
                "proximal thoracic down to the T5/T6 disc (when another thoracic curve lies "
                "below), main thoracic to the T11/T12 disc, thoracolumbar T12 to L1, lumbar "
                "below. An apex at T11 or the T11/T12 disc is noted, as some call it "
                "intermediate."
            )
        ),
        formulas=(),
        limits=(
            Message(
                "A curve under 10° is not listed and does not end its neighbours, nor does a "
                "bend between two neighbouring vertebrae only: it is the wedge of one disc, "
                "or one body drawn badly. Where two vertebrae are almost equally tilted, "
                "readers disagree about which is the end vertebra as well."
            )
        ),
        source=(
            Message(
                "Scoliosis Research Society, Revised Glossary of Terms; Lenke et al. 2001, J "
                "Bone Joint Surg Am 83:1169; apex: Acaroglu et al. 2001, Spine 26:1143."
            )
        ),
        measures=("find_curves", "apex_on"),
    ),
    Method(
        title=Message("Cobb angle"),
        words=(
            Message(
                "The angle between the superior endplate of the upper end vertebra and the "
                "inferior endplate of the lower one, with a sign: positive for a curve "
                "convex to the patient's right. It is not folded at 90°, so a severe curve "
                "keeps its size. It can also be measured between any other two vertebrae "
                "that a reader chooses; what this adds or takes away is counted towards the "
                "convexity of the curve as it was found."
            )
        ),
        formulas=(
            r"\text{Cobb} = \theta_\text{superior endplate, upper end vertebra} -"
            r" \theta_\text{inferior endplate, lower end vertebra}",
        ),
        limits=(
            Message(
                "One reader repeats an angle within about 5°. A difference smaller than that "
                "between two films is no proof of a change."
            )
        ),
        source=(
            Message(
                "Cobb 1948, AAOS Instructional Course Lectures 5:261; repeatability: "
                "Morrissy et al. 1990, J Bone Joint Surg Am 72:320; choice of levels: Keenan "
                "et al. 2014 (PMC4193912)."
            )
        ),
        measures=("signed_cobb_deg", "curve_between", "with_end_vertebrae"),
    ),
    Method(
        title=Message("Flexibility rate"),
        words=(
            Message(
                "How much of the standing curve *S* goes away on the film *B* that bends "
                "toward its convexity: the right-bending film for a right-convex curve, the "
                "left-bending film for a left-convex one. *B* is measured between the same "
                "two vertebrae. Both keep their signs: when bending turns the curve to its "
                "other side, it is over-corrected and the rate is above 100 %. The remaining "
                "angle and the correction in degrees are always shown beside the rate."
            )
        ),
        formulas=(
            r"\text{FR} = \frac{S - B}{S} \times 100\,\%",
            r"\text{correction} = |S| - \operatorname{sign}(S)\, B",
        ),
        limits=(
            Message(
                "A bend depends on effort and on how the film was taken (supine bending, "
                "standing bending, traction, fulcrum): rates of different techniques are not "
                "comparable, and a change of technique is not a change of flexibility. End "
                "vertebrae chosen anew on the bending film give another angle; it is called "
                "free, and no rate is taken from it."
            )
        ),
        source=(
            Message(
                "Cheung and Luk 1997, J Bone Joint Surg Am 79:1144; film by convexity and "
                "techniques: Klepps et al. 2001, Spine 26:E74, and Polly and Sturm 1998; "
                "same levels: Keenan et al. 2014 (PMC4193912)."
            )
        ),
        measures=(
            "measure_flexibility",
            "rate_percent",
            "comparison_caution",
            "with_free_end_vertebrae",
        ),
    ),
    Method(
        title=Message("Error of an angle"),
        words=(
            Message(
                "A Cobb angle is given with its standard deviation *s* and where that comes "
                "from: a reader's (3° unless stated otherwise), that of the corners, or the "
                "larger of both, and the one that counts is named. The error of the corners "
                "follows from the spread *c* foretold for each vertebra and the length *l* "
                "of its endplate; the corners of one vertebra err together in part "
                "(correlation 0.77), those of two vertebrae do not. Where the error to "
                "expect of each endplate's tilt was measured for the network, a reader's own "
                "included, it takes the place of this formula. A difference between two "
                "dates is beyond measurement error where it exceeds the minimal detectable "
                "change."
            )
        ),
        formulas=(
            r"\text{SD}(\theta) = \frac{\sqrt{2\,(1 - \rho)}\; c}{l}, \qquad"
            r" s = \sqrt{\text{SD}(\theta_\text{sup})^2 + \text{SD}(\theta_\text{inf})^2}",
            r"\text{95\,\% interval} = \text{Cobb} \pm 1.96\, s, \qquad"
            r" \text{MDC}_{95} = 1.96 \sqrt{s_1^2 + s_2^2}",
        ),
        limits=(
            Message(
                "The error of the corners takes the levels as given, that of a reader holds "
                "their choice as well. A spread that the network foretells wrongly makes a "
                "wrong interval."
            )
        ),
        source=(
            Message(
                "Reader: Morrissy et al. 1990, J Bone Joint Surg Am 72:320, rounded up; "
                "correlation: tilt errors on the AASCE validation films; first-order "
                "propagation, checked against draws of the corners."
            )
        ),
        measures=(
            "endplate_tilt_sd_deg",
            "reader_error",
            "corner_error",
            "larger_error",
            "angle_error",
            "difference_error_deg",
            "minimal_detectable_change_deg",
            "sample_corners",
            "sample_cobb_deg",
        ),
    ),
    Method(
        title=Message("Error of a flexibility rate, stiff and flexible"),
        words=(
            Message(
                "Both angles have their error, and the rate divides by the standing one. The "
                "95 % interval holds the rates for which the bending angle agrees with what "
                "the standing one would leave. A curve is called stiff or flexible only "
                "where the whole interval lies on one side of 50 % and the sizes of the bodies "
                "do not speak against the level names of the film; otherwise no name is given, "
                "and the reason is."
            )
        ),
        formulas=(
            r"\text{SD}(\text{FR}) \approx \frac{100}{|S|}"
            r" \sqrt{s_B^2 + \left(\tfrac{B}{S}\right)^2 s_S^2}",
            r"\left\{\, r : \left(B - (1 - r)\, S\right)^2 \le"
            r" 1.96^2 \left(s_B^2 + (1 - r)^2 s_S^2\right) \right\}",
        ),
        limits=(
            Message(
                "With an error of 3° in each angle the rate is within 7 points (one standard "
                "deviation) for a curve of 50° bending to 25°, and within 13 for one of 25° "
                "bending to 10°: read the angle left rather than the rate of a small curve. "
                "The split at 50 % was found on fulcrum films."
            )
        ),
        source=(
            Message(
                "Propagation of independent errors; interval: Fieller 1940, Suppl J R Stat "
                "Soc 7:1; 50 %: Luk et al. 1998."
            )
        ),
        measures=("rate_sd_percent", "rate_interval_percent", "label_stiffness"),
    ),
    Method(
        title=Message("Flexibility and motion disc by disc"),
        words=(
            Message(
                "The angle of a disc lies between the inferior endplate above and the "
                "superior endplate below, positive when the disc is open on the patient's "
                "right. It is given standing and on each bend, with its change in degrees "
                "and, as for a curve, its rate. The range of motion, of a disc or between "
                "two end vertebrae, is the angle on the left bend minus that on the right "
                "bend."
            )
        ),
        formulas=(
            r"d = \theta_\text{inferior endplate above} - \theta_\text{superior endplate below}",
            r"\text{ROM} = d_\text{left bend} - d_\text{right bend}",
        ),
        limits=(
            Message(
                "A disc of less than 5° standing has no rate: it would be the error of its "
                "denominator. Single discs err as much as whole curves, so read the pattern "
                "and not one disc."
            )
        ),
        source=(
            Message(
                "Segmental flexibility: physiciansweekly.com, Segmental FI in AIS (least "
                "flexible about the apex); 5°: Morrissy et al. 1990, J Bone Joint Surg Am "
                "72:320."
            )
        ),
        measures=("disc_profile", "disc_angle_deg", "range_of_motion"),
    ),
    Method(
        title=Message("Effort of a bend"),
        words=(
            Message(
                "The trunk bend is the change, from the standing to the bending film, of the "
                "tilt of the uppermost minus that of the lowest vertebra that both show, "
                "counted towards the side that the film is named by. From 20° the effort is "
                "called sufficient; within 8° of none the film cannot be told from a "
                "standing one; a bend to the other side is called so. The change of the "
                "lowest vertebra's tilt and, where marked on both films, of the iliac "
                "crests' is given beside it."
            )
        ),
        formulas=(
            r"\text{bend} = \pm \left[\left(\theta_\text{top} - \theta_\text{bottom}"
            r"\right)_\text{bending} - \left(\theta_\text{top} - \theta_\text{bottom}"
            r"\right)_\text{standing}\right]",
        ),
        limits=(
            Message(
                "A sufficient bend is no proof of the patient's best effort, and a stiff "
                "spine bends less. The 20° are a convention of ours and can be set. A "
                "fulcrum or traction film is not judged this way."
            )
        ),
        source=(
            Message(
                "20°: twice what lying down alone changes (te Hennepe et al. 2021, "
                "PMC9393981); 8°: minimal detectable change of two readings."
            )
        ),
        measures=("judge_bend",),
    ),
    Method(
        title=Message("Fulcrum-bending correction index"),
        words=(
            Message(
                "How much of the flexibility that a fulcrum film showed an operation used: "
                "the correction rate over the fulcrum flexibility, all between the same two "
                "vertebrae. About 100 % means all of it."
            )
        ),
        formulas=(r"\text{FBCI} = \frac{(S - P) / S}{(S - F) / S} \times 100\,\%",),
        limits=(
            Message(
                "Needs a fulcrum film *F* and a standing film after operation *P*; other "
                "bending films give other numbers. Not given where the fulcrum straightened "
                "the curve by less than 5°."
            )
        ),
        source=Message("Luk et al. 1998; 5°: Morrissy et al. 1990, J Bone Joint Surg Am 72:320."),
        measures=("measure_fulcrum_correction",),
    ),
    Method(
        title=Message("Structural curves and Lenke's curve type"),
        words=(
            Message(
                "The largest standing curve is the major one and always structural; where "
                "that is the proximal thoracic one, the main thoracic one is taken. A minor "
                "curve is structural if 25° or more are left on the film that bends toward "
                "its convexity. An over-corrected curve has nothing left, however large its "
                "reversed angle. Without a bend, a curve under 25° standing is "
                "non-structural and any other uncertain. Which curves are structural makes "
                "the type, 1 to 6; a thoracolumbar or lumbar curve that exceeds a structural "
                "main thoracic one by 5° or more makes type 6 rather than 3. A major "
                "thoracolumbar or lumbar curve over a structural proximal and a "
                "non-structural main thoracic one has no type.\n\nNever one type alone is "
                "given, but all that the films leave open, each with its reason: as "
                "measured, within measurement error (2.5 % or more), without a bending film, "
                "or without a lateral film. Probabilities are shares of 20,000 drawn "
                "readings of all the angles; with what a missing film leaves undetermined "
                "they make 100 %."
            )
        ),
        formulas=(
            r"R = \max\left(0,\; \operatorname{sign}(S)\, B\right), \qquad"
            r" P(\text{structural}) = \Phi\left(\frac{\operatorname{sign}(S)\, B - 25°}{s}\right)",
        ),
        limits=(
            Message(
                "Non-structural is provisional: T2–T5 kyphosis of 20° or more on a lateral "
                "film makes a proximal thoracic curve structural, T10–L2 kyphosis of 20° or "
                "more the others. The sagittal modifier (T5–T12) needs a lateral film. The "
                "probabilities take the levels as given, the errors as independent and no "
                "angle as likelier beforehand."
            )
        ),
        source=(
            Message(
                "Lenke et al. 2001, J Bone Joint Surg Am 83:1169, as AO Surgery Reference "
                "and orthobullets.com (2076) give it; the paper itself could not be read."
            )
        ),
        measures=(
            "classify_lenke",
            "lenke_type",
            "lenke_residual_deg",
            "structural_probability",
        ),
    ),
    Method(
        title=Message("Lumbar modifier"),
        words=(
            Message(
                "Where the central sacral vertical line passes the apical lumbar vertebra, "
                "or the vertebra below where the apex is a disc. A: between the pedicles. B: "
                "it touches the body, but does not run between the pedicles. C: it does not "
                "touch the body. Types 5 and 6 are C by definition."
            )
        ),
        formulas=(),
        limits=(
            Message(
                "Needs S1 on a standing film. From bodies alone A and B cannot be told "
                "apart: the medial borders of the pedicles must be marked. Where there is no "
                "lumbar curve, the lumbar vertebra farthest from the line stands for its "
                "apex and is named. That type 6 is C is practice."
            )
        ),
        source=(
            Message(
                "Lenke et al. 2001, J Bone Joint Surg Am 83:1169, as orthobullets.com (2076) "
                "gives it."
            )
        ),
        measures=("find_lumbar_modifier",),
    ),
    Method(
        title=Message("King's type and flexibility index"),
        words=(
            Message(
                "I: thoracic and lumbar curve cross the midline, the lumbar one larger or "
                "less flexible. II: both cross, the thoracic one at least as large and no "
                "more flexible. III: the lumbar curve does not cross. IV: a long thoracic "
                "curve into which L4 tilts, with L5 centred over the sacrum. V: a double "
                "thoracic curve, T1 tilted into the convexity of the upper one, which is "
                "structural on side bending. All types that the films leave open are given "
                "with what was found.\n\nKing's flexibility index is the correction rate of "
                "the lumbar minus that of the thoracic curve, in points. It is not the "
                "flexibility rate of a curve."
            )
        ),
        formulas=(r"\text{KFI} = \text{FR}_\text{lumbar} - \text{FR}_\text{thoracic}",),
        limits=(
            Message(
                "No type for a thoracolumbar curve in the lead, for a lumbar curve alone or "
                "for three structural curves. Crossing the midline and L5 over the sacrum "
                "need S1 on a standing film. That an apex beyond the central sacral line "
                "crosses, and that L5 is centred where the line runs through the middle half "
                "of it, are readings of ours."
            )
        ),
        source=(
            Message(
                "King et al. 1983, as orthopaedicsone.com (King classification of idiopathic "
                "scoliosis) and harms-spinesurgery.com give it."
            )
        ),
        measures=("classify_king", "king_flexibility_index"),
    ),
    Method(
        title=Message("Sideways step and apical offset"),
        words=(
            Message(
                "The sideways step is the horizontal distance between the centres of two "
                "neighbouring vertebrae. The apical offset is the horizontal distance of a "
                "curve's apex from the line joining the centres of its end vertebrae. Both "
                "are positive to the patient's right, in millimetres where the film states a "
                "pixel size, else in pixels."
            )
        ),
        formulas=(
            r"d_i = x_i - x_{i+1}, \qquad"
            r" a = x_\text{apex} - x_\text{line}\left(y_\text{apex}\right)",
        ),
        limits=(
            Message(
                "The step holds the tilt of the spine as well as any slip, so it is no "
                "listhesis. The apical offset is not the apical vertebral translation. "
                "Detector millimetres are magnified: lengths in the patient are shorter."
            )
        ),
        source=(
            Message(
                "O'Brien et al. 2004, Spinal Deformity Study Group Radiographic Measurement "
                "Manual, for the translation that this is not."
            )
        ),
        measures=("centroid_offsets", "apical_offset"),
    ),
    Method(
        title=Message("Vertebrae set aside"),
        words=(
            Message(
                "An outline is not used if it covers the same body as its neighbour, if the "
                "body is far wider, narrower, taller or flatter than the six around it "
                "foretell, or if it is tilted unlike all that its neighbours foretell. The "
                "worst is set aside first and the rest judged anew. Every vertebra set aside "
                "is named with its reason, and so is a space that leaves room for a missing "
                "one. No curve ends on a vertebra set aside, and where a bending film has "
                "one at an end of a curve there is no rate. An outline that a person placed "
                "is used as it is, and still doubted."
            )
        ),
        formulas=(),
        limits=(
            Message(
                "An error of a few degrees is too small to be seen this way, and a real "
                "anomaly, such as a hemivertebra, can be set aside until a person has placed "
                "it. Where more than a third of the outlines do not fit, all are used and a "
                "warning says so."
            )
        ),
        source=(
            Message(
                "Tolerances of ours: of 7446 vertebrae drawn by hand on 438 films of the "
                "AASCE challenge (SpineWeb data set 16), nine lie beyond one of them, and no "
                "more on such films in simulated bending."
            )
        ),
        measures=("screen",),
    ),
    Method(
        title=Message("Neutral vertebrae"),
        words=(
            Message(
                "The first vertebra without rotation, going up from the upper end vertebra "
                "or down from the lower one: both pedicles lie at the same distance from the "
                "middle of the body, to within 5 % of its width. The shift *r* is positive "
                "to the patient's right."
            )
        ),
        formulas=(r"r = \frac{1}{w}\left(\frac{p_\text{right} + p_\text{left}}{2} - m\right)",),
        limits=(
            Message(
                "Both pedicles must be marked on every vertebra on the way; one without them "
                "is not passed by. The shift orders rotations but is no angle of rotation."
            )
        ),
        source=(
            Message(
                "orthofracs.com, Scoliosis (first non-rotated vertebra, pedicles symmetric); "
                "the 5 % are a convention of ours, about five degrees of rotation."
            )
        ),
        measures=("pedicle_shift", "upper_neutral_vertebra", "lower_neutral_vertebra"),
    ),
    Method(
        title=Message("Central sacral vertical line, stable and touched vertebra"),
        words=(
            Message(
                "The central sacral vertical line (CSVL) is the true vertical through the "
                "middle of the superior endplate of S1. The perpendicular to the line over "
                "the iliac crests, and a vertical through L5 where S1 is not seen, can be "
                "chosen instead and are then named. The stable vertebra is the uppermost one "
                "below the apex that the line bisects, to within a tenth of its width, or "
                "else the one that it comes nearest to bisecting. The touched vertebra is "
                "the uppermost one below the apex that the line meets at all."
            )
        ),
        formulas=(r"x_\text{CSVL}(y) = x_{S1} + (y - y_{S1}) \tan \lambda, \qquad \lambda = 0",),
        limits=(
            Message(
                "Standing films only, with S1 marked: nothing is guessed. When the pelvis is "
                "oblique the two conventions differ. Authors differ on which vertebra is "
                "stable, so both are given. Above another curve, either may lie within that "
                "curve."
            )
        ),
        source=(
            Message(
                "CSVL: pacs.de, Central sacral vertical line; stable and touched vertebra: "
                "secondary sources that disagree, and practice."
            )
        ),
        measures=("CSVL", "stable_vertebra", "touched_vertebra"),
    ),
    Method(
        title=Message("Coronal balance"),
        words=(
            Message(
                "The horizontal distance of the C7 plumb line, the vertical through the "
                "centre of C7, from the CSVL: positive when C7 stands to the patient's "
                "right. Up to 20 mm either way is called balanced."
            )
        ),
        formulas=(r"\text{CB} = x_{C7} - x_\text{CSVL}\left(y_{C7}\right)",),
        limits=(
            Message(
                "Standing films only, with C7 and S1 marked or outlined. Without a pixel "
                "size the distance is in pixels and is not judged."
            )
        ),
        source=(
            Message(
                "wikimsk.org, Coronal Balance of the Spine; coronal vertical axis in "
                "PMC9827318, table 1."
            )
        ),
        measures=("PlumbLine", "coronal_balance"),
    ),
    Method(
        title=Message("Apical vertebral translation"),
        words=(
            Message(
                "How far a curve's apex stands to the patient's right of the C7 plumb line, "
                "for a proximal or main thoracic curve, or of the CSVL, for a thoracolumbar "
                "or lumbar one."
            )
        ),
        formulas=(
            r"\text{AVT}_\text{PT, MT} = x_\text{apex} - x_{C7}, \qquad"
            r" \text{AVT}_\text{TL, L} = x_\text{apex} - x_\text{CSVL}\left(y_\text{apex}\right)",
        ),
        limits=(
            Message(
                "Standing films only: on a bending film there is no plumb line. No cut-off "
                "is in general use."
            )
        ),
        source=(
            Message(
                "O'Brien et al. 2004, Spinal Deformity Study Group Radiographic Measurement "
                "Manual, by way of secondary sources: the manual could not be read."
            )
        ),
        measures=("apical_translation",),
    ),
    Method(
        title=Message("T1 tilt, L4 tilt and pelvic obliquity"),
        words=(
            Message(
                "The tilt from the horizontal of the superior endplate of T1, of the "
                "inferior endplate of L4, and of the line over the highest points of the "
                "iliac crests. Positive with the patient's right side up; the Spinal "
                "Deformity Study Group (SDSG) counts the left side up as positive, and its "
                "value is given beside ours under that name."
            )
        ),
        formulas=(r"\theta_\text{SDSG} = -\theta",),
        limits=(
            Message(
                "Standing films only, and hung straight: a film turned by a degree changes "
                "each tilt by one. A leg that is shorter and a pelvis that is turned both "
                "make it oblique."
            )
        ),
        source=(
            Message(
                "Pelvic obliquity: PMC9827318. T1 and L4 tilt and the SDSG sign: practice, "
                "as the SDSG's manual could not be read."
            )
        ),
        measures=("t1_tilt", "l4_tilt", "pelvic_obliquity"),
    ),
    Method(
        title=Message("Lateral listhesis"),
        words=(
            Message(
                "How far the lateral ends of a vertebra's inferior endplate lie from those "
                "of the superior endplate below, along that endplate, positive to the "
                "patient's right. The mean of both sides is graded: 0 below 1 mm, 1 from 1 "
                "mm, 2 from 7 mm. The larger of both sides is given as well."
            )
        ),
        formulas=(
            r"s_\text{side} = \left(\vec{u}_\text{side} - \vec{l}_\text{side}\right) \cdot \hat{e},"
            r" \qquad s = \frac{s_\text{right} + s_\text{left}}{2}",
        ),
        limits=(
            Message(
                "Only between neighbours. A body that is wider than the one above lies "
                "beyond it on both sides, which the mean leaves out and the larger side does "
                "not. Rotation of one body against the other looks like slip. The error of "
                "the corners, about a millimetre, is as large as the first grade."
            )
        ),
        source=Message(
            "Construction and grades are practice in adults; no text was found that fixes them."
        ),
        measures=("lateral_listheses",),
    ),
    Method(
        title=Message("Names of the vertebrae"),
        words=(
            Message(
                "Vertebrae are counted upward from the lowest one outlined. Where C7 or S1 is "
                "marked, the names are held against it: the gap from the last endplate to the "
                "landmark, in steps from vertebra to vertebra, tells how many vertebrae more "
                "would fit between. Names that leave room where no vertebra should be, or none "
                "where one should, are contradicted; with both marked, an unusual number of "
                "vertebrae shows as well."
            )
        ),
        formulas=(
            r"n_\text{S1} = \operatorname{round}\left("
            r"\frac{\lvert s - l \rvert}{\bar{d}} - 0.3\right),"
            r" \qquad n_\text{C7} = \operatorname{round}\left("
            r"\frac{\lvert c - u \rvert}{\bar{d}} - 0.58\right)",
        ),
        limits=(
            Message(
                "It checks the count between two landmarks that a person marked, and believes "
                "them. Eleven ribs and five lumbar vertebrae look like twelve and four: only the "
                "ribs, or another film, tell which. Without landmarks nothing is checked, and "
                "that is said."
            )
        ),
        source=(
            Message(
                "A check of ours; shares of a step from phantoms of 16 to 18 vertebrae. How often "
                "numbers differ: Hu et al. 2016 (PMC5400342)."
            )
        ),
        measures=("check_numbering",),
    ),
    Method(
        title=Message("The same vertebra on several films"),
        words=(
            Message(
                "Vertebrae are matched between films by name. The names are checked by the "
                "width and height of the bodies, magnification aside: for each shift of the "
                "bending film's names by up to two levels it is said how likely it is."
            )
        ),
        formulas=(
            r"P(k) \propto P_0(k)\, \exp\left(-\tfrac{n}{2}\; \overline{"
            r"\left(\frac{\ln b_{i} - \ln a_{i+k} - g}{\sigma}\right)^2}\right)",
        ),
        limits=(
            Message(
                "Bodies grow evenly down the spine, so in many patients a shift by one "
                "hardly shows: the check warns but proves nothing. Count from the ribs or "
                "the sacrum on both films."
            )
        ),
        source=(
            Message(
                "A check of ours; spreads from 18 pairs of AASCE films that were read twice. "
                "Tried on these pairs, the second reading cut by none, one or two vertebrae, "
                "it was right in 90 % and called itself 95 % sure."
            )
        ),
        measures=("match_levels",),
    ),
    Method(
        title=Message("Progression"),
        words=(
            Message(
                "Each curve of the first film, or of another that you choose, is measured "
                "between the same two vertebrae on every later or earlier film. A change is "
                "positive when the curve grew. Two statements are made: whether it grew by "
                "5° or more, which is called progression by convention, and whether it "
                "changed by more than measurement error explains (MDC95). The rate is the "
                "slope of the line of least squares, with the error that measurement alone "
                "makes. The error of an angle is that of its film's outlines, but no less "
                "than a reader's."
            )
        ),
        formulas=(
            r"\text{MDC}_{95} = 1.96\,\sqrt{s_1^2 + s_2^2} = 8.3° \quad (s_1 = s_2 = 3°)",
            r"\text{SD}(\text{rate}) = "
            r"\frac{\sqrt{\sum_i (t_i - \bar{t})^2 s_i^2}}{\sum_i (t_i - \bar{t})^2}",
        ),
        limits=(
            Message(
                "A growth of 5° is called progression but lies within measurement error. A "
                "curve can grow by 5° from morning to evening: note the time of day, and "
                "compare films of one posture."
            )
        ),
        source=(
            Message(
                "5°: PMC7000074; error: Morrissy et al. 1990, J Bone Joint Surg Am 72:320, "
                "and Carman et al. 1990, J Bone Joint Surg Am (10° for 95 % confidence); "
                "time of day: Beauchamp et al. 1993, Spine."
            )
        ),
        measures=("measure_progression",),
    ),
    Method(
        title=Message("Thresholds and where they come from"),
        words=joined(
            "\n",
            (
                Message(
                    "- `{name}` = {default}: {source}.",
                    name=each.name,
                    default=each.default,
                    source=MeasurementSettings.source_of(each.name),
                )
                for each in fields(MeasurementSettings)
            ),
        ),
        formulas=(),
        limits=(
            Message(
                '"Convention" means that practice agrees on a value but that no text was '
                "read that fixes it. A department may choose other values on the Settings "
                "page, or in a settings file from a shell; pages, report, CSV and JSON then "
                "say which."
            )
        ),
        source=Message("Each threshold names its own."),
    ),
    Method(
        title=Message("What is not measured"),
        words=(
            Message(
                "The angle of rotation, the sagittal profile, the trunk's shift and the "
                "shoulders, and the sagittal part of a curve type. Where C7, S1, the iliac "
                "crests or pedicles are not marked, what needs them is not available and is "
                "never guessed. No treatment is suggested anywhere."
            )
        ),
        formulas=(),
        limits=Message("Whatever is not on this page was not measured."),
        source=Message("The films a bending study holds: frontal views only."),
    ),
)


def as_markdown() -> str:
    """Every method as one page; ``python -m webapp.methods > docs/methods.md``."""
    parts = ["# Methods\n\nWhat each number is, with its source and its limits."]
    for method in METHODS:
        formulas = "\n\n".join(f"$$\n{formula}\n$$" for formula in method.formulas)
        parts.append(
            f"## {method.title}\n\n{method.words}\n\n{formulas}\n\n"
            f"*Limits.* {method.limits}\n\n*Source.* {method.source}"
        )
    return "\n\n".join(parts)


if __name__ == "__main__":
    print(as_markdown())
