import numpy as np
import pytest

from measurements import (
    CannotMeasureError,
    WeighedCurve,
    find_curves,
    king_flexibility_index,
    measure_flexibility,
)


def weigh(draw_spine, standing, bending):
    def curved(cobb_deg):
        return draw_spine(np.linspace(cobb_deg / 2, -cobb_deg / 2, 17))

    (curve,) = find_curves(curved(standing))
    bend = None if bending is None else curved(bending)
    films = {"left_bending": bend, "right_bending": bend}
    return WeighedCurve.weigh(measure_flexibility(curve, **films), **films)


@pytest.mark.parametrize(
    ("lumbar", "thoracic", "points"),
    [((-40, -10), (60, 30), 25), ((-50, -40), (50, 20), -40), ((-40, 10), (50, 25), 75)],
)
def test_the_index_is_the_lumbar_minus_the_thoracic_correction(
    draw_spine, lumbar, thoracic, points
):
    index = king_flexibility_index(weigh(draw_spine, *lumbar), weigh(draw_spine, *thoracic))

    assert index.points == pytest.approx(points)


def test_the_error_of_the_index_is_that_of_both_rates(draw_spine):
    lumbar, thoracic = weigh(draw_spine, -40, -10), weigh(draw_spine, 60, 30)

    index = king_flexibility_index(lumbar, thoracic)

    assert index.sd_points == pytest.approx(
        np.hypot(lumbar.rate_sd_percent, thoracic.rate_sd_percent)
    )
    assert index.interval_points.high - index.points == pytest.approx(1.96 * index.sd_points, 1e-3)


def test_without_both_bends_there_is_no_index(draw_spine):
    with pytest.raises(CannotMeasureError, match="no left-bending film"):
        king_flexibility_index(weigh(draw_spine, -40, None), weigh(draw_spine, 60, 30))
