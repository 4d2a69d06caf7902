"""The truth about random trunks; no picture is made."""

from dataclasses import fields, replace

import numpy as np
import pytest

from measurements import ImageEdge, Level, Spine, find_curves, levels_upward_from
from sample_data import Anatomy, ExpectedStudy, PhantomFilm, PhantomStudy, phantom_patient
from sample_data.phantom.draw import random_physique, random_plans
from sample_data.phantom.film import Skeleton
from sample_data.phantom.projection import Beam, Geometry
from sample_data.phantom.study import Patient
from sample_data.phantom.truth import VIEWS, PixelLandmarks, film_truth

COUNT = 500
# Bones are surfaces in single precision: a hundred-thousandth of a pixel at a thousand.
SINGLE_PX = 1e-4
NO_PICTURE = np.zeros((1, 1), np.float32)


@pytest.fixture(scope="module")
def random_patients():
    return [phantom_patient(seed) for seed in range(COUNT)]


@pytest.fixture(scope="module")
def random_studies(random_patients):
    return [patient.study_truth() for patient in random_patients]


def written(study):
    """What a study would write, through its file."""
    films = {view: PhantomFilm(NO_PICTURE, film) for view, film in study.films.items()}
    return ExpectedStudy.from_json(
        ExpectedStudy.of(PhantomStudy(films), {view: f"{view}.dcm" for view in films}).to_json()
    )


def line_deg(start, end, film):
    """Tilt of a line of image points, from the patient's left to the right."""
    row_mm, column_mm = film.spacing_mm
    rise, run = (start[0] - end[0]) * row_mm, (start[1] - end[1]) * column_mm
    assert film.patient_right == "left"  # so that columns run towards the patient's left
    return np.degrees(np.arctan2(rise, run))


def endplate_cobb_deg(film, curve):
    """Cobb's angle from exported corners, by nothing but trigonometry."""
    top = film.corners_px[film.levels.index(curve.upper_end_vertebra)]
    bottom = film.corners_px[film.levels.index(curve.lower_end_vertebra)]
    return line_deg(top[1], top[0], film) - line_deg(bottom[2], bottom[3], film)


def midline_cobb_deg(film, curve):
    def tilt(level):
        a, b, c, d = np.array(film.corners_px[film.levels.index(level)])
        return line_deg((b + c) / 2, (a + d) / 2, film)

    return tilt(curve.upper_end_vertebra) - tilt(curve.lower_end_vertebra)


def test_every_exported_number_follows_from_the_exported_corners(random_studies):
    curves = 0
    for study in random_studies:
        expected = written(study)
        standing = expected.films["coronal"]
        for curve in expected.curves:
            curves += 1
            now = endplate_cobb_deg(standing, curve)
            left, right = (
                endplate_cobb_deg(expected.films[view], curve)
                for view in ("left_bending", "right_bending")
            )
            bend = right if now > 0 else left
            assert curve.cobb_deg == pytest.approx(now, abs=1e-6)
            assert curve.left_bending_deg == pytest.approx(left, abs=1e-6)
            assert curve.right_bending_deg == pytest.approx(right, abs=1e-6)
            assert curve.midline_cobb_deg == pytest.approx(
                midline_cobb_deg(standing, curve), abs=1e-6
            )
            rate = (now - bend) / now * 100
            assert curve.flexibility_rate_percent == pytest.approx(rate, abs=2e-6)
            assert curve.residual_deg == pytest.approx(bend * np.sign(now), abs=1e-6)
    assert curves > COUNT


def test_planned_angles_are_seen_on_the_film_within_what_projection_and_wedging_change(
    random_studies,
):
    differences = [
        study.films["coronal"].planned_deg(*curve.levels) - curve.cobb_deg
        for study in random_studies
        for curve in study.curves
    ]

    assert np.median(np.abs(differences)) < 1.5
    assert np.max(np.abs(differences)) < 15


def test_offsets_and_translations_follow_from_exported_points(random_studies):
    for study in random_studies[:100]:
        expected = written(study)
        film = expected.films["coronal"]
        right = -np.array(film.corners_px).mean(axis=1)[:, 1] * film.spacing_mm[1]
        assert film.centroid_offsets_mm == pytest.approx(right[:-1] - right[1:], abs=1e-5)
        for curve in expected.curves:
            if "/" in curve.apex:
                continue
            apex = right[film.levels.index(curve.apex)]
            line = {
                "C7 plumb line": film.landmarks.c7_px[1],
                "CSVL": film.landmarks.s1_centre_px[1],
            }[curve.apical_translation_from]
            line_mm = -line * film.spacing_mm[1]
            assert curve.apical_translation_mm == pytest.approx(apex - line_mm, abs=1e-5)


def test_landmarks_lie_where_anatomy_has_them(random_studies):
    for study in random_studies:
        film = study.films["coronal"]
        marked, corners = film.landmarks_px, film.corners_px
        assert marked.c7_px[0] < corners[0, :2, 0].max()
        assert marked.s1_centre_px[0] > corners[-1, 2:, 0].min()
        assert marked.crests_px[0, 1] < corners[-1, :, 1].min()
        assert corners[-1, :, 1].max() < marked.crests_px[1, 1]
        # the medial borders face each other, between both centres
        centres, borders = marked.pedicle_centres_px, marked.medial_borders_px
        across = centres[:, 1] - centres[:, 0]
        places = [((p - centres[:, 0]) * across).sum(1) for p in (borders[:, 0], borders[:, 1])]
        assert (places[0] > 0).all()
        assert (places[1] < (across**2).sum(1)).all()
        assert (places[0] < places[1]).all()


def mirror_image(patient):
    """The same person with right and left exchanged."""
    chain = patient.chain
    return replace(
        patient,
        chain=replace(chain, joint_deg=-chain.joint_deg, pelvis_deg=-chain.pelvis_deg),
    )


def test_the_mirrored_patient_has_the_mirrored_truth(random_patients):
    mirrored_views = dict(zip(VIEWS, ("coronal", "right_bending", "left_bending"), strict=True))
    for patient in random_patients[:100]:
        other = mirror_image(patient)
        for view, counterpart in mirrored_views.items():
            film, seen = patient.truth(view), other.truth(counterpart)
            columns = 2 * 500 + 1
            middle = (film.corners_px[..., 1].min() + film.corners_px[..., 1].max()) / 2
            there = (seen.corners_px[..., 1].min() + seen.corners_px[..., 1].max()) / 2
            back = seen.mirrored(columns).moved(
                lambda p, shift=middle - (columns - 1 - there): p + np.array([0.0, shift])
            )
            assert back.corners_px == pytest.approx(film.corners_px, abs=1e-6)
            for field in fields(PixelLandmarks):
                points = (getattr(t.landmarks_px, field.name) for t in (back, film))
                assert next(points) == pytest.approx(next(points), abs=SINGLE_PX), field.name
            assert seen.spine.tilts_deg == pytest.approx(-film.spine.tilts_deg, abs=1e-9)


def test_a_film_hung_the_other_way_round_measures_the_same(random_studies):
    for study in random_studies[:50]:
        film = study.films["coronal"]
        hung = film.mirrored(900)
        assert hung.patient_right is ImageEdge.RIGHT
        assert hung.spine.tilts_deg == pytest.approx(film.spine.tilts_deg, abs=1e-9)
        for points in ("s1_endplate", "iliac_crests"):
            offsets = np.array(getattr(hung.film.landmarks, points)) - np.array(
                getattr(film.film.landmarks, points)
            )
            assert np.ptp(offsets[:, 0]) == pytest.approx(0, abs=1e-9)
            assert offsets[:, 1] == pytest.approx(0, abs=1e-9)


def test_spacing_scales_pixels_and_nothing_else():
    skeleton = phantom_patient(3).skeleton("coronal")
    fine, coarse = (
        film_truth(skeleton, Geometry(shape, spacing, (0.0, 200.0), BEAM), "coronal")
        for spacing, shape in ((0.2, (2001, 1501)), (0.8, (501, 376)))
    )

    for name in ("c7_centre", "s1_endplate", "iliac_crests"):
        a, b = (np.array(getattr(film.film.landmarks, name)) for film in (fine, coarse))
        assert np.ptp((a - b).reshape(-1, 2), axis=0) == pytest.approx(0, abs=1e-9)
    assert fine.spine.tilts_deg == pytest.approx(coarse.spine.tilts_deg, abs=1e-9)
    lengths = [[v.superior_endplate.length for v in f.spine.vertebrae] for f in (fine, coarse)]
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-9)
    widths = [np.ptp(film.landmarks_px.s1_px, axis=0) for film in (fine, coarse)]
    assert widths[0] == pytest.approx(4 * widths[1], rel=1e-9)


BEAM = Beam(0.0, 200.0, 2300.0)


@pytest.mark.parametrize("thoracic", [11, 12, 13])
@pytest.mark.parametrize("lumbar", [4, 5, 6])
def test_number_variants_carry_the_right_names(thoracic, lumbar):
    anatomy = Anatomy(thoracic, lumbar)
    person = replace(random_physique(np.random.default_rng(1)), anatomy=anatomy)
    film = phantom_patient(1, physique=person).truth("coronal")

    assert film.levels == levels_upward_from(
        Level(f"L{lumbar}"), thoracic + lumbar, thoracic_count=thoracic
    )
    assert ("T13" in film.levels, "L6" in film.levels) == (thoracic == 13, lumbar == 6)
    assert [body.level for body in film.spine.vertebrae] == list(film.levels)
    assert len(film.landmarks_px.pedicle_centres_px) == thoracic + lumbar


def test_vertebrae_grow_downward_in_every_variant():
    for variant in (Anatomy(), Anatomy(11, 5), Anatomy(13, 5), Anatomy(12, 4), Anatomy(12, 6)):
        widths = [size.upper_width for size in variant.sizes[variant.index("T4") :]]
        assert widths == sorted(widths)


def test_variants_are_drawn_as_often_as_they_were_counted():
    rng = np.random.default_rng(0)
    drawn = [Anatomy.random(rng) for _ in range(20_000)]
    shares = {
        counts: np.mean([(a.thoracic, a.lumbar) == counts for a in drawn])
        for counts in ((11, 5), (13, 5), (12, 4), (12, 6), (12, 5))
    }

    assert shares == pytest.approx(
        {(11, 5): 33 / 657, (13, 5): 4 / 657, (12, 4): 14 / 657, (12, 6): 34 / 657,
         (12, 5): 572 / 657},
        abs=0.006,
    )  # fmt: skip


def test_random_plans_fit_every_variant():
    rng = np.random.default_rng(3)
    for thoracic in (11, 12, 13):
        for lumbar in (4, 5, 6):
            anatomy = Anatomy(thoracic, lumbar)
            for _ in range(40):
                for plan in random_plans(rng, anatomy):
                    joints = plan.within(anatomy)
                    assert joints.start >= anatomy.measured.start
                    assert joints.stop <= anatomy.measured.stop - 1


def test_steep_end_vertebrae_keep_their_sides():
    patient = phantom_patient(2, ())
    joints = patient.chain.joint_deg.copy()
    joints[:] = 0
    joints[10:16] = 20.0  # 120 degrees between T5 and T12 or so
    steep = replace(patient.chain, joint_deg=joints)
    patient = Patient(steep, patient.organs, patient.exposure, 3.0)
    skeleton = Skeleton(steep, joints)
    film = film_truth(skeleton, Geometry((1, 1), 1.0, (0.0, 0.0), BEAM), "coronal")

    assert isinstance(film.spine, Spine)
    assert max(curve.cobb_deg for curve in find_curves(film.spine)) == pytest.approx(120, abs=8)
