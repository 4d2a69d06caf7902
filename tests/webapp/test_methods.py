"""Method page: every number the app shows is explained, with source and limits."""

import inspect
from pathlib import Path

import pytest

import measurements
from webapp.methods import METHODS, as_markdown
from webapp.tables import CURVE_COLUMNS, FLEXIBILITY_COLUMNS

EXPLAINED_AS = {
    "Curve": "Curves, end vertebrae and apex",
    "Levels": "Curves, end vertebrae and apex",
    "Apex": "Curves, end vertebrae and apex",
    "Convex": "Axes and signs",
    "Cobb": "Cobb angle",
    "Standing": "Cobb angle",
    "Left bending": "Cobb angle",
    "Right bending": "Cobb angle",
    "Flexibility": "Flexibility rate",
    "Correction": "Flexibility rate",
    "95 %": "Error of a flexibility rate, stiff and flexible",
    "Apical offset": "Sideways step and apical offset",
}

NOT_MEASURED = {"levels_upward_from"}
"""Public functions that name or sort, and give no number and no finding."""

MEASUREMENTS = sorted(
    name
    for name in measurements.__all__
    if name not in NOT_MEASURED
    and (
        inspect.isfunction(getattr(measurements, name))
        or inspect.ismethod(getattr(getattr(measurements, name), "of", None))  # drawn lines
    )
)


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_every_public_measurement_is_explained(name):
    assert [method.title for method in METHODS if name in method.measures]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.title)
def test_no_method_explains_what_is_not_measured(method):
    assert set(method.measures) <= set(measurements.__all__)


@pytest.mark.parametrize("column", sorted({*CURVE_COLUMNS, *FLEXIBILITY_COLUMNS}))
def test_every_column_is_explained(column):
    assert EXPLAINED_AS[column] in [method.title for method in METHODS]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.title)
def test_every_method_names_its_source_and_its_limits(method):
    assert len(method.source) > 20
    assert len(method.limits) > 20


def test_the_written_methods_are_those_of_the_page():
    written = Path(__file__).parents[2] / "docs" / "methods.md"

    assert written.read_text() == as_markdown() + "\n"
