"""Student's t agrees with SciPy's."""

import pytest
from scipy.stats import t

from teaching import TooFewError
from teaching.student import LARGEST_DF, t_quantile


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 10, 11, 30, 99, 100, 1001])
@pytest.mark.parametrize("probability", [0.5, 0.9, 0.975, 0.995])
def test_quantiles_are_those_of_scipy(probability, df):
    expected = t.ppf(probability, df)

    assert t_quantile(probability, df) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_very_many_degrees_of_freedom_are_as_good_as_normal():
    df = LARGEST_DF + 1

    assert t_quantile(0.975, df) == pytest.approx(t.ppf(0.975, df), rel=1e-4)


@pytest.mark.parametrize(("probability", "df"), [(0.975, 0), (1.0, 5), (0.2, 5)])
def test_what_has_no_quantile_is_refused(probability, df):
    with pytest.raises(TooFewError):
        t_quantile(probability, df)
