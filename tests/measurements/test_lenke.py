from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Film,
    Landmarks,
    LenkeGround,
    LenkeType,
    Level,
    LumbarModifier,
    MeasurementSettings,
    Posture,
    Spine,
    SpineError,
    WeighedCurve,
    classify_lenke,
    find_curves,
    measure_flexibility,
    structural_probability,
)
from measurements.structural import Structural

ENDS = [0, 4, 10, 16]  # T1, T5, T11, L5: apexes near T3, T8 and L2
phi = NormalDist().cdf


def tilts(draw_curves, angles, side=1, turn=0.0):
    """Tilts of a left proximal, right main thoracic and left lumbar curve of these sizes."""
    proximal, main, lower = angles
    top = main / 2
    extremes = [top - proximal, top, -top, -top + lower]
    return side * np.array(draw_curves(ENDS, extremes)) + turn


class Studies:
    """Draws studies whose three curves stand and bend to given angles."""

    def __init__(self, draw_spine, draw_curves):
        self.draw_spine, self.draw_curves = draw_spine, draw_curves

    def spine(self, angles, side=1, turn=0.0, **kwargs):
        return self.draw_spine(tilts(self.draw_curves, angles, side, turn), **kwargs)

    def classify(
        self,
        standing,
        residual,
        *,
        sem=3.0,
        side=1,
        turns=(0, 0),
        missing=(),
        top=Level.T1,
        thresholds=None,
        **kwargs,
    ):
        film = self.spine(standing, side, turns[0], **kwargs)
        film = Spine(
            tuple(v for v in film.vertebrae if v.level.rank >= top.rank),
            film.unit,
            film.patient_right,
        )
        bend = self.spine(residual, side, turns[1])
        bends = {
            name: None if name in missing else bend for name in ("left_bending", "right_bending")
        }
        curves = [
            WeighedCurve.weigh(
                measure_flexibility(curve, **bends),
                **bends,
                settings=thresholds or MeasurementSettings(sem_deg=sem),
            )
            for curve in find_curves(film)
        ]
        return classify_lenke(Film(film, Landmarks(unit=film.unit), Posture.STANDING), curves)


@pytest.fixture(scope="session")
def studies(draw_spine, draw_curves):
    return Studies(draw_spine, draw_curves)


@pytest.mark.parametrize(
    ("standing", "residual", "expected"),
    [
        ((20, 50, 30), (10, 35, 10), "1"),
        ((35, 50, 30), (28, 35, 10), "2"),
        ((20, 50, 45), (10, 35, 28), "3"),
        ((35, 50, 45), (28, 35, 28), "4"),
        ((35, 50, 57), (28, 35, 28), "4"),
        ((20, 40, 55), (10, 20, 30), "5"),
        ((0, 25, 53), (0, 16, 11), "5"),  # AO Surgery Reference, the example of Lenke 5
        ((20, 50, 57), (10, 35, 30), "6"),
        ((35, 40, 55), (28, 20, 30), "unclassifiable"),
        ((60, 50, 30), (30, 40, 10), "2"),  # proximal largest: main thoracic taken as major
        ((60, 50, 30), (20, 40, 10), "1"),
        ((0, 50, 0), (0, 30, 0), "1"),
        ((35, 50, 30), (24.9, 35, 10), "1"),
        ((35, 50, 30), (25.0, 35, 10), "2"),
        ((35, 50, 30), (25.1, 35, 10), "2"),
        ((20, 50, 45), (10, 35, 24.9), "1"),
        ((20, 50, 45), (10, 35, 25.0), "3"),
        ((20, 50, 45), (10, 35, 25.1), "3"),
        ((20, 40, 55), (10, 24.9, 30), "5"),
        ((20, 40, 55), (10, 25.0, 30), "6"),
        ((20, 50, 54.9), (10, 35, 30), "3"),
        ((20, 50, 55.0), (10, 35, 30), "6"),
        ((20, 50, 45), (10, 35, -30), "1"),  # over-corrected by 30: its size must not count
        ((35, 50, 30), (-28, 35, 10), "1"),
        ((20, 110, 100), (10, 80, 70), "3"),
    ],
)
@pytest.mark.parametrize("side", [1, -1])
def test_the_type_as_measured_is_that_of_the_table(studies, standing, residual, expected, side):
    first, *others = studies.classify(standing, residual, side=side).candidates

    assert first.type == expected
    assert first.ground is LenkeGround.MEASURED
    assert all(other.ground is not LenkeGround.MEASURED for other in others)


def test_a_lateral_film_keeps_types_open_with_the_reason_of_each(studies):
    found = studies.classify((20, 50, 30), (5, 35, 5))

    reasons = {candidate.type: candidate.reason for candidate in found.candidates}
    assert {c.type for c in found.candidates if c.ground is LenkeGround.LATERAL_FILM} == {
        "2",
        "3",
        "4",
    }
    assert "T2–T5 kyphosis of 20° or more" in reasons["2"]
    assert "T10–L2 kyphosis of 20° or more" in reasons["3"]
    assert "T2–T5" in reasons["4"]
    assert "T10–L2" in reasons["4"]
    assert reasons["1"] == (
        "The proximal thoracic curve of 20.0° bends to 5.0°, which does not reach 25°. "
        "The main thoracic curve of 50.0° is the major curve, which is always structural. "
        "The thoracolumbar/lumbar curve of 30.0° bends to 5.0°, which does not reach 25°."
    )
    assert found.lateral_film == (
        "T2–T5 kyphosis of 20° or more would make the proximal thoracic curve structural.",
        "T10–L2 kyphosis of 20° or more would make the thoracolumbar/lumbar curve structural.",
        "T5–T12 kyphosis gives the sagittal modifier (−, N or +).",
    )


def test_a_curve_that_is_not_there_opens_nothing(studies):
    found = studies.classify((0, 50, 0), (0, 30, 0))

    assert [candidate.type for candidate in found.candidates] == ["1"]
    assert found.probabilities[LenkeType.MAIN_THORACIC] == 1
    assert found.curves[0].reason == "There is no proximal thoracic curve of 10° or more."
    assert found.curves[0].probability == 0


def test_a_reading_near_25_degrees_keeps_a_type_open_and_says_so(studies):
    found = studies.classify((20, 70, 45), (5, 35, 24))

    three = next(c for c in found.candidates if c.type == "3")
    assert three.ground is LenkeGround.ERROR
    assert three.reason == (
        "If the thoracolumbar/lumbar curve keeps 25° or more on bending, measured 24.0°."
    )
    assert three.probability == pytest.approx(structural_probability(24, 3), abs=0.01)
    lower = found.curves[2]
    assert lower.margin_deg == pytest.approx(-1)
    assert lower.probability == pytest.approx(structural_probability(24, 3))
    assert lower.state is Structural.NON_STRUCTURAL


def test_the_lead_of_five_degrees_has_its_margin_and_probability(studies):
    """The difference of both angles has an error of ``s * sqrt(2)``."""
    found = studies.classify((20, 50, 57), (5, 40, 45))

    six, three = found.candidates[:2]
    assert (six.type, three.type) == ("6", "3")
    assert found.lead_margin_deg == pytest.approx(2)
    assert six.probability == pytest.approx(phi(2 / (3 * np.sqrt(2))), abs=0.01)
    assert "exceeds the main thoracic one by less than 5°" in three.reason
    assert "50.0° main thoracic and 57.0° thoracolumbar/lumbar" in three.reason


def test_which_curve_is_larger_may_be_open(studies):
    found = studies.classify((0, 50, 48), (0, 15, 15), sem=2.0)

    one, five = found.candidates[:2]
    assert (one.type, five.type) == ("1", "5")
    assert five.ground is LenkeGround.ERROR
    assert five.probability == pytest.approx(phi(-2 / (2 * np.sqrt(2))), abs=0.01)
    assert "the thoracolumbar/lumbar curve is the larger one" in five.reason


def test_probabilities_are_those_of_the_closed_form(studies):
    found = studies.classify((40, 70, 45), (23, 40, 27))

    proximal, lower = structural_probability(23, 3), structural_probability(27, 3)
    assert [found.probabilities[LenkeType(str(n))] for n in range(1, 5)] == pytest.approx(
        [
            (1 - proximal) * (1 - lower),
            proximal * (1 - lower),
            (1 - proximal) * lower,
            proximal * lower,
        ],
        abs=0.01,
    )


angles = st.tuples(st.floats(12, 60), st.floats(12, 110), st.floats(12, 110))


@settings(max_examples=30)
@given(
    standing=angles,
    residual=st.tuples(*[st.floats(-30, 60)] * 3),
    sem=st.floats(0.5, 6),
    missing=st.sampled_from([(), ("left_bending",), ("right_bending",)]),
)
def test_probabilities_add_up_and_every_likely_type_is_a_candidate(
    studies, standing, residual, sem, missing
):
    found = studies.classify(standing, residual, sem=sem, missing=missing)

    total = sum(found.probabilities.values()) + found.undetermined_probability
    assert total == pytest.approx(1)
    listed = {candidate.type for candidate in found.candidates}
    assert {kind for kind, share in found.probabilities.items() if share >= 0.025} <= listed
    assert len(listed) == len(found.candidates)
    assert all(candidate.reason for candidate in found.candidates)


@settings(max_examples=30)
@given(
    standing=angles,
    residual=st.tuples(*[st.floats(-30, 60)] * 3),
    turns=st.tuples(*[st.floats(-20, 20)] * 2),
)
def test_mirroring_turning_and_the_pixel_size_change_no_type(studies, standing, residual, turns):
    plain = studies.classify(standing, residual)
    others = [
        studies.classify(standing, residual, side=-1),
        studies.classify(standing, residual, turns=turns),
        studies.classify(standing, residual, spacing=(0.7, 0.35)),
    ]

    for other in others:
        assert [c.type for c in other.candidates] == [c.type for c in plain.candidates]
        assert [c.ground for c in other.candidates] == [c.ground for c in plain.candidates]
        assert other.probabilities == pytest.approx(plain.probabilities, abs=1e-3)
        assert [c.state for c in other.curves] == [c.state for c in plain.curves]


def test_a_missing_film_leaves_curves_of_25_degrees_uncertain(studies):
    found = studies.classify((20, 70, 45), (5, 35, 10), missing=("left_bending",))

    proximal, _, lower = found.curves
    assert proximal.state is Structural.NON_STRUCTURAL  # 20 standing
    assert proximal.reason == (
        "The proximal thoracic curve stands at 20.0°, under 25°: no bend makes it larger."
    )
    assert lower.state is Structural.UNCERTAIN
    assert "no left-bending film" in lower.reason
    assert (lower.margin_deg, lower.probability) == (None, None)
    open_ = [c.type for c in found.candidates if c.ground is LenkeGround.MISSING_FILM]
    assert set(open_) == {"1", "3"}
    assert found.undetermined_probability > 0.999
    assert not any(c.ground is LenkeGround.MEASURED for c in found.candidates)


def test_the_smaller_of_two_curves_in_one_region_is_named_as_left_out(draw_spine, draw_curves):
    film = draw_spine(draw_curves([3, 9, 12, 16], [25, -25, 10, -15]))
    upper, lower, _ = find_curves(film)

    found = classify_lenke(standing(film), weigh(find_curves(film)))

    assert found.curves[1].weighed.curve == upper
    assert found.left_out == (lower,)


def test_a_small_minor_curve_needs_no_film(studies):
    found = studies.classify((0, 50, 15), (0, 35, 5), missing=("left_bending",))

    assert found.candidates[0].type == "1"
    assert found.candidates[0].ground is LenkeGround.MEASURED


def test_a_film_that_begins_too_low_may_hide_a_proximal_curve(studies):
    found = studies.classify((0, 50, 12), (0, 35, 0), top=Level.T4)

    assert found.curves[0].state is Structural.UNCERTAIN
    assert found.curves[0].reason == (
        "The film begins at T4, so a proximal thoracic curve may be hidden."
    )
    assert {c.type for c in found.candidates if c.ground is LenkeGround.MISSING_FILM} == {"1", "2"}
    two = next(c for c in found.candidates if c.type == "2")
    assert two.reason == "If a structural proximal thoracic curve is hidden above the film."


def test_a_film_that_ends_too_high_may_hide_a_lumbar_curve(draw_spine):
    film = draw_spine(np.linspace(25, -25, 12), lowest=Level.L2)
    curves = weigh(find_curves(film))

    with pytest.raises(CannotMeasureError, match="ends at L2 and may hide a lumbar curve"):
        classify_lenke(standing(film), curves)


def weigh(curves):
    return [
        WeighedCurve.weigh(
            measure_flexibility(curve, left_bending=None, right_bending=None),
            left_bending=None,
            right_bending=None,
        )
        for curve in curves
    ]


def standing(film, posture=Posture.STANDING):
    return Film(film, Landmarks(unit=film.unit), posture)


def test_a_film_that_begins_too_low_may_hide_a_main_thoracic_curve(draw_spine):
    film = draw_spine(np.linspace(20, -20, 8))

    with pytest.raises(CannotMeasureError, match="begins at T10 and may hide a main thoracic"):
        classify_lenke(standing(film), weigh(find_curves(film)))


def test_a_straight_spine_has_no_type(draw_spine):
    with pytest.raises(CannotMeasureError, match="a type is given to scoliosis only"):
        classify_lenke(standing(draw_spine([0.0] * 17)), [])


def test_a_bending_film_has_no_type(draw_spine):
    film = draw_spine(np.linspace(25, -25, 17))

    with pytest.raises(CannotMeasureError, match="the curve type is not available"):
        classify_lenke(standing(film, Posture.BENDING), weigh(find_curves(film)))


def test_the_structural_angle_is_that_of_the_settings(studies):
    strict = MeasurementSettings(structural_deg=20.0)

    found = studies.classify((20, 50, 45), (5, 35, 22), thresholds=strict)

    assert found.candidates[0].type == "3"
    assert found.curves[2].margin_deg == pytest.approx(2)


def test_curves_judged_by_different_settings_are_refused(draw_spine):
    film = draw_spine(np.linspace(25, -25, 17))
    (one,) = weigh(find_curves(film))
    other = WeighedCurve(
        one.flexibility, one.standing_error, None, MeasurementSettings(structural_deg=20)
    )

    with pytest.raises(SpineError, match="use the same for all"):
        classify_lenke(standing(film), [one, other])


def test_without_the_sacrum_there_is_no_modifier_but_types_5_and_6_are_c(studies):
    found = studies.classify((20, 50, 57), (5, 40, 45))

    assert found.modifier.modifier is LumbarModifier.NOT_AVAILABLE
    assert "needs S1" in found.modifier.reason
    assert found.modifier_of(LenkeType("6")) is found.modifier_of(LenkeType("5"))
    assert found.modifier_of(LenkeType("6")) is LumbarModifier.C
    assert found.modifier_of(LenkeType("3")) is LumbarModifier.NOT_AVAILABLE
