"""Method page: every number the app shows is explained, with source and limits."""

import inspect
from pathlib import Path

import pytest

import measurements
from studies.measures_document import film_measures_document, study_measures_document
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

DERIVED_AS = {
    "numbering": "Names of the vertebrae",
    "csvl": "Central sacral vertical line, stable and touched vertebra",
    "coronal_balance": "Coronal balance",
    "t1_tilt": "T1 tilt, L4 tilt and pelvic obliquity",
    "l4_tilt": "T1 tilt, L4 tilt and pelvic obliquity",
    "pelvic_obliquity": "T1 tilt, L4 tilt and pelvic obliquity",
    "lateral_listheses": "Lateral listhesis",
    "screening": "Vertebrae set aside",
    "region_note": "Curves, end vertebrae and apex",
    "error": "Error of an angle",
    "interval_deg": "Error of an angle",
    "apical_translation": "Apical vertebral translation",
    "stable_vertebra": "Central sacral vertical line, stable and touched vertebra",
    "touched_vertebra": "Central sacral vertical line, stable and touched vertebra",
    "upper_neutral_vertebra": "Neutral vertebrae",
    "lower_neutral_vertebra": "Neutral vertebrae",
    "settings": "Thresholds and where they come from",
    "discs": "Flexibility and motion disc by disc",
    "bend_adequacy": "Effort of a bend",
    "level_matches": "The same vertebra on several films",
    "lenke": "Structural curves and Lenke's curve type",
    "king": "King's type and flexibility index",
    "correction_deg": "Flexibility rate",
    "lenke_residual_deg": "Structural curves and Lenke's curve type",
    "standing_error": "Error of an angle",
    "standing_interval_deg": "Error of an angle",
    "bending_error": "Error of an angle",
    "residual_interval_deg": "Error of an angle",
    "rate_sd_percent": "Error of a flexibility rate, stiff and flexible",
    "rate_interval_percent": "Error of a flexibility rate, stiff and flexible",
    "stiffness": "Error of a flexibility rate, stiff and flexible",
    "stiffness_reason": "Error of a flexibility rate, stiff and flexible",
    "structural_probability": "Structural curves and Lenke's curve type",
    "range_of_motion": "Flexibility and motion disc by disc",
    "free_levels": "Flexibility rate",
}
"""Every value that the findings hold as derived, by the method that explains it."""

NOT_DERIVED = {"posture", "curves", "levels"}
"""What stands beside the derived values to say what they are of."""

NOT_MEASURED = {"levels_upward_from"}
"""Public functions that name or sort, and give no number and no finding."""

TOLD_BESIDES = {"Vertebrae and their corners", "What is not measured"}
"""Methods that belong to no number."""

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


def test_every_derived_value_of_the_findings_is_explained(study):
    film = film_measures_document(study.standing.measures)
    whole = study_measures_document(study)
    derived = {*film, *film["curves"][0], *whole, *whole["curves"][0]} - NOT_DERIVED

    assert derived == set(DERIVED_AS)
    assert {*DERIVED_AS.values(), *TOLD_BESIDES} <= {method.title for method in METHODS}


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.title)
def test_without_its_entry_a_measurement_would_be_found_out(method):
    """Whatever is taken out, one of the checks above has nothing to find."""
    left = [other for other in METHODS if other is not method]
    measured = {name for name in MEASUREMENTS for other in left if name in other.measures}
    titles = {other.title for other in left}
    needed = {*DERIVED_AS.values(), *EXPLAINED_AS.values(), *TOLD_BESIDES}

    assert set(MEASUREMENTS) - measured or needed - titles


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.title)
def test_every_method_names_its_source_and_its_limits(method):
    assert len(method.source) > 20
    assert len(method.limits) > 20


def test_the_written_methods_are_those_of_the_page():
    written = Path(__file__).parents[2] / "docs" / "methods.md"

    assert written.read_text() == as_markdown() + "\n"
