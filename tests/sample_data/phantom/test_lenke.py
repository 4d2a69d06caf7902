"""Curves of asked flexibility, and of every Lenke type."""

from itertools import pairwise

import pytest

from measurements import Convexity, Region
from measurements.lenke import classify_lenke
from measurements.weighed_curve import WeighedCurve
from sample_data import (
    Anatomy,
    CurvePlan,
    PhantomError,
    Physique,
    bending_by,
    lenke_plan,
    phantom_patient,
)
from sample_data.phantom.lenke import TYPES

THORACOLUMBAR = (Region.THORACOLUMBAR, Region.LUMBAR)
STRUCTURAL_DEG = 25.0
# Which of proximal thoracic, main thoracic and thoracolumbar or lumbar are structural; Lenke et al.
# 2001, J Bone Joint Surg Am 83:1169.
RULE = {
    1: (False, True, False),
    2: (True, True, False),
    3: (False, True, True),
    4: (True, True, True),
    5: (False, False, True),
    6: (False, True, True),
}


def structural(study):
    """Largest curve of each region and whether the rule calls it structural."""
    major = max(study.curves, key=lambda curve: curve.magnitude_deg)
    sizes, calls = [0.0, 0.0, 0.0], [False, False, False]
    for curve, bend in zip(study.curves, study.flexibility, strict=True):
        place = {Region.PROXIMAL_THORACIC: 0, Region.MAIN_THORACIC: 1}.get(curve.region, 2)
        sizes[place] = max(sizes[place], curve.magnitude_deg)
        calls[place] |= curve is major or bend.residual_deg >= STRUCTURAL_DEG
    return sizes, tuple(calls)


@pytest.mark.parametrize("cobb", [55.0, 75.0, 110.0])
@pytest.mark.parametrize("lenke_type", TYPES)
def test_every_plan_measures_as_its_type(lenke_type, cobb):
    flexibility = 40.0
    plans = lenke_plan(lenke_type, cobb, flexibility_percent=flexibility)
    study = phantom_patient(lenke_type, plans).study_truth()
    sizes, calls = structural(study)
    major = max(zip(study.curves, study.flexibility, strict=True), key=lambda c: c[0].magnitude_deg)

    assert calls == RULE[lenke_type]
    assert major[0].magnitude_deg == pytest.approx(cobb, rel=0.08)
    assert major[1].rate_percent == pytest.approx(flexibility, abs=0.5)
    if lenke_type <= 4:
        assert sizes[1] == max(sizes)
    else:
        assert sizes[2] == max(sizes)
    if lenke_type == 6:
        assert sizes[2] >= sizes[1] + 5


@pytest.mark.parametrize("anatomy", [Anatomy(11, 4), Anatomy(13, 6)])
@pytest.mark.parametrize("lenke_type", TYPES)
def test_types_exist_in_every_number_variant(lenke_type, anatomy):
    plans = lenke_plan(lenke_type, 60.0, flexibility_percent=40.0, anatomy=anatomy)
    study = phantom_patient(5, plans, physique=Physique(anatomy=anatomy)).study_truth()

    assert structural(study)[1] == RULE[lenke_type]


@pytest.mark.parametrize("lenke_type", TYPES)
def test_the_side_of_a_plan_is_the_side_asked_for(lenke_type):
    right = lenke_plan(lenke_type, 60)
    left = lenke_plan(lenke_type, 60, thoracic=Convexity.LEFT)

    assert [-plan.cobb_deg for plan in left] == [plan.cobb_deg for plan in right]
    assert right[1].cobb_deg > 0
    assert all(a.cobb_deg * b.cobb_deg < 0 for a, b in pairwise(right))


@pytest.mark.parametrize("asked", [10.0, 35.0, 60.0, 100.0, 130.0])
def test_a_curve_measures_the_flexibility_asked_for(asked):
    plans = (
        CurvePlan("T4", "T11", 48, flexibility_percent=45),
        CurvePlan("T11", "L4", -42, flexibility_percent=asked),
    )
    study = phantom_patient(11, plans).study_truth()
    bends = {str(bend.curve.levels[0]): bend for bend in study.flexibility}

    assert bends["T4"].rate_percent == pytest.approx(45, abs=0.5)
    assert bends["T11"].rate_percent == pytest.approx(asked, abs=0.5)
    assert bends["T11"].overcorrected == (asked > 100)


def test_what_cannot_be_reached_says_what_can():
    with pytest.raises(PhantomError, match=r"900 % of the curve from T5 to T12 .* \d+ to \d+ %"):
        phantom_patient(1, (CurvePlan("T5", "T12", 50, flexibility_percent=900),))


def test_a_curve_too_small_to_measure_has_no_flexibility():
    with pytest.raises(PhantomError, match="no curve of 10 degrees"):
        phantom_patient(1, (CurvePlan("T5", "T12", 5, flexibility_percent=50),))


@pytest.mark.parametrize(
    ("lenke_type", "cobb", "message"), [(7, 50, "no Lenke type"), (4, 40, "51 to 110"),
                                        (1, 111, "15 to 110"), (1, float("nan"), "nan degrees")]
)  # fmt: skip
def test_types_that_cannot_be_are_refused(lenke_type, cobb, message):
    with pytest.raises(PhantomError, match=message):
        lenke_plan(lenke_type, cobb)


@pytest.mark.parametrize("apex", ["T8", "T8/T9", "L1"])
def test_a_curve_planned_by_its_apex_has_it(apex):
    plan = CurvePlan.around(apex, 50)
    study = phantom_patient(4, (plan,), physique=Physique()).study_truth()
    curve = max(study.curves, key=lambda curve: curve.magnitude_deg)
    places = [(Physique().anatomy.index(name) for name in a.split("/"))
              for a in (apex, curve.apex.name)]  # fmt: skip
    asked, found = (sum(place) / len(a.split("/")) for place, a in
                    zip(map(list, places), (apex, curve.apex.name), strict=True))  # fmt: skip

    assert abs(asked - found) <= 1
    assert tuple(map(str, curve.levels)) == (plan.upper, plan.lower)


@pytest.mark.parametrize(
    ("apex", "message"), [("T8/T10", "is no apex"), ("T2", "cannot reach"), ("T14", "not exist")]
)
def test_an_apex_that_cannot_be_is_refused(apex, message):
    with pytest.raises(PhantomError, match=message):
        CurvePlan.around(apex, 50)


@pytest.mark.parametrize("trunk_bend", [15.0, 40.0])
def test_a_trunk_bends_as_far_as_it_is_told(trunk_bend):
    patient = bending_by(phantom_patient(9, lenke_plan(1, 50)), trunk_bend)
    tilts = [patient.truth(view).body_tilts_deg[0] for view in ("left_bending", "right_bending")]

    assert (tilts[0] - tilts[1]) / 2 == pytest.approx(trunk_bend, abs=1e-6)


def test_no_trunk_bends_all_the_way_round():
    with pytest.raises(PhantomError, match="cannot bend by 400 degrees"):
        bending_by(phantom_patient(9), 400)


@pytest.mark.parametrize("stature", [1200.0, 1900.0])
def test_a_tall_person_has_a_long_spine(stature):
    film = phantom_patient(1, (), physique=Physique.of(stature, "male", 22)).truth("coronal").film
    length = film.landmarks.c7_centre[1] - film.landmarks.s1_centre[1]

    assert length / stature == pytest.approx(0.27, abs=0.02)


@pytest.mark.parametrize(
    ("person", "message"),
    [
        ((900, "male", 21), "stature is 900"),
        ((1700, "male", 60), "index is 60"),
        ((1700, "x", 21), "sex"),
    ],
)
def test_an_impossible_person_is_refused(person, message):
    with pytest.raises(PhantomError, match=message):
        Physique.of(*person)


@pytest.mark.parametrize("lenke_type", TYPES)
def test_the_classifier_of_the_product_names_the_type_that_was_built(lenke_type):
    study = phantom_patient(lenke_type, lenke_plan(lenke_type, 75)).study_truth()
    bends = {view: study.films[view].spine for view in ("left_bending", "right_bending")}
    curves = [WeighedCurve.weigh(bend, **bends) for bend in study.flexibility]
    probabilities = classify_lenke(study.films["coronal"].film, curves).probabilities

    assert max(probabilities, key=probabilities.get) == str(lenke_type)
