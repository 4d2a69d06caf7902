"""The plot of the bends: one row a curve, signed, the used film filled."""

from webapp.bend_plot import bend_plot


def points(figure):
    return [trace for trace in figure.data if trace.mode == "markers+text"]


def test_every_angle_has_its_point(study):
    angles = sorted(trace.x[0] for trace in points(bend_plot(study.flexibility)))

    expected = sorted(
        angle
        for item in study.flexibility
        for angle in (item.left.cobb_deg, item.curve.cobb_deg, item.right.cobb_deg)
    )
    assert angles == expected


def test_only_the_film_the_rate_was_taken_from_is_filled(study):
    symbols = {trace.text[0]: trace.marker.symbol for trace in points(bend_plot(study.flexibility))}

    assert symbols["right +20°"] == "triangle-right"
    assert symbols["left +60°"] == "triangle-left-open"
    assert symbols["left −10°"] == "triangle-left"


def test_left_convex_is_drawn_to_the_left_and_in_view(study):
    low, high = bend_plot(study.flexibility).layout.xaxis.range

    assert low == -high
    assert high > 60
