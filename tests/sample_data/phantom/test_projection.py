"""Rays from the focal spot."""

import numpy as np
import pytest

from sample_data import PhantomError
from sample_data.phantom.projection import Beam, Geometry, Projection
from sample_data.phantom.surface import ellipsoid

PARALLEL = Beam(0.0, 0.0, 1e6)


def geometry(beam=PARALLEL, spacing=0.5):
    return Geometry((161, 121), spacing, (0.0, 0.0), beam)


def around(picture, row, column):
    """Mean of a small neighbourhood: elements shared between pixels leave a ripple."""
    return picture[row - 3 : row + 4, column - 3 : column + 4].mean()


def test_a_ray_gathers_what_lies_inside_a_solid():
    ball = ellipsoid([0, 30, 0], [20, 12, 16], shell=0.0, core=0.01, step=0.25)

    seen = geometry().line_integrals([ball])

    assert around(seen, 80, 60) == pytest.approx(0.01 * 24, rel=0.01)  # through the middle
    half_way = 0.01 * 24 * np.sqrt(1 - 0.5**2)
    assert around(seen, 80, 60 + 20) == pytest.approx(half_way, rel=0.02)  # 10 mm aside
    assert seen[80 + 40, 60] == 0  # past its lower end


def test_a_shell_is_bright_at_its_contour():
    ball = ellipsoid([0, 0, 0], [20, 20, 20], shell=0.03, core=0.0, step=0.25)

    seen = geometry().line_integrals([ball])

    assert around(seen, 80, 60) == pytest.approx(0.06, rel=0.02)  # two walls
    assert seen[80].max() > 4 * seen[80, 60]
    assert np.argmax(seen[80, 60:]) == pytest.approx(40, abs=1)


def test_all_attenuation_lands_on_the_film():
    ball = ellipsoid([5, 0, -7], [9, 12, 10], shell=0.0, core=0.01, step=0.25)

    seen = geometry().line_integrals([ball])

    assert seen.sum() * 0.5**2 == pytest.approx(0.01 * ball.volume(), rel=1e-3)


def test_right_is_on_the_left_and_cranial_on_top():
    row, column = geometry().project([[10.0, 0.0, 15.0]])[0]

    assert (row, column) == (80 - 30, 60 - 20)


def test_what_is_nearer_the_focus_is_magnified():
    near = geometry(Beam(0.0, 0.0, 1000.0)).project([[20.0, 200.0, 0.0]])[0]

    assert 60 - near[1] == pytest.approx(40 * 1000 / 800)


def test_what_is_nearer_the_focus_is_magnified_the_other_way_round_from_behind():
    point = [[20.0, 200.0, 30.0]]
    front, behind = (
        geometry(Beam(0.0, 0.0, 1000.0, projection))
        for projection in (Projection.AP, Projection.PA)
    )

    assert front.magnification(point) == pytest.approx(1000 / 800)
    assert behind.magnification(point) == pytest.approx(1000 / 1200)
    assert 60 - behind.project(point)[0, 1] == pytest.approx(40 / 1.2)
    assert behind.project([[20.0, 0.0, 30.0]]) == pytest.approx(front.project([[20.0, 0.0, 30.0]]))


def test_pa_of_a_patient_turned_round_is_ap():
    ball = ellipsoid([8, 60, -12], [14, 9, 12], shell=0.02, core=0.01, step=0.25)
    back_to_front = np.diag([1.0, -1.0, 1.0])
    turned = ball.moved(back_to_front, [0, 0, 0])

    ap = geometry(Beam(0.0, 0.0, 900.0, Projection.AP)).line_integrals([ball])
    pa = geometry(Beam(0.0, 0.0, 900.0, Projection.PA)).line_integrals([turned])

    assert pa == pytest.approx(ap, abs=1e-6)
    assert ap.max() > 0.1


@pytest.mark.parametrize("projection", list(Projection))
def test_an_oblique_ray_gathers_its_whole_way(projection):
    """A slab 40 mm deep, seen far from the central ray."""
    slab = ellipsoid([250, 0, 0], [4000, 20, 4000], shell=0.0, core=0.01, step=10.0)
    beam = Beam(0.0, 0.0, 1000.0, projection)
    far = Geometry((61, 61), 2.0, (300.0, 0.0), beam)

    seen = around(far.line_integrals([slab]), 30, 30)

    assert seen == pytest.approx(0.01 * 40 * np.sqrt(1 + 0.3**2), rel=0.01)


def test_a_focal_spot_inside_the_patient_is_refused():
    with pytest.raises(PhantomError, match=r"focus_mm is 100\.0"):
        Beam(0.0, 0.0, 100.0)
