"""What became of each curve, drawn and tabulated: numbers of the films and of the line."""

from dataclasses import replace
from datetime import date

import pytest

from measurements.uncertainty import Z95
from studies.analyse import analyse_film, measure_film
from studies.follow_up import DatedFilm, follow_up
from studies.radiograph import View
from webapp import exports
from webapp.follow_up_tables import angle_table, change_table, reasons
from webapp.trend_plot import trend_plot

DAYS = (date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1))
TILTS = (
    (0.0, 25.0, -25.0, 15.0, 12.0),  # PT -25, MT +50, L -40
    (0.0, 28.0, -28.0, 12.0, 9.0),  # PT -28, MT +56, L -40
    (0.0, 32.0, -32.0, 8.0, 5.0),  # PT -32, MT +64, L -40
)


@pytest.fixture(scope="module")
def films(draw_film, known_corners):
    return [
        DatedFilm(day, analyse_film(draw_film(tilts), known_corners, view=View.CORONAL))
        for day, tilts in zip(DAYS, TILTS, strict=True)
    ]


@pytest.fixture(scope="module")
def found(films):
    return follow_up(films)


def traces(figure, name):
    """Traces of a name, a curve each, cranial first."""
    return [trace for trace in figure.data if trace.name == name]


def test_every_angle_is_drawn_with_its_interval(found):
    _, main, lumbar = traces(trend_plot(found), "angle")

    assert tuple(main.x) == DAYS
    assert main.y == pytest.approx([50, 56, 64])
    assert lumbar.y == pytest.approx([40, 40, 40])
    assert main.error_y.array == pytest.approx([Z95 * 3] * 3)


def test_the_line_is_that_of_the_rate(found):
    for line, followed in zip(traces(trend_plot(found), "trend"), found.curves, strict=True):
        years = (line.x[-1] - line.x[0]).days / 365.25

        assert (line.y[-1] - line.y[0]) / years == pytest.approx(followed.rate_deg_per_year)
        assert (line.x[0], line.x[-1]) == (DAYS[0], DAYS[-1])


def test_the_band_is_narrowest_between_the_films_and_holds_the_line(found):
    [_, main, _] = traces(trend_plot(found), "band")
    count = len(main.x) // 2
    widths = [upper - lower for upper, lower in zip(main.y[:count], main.y[::-1], strict=False)]

    assert min(widths) == pytest.approx(2 * Z95 * 3 / 3**0.5, abs=0.01)
    assert widths.index(min(widths)) == count // 2
    assert max(widths) in (widths[0], widths[-1])


def test_growth_is_called_progression_from_the_dotted_line_on(found):
    lines = traces(trend_plot(found), "convention")

    assert [line.y[0] for line in lines] == pytest.approx([30, 55, 45])


def test_all_that_is_drawn_lies_on_the_axes_and_zero_too(found):
    figure = trend_plot(found)
    low, high = figure.layout.yaxis.range

    assert low <= 0
    assert high >= 64 + Z95 * 3
    assert figure.layout.xaxis.range[0] < DAYS[0] < DAYS[-1] < figure.layout.xaxis.range[1]


def test_panels_are_named_by_their_curves(found):
    titles = [note.text for note in trend_plot(found).layout.annotations]

    assert "<b>Main thoracic T5–T11</b>" in titles


def test_the_tables_have_every_angle_and_every_change(found):
    angles, changes = angle_table(found), change_table(found)
    main = changes[changes["Curve"] == "Main thoracic T5–T11"]

    assert angles["2025-03-01"][1] == "56° (50 to 62°)"
    assert angles["Rate a year (95 %)"][1] == "+7.0° (+2.8° to +11.2°)"
    assert main["Change"].tolist() == ["+6.0°", "+8.0°", "+14.0°"]
    assert main["95 %"].tolist()[0] == "−2.3° to +14.3°"
    assert [words.split()[0] for words in main["Measurement error"]] == [
        "within",
        "within",
        "beyond",
    ]
    assert not reasons(found)


def test_a_curve_that_a_film_does_not_show_has_a_reason_and_is_drawn_where_it_is(films):
    short = films[1].film
    short = measure_film(replace(short, curves=(), vertebrae=short.vertebrae[2:]))
    found = follow_up([films[0], DatedFilm(DAYS[1], short)])
    figure = trend_plot(found)

    assert angle_table(found)["2025-03-01"][0] == "not measured"
    assert "T1 is not visible" in reasons(found)[0]
    assert len(traces(figure, "angle")[0].x) == 1
    assert len(traces(figure, "trend")) == 2


def test_files_are_named_by_their_content(found):
    csv, json = exports.follow_up_csv(found), exports.follow_up_json(found)

    assert csv.name.startswith("r2mf-spine-follow-up-")
    assert csv.data.decode().count("\n") == 1 + 9
    assert b'"follow-up"' in json.data
