"""A parametric trunk, bent as a chain of rigid vertebrae and projected onto film.

Axes are (x, y, z) = (patient's right, anterior, cranial) in millimetres, S1 at x = y = 0; film
points are ``(row, column)`` in pixels, pixel centres at integers, the patient's right on the
image's left. A tilt is positive with the patient's right side up.

Map
    ============== ==========================================================================
    `anatomy`      which vertebrae a person has, their published sizes, and how a person differs
    `deformity`    curves as joint angles and stiffness
    `lenke`        curves of a Lenke type
    `flexibility`  the stiffness that makes a curve measure as flexible as was asked
    `kinematics`   the chain: how it stands, and what it does under a bending effort
    `surface`      solids as surface elements
    `vertebra`     one vertebra in its own axes
    `trunk`        the smooth axis that ribs and organs follow
    `arch`         what a vertebra carries behind its body
    `disc`         the disc between two vertebrae
    `ribs`         the rib cage
    `shoulders`    clavicles, shoulder blades, arms
    `pelvis`       sacrum, hip bones, femurs
    `head`         skull and jaws
    `skeleton`     every bone in its place
    `vessels`      the vessels of the lungs
    `chest`        lungs, heart and great vessels
    `bowel`        gas and stool
    `soft_tissue`  outline, arms, muscles, and all of the above
    `material`     what rays pass through: water, bone, metal, and their energies
    `attachment`   what things in and on a patient are made of
    `instrumentation`, `brace`, `electrodes`, `jewellery`, `clothing`, `ruler`
                   those things, one a module
    `projection`   focal spot, film, line integrals
    `accumulator`  surface elements added up, on a GPU if there is one
    `framing`      which part of the patient a film shows
    `spectrum`     the energies of the beam
    `exposure`     scatter, blur, noise; families of films
    `stitching`    films joined from several exposures
    `processing`   what a workstation shows
    `markers`      side letters, burnt-in words and collimation
    `truth`        corners, levels, landmarks and angles, known without a picture
    `film`         a film with its truth
    `draw`         random patients and films, for training
    `study`        one patient standing and bending to either side
    ============== ==========================================================================
"""

from sample_data.phantom.anatomy import Anatomy, Physique
from sample_data.phantom.deformity import CurvePlan
from sample_data.phantom.draw import random_phantom_film
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.exposure import Exposure
from sample_data.phantom.film import PhantomFilm
from sample_data.phantom.lenke import lenke_plan
from sample_data.phantom.processing import Processing
from sample_data.phantom.projection import Projection
from sample_data.phantom.study import (
    Patient,
    PhantomStudy,
    bending_by,
    phantom_patient,
    phantom_study,
)
from sample_data.phantom.truth import VIEWS, FilmTruth, PixelLandmarks, StudyTruth

__all__ = [
    "VIEWS",
    "Anatomy",
    "CurvePlan",
    "Exposure",
    "FilmTruth",
    "Patient",
    "PhantomError",
    "PhantomFilm",
    "PhantomStudy",
    "Physique",
    "PixelLandmarks",
    "Processing",
    "Projection",
    "StudyTruth",
    "bending_by",
    "lenke_plan",
    "phantom_patient",
    "phantom_study",
    "random_phantom_film",
]
