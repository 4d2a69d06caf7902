"""Films anyone may use: phantoms whose truth is known.

No patient was ever in front of these films; they may be copied and published freely.

Map
    ========================= ===============================================================
    `sample_data.phantom`     the parametric trunk: bones, bending, projection, exposure, truth
    `sample_data.catalogue`   what each shipped study is: curves, stiffness, person, look
    `sample_data.dicom`       a phantom film as a DICOM DX object, stored as senders store it
    `sample_data.picture`     a phantom film as PNG
    `sample_data.expected`    what measuring a study must give, and its JSON
    `sample_data.commission`  a study made to order
    `sample_data.truth_table` the truth of a study for a terminal
    `sample_data.samples`     the shipped studies with their paths
    `sample_data.wrong_films` pictures that are no upright frontal spine film, to be refused
    `sample_data.generate`    ``python -m sample_data.generate`` makes them again
    ========================= ===============================================================
"""

from sample_data.expected import ExpectedCurve, ExpectedFilm, ExpectedStudy
from sample_data.phantom import (
    Anatomy,
    CurvePlan,
    Exposure,
    FilmTruth,
    Patient,
    PhantomError,
    PhantomFilm,
    PhantomStudy,
    Physique,
    StudyTruth,
    bending_by,
    lenke_plan,
    phantom_patient,
    phantom_study,
    random_phantom_film,
)
from sample_data.samples import SampleStudy, sample_studies

__all__ = [
    "Anatomy",
    "CurvePlan",
    "ExpectedCurve",
    "ExpectedFilm",
    "ExpectedStudy",
    "Exposure",
    "FilmTruth",
    "Patient",
    "PhantomError",
    "PhantomFilm",
    "PhantomStudy",
    "Physique",
    "SampleStudy",
    "StudyTruth",
    "bending_by",
    "lenke_plan",
    "phantom_patient",
    "phantom_study",
    "random_phantom_film",
    "sample_studies",
]
