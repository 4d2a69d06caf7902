"""The evaluation: a perfect answer scores perfectly, a known error scores as that error."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn_spines import chain, draw_film
from PIL import Image

from r2mf.evaluate import BoxScore, box_summary, evaluate, score_film, summary, table
from r2mf.labels import LabelledFilm
from r2mf.masks import drawn
from r2mf.quads import tilts_deg
from r2mf.segmentation import DetectedVertebra, Segmentation
from r2mf.targets import column_quads

SHAPE = (768, 320)


def labelled(quads, source="aasce", exact=True):
    return LabelledFilm(source, "film", Path("film.png"), "val", quads, exact=exact)


def seen(quads):
    return Segmentation(
        column=drawn(column_quads(quads), SHAPE).astype(np.float32),
        vertebrae=tuple(DetectedVertebra(quad, 0.9, 0.5) for quad in quads),
        warnings=(),
        seconds={"look": 0.5},
    )


def test_the_label_itself_scores_perfectly():
    quads = chain(bend=50)
    result = summary([score_film(labelled(quads), seen(quads), SHAPE[0])], given=1)

    assert result.smape_percent == result.cmae_deg == 0
    assert result.largest_mae_deg == result.largest_smape_percent == 0
    assert result.column_dice == result.bodies_dice == 1
    assert result.column_hd95_percent == result.bodies_hd95_percent == 0
    assert result.corner_error_px == result.endplate_error_deg == 0
    assert result.found_percent == result.within_5_percent == 100


def test_a_shift_is_a_corner_error_and_no_angle_error():
    quads = chain()
    score = score_film(labelled(quads), seen(quads + np.array([3.0, 4.0])), SHAPE[0])

    assert score.corner_error_px == pytest.approx(5)
    assert score.column_hd95_height == score.bodies_hd95_height == pytest.approx(4 / SHAPE[0])
    assert score.largest_error == pytest.approx(0, abs=1e-9)


def test_a_flattened_spine_is_an_angle_error_of_known_size():
    score = score_film(labelled(chain(bend=50)), seen(chain(bend=43)), SHAPE[0])
    result = summary([score], given=2)

    assert score.largest_error == pytest.approx(7, abs=1e-6)
    assert result.largest_bias_deg == pytest.approx(-7, abs=1e-6)
    assert result.largest_smape_percent == pytest.approx(100 * 7 / (50 + 43), abs=1e-6)
    assert result.endplate_error_deg == pytest.approx(
        7 / 50 * np.abs(tilts_deg(chain(bend=50))).mean(), abs=1e-6
    )
    assert result.within_5_percent == 0
    assert (result.films, result.measured) == (2, 1)


def test_a_column_that_was_not_told_has_no_figures_and_outlines_have_theirs():
    quads = chain(bend=50)
    untold = replace(seen(quads), column=np.full(SHAPE, np.nan, np.float32))
    result = summary([score_film(labelled(quads), untold, SHAPE[0])], given=1)
    lines = table({"all": result}).splitlines()

    assert result.bodies_dice == 1
    assert "| column dice | - |" in lines
    assert "| column hd95 percent | - |" in lines


def test_a_missed_vertebra_is_counted():
    quads = chain()
    score = score_film(labelled(quads), seen(quads[1:]), SHAPE[0])

    assert score.found == pytest.approx(16 / 17)


def test_boxes_count_centres_inside_them():
    boxes = chain(count=4)
    centres = boxes.mean(axis=1)[:3]
    outside = np.array([[5.0, 5.0]])
    result = box_summary([(labelled(boxes, exact=False), np.concatenate([centres, outside]))], 1)

    assert result.boxes_found_percent == pytest.approx(75)
    assert result.centres_in_box_percent == pytest.approx(75)


def test_boxes_in_the_neck_count_among_all_and_not_among_the_spine():
    boxes = chain(count=19)
    found = boxes.mean(axis=1)[2:]
    result = box_summary([(labelled(boxes, exact=False), found)], 1)

    assert result.boxes_found_percent == pytest.approx(100 * 17 / 19)
    assert result.spine_boxes_found_percent == 100


def test_a_refused_film_is_reported_with_its_reason(tmp_path):
    Image.fromarray((draw_film(chain()) * 255).astype(np.uint8)).save(tmp_path / "film.png")
    film = LabelledFilm("aasce", "film", tmp_path / "film.png", "val", chain())

    class Refusing:
        """A segmenter that finds nothing."""

        def segment(self, pixels):
            from r2mf.errors import NoSpineFoundError

            raise NoSpineFoundError("nothing here")

    result = evaluate([film], Refusing(), drawings=None)

    assert result.refused == {"film": "nothing here"}


def test_films_with_corners_and_films_with_boxes_are_scored_and_the_worst_drawn(tmp_path):
    quads = chain(bend=50)
    path = tmp_path / "film.png"
    Image.fromarray((draw_film(quads) * 255).astype(np.uint8)).save(path)
    boxes = np.stack([[q.min(0), [q[:, 0].min(), q[:, 1].max()], q.max(0), q[3]] for q in quads])
    films = [
        LabelledFilm("aasce", "corners", path, "val", quads),
        LabelledFilm("full_trunk", "boxes", path, "val", boxes, exact=False),
    ]

    class Knowing:
        """A segmenter that finds every vertebra but the lowest."""

        def segment(self, pixels):
            return seen(quads[:-1])

    result = evaluate(films, Knowing(), drawings=tmp_path / "drawings")

    assert result.sets["aasce"].found_percent == pytest.approx(100 * 16 / 17)
    assert result.boxes["full_trunk val"].boxes_found_percent == pytest.approx(100 * 16 / 17)
    assert result.boxes["full_trunk train"].films == 0
    assert result.worst == {"aasce": ["corners"], "full_trunk": ["boxes"]}
    assert {path.name for path in (tmp_path / "drawings").iterdir()} == {
        "aasce-01.png",
        "full_trunk-01.png",
    }


def test_the_table_has_a_line_a_figure():
    lines = table({"all": BoxScore(3, 2, 91.25, 94.5, 88.5)}).splitlines()

    assert lines[0] == "| | all |"
    assert "| boxes found percent | 91.250 |" in lines
