"""What is in and on a patient."""

import numpy as np
import pytest

from sample_data import CurvePlan, Exposure, PhantomError, phantom_patient
from sample_data.phantom.arch import Arch
from sample_data.phantom.brace import Brace
from sample_data.phantom.clothing import Bra, Zip
from sample_data.phantom.draw import ATTACHMENT_SHARES, random_attachments, random_marks
from sample_data.phantom.electrodes import Electrodes
from sample_data.phantom.film import Room, line_integrals, rendered
from sample_data.phantom.framing import Margins, field_around
from sample_data.phantom.instrumentation import Instrumentation, pedicle_middle
from sample_data.phantom.jewellery import NavelPiercing, Necklace
from sample_data.phantom.markers import Mark, Marks
from sample_data.phantom.material import Material
from sample_data.phantom.projection import Beam, Geometry, Projection
from sample_data.phantom.ruler import DIGIT_MM, Ruler, stencil
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.stitching import Stitching

PLANS = (CurvePlan("T5", "T12", 50), CurvePlan("T12", "L4", -35))
STEP = 1.5
# Wires much thinner than the coarse pixels used here leave a ripple of this share.
RIPPLE = 0.1
EVERY = [
    Instrumentation("T5", "L1"),
    Brace(),
    Electrodes(((100.0, 60.0), (-70.0, -90.0))),
    Necklace(pendant_mm=4.0),
    NavelPiercing(),
    Bra(),
    Zip(),
    Ruler(),
]


@pytest.fixture(scope="module")
def patient():
    return phantom_patient(5, PLANS)


@pytest.fixture(scope="module")
def skeleton(patient):
    return Skeleton(patient.chain, patient.chain.joint_deg)


@pytest.fixture(scope="module")
def bare(skeleton, patient):
    """Line integrals of the patient alone."""
    return line_integrals(skeleton, patient.organs, geometry_of(skeleton), ())


def geometry_of(skeleton, projection=Projection.AP, spacing=2.0):
    beam = Beam(0.0, float(skeleton.pose.centres[:, 2].mean()), 1800.0, projection)
    return field_around(skeleton, Margins(90, 120, 110, 110), beam).geometry(spacing, beam)


@pytest.mark.parametrize("level", ["T2", "T8", "L3"])
@pytest.mark.parametrize("side", [1, -1])
def test_a_screw_runs_through_its_pedicle(skeleton, level, side):
    tip, head = Instrumentation("T2", "L3").screw(skeleton, level, side)
    place = skeleton.anatomy.index(level)
    shape, frame, centre = (
        part[place] for part in (skeleton.shapes, skeleton.pose.frames, skeleton.pose.centres)
    )
    own_tip, own_head = (np.stack([tip, head]) - centre) @ frame  # in the vertebra's own axes
    # where the screw crosses the plane of the pedicle's middle
    middle = pedicle_middle(shape, side)
    share = (middle[1] - own_tip[1]) / (own_head[1] - own_tip[1])
    crossing = own_tip + share * (own_head - own_tip)

    assert 0 < share < 1
    assert crossing == pytest.approx(middle, abs=1e-6)
    assert side * own_tip[0] > 0  # not across the middle
    assert -shape.depth / 2 < own_tip[1] < shape.depth / 2  # in the body, not through its front


@pytest.mark.parametrize("level", ["T2", "T8", "L3"])
@pytest.mark.parametrize("side", [1, -1])
def test_the_pedicle_of_a_screw_is_that_of_the_bone(skeleton, level, side):
    """The part of the arch nearest to it is centred on it."""
    shape = skeleton.shapes[skeleton.anatomy.index(level)]
    middle = pedicle_middle(shape, side)
    parts = Arch(shape.size, shape.physique, STEP).parts()
    centres = [(part.points.min(axis=0) + part.points.max(axis=0)) / 2 for part in parts]

    nearest = min(centres, key=lambda centre: np.linalg.norm(centre - middle))
    assert np.abs((nearest - middle)[[0, 2]]).max() < 0.7  # as a frontal film shows it


def test_screws_follow_a_vertebra_that_bends(patient, skeleton):
    fusion = Instrumentation("T6", "T10")
    views = [patient.chain, patient.chain.bent(3.0)]
    for level in fusion.levels(skeleton.anatomy):
        own = []
        for chain in views:
            posed = Skeleton(chain, patient.chain.joint_deg)
            place = skeleton.anatomy.index(level)
            ends = np.stack(fusion.screw(posed, level, 1)) - posed.pose.centres[place]
            own.append(ends @ posed.pose.frames[place])

        assert own[0] == pytest.approx(own[1], abs=1e-9)


def test_no_screw_where_none_is_wanted(skeleton):
    whole, bare = (
        sum(1 for _ in Instrumentation("T6", "T10", frozenset(out)).parts(skeleton, STEP))
        for out in ((), (("T8", 1), ("T7", -1)))
    )

    assert whole - bare == 4  # two threads and two heads


@pytest.mark.parametrize("thing", EVERY, ids=lambda thing: type(thing).__name__)
def test_everything_attenuates_something_on_the_film(skeleton, patient, bare, thing):
    worn = line_integrals(skeleton, patient.organs, geometry_of(skeleton), (thing,))

    materials = {part.material for part in thing.parts(skeleton, STEP)}
    for material in materials:
        added = worn[material] - bare.get(material, 0.0)
        assert added.max() > 0.05
        assert added.min() > -RIPPLE * added.max()
    for material in set(Material) - materials:
        assert np.array_equal(worn.get(material, 0), bare.get(material, 0))


@pytest.mark.parametrize("thing", ATTACHMENT_SHARES, ids=lambda draw: draw.__self__.__name__)
def test_everything_can_be_drawn_by_its_seed(thing, skeleton):
    one, other = (thing(np.random.default_rng(3)) for _ in range(2))

    assert one == other
    assert all(np.isfinite(part.solid.points).all() for part in one.parts(skeleton, STEP))
    assert 0 < ATTACHMENT_SHARES[thing] < 0.2


def test_most_patients_wear_nothing():
    rng = np.random.default_rng(0)
    counts = np.array([len(random_attachments(rng)) for _ in range(2000)])

    assert np.mean(counts == 0) > 0.5
    assert counts.mean() == pytest.approx(sum(ATTACHMENT_SHARES.values()), abs=0.05)


def test_marks_and_attachments_never_move_corners(skeleton, patient):
    geometry = geometry_of(skeleton)
    plain = Room(geometry, Exposure(), Marks())
    tilted = Marks((Mark("R", 0.1, 0.1, 30.0, True, 10.0),), (0.05, 0.05, 0.1, 0.1), 0.5, 2.0)
    cluttered = Room(geometry, Exposure(), tilted)

    one = rendered(skeleton, patient.organs, plain, "coronal")
    other = rendered(skeleton, patient.organs, cluttered, "coronal", EVERY)

    assert np.array_equal(one.corners_px, other.corners_px)
    assert not np.allclose(one.pixels, other.pixels)


def test_ap_and_pa_differ_by_magnification_and_by_nothing_else(skeleton, patient):
    ap, pa = (geometry_of(skeleton, projection) for projection in Projection)
    pa = Geometry(ap.shape, ap.spacing_mm, ap.centre_mm, pa.beam)
    films = [
        rendered(skeleton, patient.organs, Room(geometry, Exposure(), Marks()), "coronal")
        for geometry in (ap, pa)
    ]

    one, other = films
    assert (one.levels, one.spacing, one.view) == (other.levels, other.spacing, other.view)
    assert one.patient_right is other.patient_right
    # seen from either focal spot a point moves along the line to the foot of the central ray
    for geometry, sign in ((ap, 1), (pa, -1)):
        points = skeleton.pose.centres
        scale = 1800.0 / (1800.0 - sign * points[:, 1])
        x, z = points[:, 0] - geometry.beam.x_mm, points[:, 2] - geometry.beam.z_mm
        flat = np.stack([x * scale, 0 * x, z * scale], axis=1)
        flat += [geometry.beam.x_mm, 0, geometry.beam.z_mm]
        assert geometry.project(points) == pytest.approx(geometry.project(flat), abs=1e-9)
    # angles hardly know which way the beam ran
    assert one.spine.tilts_deg == pytest.approx(other.spine.tilts_deg, abs=2.5)


def test_digits_of_a_ruler_are_read_from_the_front():
    beam = Beam(0.0, 0.0, 1e6)
    foil = stencil("1", [0.0, 0.0, 0.0], DIGIT_MM, 0.05)

    seen = Geometry((81, 81), 0.25, (0.0, 0.0), beam).line_integrals([foil])

    assert seen.max() == pytest.approx(3.0, rel=0.1)
    rows, columns = np.nonzero(seen > 1.5)
    upper = columns[rows < np.percentile(rows, 35)]
    # the flag of a 1 points to the left of its stem
    assert upper.min() < np.median(columns) - 2
    assert upper.max() < np.median(columns) + 6


def test_a_ruler_behind_the_spine_is_magnified_less(skeleton):
    ruler = Ruler(behind_mm=100.0)
    geometry = geometry_of(skeleton)
    ticks = [
        part.solid.points.mean(axis=0)
        for part in ruler.parts(skeleton, STEP)
        if np.ptp(part.solid.points[:, 2]) < 2
    ]
    rows = geometry.project(ticks)[:, 0]

    # one tick a centimetre
    assert np.abs(np.diff(rows)) * geometry.spacing_mm == pytest.approx(
        np.full(len(rows) - 1, 10 * 1800 / 1900), rel=1e-3
    )


def test_burnt_in_words_are_never_a_name():
    allowed = {"ERECT", "PA", "AP", "STANDING", "UPRIGHT", "SPINE", "L BEND", "R BEND", "R", "L"}
    rng = np.random.default_rng(1)
    words = {mark.text for _ in range(300) for mark in random_marks(rng).letters}

    assert {word for word in words if not word.isdigit()} == allowed


def test_a_stitched_film_is_drawn_by_its_seed():
    one, other = (Stitching.random(np.random.default_rng(2)) for _ in range(2))

    assert one == other
    assert 1 <= len(one.seams) <= 2
    assert all(abs(seam.shift_px) <= 2 for seam in one.seams)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Instrumentation("L3", "T5"), "joins nothing"),
        (lambda: Instrumentation("C5", "T5"), "'C5' cannot be instrumented"),
        (lambda: Brace(thickness_mm=0.0), r"thickness_mm is 0\.0"),
        (lambda: Electrodes(()), "no electrode"),
        (lambda: Necklace(link_mm=0.0), r"link_mm is 0\.0"),
        (lambda: NavelPiercing(ball_mm=20.0), r"ball_mm is 20\.0"),
        (lambda: Bra(hooks=0), "hooks is 0"),
        (lambda: Zip(spacing_mm=0.0), "make no zip"),
        (lambda: Ruler(length_mm=5.0), r"length_mm is 5\.0"),
    ],
)
def test_what_cannot_be_worn_is_refused(make, message):
    with pytest.raises(PhantomError, match=message):
        make()
