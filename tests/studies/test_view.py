"""Words to views."""

import pytest

from studies.radiograph import View
from studies.view import NO_GUESS, guess_view, says_lateral

LEFT, RIGHT, CORONAL = View.LEFT_BENDING, View.RIGHT_BENDING, View.CORONAL


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("left bending", LEFT),
        ("LEFT_BENDING", LEFT),
        ("leftBend", LEFT),
        ("LB", LEFT),
        ("case07_lb_2", LEFT),
        ("bend L", LEFT),
        ("L-Bend", LEFT),
        ("Bending li.", LEFT),
        ("Linksbending", LEFT),
        ("BWS/LWS Seitneigung links", LEFT),
        ("Inclinación izquierda", LEFT),
        ("inclinaison gauche", LEFT),
        ("左侧屈位", LEFT),
        ("脊柱侧弯 左侧弯曲位", LEFT),
        ("left lateral flexion", LEFT),
        ("Whole Spine Bending Lt", LEFT),
        ("supine bend left", LEFT),
        ("right thoracic curve, left bending", LEFT),
        ("Side bending right", RIGHT),
        ("bending to the right side", RIGHT),
        ("RBEND", RIGHT),
        ("Bending re", RIGHT),
        ("Bending rechts a.p.", RIGHT),
        ("right side bending AP", RIGHT),
        ("inclinación lateral derecha", RIGHT),
        ("右侧弯曲位", RIGHT),
        ("T-L spine bending R", RIGHT),
        ("standing AP", CORONAL),
        ("Whole spine A.P.", CORONAL),
        ("antero-posterior", CORONAL),
        ("coronal", CORONAL),
        ("Ganzaufnahme stehend", CORONAL),
        ("Columna en bipedestación", CORONAL),
        ("rachis de face", CORONAL),
        ("脊柱侧弯正位", CORONAL),
        ("upright PA", CORONAL),
        ("bending", None),
        ("bending left and right", None),
        ("lateral bending", None),
        ("supine AP", None),
        ("traction AP", None),
        ("lateral", None),
        ("standing lateral", None),
        ("AP/LAT", None),
        ("flexion", None),
        ("left hand", None),
        ("scoliosis", None),
        ("脊柱侧弯", None),
        ("bright upright", CORONAL),
        ("IM000017", None),
        ("", None),
    ],
)
def test_words_point_to_a_view(text, view):
    assert guess_view([("SeriesDescription", text)]).view is view


@pytest.mark.parametrize(
    ("texts", "view", "words"),
    [
        (["Spine AP", "left bending"], LEFT, 'b: "left bending"'),
        (["bending", "RB"], RIGHT, 'b: "rb"'),
        (["left bending", "right bending"], None, "but"),
        (["bending", "AP"], None, "which side is not clear"),
        (["", "standing"], CORONAL, 'b: "standing"'),
    ],
)
def test_texts_together(texts, view, words):
    guess = guess_view(list(zip("ab", texts, strict=True)))

    assert guess.view is view
    assert words in guess.source


def test_nothing_is_guessed_from_nothing():
    assert guess_view([]) == NO_GUESS


def test_the_source_quotes_no_word_without_meaning():
    assert "jane" not in guess_view([("file name", "Doe Jane left Doe bend")]).source


@pytest.mark.parametrize(
    ("text", "lateral"),
    [
        ("Spine lateral", True),
        ("SAGITTAL", True),
        ("侧位", True),
        ("rachis de profil", True),
        ("lateral bending left", False),
        ("AP and lateral", False),
        ("left lateral decubitus", False),
        ("Spine", False),
    ],
)
def test_a_lateral_film_is_told_by_its_words(text, lateral):
    assert says_lateral(text) is lateral
