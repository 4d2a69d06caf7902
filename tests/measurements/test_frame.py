import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import Frame, ImageEdge, SpacingError, Unit

lengths = st.floats(0.01, 10)
spacings = st.none() | st.tuples(lengths, lengths)


@given(spacings, st.none() | st.sampled_from(ImageEdge), st.floats(-5e3, 5e3), st.floats(0, 5e3))
def test_points_return_to_their_pixels(spacing, patient_right, row, column):
    frame = Frame(spacing, patient_right)

    assert frame.to_pixels(frame.to_patient((row, column))) == pytest.approx((row, column))


@pytest.mark.parametrize(
    ("patient_right", "x"), [(ImageEdge.LEFT, -6.0), (ImageEdge.RIGHT, 6.0), (None, 6.0)]
)
def test_x_grows_to_the_patients_right_and_y_to_the_head(patient_right, x):
    frame = Frame((0.5, 0.2), patient_right)

    assert frame.to_patient((10, 30)).tolist() == pytest.approx([x, -5.0])


@pytest.mark.parametrize(("spacing", "unit"), [(None, Unit.PIXEL), ((1, 1), Unit.MILLIMETRE)])
def test_lengths_are_millimetres_only_with_a_spacing(spacing, unit):
    frame = Frame(spacing, None)

    assert frame.unit is unit


@pytest.mark.parametrize("spacing", [(0, 1), (-1, 1), (np.nan, 1), (np.inf, 1), (1,)])
def test_impossible_spacing_is_refused(spacing):
    with pytest.raises(SpacingError, match="not two positive lengths"):
        Frame(spacing, None)
