"""What an operation used of the flexibility that fulcrum films showed."""

from dataclasses import replace

import pytest

from measurements import BendingTechnique
from studies.analyse import analyse_film, with_technique
from studies.fulcrum import fulcrum_corrections, fulcrum_words
from studies.radiograph import View


@pytest.fixture
def over_a_fulcrum(study):
    """PT -25 to -2, MT +50 to +20, L -40 to -10."""
    return with_technique(study, BendingTechnique.FULCRUM)


@pytest.fixture
def operated(draw_film, known_corners):
    """MT +20, and straight elsewhere."""
    return analyse_film(
        draw_film((10.0, 10.0, -10.0, -10.0, -10.0)), known_corners, view=View.CORONAL
    )


def test_the_index_is_that_of_the_film_of_the_rate(over_a_fulcrum, operated):
    """Luk 1998: 100 % where the operation used all that the fulcrum showed."""
    main = fulcrum_corrections(over_a_fulcrum, operated)[1].value

    assert main.fulcrum_flexibility_percent == pytest.approx(60)
    assert main.correction_percent == pytest.approx(60)
    assert main.index_percent == pytest.approx(100)


def test_words_name_every_angle_and_the_index(over_a_fulcrum, operated):
    words = fulcrum_words(over_a_fulcrum, operated)

    assert words[1] == (
        "MT (T5–T11): 50° standing, 20° over the fulcrum (60 %), 20° after operation (60 %); "
        "fulcrum-bending correction index 100 %."
    )


@pytest.mark.parametrize("technique", sorted(set(BendingTechnique) - {BendingTechnique.FULCRUM}))
def test_another_technique_has_no_such_index(technique, study, operated):
    found = fulcrum_corrections(with_technique(study, technique), operated)

    assert {each.value for each in found} == {None}
    assert all("defined over a fulcrum" in each.reason for each in found)


def test_a_missing_fulcrum_film_or_a_bend_after_operation_is_refused(over_a_fulcrum, operated):
    bent = replace(operated, view=View.LEFT_BENDING)

    assert all("bending film" in e.reason for e in fulcrum_corrections(over_a_fulcrum, bent))
