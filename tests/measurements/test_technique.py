from itertools import permutations

import pytest

from measurements import BendingTechnique, comparison_caution

KNOWN = [technique for technique in BendingTechnique if technique is not BendingTechnique.UNKNOWN]


@pytest.mark.parametrize("technique", KNOWN)
def test_rates_of_one_technique_are_comparable(technique):
    assert comparison_caution(technique, technique) == ""


@pytest.mark.parametrize(("first", "second"), list(permutations(KNOWN, 2)))
def test_a_change_of_technique_is_no_change_of_flexibility(first, second):
    caution = comparison_caution(first, second)

    assert first in caution
    assert second in caution
    assert "not comparable" in caution


@pytest.mark.parametrize("technique", BendingTechnique)
def test_an_unknown_technique_is_comparable_with_none(technique):
    assert "not recorded" in comparison_caution(technique, BendingTechnique.UNKNOWN)
    assert "not recorded" in comparison_caution(BendingTechnique.UNKNOWN, technique)
