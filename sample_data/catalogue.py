"""What each shipped study is.

Curves are chosen so that a reader cannot reasonably disagree: every one is well above the 10
degrees that make a scoliosis or well below, and the neighbours of an end vertebra are tilted at
least two degrees less than it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sample_data.phantom import (
    CurvePlan,
    Exposure,
    Patient,
    Physique,
    Processing,
    phantom_patient,
)


@dataclass(frozen=True)
class SamplePlan:
    """Recipe of one shipped study.

    Attributes
    ----------
    name : str
        Its folder.
    title, description : str
        For the reader.
    seed : int
    curves : tuple of CurvePlan
    effort_deg : float
        How hard the patient bends.
    physique : Physique
    exposure : Exposure
    """

    name: str
    title: str
    description: str
    seed: int
    curves: tuple[CurvePlan, ...]
    effort_deg: float
    physique: Physique
    exposure: Exposure

    def patient(self) -> Patient:
        """Whom the films show."""
        return phantom_patient(
            self.seed,
            self.curves,
            physique=self.physique,
            exposure=self.exposure,
            effort_deg=self.effort_deg,
        )


CATALOGUE = (
    SamplePlan(
        name="right_thoracic_flexible",
        title="Right main thoracic curve, flexible",
        description=(
            "A right main thoracic curve with smaller left curves above and below. The thoracic "
            "and the lumbar curve are flexible, the upper thoracic one is not."
        ),
        seed=101,
        curves=(
            CurvePlan("T1", "T5", -29, stiffness=1.8),
            CurvePlan("T5", "T12", 54, stiffness=0.5),
            CurvePlan("T12", "L4", -33, stiffness=0.35),
        ),
        effort_deg=3.0,
        physique=Physique(size=0.96, kyphosis_deg=22, lordosis_deg=34),
        exposure=Exposure(seed=1),
    ),
    SamplePlan(
        name="double_major_rigid_thoracic",
        title="Double major curve, rigid thoracic, flexible lumbar",
        description=(
            "A right thoracic and a left lumbar curve of like size. The thoracic curve hardly "
            "gives on the right bend; the lumbar curve corrects by two thirds on the left bend."
        ),
        seed=202,
        curves=(
            CurvePlan("T1", "T5", -30, stiffness=1.5),
            CurvePlan("T5", "T11", 58, stiffness=1.2),
            CurvePlan("T11", "L4", -47, stiffness=0.4),
        ),
        effort_deg=3.0,
        physique=Physique(size=0.9, girth=0.92, kyphosis_deg=18, lordosis_deg=30, bone=0.9),
        exposure=Exposure(scatter=0.3, processing=Processing(equalise=0.7, detail=1.2), seed=2),
    ),
    SamplePlan(
        name="left_thoracolumbar_overcorrecting",
        title="Left thoracolumbar curve that over-corrects",
        description=(
            "A left thoracolumbar curve under a smaller right thoracic one. On the left bend the "
            "thoracolumbar curve passes straight and turns to the other side: more than 100 %."
        ),
        seed=303,
        curves=(
            CurvePlan("T3", "T9", 32, stiffness=0.8),
            CurvePlan("T9", "L4", -39, stiffness=0.27),
        ),
        effort_deg=2.1,
        physique=Physique(size=1.02, girth=1.08, kyphosis_deg=26, lordosis_deg=36, bone=1.1),
        exposure=Exposure(processing=Processing(equalise=0.4, detail=0.5, gamma=1.15), seed=3),
    ),
    SamplePlan(
        name="straight_spine",
        title="Straight spine",
        description=(
            "No curve of 10 degrees or more: nothing to call scoliosis, no flexibility to report. "
            "Both bends show how a healthy spine bends."
        ),
        seed=404,
        curves=(CurvePlan("T5", "T11", 5),),
        effort_deg=2.4,
        physique=Physique(size=0.98, slenderness=1.04, kyphosis_deg=30, lordosis_deg=40),
        exposure=Exposure(processing=Processing(equalise=0.6, detail=0.9), seed=4),
    ),
)
