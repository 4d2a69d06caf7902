"""Every gate fires on a study made for it, and stays silent on clean ones."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest
from phantom_findings import film_of, study_of

from benchmarks.gate_studies import EFFORT_DEG, codes, truly_so
from measurements import BendingFilm, Level
from sample_data.phantom import phantom_patient
from sample_data.phantom.instrumentation import Instrumentation
from studies.analyse import measure_film, measure_study, with_bends_swapped, with_lowest_level
from studies.edit import Landmark
from studies.gates import metal_warnings
from studies.identity import SameOrigin
from studies.radiograph import Spacing, SpacingOrigin, View

STANDING, LEFT, RIGHT = View.CORONAL, View.LEFT_BENDING, View.RIGHT_BENDING

CLEAN_STUDIES = 200
TRUE_OF_A_PHANTOM = {"vertebra-count", "small-curve", "bend-weak", "bend-like-standing"}
"""Said of phantoms only where it is so, which `truly_so` finds by formulas of its own."""


@pytest.fixture(scope="module")
def clean():
    return [
        (truth, study_of(truth))
        for truth in (
            phantom_patient(seed, effort_deg=EFFORT_DEG).study_truth()
            for seed in range(CLEAN_STUDIES)
        )
    ]


@pytest.fixture(scope="module")
def phantom():
    """A patient with large curves who bends well."""
    return phantom_patient(3, effort_deg=EFFORT_DEG)


@pytest.fixture(scope="module")
def study(phantom):
    return study_of(phantom.study_truth())


def changed(study, view, **parts):
    """The study with parts of one film replaced and everything measured again."""
    film = measure_film(replace(study.films[view], curves=(), **parts))
    return measure_study({**study.films, view: film}, study.refused, study.provenance)


def test_at_most_one_clean_study_in_fifty_raises_any_false_alarm(clean):
    alarms = Counter(code for _, study in clean for code in codes(study) - TRUE_OF_A_PHANTOM)
    doubted = sum(bool(codes(study) - TRUE_OF_A_PHANTOM) for _, study in clean)

    assert doubted <= CLEAN_STUDIES / 50, alarms


def test_what_is_said_of_a_clean_study_is_so(clean):
    for truth, study in clean:
        assert codes(study) & TRUE_OF_A_PHANTOM == truly_so(truth) & TRUE_OF_A_PHANTOM


def test_bends_exchanged(study):
    assert "bends-swapped" in codes(with_bends_swapped(study))


def test_one_bend_the_wrong_way(phantom):
    truth = phantom.study_truth()
    films = {view: film_of(film, name=view) for view, film in truth.films.items()}
    wrong = replace(films["right_bending"], view=LEFT, name="other", sha256="other")
    named = {STANDING: films["coronal"], LEFT: wrong}

    assert "bend-wrong-way" in codes(measure_study(named, {}, wrong.provenance))


def test_one_film_stored_twice_under_two_names(study):
    copy = replace(study.films[LEFT], view=RIGHT, sha256="another file", review=None)
    twice = measure_study({**study.films, RIGHT: copy}, {}, study.provenance)

    assert "same-film-twice" in codes(twice)


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (SameOrigin(patient=1, day=0), "patients-differ"),
        (SameOrigin(patient=0, day=1), "days-differ"),
    ],
)
def test_films_of_another_patient_or_another_day(origin, code, study):
    films = {view: replace(film, origin=SameOrigin(0, 0)) for view, film in study.films.items()}
    films[RIGHT] = replace(films[RIGHT], origin=origin)
    [warning] = [
        w for w in measure_study(films, {}, study.provenance).warnings if w.code.endswith("differ")
    ]

    assert warning.code == code
    assert "standing film and left-bending film of one" in warning.message


def test_a_film_that_states_no_patient_is_not_called_another_one(study):
    films = {view: replace(film, origin=SameOrigin(0, 0)) for view, film in study.films.items()}
    films[RIGHT] = replace(films[RIGHT], origin=SameOrigin(None, None))

    assert not {"patients-differ", "days-differ"} & codes(
        measure_study(films, {}, study.provenance)
    )


@pytest.mark.parametrize("place", [3, 8, 14])
def test_a_vertebra_missed(place, study):
    rest = tuple(v for i, v in enumerate(study.standing.vertebrae) if i != place)
    named = with_lowest_level(
        changed(study, STANDING, vertebrae=rest), study.standing.vertebrae[-1].level, view=STANDING
    )

    assert {"vertebra-missing", "level-count-differs"} <= codes(named)


@pytest.mark.parametrize("place", [3, 8, 14])
def test_a_vertebra_outlined_twice(place, study):
    vertebrae = list(study.standing.vertebrae[1:])
    twin = vertebrae[place]
    moved = tuple((row + 2.0, column + 1.0) for row, column in twin.corners)
    vertebrae.insert(place + 1, replace(twin, corners=moved, score=0.5))
    levels = study.standing.spine.levels[-len(vertebrae) :]
    named = tuple(replace(v, level=name) for v, name in zip(vertebrae, levels, strict=True))

    assert "vertebra-doubled" in codes(changed(study, STANDING, vertebrae=named))


@pytest.mark.parametrize("kept", [slice(1, None), slice(0, -1)])
def test_sixteen_vertebrae(kept, study):
    assert "vertebra-count" in codes(
        changed(study, STANDING, vertebrae=study.standing.vertebrae[kept])
    )


def test_eighteen_vertebrae():
    long = next(
        truth
        for truth in (phantom_patient(s, effort_deg=EFFORT_DEG).study_truth() for s in range(40))
        if len(truth.films["coronal"].levels) == 18
    )

    assert "vertebra-count" in codes(study_of(long))


def test_a_top_vertebra_cut_by_the_edge_of_the_film(study):
    film = study.standing
    top = min(row for row, _ in film.vertebrae[0].corners)
    raised = tuple(
        replace(v, corners=tuple((row - top + 0.5, column) for row, column in v.corners))
        for v in film.vertebrae
    )
    cut = changed(study, STANDING, vertebrae=raised, landmark_points={})
    [warning] = [w for w in cut.standing.warnings if w.code == "vertebra-cut"]

    assert "T1" in warning.message
    assert "landmarks-off-film" in codes(cut)


def test_a_film_that_ends_below_its_lowest_vertebra(study):
    film = study.standing
    bottom = max(row for row, _ in film.vertebrae[-1].corners)
    short = changed(study, STANDING, shape=(round(bottom) + 5, film.shape[1]), landmark_points={})
    [warning] = [w for w in short.standing.warnings if w.code == "landmarks-off-film"]

    assert "S1" in warning.message
    assert "C7" not in warning.message


def test_a_weak_bend_and_one_that_is_none(study):
    """Known tilts between standing and bent: every corner part of the way."""

    def part_way(share):
        standing, bent = study.standing, study.films[LEFT]
        between = tuple(
            replace(
                v,
                corners=tuple(
                    (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
                    for a, b in zip(standing.vertebra(v.level).corners, v.corners, strict=True)
                ),
            )
            for v in bent.vertebrae
        )
        return codes(changed(study, LEFT, vertebrae=between, landmark_points={}))

    bend = study.adequacy["left_bending"].trunk_bend_deg
    assert "bend-weak" in part_way(15 / bend)
    assert "bend-like-standing" in part_way(4 / bend)
    assert not {"bend-weak", "bend-like-standing"} & part_way(1.0)


@pytest.mark.parametrize("turn_deg", [15.0, -15.0])
def test_a_standing_film_hung_askew(turn_deg, study):
    turn = math.radians(turn_deg)

    def turned(points):
        return tuple(
            (
                600 + (row - 600) * math.cos(turn) - (column - 600) * math.sin(turn),
                600 + (row - 600) * math.sin(turn) + (column - 600) * math.cos(turn),
            )
            for row, column in points
        )

    film = study.standing
    askew = changed(
        study,
        STANDING,
        vertebrae=tuple(replace(v, corners=turned(v.corners)) for v in film.vertebrae),
        landmark_points={each: turned(at) for each, at in film.landmark_points.items()},
    )
    [warning] = [w for w in askew.standing.warnings if w.code == "film-tilted"]

    assert "iliac crests" in warning.message


def test_a_pelvis_that_moved_with_the_bend(study):
    (top, left), (other_top, right) = study.films[LEFT].landmark_points[Landmark.ILIAC_CRESTS]
    crests = ((top + 40, left), (other_top - 40, right))
    points = {**study.films[LEFT].landmark_points, Landmark.ILIAC_CRESTS: crests}

    assert "pelvis-moved" in codes(changed(study, LEFT, landmark_points=points))


@pytest.mark.parametrize("spacing", [Spacing(0.7, 0.7, SpacingOrigin.USER), None])
def test_millimetres_that_differ_between_films(spacing, study):
    assert "spacing-differs" in codes(changed(study, RIGHT, spacing=spacing))


@pytest.mark.parametrize(("lowest", "way"), [(Level.L4, "high"), (Level.L6, "low")])
def test_names_that_are_off_by_one_on_one_film(lowest, way, clean):
    for _, study in clean[:20]:
        if study.standing.spine.levels[-1] is not Level.L5:
            continue
        [warning] = [
            warning
            for warning in with_lowest_level(study, lowest, view=LEFT).warnings
            if warning.code == "levels-shifted"
        ]

        assert "level names on the left-bending film" in warning.message
        assert f"one level too {way}" in warning.message


def test_no_curve_is_called_stiff_or_flexible_by_the_film_whose_names_are_off(clean):
    for _, study in clean[:20]:
        if study.standing.spine.levels[-1] is not Level.L5:
            continue
        shifted = with_lowest_level(study, Level.L4, view=LEFT)
        for bend in shifted.bends:
            if bend.flexibility.film is BendingFilm.LEFT:
                assert bend.has_doubtful_levels
                assert bend.stiffness.stiffness is None
                assert "level names of this film may be wrong" in bend.stiffness.reason
            else:
                assert not bend.has_doubtful_levels
                assert bend.stiffness == bend.weighed.stiffness


def test_a_network_that_is_unsure(study):
    vertebrae = tuple(replace(v, score=0.1, tilt_sd_deg=9.0) for v in study.standing.vertebrae)

    assert {"low-score", "corner-spread"} <= codes(changed(study, STANDING, vertebrae=vertebrae))


@pytest.fixture(scope="module")
def rendered():
    """The same patient on a film, without and with screws and rods from T5 to L1."""
    patient = phantom_patient(3, effort_deg=EFFORT_DEG)
    fused = replace(patient, attachments=(Instrumentation("T5", "L1"),))
    return patient.film("coronal"), fused.film("coronal")


def outlines(film):
    return [tuple(map(tuple, body)) for body in film.corners_px.tolist()]


def test_implants_over_the_spine(rendered):
    plain, fused = rendered
    [warning] = metal_warnings(fused.pixels, outlines(fused))

    assert metal_warnings(plain.pixels, outlines(plain)) == ()
    assert warning.code == "metal-over-spine"


def test_implants_are_seen_on_a_dimmed_film_and_on_one_of_half_the_size(rendered):
    _, fused = rendered
    half = fused.pixels[::2, ::2]
    halved = [tuple((row / 2, column / 2) for row, column in body) for body in outlines(fused)]

    assert metal_warnings(0.6 * fused.pixels + 0.1, outlines(fused))
    assert metal_warnings(half, halved)


def test_every_gate_says_what_to_do(study):
    doubtful = changed(
        with_bends_swapped(with_lowest_level(study, Level.L4, view=LEFT)), RIGHT, spacing=None
    )
    warnings = [*doubtful.warnings, *(w for f in doubtful.films.values() for w in f.warnings)]

    assert len(warnings) >= 4
    for warning in warnings:
        assert warning.message.endswith(".")
        assert warning.remedy.endswith(".")
        assert warning.message[0].isupper()
