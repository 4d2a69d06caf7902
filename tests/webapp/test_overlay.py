"""Film figures: everything drawn where the film has it, and named."""

from dataclasses import replace

import numpy as np
import pytest

from measurements import ImageEdge, Level
from studies.radiograph import PatientSide, Spacing, SpacingOrigin, View
from webapp import overlay
from webapp.overlay import Layer


def draw(film, findings, marks=()):
    return overlay.film_figure(film, film.pixels, findings, marks)


def traces(figure, layer):
    return [trace for trace in figure.data if trace.name == layer]


def words(figure):
    return " ".join(trace.text[0] for trace in traces(figure, Layer.COBB) if trace.text)


@pytest.fixture
def film(radiographs):
    return radiographs[View.CORONAL]


@pytest.fixture
def findings(study):
    return study.films[View.CORONAL]


def texts(figure):
    return " ".join(annotation.text for annotation in figure.layout.annotations)


def test_outlines_lie_on_the_corners_in_film_pixels(film, findings):
    outlines = traces(draw(film, findings), Layer.VERTEBRAE)

    for trace, vertebra in zip(outlines, findings.vertebrae, strict=True):
        drawn = np.column_stack([trace.y, trace.x])
        np.testing.assert_allclose(drawn[:4], vertebra.corners)
        np.testing.assert_allclose(drawn[4], drawn[0])


def test_the_picture_fills_the_film_whatever_its_own_size(film, findings):
    figure = overlay.film_figure(film, film.pixels[::4, ::4], findings, ())
    (picture,) = figure.layout.images

    assert (picture.x, picture.y, picture.sizex, picture.sizey) == (-0.5, -0.5, 300, 620)
    assert tuple(figure.layout.xaxis.range) == (-0.5, 299.5)
    assert tuple(figure.layout.yaxis.range) == (619.5, -0.5)


def test_pixels_that_are_not_square_are_drawn_as_they_are(film, findings):
    tall = replace(film, spacing=Spacing(0.6, 0.4, SpacingOrigin.USER))

    assert draw(tall, findings).layout.yaxis.scaleratio == pytest.approx(1.5)


def test_every_trace_belongs_to_a_layer_and_every_layer_is_drawn(film, findings):
    figure = draw(film, findings, overlay.own_marks(findings))

    assert {trace.name for trace in figure.data} == set(Layer)


def test_hover_names_the_level_and_its_tilt(film, findings):
    outlines = traces(draw(film, findings), Layer.VERTEBRAE)
    t5 = findings.vertebrae.index(findings.vertebra(Level.T5))

    assert "T5" in outlines[t5].text
    assert "tilt +25°" in outlines[t5].text


@pytest.mark.parametrize(
    ("patient_right", "at_left_edge"), [(ImageEdge.LEFT, "R"), (ImageEdge.RIGHT, "L")]
)
def test_sides_are_drawn_where_they_are(film, findings, patient_right, at_left_edge):
    turned = replace(film, side=PatientSide(patient_right, "declared by the user"))
    left = min(draw(turned, findings).layout.annotations, key=lambda annotation: annotation.x)

    assert left.text == f"<b>{at_left_edge}</b>"


def test_an_unknown_side_is_said_and_never_drawn(film, findings):
    unknown = replace(film, side=PatientSide(None, "not stated"))

    assert texts(draw(unknown, findings)) == "side not stated"


def test_cobb_lines_run_along_the_endplates_of_the_curve(film, findings):
    figure = draw(film, findings, overlay.own_marks(findings))
    line, superior = traces(figure, Layer.COBB)[0], findings.vertebra(Level.T5).superior_endplate
    drawn = np.array([[line.y[0], line.x[0]], [line.y[1], line.x[1]]])

    along = np.subtract(*superior)
    across = drawn - np.array(superior[0])
    np.testing.assert_allclose(across[:, 0] * along[1] - across[:, 1] * along[0], 0, atol=1e-8)
    assert "50°" in words(figure)


def test_an_angle_stands_on_the_convex_side(film, findings):
    figure = draw(film, findings, overlay.own_marks(findings))
    label = next(t for t in traces(figure, Layer.COBB) if t.text and "50°" in t.text[0])

    assert label.x[0] < findings.vertebra(Level.T8).centre[1]  # right convex, right at image left


def test_bending_films_carry_the_standing_levels_with_their_signs(study):
    marks = overlay.standing_marks(study, View.LEFT_BENDING)

    assert [(mark.upper, mark.lower, mark.words) for mark in marks] == [
        (Level.T5, Level.T12, "+60°"),
        (Level.T12, Level.L5, "−10°"),
    ]


def test_a_mark_whose_levels_the_film_lacks_is_left_out(film, findings):
    cropped = replace(findings, vertebrae=findings.vertebrae[:8], curves=())
    figure = draw(film, cropped, overlay.own_marks(findings))

    assert not traces(figure, Layer.COBB)
