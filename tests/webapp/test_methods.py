"""Method page: every number the app shows is explained, with source and limits."""

from pathlib import Path

import pytest

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
    "Which film and why": "Flexibility rate",
    "Apical offset": "Sideways step and apical offset",
}


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
