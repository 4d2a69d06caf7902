"""The chain of vertebrae."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bending import healthy_compliance
from bending.joints import FURTHEST_JOINT_DEG
from measurements import Level, find_curves
from sample_data import CurvePlan, PhantomError, Physique
from sample_data.phantom.anatomy import USUAL
from sample_data.phantom.deformity import standing_chain, standing_joints_deg
from sample_data.phantom.framing import Margins, field_around
from sample_data.phantom.projection import Beam
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.truth import film_truth

BEAM = Beam(0.0, 200.0, 2300.0)
DOUBLE = (CurvePlan("T5", "T11", 50, 2.0), CurvePlan("T11", "L4", -40, 0.5))
# Without kyphosis every vertebra faces the film, so that planned angles are seen as they are.
FLAT = Physique(kyphosis_deg=0.0, lordosis_deg=0.0)


def chain_of(plans, physique=FLAT):
    return standing_chain(physique, plans)


def film_of(chain, effort=0.0, spacing=0.5):
    """Truth without a picture, which these tests do not look at."""
    skeleton = Skeleton(chain.bent(effort), chain.joint_deg)
    field = field_around(skeleton, Margins(20, 20, 40, 40), BEAM)
    return film_truth(skeleton, field.geometry(spacing, BEAM), "coronal")


def measured(chain, effort=0.0, spacing=0.5):
    return find_curves(film_of(chain, effort, spacing).spine, minimum_deg=15)


def test_curves_have_the_planned_levels_and_angles():
    curves = measured(chain_of(DOUBLE))

    planned = [("T5", "T11"), ("T11", "L4")]
    assert planned == [tuple(map(str, curve.levels)) for curve in curves if curve.levels[0] != "T1"]
    assert [curve.cobb_deg for curve in curves[-2:]] == pytest.approx([50, -40], abs=1.5)


@pytest.mark.parametrize("cobb", [95.0, 110.0])
def test_curves_beyond_ninety_degrees_stand(cobb):
    plans = (CurvePlan("T3", "T12", cobb), CurvePlan("T12", "L5", -40))

    assert max(c.cobb_deg for c in measured(chain_of(plans))) == pytest.approx(cobb, abs=3)


def test_bodies_keep_their_shape_when_the_trunk_bends():
    chain = chain_of(DOUBLE, Physique())
    standing = Skeleton(chain, chain.joint_deg).endplate_rims
    bent = Skeleton(chain.bent(4.0), chain.joint_deg).endplate_rims

    for before, after in zip(standing, bent, strict=True):
        points = before[:, ::90].reshape(-1, 3), after[:, ::90].reshape(-1, 3)
        distances = [np.linalg.norm(p[:, None] - p[None], axis=-1) for p in points]
        assert np.allclose(*distances, atol=1e-9)


def test_bending_moves_the_head_to_that_side():
    chain = chain_of(())
    middle, left, right = (
        chain.bent(effort).pose(np.zeros(len(USUAL.levels))) for effort in (0, 3, -3)
    )

    assert left.centres[0, 0] < -50 < middle.centres[0, 0] < 50 < right.centres[0, 0]


def test_a_bend_towards_the_convexity_straightens_and_away_from_it_grows_less():
    standing, left, right = (
        measured(chain_of(DOUBLE), effort)[-2].cobb_deg if effort == 0 else cobb_at(effort)
        for effort in (0, 2, -2)
    )

    assert right < standing < left
    assert left - standing < standing - right


def cobb_at(effort):
    spine = film_of(chain_of(DOUBLE), effort).spine
    upper, lower = spine[Level.T5].superior_endplate, spine[Level.T11].inferior_endplate
    return upper.tilt_deg - lower.tilt_deg


def test_stiffness_decides_how_much_a_segment_gives():
    chain = chain_of(DOUBLE)
    give = chain.joint_deg - chain.bent(-3).joint_deg
    thoracic = give[USUAL.index("T5") : USUAL.index("T11")]
    healthy = 3 * healthy_compliance(USUAL.levels[:-1])[USUAL.index("T5") : USUAL.index("T11")]

    assert thoracic == pytest.approx(healthy / 2.0, rel=0.02)


def test_no_joint_gives_more_than_it_can():
    chain = chain_of(DOUBLE)

    assert np.abs(chain.bent(50).joint_deg - chain.joint_deg).max() <= FURTHEST_JOINT_DEG


@settings(max_examples=10, deadline=None)
@given(
    cobb=st.floats(20, 80),
    effort=st.floats(-3, 3),
    spacing=st.floats(0.2, 1.5),
)
def test_the_mirrored_patient_has_the_mirrored_truth(cobb, effort, spacing):
    plans = (CurvePlan("T5", "T12", cobb), CurvePlan("T12", "L4", -cobb / 2))
    mirrored = tuple(CurvePlan(p.upper, p.lower, -p.cobb_deg) for p in plans)
    film = film_of(chain_of(plans, Physique()), effort, spacing)
    other = film_of(chain_of(mirrored, Physique()), -effort, spacing)

    tilts = film.spine.tilts_deg
    assert tilts == pytest.approx(-other.spine.tilts_deg, abs=1e-6)


def test_truth_in_millimetres_does_not_depend_on_pixel_size():
    fine, coarse = (film_of(chain_of(DOUBLE), spacing=s).spine for s in (0.2, 0.8))
    widths = [[v.superior_endplate.length for v in spine.vertebrae] for spine in (fine, coarse)]

    assert widths[0] == pytest.approx(widths[1], rel=1e-9)
    assert fine.tilts_deg == pytest.approx(coarse.tilts_deg, abs=1e-9)


def test_neighbouring_curves_must_share_an_end_vertebra():
    with pytest.raises(PhantomError, match="share an end vertebra; got T11 and T12"):
        standing_joints_deg((CurvePlan("T5", "T11", 50), CurvePlan("T12", "L4", -40)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("T5", "T6", 10), "needs a vertebra between"),
        (("T5", "X1", 10), "'X1' is not a vertebra"),
        (("T5", "T9", 10, 0.0), "stiffness is 0.0"),
    ],
)
def test_an_impossible_curve_is_refused(arguments, message):
    with pytest.raises(PhantomError, match=message):
        CurvePlan(*arguments)


@pytest.mark.parametrize("slide", [0.1, 0.2])
def test_vertebrae_that_slide_keep_their_tilts_and_lean_more_downhill(slide):
    firm = standing_chain(Physique(), [CurvePlan("T5", "T12", 60.0)])
    loose = replace(firm, slide=slide)
    poses = [chain.pose(np.zeros(len(chain.tilts_deg()))) for chain in (firm, loose)]
    leans = []
    for pose in poses:
        step = np.diff(pose.centres, axis=0)
        leans.append(step[:, 0] / -step[:, 2])

    assert np.array_equal(*(pose.frames for pose in poses))
    assert leans[1] @ leans[0] / (leans[0] @ leans[0]) == pytest.approx(1 + slide, abs=0.03)
