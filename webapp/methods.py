"""What each number is, in words and formula, with its source and its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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


METHODS: Final[tuple[Method, ...]] = (
    Method(
        title="Axes and signs",
        words=(
            "Everything is measured in the patient's axes: *x* runs to the patient's right, *y* "
            "toward the head. Rows and columns of the film are multiplied by the size of a pixel "
            "first, so a film with pixels that are not square keeps its angles. A tilt is "
            "positive when the patient's right side is up. Which edge of the image is the "
            "patient's right comes from the film's header or from you; it is never assumed."
        ),
        formulas=(
            r"\theta = \operatorname{atan2}\left(y_\text{right} - y_\text{left},\;"
            r" x_\text{right} - x_\text{left}\right)",
        ),
        limits=(
            "Where the side is not stated, curves are called convex to the image's right or left, "
            "and flexibility is not given. Turning the whole film changes tilts but no Cobb angle."
        ),
        source=(
            "DICOM PS3.3 C.7.6.1.1.1 (Patient Orientation), PS3.3 10.7 (pixel spacing and its "
            "calibration)."
        ),
    ),
    Method(
        title="Vertebrae and their corners",
        words=(
            "A cascade of two networks, coarse then fine, marks the spinal column and the body of "
            "each vertebra. Every pixel of a body votes for the four corners of its vertebra; "
            "the corners are where the votes meet. Each endplate is then turned and shifted a "
            "little to where the film darkens most from body to disc. The network also foretells "
            "its own error, which is shown as an uncertainty. "
            "Vertebrae are named upward from the lowest one outlined, taken as L5 until you say "
            "otherwise."
        ),
        formulas=(
            r"\hat{c}_k = \frac{\sum_p w_p\,(p + o_{k}(p))}{\sum_p w_p}, \qquad k = 1 \dots 4",
        ),
        limits=(
            "About one patient in ten has one vertebra more or fewer than 17 from T1 to L5, and a "
            "cropped film may not end at L5: check the names. A confident outline is not proof of "
            "a right one."
        ),
        source=(
            "Architecture described in the abstract of arXiv 2512.07576; the corner votes are an "
            "extension of ours. Numbering: Hu et al. 2016 (PMC5400342)."
        ),
    ),
    Method(
        title="Curves, end vertebrae and apex",
        words=(
            "Going down the spine, the tilt of the vertebrae swings from one side to the other. "
            "The most tilted vertebrae are the end vertebrae, and neighbouring curves share one. "
            "The apex is the vertebra or disc farthest from the line joining the centres of the "
            "end vertebrae. The apex names the region: proximal thoracic down to the T5/T6 disc "
            "(when another thoracic curve lies below), main thoracic to the T11/T12 disc, "
            "thoracolumbar T12 to L1, lumbar below."
        ),
        formulas=(),
        limits=(
            "A curve under 10° is not listed and does not end its neighbours, nor does a bend "
            "between two neighbouring vertebrae only: it is the wedge of one disc, or one body "
            "drawn badly. Where two vertebrae are almost equally tilted, readers disagree about "
            "which is the end vertebra as well."
        ),
        source=(
            "Scoliosis Research Society, Revised Glossary of Terms; Lenke et al. 2001, J Bone "
            "Joint Surg Am 83:1169; apex: Acaroglu et al. 2001, Spine 26:1143."
        ),
    ),
    Method(
        title="Cobb angle",
        words=(
            "The angle between the superior endplate of the upper end vertebra and the inferior "
            "endplate of the lower one, with a sign: positive for a curve convex to the patient's "
            "right. It is not folded at 90°, so a severe curve keeps its size."
        ),
        formulas=(
            r"\text{Cobb} = \theta_\text{superior endplate, upper end vertebra} -"
            r" \theta_\text{inferior endplate, lower end vertebra}",
        ),
        limits=(
            "One reader repeats an angle within about 5°. A difference smaller than that between "
            "two films is no proof of a change."
        ),
        source=(
            "Cobb 1948, AAOS Instructional Course Lectures 5:261; repeatability: Morrissy et al. "
            "1990, J Bone Joint Surg Am 72:320."
        ),
    ),
    Method(
        title="Flexibility rate",
        words=(
            "How much of the standing curve *S* goes away on the film *B* that bends toward its "
            "convexity: the right-bending film for a right-convex curve, the left-bending film for "
            "a left-convex one. *B* is measured between the same two vertebrae. Both keep their "
            "signs: when bending turns the curve to its other side, it is over-corrected and the "
            "rate is above 100 %. The remaining angle is always shown beside the rate."
        ),
        formulas=(
            r"\text{FR} = \frac{S - B}{S} \times 100\,\%",
            r"\text{SD}(\text{FR}) \approx \frac{100}{|S|}\; s\,"
            r"\sqrt{1 + \left(\tfrac{B}{S}\right)^2}",
        ),
        limits=(
            "The second line is the error of the rate when each angle has an error *s*: with "
            "*s* = 3°, about 7 points for a curve of 50° bending to 25°, and 13 points for one of "
            "25° bending to 10°. A bend depends on effort and on how the film was taken (supine, "
            "standing, fulcrum, traction): a change of technique is not a change of flexibility."
        ),
        source=(
            "Cheung and Luk 1997, J Bone Joint Surg Am 79:1144; film by convexity: Klepps et al. "
            "2001, Spine 26:E74; error: propagation of independent errors."
        ),
    ),
    Method(
        title="Sideways step and apical offset",
        words=(
            "The sideways step is the horizontal distance between the centres of two neighbouring "
            "vertebrae. The apical offset is the horizontal distance of a curve's apex from the "
            "line joining the centres of its end vertebrae. Both are positive to the patient's "
            "right, in millimetres where the film states a pixel size, else in pixels."
        ),
        formulas=(
            r"d_i = x_i - x_{i+1}, \qquad"
            r" a = x_\text{apex} - x_\text{line}\left(y_\text{apex}\right)",
        ),
        limits=(
            "The step holds the tilt of the spine as well as any slip, so it is no listhesis. The "
            "apical offset is not the apical vertebral translation, which needs the C7 plumb line "
            "or the central sacral line. Detector millimetres are magnified: lengths in the "
            "patient are shorter."
        ),
        source=(
            "O'Brien et al. 2004, Spinal Deformity Study Group Radiographic Measurement Manual, "
            "for the translation that this is not."
        ),
    ),
    Method(
        title="What is not measured",
        words=(
            "Rotation, the sagittal profile, C7 and pelvic balance, and any curve type that needs "
            "a lateral film. No treatment is suggested anywhere."
        ),
        formulas=(),
        limits="Whatever is not on this page was not measured.",
        source="The films a bending study holds: frontal views only.",
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
