"""Readers of the labelled sets, on small sets written here."""

import json

import numpy as np
import pytest
from drawn_spines import c_shaped, chain, draw_film
from PIL import Image

from r2mf.errors import LabelError
from r2mf.labels import (
    cranial_first,
    flattened,
    read_aasce,
    read_full_trunk,
    read_sets,
    read_spinal_ai2024,
)

AS_WRITTEN = [0, 1, 3, 2]
"""The sets write top-left, top-right, bottom-left, bottom-right."""


@pytest.fixture
def film():
    return Image.fromarray((draw_film(chain()) * 255).astype(np.uint8))


@pytest.fixture
def aasce(tmp_path, film):
    folder = tmp_path / "aasce"
    (folder / "films").mkdir(parents=True)
    film.save(folder / "films" / "a.jpg")
    t1_last = np.roll(chain(), -1, axis=0)[:, AS_WRITTEN].reshape(68, 2)
    row = np.concatenate([t1_last[:, 1] / film.width, t1_last[:, 0] / film.height])
    (folder / "filenames.csv").write_text("a.jpg\n")
    (folder / "landmarks.csv").write_text(",".join(f"{v:.9f}" for v in row) + "\n")
    (folder / "angles.csv").write_text("1,2,3\n")
    (folder / "split.csv").write_text("film,split\na.jpg,val\n")
    (folder / "label_doubts.csv").write_text(
        "film,doubt\na.jpg,order_nonmonotonic(1);spacing_outlier(max 15.5 min 0.8)\n"
    )
    return folder


def test_an_aasce_film_with_t1_last_is_put_in_order(aasce):
    (read,) = read_aasce(aasce)

    assert read.quads == pytest.approx(chain(), abs=1e-4)
    assert read.split == "val"
    assert read.angles.tolist() == [1, 2, 3]
    assert read.trustworthy


def test_unequal_files_are_refused(aasce):
    (aasce / "angles.csv").write_text("1,2,3\n4,5,6\n")

    with pytest.raises(LabelError, match="equally many"):
        read_aasce(aasce)


def test_a_generated_film_is_read_row_first(tmp_path, film):
    folder = tmp_path / "spinal_ai2024"
    (folder / "films").mkdir(parents=True)
    film.save(folder / "films" / "016001.jpg")
    corners = chain()[:, AS_WRITTEN, ::-1].tolist()
    (folder / "labels.json").write_text(
        json.dumps({"016001": {"corners_xy": corners, "cobb_deg": [1.0, 2.0, 3.0]}})
    )
    (folder / "split.csv").write_text("film,split\n016001.jpg,train\n")
    (read,) = read_spinal_ai2024(folder)

    assert read.quads == pytest.approx(chain())
    assert read.split == "train"


def test_boxes_become_quads_that_are_not_exact(tmp_path, film):
    folder = tmp_path / "full_trunk"
    (folder / "films").mkdir(parents=True)
    film.save(folder / "films" / "trunk-01.jpg")
    (folder / "boxes.json").write_text(json.dumps({"trunk-01": [[0.5, 0.25, 0.2, 0.1]]}))
    (read,) = read_full_trunk(folder)
    height, width = film.height, film.width

    assert not read.exact
    assert read.quads[0, 0] == pytest.approx([0.2 * height, 0.4 * width])
    assert read.quads[0, 2] == pytest.approx([0.3 * height, 0.6 * width])


def test_a_folder_without_sets_says_which_were_expected(tmp_path):
    with pytest.raises(LabelError, match="aasce, full_trunk, spinal_ai2024, phantom"):
        read_sets(tmp_path)


def test_cranial_first_sorts_by_height():
    quads = chain()

    assert cranial_first(quads[::-1]).tolist() == quads.tolist()


def turned_back(quads, share):
    """The vertebrae where they are, with a share of their tilts left."""
    across = quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]
    turn = (share - 1) * np.arctan2(across[:, 0], across[:, 1])
    cos, sin = np.cos(turn), np.sin(turn)
    matrices = np.moveaxis(np.array([[cos, sin], [-sin, cos]]), -1, 0)
    centres = quads.mean(axis=1, keepdims=True)
    return np.einsum("nij,nkj->nki", matrices, quads - centres) + centres


@pytest.mark.parametrize(("lean", "share"), [(90, 1.0), (90, 0.8), (40, 0.5)])
def test_tilts_that_follow_the_line_of_centres_or_hardly_sway_are_believed(lean, share):
    assert flattened(turned_back(c_shaped(lean).corners, share)) == ""


@pytest.mark.parametrize("share", [0.5, 0.6])
def test_tilts_that_do_not_follow_a_swaying_spine_are_told_with_their_share(share):
    quads = turned_back(c_shaped(90).corners, share)
    mirrored = (quads * [1, -1])[:, [1, 0, 3, 2]]

    assert flattened(quads) == flattened(mirrored) == f"flattened({share:.2f})"
