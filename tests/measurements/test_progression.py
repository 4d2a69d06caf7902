from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    DatedSpine,
    MeasurementSettings,
    measure_progression,
)
from measurements.progression import trend_deg

FIRST = date(2024, 3, 1)
YEAR = timedelta(days=365)


@pytest.fixture
def curved(draw_spine, draw_curves):
    """A film so many years after the first, its thoracic and lumbar curve of these angles."""

    def film(years, thoracic, lumbar=-30.0, side=1, **kwargs):
        lower = thoracic / 2 - thoracic
        tilts = draw_curves([3, 10, 15], [thoracic / 2, lower, lower - lumbar])
        return DatedSpine(FIRST + years * YEAR, draw_spine(side * np.array(tilts), **kwargs))

    return film


@given(
    before=st.floats(12, 60), growth=st.floats(-10, 40), years=st.integers(1, 8),
    side=st.sampled_from([-1, 1]),
)  # fmt: skip
def test_growth_towards_the_convexity_is_positive_on_either_side(
    before, growth, years, side, draw_spine
):
    def film(year, cobb):
        tilts = side * np.linspace(cobb / 2, -cobb / 2, 17)
        return DatedSpine(FIRST + year * YEAR, draw_spine(tilts))

    (thoracic,) = measure_progression([film(0, before), film(years, before + growth)])

    assert thoracic.overall.change_deg == pytest.approx(growth)
    assert thoracic.overall.years == pytest.approx(years, rel=1e-3)
    assert thoracic.rate_deg_per_year == pytest.approx(growth / years, rel=1e-3)
    assert thoracic.changes == (thoracic.overall,)


def test_each_curve_is_followed_by_itself(curved):
    thoracic, lumbar = measure_progression(
        [curved(0, 40, -30), curved(1, 46, -30), curved(2, 52, -24)]
    )

    assert [round(c.change_deg, 6) for c in thoracic.changes] == [6, 6]
    assert [round(c.change_deg, 6) for c in lumbar.changes] == [0, -6]
    assert (thoracic.curve.region, lumbar.curve.region) == ("MT", "L")


def test_the_levels_are_those_of_the_reference_film(draw_spine):
    early = DatedSpine(FIRST, draw_spine([0] * 3 + [20, 13, 6, 0, -6, -13, -20] + [0] * 7))
    late = DatedSpine(FIRST + YEAR, draw_spine([0] + list(np.linspace(40, -40, 13)) + [0] * 3))

    from_early = measure_progression([late, early])
    from_late = measure_progression([late, early], reference=FIRST + YEAR)

    main = max(from_early, key=lambda each: each.curve.magnitude_deg)
    other = max(from_late, key=lambda each: each.curve.magnitude_deg)
    assert main.curve.levels == ("T4", "T10")
    assert other.curve.levels == ("T2", "L2")
    assert [angle.taken for angle in main.angles] == [FIRST, FIRST + YEAR]
    assert main.angles[1].cobb_deg == pytest.approx(40)
    assert other.angles[0].cobb_deg == pytest.approx(0)


@pytest.mark.parametrize(
    ("growth", "by_convention", "beyond_error"),
    [
        (4.94, False, False),
        (4.96, True, False),  # printed as 5.0
        (5.0, True, False),  # the diurnal change 60 to 65 degrees of Beauchamp 1993
        (8.2, True, False),
        (8.4, True, True),
        (10.0, True, True),  # Carman 1990: 10 degrees for 95 % confidence of a true change
        (-8.4, False, True),
    ],
)
def test_convention_and_measurement_error_are_two_statements(
    curved, growth, by_convention, beyond_error
):
    films = [curved(0, 60), curved(1, 60 + growth)]

    change = measure_progression(films)[0].overall

    assert (change.progressed_by_convention, change.beyond_error) == (by_convention, beyond_error)
    assert "measurement error (8.3°)" in change.statement
    assert change.statement.count("no progression") == (not by_convention)


@pytest.mark.parametrize(
    ("sem", "detectable"),
    # Morrissy 1990: 95 % limits 4.9 within and 7.2 between observers, as SEM 1.8 and 2.6
    [(1.8, 4.9), (2.6, 7.2), (3.0, 8.3)],
)
def test_the_measurement_error_is_a_setting(curved, sem, detectable):
    films = [curved(0, 40), curved(1, 46)]

    change = measure_progression(films, settings=MeasurementSettings(sem_deg=sem))[0].overall

    assert change.detectable_deg == pytest.approx(detectable, abs=0.1)
    assert change.beyond_error is (sem < 2)


def test_the_rate_is_the_least_squares_line_and_knows_its_error(curved):
    films = [curved(0, 30), curved(1, 35), curved(2, 38)]

    followed = measure_progression(films)[0]

    # years 0, 1, 2 give a slope of (38 - 30) / 2 and a sum of squares of 2 (years)
    assert followed.rate_deg_per_year == pytest.approx(4, rel=2e-3)
    assert followed.rate_sd_deg_per_year == pytest.approx(3 / np.sqrt(2), rel=2e-3)


def test_a_film_without_the_levels_is_left_out_with_its_reason(curved, draw_spine):
    short = DatedSpine(FIRST + YEAR, draw_spine([0] * 9))

    followed = measure_progression([curved(0, 40), short, curved(2, 50)])[0]

    assert (followed.angles[1].cobb_deg, followed.angles[1].end_vertebrae) == (None, None)
    assert [v.level for v in followed.angles[2].end_vertebrae] == list(followed.curve.levels)
    assert "T4 is not visible" in followed.angles[1].reason
    assert followed.overall.change_deg == pytest.approx(10)
    assert len(followed.changes) == 1


def test_with_one_angle_there_is_no_change(curved, draw_spine):
    short = DatedSpine(FIRST + YEAR, draw_spine([0] * 9))

    followed = measure_progression([curved(0, 40), short])[0]

    assert (followed.overall, followed.changes, followed.rate_deg_per_year) == (None, (), None)


def test_a_straight_reference_film_has_nothing_to_follow(curved, draw_spine):
    straight = DatedSpine(FIRST, draw_spine([0] * 17))

    assert measure_progression([straight, curved(1, 40)]) == ()


def test_a_curve_that_turned_over_has_grown_negatively(curved):
    films = [curved(0, 40), curved(1, -12, 10)]

    assert measure_progression(films)[0].overall.change_deg == pytest.approx(-52)


@pytest.mark.parametrize(
    ("films", "message"),
    [
        (lambda film: [film(0, 40)], "1 film given, at least two"),
        (lambda film: [film(1, 40), film(1, 42)], "two films were taken on 2025-03-01"),
        (
            lambda film: [film(0, 40), film(1, 42, patient_right=None)],
            "side is unknown",
        ),
    ],
)
def test_films_that_cannot_be_compared_are_refused(curved, films, message):
    with pytest.raises(CannotMeasureError, match=message):
        measure_progression(films(curved))


def test_a_reference_that_is_no_film_is_refused(curved):
    with pytest.raises(CannotMeasureError, match="no film was taken on 2020-01-01; choose one of"):
        measure_progression([curved(0, 40), curved(1, 42)], reference=date(2020, 1, 1))


@given(growth=st.floats(-8, 12), later=st.integers(1, 2000))
def test_the_trend_passes_through_two_angles_with_their_own_errors(growth, later, draw_spine):
    def film(days, cobb):
        tilts = np.linspace(cobb / 2, -cobb / 2, 17)
        return DatedSpine(FIRST + timedelta(days=days), draw_spine(tilts))

    (thoracic,) = measure_progression([film(0, 40), film(later, 40 + growth)])

    for angle in thoracic.angles:
        assert trend_deg(thoracic, angle.taken) == pytest.approx(
            (angle.cobb_deg, angle.error.sd_deg), abs=1e-6
        )


def test_the_trend_rises_by_the_rate_and_is_surest_in_the_middle(curved):
    thoracic, _ = measure_progression([curved(0, 40), curved(1, 48), curved(2, 50)])
    (before, wide), (middle, narrow), (after, _) = (
        trend_deg(thoracic, FIRST + years * YEAR) for years in range(3)
    )

    assert (after - before) / 2 == pytest.approx(thoracic.rate_deg_per_year, rel=1e-3)
    assert middle == pytest.approx(46, abs=0.01)
    assert narrow == pytest.approx(3 / 3**0.5)
    assert narrow < wide


def test_a_trend_of_one_angle_is_refused(draw_spine):
    short = draw_spine(np.linspace(20, -20, 17))
    short = replace(short, vertebrae=short.vertebrae[3:])
    films = [
        DatedSpine(FIRST, draw_spine(np.linspace(20, -20, 17))),
        DatedSpine(FIRST + YEAR, short),
    ]
    (thoracic,) = measure_progression(films)

    with pytest.raises(CannotMeasureError, match="a line needs two angles, 1 was"):
        trend_deg(thoracic, FIRST)
