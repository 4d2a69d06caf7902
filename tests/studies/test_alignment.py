"""Films over one another: one vertebra on one point, in one scale, with every angle kept."""

from dataclasses import replace

import numpy as np
import pytest

from measurements import ImageEdge, Level, Unit, signed_cobb_deg
from studies.alignment import ScaleBasis, align
from studies.analyse import measure_study
from studies.findings import FilmFindings
from studies.radiograph import PatientSide, Spacing, SpacingOrigin, View


def with_film(study, film: FilmFindings):
    """The study with one of its films exchanged, measured again."""
    films = study.films | {film.view: film}
    return measure_study(films, {}, study.provenance)


def resampled(film, factor, spacing):
    """The film at `factor` times as many pixels a side."""
    vertebrae = tuple(
        replace(v, corners=tuple((factor * row, factor * column) for row, column in v.corners))
        for v in film.vertebrae
    )
    height, width = film.shape
    shape = (round(factor * height), round(factor * width))
    return replace(film, vertebrae=vertebrae, shape=shape, spacing=spacing, curves=())


def test_the_lowest_vertebra_lies_on_one_point_of_all_films(study):
    aligned = align(study.films)

    assert aligned.level is Level.L5
    assert aligned.basis is ScaleBasis.MILLIMETRES
    for spine in aligned.spines.values():
        assert spine.unit is Unit.MILLIMETRE
        assert spine[Level.L5].centre == pytest.approx((0, 0), abs=1e-9)


def test_outlines_of_a_film_fall_on_its_aligned_spine(study):
    aligned = align(study.films)

    for view, film in study.films.items():
        placed = aligned.placements[view]([found.corners for found in film.vertebrae])
        centres = [v.centre for v in aligned.spines[view].vertebrae]
        np.testing.assert_allclose(placed.mean(axis=1), centres, atol=1e-9)


def test_a_film_of_finer_pixels_lies_where_it_lay(study):
    fine = resampled(
        study.films[View.LEFT_BENDING], 2, Spacing(0.25, 0.25, SpacingOrigin.PIXEL_SPACING)
    )
    before, after = align(study.films), align(with_film(study, fine).films)

    for one, other in zip(
        before.spines[View.LEFT_BENDING].vertebrae,
        after.spines[View.LEFT_BENDING].vertebrae,
        strict=True,
    ):
        assert other.centre == pytest.approx(one.centre, abs=1e-9)


def test_without_a_spacing_the_lowest_vertebra_is_equally_wide_on_all_films(study):
    unscaled = resampled(study.films[View.RIGHT_BENDING], 3, None)
    aligned = align(with_film(study, unscaled).films)

    assert aligned.basis is ScaleBasis.WIDTH
    widths = [spine[Level.L5].midline.length for spine in aligned.spines.values()]
    assert widths == pytest.approx([widths[0]] * 3)
    assert {spine.unit for spine in aligned.spines.values()} == {Unit.PIXEL}


def test_no_angle_changes(study):
    unscaled = resampled(study.films[View.RIGHT_BENDING], 3, None)
    for each in (study, with_film(study, unscaled)):
        for view, spine in align(each.films).spines.items():
            for curve in each.curves:
                measured = signed_cobb_deg(each.films[view].used, *curve.levels)
                assert signed_cobb_deg(spine, *curve.levels) == pytest.approx(measured, abs=1e-9)


def test_a_level_that_one_film_lacks_does_not_align_them(study):
    bend = study.films[View.LEFT_BENDING]
    cropped = replace(bend, vertebrae=bend.vertebrae[:-2], curves=())
    aligned = align(with_film(study, cropped).films)

    assert aligned.level is Level.L3
    assert all(
        s[Level.L3].centre == pytest.approx((0, 0), abs=1e-9) for s in aligned.spines.values()
    )


def test_films_without_a_common_level_each_lie_on_their_own_lowest_one(study):
    bend, standing = study.films[View.LEFT_BENDING], study.standing
    upper = replace(bend, vertebrae=bend.vertebrae[:7], curves=())
    lower = replace(standing, vertebrae=standing.vertebrae[8:], curves=())
    aligned = align(with_film(with_film(study, upper), lower).films)

    assert aligned.level is None
    for spine in aligned.spines.values():
        assert spine.vertebrae[-1].centre == pytest.approx((0, 0), abs=1e-9)


def test_a_film_from_behind_lies_as_one_from_the_front(study):
    film = study.films[View.LEFT_BENDING]
    width = film.shape[1]
    vertebrae = tuple(
        replace(
            v,
            corners=tuple((v.corners[k][0], width - 1 - v.corners[k][1]) for k in (1, 0, 3, 2)),
        )
        for v in film.vertebrae
    )
    behind = replace(
        film, vertebrae=vertebrae, curves=(), side=PatientSide(ImageEdge.RIGHT, "declared")
    )
    before, after = align(study.films), align(with_film(study, behind).films)

    for one, other in zip(
        before.spines[View.LEFT_BENDING].vertebrae,
        after.spines[View.LEFT_BENDING].vertebrae,
        strict=True,
    ):
        assert other.superior_endplate.right == pytest.approx(one.superior_endplate.right)
