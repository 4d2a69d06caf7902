import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    LevelMissingError,
    find_curves,
    measure_fulcrum_correction,
)


def curved(draw_spine, cobb_deg, **kwargs):
    return draw_spine(np.linspace(cobb_deg / 2, -cobb_deg / 2, 17), **kwargs)


def correct(draw_spine, standing, fulcrum, postoperative):
    (curve,) = find_curves(curved(draw_spine, standing))
    return measure_fulcrum_correction(
        curve,
        fulcrum=curved(draw_spine, fulcrum),
        postoperative=curved(draw_spine, postoperative),
    )


@pytest.mark.parametrize(
    ("standing", "fulcrum", "postoperative", "index"),
    [(60, 30, 30, 100), (60, 30, 20, 133.3), (60, 20, 40, 50), (50, 55, 20, None)],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_the_index_is_the_correction_over_the_fulcrum_flexibility(
    draw_spine, standing, fulcrum, postoperative, index, side
):
    """Luk 1998: about 100 % uses all the flexibility the fulcrum film showed."""
    found = correct(draw_spine, side * standing, side * fulcrum, side * postoperative)

    if index is None:
        assert found.index_percent is None
        assert "straightened the curve by -5.0 degrees" in found.reason
    else:
        assert found.index_percent == pytest.approx(index, abs=0.05)
        assert found.reason == ""


@given(
    standing=st.floats(20, 120), flexibility=st.floats(0.3, 1.3), correction=st.floats(-0.2, 1.2)
)
def test_the_index_is_the_ratio_of_both_rates(draw_spine, standing, flexibility, correction):
    found = correct(draw_spine, standing, standing * (1 - flexibility), standing * (1 - correction))

    assert found.fulcrum_flexibility_percent == pytest.approx(100 * flexibility)
    assert found.correction_percent == pytest.approx(100 * correction, abs=1e-6)
    assert found.index_percent == pytest.approx(100 * correction / flexibility, abs=1e-6)


def test_an_unknown_side_is_refused(draw_spine):
    (curve,) = find_curves(curved(draw_spine, 60))

    with pytest.raises(CannotMeasureError, match="declare which image edge"):
        measure_fulcrum_correction(
            curve,
            fulcrum=curved(draw_spine, 30, patient_right=None),
            postoperative=curved(draw_spine, 20),
        )


def test_a_level_off_the_film_is_refused(draw_spine):
    (curve,) = find_curves(curved(draw_spine, 60))

    with pytest.raises(LevelMissingError, match="T1 is not visible"):
        measure_fulcrum_correction(
            curve, fulcrum=draw_spine([0.0] * 9), postoperative=curved(draw_spine, 20)
        )
