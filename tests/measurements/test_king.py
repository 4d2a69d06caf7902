import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Film,
    KingGround,
    KingType,
    Landmarks,
    Level,
    MeasurementSettings,
    Posture,
    Spine,
    WeighedCurve,
    classify_king,
    find_curves,
    measure_flexibility,
)

ENDS = [0, 4, 10, 16]  # T1, T5, T11, L5: apexes near T3, T8 and L2


class Studies:
    """Draws studies of a left proximal, right thoracic and left lumbar curve."""

    def __init__(self, draw_spine, draw_curves):
        self.draw_spine, self.draw_curves = draw_spine, draw_curves

    def spine(self, angles, side=1, ends=ENDS, t1_tilt=None, **kwargs):
        proximal, main, lower = angles
        top = main / 2 if t1_tilt is None else t1_tilt + proximal
        extremes = [top - proximal, top, top - main, top - main + lower]
        return self.draw_spine(side * np.array(self.draw_curves(ends, extremes)), **kwargs)

    def classify(
        self,
        standing,
        residual,
        *,
        s1="between",
        sem=0.5,
        side=1,
        missing=(),
        ends=ENDS,
        t1_tilt=None,
        highest=Level.T1,
        **kwargs,
    ):
        film = self.spine(standing, side, ends, t1_tilt, **kwargs)
        film = Spine(
            tuple(v for v in film.vertebrae if v.level.rank >= highest.rank),
            film.unit,
            film.patient_right,
        )
        bend = self.spine(residual, side, ends)
        thresholds = MeasurementSettings(sem_deg=sem)
        films = {n: None if n in missing else bend for n in ("left_bending", "right_bending")}
        curves = [
            WeighedCurve.weigh(
                measure_flexibility(curve, **films),
                **films,
                settings=thresholds,
            )
            for curve in find_curves(film)
        ]
        marks = Landmarks(s1_endplate=s1_at(film, curves, s1, side), unit=film.unit)
        return classify_king(Film(film, marks, Posture.STANDING), curves)


def s1_at(film, curves, where, side):
    """S1 between both apexes, beyond the lumbar one, or under L5."""
    if where is None:
        return None
    last = film[Level.L5]
    x, y = last.centre[0], last.centre[1] - 1500  # far below: only its x counts
    if where == "between":
        x = sum(curve.curve.apex.point[0] for curve in curves[-2:]) / 2
    if where == "beyond":
        x = curves[-1].curve.apex.point[0] - side * 15
    return (x + 20, y), (x - 20, y)


@pytest.fixture(scope="session")
def studies(draw_spine, draw_curves):
    return Studies(draw_spine, draw_curves)


def measured(found):
    return [c.type for c in found.candidates if c.ground is KingGround.MEASURED]


@pytest.mark.parametrize(
    ("standing", "residual", "s1", "expected"),
    [
        ((5, 40, 55), (0, 20, 30), "between", "I"),  # the lumbar curve is larger
        ((5, 50, 45), (0, 15, 40), "between", "I"),  # and here less flexible
        ((5, 60, 40), (0, 40, 10), "between", "II"),
        ((5, 50, 35), (0, 40, 10), "beyond", "III"),
        ((35, 60, 25), (30, 40, 10), "beyond", "V"),
    ],
)
@pytest.mark.parametrize("side", [1, -1])
def test_each_type_is_told_by_its_own_clauses(studies, standing, residual, s1, expected, side):
    t1_tilt = -20 if expected == "V" else None

    found = studies.classify(standing, residual, s1=s1, side=side, t1_tilt=t1_tilt)

    assert measured(found) == [expected]


@pytest.mark.parametrize("side", [1, -1])
def test_a_long_thoracic_curve_holds_l4_and_rests_on_l5(studies, side):
    ends = [0, 4, 15, 16]  # T1, T5, L4, L5

    found = studies.classify((0, 60, 5), (0, 40, 0), s1="under L5", side=side, ends=ends)

    assert measured(found) == [KingType.IV]
    reason = found.candidates[0].reason
    assert "There is no lumbar curve" in reason
    assert "into the thoracic curve" in reason
    assert "of its width from the central sacral line" in reason


def test_t1_that_tilts_the_other_way_makes_no_type_v(studies):
    found = studies.classify((35, 60, 25), (30, 40, 10), s1="beyond", t1_tilt=8)

    assert measured(found) == [KingType.III]


def test_a_proximal_curve_that_bends_out_makes_no_type_v(studies):
    found = studies.classify((35, 60, 25), (10, 40, 10), s1="beyond", t1_tilt=-20)

    assert measured(found) == [KingType.III]


def test_what_s1_would_tell_is_open_without_it(studies):
    found = studies.classify((5, 50, 35), (0, 40, 10), s1=None)

    open_ = {c.type for c in found.candidates if c.ground is KingGround.MISSING}
    assert open_ == {"II", "III"}
    assert measured(found) == []
    assert all("needs S1" in c.reason for c in found.candidates)


def test_an_index_within_its_error_keeps_both_types_open(studies):
    found = studies.classify((5, 60, 50), (0, 30, 24), sem=3.0)

    assert measured(found) == [KingType.II]
    one = next(c for c in found.candidates if c.type == "I")
    assert one.ground is KingGround.ERROR
    assert "King's flexibility index is +2 points" in one.reason


def test_a_missing_bend_keeps_i_and_ii_open(studies):
    found = studies.classify((5, 60, 40), (0, 30, 24), missing=("left_bending",))

    assert {c.type for c in found.candidates if c.ground is KingGround.MISSING} == {"I", "II"}
    assert found.index is None
    assert any("no left-bending film" in c.reason for c in found.candidates)


def test_t1_off_the_film_keeps_type_v_open(studies):
    found = studies.classify((44, 60, 25), (38, 40, 10), s1="beyond", t1_tilt=-20, highest=Level.T2)

    five = next(c for c in found.candidates if c.type == "V")
    assert five.ground is KingGround.MISSING
    assert "tilt of T1 cannot be told" in five.reason


@pytest.mark.parametrize(
    ("standing", "residual", "ends", "words"),
    [
        ((0, 0, 50), (0, 0, 30), ENDS, "there is none."),
        ((40, 60, 55), (30, 40, 30), ENDS, "all three curves are structural"),
        ((5, 40, 60), (0, 20, 30), [0, 4, 9, 14], "the thoracolumbar curve of 60° leads"),
    ],
)
def test_king_has_no_type_for_other_curves(studies, standing, residual, ends, words):
    found = studies.classify(standing, residual, s1="under L5", ends=ends)

    assert words in found.not_applicable
    assert found.candidates == ()


def test_a_bending_film_has_no_type(draw_spine):
    film = Film(draw_spine(np.linspace(25, -25, 17)), Landmarks(), Posture.BENDING)

    with pytest.raises(CannotMeasureError, match="King's type is not available"):
        classify_king(film, [])


@settings(max_examples=30)
@given(
    standing=st.tuples(st.floats(12, 50), st.floats(20, 80), st.floats(12, 80)),
    residual=st.tuples(*[st.floats(-20, 50)] * 3),
    s1=st.sampled_from(["between", "beyond", "under L5", None]),
)
def test_mirroring_and_the_pixel_size_change_no_type(studies, standing, residual, s1):
    plain = studies.classify(standing, residual, s1=s1, sem=3.0)
    mirrored = studies.classify(standing, residual, s1=s1, sem=3.0, side=-1)
    coarse = studies.classify(standing, residual, s1=s1, sem=3.0, spacing=(0.7, 0.35))

    for other in (mirrored, coarse):
        assert [(c.type, c.ground) for c in other.candidates] == [
            (c.type, c.ground) for c in plain.candidates
        ]
        assert other.not_applicable == plain.not_applicable
    grounds = [c.ground for c in plain.candidates]
    assert grounds.count(KingGround.MEASURED) <= 1
