import math
from dataclasses import fields, replace

import pytest

from measurements import DEFAULT_SETTINGS, MeasurementSettings, SettingsError


@pytest.mark.parametrize("setting", [each.name for each in fields(MeasurementSettings)])
def test_every_setting_says_where_its_default_comes_from(setting):
    assert len(MeasurementSettings.source_of(setting)) > 20


@pytest.mark.parametrize(
    "wrong",
    [
        {"sem_deg": 0},
        {"balance_mm": -1.0},
        {"progression_deg": math.nan},
        {"structural_deg": math.inf},
        {"listhesis_grades_mm": (7.0, 1.0)},
        {"listhesis_grades_mm": (1.0, 1.0)},
        {"listhesis_grades_mm": (0.0, 1.0)},
        {"listhesis_grades_mm": ()},
    ],
)
def test_what_is_no_threshold_is_refused(wrong):
    with pytest.raises(SettingsError, match=f"{next(iter(wrong))} is "):
        replace(DEFAULT_SETTINGS, **wrong)
