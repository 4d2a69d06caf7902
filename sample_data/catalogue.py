"""What each shipped study is.

Curves are chosen so that a reader cannot reasonably disagree: every one is well above the 10
degrees that make a scoliosis or well below, and the neighbours of an end vertebra are tilted at
least two degrees less than it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from languages import Message
from sample_data.dicom import Photometric, Storage
from sample_data.filing import PLAIN_FILING, Filing
from sample_data.phantom import (
    Anatomy,
    CurvePlan,
    Exposure,
    Patient,
    PhantomStudy,
    Physique,
    Processing,
    Projection,
    phantom_patient,
)
from sample_data.phantom.attachment import Attachment
from sample_data.phantom.framing import Margins
from sample_data.phantom.instrumentation import Instrumentation
from sample_data.phantom.study import WHOLE_TRUNK

# A film that ends at the upper edge of T1.
NO_NECK = WHOLE_TRUNK._replace(above=5.0)


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
    attachments : tuple of Attachment
        What is in and on the patient.
    projection : Projection
        Which way the beam runs.
    margins : Margins
        How far the films reach beyond the measured vertebrae.
    seen_from_behind : bool
        The patient's right is on the image's right.
    filing : Filing
        How the films become files.
    """

    name: str
    title: str
    description: str
    seed: int
    curves: tuple[CurvePlan, ...]
    effort_deg: float = 3.0
    physique: Physique = field(default_factory=Physique)
    exposure: Exposure = field(default_factory=Exposure)
    attachments: tuple[Attachment, ...] = ()
    projection: Projection = Projection.AP
    margins: Margins = WHOLE_TRUNK
    seen_from_behind: bool = False
    filing: Filing = PLAIN_FILING

    def patient(self) -> Patient:
        """Whom the films show."""
        patient = phantom_patient(
            self.seed,
            self.curves,
            physique=self.physique,
            exposure=self.exposure,
            effort_deg=self.effort_deg,
        )
        return replace(
            patient,
            attachments=self.attachments,
            projection=self.projection,
            margins=self.margins,
        )

    def study(self) -> PhantomStudy:
        """Films as they hang."""
        study = self.patient().study()
        if not self.seen_from_behind:
            return study
        return PhantomStudy({view: film.mirrored() for view, film in study.films.items()})


CATALOGUE = (
    SamplePlan(
        name="right_thoracic_flexible",
        title=Message("Right main thoracic curve, flexible (Lenke 1)"),
        description=Message(
            "A right main thoracic curve with smaller left curves above and below. All of them are "
            "flexible: only the main one is structural."
        ),
        seed=101,
        curves=(
            CurvePlan("T1", "T5", -29, flexibility_percent=45),
            CurvePlan("T5", "T12", 54, flexibility_percent=62),
            CurvePlan("T12", "L4", -33, flexibility_percent=78),
        ),
        physique=Physique(size=0.96, kyphosis_deg=22, lordosis_deg=34),
        exposure=Exposure(seed=1),
    ),
    SamplePlan(
        name="double_thoracic",
        title=Message("Double thoracic curve, MONOCHROME1 (Lenke 2)"),
        description=Message(
            "The upper thoracic curve keeps more than 25 degrees on the left bend, so it is "
            "structural as well. The films are stored with bone dark (MONOCHROME1), as some "
            "systems do."
        ),
        seed=212,
        curves=(
            CurvePlan("T1", "T5", -42, flexibility_percent=22),
            CurvePlan("T5", "T12", 62, flexibility_percent=40),
            CurvePlan("T12", "L4", -34, flexibility_percent=75),
        ),
        physique=Physique(size=0.93, kyphosis_deg=16, lordosis_deg=32, bone=0.9),
        exposure=Exposure(processing=Processing(detail=0.6, gamma=1.1), seed=12),
        filing=Filing(Storage(Photometric.MONOCHROME1)),
    ),
    SamplePlan(
        name="double_major_rigid_thoracic",
        title=Message("Double major curve, rigid (Lenke 3)"),
        description=Message(
            "A right thoracic and a left lumbar curve of like size. The thoracic curve hardly "
            "gives on the right bend; the lumbar one keeps more than 25 degrees on the left."
        ),
        seed=202,
        curves=(
            CurvePlan("T1", "T5", -27, flexibility_percent=45),
            CurvePlan("T5", "T11", 58, flexibility_percent=18),
            CurvePlan("T11", "L4", -48, flexibility_percent=32),
        ),
        physique=Physique(size=0.9, girth=0.92, kyphosis_deg=18, lordosis_deg=30, bone=0.9),
        exposure=Exposure(scatter=0.2, processing=Processing(detail=1.2, equalise=0.7), seed=2),
    ),
    SamplePlan(
        name="triple_major",
        title=Message("Triple major curve (Lenke 4)"),
        description=Message(
            "Three curves that all keep more than 25 degrees on the bend that should help."
        ),
        seed=414,
        curves=(
            CurvePlan("T1", "T5", -44, flexibility_percent=22),
            CurvePlan("T5", "T11", 64, flexibility_percent=35),
            CurvePlan("T11", "L4", -52, flexibility_percent=36),
        ),
        physique=Physique(size=0.92, kyphosis_deg=20, lordosis_deg=30),
        exposure=Exposure(processing=Processing(detail=0.9, equalise=0.6), seed=14),
    ),
    SamplePlan(
        name="left_thoracolumbar_overcorrecting",
        title=Message("Left thoracolumbar curve that over-corrects (Lenke 5)"),
        description=Message(
            "A left thoracolumbar curve under a smaller right thoracic one. On the left bend the "
            "thoracolumbar curve passes straight and turns to the other side: more than 100 %."
        ),
        seed=303,
        curves=(
            CurvePlan("T3", "T9", 34, flexibility_percent=45),
            CurvePlan("T9", "L4", -42, flexibility_percent=114),
        ),
        physique=Physique(size=1.02, girth=1.08, kyphosis_deg=26, lordosis_deg=36, bone=1.1),
        exposure=Exposure(processing=Processing(detail=0.5, equalise=0.4, gamma=1.15), seed=3),
    ),
    SamplePlan(
        name="lumbar_with_thoracic_from_behind",
        title=Message("Left lumbar and right thoracic curve, seen from behind (Lenke 6)"),
        description=Message(
            "The lumbar curve is the larger one, the thoracic one is structural too. Taken PA and "
            "stored as a surgeon looks at it: the patient's right is on the image's right."
        ),
        seed=616,
        curves=(
            CurvePlan("T3", "T9", 44, flexibility_percent=24),
            CurvePlan("T9", "L4", -57, flexibility_percent=45),
        ),
        physique=Physique(size=0.97, kyphosis_deg=20, lordosis_deg=34),
        exposure=Exposure(processing=Processing(detail=0.7, equalise=0.5), seed=16),
        projection=Projection.PA,
        seen_from_behind=True,
    ),
    SamplePlan(
        name="bends_exchanged",
        title=Message("Right thoracic curve, bending films exchanged"),
        description=Message(
            "The two bending films carry each other's name. Every curve grows on the film that "
            "should straighten it; the app must say so and offer to swap them."
        ),
        seed=707,
        curves=(
            CurvePlan("T2", "T9", 42, flexibility_percent=55),
            CurvePlan("T9", "L4", -44, flexibility_percent=70),
        ),
        physique=Physique(size=0.95, kyphosis_deg=24, lordosis_deg=36),
        exposure=Exposure(processing=Processing(detail=0.7), seed=17),
        filing=Filing(bends_exchanged=True),
    ),
    SamplePlan(
        name="neck_cropped",
        title=Message("Right thoracic curve, film cropped above T1"),
        description=Message(
            "The films end at the upper edge of T1. Curves are measured as ever; whatever needs "
            "C7, such as coronal balance, is not available."
        ),
        seed=808,
        curves=(
            CurvePlan("T2", "T10", 42, flexibility_percent=50),
            CurvePlan("T10", "L4", -40, flexibility_percent=65),
        ),
        physique=Physique(size=0.98, girth=1.1, kyphosis_deg=26, lordosis_deg=38),
        exposure=Exposure(processing=Processing(detail=0.5, equalise=0.5), seed=18),
        margins=NO_NECK,
    ),
    SamplePlan(
        name="six_lumbar_vertebrae",
        title=Message("Left thoracolumbar curve, six lumbar vertebrae"),
        description=Message(
            "About one patient in twenty has six lumbar vertebrae. Levels are counted upward from "
            "the lowest one, so they are right only once a person names it L6."
        ),
        seed=909,
        curves=(
            CurvePlan("T3", "T10", 36, flexibility_percent=55),
            CurvePlan("T10", "L5", -44, flexibility_percent=60),
        ),
        physique=Physique(
            size=0.94, kyphosis_deg=24, lordosis_deg=36, anatomy=Anatomy(thoracic=12, lumbar=6)
        ),
        exposure=Exposure(processing=Processing(detail=0.9), seed=19),
    ),
    SamplePlan(
        name="instrumented",
        title=Message("After a thoracic fusion"),
        description=Message(
            "Screws and rods from T3 to T11. What is fused does not bend; the curve below does. "
            "Metal lies over endplates: outlines there need a person's eye."
        ),
        seed=1010,
        curves=(
            CurvePlan("T3", "T11", 36, flexibility_percent=4),
            CurvePlan("T11", "L4", -36, flexibility_percent=60),
        ),
        physique=Physique(size=0.99, kyphosis_deg=24, lordosis_deg=38),
        exposure=Exposure(processing=Processing(detail=0.7), seed=20),
        attachments=(Instrumentation("T3", "T11"),),
    ),
    SamplePlan(
        name="pictures_without_spacing",
        title=Message("Left lumbar curve, PNG pictures without spacing"),
        description=Message(
            "Pictures state neither a pixel size nor the patient's side. Lengths are given in "
            "pixels, and sides and flexibility wait until a person reads the R marker."
        ),
        seed=1111,
        curves=(
            CurvePlan("T3", "T10", 36, flexibility_percent=65),
            CurvePlan("T10", "L4", -44, flexibility_percent=55),
        ),
        physique=Physique(size=0.95, kyphosis_deg=26, lordosis_deg=36),
        exposure=Exposure(processing=Processing(detail=0.5, equalise=0.45), seed=21),
        filing=Filing(storage=None),
    ),
    SamplePlan(
        name="straight_spine",
        title=Message("Straight spine"),
        description=Message(
            "No curve of 10 degrees or more: nothing to call scoliosis, no flexibility to report. "
            "Both bends show how a healthy spine bends."
        ),
        seed=404,
        curves=(CurvePlan("T5", "T11", 5),),
        effort_deg=2.4,
        physique=Physique(size=0.98, slenderness=1.04, kyphosis_deg=30, lordosis_deg=40),
        exposure=Exposure(processing=Processing(detail=0.9, equalise=0.6), seed=4),
    ),
)
